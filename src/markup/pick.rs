use scraper::{ElementRef, Html, Selector};

use super::flatten::{MAX_PAGE, flatten};
use super::line::line;
use crate::model::Select;

/// What CSS selectors found in one item of a page: raw values, addresses as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picked {
    /// One line of plain text.
    pub title: Option<String>,
    /// `href`.
    pub link: Option<String>,
    /// `datetime`, `content` or text.
    pub date: Option<String>,
    /// HTML.
    pub summary: Option<String>,
    /// One line each.
    pub authors: Vec<String>,
}

/// A selector that is not CSS.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{selector:?} is not a CSS selector we can read: {reason}")]
pub struct BadSelector {
    /// The selector as configured.
    pub selector: String,
    /// What the CSS reader says.
    pub reason: String,
}

/// Reads the items of a page that has no feed, from its first [`MAX_PAGE`] bytes.
///
/// # Errors
/// [`BadSelector`] for the first selector that cannot be read.
pub fn pick(html: &str, select: &Select, max: usize) -> Result<Vec<Picked>, BadSelector> {
    let compile = |selector: &str| {
        Selector::parse(selector)
            .map_err(|e| BadSelector { selector: selector.to_owned(), reason: e.to_string() })
    };
    let optional = |selector: &Option<String>| selector.as_deref().map(compile).transpose();
    let item = compile(&select.item)?;
    let title = optional(&select.title)?;
    let link = optional(&select.link)?;
    let date = optional(&select.date)?;
    let summary = optional(&select.summary)?;
    let author = optional(&select.author)?;
    let any_link = compile("a[href]")?;

    let document = Html::parse_document(&flatten(&html[..html.floor_char_boundary(MAX_PAGE)], None));
    let mut picked = Vec::new();
    for element in document.select(&item).take(max) {
        let first = |s: &Option<Selector>| s.as_ref().and_then(|s| element.select(s).next());
        let anchor = first(&link)
            .or_else(|| element.attr("href").map(|_| element).or_else(|| element.select(&any_link).next()));
        let title = match &title {
            Some(selector) => element.select(selector).next().map(words),
            None => anchor.map(words),
        };
        picked.push(Picked {
            title: title.filter(|t| !t.is_empty()),
            link: anchor.and_then(|a| a.attr("href")).map(|href| href.trim().to_owned()),
            date: first(&date).map(date_of).filter(|d| !d.is_empty()),
            summary: first(&summary).map(|e| e.inner_html()).filter(|s| !s.trim().is_empty()),
            authors: author
                .as_ref()
                .map(|s| element.select(s).map(words).filter(|a| !a.is_empty()).collect())
                .unwrap_or_default(),
        });
    }
    Ok(picked)
}

/// An element's words in one line; scripts and styles have none.
pub(super) fn words(element: ElementRef<'_>) -> String {
    let read = element.descendants().filter_map(|node| {
        let unread =
            |e: ElementRef<'_>| matches!(e.value().name(), "script" | "style" | "noscript" | "template");
        let text = node.value().as_text()?;
        (!node.parent().and_then(ElementRef::wrap).is_some_and(unread)).then_some(&**text)
    });
    line(&read.collect::<Vec<_>>().join(" ").replace('&', "&amp;").replace('<', "&lt;"))
}

/// The date an element carries: `datetime`, `content`, `title` of an abbreviation, or its text.
pub(super) fn date_of(element: ElementRef<'_>) -> String {
    let attribute = ["datetime", "content", "value"].iter().find_map(|name| element.attr(name));
    attribute.map_or_else(|| words(element), |value| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_items_of_a_page() {
        let select = Select {
            item: "article".to_owned(),
            title: Some("h2".to_owned()),
            date: Some("time".to_owned()),
            author: Some(".by".to_owned()),
            ..Select::default()
        };
        let html = "<article><h2>Ferry &amp; tram</h2><a href=/1>read</a><time datetime=2026-03-01>today</time>\
                    <span class=by>Ada</span></article><article><h2>Two</h2></article>";
        let picked = pick(html, &select, 10).expect("good selectors");
        assert_eq!(picked.len(), 2);
        assert_eq!(picked[0].title.as_deref(), Some("Ferry & tram"));
        assert_eq!(picked[0].link.as_deref(), Some("/1"));
        assert_eq!(picked[0].date.as_deref(), Some("2026-03-01"));
        assert_eq!(picked[0].authors, ["Ada"]);
        assert_eq!(picked[1].link, None);
    }

    #[test]
    fn a_bad_selector_is_named() {
        let select = Select { item: "a[[".to_owned(), ..Select::default() };
        assert_eq!(pick("<a>", &select, 1).expect_err("not CSS").selector, "a[[");
    }
}

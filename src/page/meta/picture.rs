//! The lead picture and whose it is.

use std::sync::LazyLock;

use serde_json::Value;

use super::super::linked_data::LinkedData;
use super::super::signals::{Signals, stands_with_article};
use super::credit::{LONGEST_CREDIT, of_caption, of_line};
use super::lead::lead;
use super::place::note;
use crate::markup::{self, Css, Element};
use crate::model::Page;

/// Figures of a page that are looked at.
const MOST_FIGURES: usize = 60;
/// Paragraphs of a page that are looked at.
const MOST_PARAGRAPHS: usize = 2_000;

static MICRODATA: LazyLock<Css> = LazyLock::new(|| Css::new("[itemprop~='image'], link[rel~='image_src']"));
static FIGURE: LazyLock<Css> = LazyLock::new(|| {
    Css::new("figure, .wp-caption, [class*='caption' i], [class*='figure' i], [itemtype*='ImageObject']")
});
static IMG: LazyLock<Css> = LazyLock::new(|| Css::new("img, source, amp-img"));
static CREDIT: LazyLock<Css> = LazyLock::new(|| {
    Css::new(
        "[class*='credit' i], [class*='copyright' i], [class*='source' i], [class*='quelle' i], [class*='photographer' i], [class*='rights' i], \
         [itemprop~='copyrightHolder'], [itemprop~='author'], [itemprop~='creditText'], [class*='fotograf' i], small, cite",
    )
});
static PARAGRAPH: LazyLock<Css> = LazyLock::new(|| Css::new("p, p em, p i, p small"));
static CAPTION: LazyLock<Css> =
    LazyLock::new(|| Css::new("figcaption, .wp-caption-text, [class*='caption' i]"));

pub(super) fn picture(signals: &Signals<'_>, page: &mut Page) {
    let data = || {
        let node = signals.article()?;
        let url = LinkedData::values(node, "image").iter().find_map(|v| address(&signals.data, v));
        let url = url.or_else(|| address(&signals.data, node.get("thumbnailUrl")?))?;
        Some(("json-ld", signals.absolute(&url)?))
    };
    let named =
        |names: &[&'static str]| signals.meta(names).and_then(|(n, url)| Some((n, signals.absolute(&url)?)));
    let marked = || {
        let element = signals.dom.select(&MICRODATA).next()?;
        let url = ["content", "href", "src"].iter().find_map(|a| element.attr(a))?;
        Some(("microdata", signals.absolute(url)?))
    };
    let found = named(&["og:image", "og:image:secure_url", "og:image:url"])
        .or_else(data)
        .or_else(|| {
            named(&[
                "twitter:image",
                "twitter:image:src",
                "parsely-image-url",
                "sailthru.image.full",
                "image",
                "thumbnail",
            ])
        })
        .or_else(marked)
        .or_else(|| Some(("article", lead(signals)?)));
    let Some((from, url)) = found else { return };
    page.image_url = Some(url);
    note(page, "image", from, true);
    if let Some((from, credit)) = credit(signals, page) {
        page.image_credit = Some(credit);
        note(page, "image_credit", from, true);
    }
}

fn address(data: &LinkedData, value: &Value) -> Option<String> {
    match value {
        Value::String(url) => Some(url.clone()),
        Value::Object(_) => {
            let node = data.node(value)?;
            let url = node.get("url").or_else(|| node.get("contentUrl")).or_else(|| node.get("@id"))?;
            LinkedData::values(&[("u".to_owned(), url.clone())].into_iter().collect(), "u")
                .first()?
                .as_str()
                .map(str::to_owned)
        }
        Value::Array(items) => items.first().and_then(|v| address(data, v)),
        _ => None,
    }
}

/// The credit in the data, else the one that stands in the picture's figure, else in a line about it.
fn credit(signals: &Signals<'_>, page: &Page) -> Option<(&'static str, String)> {
    let url = page.image_url.as_deref()?;
    let node = signals
        .article()
        .and_then(|n| LinkedData::values(n, "image").iter().find_map(|v| signals.data.node(v)));
    if let Some(node) = node {
        let said = ["creditText", "copyrightNotice", "copyrightHolder", "creator", "author"]
            .iter()
            .find_map(|key| signals.data.text(node, key));
        let said = said
            .map(|c| markup::line(&c))
            .filter(|c| !c.is_empty() && c.chars().count() <= LONGEST_CREDIT && !c.starts_with("http"));
        if said.is_some() {
            return said.map(|c| ("json-ld", c));
        }
    }
    in_figure(signals, url).map(|c| ("figure", c)).or_else(|| {
        let paragraphs = signals.dom.select(&PARAGRAPH).take(MOST_PARAGRAPHS);
        let mut own = paragraphs.filter(|p| stands_with_article(*p, &[], &[]));
        own.find_map(|p| of_line(&p.line())).map(|c| ("line about the picture", c))
    })
}

fn in_figure(signals: &Signals<'_>, url: &str) -> Option<String> {
    let figures = signals.dom.select(&FIGURE).take(MOST_FIGURES);
    let mut figures = figures.filter(|f| {
        f.select(&IMG).take(8).any(|img| {
            ["src", "data-src", "srcset", "data-srcset"]
                .iter()
                .filter_map(|a| img.attr(a))
                .any(|src| is_of(src, url))
        })
    });
    let figure = figures.next()?;
    let marked = figure
        .select(&CREDIT)
        .map(Element::line)
        .find(|l| !l.is_empty() && l.chars().count() <= LONGEST_CREDIT);
    let captioned = || {
        figure
            .select(&CAPTION)
            .map(Element::line)
            .find_map(|l| of_caption(&l))
            .or_else(|| of_caption(&figure.line()))
    };
    marked.map(|c| of_caption(&c).unwrap_or(c)).or_else(captioned)
}

/// Is it the same picture? A short name ("d.jpg") must be the whole of the file's.
fn is_of(src: &str, url: &str) -> bool {
    let stem = stem(url);
    if stem.len() >= 4 {
        return src.contains(stem);
    }
    let file = |url: &str| {
        url.split(['?', '#', ' '])
            .next()
            .unwrap_or_default()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let own = file(url);
    !own.is_empty() && file(src) == own
}

/// What a picture's address has of its own: the file's name without size and ending.
fn stem(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').find(|p| p.len() >= 4).unwrap_or_default();
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    match name.rsplit_once('-') {
        Some((name, size)) if size.contains('x') && size.bytes().all(|b| b.is_ascii_digit() || b == b'x') => {
            name
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use crate::page::{Hints, read};

    #[test]
    fn credits_stand_in_data_figures_and_lines() {
        let credit = |head: &str, body: &str| {
            let html = format!(
                "<title>Ferry</title>{head}<article><h1>Ferry</h1>{body}<p>The ferry came back.</p></article>"
            );
            read(&html, &Hints { url: Some("https://courier.example/a"), ..Hints::default() }).image_credit
        };
        let data = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry\",\"image\":\
            {\"@type\":\"ImageObject\",\"url\":\"https://courier.example/i/q.jpg\",\"creditText\":\"Jo Quay\"}}</script>";
        let jo = Some("Jo Quay".to_owned());
        assert_eq!(credit(data, ""), jo);
        let og = "<meta property=og:image content=https://courier.example/i/q.jpg>";
        let other = "<figure><img src=/i/qq.jpg><figcaption>Photo: Ann Bee</figcaption></figure>";
        let own = "<figure><img src=/i/q.jpg><figcaption>The quay. © Jo Quay</figcaption></figure>";
        assert_eq!(credit(og, &format!("{other}{own}")), jo);
        assert_eq!(credit(og, other), None);
        assert_eq!(credit(og, "<p>Cover photo by Jo Quay.</p>"), jo);
    }
}

use std::sync::LazyLock;

use scraper::{ElementRef, Html, Selector};

use super::flatten::{MAX_PAGE, flatten};
use super::pick::{date_of, words};

/// An `h-feed` (microformats2), or a page of `h-entry`s.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HFeed {
    /// `p-name` of the feed.
    pub title: Option<String>,
    /// `p-author` of the feed, who wrote the entries that name nobody: name and address.
    pub authors: Vec<(String, Option<String>)>,
    /// The entries, in document order.
    pub entries: Vec<HEntry>,
}

/// An `h-entry`: raw values, addresses as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HEntry {
    /// `u-uid`.
    pub uid: Option<String>,
    /// `p-name`.
    pub name: Option<String>,
    /// `u-url`.
    pub url: Option<String>,
    /// `dt-published`.
    pub published: Option<String>,
    /// `dt-updated`.
    pub updated: Option<String>,
    /// `p-summary`, plain.
    pub summary: Option<String>,
    /// `e-content`, HTML.
    pub content: Option<String>,
    /// `p-author`: name and address.
    pub authors: Vec<(String, Option<String>)>,
    /// `p-category`, `rel=tag`.
    pub categories: Vec<String>,
    /// `u-photo`.
    pub photos: Vec<String>,
    /// `u-video`, `u-audio`.
    pub films: Vec<String>,
    /// `rel=license`.
    pub licences: Vec<String>,
}

/// Reads the microformats feed of a page; `None` where there is none.
pub fn h_feed(html: &str, max: usize) -> Option<HFeed> {
    // Cheap before dear: most pages have none.
    if html.len() > MAX_PAGE || !html.contains("h-entry") && !html.contains("hentry") {
        return None;
    }
    let document = Html::parse_document(&flatten(html, None));
    let feed = document.select(&SELECTORS.feed).next();
    let entries: Vec<HEntry> = match feed {
        Some(feed) => {
            feed.select(&SELECTORS.entry).filter(|e| !inside_entry(*e)).take(max).map(entry).collect()
        }
        None => {
            document.select(&SELECTORS.entry).filter(|e| !inside_entry(*e)).take(max).map(entry).collect()
        }
    };
    // Without an `h-feed`, one entry is an article on its own page, and so is one that names no page among others
    // that do: those are what the outlet recommends beneath it.
    if feed.is_none() && (entries.len() < 2 || entries.iter().any(|e| e.url.is_none())) {
        return None;
    }
    let entries: Vec<HEntry> = entries
        .into_iter()
        .filter(|e| e.url.is_some() && (e.name.is_some() || e.content.is_some()))
        .collect();
    if entries.is_empty() {
        return None;
    }
    let title = feed.and_then(|feed| {
        // Not that of its author's card.
        feed.select(&SELECTORS.name).find(|e| nearest_root(*e, feed)).map(words).filter(|t| !t.is_empty())
    });
    let authors = feed.map(authors).unwrap_or_default();
    Some(HFeed { title, authors, entries })
}

fn entry(element: ElementRef<'_>) -> HEntry {
    let own = |selector: &Selector| element.select(selector).find(|e| nearest_root(*e, element));
    let every = |selector| element.select(selector).filter(move |e| nearest_root(*e, element));
    let text = |selector: &Selector| own(selector).map(words).filter(|w| !w.is_empty());
    HEntry {
        uid: own(&SELECTORS.uid).and_then(address),
        name: text(&SELECTORS.name),
        url: own(&SELECTORS.url).and_then(address),
        published: own(&SELECTORS.published).map(date_of),
        updated: own(&SELECTORS.updated).map(date_of),
        summary: text(&SELECTORS.summary),
        content: own(&SELECTORS.content).map(|e| e.inner_html()).filter(|c| !c.trim().is_empty()),
        authors: authors(element),
        categories: element.select(&SELECTORS.category).map(words).filter(|c| !c.is_empty()).collect(),
        photos: element.select(&SELECTORS.photo).filter_map(address).collect(),
        films: every(&SELECTORS.film).filter_map(address).collect(),
        licences: every(&SELECTORS.licence).filter_map(address).collect(),
    }
}

fn address(e: ElementRef<'_>) -> Option<String> {
    ["href", "src", "data", "value"].iter().find_map(|name| e.attr(name)).map(|v| v.trim().to_owned())
}

/// The authors of an entry or a feed itself: the `p-name` and `u-url` of their cards, where they have one.
fn authors(of: ElementRef<'_>) -> Vec<(String, Option<String>)> {
    let author = |e: ElementRef<'_>| {
        let card = |selector| e.select(selector).find(|p| nearest_root(*p, e));
        let name = card(&SELECTORS.name).map(words).filter(|name| !name.is_empty());
        (name.unwrap_or_else(|| words(e)), address(e).or_else(|| card(&SELECTORS.url).and_then(address)))
    };
    let own = of.select(&SELECTORS.author).filter(|e| nearest_root(*e, of));
    own.map(author).filter(|(name, _)| !name.is_empty()).collect()
}

/// Does the property belong to this entry, feed or card, not to one nested in it (a reply, a quotation, an author)?
fn nearest_root(property: ElementRef<'_>, root: ElementRef<'_>) -> bool {
    property
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|a| {
            a.id() == root.id()
                || a.value().classes().any(|c| matches!(c, "h-entry" | "h-cite" | "h-card" | "h-feed"))
        })
        .is_some_and(|a| a.id() == root.id())
}

fn inside_entry(property: ElementRef<'_>) -> bool {
    property.ancestors().filter_map(ElementRef::wrap).any(|a| a.value().classes().any(|c| c == "h-entry"))
}

struct Selectors {
    feed: Selector,
    entry: Selector,
    uid: Selector,
    name: Selector,
    url: Selector,
    published: Selector,
    updated: Selector,
    summary: Selector,
    content: Selector,
    author: Selector,
    category: Selector,
    photo: Selector,
    film: Selector,
    licence: Selector,
}

static SELECTORS: LazyLock<Selectors> = LazyLock::new(|| {
    let css = |s: &str| Selector::parse(s).expect("a selector written here");
    Selectors {
        feed: css(".h-feed"),
        entry: css(".h-entry"),
        uid: css(".u-uid"),
        name: css(".p-name"),
        url: css(".u-url"),
        published: css(".dt-published"),
        updated: css(".dt-updated"),
        summary: css(".p-summary"),
        content: css(".e-content"),
        author: css(".p-author"),
        category: css(".p-category, [rel~=tag]"),
        photo: css(".u-photo"),
        film: css(".u-video, .u-audio"),
        licence: css("a[rel~=license], link[rel~=license]"),
    }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_entries_and_not_their_quotations() {
        let html = r#"<div class="h-feed"><h1 class="p-name">Harbour notes</h1>
            <div class="h-entry"><a class="u-url p-name" href="/1">Fog</a>
            <time class="dt-published" datetime="2026-03-01T08:00:00Z">1 March</time>
            <div class="e-content"><p>Thick.</p></div><a class="p-author h-card" href="/ada">Ada</a>
            <div class="h-cite"><span class="p-name">Other</span></div></div></div>"#;
        let feed = h_feed(html, 10).expect("an h-feed");
        assert_eq!(feed.title.as_deref(), Some("Harbour notes"));
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(feed.entries[0].name.as_deref(), Some("Fog"));
        assert_eq!(feed.entries[0].authors, [("Ada".to_owned(), Some("/ada".to_owned()))]);
        assert_eq!(h_feed("<p>h-entry in words only", 10), None);
    }

    #[test]
    fn a_card_is_its_authors_and_films_tags_and_licences_are_kept() {
        let html = r#"<main class="h-feed"><div class="p-author h-card"><a class="p-name u-url" href="/ada">Ada</a></div>
            <h1 class="p-name">Harbour notes</h1><article class="h-entry"><a class="u-url p-name" href="/1">Fog</a>
            <a rel="tag" href="/t/tide">tide</a><a rel="license" href="/by">BY</a><video class="u-video" src="/v.mp4"></video></article>
            <article class="h-entry"><a class="u-url p-name" href="/2">Ice</a><p class="p-author h-card">Written by
            <span class="p-name">Bo</span></p></article></main>"#;
        let feed = h_feed(html, 10).expect("an h-feed");
        assert_eq!(feed.title.as_deref(), Some("Harbour notes"));
        assert_eq!(feed.authors, [("Ada".to_owned(), Some("/ada".to_owned()))]);
        let [fog, ice] = &feed.entries[..] else { panic!("two entries") };
        assert_eq!(
            (&fog.categories[..], &fog.films[..]),
            (&["tide".to_owned()][..], &["/v.mp4".to_owned()][..])
        );
        assert_eq!((&fog.licences[..], fog.authors.len()), (&["/by".to_owned()][..], 0));
        assert_eq!(ice.authors, [("Bo".to_owned(), None)]);
        let untitled = html.replace("<h1 class=\"p-name\">Harbour notes</h1>", "");
        assert_eq!(h_feed(&untitled, 10).expect("an h-feed").title, None);
    }

    #[test]
    fn an_article_on_its_own_page_is_no_feed() {
        let entry = |link: &str| format!("<article class=h-entry><h2 class=p-name>Fog</h2>{link}</article>");
        let linked = entry("<a class=u-url href=/1>Read</a>");
        assert_eq!(h_feed(&linked, 10), None);
        assert_eq!(h_feed(&format!("{}<h3>Related</h3>{linked}{linked}", entry("")), 10), None);
        assert_eq!(h_feed(&format!("{linked}{linked}"), 10).expect("a list").entries.len(), 2);
    }
}

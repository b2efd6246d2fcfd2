use std::borrow::Cow;

use super::address::{self, Base};
use super::{people, rights};

use crate::markup::{self, Outline};
use crate::model::{Author, Category, ContentKind, DisclaimerKind, Link, Media, Right, Select};
use crate::parse::error::ParseError;
use crate::parse::reading::{Item, Reading, Text};
use crate::parse::xml::Tree;

/// A document that is no feed: a page with an `h-feed` is read as one; anything else is described.
///
/// # Errors
/// [`ParseError::NotAFeed`].
pub(super) fn read(
    text: &str,
    tree: &Tree<'_>,
    base: &Base,
    max: usize,
) -> Result<Reading<'static>, ParseError> {
    let first = tree.children(Tree::DOCUMENT).next().and_then(|id| tree.name(id));
    if is_page(tree, text) {
        let outline = markup::outline(text);
        let base = &page_base(&outline, base);
        if let Some(feed) = markup::h_feed(text, max) {
            return Ok(Reading { language: outline.language.map(Cow::Owned), ..microformats(feed, base) });
        }
        let what = match &outline.title {
            Some(title) => format!("an HTML page titled {title:?}"),
            None => "an HTML page without a title".to_owned(),
        };
        let feeds = outline.feeds.iter().filter_map(|f| base.resolve(f)).collect();
        return Err(ParseError::NotAFeed { what, feeds });
    }
    let what = match first {
        _ if !text.trim_start().starts_with('<') => begins(text),
        Some((_, "opml")) => "an OPML list of feeds; use `import` for it".to_owned(),
        Some((_, name)) if !name.is_empty() && name.len() < 40 => format!("an XML document of <{name}>"),
        _ => begins(text),
    };
    Err(ParseError::NotAFeed { what, feeds: Vec::new() })
}

/// Is it an HTML page, by its first words or its first element?
pub(super) fn is_page(tree: &Tree<'_>, text: &str) -> bool {
    let start: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    let first = tree.children(Tree::DOCUMENT).next().and_then(|id| tree.name(id));
    start.starts_with("<!doctype html")
        || first.is_some_and(|(_, name)| {
            matches!(name, "html" | "head" | "body" | "div" | "meta" | "title" | "p" | "script")
        })
}

fn begins(text: &str) -> String {
    let words: String = markup::line(text).chars().take(60).collect();
    format!("text that begins {words:?}")
}

/// Makes a feed of a page by the CSS selectors of the configuration.
///
/// # Errors
/// [`ParseError::Select`] for a bad selector, [`ParseError::NotAFeed`] if they find nothing.
pub(super) fn by_selectors(
    text: &str,
    select: &Select,
    base: &Base,
    max: usize,
) -> Result<Reading<'static>, ParseError> {
    let picked = markup::pick(text, select, max).map_err(|e| ParseError::Select { why: e.to_string() })?;
    let outline = markup::outline(text);
    let base = &page_base(&outline, base);
    let items: Vec<Item<'static>> = picked
        .into_iter()
        .filter(|p| p.title.is_some() || p.link.is_some())
        .map(|p| {
            let link = p.link.as_deref().and_then(|l| base.page(l));
            Item {
                // A page has nothing but the address to tell its articles apart by, as a sitemap has.
                id: link.clone().map(Cow::Owned),
                title: p.title.map(text_of),
                links: link.iter().map(|l| alternate(l)).collect(),
                link,
                published: p.date.map(Cow::Owned),
                summary: p.summary.map(|body| Text { body: Cow::Owned(body), kind: ContentKind::Html }),
                authors: p.authors.iter().filter_map(|a| people::from_line(a)).collect(),
                ..Item::default()
            }
        })
        .collect();
    if items.is_empty() {
        let what = format!("a page in which `select.item` {:?} finds no article", select.item);
        return Err(ParseError::NotAFeed {
            what,
            feeds: outline.feeds.iter().filter_map(|f| base.resolve(f)).collect(),
        });
    }
    Ok(Reading {
        format: "html select".to_owned(),
        title: outline.title.map(text_of),
        language: outline.language.map(Cow::Owned),
        items,
        ..Reading::default()
    })
}

fn page_base(outline: &Outline, base: &Base) -> Base {
    match outline.base.as_deref().and_then(|href| base.resolve(href)) {
        Some(href) if address::is_web(&href) => Base::new(Some(&href)),
        _ => base.clone(),
    }
}

fn microformats(feed: markup::HFeed, base: &Base) -> Reading<'static> {
    let persons = |named: Vec<(String, Option<String>)>| -> Vec<Author> {
        let person = |(name, uri): (String, Option<String>)| Author {
            name: Some(name),
            uri: uri.and_then(|u| base.resolve(&u)),
            email: None,
        };
        named.into_iter().map(person).collect()
    };
    let items = feed.entries.into_iter().map(|e| {
        let link = e.url.as_deref().and_then(|u| base.page(u));
        let licences = e.licences.iter().filter_map(|l| base.resolve(l));
        let rights = licences.map(|text| Right { kind: DisclaimerKind::Licence, text }).collect();
        let media = |urls: &[String], role| -> Vec<Media> {
            let urls = urls.iter().filter_map(|url| base.resolve(url));
            urls.map(|url| Media { url, role, ..Media::default() }).collect()
        };
        let media = [media(&e.photos, "image"), media(&e.films, "media")].concat();
        let mut item = Item {
            id: e.uid.as_deref().and_then(|u| base.resolve(u)).or_else(|| link.clone()).map(Cow::Owned),
            title: e.name.map(text_of),
            links: link.iter().map(|l| alternate(l)).collect(),
            link,
            published: e.published.map(Cow::Owned),
            updated: e.updated.map(Cow::Owned),
            authors: persons(e.authors),
            rights,
            categories: e
                .categories
                .into_iter()
                .map(|term| Category { term, ..Category::default() })
                .collect(),
            summary: e.summary.map(text_of),
            content: e.content.map(|body| Text { body: Cow::Owned(body), kind: ContentKind::Html }),
            media,
            ..Item::default()
        };
        rights::in_texts(&mut item, base);
        rights::with_links(&mut item.rights, &[]);
        item
    });
    Reading {
        format: "h-feed".to_owned(),
        title: feed.title.map(text_of),
        authors: persons(feed.authors),
        items: items.collect(),
        ..Reading::default()
    }
}

fn alternate(href: &str) -> Link {
    Link { href: href.to_owned(), rel: Some("alternate".to_owned()), ..Link::default() }
}

/// Plain text: what a page's tree gave is decoded already.
fn text_of(body: String) -> Text<'static> {
    Text { body: Cow::Owned(body), kind: ContentKind::Text }
}

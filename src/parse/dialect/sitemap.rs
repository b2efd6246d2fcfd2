use super::address::{self, Base};
use crate::markup;
use crate::model::{Category, Link, Media, Source};
use crate::parse::error::ParseError;
use crate::parse::limits::MAX_LIST;
use crate::parse::note::Notes;
use crate::parse::reading::{Item, Reading};
use crate::parse::xml::{Id, Ns, Tree};

use super::text::guess;

/// Reads a news sitemap (one entry a `<url>` with `<news:news>`) or a sitemap index (one entry a sitemap).
///
/// # Errors
/// [`ParseError::NotAFeed`] for a sitemap without news: a list of a site's pages is no feed.
pub(super) fn read<'a>(
    tree: &Tree<'a>,
    root: Id,
    base: &Base,
    max: usize,
    notes: &mut Notes,
) -> Result<Reading<'a>, ParseError> {
    let is_index = tree.name(root).is_some_and(|(_, name)| name == "sitemapindex");
    let wanted = if is_index { "sitemap" } else { "url" };
    let rows: Vec<Id> =
        tree.children(root).filter(|c| tree.name(*c).is_some_and(|(_, n)| n == wanted)).collect();
    let mut reading = Reading {
        format: if is_index { "sitemap index" } else { "sitemap news" }.to_owned(),
        ..Reading::default()
    };
    let mut left_out = 0;
    for id in rows {
        let item = if is_index { index_row(tree, id, base) } else { news_row(tree, id, base) };
        let Some(item) = item else {
            left_out += u32::from(!is_index);
            continue;
        };
        if reading.items.len() >= max {
            notes.add("too-many-entries");
            continue;
        }
        reading.items.push(item);
    }
    if reading.items.is_empty() && !is_index {
        return Err(ParseError::NotAFeed { what: "a sitemap without news".to_owned(), feeds: Vec::new() });
    }
    notes.add_many("page-without-news", left_out);
    // The publication's name is the feed's title, where all entries agree on one.
    let mut names = reading.items.iter().map(|i| i.source.as_ref().and_then(|s| s.title.clone()));
    if let Some(Some(first)) = names.next()
        && names.all(|n| n.as_deref() == Some(&first))
    {
        reading.title = Some(guess(first.into()));
        reading.language = reading.items.first().and_then(|i| i.language.clone());
        reading.items.iter_mut().for_each(|i| i.source = None);
    }
    Ok(reading)
}

fn index_row<'a>(tree: &Tree<'a>, id: Id, base: &Base) -> Option<Item<'a>> {
    let href = base.page(&tree.text(tree.child(id, "loc")?)?)?;
    Some(Item {
        id: Some(href.clone().into()),
        link: Some(href.clone()),
        title: Some(guess(href.clone().into())),
        links: vec![Link { href, rel: Some("alternate".to_owned()), ..Link::default() }],
        updated: tree.child(id, "lastmod").and_then(|c| tree.text(c)),
        ..Item::default()
    })
}

fn news_row<'a>(tree: &Tree<'a>, id: Id, base: &Base) -> Option<Item<'a>> {
    let news =
        tree.children(id).find(|c| tree.name(*c).is_some_and(|(ns, n)| ns == Ns::News && n == "news"))?;
    let href = base.page(&tree.text(tree.child(id, "loc")?)?)?;
    let text = |parent: Id, name: &str| tree.child(parent, name).and_then(|c| tree.text(c));
    // The protocol tells pages apart by their addresses, and by nothing else.
    let mut item = Item {
        id: Some(href.clone().into()),
        link: Some(href.clone()),
        links: vec![Link { href, rel: Some("alternate".to_owned()), ..Link::default() }],
        title: text(news, "title").map(guess),
        published: text(news, "publication_date"),
        updated: text(id, "lastmod"),
        ..Item::default()
    };
    if let Some(publication) = tree.child(news, "publication") {
        item.language = text(publication, "language");
        let title = text(publication, "name").map(|n| markup::line(&n));
        item.source = title.map(|t| Source { title: Some(t), url: None });
    }
    for (name, scheme) in
        [("keywords", None), ("genres", Some("news:genres")), ("stock_tickers", Some("news:stock_tickers"))]
    {
        for term in text(news, name).as_deref().unwrap_or_default().split(',').take(MAX_LIST) {
            let term = markup::line(term);
            if !term.is_empty() {
                item.categories.push(Category { term, scheme: scheme.map(str::to_owned), label: None });
            }
        }
    }
    // Both are one statement each: "Lisbon, Portugal" is one place.
    for (name, scheme) in [("access", "news:access"), ("geo_locations", "news:geo_locations")] {
        let term = text(news, name).map(|term| markup::line(&term)).filter(|term| !term.is_empty());
        item.categories.extend(term.map(|term| Category {
            term,
            scheme: Some(scheme.to_owned()),
            label: None,
        }));
    }
    // The same page in other languages.
    for link in tree.children(id).filter(|c| tree.name(*c) == Some((Ns::Xhtml, "link"))) {
        if item.links.len() < MAX_LIST
            && let Some(link) = address::link(tree, link, base).filter(|l| !item.links.contains(l))
        {
            item.links.push(link);
        }
    }
    for image in tree.children(id).filter(|c| tree.name(*c) == Some((Ns::SitemapImage, "image"))) {
        if let Some(url) = text(image, "loc").and_then(|u| base.resolve(&u)) {
            let title = text(image, "title").or_else(|| text(image, "caption")).map(|t| markup::line(&t));
            // The picture's licence, not the article's.
            let credit = text(image, "license").and_then(|l| base.resolve(&l));
            item.media.push(Media { url, role: "image", title, credit, ..Media::default() });
        }
    }
    Some(item)
}

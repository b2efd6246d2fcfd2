//! What a document says, in whichever dialect it says it.
//!
//! RSS of every version, Atom and CDF share one reader, as they share their feeds' authors: RSS feeds
//! hold Atom links, Atom feeds hold Dublin Core. What differs (what a text without a type is, what an id means)
//! is asked where it matters.

mod address;
mod base64;
mod category;
mod entry;
mod feed;
mod html;
mod json;
mod json_lax;
mod media;
mod pace;
mod people;
mod rdf;
mod rights;
mod rsl;
mod sitemap;
mod text;
mod texts;

use super::Hints;
use super::error::ParseError;
use super::note::Notes;
use super::reading::Reading;
use super::xml::{Id, Ns, Tree, build};
use address::Base;

/// Finds out what a document is and reads it.
pub(super) fn read<'a>(text: &'a str, hints: &Hints, notes: &mut Notes) -> Result<Reading<'a>, ParseError> {
    let base = Base::new(hints.base.as_deref());
    if let Some(select) = &hints.select {
        return html::by_selectors(text, select, &base, hints.max_entries);
    }
    let trimmed = text.trim_start();
    if trimmed.is_empty() {
        return Err(ParseError::NotAFeed { what: "an empty document".to_owned(), feeds: Vec::new() });
    }
    if trimmed.starts_with(['{', '[']) {
        return json::read(trimmed, &base, hints.max_entries, notes);
    }
    let mut of_xml = Notes::default();
    let tree = build(text, &mut of_xml);
    let found = root(&tree).filter(|(root, _)| is_document(&tree, *root, text));
    let Some((root, kind)) = found else {
        // What is no XML was not repaired.
        return html::read(text, &tree, &base, hints.max_entries);
    };
    notes.extend(of_xml);
    if !trimmed.starts_with('<') || !is_first(&tree, root) {
        notes.add("junk-before-root");
    }
    let reading = match kind {
        Root::Sitemap => sitemap::read(&tree, root, &base, hints.max_entries, notes),
        Root::Feed => Ok(feed::read(&tree, root, &base, hints.max_entries, notes)),
    };
    tree.report(notes);
    reading
}

/// Text before the root beyond this is a text about feeds with one quoted in it, not the warnings of a
/// broken server.
const MAX_JUNK: usize = 4_000;

/// Is the root what the document is about? A page of prose, or an HTML page with an empty `<rss>` in
/// a script, quotes a feed and is none.
fn is_document(tree: &Tree<'_>, root: Id, text: &str) -> bool {
    if is_first(tree, root) && text.trim_start().starts_with('<') {
        return true;
    }
    let before = text[..tree.position(root, text).min(text.len())].trim_start();
    // Markdown fences its examples.
    if !before.starts_with('<') && (before.len() > MAX_JUNK || before.contains("```")) {
        return false;
    }
    let is_page = html::is_page(tree, text);
    !is_page
        || !tree
            .outermost(root, |id| tree.name(id).is_some_and(|(_, n)| matches!(n, "item" | "entry")))
            .is_empty()
}

enum Root {
    Feed,
    Sitemap,
}

/// The element that makes the document a feed.
fn root(tree: &Tree<'_>) -> Option<(Id, Root)> {
    let mut fallback = None;
    for id in tree.descendants(Tree::DOCUMENT) {
        let Some((ns, name)) = tree.name(id) else { continue };
        match (ns, name) {
            (Ns::Core | Ns::Other | Ns::Atom, "rss") => return Some((id, Root::Feed)),
            (_, "rdf") if tree.declares_feed(id) || holds(tree, id, &["channel", "item"]) => {
                return Some((id, Root::Feed));
            }
            (Ns::Atom, "feed") => return Some((id, Root::Feed)),
            (Ns::Core, "feed")
                if tree.declares_feed(id)
                    || holds(tree, id, &["entry", "title", "id", "link", "updated"]) =>
            {
                return Some((id, Root::Feed));
            }
            (Ns::Sitemap | Ns::Core | Ns::News, "urlset" | "sitemapindex") => {
                return Some((id, Root::Sitemap));
            }
            (Ns::Core, "channel")
                if fallback.is_none()
                    && (holds(tree, id, &["item", "title", "abstract"])
                        || tree.attribute(id, "href").is_some()) =>
            {
                fallback = Some(id)
            }
            (Ns::Atom, "entry") if fallback.is_none() => fallback = Some(id),
            (Ns::Core, "entry" | "item")
                if fallback.is_none()
                    && holds(tree, id, &["title", "description", "summary", "content"])
                    && holds(tree, id, &["link", "guid", "id", "pubdate", "updated"]) =>
            {
                fallback = Some(id);
            }
            _ => {}
        }
    }
    fallback.map(|id| (id, Root::Feed))
}

/// Has the element a child of one of these names, in a feed's vocabulary?
fn holds(tree: &Tree<'_>, id: Id, names: &[&str]) -> bool {
    tree.children(id).any(|c| {
        tree.name(c).is_some_and(|(ns, name)| matches!(ns, Ns::Core | Ns::Atom) && names.contains(&name))
    })
}

fn is_first(tree: &Tree<'_>, id: Id) -> bool {
    tree.children(Tree::DOCUMENT).next() == Some(id)
}

//! Tags, with the facet they stand in.
//!
//! Three sorts, in this order: lists with a label in front, whose label is the scheme ([`labelled`]); the
//! keywords of head and data, and links marked as tags, as `keyword`. A term that stands in a labelled list
//! is not repeated as a keyword. The section is a field of the page; [`Page::section_tag`] makes a tag of it.

mod keywords;
mod label;
mod labelled;
mod pieces;

use super::linked_data::LinkedData;
use super::signals::Signals;
use crate::markup::Element;
use crate::model::{Origin, Page, Tag, fold_term};

/// Tags kept of one page.
const MOST: usize = 200;
/// The scheme of a keyword without a facet.
const KEYWORD: &str = "keyword";
/// The scheme of [`Page::section_tag`], and of the sections beside the first.
const SECTION: &str = "section";
/// Sections of one article.
const MOST_SECTIONS: usize = 12;

/// Finds the tags; `page` has its title, site, section and authors already. Returns the parts of the page
/// that hold labelled lists: they are none of the text.
pub(super) fn read<'a>(signals: &Signals<'a>, page: &mut Page) -> Vec<Element<'a>> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut from: Vec<&'static str> = Vec::new();
    let (lists, parts) = labelled::lists(signals);
    for list in lists {
        for label in &list.items {
            add(&mut tags, &list.scheme, label);
        }
    }
    if !tags.is_empty() {
        from.push("labelled list");
    }
    let named = tags.len();
    if let Some((signal, keywords)) = keywords::keywords(signals, page, named > 0) {
        for keyword in keywords {
            let scheme = keyword.scheme.as_deref().unwrap_or(KEYWORD);
            if scheme != KEYWORD || !holds(&tags[..named], &keyword.label) {
                add(&mut tags, scheme, &keyword.label);
            }
        }
        if tags.len() > named {
            from.push(signal);
        }
    }
    let named = tags.len();
    for section in sections(signals).iter().filter(|s| page.section.as_ref() != Some(*s)) {
        add(&mut tags, SECTION, section);
    }
    if tags.len() > named {
        from.push("sections");
    }
    if !from.is_empty() {
        page.from.insert("tags", from.join(", "));
    }
    page.tags = tags;
    parts
}

/// All sections that data and head name: the first is a field of the page.
fn sections(signals: &Signals<'_>) -> Vec<String> {
    let marked = signals.data.marked().map(|(_, node)| node);
    let data =
        signals.article().or(marked).into_iter().flat_map(|node| LinkedData::values(node, "articleSection"));
    let data = data.filter_map(|value| signals.data.text_of(value));
    let metas = signals.metas("article:section").map(str::to_owned);
    let all: Vec<String> = data.chain(metas).take(MOST_SECTIONS).map(|s| crate::markup::line(&s)).collect();
    // One is the page's own; only where there are several some are left.
    all.into_iter().filter(|s| !s.is_empty() && s.chars().count() <= 60 && !s.starts_with("http")).collect()
}

fn holds(tags: &[Tag], label: &str) -> bool {
    let term = fold_term(label);
    tags.iter().any(|t| t.term == term)
}

fn add(tags: &mut Vec<Tag>, scheme: &str, label: &str) {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    let term = fold_term(&label);
    let known = tags.iter().any(|t| t.scheme == scheme && t.term == term);
    if !term.is_empty() && !known && tags.len() < MOST {
        tags.push(Tag { scheme: scheme.to_owned(), term, label, origin: Origin::Page });
    }
}

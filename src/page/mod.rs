//! What an article's own web page says: the body, who wrote it and when, tags by facet, notices, and
//! who had it first.
//!
//! Pure: bytes in, a [`Page`] out.

pub mod block;
pub mod cut;
mod licence;
mod linked_data;
mod notice;
mod origin;

use crate::markup::Dom;
use crate::model::Page;

/// What is known of a page before it is read.
#[derive(Debug, Clone, Default)]
pub struct Hints<'a> {
    /// Its address: relative addresses count from it, and it tells self-references.
    pub url: Option<&'a str>,
    /// The outlet's name as configured.
    pub outlet: Option<&'a str>,
    /// Hosts of the outlet's own, besides that of `url`: a canonical address there is no other outlet's.
    pub own_hosts: &'a [String],
    /// Paragraphs known to recur on the outlet's pages, folded by
    /// [`fold_text`](crate::model::fold_text): furniture or notices, not the article.
    pub recurring: &'a [String],
    /// Reservations of rights outside the page, as found: the answer's `tdm-reservation` header, an RSL
    /// `License:` line of robots.txt, `Link: rel=license`.
    pub reservations: &'a [String],
}

pub use cut::Cut;
pub use notice::{Paragraph, Recurring, recurring};

/// Reads an article's page. Anything can be read: a page that is no article has its
/// [`kind`](Page::kind) say so.
pub fn read(html: &str, hints: &Hints<'_>) -> Page {
    let dom = Dom::parse(html);
    let mut page = Page::default();
    let data = linked_data::LinkedData::read(&dom);
    let blocks = block::read(&dom);
    let found = notice::read(&dom, &data, &blocks, hints);
    page.original = origin::read(&dom, &data, &blocks, &found, hints);
    page.licence = licence::read(&dom, &data, &blocks, &found.notices, hints);
    page.notices = found.notices;
    page.kind = crate::model::PageKind::NoArticle;
    page
}


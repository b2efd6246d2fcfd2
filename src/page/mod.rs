//! What an article's own web page says: the body, who wrote it and when, tags by facet, notices, and
//! who had it first.
//!
//! Pure: bytes in, a [`Page`] out.

pub mod block;
mod body;
pub mod cut;
mod facet;
mod feed_text;
mod kind;
mod licence;
mod linked_data;
mod meta;
mod notice;
mod origin;
mod signals;

use crate::markup::Dom;
use crate::model::Page;
pub use cut::Cut;
pub use feed_text::{FeedText, notices_of_text};
pub use notice::{Paragraph, Recurring, recurring};
use signals::Signals;

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
    /// Licences and reservations outside the page, as found: `tdm-reservation`, `Content-Usage` and `Link:
    /// rel=license` of the answer's header, `License:` (RSL) and `Content-Usage:` lines of robots.txt.
    pub reservations: &'a [String],
}

/// Reads an article's page. Anything can be read: a page that is no article has its
/// [`kind`](Page::kind) say so.
pub fn read(html: &str, hints: &Hints<'_>) -> Page {
    let dom = Dom::parse(html);
    let signals = Signals::gather(&dom, hints);
    let mut page = Page::default();
    meta::read(&signals, &mut page);
    let lists = facet::read(&signals, &mut page);
    let blocks = block::read(&dom);
    let found = notice::read(&signals, &blocks, hints);
    page.original = origin::read(&signals, &blocks, &found, hints);
    page.licence = licence::read(&signals, &blocks, &found.notices);
    let known = body::Known::of(&page, lists, &found);
    if let Some(body) = body::read(&signals, &known) {
        let cut = Cut::new(&found.notices, &found.furniture, hints.recurring);
        page.text = cut.text(&body.text);
        page.html = Some(cut.html(&body.html));
        page.from.insert("text", body.from.to_owned());
    }
    page.notices = found.notices;
    page.kind = kind::kind(&signals, &page);
    page
}

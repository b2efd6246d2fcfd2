//! What an article's own web page says: the body, who wrote it and when, tags by facet, notices, and
//! who had it first.
//!
//! Pure: bytes in, a [`Page`] out.

mod linked_data;

use crate::markup::Dom;
use crate::model::{Page, PageKind};

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
}

/// Reads an article's page. Anything can be read: a page that is no article has its
/// [`kind`](Page::kind) say so.
pub fn read(html: &str, hints: &Hints<'_>) -> Page {
    let dom = Dom::parse(html);
    let data = linked_data::LinkedData::read(&dom);
    let mut page = Page::default();
    let article = data.of_type(linked_data::is_article).next();
    page.title = article.and_then(|(_, a)| data.text(a, "headline"));
    let body = trafilatura::extract(html, &trafilatura::Options::default())
        .map(|r| r.content_html)
        .unwrap_or_default();
    page.text = crate::markup::text(&body);
    page.html = Some(crate::markup::sanitise(&body, None));
    let _ = hints;
    page.kind = PageKind::NoArticle;
    page
}

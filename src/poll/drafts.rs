//! From a document to drafts.

use super::sitemap::Index;
use crate::completeness::older::{self, Older};
use crate::model::{Disclaimer, Draft, Feed, Note, Origin, Outlet, Pace, ParsedFeed, TextFrom};
use crate::parse::{self, Hints, ParseError};
use crate::{annotate, identity, normalise, page};

/// A body as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The body.
    pub bytes: Vec<u8>,
    /// As the server gave it.
    pub content_type: Option<String>,
    /// Where it came from, after redirects.
    pub url: String,
}

/// What a document holds.
pub(super) struct Parsed {
    pub drafts: Vec<Draft>,
    pub title: Option<String>,
    pub notes: Vec<Note>,
    pub pace: Pace,
    /// Where older items stand.
    pub older: Option<Older>,
    /// It is a list of sitemaps, and holds no articles of its own.
    pub index: Option<Index>,
}

/// Reads on a thread of its own, since a large feed takes the processor for a while; gives the document
/// back, so that one that cannot be read can be kept.
pub(super) async fn read(
    document: Document,
    outlet: Outlet,
    feed: Feed,
) -> (Document, Result<Parsed, ParseError>) {
    let work = move || {
        let parsed = parsed(&document, &outlet, &feed);
        (document, parsed)
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // The reader must not panic; if it does all the same, that is this feed's failure.
        Err(panic) => {
            let lost = Document { bytes: Vec::new(), content_type: None, url: String::new() };
            let what = format!("the reader failed on it, which is a fault of ours to be reported: {panic}");
            (lost, Err(ParseError::Unreadable { why: what }))
        }
    }
}

fn parsed(document: &Document, outlet: &Outlet, feed: &Feed) -> Result<Parsed, ParseError> {
    let hints = Hints {
        content_type: document.content_type.clone(),
        base: Some(document.url.clone()),
        select: feed.select.clone(),
        ..Hints::default()
    };
    let parsed = parse::parse(&document.bytes, &hints)?;
    let index = Index::of(&parsed, &document.url);
    let drafts = if index.is_some() { Vec::new() } else { drafts(&parsed, &document.url, outlet, feed) };
    let older = older::page(&parsed, &document.url);
    Ok(Parsed { drafts, title: parsed.title, notes: parsed.notes, pace: parsed.pace, older, index })
}

/// What a poll keeps of a document that was read from `from`: a draft for each entry, in order.
pub fn drafts(parsed: &ParsedFeed, from: &str, outlet: &Outlet, feed: &Feed) -> Vec<Draft> {
    let draft = |entry| {
        let mut draft = normalise::draft(entry, parsed, from, identity::canonical);
        annotate::annotate(&mut draft, entry, parsed, outlet, feed);
        notices(&mut draft, outlet);
        draft
    };
    parsed.entries.iter().map(draft).collect()
}

/// Notices inside the text that a feed carries, and who had it first where the feed's own fields do not
/// say so. The standing notices of the configuration stay last.
fn notices(draft: &mut Draft, outlet: &Outlet) {
    if !matches!(draft.text_from, TextFrom::FeedContent | TextFrom::FeedSummary) {
        return;
    }
    let hints =
        page::Hints { url: draft.url.as_deref(), outlet: Some(&outlet.name), ..page::Hints::default() };
    let authors: Vec<&str> = draft.authors.iter().filter_map(|a| a.name.as_deref()).collect();
    let text = page::FeedText { text: &draft.text, html: draft.html.as_deref(), authors: &authors };
    let (notices, original) = page::notices_of_text(&text, &hints);
    let first_of_config =
        draft.disclaimers.iter().position(|d| d.origin == Origin::Config).unwrap_or(draft.disclaimers.len());
    let known = |text: &str| draft.disclaimers.iter().any(|d| d.text == text);
    let new: Vec<Disclaimer> = notices
        .into_iter()
        .filter(|n| !known(&n.text))
        .map(|n| Disclaimer { kind: n.kind, text: n.text, origin: Origin::Feed })
        .collect();
    draft.disclaimers.splice(first_of_config..first_of_config, new);
    if let Some(original) = original.filter(|_| draft.original_outlet.is_none()) {
        draft.original_outlet = original.outlet;
        draft.original_url = draft.original_url.take().or(original.url);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DisclaimerKind;

    #[test]
    fn what_stands_under_a_feeds_full_text_is_a_notice() {
        let news = "<p>The ferry to the outer islands ran again on Monday after a winter in which nobody crossed.</p>";
        let rss = format!(
            "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Q</title>\
             <item><title>Ferry back</title><link>https://quay.example/a</link><content:encoded><![CDATA[{news}{news}{news}\
             <p>This story was originally published by <a href='https://d.example/'>Meridian Dispatch</a>.</p>\
             <p>© 2020 The Quay. All rights reserved.</p><p>The post <a href='/a'>Ferry back</a> appeared first on \
             <a href='/'>The Quay</a>.</p>]]></content:encoded></item></channel></rss>"
        );
        let document = Document {
            bytes: rss.into_bytes(),
            content_type: Some("application/rss+xml".to_owned()),
            url: "https://quay.example/feed".to_owned(),
        };
        let outlet = Outlet {
            name: "The Quay".to_owned(),
            disclaimers: vec!["Views are the author's.".to_owned()],
            ..Outlet::default()
        };
        let parsed = parsed(&document, &outlet, &Feed::default()).expect("a feed");
        let draft = &parsed.drafts[0];
        let found: Vec<_> = draft.disclaimers.iter().map(|d| (d.kind, d.origin, d.text.as_str())).collect();
        assert_eq!(
            found,
            [
                (
                    DisclaimerKind::Attribution,
                    Origin::Feed,
                    "This story was originally published by Meridian Dispatch."
                ),
                (DisclaimerKind::Copyright, Origin::Feed, "© 2020 The Quay. All rights reserved."),
                (DisclaimerKind::Disclaimer, Origin::Config, "Views are the author's."),
            ]
        );
        assert_eq!(draft.original_outlet.as_deref(), Some("Meridian Dispatch"));
    }
}

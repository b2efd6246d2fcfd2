//! From a document to drafts.

use crate::completeness::older::{self, Older};
use crate::model::{Draft, Feed, Note, Outlet, Pace, ParsedFeed};
use crate::parse::{self, Hints, ParseError};
use crate::{annotate, identity, normalise};

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
    let drafts = drafts(&parsed, &document.url, outlet, feed);
    let older = older::page(&parsed, &document.url);
    Ok(Parsed { drafts, title: parsed.title, notes: parsed.notes, pace: parsed.pace, older })
}

/// What a poll keeps of a document that was read from `from`: a draft for each entry, in order.
pub fn drafts(parsed: &ParsedFeed, from: &str, outlet: &Outlet, feed: &Feed) -> Vec<Draft> {
    let draft = |entry| {
        let mut draft = normalise::draft(entry, parsed, from, identity::canonical);
        annotate::annotate(&mut draft, entry, parsed, outlet, feed);
        draft
    };
    parsed.entries.iter().map(draft).collect()
}

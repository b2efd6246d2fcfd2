//! A poll without an archive, for `check --fetch`.

use super::drafts::{Document, read};
use crate::fetch::{self, Fetcher, Payload};
use crate::model::{Feed, Outcome, Outlet, Validators};

/// What a feed would give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Items in the document.
    pub entries: usize,
    /// The feed's own title.
    pub title: Option<String>,
    /// Where it has moved for good.
    pub moved: Option<String>,
}

/// Fetches and reads a feed, unconditionally, and keeps nothing.
///
/// # Errors
/// The outcome a poll would have had, and what went wrong in words.
pub async fn attempt(fetcher: &Fetcher, outlet: &Outlet, feed: &Feed) -> Result<Tried, (Outcome, String)> {
    let validators = Validators::default();
    let request = fetch::Request {
        url: &feed.url,
        validators: &validators,
        headers: &feed.headers,
        accept: fetch::ACCEPT_FEEDS,
    };
    let fetched = fetcher.fetch(&request).await.map_err(|e| (e.outcome, e.message))?;
    let Payload::Body { bytes, content_type, .. } = fetched.payload else {
        return Err((Outcome::HttpError, "304 to a request without validators".to_owned()));
    };
    let document = Document { bytes, content_type, url: fetched.url };
    let (_, parsed) = read(document, outlet.clone(), feed.clone()).await;
    let parsed = parsed.map_err(|e| (super::outcome_of(&e), e.to_string()))?;
    Ok(Tried { entries: parsed.drafts.len(), title: parsed.title, moved: fetched.moved })
}

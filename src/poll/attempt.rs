//! A poll without an archive, for `check --fetch`.

use super::answer::outcome_of;
use super::drafts::{Document, read};
use super::sitemap::{self, Failure};
use crate::fetch::{FetchError, Fetcher, Payload, Request};
use crate::model::{Feed, FullText, Outcome, Outlet, Validators};

/// What a feed would give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Items in the document.
    pub entries: usize,
    /// The feed's own title.
    pub title: Option<String>,
    /// Where it has moved for good.
    pub moved: Option<String>,
    /// A page that `full_text` would fetch and `robots.txt` forbids.
    pub forbidden: Option<String>,
}

/// Fetches and reads a feed, unconditionally, and keeps nothing.
///
/// # Errors
/// The outcome a poll would have had, and what went wrong in words.
pub async fn attempt(fetcher: &Fetcher, outlet: &Outlet, feed: &Feed) -> Result<Tried, (Outcome, String)> {
    let validators = Validators::default();
    let answer = fetched(fetcher, &Request::feed(feed, &validators)).await;
    let Page { document, moved, .. } = answer.map_err(|e| (e.outcome, e.message))?;
    let (document, parsed) = read(document, outlet.clone(), feed.clone()).await;
    let parsed = parsed.map_err(|e| (outcome_of(&e, &document.bytes), e.to_string()))?;
    let (drafts, title) = match &parsed.index {
        None => (parsed.drafts, parsed.title),
        Some(index) => match sitemap::gather(fetcher, outlet, feed, index).await {
            Ok(all) => (all.drafts, all.title),
            Err(Failure::Fetch(error)) => return Err((error.outcome, error.message)),
            Err(Failure::Read { outcome, error, .. }) => return Err((outcome, error)),
        },
    };
    let page =
        drafts.iter().find_map(|draft| draft.url.clone()).filter(|_| feed.full_text != FullText::Never);
    let forbidden = match page {
        Some(page) if fetcher.may_visit(&page, feed.proxy.as_deref()).await.is_err() => Some(page),
        _ => None,
    };
    Ok(Tried { entries: drafts.len(), title, moved, forbidden })
}

/// Fetches the document at an address that is no configured feed's, unconditionally.
///
/// # Errors
/// As a poll's.
pub async fn document(fetcher: &Fetcher, url: &str) -> Result<Document, FetchError> {
    Ok(page(fetcher, &Feed { url: url.to_owned(), ..Feed::default() }, url).await?.document)
}

/// Fetches another page of a feed, unconditionally, as the feed itself is asked for: with its headers and
/// by its proxy.
pub(super) async fn page(fetcher: &Fetcher, feed: &Feed, url: &str) -> Result<Page, FetchError> {
    let validators = Validators::default();
    let request = Request { url, ..Request::feed(feed, &validators) };
    fetched(fetcher, &request).await
}

/// A document, and what else the answer told.
pub(super) struct Page {
    pub document: Document,
    /// Bytes once everything is unpacked.
    pub unpacked: u64,
    moved: Option<String>,
}

async fn fetched(fetcher: &Fetcher, request: &Request<'_>) -> Result<Page, FetchError> {
    let fetched = fetcher.fetch(request).await?;
    match fetched.payload {
        Payload::Body { bytes, unpacked, content_type, .. } => {
            let document = Document { bytes, content_type, url: fetched.url };
            Ok(Page { document, unpacked, moved: fetched.moved })
        }
        // `fetch` refuses a 304 to a request without validators.
        Payload::NotModified => {
            let document = Document { bytes: Vec::new(), content_type: None, url: fetched.url };
            Ok(Page { document, unpacked: 0, moved: None })
        }
    }
}

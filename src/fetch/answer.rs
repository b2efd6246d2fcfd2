//! Answers that bring no feed: redirects, refusals, and how to let go of them.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use url::Url;

use super::error::FetchError;
use super::{MAX_HEADER_BYTES, MAX_HEADERS, retry_after};
use crate::model::Outcome;

/// Of a body that nobody wants, so much is read to keep its connection …
const DRAINED: usize = 64 * 1024;
/// … and for so long.
const DRAIN_TIME: Duration = Duration::from_millis(500);

/// Refuses an answer with more header fields, or longer ones, than any feed needs. (HTTP/1's are counted before
/// they are taken in; HTTP/2 has no such limit.)
pub(super) fn flooded(response: &Response, host: &str) -> Option<FetchError> {
    let headers = response.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    let flood = headers.len() > MAX_HEADERS || bytes > MAX_HEADER_BYTES;
    flood.then(|| FetchError::header_flood(host).with_status(response.status().as_u16()))
}

/// Where a response redirects to, if it does.
pub(super) fn redirect(response: &Response, at: &Url) -> Result<Option<Url>, FetchError> {
    let status = response.status().as_u16();
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let bad =
        |outcome, why: String| FetchError::new(outcome, format!("{at} redirects {why}")).with_status(status);
    let location = response.headers().get(LOCATION);
    let location = location.ok_or_else(|| bad(Outcome::BadRedirect, "without saying where".to_owned()))?;
    // Real servers send UTF-8 here, not only the ASCII of RFC 9110 §10.2.2.
    let location = String::from_utf8_lossy(location.as_bytes()).into_owned();
    let target = at
        .join(&location)
        .map_err(|e| bad(Outcome::BadRedirect, format!("to {location:?}, which is no address ({e})")))?;
    if !matches!(target.scheme(), "http" | "https") {
        return Err(bad(Outcome::BadScheme, format!("to {target}: only http and https are followed")));
    }
    if target == *at {
        return Err(bad(Outcome::RedirectLoop, "to itself".to_owned()));
    }
    Ok(Some(target))
}

/// `Retry-After`, as a moment that is still to come.
pub(super) fn not_before(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    headers.get(RETRY_AFTER).and_then(|v| retry_after::read(v.as_bytes(), now))
}

/// Every status that is neither a body nor a 304 is an outcome of its own.
pub(super) fn refuse(response: &Response, host: &str, now: Timestamp) -> Result<(), FetchError> {
    let status = response.status();
    if status == StatusCode::OK || status == StatusCode::NOT_MODIFIED {
        return Ok(());
    }
    let not_before = not_before(response.headers(), now);
    let (outcome, what) = match status.as_u16() {
        404 => (Outcome::NotFound, "has no such page"),
        410 => (Outcome::Gone, "says that it is gone for good"),
        401 | 403 | 407 | 451 => (Outcome::Refused, "refuses the request"),
        429 | 503 => (Outcome::Busy, "asks for fewer requests or is overloaded"),
        _ if not_before.is_some() => (Outcome::Busy, "asks to come back later"),
        _ => (Outcome::HttpError, "failed"),
    };
    let until = not_before.map(|at| format!(", not before {at:.0}")).unwrap_or_default();
    let message = format!("{host} {what}: HTTP {status}{until}");
    Err(FetchError { not_before, ..FetchError::new(outcome, message).with_status(status.as_u16()) })
}

/// Reads what is left of an answer, so that its connection serves the next request (RFC 9112 §9.3); one
/// that is long or slow is not worth it.
pub(super) async fn let_go(mut response: Response) {
    let drain = async {
        let mut read = 0;
        while let Ok(Some(chunk)) = response.chunk().await {
            read += chunk.len();
            if read > DRAINED {
                return;
            }
        }
    };
    let _ = tokio::time::timeout(DRAIN_TIME, drain).await;
}

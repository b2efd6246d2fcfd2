//! What came back.

use reqwest::Response;
use reqwest::header::{ETAG, HeaderMap, LAST_MODIFIED};

use super::error::FetchError;
use super::hosts::Permit;
use crate::model::{Outcome, Validators};

/// A request that did its work.
#[derive(Debug)]
pub struct Fetched {
    /// 200 or 304.
    pub status: u16,
    /// Where the answer came from, after redirects.
    pub url: String,
    /// Where the feed has moved for good (301, 308), if it has.
    pub moved: Option<String>,
    /// The body, or that there is none.
    pub payload: Payload,
    /// Leave to hold the answer in memory: drop it when it is kept.
    pub permit: Permit,
}

/// A body, or a 304.
#[derive(Debug)]
pub enum Payload {
    /// 304: what we have is current.
    NotModified,
    /// 200.
    Body {
        /// After decompression.
        bytes: Vec<u8>,
        /// As given.
        content_type: Option<String>,
        /// For the next request.
        validators: Validators,
    },
}

pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let bytes = |name| headers.get(name).map(|v| v.as_bytes().to_vec()).filter(|v| !v.is_empty());
    Validators { etag: bytes(ETAG), last_modified: bytes(LAST_MODIFIED) }
}

pub(super) fn text_header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned())
}

/// Reads the body as it is unpacked, so that a bomb is stopped at the limit and not after it.
pub(super) async fn body(mut response: Response, limit: u64, host: &str) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                if bytes.len() as u64 + chunk.len() as u64 > limit {
                    let message =
                        format!("{host} sends more than {limit} bytes (http.max_body, after decompression)");
                    return Err(FetchError { bytes: limit, ..FetchError::new(Outcome::TooLarge, message) });
                }
                bytes.extend_from_slice(&chunk);
            }
            Ok(None) => return Ok(bytes),
            Err(e) => {
                let mut error = FetchError::of(&e, host);
                // A body broken off is not a server that cannot be reached.
                if error.outcome == Outcome::Network {
                    error.outcome = Outcome::BadBody;
                }
                return Err(FetchError { bytes: bytes.len() as u64, ..error });
            }
        }
    }
}

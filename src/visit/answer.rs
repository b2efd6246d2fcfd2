//! What an answer amounts to: the article's page, or the word for why there is none.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::reading::{Document, ReadError};
use crate::archive::Read;
use crate::fetch::{Barred, FetchError, Fetched, Payload, Permit};
use crate::identity;
use crate::markup;
use crate::model::{Outcome, PageKind, Validators, VisitOutcome};

/// Raised whenever the reader learns something new: an unchanged page is then read again.
const READER_VERSION: u8 = 2;

pub(super) struct Answer {
    pub outcome: VisitOutcome,
    pub conditional: bool,
    pub status: Option<u16>,
    pub bytes: u64,
    pub error: Option<String>,
    pub not_before: Option<Timestamp>,
    pub host_held: Option<(String, Timestamp)>,
    pub answered_by: Option<String>,
    pub read: Option<Box<Read>>,
    pub validators: Option<Validators>,
    pub body_sha256: Option<[u8; 32]>,
    pub permit: Option<Permit>,
}

impl Answer {
    fn new(outcome: VisitOutcome) -> Answer {
        Answer {
            outcome,
            conditional: false,
            status: None,
            bytes: 0,
            error: None,
            not_before: None,
            host_held: None,
            answered_by: None,
            read: None,
            validators: None,
            body_sha256: None,
            permit: None,
        }
    }

    fn failed(error: FetchError) -> Answer {
        Answer {
            status: error.status,
            bytes: error.bytes,
            error: Some(error.message),
            not_before: error.not_before,
            host_held: error.host.map(String::from).zip(error.host_held),
            ..Answer::new(VisitOutcome::Exchange(error.outcome))
        }
    }

    /// The page was not asked for.
    pub(super) fn barred(barred: Barred) -> Answer {
        match barred {
            Barred::Held(error) => {
                // The 429 was its answer to robots.txt: the page itself has not failed.
                let outcome = VisitOutcome::Exchange(Outcome::Held);
                Answer { outcome, ..Answer::failed(error) }
            }
            other => Answer { error: Some(other.to_string()), ..Answer::new(VisitOutcome::Robots) },
        }
    }

    /// From the server's answer to the document that is to be read, if there is one.
    pub(super) fn of(
        answer: Result<Fetched, FetchError>,
        asked: &str,
        last_body: Option<[u8; 32]>,
        conditional: bool,
    ) -> (Answer, Option<Document>) {
        let fetched = match answer {
            Ok(fetched) => fetched,
            Err(error) => return (Answer { conditional, ..Answer::failed(error) }, None),
        };
        let leads_home = leads_home(asked, &fetched.url);
        let seen = Answer {
            conditional: fetched.conditional,
            status: Some(fetched.status),
            not_before: fetched.not_before,
            answered_by: Some(fetched.url.clone()),
            permit: Some(fetched.permit),
            ..Answer::new(VisitOutcome::READ)
        };
        let without =
            |seen: Answer, outcome, error: Option<String>| (Answer { outcome, error, ..seen }, None);
        let (bytes, unpacked, content_type, validators, reservations) = match fetched.payload {
            Payload::NotModified => return without(seen, VisitOutcome::Exchange(Outcome::NotModified), None),
            Payload::Body { bytes, unpacked, content_type, validators, reservations, .. } => {
                (bytes, unpacked, content_type, validators, reservations)
            }
        };
        let seen = Answer { bytes: unpacked, ..seen };
        if leads_home {
            let error = format!("the address leads to a home page now: {}", fetched.url);
            return without(seen, VisitOutcome::HomePage, Some(error));
        }
        if bytes.trim_ascii().is_empty() {
            let error = format!("{} answered 200 with an empty body", fetched.url);
            return without(seen, VisitOutcome::Exchange(Outcome::Empty), Some(error));
        }
        if !is_html(content_type.as_deref(), &bytes) {
            let what = content_type.unwrap_or_else(|| "no type given".to_owned());
            let error = format!("{} is no web page ({what})", fetched.url);
            return without(seen, VisitOutcome::NotHtml, Some(error));
        }
        let body_sha256: [u8; 32] =
            Sha256::new().chain_update([READER_VERSION]).chain_update(&bytes).finalize().into();
        let seen = Answer { validators: Some(validators), body_sha256: Some(body_sha256), ..seen };
        if last_body == Some(body_sha256) {
            return without(seen, VisitOutcome::Exchange(Outcome::Unchanged), None);
        }
        (seen, Some(Document { bytes, content_type, url: fetched.url, reservations }))
    }

    /// With what the reader made of the document.
    pub(super) fn read(self, read: Result<Read, ReadError>) -> Answer {
        match read {
            Ok(read) if read.page.kind == PageKind::Article => Answer { read: Some(Box::new(read)), ..self },
            Ok(read) => {
                let outcome = VisitOutcome::of_kind(read.page.kind);
                let error = match outcome {
                    VisitOutcome::Paywall => "only the beginning stands there, before a paywall",
                    VisitOutcome::Consent => "a question for consent stands there",
                    VisitOutcome::Login => "a form to sign in, or a check for robots, stands there",
                    _ => "no article was found there",
                };
                let error = format!("{}: {error}", self.answered_by.as_deref().unwrap_or_default());
                Answer { outcome, error: Some(error), ..self }
            }
            Err(error) => {
                Answer { outcome: VisitOutcome::Unreadable, error: Some(error.to_string()), ..self }
            }
        }
    }
}

/// A redirect to a home page: the outlet has thrown its article away politely.
fn leads_home(asked: &str, answered_by: &str) -> bool {
    let is_home = |url: &str| identity::canonical(url).is_some_and(|key| !identity::names_a_page(&key));
    is_home(answered_by) && !is_home(asked)
}

/// By its type; servers that give none or a wrong one are judged by the bytes.
fn is_html(content_type: Option<&str>, bytes: &[u8]) -> bool {
    let essence =
        content_type.and_then(|t| t.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase();
    matches!(essence.as_str(), "text/html" | "application/xhtml+xml") || markup::page_sort(bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::{is_html, leads_home};

    #[test]
    fn a_redirect_home_is_told_from_one_along_the_way() {
        let asked = "https://courier.example/news/ferry";
        for (answered, home) in [
            ("https://www.courier.example/", true),
            ("https://courier.example", true),
            ("https://courier.example/?utm_source=gone", true),
            ("https://courier.example/news/ferry-sails", false),
            ("https://courier.example/?p=411", false),
        ] {
            assert_eq!(leads_home(asked, answered), home, "{answered}");
        }
        // A site of one page.
        assert!(!leads_home("https://courier.example/", "https://www.courier.example/"));
    }

    #[test]
    fn pages_are_known_by_type_or_by_their_bytes() {
        for (content_type, bytes, html) in [
            (Some("text/html; charset=utf-8"), &b"x"[..], true),
            (Some("application/pdf"), b"%PDF-1.7", false),
            (Some("text/plain"), b"<!doctype html><p>x", true),
            (None, b"<html><body>x", true),
            (Some("video/mp4"), b"\0\0\0\x18ftyp", false),
            (None, b"hello", false),
        ] {
            assert_eq!(is_html(content_type, bytes), html, "{content_type:?}");
        }
    }
}

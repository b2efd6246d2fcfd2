//! What an answer amounts to: drafts, or the word for why there are none.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::drafts::{self, Document, Parsed};
use super::sitemap::{Failure, Gathered, Index};
use super::{BAD_BODY_KEPT, READER_VERSION};
use crate::archive::Moved;
use crate::completeness::older::Older;
use crate::fetch::{Damage, FetchError, Fetched, Payload, Permit};
use crate::markup::{PageSort, page_sort};
use crate::model::{Draft, Feed, Note, Outcome, Outlet, Pace, Validators};
use crate::parse::{DAMAGED_COMPRESSION, NOT_COMPRESSED, ParseError, TRUNCATED};
use crate::schedule::HeldBy;

pub(super) struct Answer {
    pub outcome: Outcome,
    pub status: Option<u16>,
    pub bytes: u64,
    pub error: Option<String>,
    pub not_before: Option<Timestamp>,
    pub fresh_until: Option<Timestamp>,
    pub host_held: Option<(String, Timestamp)>,
    pub moved: Moved,
    pub drafts: Vec<Draft>,
    pub title: Option<String>,
    pub notes: Vec<Note>,
    pub pace: Option<Pace>,
    pub older: Option<Older>,
    pub index: Option<Index>,
    pub validators: Option<Validators>,
    pub cache_control: Option<String>,
    pub body_sha256: Option<[u8; 32]>,
    pub bad_body: Option<Vec<u8>>,
}

impl Answer {
    fn new(outcome: Outcome) -> Answer {
        Answer {
            outcome,
            status: None,
            bytes: 0,
            error: None,
            not_before: None,
            fresh_until: None,
            host_held: None,
            moved: Moved::Unknown,
            drafts: Vec::new(),
            title: None,
            notes: Vec::new(),
            pace: None,
            older: None,
            index: None,
            validators: None,
            cache_control: None,
            body_sha256: None,
            bad_body: None,
        }
    }

    fn failed(error: FetchError) -> Answer {
        Answer {
            status: error.status,
            bytes: error.bytes,
            error: Some(error.message),
            bad_body: Some(error.body.into_vec()).filter(|body| !body.is_empty()),
            not_before: error.not_before,
            host_held: error.host.map(String::from).zip(error.host_held),
            ..Answer::new(error.outcome)
        }
    }

    /// With what the sitemaps of an index show. The index vouches for them only where it would change with them,
    /// and all of them were read: else it is read anew each time.
    pub(super) fn of_index(self, gathered: Result<Gathered, Failure>) -> Answer {
        let failed = match gathered {
            Ok(all) => {
                return Answer {
                    drafts: all.drafts,
                    title: all.title,
                    notes: all.notes,
                    bytes: self.bytes + all.bytes,
                    error: all.error,
                    not_before: self.not_before.max(all.not_before),
                    host_held: all.host_held,
                    validators: if all.vouched { self.validators } else { Some(Validators::default()) },
                    body_sha256: self.body_sha256.filter(|_| all.vouched),
                    ..self
                };
            }
            Err(Failure::Fetch(error)) => Answer::failed(*error),
            Err(Failure::Read { outcome, error, mut body }) => {
                body.truncate(BAD_BODY_KEPT);
                let bad_body = Some(body).filter(|body| !body.is_empty());
                Answer { status: self.status, error: Some(error), bad_body, ..Answer::new(outcome) }
            }
        };
        Answer { moved: self.moved, bytes: failed.bytes + self.bytes, ..failed }
    }

    /// Whose wish a `not_before` is.
    pub(super) fn held_by(&self) -> HeldBy {
        if self.outcome == Outcome::Held { HeldBy::Host } else { HeldBy::RetryAfter }
    }
}

/// From the server's answer to drafts. `last_body` is the print of the last body that was read.
pub(super) async fn read(
    answer: Result<Fetched, FetchError>,
    outlet: &Outlet,
    feed: &Feed,
    last_body: Option<[u8; 32]>,
) -> (Answer, Option<Permit>) {
    let fetched = match answer {
        Ok(fetched) => fetched,
        Err(error) => return (Answer::failed(error), None),
    };
    let seen = Answer {
        status: Some(fetched.status),
        moved: fetched.moved.map_or(Moved::No, Moved::To),
        not_before: fetched.not_before,
        cache_control: fetched.cache_control,
        ..Answer::new(Outcome::Ok)
    };
    let permit = Some(fetched.permit);
    let (bytes, unpacked, content_type, validators, damage) = match fetched.payload {
        Payload::NotModified => {
            let fresh_until = fetched.fresh_until;
            return (Answer { outcome: Outcome::NotModified, fresh_until, ..seen }, permit);
        }
        Payload::Body { bytes, unpacked, content_type, validators, damage, .. } => {
            (bytes, unpacked, content_type, validators, damage)
        }
    };
    let body_sha256: [u8; 32] =
        Sha256::new().chain_update([READER_VERSION]).chain_update(&bytes).finalize().into();
    let seen = Answer { bytes: unpacked, ..seen };
    if last_body == Some(body_sha256) && !matches!(damage, Some(Damage::Broken(_))) {
        let (validators, fresh_until) = (Some(validators), fetched.fresh_until);
        return (Answer { outcome: Outcome::Unchanged, validators, fresh_until, ..seen }, permit);
    }
    if bytes.trim_ascii().is_empty() {
        let error = Some(format!("{} answered 200 with an empty body", fetched.url));
        return (Answer { outcome: Outcome::Empty, error, ..seen }, permit);
    }
    let document = Document { bytes, content_type, url: fetched.url };
    let (document, mut parsed) = drafts::read(document, outlet.clone(), feed.clone()).await;
    if let (Some(damage), Ok(parsed)) = (&damage, &mut parsed) {
        note(damage, parsed);
    }
    let answer = match (parsed, damage) {
        (Ok(parsed), Some(Damage::Broken(_))) if !parsed.drafts.is_empty() => Answer {
            drafts: parsed.drafts,
            title: parsed.title,
            notes: parsed.notes,
            pace: Some(parsed.pace),
            // It vouches for nothing, so that the next poll asks for it whole.
            validators: Some(Validators::default()),
            ..seen
        },
        (_, Some(Damage::Broken(why))) => {
            let mut body = document.bytes;
            body.truncate(BAD_BODY_KEPT);
            Answer { outcome: Outcome::BadBody, error: Some(why), bad_body: Some(body), ..seen }
        }
        (Ok(parsed), _) => Answer {
            drafts: parsed.drafts,
            title: parsed.title,
            notes: parsed.notes,
            pace: Some(parsed.pace),
            older: parsed.older,
            index: parsed.index,
            // Invariant 1: not before the body has been read.
            validators: Some(validators),
            body_sha256: Some(body_sha256),
            // Of a page that is no feed, nobody wishes that it be kept for a day.
            fresh_until: fetched.fresh_until,
            ..seen
        },
        (Err(error), _) => {
            let outcome = outcome_of(&error, &document.bytes);
            let mut body = document.bytes;
            body.truncate(BAD_BODY_KEPT);
            Answer { outcome, error: Some(error.to_string()), bad_body: Some(body), ..seen }
        }
    };
    (answer, permit)
}

/// Says what was wrong with the body on its way. Of a document that ends in its middle, the last entry may be half of
/// one, which would be another article than the whole.
fn note(damage: &Damage, parsed: &mut Parsed) {
    let mut add = |kind| parsed.notes.push(Note { kind, count: 1 });
    match damage {
        Damage::NotPacked => add(NOT_COMPRESSED),
        Damage::Broken(_) => {
            add(DAMAGED_COMPRESSION);
            if parsed.notes.iter().any(|note| note.kind == TRUNCATED) {
                parsed.drafts.pop();
            } else {
                // Whatever else is missing: nothing is to be judged by it.
                parsed.notes.push(Note { kind: TRUNCATED, count: 1 });
            }
        }
    }
}

/// The word for a body that could not be read as a feed.
pub(super) fn outcome_of(error: &ParseError, body: &[u8]) -> Outcome {
    match (error, page_sort(body)) {
        (ParseError::NotAFeed { .. }, _) if body.trim_ascii().is_empty() => Outcome::Empty,
        (ParseError::NotAFeed { .. }, Some(PageSort::Login)) => Outcome::LoginPage,
        (ParseError::NotAFeed { .. }, Some(PageSort::Other)) => Outcome::HtmlPage,
        (ParseError::NotAFeed { .. }, None) => Outcome::NotAFeed,
        _ => Outcome::BadFeed,
    }
}

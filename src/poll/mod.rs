//! One poll, told once from top to bottom.
//!
//! ```text
//! validators → fetch → parse → normalise, annotate → record (one transaction: articles, revisions,
//!                                                    sightings, validators, next due, the poll)
//! … and where that finds a gap, older pages of the feed to fill it with
//! ```

mod attempt;
mod drafts;
mod due;
mod fill;

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use crate::archive::{Archive, ArchiveError, Finished, Missing, Moved, Reader};
use crate::completeness::gap::Reason;
use crate::completeness::older::Older;
use crate::fetch::{self, FetchError, Fetched, Fetcher, Payload};
use crate::model::{Draft, Feed, Note, Outcome, Outlet, Poll, Settings, Validators};
use crate::parse::ParseError;

pub use attempt::{Tried, attempt, document};
pub use drafts::Document;
pub use fill::MAX_GAP_PAGES;

/// Of a body that cannot be read, so many bytes are kept for a person to look at.
pub const BAD_BODY_KEPT: usize = 256 * 1024;
/// Raised whenever the reader learns something new: an unchanged body is then read again.
const READER_VERSION: u8 = 1;

/// Polls feeds: the same code for the daemon, `clippings poll` and the demo. Clones share everything.
#[derive(Clone)]
pub struct Poller {
    settings: Arc<Settings>,
    fetcher: Fetcher,
    archive: Archive,
    reader: Arc<Mutex<Reader>>,
}

/// What came of a poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polled {
    /// As it was kept, counts included.
    pub poll: Poll,
    /// When the feed is due next.
    pub next_due_at: Timestamp,
    /// Gaps, silence, withdrawn articles that this poll found.
    pub missing: Missing,
}

impl Poller {
    /// A poller on an archive that has taken over these settings ([`Archive::sync`]).
    pub fn new(settings: Arc<Settings>, fetcher: Fetcher, archive: Archive) -> Result<Poller, ArchiveError> {
        let reader = Arc::new(Mutex::new(archive.reader()?));
        Ok(Poller { settings, fetcher, archive, reader })
    }

    /// The settings it works by.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// The archive it keeps to.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Polls one feed and keeps what came of it. A feed's failure is a row, not an error.
    ///
    /// # Errors
    /// Only the archive's.
    pub async fn poll(&self, outlet: &Outlet, feed: &Feed) -> Result<Polled, ArchiveError> {
        let started_at = Timestamp::now();
        let began = Instant::now();
        let (validators, last_body) = self.validators(&feed.name)?;
        let request = fetch::Request {
            url: &feed.url,
            validators: &validators,
            headers: &feed.headers,
            accept: fetch::ACCEPT_FEEDS,
        };
        let answer = self.fetcher.fetch(&request).await;
        let (read, permit) = self.read(answer, outlet, feed, last_body).await;
        let poll = Poll {
            feed: feed.name.clone(),
            started_at,
            duration_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            outcome: read.outcome,
            http_status: read.status,
            bytes: read.bytes,
            conditional: !validators.is_empty(),
            entries: u32::try_from(read.drafts.len()).unwrap_or(u32::MAX),
            new: 0,
            revised: 0,
            error: read.error,
            notes: read.notes,
            not_before: read.not_before,
        };
        let hints = due::Hints { not_before: read.not_before, ttl_minutes: read.ttl_minutes, started_at };
        let finished = Finished {
            poll: poll.clone(),
            drafts: read.drafts,
            title: read.title,
            validators: read.validators,
            body_sha256: read.body_sha256,
            moved: read.moved,
            bad_body: read.bad_body,
            due: due::next(Arc::clone(&self.settings), feed.clone(), hints),
        };
        let kept = self.archive.record(finished).await?;
        // Nothing of this answer is held any longer, and older pages need leave of their own.
        drop(permit);
        let missing = kept.tally.missing;
        tell(feed, &missing);
        if let (Some(gap), Some(older)) =
            (missing.gap.filter(|gap| gap.reason != Reason::IdsRewritten), read.older)
        {
            fill::fill(self, outlet, feed, gap, older).await?;
        }
        let poll = Poll { new: kept.tally.new, revised: kept.tally.revised, ..poll };
        Ok(Polled { poll, next_due_at: kept.next_due_at, missing })
    }

    fn validators(&self, feed: &str) -> Result<(Validators, Option<[u8; 32]>), ArchiveError> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).validators(feed)
    }

    /// From the server's answer to drafts, or to the word for why there are none.
    async fn read(
        &self,
        answer: Result<Fetched, FetchError>,
        outlet: &Outlet,
        feed: &Feed,
        last_body: Option<[u8; 32]>,
    ) -> (Read, Option<fetch::Permit>) {
        let fetched = match answer {
            Ok(fetched) => fetched,
            Err(error) => return (Read::failed(error), None),
        };
        let moved = fetched.moved.map_or(Moved::No, Moved::To);
        let seen = Read { status: Some(fetched.status), moved, ..Read::default() };
        let (bytes, content_type, validators) = match fetched.payload {
            Payload::NotModified => {
                return (Read { outcome: Outcome::NotModified, ..seen }, Some(fetched.permit));
            }
            Payload::Body { bytes, content_type, validators } => (bytes, content_type, validators),
        };
        let body_sha256: [u8; 32] =
            Sha256::new().chain_update([READER_VERSION]).chain_update(&bytes).finalize().into();
        let seen = Read { bytes: bytes.len() as u64, ..seen };
        if last_body == Some(body_sha256) {
            let read = Read { outcome: Outcome::Unchanged, validators: Some(validators), ..seen };
            return (read, Some(fetched.permit));
        }
        let document = drafts::Document { bytes, content_type, url: fetched.url };
        let (document, parsed) = drafts::read(document, outlet.clone(), feed.clone()).await;
        let read = match parsed {
            Ok(parsed) => Read {
                outcome: Outcome::Ok,
                drafts: parsed.drafts,
                title: parsed.title,
                notes: parsed.notes,
                ttl_minutes: parsed.ttl_minutes,
                older: parsed.older,
                // Invariant 1: not before the body has been read.
                validators: Some(validators),
                body_sha256: Some(body_sha256),
                ..seen
            },
            Err(error) => {
                let outcome = outcome_of(&error);
                let mut body = document.bytes;
                body.truncate(BAD_BODY_KEPT);
                Read { outcome, error: Some(error.to_string()), bad_body: Some(body), ..seen }
            }
        };
        (read, Some(fetched.permit))
    }
}

/// What may be lost is said at once.
fn tell(feed: &Feed, missing: &Missing) {
    if let Some(gap) = &missing.gap {
        let (after, before) = (format_args!("{:.0}", gap.after), format_args!("{:.0}", gap.before));
        tracing::warn!(feed = %feed.name, reason = %gap.reason, %after, %before, "items may be missing");
    }
    if let Some((how, alive)) = &missing.silent {
        tracing::warn!(feed = %feed.name, %how, last_alive = %format_args!("{alive:.0}"), "the feed has fallen silent");
    }
    if missing.withdrawn > 0 {
        tracing::info!(feed = %feed.name, articles = missing.withdrawn, "withdrawn by the outlet");
    }
}

fn outcome_of(error: &ParseError) -> Outcome {
    if matches!(error, ParseError::NotAFeed { .. }) { Outcome::NotAFeed } else { Outcome::BadFeed }
}

/// What an answer amounts to.
struct Read {
    outcome: Outcome,
    status: Option<u16>,
    bytes: u64,
    error: Option<String>,
    not_before: Option<Timestamp>,
    moved: Moved,
    drafts: Vec<Draft>,
    title: Option<String>,
    notes: Vec<Note>,
    ttl_minutes: Option<u32>,
    older: Option<Older>,
    validators: Option<Validators>,
    body_sha256: Option<[u8; 32]>,
    bad_body: Option<Vec<u8>>,
}

impl Default for Read {
    fn default() -> Self {
        Read {
            outcome: Outcome::Ok,
            status: None,
            bytes: 0,
            error: None,
            not_before: None,
            moved: Moved::Unknown,
            drafts: Vec::new(),
            title: None,
            notes: Vec::new(),
            ttl_minutes: None,
            older: None,
            validators: None,
            body_sha256: None,
            bad_body: None,
        }
    }
}

impl Read {
    fn failed(error: FetchError) -> Read {
        Read {
            outcome: error.outcome,
            status: error.status,
            bytes: error.bytes,
            error: Some(error.message),
            not_before: error.not_before,
            ..Read::default()
        }
    }
}

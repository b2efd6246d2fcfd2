//! One poll, told once from top to bottom.
//!
//! ```text
//! validators → fetch → parse → normalise, annotate → record (one transaction: articles, revisions,
//!                                                    sightings, validators, next due, the poll)
//! … and where that finds a gap, older pages of the feed to fill it with; of a sitemap index, its sitemaps are read
//! ```

mod answer;
mod attempt;
mod drafts;
mod due;
mod fill;
mod sitemap;

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::time::Instant;

use crate::archive::{
    Archive, ArchiveError, Finished, Gap, LYING_VALIDATORS, Missing, PROBE, Question, Reader,
};
use crate::completeness::gap::Reason;
use crate::completeness::older::Older;
use crate::fetch::{FetchError, Fetched, Fetcher, Payload, Request};
use crate::identity::Shift;
use crate::model::{Feed, Note, Outlet, Poll, Settings, Validators};
use crate::schedule::{self, Ask};

pub use attempt::{Tried, attempt, document};
pub use drafts::{Document, drafts};
pub use fill::MAX_GAP_PAGES;
pub use sitemap::MAX_SITEMAPS;

/// Of a body that cannot be read, so many bytes are kept for a person to look at.
pub const BAD_BODY_KEPT: usize = 256 * 1024;
/// Raised whenever the reader learns something new: an unchanged body is then read again.
const READER_VERSION: u8 = 5;

/// Polls feeds: the same code for the daemon, `clippings poll` and the demo. Clones share everything.
#[derive(Clone)]
pub struct Poller {
    settings: Arc<Settings>,
    fetcher: Fetcher,
    archive: Archive,
    reader: Arc<Mutex<Reader>>,
    /// Ask those, too, who asked to be left alone for a while?
    anyway: bool,
}

/// What came of a poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polled {
    /// As it was kept, counts included.
    pub poll: Poll,
    /// When the feed is due next; `None` = never, since it is gone (410).
    pub next_due_at: Option<Timestamp>,
    /// Gaps, silence, withdrawn articles that this poll found.
    pub missing: Missing,
}

impl Poller {
    /// A poller on an archive that has taken over these settings ([`Archive::sync`]).
    pub fn new(settings: Arc<Settings>, fetcher: Fetcher, archive: Archive) -> Result<Poller, ArchiveError> {
        let reader = Arc::new(Mutex::new(archive.reader()?));
        Ok(Poller { settings, fetcher, archive, reader, anyway: false })
    }

    /// The settings it works by.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// The archive it keeps to.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// By which it asks: its manners are everybody's who asks the same hosts.
    pub fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    /// The same, asking those, too, who asked to be left alone for a while.
    pub fn anyway(self) -> Poller {
        Poller { anyway: true, ..self }
    }

    /// Leaves alone the hosts that asked for patience before this program was started, or another program
    /// on the same archive.
    ///
    /// # Errors
    /// Only the archive's.
    pub fn restore_patience(&self) -> Result<(), ArchiveError> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        for (host, until) in reader.patience(Timestamp::now())? {
            self.fetcher.hold(&host, until);
        }
        Ok(())
    }

    /// Polls one feed and keeps what came of it. A feed's failure is a row, not an error.
    ///
    /// # Errors
    /// Only the archive's.
    pub async fn poll(&self, outlet: &Outlet, feed: &Feed) -> Result<Polled, ArchiveError> {
        let started_at = Timestamp::now();
        let began = Instant::now();
        let question = self.question(&feed.name)?;
        let asked = self.ask(feed, &question, started_at).await;
        let (mut answer, mut permit) = answer::read(asked.answer, outlet, feed, question.body_sha256).await;
        if let Some(index) = answer.index.take() {
            // Each sitemap needs leave of its own.
            permit = None;
            let gathered = sitemap::gather(&self.fetcher, outlet, feed, &index).await;
            answer = answer.of_index(gathered);
        }
        let hints = due::Hints {
            retry_after: answer.not_before.map(|at| (at, answer.held_by())),
            fresh_until: answer.fresh_until,
            unconditional: asked.distrusted,
            started_at,
        };
        let mut notes = answer.notes;
        notes.extend(asked.probed.then_some(Note { kind: PROBE, count: 1 }));
        let poll = Poll {
            feed: feed.name.clone(),
            started_at,
            duration_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            outcome: answer.outcome,
            http_status: answer.status,
            bytes: answer.bytes,
            conditional: asked.conditional,
            entries: u32::try_from(answer.drafts.len()).unwrap_or(u32::MAX),
            new: 0,
            revised: 0,
            error: answer.error,
            notes,
            not_before: answer.not_before,
        };
        let finished = Finished {
            poll: poll.clone(),
            drafts: answer.drafts,
            title: answer.title,
            validators: answer.validators,
            cache_control: answer.cache_control,
            body_sha256: answer.body_sha256,
            moved: answer.moved,
            bad_body: answer.bad_body,
            pace: answer.pace,
            host_held: answer.host_held,
            due: due::next(Arc::clone(&self.settings), feed.clone(), hints),
        };
        let kept = self.archive.record(finished).await?;
        // Nothing of this answer is held any longer, and older pages need leave of their own.
        drop(permit);
        let missing = kept.tally.missing;
        tell(feed, &missing);
        if let Some(shift) = kept.tally.identity {
            tell_identity(feed, &shift);
        }
        let gap = missing.gap.filter(|gap| gap.reason != Reason::IdsRewritten);
        if let Some((gap, older)) = gap.zip(answer.older) {
            fill::fill(self, outlet, feed, gap, older).await?;
        } else if poll.outcome.is_success()
            && let Some((gap, older)) = self.gap_to_retry(&feed.name)?
        {
            fill::fill(self, outlet, feed, gap, older).await?;
        }
        let mut poll = Poll { new: kept.tally.new, revised: kept.tally.revised, ..poll };
        poll.notes.extend(kept.lied.then_some(Note { kind: LYING_VALIDATORS, count: 1 }));
        Ok(Polled { poll, next_due_at: kept.next_due_at, missing })
    }

    /// A gap whose older pages could not be had, once the server answers again.
    fn gap_to_retry(&self, feed: &str) -> Result<Option<(Gap, Older)>, ArchiveError> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.gap_to_retry(feed, Timestamp::now())
    }

    fn question(&self, feed: &str) -> Result<Question, ArchiveError> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).question(feed)
    }

    /// Asks with validators, unless they lie; once in a while a second time without, to see whether they do.
    async fn ask(&self, feed: &Feed, question: &Question, now: Timestamp) -> Asked {
        let none = Validators::default();
        let Question { not_modified_run, last_body_at, lied_at, .. } = *question;
        if let Some(until) = question.retry_after.filter(|until| *until > now && !self.anyway) {
            let host = url::Url::parse(&feed.url).ok();
            let host = host.as_ref().and_then(url::Url::host_str).unwrap_or(&feed.url);
            let answer = Err(FetchError::held(host, until));
            return Asked { answer, conditional: false, probed: false, distrusted: false };
        }
        let how = schedule::how_to_ask(now, not_modified_run, last_body_at, lied_at);
        let distrusted = how == Ask::Unconditionally;
        let validators = if distrusted { &none } else { &question.validators };
        let cache_control = question.cache_control.as_deref();
        let request = Request { salvage: true, cache_control, ..Request::feed(feed, validators) };
        let answer = self.fetcher.fetch(&request).await;
        let not_modified = matches!(&answer, Ok(Fetched { payload: Payload::NotModified, .. }));
        if how != Ask::AndProbe || !not_modified {
            // Of a failure it is not known how far it came.
            let conditional = answer.as_ref().map_or(!validators.is_empty(), |fetched| fetched.conditional);
            return Asked { answer, conditional, probed: false, distrusted };
        }
        // Its leave to hold an answer goes back before another is asked for.
        drop(answer);
        let answer = self.fetcher.fetch(&Request { salvage: true, ..Request::feed(feed, &none) }).await;
        Asked { answer, conditional: false, probed: true, distrusted }
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

/// By what the feed's entries are told apart from now on.
fn tell_identity(feed: &Feed, shift: &Shift) {
    let Shift { from, to, why } = shift;
    if to > from {
        tracing::warn!(feed = %feed.name, %from, %to, %why, "the feed's entries are told apart by less");
    } else {
        tracing::info!(feed = %feed.name, %from, %to, %why, "the feed's entries are told apart by more again");
    }
}

/// An answer, and how it was asked for.
struct Asked {
    answer: Result<Fetched, FetchError>,
    conditional: bool,
    probed: bool,
    distrusted: bool,
}

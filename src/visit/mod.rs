//! One visit of an article's own page, told once from top to bottom; and the queue of them.
//!
//! ```text
//! robots.txt → validators → fetch → decode → page::read (a thread of its own) → record (one transaction:
//!                                   wording, tags, notices, origin, validators, next due, the visit)
//! ```

mod answer;
mod queue;
mod reading;

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::time::Instant;

use crate::archive::{Archive, ArchiveError, DuePage, FinishedVisit, PageQuestion, Reader};
use crate::fetch::{Fetcher, Request};
use crate::model::{Feed, Settings, Visit};

use self::answer::Answer;
use self::reading::Readings;

pub use queue::Queue;

/// Visits pages: the same code for the daemon, `clippings poll` and the demo. Clones share everything.
#[derive(Clone)]
pub struct Visitor {
    settings: Arc<Settings>,
    fetcher: Fetcher,
    archive: Archive,
    reader: Arc<Mutex<Reader>>,
    readings: Readings,
}

/// What came of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visited {
    /// As it was kept.
    pub visit: Visit,
    /// The feed that wanted it.
    pub feed: String,
    /// The article gained a wording.
    pub revised: bool,
    /// When the page is due next; `None` = never again.
    pub due_at: Option<Timestamp>,
}

impl Visitor {
    /// A visitor on an archive that has taken over these settings. The fetcher is the polls' own, since
    /// both have one set of manners.
    ///
    /// # Errors
    /// Only the archive's.
    pub fn new(settings: Arc<Settings>, fetcher: Fetcher, archive: Archive) -> Result<Visitor, ArchiveError> {
        let reader = Arc::new(Mutex::new(archive.reader()?));
        Ok(Visitor { settings, fetcher, archive, reader, readings: Readings::new() })
    }

    /// Visits one page and keeps what came of it. A page's failure is a row, not an error; `None` where the
    /// page is not wanted any more.
    ///
    /// # Errors
    /// Only the archive's.
    pub async fn visit(&self, due: &DuePage) -> Result<Option<Visited>, ArchiveError> {
        let started_at = Timestamp::now();
        let began = Instant::now();
        let Some((_, feed)) = self.settings.feed(&due.feed) else { return Ok(None) };
        let Some(question) = self.with_reader(|reader| reader.page_question(due.article))? else {
            return Ok(None);
        };
        let answer = self.ask(due, feed, &question).await?;
        let visit = Visit {
            article: due.article,
            url: due.url.clone(),
            started_at,
            duration_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            outcome: answer.outcome,
            http_status: answer.status,
            bytes: answer.bytes,
            conditional: answer.conditional,
            error: answer.error,
            not_before: answer.not_before,
        };
        let finished = FinishedVisit {
            visit: visit.clone(),
            feed: due.feed.clone(),
            host: due.host.clone(),
            answered_by: answer.answered_by,
            read: answer.read,
            validators: answer.validators,
            body_sha256: answer.body_sha256,
            host_held: answer.host_held,
            ended_at: Timestamp::now(),
            settings: Arc::clone(&self.settings),
        };
        let kept = self.archive.record_visit(finished).await?;
        // Nothing of this answer is held any longer.
        drop(answer.permit);
        let visit = Visit { outcome: kept.outcome, ..visit };
        Ok(Some(Visited { visit, feed: due.feed.clone(), revised: kept.revised, due_at: kept.due_at }))
    }

    async fn ask(&self, due: &DuePage, feed: &Feed, question: &PageQuestion) -> Result<Answer, ArchiveError> {
        let terms = match self.fetcher.may_visit(&due.url, feed.proxy.as_deref()).await {
            Ok(terms) => terms,
            Err(barred) => return Ok(Answer::barred(barred)),
        };
        let conditional = !question.validators.is_empty();
        let answered = self.fetcher.fetch(&Request::page(feed, &due.url, &question.validators)).await;
        let (answer, document) = Answer::of(answered, &due.url, question.body_sha256, conditional);
        let Some(mut document) = document else { return Ok(answer) };
        document.reservations.extend(terms);
        let recurring = self
            .readings
            .recurring(question.outlet, || self.with_reader(|r| r.edge_paragraphs(question.outlet)));
        Ok(answer.read(self.readings.read(document, question, recurring.await?).await))
    }

    fn with_reader<T>(
        &self,
        ask: impl FnOnce(&Reader) -> Result<T, ArchiveError>,
    ) -> Result<T, ArchiveError> {
        ask(&self.reader.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

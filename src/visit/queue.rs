//! The queue of visits: one of each host at a time, never in the way of polls.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;

use super::{Visited, Visitor};
use crate::archive::{ArchiveError, DuePage, Wanted};

/// Pages of one host that are taken from the archive at once.
const PER_HOST: usize = 16;
/// The archive is not asked for more of them sooner than after this.
const PAUSE: SignedDuration = SignedDuration::from_millis(250);
/// New articles come to the front of the queue within this.
const STALE: SignedDuration = SignedDuration::from_secs(5);
/// Another program on the same archive may have polled.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(60);
/// A visit that could not be kept (a full disk) is not tried again at once.
const HOLD_BACK: Duration = Duration::from_secs(60);
/// Of the answers that may be held in memory, this part is left to polls.
const LEFT_TO_POLLS: usize = 4;

type Done = (DuePage, Result<Option<Visited>, ArchiveError>);

/// Visits under way and those to come. What is due is a query: nothing is lost when this is dropped.
pub struct Queue {
    visitor: Visitor,
    wanted: Wanted,
    ready: VecDeque<DuePage>,
    running: JoinSet<Done>,
    held_back: HashMap<String, Instant>,
    asked_at: Option<Timestamp>,
    /// Nothing is to be found before.
    wake: Option<Timestamp>,
    /// How many may be started still.
    left: usize,
}

impl Queue {
    /// For the pages of these feeds (`None` = of all), at most so many of them.
    pub fn new(visitor: Visitor, feeds: Option<Vec<String>>, most: usize) -> Queue {
        Queue {
            visitor,
            wanted: Wanted { feeds, per_host: PER_HOST, ..Wanted::default() },
            ready: VecDeque::new(),
            running: JoinSet::new(),
            held_back: HashMap::new(),
            asked_at: None,
            wake: None,
            left: most,
        }
    }

    /// Is nothing under way?
    pub fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// How many are under way.
    pub fn under_way(&self) -> usize {
        self.running.len()
    }

    /// Something may have become due: a poll brought articles.
    pub fn stir(&mut self) {
        self.wake = None;
    }

    /// When [`Queue::start`] is worth calling again, if nothing is done before.
    pub fn wake(&self) -> Option<Timestamp> {
        self.wake
    }

    /// Starts what may start: as much as the configuration allows and polls leave room for.
    ///
    /// # Errors
    /// Only the archive's.
    pub fn start(&mut self, now: Timestamp) -> Result<(), ArchiveError> {
        let settings = &self.visitor.settings;
        if !settings.visits.enabled || self.wake.is_some_and(|wake| wake > now) {
            return Ok(());
        }
        self.held_back.retain(|_, until| *until > Instant::now());
        let most = settings.visits.concurrency;
        // With few permits in all, one visit may have the last.
        let reserve = settings.http.concurrency / LEFT_TO_POLLS;
        let mut looked = false;
        loop {
            let spare = self.visitor.fetcher.spare_permits().saturating_sub(reserve);
            // Those that wait for their host's turn have no permit yet.
            if self.running.len() >= most.min(spare.max(1)) || spare == 0 || self.left == 0 {
                self.wake = None;
                return Ok(());
            }
            let stale = self.asked_at.is_none_or(|at| now.duration_since(at) > STALE);
            if stale && !looked {
                (looked, self.asked_at) = (true, Some(now));
                self.ready = self.due(now)?;
            }
            let free = |page: &DuePage| {
                !self.wanted.busy.contains(&page.host) && !self.held_back.contains_key(&page.host)
            };
            if let Some(at) = self.ready.iter().position(free) {
                if let Some(page) = self.ready.remove(at) {
                    self.spawn(page);
                }
                continue;
            }
            if looked {
                let next = self.visitor.with_reader(|reader| reader.next_page_due(now))?;
                let held_back =
                    (!self.held_back.is_empty()).then(|| now.checked_add(HOLD_BACK).unwrap_or(now));
                let look_again = now.checked_add(LOOK_AGAIN).unwrap_or(now);
                self.wake = Some(next.into_iter().chain(held_back).fold(look_again, Timestamp::min));
                return Ok(());
            }
            let pause = self.asked_at.and_then(|at| at.checked_add(PAUSE).ok());
            if let Some(until) = pause.filter(|until| *until > now && !self.running.is_empty()) {
                self.wake = Some(until);
                return Ok(());
            }
            (looked, self.asked_at) = (true, Some(now));
            self.ready = self.due(now)?;
        }
    }

    fn due(&self, now: Timestamp) -> Result<VecDeque<DuePage>, ArchiveError> {
        Ok(self.visitor.with_reader(|reader| reader.due_pages(now, &self.wanted))?.into())
    }

    fn spawn(&mut self, page: DuePage) {
        let visitor = self.visitor.clone();
        self.wanted.busy.insert(page.host.clone());
        self.left = self.left.saturating_sub(1);
        self.running.spawn(async move {
            let visited = visitor.visit(&page).await;
            (page, visited)
        });
    }

    /// Waits for a visit to end; `None` where none is under way, or where there is nothing to tell of it.
    /// Can be given up and asked again.
    ///
    /// # Errors
    /// Only a broken archive; what could not be kept is due still.
    pub async fn done(&mut self) -> Result<Option<Visited>, ArchiveError> {
        match self.running.join_next().await {
            Some(done) => self.ended(done),
            None => Ok(None),
        }
    }

    fn ended(&mut self, done: Result<Done, JoinError>) -> Result<Option<Visited>, ArchiveError> {
        self.wake = None;
        let (page, visited) = match done {
            Ok(done) => done,
            Err(e) if e.is_cancelled() => return Ok(None),
            Err(e) => {
                tracing::error!("a visit failed, which is a fault of ours to be reported: {e}");
                // Which host's is not known: those under way are told apart again when they have ended.
                self.wanted.busy.clear();
                return Ok(None);
            }
        };
        self.wanted.busy.remove(&page.host);
        match visited {
            Ok(visited) => {
                let outcome = visited.as_ref().map(|visited| visited.visit.outcome);
                if outcome.is_some_and(|outcome| outcome.blames_host() || !outcome.asked()) {
                    // The host may want to be left alone now: its next pages are asked for anew.
                    self.ready.retain(|ready| ready.host != page.host);
                }
                Ok(visited)
            }
            Err(e) if e.is_broken() => Err(e),
            Err(e) => {
                tracing::error!(url = %page.url, "not kept, nothing is lost, visited again in a minute: {e}");
                self.held_back.insert(page.host, Instant::now() + HOLD_BACK);
                Ok(None)
            }
        }
    }

    /// Breaks off what is under way: nothing of a visit is kept before all of it is, so it is due still.
    pub async fn shutdown(&mut self) {
        self.running.shutdown().await;
        self.wanted.busy.clear();
    }
}

//! The daemon: due work becomes tasks, until told to stop.
//!
//! What is due is a query; this is only the loop that asks it. Nothing is detached: every task is in
//! a set, and the loop ends when the sets are empty. The stop order: no new work → running polls and visits
//! finish or are broken off → the writer drains → checkpoint.

mod clock;
mod digests;
mod metrics;
mod pulse;
mod visits;

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep, timeout_at};

use crate::archive::{ArchiveError, LYING_VALIDATORS, Reader};
use crate::model::{Outcome, Settings};
use crate::poll::{Polled, Poller};
use crate::telemetry::Metrics;
use crate::visit::Queue;
use crate::{schedule, telemetry};

use self::clock::Clock;
use self::pulse::Pulse;

/// The longest sleep: a suspended machine or a changed clock is noticed within it.
const LONGEST_SLEEP: Duration = Duration::from_secs(15);
/// The shortest: due times have whole seconds.
const SHORTEST_SLEEP: Duration = Duration::from_millis(100);
/// Feeds looked at in one turn; the next turn takes the next ones.
const TURN: usize = 1024;
/// Polls under way or waiting for their host's turn.
const MAX_RUNNING: usize = 4096;
/// After a stop, running polls have so long to finish …
const GRACE: Duration = Duration::from_secs(5);
/// … and then the writer so long to get the lock from whoever holds it.
const WRITER_GRACE: Duration = Duration::from_secs(3);
/// A poll that could not be kept (a full disk) is not tried again at once.
const HOLD_BACK: Duration = Duration::from_secs(60);

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// SIGTERM or SIGINT: end.
    End,
    /// SIGHUP: run on with other settings.
    Reload,
}

/// Polls what is due until `stop` says otherwise, and counts it. The archive stays open.
///
/// # Errors
/// Only a broken archive ends the daemon.
pub async fn run(
    poller: &Poller,
    metrics: &Metrics,
    stop: impl Future<Output = Stop>,
) -> Result<Stop, ArchiveError> {
    let mut serving = metrics::serve(poller, metrics)?;
    let mut daemon = Daemon::start(poller.clone(), metrics.clone()).await?;
    let mut stop = std::pin::pin!(stop);
    let ended = loop {
        tokio::select! {
            biased;
            why = &mut stop => break why,
            done = daemon.step() => done?,
        }
    };
    tracing::info!(running = daemon.running.len(), "stopping: no new polls");
    if ended == Stop::End {
        telemetry::stopping();
    }
    daemon.drain().await?;
    // The address is free again for the next configuration.
    serving.shutdown().await;
    Ok(ended)
}

/// Empties the archive's log and ends its writer; waits no longer than a stop may take.
pub async fn close(poller: Poller) -> Result<(), ArchiveError> {
    let archive = poller.archive().clone();
    let heartbeat_of = archive.clone();
    let closing = archive.close();
    let mut closing = std::pin::pin!(closing);
    if let Ok(closed) = tokio::time::timeout(WRITER_GRACE, &mut closing).await {
        return closed;
    }
    heartbeat_of.heartbeat().give_up();
    closing.await
}

struct Daemon {
    poller: Poller,
    metrics: Metrics,
    reader: Reader,
    running: JoinSet<(String, Result<Polled, ArchiveError>)>,
    under_way: HashSet<String>,
    held_back: HashMap<String, Instant>,
    clock: Clock,
    pulse: Pulse,
    digests: digests::Digests,
    visits: Queue,
}

impl Daemon {
    /// Takes over the configuration, and spreads what was missed while nobody was there.
    async fn start(poller: Poller, metrics: Metrics) -> Result<Daemon, ArchiveError> {
        let settings = poller.settings().clone();
        let now = Timestamp::now();
        let archive = poller.archive().clone();
        let synced = archive.sync(Arc::clone(&settings), now).await?;
        for name in &synced.disabled {
            tracing::info!(feed = %name, "not configured or not enabled: kept, and not polled");
        }
        let overdue = synced.overdue.len();
        let spread = synced.overdue.into_iter().enumerate();
        let postponed: Vec<_> = spread.map(|(at, name)| (name, schedule::spread(now, overdue, at))).collect();
        archive.postpone(postponed).await?;
        poller.restore_patience()?;
        let daemon = Daemon {
            reader: archive.reader()?,
            running: JoinSet::new(),
            under_way: HashSet::new(),
            held_back: HashMap::new(),
            clock: Clock::new(now),
            pulse: Pulse::new(),
            digests: digests::Digests::start(&poller, now).await?,
            visits: visits::queue(&poller)?,
            poller,
            metrics,
        };
        mend_due_times(&daemon.poller, &daemon.reader, now, SignedDuration::ZERO).await?;
        let feeds = settings.feeds().filter(|(_, feed)| feed.enabled).count();
        tracing::info!(feeds, overdue, archive = %archive.path().display(), "ready");
        telemetry::ready(&format!("{feeds} feeds, {overdue} overdue"));
        Ok(daemon)
    }

    /// Starts what is due, and waits for something to happen.
    async fn step(&mut self) -> Result<(), ArchiveError> {
        let wait = self.turn().await?;
        tokio::select! {
            Some(done) = self.running.join_next(), if !self.running.is_empty() => self.done(done),
            visited = self.visits.done(), if !self.visits.is_idle() => {
                visits::report(visited?.as_ref(), &self.metrics);
                Ok(())
            }
            () = sleep(wait) => Ok(()),
        }
    }

    /// Starts what is due; says how long there is nothing to do.
    async fn turn(&mut self) -> Result<Duration, ArchiveError> {
        let now = Timestamp::now();
        self.pulse.beat(self.poller.archive().heartbeat());
        let archive = self.poller.archive().clone();
        if let Some(jump) = self.clock.jump(now) {
            let mended = mend_due_times(&self.poller, &self.reader, now, jump);
            self.pulse.during(archive.heartbeat(), mended).await?;
        }
        self.pulse.during(archive.heartbeat(), self.digests.turn(&self.poller, &self.metrics, now)).await?;
        self.held_back.retain(|_, until| *until > Instant::now());
        let room = MAX_RUNNING.saturating_sub(self.running.len()).min(TURN);
        let settings = self.poller.settings().clone();
        // Those under way are still due in the archive: ask for as many more.
        let due = self.reader.due(now, room + self.under_way.len() + self.held_back.len())?;
        if due.iter().any(|due| !self.under_way.contains(&due.name)) {
            // Somebody may have polled by hand meanwhile, and was told to wait.
            self.poller.restore_patience()?;
        }
        for due in due {
            if self.running.len() >= MAX_RUNNING {
                break;
            }
            if self.held_back.contains_key(&due.name) || self.under_way.contains(&due.name) {
                continue;
            }
            let Some((outlet, feed)) = settings.feed(&due.name) else { continue };
            let (poller, outlet, feed) = (self.poller.clone(), outlet.clone(), feed.clone());
            self.under_way.insert(due.name.clone());
            self.running.spawn(async move {
                let polled = poller.poll(&outlet, &feed).await;
                (due.name, polled)
            });
        }
        // Polls first: visits take what they leave.
        self.visits.start(now)?;
        Ok(self.sleep(now)?.min(self.pulse.interval()))
    }

    fn sleep(&self, now: Timestamp) -> Result<Duration, ArchiveError> {
        let next = self.reader.next_due_except(now, &self.under_way)?;
        let next = next.into_iter().chain(self.digests.next()).chain(self.visits.wake()).min();
        let wait =
            next.map_or(LONGEST_SLEEP, |at| Duration::try_from(at.duration_since(now)).unwrap_or_default());
        Ok(wait.clamp(SHORTEST_SLEEP, LONGEST_SLEEP))
    }

    fn done(
        &mut self,
        done: Result<(String, Result<Polled, ArchiveError>), JoinError>,
    ) -> Result<(), ArchiveError> {
        let (name, polled) = match done {
            Ok(done) => done,
            Err(e) if e.is_cancelled() => return Ok(()),
            Err(e) => {
                tracing::error!("a poll failed, which is a fault of ours to be reported: {e}");
                // Which one is not known: all that run are looked at again when they are due.
                self.under_way.clear();
                return Ok(());
            }
        };
        self.under_way.remove(&name);
        match polled {
            Ok(polled) => {
                if polled.poll.new + polled.poll.revised > 0 {
                    self.visits.stir();
                }
                let missing = &polled.missing;
                self.metrics.polled(&polled.poll, missing.gap.is_some(), missing.withdrawn);
                report(&polled);
            }
            Err(e) if e.is_broken() => return Err(e),
            Err(e) => {
                tracing::error!(feed = %name, "not kept, nothing is lost, asked for again in a minute: {e}");
                self.metrics.poll_unkept();
                self.held_back.insert(name, Instant::now() + HOLD_BACK);
            }
        }
        Ok(())
    }

    /// Running polls finish, or are broken off when the grace is over: nothing of a poll is kept before
    /// all of it is.
    async fn drain(mut self) -> Result<(), ArchiveError> {
        let until = Instant::now() + GRACE;
        while let Ok(Some(done)) = timeout_at(until, self.running.join_next()).await {
            self.done(done)?;
        }
        while !self.visits.is_idle() {
            match timeout_at(until, self.visits.done()).await {
                Ok(visited) => visits::report(visited?.as_ref(), &self.metrics),
                Err(_) => break,
            }
        }
        let (polls, visits) = (self.running.len(), self.visits.under_way());
        if polls + visits > 0 {
            tracing::info!(polls, visits, "broken off: they are due again at the next start");
        }
        self.running.shutdown().await;
        self.visits.shutdown().await;
        Ok(())
    }
}

/// After the clock was set back, a feed must not sleep on: its due time was reckoned by the old clock,
/// and moves with it, but for a cron schedule not before its next fire. After it was set forth, or the
/// machine slept, what fell due meanwhile starts spread out, as at a start.
async fn mend_due_times(
    poller: &Poller,
    reader: &Reader,
    now: Timestamp,
    jump: SignedDuration,
) -> Result<(), ArchiveError> {
    let back = jump.min(SignedDuration::ZERO);
    let settings: &Settings = poller.settings();
    let times = reader.due_times()?;
    let overdue = if jump.is_positive() { times.iter().filter(|due| due.due_at <= now).count() } else { 0 };
    let mut started = 0;
    let mended = times
        .into_iter()
        .filter_map(|due| {
            if overdue > 0 && due.due_at <= now {
                started += 1;
                return Some((due.name, schedule::spread(now, overdue, started - 1)));
            }
            let (_, feed) = settings.feed(&due.name)?;
            let plan = schedule::Plan::parse(settings.schedule_of(feed)).ok()?;
            let moved = due.due_at.checked_add(back).unwrap_or(due.due_at);
            let fire = plan.next(now, &settings.schedule.timezone).unwrap_or(moved);
            let moved = due.due_at.min(moved.max(fire));
            let sane = schedule::sane(moved, now, due.held_until, &plan, &settings.schedule);
            (sane != due.due_at).then_some((due.name, sane))
        })
        .collect::<Vec<_>>();
    if mended.is_empty() { Ok(()) } else { poller.archive().postpone(mended).await }
}

fn report(polled: &Polled) {
    let poll = &polled.poll;
    let outcome = poll.outcome;
    if poll.notes.iter().any(|note| note.kind == LYING_VALIDATORS) {
        tracing::warn!(feed = %poll.feed, "its server answered 304 although there were new articles: asked without validators for a week");
    }
    match outcome {
        Outcome::Ok if poll.new + poll.revised > 0 => {
            tracing::info!(feed = %poll.feed, new = poll.new, revised = poll.revised, "polled");
        }
        Outcome::Ok | Outcome::NotModified | Outcome::Unchanged | Outcome::Held => {
            tracing::debug!(feed = %poll.feed, %outcome, "polled");
        }
        Outcome::Gone => {
            let error = poll.error.as_deref().unwrap_or_default();
            tracing::warn!(feed = %poll.feed, %outcome, "{error}; it is not polled any more");
        }
        _ => {
            let error = poll.error.as_deref().unwrap_or_default();
            let next = polled.next_due_at.map(|at| format!("{at:.0}")).unwrap_or_default();
            tracing::warn!(feed = %poll.feed, %outcome, %next, "{error}");
        }
    }
}

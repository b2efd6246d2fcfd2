//! The pages that a poll by hand visits: those due of the feeds that were polled, within bounds.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, timeout_at};

use super::bar;
use crate::archive::Reader;
use crate::cli::context::counted;
use crate::poll::Poller;
use crate::visit::{Queue, Visitor};

/// A person waits: the rest is left to the daemon or the next poll.
const MOST: usize = 200;
/// See [`MOST`].
const LONGEST: Duration = Duration::from_secs(120);
/// Between two looks at the queue, where nothing is under way.
const PAUSE: Duration = Duration::from_millis(50);

/// What came of the visits.
#[derive(Default)]
pub(super) struct Tally {
    visited: usize,
    failed: usize,
    revised: usize,
    left: u64,
}

/// Visits what is due of these feeds; `None` where nothing was, or `[visits]` is switched off.
pub(super) async fn visit(poller: &Poller, feeds: Vec<String>) -> anyhow::Result<Option<Tally>> {
    let settings = poller.settings();
    let reader: Reader = poller.archive().reader()?;
    let due = reader.count_due_pages(Timestamp::now(), Some(&feeds))?;
    if due == 0 || !settings.visits.enabled {
        return Ok(None);
    }
    let visitor = Visitor::new(settings.clone(), poller.fetcher().clone(), poller.archive().clone())?;
    let mut queue = Queue::new(visitor, Some(feeds.clone()), MOST);
    let bar = bar(MOST.min(usize::try_from(due).unwrap_or(MOST)), "pages");
    let mut tally = Tally::default();
    let until = Instant::now() + LONGEST;
    while Instant::now() < until {
        let now = Timestamp::now();
        queue.start(now)?;
        if queue.is_idle() {
            // Nothing that could be started, and nothing that will be in a moment.
            if queue.wake().is_none_or(|wake| wake.duration_since(now).as_millis() > 1000) {
                break;
            }
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let Ok(done) = timeout_at(until, queue.done()).await else { break };
        if let Some(visited) = done? {
            tally.visited += 1;
            tally.failed += usize::from(!visited.visit.outcome.is_success());
            tally.revised += usize::from(visited.revised);
            bar.inc(1);
        }
    }
    queue.shutdown().await;
    bar.finish_and_clear();
    tally.left = reader.count_due_pages(Timestamp::now(), Some(&feeds))?;
    Ok(Some(tally))
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { visited, failed, revised, left } = self;
        let (pages, revised) = (counted(*visited, "page"), counted(*revised, "article"));
        write!(f, "{pages} visited, {failed} without the article; {revised} fuller or edited")?;
        if *left > 0 {
            write!(f, "; {left} left to the daemon or the next poll")?;
        }
        Ok(())
    }
}

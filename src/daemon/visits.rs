//! Visits beside the polls: the same fetcher, the same manners, and what polls leave of both.

use crate::archive::ArchiveError;
use crate::model::VisitOutcome;
use crate::poll::Poller;
use crate::telemetry::Metrics;
use crate::visit::{Queue, Visited, Visitor};

/// Of every feed, without end.
pub(super) fn queue(poller: &Poller) -> Result<Queue, ArchiveError> {
    let archive = poller.archive().clone();
    let visitor = Visitor::new(poller.settings().clone(), poller.fetcher().clone(), archive)?;
    Ok(Queue::new(visitor, None, usize::MAX))
}

/// Counts a visit, and says what a person should see of it. A page that cannot be had is a row; the feed's poll was well.
pub(super) fn report(visited: Option<&Visited>, metrics: &Metrics) {
    let Some(Visited { visit, feed, revised, due_at }) = visited else { return };
    metrics.visited(visit, *revised);
    let (article, outcome) = (visit.article, visit.outcome);
    match outcome {
        VisitOutcome::Unreadable => {
            let error = visit.error.as_deref().unwrap_or_default();
            tracing::warn!(feed, article, url = %visit.url, "{error}");
        }
        _ if *revised => tracing::info!(feed, article, "page read"),
        _ if due_at.is_none() && !outcome.is_success() => {
            let error = visit.error.as_deref().unwrap_or_default();
            tracing::info!(feed, article, %outcome, "the page is given up: {error}");
        }
        _ => tracing::debug!(feed, article, %outcome, "visited"),
    }
}

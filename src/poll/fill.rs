//! Filling a gap from older pages of the same feed, with the same manners as any other request.

use jiff::{SignedDuration, Timestamp};

use super::{Poller, attempt, drafts};
use crate::archive::{ArchiveError, Gap, GapEnd, GapPage};
use crate::completeness::older::{By, Older};
use crate::fetch::FetchError;
use crate::model::{Feed, Outcome, Outlet};

/// Older pages read for one gap; what lies further back stays missing, and the gap says so.
pub const MAX_GAP_PAGES: usize = 20;

/// So often a gap is tried, the first time included, if pages cannot be had for a reason that may pass …
const TRIES: u32 = 4;
/// … after an hour, four, and sixteen.
const WAIT: SignedDuration = SignedDuration::from_hours(1);
const WAIT_GROWS: i32 = 4;

/// Reads older pages until one shows what was there before the gap.
///
/// # Errors
/// Only the archive's: a page that cannot be had leaves the gap open, with the reason.
pub(super) async fn fill(
    poller: &Poller,
    outlet: &Outlet,
    feed: &Feed,
    gap: Gap,
    first: Older,
) -> Result<(), ArchiveError> {
    let by = first.by;
    let end = pages(poller, outlet, feed, gap, first).await?;
    match &end {
        GapEnd::Filled(_) => tracing::info!(feed = %feed.name, %by, "the gap is filled"),
        GapEnd::Exhausted(why) | GapEnd::Failed(why) => {
            tracing::warn!(feed = %feed.name, %by, "the gap stays open: {why}");
        }
        GapEnd::Again { why, at, .. } => {
            tracing::warn!(feed = %feed.name, %by, again_after = %format_args!("{at:.0}"), "the gap stays open: {why}");
        }
    }
    poller.archive.end_gap(gap, by, end).await
}

async fn pages(
    poller: &Poller,
    outlet: &Outlet,
    feed: &Feed,
    gap: Gap,
    first: Older,
) -> Result<GapEnd, ArchiveError> {
    let mut next = first;
    for number in 1..=MAX_GAP_PAGES {
        let started_at = Timestamp::now();
        let page = match page(poller, outlet, feed, &next).await {
            Ok(page) => page,
            // WordPress's page after the last one: all that the outlet still has was read.
            Err(NoPage { status: Some(404), .. }) if next.by == By::Paged && number > 1 => {
                return Ok(exhausted());
            }
            Err(error) => return Ok(failed(gap, next, error)),
        };
        let empty = page.drafts.is_empty();
        let kept = GapPage { feed: feed.name.clone(), gap, started_at, drafts: page.drafts };
        let kept = poller.archive.keep_page(kept).await?;
        if kept.reached {
            return Ok(GapEnd::Filled(Timestamp::now()));
        }
        // Servers that do not know `paged` show the first page again.
        if next.by == By::Paged && kept.new == 0 && !empty {
            return Ok(GapEnd::Failed(format!("{} shows nothing older", next.url)));
        }
        match page.older {
            Some(older) if older.url != next.url => next = older,
            _ if empty && number == 1 => return Ok(GapEnd::Failed(format!("{} is empty", next.url))),
            _ => return Ok(exhausted()),
        }
    }
    Ok(GapEnd::Failed(format!("{MAX_GAP_PAGES} older pages do not reach back to what was there before")))
}

fn exhausted() -> GapEnd {
    GapEnd::Exhausted("no older page is left, and none reaches back to what was there before".to_owned())
}

/// What may pass is tried again at the page where it happened.
fn failed(gap: Gap, page: Older, error: NoPage) -> GapEnd {
    let wait = WAIT.saturating_mul(WAIT_GROWS.saturating_pow(gap.tries));
    let at = Timestamp::now().checked_add(wait);
    match at {
        Ok(at) if error.passes && gap.tries + 1 < TRIES => {
            GapEnd::Again { why: error.message, url: page.url, at: error.not_before.unwrap_or(at).max(at) }
        }
        _ => GapEnd::Failed(error.message),
    }
}

/// Why a page cannot be had.
struct NoPage {
    status: Option<u16>,
    message: String,
    not_before: Option<Timestamp>,
    /// It may go better later.
    passes: bool,
}

impl From<FetchError> for NoPage {
    fn from(error: FetchError) -> NoPage {
        use Outcome::{Busy, Held, HttpError, Network, Timeout, TooSlow, WrongLength};
        let passes =
            matches!(error.outcome, Busy | Held | HttpError | Network | Timeout | TooSlow | WrongLength);
        NoPage { status: error.status, message: error.message, not_before: error.not_before, passes }
    }
}

async fn page(
    poller: &Poller,
    outlet: &Outlet,
    feed: &Feed,
    older: &Older,
) -> Result<drafts::Parsed, NoPage> {
    let document = attempt::page(&poller.fetcher, feed, &older.url).await?.document;
    let (_, parsed) = drafts::read(document, outlet.clone(), feed.clone()).await;
    parsed.map_err(|error| NoPage {
        status: None,
        message: format!("{}: {error}", older.url),
        not_before: None,
        passes: false,
    })
}

//! Filling a gap from older pages of the same feed, with the same manners as any other request.

use jiff::Timestamp;

use super::{Poller, attempt, drafts};
use crate::archive::{ArchiveError, Gap, GapPage};
use crate::completeness::older::{By, Older};
use crate::model::{Feed, Outlet};

/// Older pages read for one gap; what lies further back stays missing, and the gap says so.
pub const MAX_GAP_PAGES: usize = 20;

/// How it ended.
enum End {
    Filled,
    Open(String),
}

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
    let (filled_at, note) = match end {
        End::Filled => (Some(Timestamp::now()), None),
        End::Open(note) => (None, Some(note)),
    };
    match &note {
        None => tracing::info!(feed = %feed.name, %by, "the gap is filled"),
        Some(why) => tracing::warn!(feed = %feed.name, %by, "the gap stays open: {why}"),
    }
    poller.archive.end_gap(gap.id, Some(by.as_str()), filled_at, note).await
}

async fn pages(
    poller: &Poller,
    outlet: &Outlet,
    feed: &Feed,
    gap: Gap,
    first: Older,
) -> Result<End, ArchiveError> {
    let mut next = first;
    for number in 1..=MAX_GAP_PAGES {
        let started_at = Timestamp::now();
        let page = match page(poller, outlet, feed, &next).await {
            Ok(page) => page,
            // The page after the last one: all that the outlet still has was read.
            Err(error) if next.by == By::Paged && number > 1 && error.status == Some(404) => {
                return Ok(End::Filled);
            }
            Err(error) => return Ok(End::Open(error.message)),
        };
        let empty = page.drafts.is_empty();
        let kept = GapPage { feed: feed.name.clone(), gap, started_at, drafts: page.drafts };
        let kept = poller.archive.keep_page(kept).await?;
        if kept.reached {
            return Ok(End::Filled);
        }
        // Servers that do not know `paged` show the first page again.
        if next.by == By::Paged && kept.new == 0 && !empty {
            return Ok(End::Open(format!("{} shows nothing older", next.url)));
        }
        match page.older {
            Some(older) if older.url != next.url => next = older,
            _ if empty && number == 1 => return Ok(End::Open(format!("{} is empty", next.url))),
            _ => return Ok(End::Filled),
        }
    }
    Ok(End::Open(format!("{MAX_GAP_PAGES} older pages do not reach back to what was there before")))
}

/// Why a page cannot be had.
struct NoPage {
    status: Option<u16>,
    message: String,
}

async fn page(
    poller: &Poller,
    outlet: &Outlet,
    feed: &Feed,
    older: &Older,
) -> Result<drafts::Parsed, NoPage> {
    let document = attempt::page(&poller.fetcher, feed, &older.url)
        .await
        .map_err(|error| NoPage { status: error.status, message: error.message })?;
    let (_, parsed) = drafts::read(document, outlet.clone(), feed.clone()).await;
    parsed.map_err(|error| NoPage { status: None, message: format!("{}: {error}", older.url) })
}

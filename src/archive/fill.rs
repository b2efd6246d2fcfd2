//! Filling a gap: what older pages of a feed hold is kept like what the feed itself shows.

use jiff::Timestamp;
use rusqlite::params;

use super::error::ArchiveError;
use super::missing::Gap;
use super::record::feed_row;
use super::writer::Archive;
use super::{entries, pages, times};
use crate::model::Draft;

/// A page of older items, ready to be kept.
#[derive(Debug)]
pub struct GapPage {
    /// The feed's name.
    pub feed: String,
    /// The gap it may fill.
    pub gap: Gap,
    /// When it was asked for.
    pub started_at: Timestamp,
    /// What it holds.
    pub drafts: Vec<Draft>,
}

/// What a page did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageKept {
    /// Articles the archive did not have.
    pub new: u32,
    /// It shows an item that was there before the gap: there is nothing more to look for.
    pub reached: bool,
}

impl Archive {
    /// Keeps a page of older items: one transaction, its articles and the gap's count. The feed's window,
    /// rhythm and validators are not touched: they belong to the feed's own document.
    pub async fn keep_page(&self, page: GapPage) -> Result<PageKept, ArchiveError> {
        self.write(move |db| {
            let feed = feed_row(db, &page.feed)?;
            let kept = entries::keep_all(db, &feed, &page.drafts, &[], &times::text(page.started_at))?;
            pages::want(db, &feed, &kept.stood, page.started_at)?;
            let reached = kept.stood.iter().any(|stood| !stood.new && stood.sighting <= page.gap.known);
            db.execute(
                "UPDATE gap SET pages = pages + 1, recovered = recovered + ?2 WHERE id = ?1",
                params![page.gap.id, kept.new],
            )?;
            Ok(PageKept { new: kept.new, reached })
        })
        .await
    }

    /// Notes how filling a gap ended: by which pages, and when, or why it was not filled.
    pub async fn end_gap(
        &self,
        gap: i64,
        by: Option<&'static str>,
        filled_at: Option<Timestamp>,
        note: Option<String>,
    ) -> Result<(), ArchiveError> {
        self.write(move |db| {
            db.execute(
                "UPDATE gap SET filled_by = ?2, filled_at = ?3, note = ?4 WHERE id = ?1",
                params![gap, by, filled_at.map(times::text), note],
            )?;
            Ok(())
        })
        .await
    }
}

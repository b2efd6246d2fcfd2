//! Filling a gap: what older pages of a feed hold is kept like what the feed itself shows.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::error::ArchiveError;
use super::missing::Gap;
use super::record::feed_row;
use super::writer::Archive;
use super::{entries, pages, times};
use crate::completeness::gap::Reason;
use crate::completeness::older::{By, Older};
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

    /// Notes how filling a gap ended, and by which pages.
    pub async fn end_gap(&self, gap: Gap, by: By, ended: GapEnd) -> Result<(), ArchiveError> {
        self.write(move |db| {
            let (filled_at, note, again) = match &ended {
                GapEnd::Filled(at) => (Some(times::text(*at)), None, None),
                GapEnd::Exhausted(why) | GapEnd::Failed(why) => (None, Some(why), None),
                GapEnd::Again { why, url, at } => (None, Some(why), Some((url, times::text(*at)))),
            };
            let (resume, at) = again.unzip();
            db.execute(
                "UPDATE gap SET filled_by = ?2, filled_at = ?3, note = ?4, ended = ?5, resume_url = ?6,
                     next_try_at = ?7, known = ?8, tries = tries + 1
                 WHERE id = ?1",
                params![gap.id, by.as_str(), filled_at, note, ended.as_str(), resume, at, gap.known],
            )?;
            Ok(())
        })
        .await
    }
}

/// How filling a gap ended: the words of `gaps.ended`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GapEnd {
    /// Read back, at this moment, to what was there before it.
    Filled(Timestamp),
    /// No older page is left, and none reached back to what was there before.
    Exhausted(String),
    /// It cannot be filled: why.
    Failed(String),
    /// It may be tried again.
    Again {
        /// What went wrong.
        why: String,
        /// The page that could not be had.
        url: String,
        /// Not before.
        at: Timestamp,
    },
}

impl GapEnd {
    fn as_str(&self) -> &'static str {
        match self {
            GapEnd::Filled(_) => "filled",
            GapEnd::Exhausted(_) => "exhausted",
            GapEnd::Failed(_) => "failed",
            GapEnd::Again { .. } => "again",
        }
    }
}

impl super::Reader {
    /// A gap of the feed that is to be tried again by now, the newest first, and where to go on.
    pub fn gap_to_retry(&self, feed: &str, now: Timestamp) -> Result<Option<(Gap, Older)>, ArchiveError> {
        let found = self
            .db()
            .prepare_cached(
                "SELECT g.id, g.after, g.before, g.reason, g.known, g.tries, g.resume_url, g.filled_by
                 FROM gap AS g JOIN feed AS f ON f.id = g.feed_id
                 WHERE f.name = ?1 AND g.next_try_at <= ?2 ORDER BY g.id DESC LIMIT 1",
            )?
            .query_row(params![feed, times::text(now)], |row| {
                let ends: (String, String) = (row.get(1)?, row.get(2)?);
                let words: (String, String) = (row.get(3)?, row.get(7)?);
                Ok((row.get(0)?, ends, words, row.get(4)?, row.get(5)?, row.get(6)?))
            })
            .optional()?;
        let Some((id, (after, before), (reason, by), known, tries, url)) = found else { return Ok(None) };
        // Words of a later version are left to it.
        let Some((reason, by)) = Reason::from_word(&reason).zip(By::from_word(&by)) else { return Ok(None) };
        let (after, before) = (times::read(&after)?, times::read(&before)?);
        Ok(Some((Gap { id, after, before, reason, known, tries }, Older { url, by })))
    }
}

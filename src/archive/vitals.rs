//! What monitoring asks every few seconds. It counts neither articles nor sightings, which grow for ever.

use std::path::Path;

use jiff::Timestamp;

use super::error::ArchiveError;
use super::lock::beside;
use super::read::count;
use super::times;
use crate::model::{FeedVitals, Vitals};

impl super::Reader {
    /// How each feed is, and what waits, as of `now`.
    ///
    /// # Errors
    /// Only SQLite's.
    pub fn vitals(&self, now: Timestamp) -> Result<Vitals, ArchiveError> {
        // One snapshot for all that follows.
        let tx = self.db().unchecked_transaction()?;
        let (pages_queued, pages_due) = tx
            .prepare_cached(
                "SELECT count(*), count(CASE WHEN due_at <= ?1 THEN 1 END) FROM page WHERE due_at IS NOT NULL",
            )?
            .query_row([times::text(now)], |row| Ok((count(row, 0)?, count(row, 1)?)))?;
        let mut stmt = tx.prepare_cached(
            "SELECT name, outlet, health, failures, last_success_at, last_changed_at,
                 CASE WHEN health NOT IN ('gone', 'disabled') THEN next_due_at END,
                 gaps_open, silent_since, silent_how
             FROM feeds ORDER BY name",
        )?;
        let mut rows = stmt.query([])?;
        let mut feeds = Vec::new();
        while let Some(row) = rows.next()? {
            feeds.push(FeedVitals {
                name: row.get(0)?,
                outlet: row.get(1)?,
                health: row.get(2)?,
                failures: row.get(3)?,
                last_success_at: times::read_opt(row.get(4)?)?,
                last_changed_at: times::read_opt(row.get(5)?)?,
                next_due_at: times::read_opt(row.get(6)?)?,
                gaps_open: count(row, 7)?,
                silent_since: times::read_opt(row.get(8)?)?,
                silent_how: row.get(9)?,
            });
        }
        let size = |path: &Path| path.metadata().map_or(0, |file| file.len());
        let path = Path::new(self.db().path().unwrap_or_default());
        let (archive_bytes, wal_bytes) = (size(path), size(&beside(path, "-wal")));
        Ok(Vitals { feeds, pages_queued, pages_due, archive_bytes, wal_bytes, spent: Vec::new() })
    }
}

//! The last body of a feed that could not be read, kept so that a person can look at it.

use jiff::Timestamp;
use rusqlite::OptionalExtension;

use super::error::ArchiveError;
use super::{Reader, times};

/// Bytes of such a body at most, whatever a damaged archive says.
const MAX_BODY: usize = 1 << 20;

/// A body that could not be read: its beginning, at most `poll::BAD_BODY_KEPT` bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadBody {
    /// The poll that was given it.
    pub at: Timestamp,
    /// As it came, unpacked as far as HTTP packs.
    pub bytes: Vec<u8>,
}

impl Reader {
    /// The body a feed could not be read of, last; `None` where there is none, or it has been read since.
    ///
    /// # Errors
    /// Only the archive's.
    pub fn bad_body(&self, feed: &str) -> Result<Option<BadBody>, ArchiveError> {
        let found: Option<(Vec<u8>, String)> = self
            .db()
            .prepare_cached(
                "SELECT bad_body, bad_body_at FROM feed WHERE name = ?1 AND bad_body IS NOT NULL",
            )?
            .query_row([feed], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((packed, at)) = found else { return Ok(None) };
        // One that could not be packed stands there as it came.
        Ok(Some(BadBody {
            at: times::read(&at)?,
            bytes: zstd::bulk::decompress(&packed, MAX_BODY).unwrap_or(packed),
        }))
    }

    /// The feeds that such a body is kept of.
    ///
    /// # Errors
    /// Only the archive's.
    pub fn feeds_with_bad_body(&self) -> Result<Vec<String>, ArchiveError> {
        let mut select = self.db().prepare_cached("SELECT name FROM feed WHERE bad_body IS NOT NULL")?;
        let rows = select.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

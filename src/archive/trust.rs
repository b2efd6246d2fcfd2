//! How far a feed's ids are trusted, between two polls.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::error::ArchiveError;
use super::record::FeedRow;
use super::times;
use crate::identity::{Observed, Shift, Trust};

/// The columns `identity, identity_good, identity_good_since`, from that one on.
pub(super) fn read(row: &Row<'_>, from: usize) -> rusqlite::Result<Trust> {
    let since: Option<String> = row.get(from + 2)?;
    Ok(Trust {
        // A word of a later version is not known: then ids are trusted until they prove false.
        policy: row.get::<_, String>(from)?.parse().unwrap_or_default(),
        good: row.get(from + 1)?,
        good_since: since.and_then(|at| times::read(&at).ok()),
    })
}

/// Learns from a document, and keeps what has changed.
pub(super) fn learn(
    db: &Connection,
    feed: &FeedRow,
    observed: &Observed,
    now: Timestamp,
) -> Result<Option<Shift>, ArchiveError> {
    if observed.entries == 0 {
        return Ok(None);
    }
    let mut trust = feed.trust;
    let shift = trust.learn(observed, now);
    if trust != feed.trust {
        db.prepare_cached(
            "UPDATE feed SET identity = ?2, identity_good = ?3, identity_good_since = ?4 WHERE id = ?1",
        )?
        .execute(params![
            feed.id,
            trust.policy.as_str(),
            trust.good,
            trust.good_since.map(times::text)
        ])?;
    }
    if let Some(shift) = &shift {
        db.prepare_cached("UPDATE feed SET identity_since = ?2, identity_why = ?3 WHERE id = ?1")?
            .execute(params![feed.id, times::text(now), shift.why.to_string()])?;
    }
    Ok(shift)
}

//! What is remembered of a feed between two polls: its rhythm, and the last document that had items.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::times;
use crate::completeness::Item;
use crate::schedule::Rhythm;

/// Of a longer document, the end is not remembered.
const MAX_SHOWN: usize = 2_000;
/// Sites remembered of one document.
const MAX_SITES: usize = 50;

/// A row of `feed_memory`.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub rhythm: Rhythm,
    /// Sightings, in the document's order.
    pub shown: Vec<i64>,
    pub sites: BTreeSet<String>,
}

pub(super) fn load(db: &Connection, feed: i64) -> Result<Memory, ArchiveError> {
    let row: Option<(Option<String>, String, String)> = db
        .prepare_cached("SELECT rhythm, shown, sites FROM feed_memory WHERE feed_id = ?1")?
        .query_row([feed], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((rhythm, shown, sites)) = row else { return Ok(Memory::default()) };
    Ok(Memory {
        rhythm: rhythm.as_deref().map(Rhythm::from_text).unwrap_or_default(),
        // What cannot be read is not known.
        shown: serde_json::from_str(&shown).unwrap_or_default(),
        sites: serde_json::from_str(&sites).unwrap_or_default(),
    })
}

/// Keeps what this poll taught. `shown` = it had a document with items.
pub(super) fn save(
    db: &Connection,
    feed: i64,
    memory: &Memory,
    shown: Option<&str>,
) -> Result<(), ArchiveError> {
    let json = |value: serde_json::Value| value.to_string();
    let sites: Vec<&String> = memory.sites.iter().take(MAX_SITES).collect();
    db.prepare_cached(
        "INSERT INTO feed_memory (feed_id, rhythm, shown, shown_at, sites) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (feed_id) DO UPDATE SET rhythm = excluded.rhythm, shown = excluded.shown,
             shown_at = coalesce(excluded.shown_at, shown_at), sites = excluded.sites",
    )?
    .execute(params![
        feed,
        memory.rhythm.to_text(),
        json(memory.shown[..memory.shown.len().min(MAX_SHOWN)].into()),
        shown,
        json(serde_json::json!(sites)),
    ])?;
    Ok(())
}

/// The items of the last document, as they were, in its order.
pub(super) fn items(db: &Connection, shown: &[i64]) -> Result<Vec<Item>, ArchiveError> {
    let mut select = db.prepare_cached(
        "SELECT s.first_seen_at, CASE WHEN a.published_from LIKE 'feed%' THEN a.published_at END, r.title
         FROM sighting AS s JOIN article AS a ON a.id = s.article_id
         JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown WHERE s.id = ?1",
    )?;
    let mut items = Vec::with_capacity(shown.len());
    for &sighting in shown {
        let row = select
            .query_row([sighting], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get(2)?))
            })
            .optional()?;
        // One that a person has purged since is no longer asked about.
        let Some((first_seen, published, title)) = row else { continue };
        let published: Option<Timestamp> = times::read_opt(published)?;
        items.push(Item { sighting, published, first_seen: times::read(&first_seen)?, title, new: false });
    }
    Ok(items)
}

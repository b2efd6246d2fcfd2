//! The index: a sample of the shingles of the articles of the last weeks.

use rusqlite::{Connection, OptionalExtension, params};

use super::super::error::ArchiveError;
use super::super::times;
use super::shelf::text_of;
use crate::story::{self, Document};

/// A date of publication further in the future than this is a mistake, and keeps nothing in the index.
const AHEAD: i64 = 2 * 86_400;
/// Articles taken out of the index where one is put in: more than come, so that it stays small.
const DROPPED: i64 = 4;

/// When its time in the index is over: so long after it was published, or after it came, whichever is later;
/// a back number is compared with others that come beside it.
pub(super) fn until(db: &Connection, document: &Document, window: i64) -> Result<i64, ArchiveError> {
    let seen: String = db
        .prepare_cached("SELECT first_seen_at FROM article WHERE id = ?1")?
        .query_row([document.article], |row| row.get(0))?;
    let seen = times::read(&seen)?.as_second();
    Ok(document.at.clamp(seen, seen + AHEAD).saturating_add(window))
}

/// Puts the article into the index, in the wording that is shown now.
pub(super) fn put(db: &Connection, document: &Document, until: i64) -> Result<(), ArchiveError> {
    take_out(db, document.article)?;
    let keys = story::sample(&document.shingles);
    if keys.is_empty() {
        return Ok(());
    }
    db.prepare_cached(
        "INSERT INTO story_document (article_id, at, revision, until) SELECT id, ?2, shown, ?3 FROM article WHERE id = ?1",
    )?
    .execute(params![document.article, document.at, until])?;
    let mut insert = db.prepare_cached("INSERT INTO story_shingle (shingle, article_id) VALUES (?1, ?2)")?;
    for key in keys {
        insert.execute(params![stored(key), document.article])?;
    }
    Ok(())
}

/// SQLite keeps a signed number of 32 bits in four bytes, an unsigned one may need six.
pub(super) fn stored(key: u32) -> i32 {
    key.cast_signed()
}

/// Takes the article out. What it has in the index is read off the wording it was put in by.
fn take_out(db: &Connection, article: i64) -> Result<(), ArchiveError> {
    let revision: Option<i64> = db
        .prepare_cached("SELECT revision FROM story_document WHERE article_id = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    let Some(revision) = revision else { return Ok(()) };
    let text: Option<String> = db
        .prepare_cached(&format!(
            "SELECT {} FROM revision AS r WHERE r.article_id = ?1 AND r.revision = ?2",
            text_of("r")
        ))?
        .query_row([article, revision], |row| row.get(0))
        .optional()?;
    let shingles = story::shingles(&story::Words::read(&text.unwrap_or_default()));
    let mut delete = db.prepare_cached("DELETE FROM story_shingle WHERE shingle = ?1 AND article_id = ?2")?;
    for key in story::sample(&shingles) {
        delete.execute(params![stored(key), article])?;
    }
    db.prepare_cached("DELETE FROM story_document WHERE article_id = ?1")?.execute([article])?;
    Ok(())
}

/// Takes out some of the articles whose time is over.
pub(super) fn drop_old(db: &Connection, now: &str) -> Result<(), ArchiveError> {
    let now = times::read(now)?.as_second();
    for article in over(db, now, DROPPED)? {
        take_out(db, article)?;
    }
    Ok(())
}

/// Takes out every article whose time is over at that second.
pub(super) fn drop_all_old(db: &Connection, now: i64) -> Result<(), ArchiveError> {
    for article in over(db, now, i64::MAX)? {
        take_out(db, article)?;
    }
    Ok(())
}

fn over(db: &Connection, now: i64, most: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut stmt =
        db.prepare_cached("SELECT article_id FROM story_document WHERE until < ?1 ORDER BY until LIMIT ?2")?;
    Ok(stmt.query_map([now, most], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

//! What the archive has under an entry's keys.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::record::FeedRow;
use super::{pages, times};
use crate::identity::{Fingerprint, Look, Own};

/// So many of the last sightings with one text are looked at: an outlet may shut all of its articles behind
/// the same words.
const MAX_SAME_WORDS: u32 = 32;
/// Ids under which a feed may show one article at once.
const MAX_TWINS: u32 = 16;
/// Of a document that was wholly replaced, so many entries are looked at again.
const MAX_LEFT: usize = 500;

/// A sighting of this feed.
pub(super) struct Sighting {
    pub own: Own,
    pub guid: Option<String>,
    pub url: Option<String>,
    pub stamp: Option<i64>,
    /// The last it gave.
    pub byline: Option<String>,
}

const COLUMNS: &str = "id, article_id, wording, details, guid, url, stamp, byline";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Sighting> {
    let print = |at: usize| -> rusqlite::Result<Fingerprint> {
        // A print of another length is of another version: it differs from ours, as it should.
        Ok(row.get_ref(at)?.as_blob().ok().and_then(|b| b.try_into().ok()).unwrap_or_default())
    };
    let own = Own { sighting: row.get(0)?, article: row.get(1)?, wording: print(2)?, details: print(3)? };
    Ok(Sighting { own, guid: row.get(4)?, url: row.get(5)?, stamp: row.get(6)?, byline: row.get(7)? })
}

/// The feed's sighting under one of its own keys.
pub(super) fn by_key(db: &Connection, feed: &FeedRow, key: &str) -> Result<Option<Sighting>, ArchiveError> {
    Ok(db
        .prepare_cached(&format!("SELECT {COLUMNS} FROM sighting WHERE feed_id = ?1 AND key = ?2"))?
        .query_row(params![feed.id, key], read)
        .optional()?)
}

/// A sighting by its number.
pub(super) fn by_number(db: &Connection, sighting: i64) -> Result<Sighting, ArchiveError> {
    Ok(db
        .prepare_cached(&format!("SELECT {COLUMNS} FROM sighting WHERE id = ?1"))?
        .query_row([sighting], read)?)
}

/// The feed's sighting of an article: one that does not stand in this document, if there are several.
pub(super) fn of_article(
    db: &Connection,
    feed: &FeedRow,
    article: i64,
    taken: &HashSet<i64>,
) -> Result<Option<Sighting>, ArchiveError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM sighting WHERE feed_id = ?1 AND article_id = ?2 ORDER BY id DESC LIMIT {MAX_TWINS}"
    ))?;
    let mut found: Vec<Sighting> =
        select.query_map(params![feed.id, article], read)?.collect::<Result<_, _>>()?;
    let free = found.iter().position(|sighting| !taken.contains(&sighting.own.sighting)).unwrap_or(0);
    Ok((free < found.len()).then(|| found.swap_remove(free)))
}

/// Has an entry of the feed come under this id before?
pub(super) fn has_guid(db: &Connection, feed: &FeedRow, guid: &str) -> Result<bool, ArchiveError> {
    Ok(db
        .prepare_cached("SELECT 1 FROM sighting WHERE guid = ?1 AND feed_id = ?2 LIMIT 1")?
        .query_row(params![guid, feed.id], |_| Ok(()))
        .optional()?
        .is_some())
}

/// The article that a canonical address identifies: as some feed gave it, or as the page of an article of this
/// outlet calls itself, which a feed named by another one (a redirect, an id).
pub(super) fn by_address(db: &Connection, feed: &FeedRow, key: &str) -> Result<Option<i64>, ArchiveError> {
    let given = db
        .prepare_cached("SELECT id FROM article WHERE url_key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    if given.is_some() {
        return Ok(given);
    }
    let named: Option<(i64, String, String)> = db
        .prepare_cached(
            "SELECT a.id, p.canonical_url, p.url FROM page AS p JOIN article AS a ON a.id = p.article_id
             WHERE p.canonical_key = ?1 AND a.outlet_id = ?2 ORDER BY a.id LIMIT 1",
        )?
        .query_row(params![key, feed.outlet], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((article, canonical, page)) = named else { return Ok(None) };
    let own = pages::own_key(db, feed.outlet, &canonical, &page)?;
    Ok((own.as_deref() == Some(key)).then_some(article))
}

/// The article that another feed showed under this id.
pub(super) fn by_worldwide_guid(
    db: &Connection,
    feed: &FeedRow,
    guid: &str,
) -> Result<Option<i64>, ArchiveError> {
    Ok(db
        .prepare_cached(
            "SELECT s.article_id FROM sighting AS s WHERE s.guid = ?1 AND s.feed_id <> ?2 AND s.key = 'guid ' || ?1
             ORDER BY s.article_id LIMIT 1",
        )?
        .query_row(params![guid, feed.id], |row| row.get(0))
        .optional()?)
}

/// The outlet's last article under a looser form of the address.
pub(super) fn by_loose_address(
    db: &Connection,
    feed: &FeedRow,
    key: i64,
) -> Result<Option<i64>, ArchiveError> {
    Ok(db
        .prepare_cached(
            "SELECT id FROM article WHERE loose_key = ?1 AND outlet_id = ?2 ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![key, feed.outlet], |row| row.get(0))
        .optional()?)
}

/// The outlet's articles with these words.
pub(super) fn by_words(db: &Connection, feed: &FeedRow, print: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut select = db.prepare_cached(
        "SELECT DISTINCT s.article_id
         FROM (SELECT article_id FROM sighting WHERE words_key = ?1 ORDER BY id DESC LIMIT ?3) AS s
         JOIN article AS a ON a.id = s.article_id WHERE a.outlet_id = ?2 ORDER BY s.article_id DESC",
    )?;
    let rows = select.query_map(params![print, feed.outlet, MAX_SAME_WORDS], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// An article as we show it.
pub(super) struct Shown {
    title: String,
    summary: Option<String>,
    text: String,
    published: Option<Timestamp>,
    address: Option<String>,
    /// When it was published, or seen first.
    pub at: Timestamp,
}

impl Shown {
    pub(super) fn look(&self) -> Look<'_> {
        Look {
            title: &self.title,
            summary: self.summary.as_deref(),
            text: &self.text,
            published: self.published,
            address: self.address.as_deref(),
        }
    }
}

pub(super) fn shown(db: &Connection, article: i64) -> Result<Shown, ArchiveError> {
    let (title, summary, text, at, dated, address) = db
        .prepare_cached(
            "SELECT r.title, r.summary, r.text, a.published_at, a.published_from <> 'first-seen', a.url_key
             FROM article AS a JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown WHERE a.id = ?1",
        )?
        .query_row([article], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?, row.get::<_, bool>(4)?, row.get(5)?))
        })?;
    let at = times::read(&at)?;
    Ok(Shown { title, summary, text, published: dated.then_some(at), address, at })
}

/// An entry of the last document that this one does not show.
pub(super) struct Left {
    pub sighting: i64,
    pub article: i64,
    pub words: Option<i64>,
    pub title: String,
    pub published: Option<Timestamp>,
}

/// Those of the last document that are not taken.
pub(super) fn left(db: &Connection, last: &[i64], taken: &HashSet<i64>) -> Result<Vec<Left>, ArchiveError> {
    let mut select = db.prepare_cached(
        "SELECT s.id, s.article_id, s.words_key, r.title,
             CASE WHEN a.published_from <> 'first-seen' THEN a.published_at END
         FROM sighting AS s JOIN article AS a ON a.id = s.article_id
         JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown WHERE s.id = ?1",
    )?;
    let mut left = Vec::new();
    for sighting in last.iter().filter(|sighting| !taken.contains(sighting)).take(MAX_LEFT) {
        let row = select
            .query_row([sighting], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get::<_, Option<String>>(4)?))
            })
            .optional()?;
        // One that a person has purged since is not looked for.
        let Some((sighting, article, words, title, published)) = row else { continue };
        left.push(Left { sighting, article, words, title, published: times::read_opt(published)? });
    }
    Ok(left)
}

/// What we show of the last document's articles, for what recurs in them.
pub(super) fn texts(db: &Connection, last: &[i64], most: usize) -> Result<Vec<String>, ArchiveError> {
    let mut select = db.prepare_cached(
        "SELECT r.text FROM sighting AS s JOIN article AS a ON a.id = s.article_id
         JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown WHERE s.id = ?1",
    )?;
    let mut texts = Vec::new();
    for sighting in last.iter().take(most) {
        texts.extend(select.query_row([sighting], |row| row.get::<_, String>(0)).optional()?);
    }
    Ok(texts)
}

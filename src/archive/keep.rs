//! How an article and its wordings are written. Nothing is overwritten that a reader may want again: a
//! new wording is a new revision.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::record::FeedRow;
use super::{hang, packed, search, times};
use crate::identity::{Fingerprint, Keys};
use crate::model::{Draft, PublishedFrom};

/// A second feed's text replaces the one shown only where it is so many times as long …
const FULLER_FACTOR: usize = 2;
/// … and has at least so many words: then the first feed gave a summary and this one the article.
const FULLER_WORDS: usize = 60;

pub(super) struct Prints {
    pub wording: Fingerprint,
    pub details: Fingerprint,
}

/// A new article with its first wording; returns its id.
pub(super) fn article(
    db: &Connection,
    feed: &FeedRow,
    draft: &Draft,
    keys: &Keys,
    at: &str,
) -> Result<i64, ArchiveError> {
    let published = draft.published.as_ref().and_then(|when| when.at).map(times::text);
    let from = if published.is_some() { draft.published_from } else { PublishedFrom::FirstSeen };
    // An address that another article holds does not identify this one.
    let free = match &keys.url {
        None => false,
        Some(url) => db
            .prepare_cached("SELECT 1 FROM article WHERE url_key = ?1")?
            .query_row([url], |_| Ok(()))
            .optional()?
            .is_none(),
    };
    db.prepare_cached(
        "INSERT INTO article (outlet_id, url, url_key, byline, language, published_at, published_raw,
             published_from, first_seen_at, changed_at, image_url, image_credit, original_outlet, original_url)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        feed.outlet,
        draft.url,
        keys.url.as_ref().filter(|_| free),
        draft.byline,
        draft.language,
        published.as_deref().unwrap_or(at),
        draft.published.as_ref().map(|when| &when.raw),
        from.as_str(),
        at,
        draft.image_url,
        draft.image_credit,
        draft.original_outlet,
        draft.original_url,
    ])?;
    let article = db.last_insert_rowid();
    insert_revision(db, article, 1, "first", draft, at)?;
    search::words_changed(db, article, false)?;
    hang::people(db, article, draft)?;
    hang::hang_on(db, feed, article, draft, at)?;
    Ok(article)
}

/// The first sighting of an article in a feed; returns its id.
pub(super) fn sighting(
    db: &Connection,
    feed: &FeedRow,
    article: i64,
    draft: &Draft,
    keys: &Keys,
    prints: &Prints,
    at: &str,
) -> Result<i64, ArchiveError> {
    db.prepare_cached(
        "INSERT INTO sighting (article_id, feed_id, key, guid, url, first_seen_at, last_seen_at, wording, details)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8)",
    )?
    .execute(params![
        article,
        feed.id,
        keys.own,
        draft.guid,
        draft.url,
        at,
        &prints.wording[..],
        &prints.details[..],
    ])?;
    Ok(db.last_insert_rowid())
}

/// A sighting seen again, with what the feed shows now.
pub(super) fn seen(
    db: &Connection,
    sighting: i64,
    draft: &Draft,
    keys: &Keys,
    prints: &Prints,
    at: &str,
) -> Result<(), ArchiveError> {
    db.prepare_cached(
        "UPDATE sighting SET last_seen_at = ?2, key = ?3, guid = ?4, url = ?5, wording = ?6, details = ?7
         WHERE id = ?1",
    )?
    .execute(params![
        sighting,
        at,
        keys.own,
        draft.guid,
        draft.url,
        &prints.wording[..],
        &prints.details[..],
    ])?;
    Ok(())
}

/// A feed's words changed: a revision. A text that this feed shortens to a teaser does not replace the
/// full one that we show. Returns false where, all told, no word is different from what we show.
pub(super) fn revision(db: &Connection, article: i64, draft: &Draft, at: &str) -> Result<bool, ArchiveError> {
    let shown = shown(db, article)?;
    let mut next = draft.clone();
    let new_words = words(&draft.text);
    if new_words * FULLER_FACTOR <= shown.words && shown.words >= FULLER_WORDS {
        next.text.clone_from(&shown.text);
        next.html = None;
        next.text_from = shown.text_from();
    }
    let mut change = Vec::new();
    if next.title != shown.title {
        change.push("title");
    }
    if next.summary != shown.summary && next.summary.is_some() {
        change.push("summary");
    }
    if next.summary.is_none() {
        next.summary.clone_from(&shown.summary);
    }
    if next.text != shown.text {
        change.push("text");
    }
    if change.is_empty() {
        return Ok(false);
    }
    add_wording(db, article, &shown, &change.join(","), &next, at)?;
    Ok(true)
}

/// Another feed of the same outlet shows the article in full, where we had its summary only. What
/// another outlet shows under the address is not the article's wording.
pub(super) fn fuller(
    db: &Connection,
    feed: &FeedRow,
    article: i64,
    draft: &Draft,
    at: &str,
) -> Result<bool, ArchiveError> {
    let count = words(&draft.text);
    if count < FULLER_WORDS {
        return Ok(false);
    }
    let outlet: i64 = db
        .prepare_cached("SELECT outlet_id FROM article WHERE id = ?1")?
        .query_row([article], |row| row.get(0))?;
    if outlet != feed.outlet {
        return Ok(false);
    }
    let shown = shown(db, article)?;
    if count < shown.words * FULLER_FACTOR {
        return Ok(false);
    }
    let mut next = draft.clone();
    next.title.clone_from(&shown.title);
    if next.summary.is_none() {
        next.summary.clone_from(&shown.summary);
    }
    add_wording(db, article, &shown, "fuller", &next, at)?;
    Ok(true)
}

struct Shown {
    revisions: u32,
    words: usize,
    title: String,
    summary: Option<String>,
    text: String,
    text_from: String,
}

impl Shown {
    fn text_from(&self) -> crate::model::TextFrom {
        use crate::model::TextFrom as T;
        [T::FeedContent, T::FeedSummary, T::Page]
            .into_iter()
            .find(|from| from.as_str() == self.text_from)
            .unwrap_or_default()
    }
}

fn shown(db: &Connection, article: i64) -> Result<Shown, ArchiveError> {
    Ok(db
        .prepare_cached(
            "SELECT a.revisions, r.words, r.title, r.summary, r.text, r.text_from
             FROM article AS a JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown
             WHERE a.id = ?1",
        )?
        .query_row([article], |row| {
            Ok(Shown {
                revisions: row.get(0)?,
                words: usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
                title: row.get(2)?,
                summary: row.get(3)?,
                text: row.get(4)?,
                text_from: row.get(5)?,
            })
        })?)
}

fn add_wording(
    db: &Connection,
    article: i64,
    shown: &Shown,
    change: &str,
    next: &Draft,
    at: &str,
) -> Result<(), ArchiveError> {
    let number = shown.revisions + 1;
    insert_revision(db, article, number, change, next, at)?;
    if next.html.is_none() && next.text == shown.text {
        // The text stays: so does its HTML.
        db.prepare_cached(
            "UPDATE revision SET html = (SELECT html FROM revision WHERE article_id = ?1 AND revision =
                 (SELECT shown FROM article WHERE id = ?1)) WHERE article_id = ?1 AND revision = ?2",
        )?
        .execute(params![article, number])?;
    }
    db.prepare_cached("UPDATE article SET revisions = ?2, shown = ?2, changed_at = ?3 WHERE id = ?1")?
        .execute(params![article, number, at])?;
    search::words_changed(db, article, true)
}

fn insert_revision(
    db: &Connection,
    article: i64,
    number: u32,
    change: &str,
    draft: &Draft,
    at: &str,
) -> Result<(), ArchiveError> {
    let html = draft.html.as_deref().map(|html| packed::pack(html, &draft.text));
    let html = html.transpose().map_err(|source| ArchiveError::Io {
        doing: "compress the HTML of",
        path: draft.url.clone().unwrap_or_default().into(),
        source,
    })?;
    db.prepare_cached(
        "INSERT INTO revision (article_id, revision, seen_at, change, words, text_from, title, summary, text, html)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        article,
        number,
        at,
        change,
        i64::try_from(words(&draft.text)).unwrap_or(i64::MAX),
        draft.text_from.as_str(),
        draft.title,
        draft.summary,
        draft.text,
        html,
    ])?;
    Ok(())
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

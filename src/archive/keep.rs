//! How articles and sightings are written.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::Digest;

use super::error::ArchiveError;
use super::record::FeedRow;
use super::{find, hang, search, times, wording};
use crate::identity::{self, Fingerprint, Keys, MatchedBy, WordsKey};
use crate::model::{Draft, PublishedFrom};

/// What an entry is recognised by when it comes again.
pub(super) struct Prints {
    pub wording: Fingerprint,
    pub details: Fingerprint,
    pub words: WordsKey,
    /// The later of its dates, seconds since 1970.
    pub stamp: Option<i64>,
}

impl Prints {
    pub(super) fn of(draft: &Draft) -> Prints {
        let dates = [&draft.published, &draft.updated];
        Prints {
            wording: identity::wording(draft),
            details: identity::details(draft),
            words: identity::words_key(draft),
            stamp: dates.into_iter().flatten().filter_map(|when| when.at).max().map(|at| at.as_second()),
        }
    }
}

/// An entry as it is kept.
#[derive(Clone, Copy)]
pub(super) struct Kept<'a> {
    pub draft: &'a Draft,
    pub keys: &'a Keys,
    pub prints: &'a Prints,
}

/// A looser key as it is stored: only its hash, since it is never trusted alone.
pub(super) fn loose_key(draft: &Draft) -> Option<i64> {
    let key = identity::loose(draft.url.as_deref()?)?;
    let digest = sha2::Sha256::digest(key.as_bytes());
    digest.first_chunk().map(|first| i64::from_le_bytes(*first))
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
             published_from, first_seen_at, changed_at, image_url, image_credit, original_outlet, original_url, loose_key)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13, ?14)",
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
        loose_key(draft),
    ])?;
    let article = db.last_insert_rowid();
    wording::first(db, article, draft, at)?;
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
    kept: Kept<'_>,
    by: MatchedBy,
    at: &str,
) -> Result<i64, ArchiveError> {
    let Kept { draft, keys, prints } = kept;
    db.prepare_cached(
        "INSERT INTO sighting (article_id, feed_id, key, guid, url, first_seen_at, last_seen_at, wording, details,
             words_key, stamp, matched_by, byline)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
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
        prints.words.print,
        prints.stamp,
        by.as_str(),
        draft.byline,
    ])?;
    Ok(db.last_insert_rowid())
}

/// A sighting seen again, with what the feed shows now.
pub(super) fn seen(db: &Connection, sighting: i64, kept: Kept<'_>, at: &str) -> Result<(), ArchiveError> {
    let Kept { draft, keys, prints } = kept;
    db.prepare_cached(
        "UPDATE sighting SET last_seen_at = ?2, key = ?3, guid = ?4, url = ?5, wording = ?6, details = ?7,
             words_key = ?8, stamp = ?9, byline = coalesce(?10, byline) WHERE id = ?1",
    )?
    .execute(params![
        sighting,
        at,
        keys.own,
        draft.guid,
        draft.url,
        &prints.wording[..],
        &prints.details[..],
        prints.words.print,
        prints.stamp,
        draft.byline,
    ])?;
    Ok(())
}

/// What a feed says of an article that another feed brought: kept where the words are others than the article
/// shows, which has them from elsewhere.
pub(super) fn words(db: &Connection, sighting: i64, article: i64, draft: &Draft) -> Result<(), ArchiveError> {
    let shown = find::shown(db, article)?;
    let look = shown.look();
    let text = (draft.text != look.text).then_some(&draft.text);
    if text.is_none() && draft.title == look.title && draft.summary.as_deref() == look.summary {
        db.prepare_cached("DELETE FROM sighting_wording WHERE sighting_id = ?1")?.execute([sighting])?;
        return Ok(());
    }
    db.prepare_cached(
        "INSERT INTO sighting_wording (sighting_id, title, summary, text) SELECT id, ?2, ?3, ?4 FROM sighting
         WHERE id = ?1 AND id > (SELECT min(id) FROM sighting WHERE article_id = ?5)
         ON CONFLICT (sighting_id) DO UPDATE SET title = excluded.title, summary = excluded.summary, text = excluded.text",
    )?
    .execute(params![sighting, draft.title, draft.summary, text, article])?;
    Ok(())
}

/// A sighting that came under another key: by what it was known.
pub(super) fn renamed(db: &Connection, sighting: i64, by: MatchedBy) -> Result<(), ArchiveError> {
    db.prepare_cached("UPDATE sighting SET matched_by = ?2, renamed = renamed + 1 WHERE id = ?1")?
        .execute(params![sighting, by.as_str()])?;
    Ok(())
}

/// The feed shows the article under another id as well.
pub(super) fn twin(db: &Connection, sighting: i64) -> Result<(), ArchiveError> {
    db.prepare_cached("UPDATE sighting SET twin = 1 WHERE id = ?1")?.execute([sighting])?;
    Ok(())
}

/// A key that was given to another article: the sighting that had it gives it up, and its article the
/// address, if that was recycled, too.
pub(super) fn release(
    db: &Connection,
    sighting: i64,
    article: i64,
    url_key: Option<&str>,
) -> Result<(), ArchiveError> {
    db.prepare_cached("UPDATE sighting SET key = 'was ' || id WHERE id = ?1")?.execute([sighting])?;
    release_address(db, article, url_key)
}

/// An address that was given to another article identifies this one no longer.
pub(super) fn release_address(
    db: &Connection,
    article: i64,
    url_key: Option<&str>,
) -> Result<(), ArchiveError> {
    db.prepare_cached("UPDATE article SET url_key = NULL, loose_key = NULL WHERE id = ?1 AND url_key = ?2")?
        .execute(params![article, url_key])?;
    Ok(())
}

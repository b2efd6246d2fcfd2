//! A document's entries: looked up, judged and kept, one after another.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::missing::{self, Stood};
use super::record::FeedRow;
use super::{hang, keep};
use crate::identity::{self, Change, Fingerprint, Keys, Known, Own, Verdict};
use crate::model::Draft;

/// What keeping a document's entries did.
pub(super) struct Entries {
    pub new: u32,
    pub revised: u32,
    /// Articles that were known before.
    pub overlap: u32,
    /// In the document's order, each once.
    pub stood: Vec<Stood>,
}

/// Keeps every entry of one document.
pub(super) fn keep_all(
    db: &Connection,
    feed: &FeedRow,
    drafts: &[Draft],
    at: &str,
) -> Result<Entries, ArchiveError> {
    let keys = identity::keys(drafts);
    let document: HashSet<&str> = keys.iter().map(|keys| keys.own.as_str()).collect();
    let mut done: HashSet<&str> = HashSet::new();
    let mut entries = Entries { new: 0, revised: 0, overlap: 0, stood: Vec::with_capacity(drafts.len()) };
    for (draft, keys) in keys.iter().enumerate() {
        // The same entry twice in one document.
        if !done.insert(&keys.own) {
            continue;
        }
        let (kept, sighting, new) = entry(db, feed, &drafts[draft], keys, &document, at)?;
        match kept {
            Kept::New => entries.new += 1,
            Kept::Revised => (entries.revised, entries.overlap) = (entries.revised + 1, entries.overlap + 1),
            Kept::Same => entries.overlap += 1,
        }
        entries.stood.push(Stood { sighting, new, draft });
    }
    Ok(entries)
}

enum Kept {
    New,
    Revised,
    Same,
}

/// Also says which sighting it is, and whether this feed shows it for the first time.
fn entry(
    db: &Connection,
    feed: &FeedRow,
    draft: &Draft,
    keys: &Keys,
    document: &HashSet<&str>,
    at: &str,
) -> Result<(Kept, i64, bool), ArchiveError> {
    let wording = identity::wording(draft);
    let details = identity::details(draft);
    let known = look_up(db, feed, keys, &wording, document)?;
    let prints = keep::Prints { wording, details };
    match identity::judge(&known, &wording, &details) {
        Verdict::New => {
            let article = keep::article(db, feed, draft, keys, at)?;
            let sighting = keep::sighting(db, feed, article, draft, keys, &prints, at)?;
            Ok((Kept::New, sighting, true))
        }
        Verdict::SeenAgain { article } => {
            let sighting = keep::sighting(db, feed, article, draft, keys, &prints, at)?;
            hang::details(db, feed, article, draft, at)?;
            let fuller = keep::fuller(db, feed, article, draft, at)?;
            missing::returned(db, article, at)?;
            Ok((if fuller { Kept::Revised } else { Kept::Same }, sighting, true))
        }
        Verdict::Known { sighting, article, change } => {
            keep::seen(db, sighting, draft, keys, &prints, at)?;
            if change != Change::Nothing {
                hang::details(db, feed, article, draft, at)?;
            }
            let revised = change == Change::Wording && keep::revision(db, article, draft, at)?;
            missing::returned(db, article, at)?;
            Ok((if revised { Kept::Revised } else { Kept::Same }, sighting, false))
        }
    }
}

fn look_up(
    db: &Connection,
    feed: &FeedRow,
    keys: &Keys,
    wording: &Fingerprint,
    document: &HashSet<&str>,
) -> Result<Known, ArchiveError> {
    let mut find = db.prepare_cached(
        "SELECT id, article_id, wording, details, key FROM sighting WHERE feed_id = ?1 AND key = ?2",
    )?;
    let own = find.query_row(params![feed.id, keys.own], own_row).optional()?;
    if let Some((own, _)) = own {
        return Ok(Known { own: Some(own), ..Known::default() });
    }
    if let Some(other) = &keys.other {
        let own = find.query_row(params![feed.id, other], own_row).optional()?;
        if let Some((own, _)) = own.filter(|(own, _)| own.wording == *wording) {
            return Ok(Known { own: Some(own), ..Known::default() });
        }
    }
    let mut elsewhere: Option<i64> = None;
    if let Some(url) = &keys.url {
        elsewhere = db
            .prepare_cached("SELECT id FROM article WHERE url_key = ?1")?
            .query_row([url], |row| row.get(0))
            .optional()?;
    }
    if elsewhere.is_none()
        && let Some(guid) = &keys.guid
    {
        elsewhere = db
            .prepare_cached(
                "SELECT s.article_id FROM sighting AS s WHERE s.guid = ?1 AND s.feed_id <> ?2 AND s.key = 'guid ' || ?1
                 ORDER BY s.article_id LIMIT 1",
            )?
            .query_row(params![guid, feed.id], |row| row.get(0))
            .optional()?;
    }
    let Some(article) = elsewhere else { return Ok(Known::default()) };
    let mine = db
        .prepare_cached(
            "SELECT id, article_id, wording, details, key FROM sighting WHERE feed_id = ?1 AND article_id = ?2",
        )?
        .query_row(params![feed.id, article], own_row)
        .optional()?;
    let in_document = mine.as_ref().is_some_and(|(_, key)| document.contains(key.as_str()));
    Ok(Known {
        own: None,
        elsewhere: Some(article),
        elsewhere_own: mine.map(|(own, _)| own),
        elsewhere_in_document: in_document,
    })
}

fn own_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Own, String)> {
    let print = |at: usize| -> rusqlite::Result<Fingerprint> {
        // A print of another length is of another version: it differs from ours, as it should.
        Ok(row.get_ref(at)?.as_blob().ok().and_then(|b| b.try_into().ok()).unwrap_or_default())
    };
    let own = Own { sighting: row.get(0)?, article: row.get(1)?, wording: print(2)?, details: print(3)? };
    Ok((own, row.get(4)?))
}

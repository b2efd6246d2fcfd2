//! One poll, kept whole or not at all: look-up, verdict, insert, validators, next due and the poll row.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::manners::{self, LYING_VALIDATORS, PROBE, Standing};
use super::{hang, keep, packed, times};
use crate::identity::{self, Change, Fingerprint, Keys, Known, Own, Verdict};
use crate::model::{Draft, Note, Outcome, Pace, Poll, Validators};
use crate::schedule::Due;

/// A finished poll, ready to be kept.
pub struct Finished {
    /// The attempt; `new` and `revised` are filled in here.
    pub poll: Poll,
    /// What the document holds; empty where there was none.
    pub drafts: Vec<Draft>,
    /// The feed's own title.
    pub title: Option<String>,
    /// To ask conditionally with next time; `None` leaves what we have.
    pub validators: Option<Validators>,
    /// Of the body: a server without validators is recognised by it.
    pub body_sha256: Option<[u8; 32]>,
    /// A permanent redirect, if there was one.
    pub moved: Moved,
    /// A body that could not be read, for a person to look at.
    pub bad_body: Option<Vec<u8>>,
    /// Count the feed's new articles since then, for schedules that follow its rhythm.
    pub rhythm_since: Option<Timestamp>,
    /// What the document says of when to ask; `None` leaves what we have.
    pub pace: Option<Pace>,
    /// A host that wants to be left alone, and until when.
    pub host_held: Option<(String, Timestamp)>,
    /// When the feed is due next, given what came of it.
    pub due: WhenDue,
}

/// The question asked once everything is counted: when is the feed due next?
pub type WhenDue = Box<dyn FnOnce(&Tally, &Standing) -> Due + Send>;

/// What a poll says of a feed's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// Nothing was heard.
    Unknown,
    /// It answered where it is configured.
    No,
    /// It points elsewhere for good (301, 308).
    To(String),
}

/// What the transaction counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Articles the archive did not have.
    pub new: u32,
    /// Articles that gained a wording.
    pub revised: u32,
    /// Failures in a row, this one included.
    pub failures: u32,
    /// Last new or revised article, this poll included.
    pub last_changed_at: Option<Timestamp>,
    /// New articles since [`Finished::rhythm_since`], this poll's included and the first one's, which
    /// are a backlog, not.
    pub recent: u32,
    /// When the feed was first polled.
    pub known_since: Option<Timestamp>,
}

/// What was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// The counts.
    pub tally: Tally,
    /// When the feed is due next.
    pub next_due_at: Timestamp,
    /// Asked without validators it showed articles that its 304s had denied.
    pub lied: bool,
}

/// A digest that was made, for the view `digests`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestMade {
    /// Of the configuration, or `export`.
    pub name: String,
    /// First moment inside.
    pub since: Timestamp,
    /// First moment after.
    pub until: Timestamp,
    /// When.
    pub made_at: Timestamp,
    /// `markdown`, `json` or `html`.
    pub format: String,
    /// Where it was written; `None` = standard output.
    pub path: Option<String>,
    /// Of its bytes, in hex.
    pub sha256: String,
    /// How many articles.
    pub articles: u64,
}

/// The feed's row, as far as a poll needs it.
pub(super) struct FeedRow {
    pub id: i64,
    pub outlet: i64,
    failures: u32,
    changed_at: Option<String>,
}

/// Runs inside the writer's transaction.
pub(super) fn record(db: &Connection, finished: Finished) -> Result<Recorded, ArchiveError> {
    let feed = db
        .prepare_cached("SELECT id, outlet_id, failures, last_changed_at FROM feed WHERE name = ?1")?
        .query_row([&finished.poll.feed], |row| {
            Ok(FeedRow {
                id: row.get(0)?,
                outlet: row.get(1)?,
                failures: row.get(2)?,
                changed_at: row.get(3)?,
            })
        })
        .optional()?
        .ok_or_else(|| ArchiveError::UnknownFeed(finished.poll.feed.clone()))?;
    let standing = manners::standing(db, feed.id, &finished)?;
    let Finished { mut poll, drafts, title, validators, body_sha256, moved, bad_body, .. } = finished;
    let (rhythm_since, host_held, due) = (finished.rhythm_since, finished.host_held, finished.due);
    let at = times::text(poll.started_at);

    let keys = identity::keys(&drafts);
    let document: HashSet<&str> = keys.iter().map(|keys| keys.own.as_str()).collect();
    let mut done: HashSet<&str> = HashSet::new();
    let mut overlap = 0;
    for (draft, keys) in drafts.iter().zip(&keys) {
        // The same entry twice in one document.
        if !done.insert(&keys.own) {
            continue;
        }
        match entry(db, &feed, draft, keys, &document, &at)? {
            Kept::New => poll.new += 1,
            Kept::Revised => (poll.revised, overlap) = (poll.revised + 1, overlap + 1),
            Kept::Same => overlap += 1,
        }
    }
    let lied = poll.new > 0 && poll.notes.iter().any(|note| note.kind == PROBE);
    if lied {
        poll.notes.push(Note { kind: LYING_VALIDATORS, count: 1 });
    }

    let changed = poll.new + poll.revised > 0;
    let tally = Tally {
        new: poll.new,
        revised: poll.revised,
        failures: if poll.outcome.is_success() {
            0
        } else {
            feed.failures + u32::from(poll.outcome.is_failure())
        },
        last_changed_at: if changed {
            Some(poll.started_at)
        } else {
            times::read_opt(feed.changed_at.clone())?
        },
        recent: 0,
        known_since: None,
    };
    let tally = match rhythm_since {
        Some(since) => rhythm(db, feed.id, since, tally)?,
        None => tally,
    };
    let due = due(&tally, &standing);
    insert_poll(db, feed.id, &poll, &at)?;
    manners::remember(db, feed.id, &poll, &standing, &due, &at)?;
    if let Some((host, until)) = host_held {
        manners::hold_host(db, &host, until, &at)?;
    }
    let kept = Recorded { tally, next_due_at: due.at, lied };
    if poll.outcome == Outcome::Held {
        // Not asked: what is known of the feed stays as it is.
        db.prepare_cached("UPDATE feed SET next_due_at = ?2 WHERE id = ?1")?
            .execute(params![feed.id, times::text(due.at)])?;
        return Ok(kept);
    }
    db.prepare_cached(
        "UPDATE feed SET last_polled_at = ?2, next_due_at = ?3, failures = ?4, last_outcome = ?5,
             last_error = CASE WHEN ?6 THEN NULL ELSE ?7 END,
             last_success_at = CASE WHEN ?6 THEN ?2 ELSE last_success_at END,
             last_changed_at = ?8, title = coalesce(?9, title)
         WHERE id = ?1",
    )?
    .execute(params![
        feed.id,
        at,
        times::text(due.at),
        tally.failures,
        poll.outcome.as_str(),
        poll.outcome.is_success(),
        poll.error,
        tally.last_changed_at.map(times::text),
        title,
    ])?;
    // Invariant 1: validators are committed with the articles they vouch for, and only with them.
    if let Some(validators) = validators {
        db.prepare_cached("UPDATE feed SET etag = ?2, last_modified = ?3 WHERE id = ?1")?
            .execute(params![feed.id, validators.etag, validators.last_modified])?;
    }
    if let Some(sha256) = body_sha256 {
        db.prepare_cached("UPDATE feed SET body_sha256 = ?2 WHERE id = ?1")?
            .execute(params![feed.id, &sha256[..]])?;
    }
    manners::remember_move(db, feed.id, &moved, &poll, overlap, &at)?;
    match (bad_body, poll.outcome) {
        (Some(body), _) => {
            let packed = zstd::bulk::compress(&body, packed::LEVEL).unwrap_or(body);
            db.prepare_cached("UPDATE feed SET bad_body = ?2, bad_body_at = ?3 WHERE id = ?1")?
                .execute(params![feed.id, packed, at])?;
        }
        (None, Outcome::Ok) => {
            db.prepare_cached(
                "UPDATE feed SET bad_body = NULL, bad_body_at = NULL WHERE id = ?1 AND bad_body_at IS NOT NULL",
            )?
            .execute([feed.id])?;
        }
        (None, _) => {}
    }
    Ok(kept)
}

fn rhythm(db: &Connection, feed: i64, since: Timestamp, tally: Tally) -> Result<Tally, ArchiveError> {
    let first: Option<String> = db
        .prepare_cached("SELECT min(started_at) FROM poll WHERE feed_id = ?1 AND outcome = 'ok'")?
        .query_row([feed], |row| row.get(0))?;
    let Some(first) = first else { return Ok(tally) };
    let before: u32 = db
        .prepare_cached(
            "SELECT coalesce(sum(new), 0) FROM poll WHERE feed_id = ?1 AND started_at >= ?2 AND started_at > ?3",
        )?
        .query_row(params![feed, times::text(since), first], |row| row.get(0))?;
    Ok(Tally { recent: before + tally.new, known_since: Some(times::read(&first)?), ..tally })
}

fn insert_poll(db: &Connection, feed: i64, poll: &Poll, at: &str) -> Result<(), ArchiveError> {
    let notes = (!poll.notes.is_empty()).then(|| {
        let map: serde_json::Map<_, _> =
            poll.notes.iter().map(|note| (note.kind.to_owned(), note.count.into())).collect();
        serde_json::Value::Object(map).to_string()
    });
    db.prepare_cached(
        "INSERT INTO poll (feed_id, started_at, duration_ms, outcome, http_status, bytes, conditional,
             entries, new, revised, error, notes, not_before)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        feed,
        at,
        i64::try_from(poll.duration_ms).unwrap_or(i64::MAX),
        poll.outcome.as_str(),
        poll.http_status,
        i64::try_from(poll.bytes).unwrap_or(i64::MAX),
        poll.conditional,
        poll.entries,
        poll.new,
        poll.revised,
        poll.error,
        notes,
        poll.not_before.map(times::text),
    ])?;
    Ok(())
}

enum Kept {
    New,
    Revised,
    Same,
}

fn entry(
    db: &Connection,
    feed: &FeedRow,
    draft: &Draft,
    keys: &Keys,
    document: &HashSet<&str>,
    at: &str,
) -> Result<Kept, ArchiveError> {
    let wording = identity::wording(draft);
    let details = identity::details(draft);
    let known = look_up(db, feed, keys, &wording, document)?;
    let prints = keep::Prints { wording, details };
    match identity::judge(&known, &wording, &details) {
        Verdict::New => {
            let article = keep::article(db, feed, draft, keys, at)?;
            keep::sighting(db, feed, article, draft, keys, &prints, at)?;
            Ok(Kept::New)
        }
        Verdict::SeenAgain { article } => {
            keep::sighting(db, feed, article, draft, keys, &prints, at)?;
            hang::details(db, feed, article, draft, at)?;
            let fuller = keep::fuller(db, feed, article, draft, at)?;
            Ok(if fuller { Kept::Revised } else { Kept::Same })
        }
        Verdict::Known { sighting, article, change } => {
            keep::seen(db, sighting, draft, keys, &prints, at)?;
            if change != Change::Nothing {
                hang::details(db, feed, article, draft, at)?;
            }
            let revised = change == Change::Wording && keep::revision(db, article, draft, at)?;
            Ok(if revised { Kept::Revised } else { Kept::Same })
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

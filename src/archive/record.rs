//! One poll, kept whole or not at all: look-up, verdict, insert, validators, next due and the poll row.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::manners::{self, LYING_VALIDATORS, PROBE, Standing};
use super::missing::{self, Missing};
use super::{entries, memory, packed, pages, times, trust};
use crate::completeness::silence::Silence;
use crate::identity::{Shift, Trust};
use crate::model::{Draft, Note, Outcome, Pace, Poll, Validators};
use crate::schedule::{Due, Rhythm};

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
    /// `Cache-Control`, empty where there was none; `None` leaves what we have.
    pub cache_control: Option<String>,
    /// Of the body: a server without validators is recognised by it.
    pub body_sha256: Option<[u8; 32]>,
    /// A permanent redirect, if there was one.
    pub moved: Moved,
    /// A body that could not be read, for a person to look at.
    pub bad_body: Option<Vec<u8>>,
    /// What the document says of when to ask; `None` leaves what we have.
    pub pace: Option<Pace>,
    /// A host that wants to be left alone, and until when.
    pub host_held: Option<(String, Timestamp)>,
    /// When the feed is due next, given what came of it.
    pub due: WhenDue,
}

/// The question asked once everything is counted and the feed's rhythm is learned: when is it due next?
pub type WhenDue = Box<dyn FnOnce(&Standing, &Rhythm) -> Due + Send>;

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
    /// Gaps, silence, withdrawn articles.
    pub missing: Missing,
    /// The feed's ids are trusted less, or more, from now on.
    pub identity: Option<Shift>,
}

/// What was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// The counts.
    pub tally: Tally,
    /// When the feed is due next; `None` = never, since it is gone (410).
    pub next_due_at: Option<Timestamp>,
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
    pub failures: u32,
    pub title: Option<String>,
    pub success_at: Option<String>,
    pub silent_since: Option<String>,
    pub silent_how: Option<Silence>,
    pub trust: Trust,
    /// `FullText` as a word.
    pub full_text: String,
    changed_at: Option<String>,
}

/// Runs inside the writer's transaction.
pub(super) fn record(db: &Connection, finished: Finished) -> Result<Recorded, ArchiveError> {
    let feed = feed_row(db, &finished.poll.feed)?;
    let standing = manners::standing(db, feed.id, &finished)?;
    let Finished { mut poll, drafts, title, validators, cache_control, body_sha256, moved, bad_body, .. } =
        finished;
    let (host_held, due) = (finished.host_held, finished.due);
    let at = times::text(poll.started_at);

    let mut memory = memory::load(db, feed.id)?;
    let known = last_sighting(db)?;
    let entries = entries::keep_all(db, &feed, &drafts, &memory.shown, &at)?;
    (poll.new, poll.revised) = (entries.new, entries.revised);
    pages::want(db, &feed, &entries.stood, poll.started_at)?;
    let identity = trust::learn(db, &feed, &entries.observed, poll.started_at)?;
    let found = missing::Found {
        poll: &poll,
        drafts: &drafts,
        title: title.as_deref(),
        stood: &entries.stood,
        known,
    };
    let missing = missing::judge(db, &feed, &found, &mut memory)?;
    memory::save(db, feed.id, &memory, (!entries.stood.is_empty()).then_some(&at))?;
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
        missing,
        identity,
    };
    let due = due(&standing, &memory.rhythm);
    insert_poll(db, feed.id, &poll, validators.as_ref(), &at)?;
    manners::remember(db, feed.id, &poll, &standing, &due, &at)?;
    if let Some((host, until)) = host_held {
        manners::hold_host(db, &host, until, &at)?;
    }
    let next_due_at = Some(due.at).filter(|_| poll.outcome != Outcome::Gone);
    let kept = Recorded { tally, next_due_at, lied };
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
        next_due_at.map(times::text),
        tally.failures,
        poll.outcome.as_str(),
        poll.outcome.is_success(),
        poll.error,
        tally.last_changed_at.map(times::text),
        title,
    ])?;
    // Invariant 1: validators are committed with the articles they vouch for, and only with them.
    if let Some(validators) = validators {
        db.prepare_cached(
            "UPDATE feed SET etag = ?2, last_modified = ?3, validators_from = ?4 WHERE id = ?1",
        )?
        .execute(params![feed.id, validators.etag, validators.last_modified, validators.from])?;
    }
    if let Some(fields) = cache_control.filter(|_| poll.outcome.is_success()) {
        db.prepare_cached("UPDATE feed SET cache_control = nullif(?2, '') WHERE id = ?1")?
            .execute(params![feed.id, fields])?;
    }
    if let Some(sha256) = body_sha256 {
        db.prepare_cached("UPDATE feed SET body_sha256 = ?2 WHERE id = ?1")?
            .execute(params![feed.id, &sha256[..]])?;
    }
    let stand: Vec<i64> = match poll.outcome {
        Outcome::Ok => entries.stood.iter().map(|stood| stood.sighting).collect(),
        // The same document again, now from there.
        _ if matches!(moved, Moved::To(_)) && manners::last_body_had_items(db, feed.id)? => memory.shown,
        _ => Vec::new(),
    };
    manners::remember_move(db, feed.id, &moved, &poll, &stand, known, &at)?;
    match (bad_body, poll.outcome) {
        (Some(body), _) => {
            let packed = zstd::bulk::compress(&body, packed::LEVEL).unwrap_or(body);
            db.prepare_cached("UPDATE feed SET bad_body = ?2, bad_body_at = ?3 WHERE id = ?1")?
                .execute(params![feed.id, packed, at])?;
        }
        // Read again, or what we have is current: it is well.
        (None, outcome) if outcome.is_success() => {
            db.prepare_cached(
                "UPDATE feed SET bad_body = NULL, bad_body_at = NULL WHERE id = ?1 AND bad_body_at IS NOT NULL",
            )?
            .execute([feed.id])?;
        }
        (None, _) => {}
    }
    Ok(kept)
}

pub(super) fn feed_row(db: &Connection, name: &str) -> Result<FeedRow, ArchiveError> {
    db.prepare_cached(
        "SELECT id, outlet_id, failures, last_changed_at, title, last_success_at, silent_since, silent_how,
             identity, identity_good, identity_good_since, full_text
         FROM feed WHERE name = ?1",
    )?
    .query_row([name], |row| {
        Ok(FeedRow {
            id: row.get(0)?,
            outlet: row.get(1)?,
            failures: row.get(2)?,
            changed_at: row.get(3)?,
            title: row.get(4)?,
            success_at: row.get(5)?,
            silent_since: row.get(6)?,
            silent_how: row.get::<_, Option<String>>(7)?.and_then(|word| word.parse().ok()),
            trust: trust::read(row, 8)?,
            full_text: row.get(11)?,
        })
    })
    .optional()?
    .ok_or_else(|| ArchiveError::UnknownFeed(name.to_owned()))
}

/// The highest number a sighting has.
fn last_sighting(db: &Connection) -> Result<i64, ArchiveError> {
    Ok(db.prepare_cached("SELECT coalesce(max(id), 0) FROM sighting")?.query_row([], |row| row.get(0))?)
}

fn insert_poll(
    db: &Connection,
    feed: i64,
    poll: &Poll,
    validators: Option<&Validators>,
    at: &str,
) -> Result<(), ArchiveError> {
    let notes = (!poll.notes.is_empty()).then(|| {
        let map: serde_json::Map<_, _> =
            poll.notes.iter().map(|note| (note.kind.to_owned(), note.count.into())).collect();
        serde_json::Value::Object(map).to_string()
    });
    db.prepare_cached(
        "INSERT INTO poll (feed_id, started_at, duration_ms, outcome, http_status, bytes, conditional,
             entries, new, revised, error, notes, not_before, gave_validators, answered_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
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
        validators.map(|given| !given.is_empty()),
        validators.and_then(|given| given.from.as_ref()),
    ])?;
    Ok(())
}

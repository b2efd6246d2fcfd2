//! What servers and publishers ask of us, kept with the poll that heard it: holds, failures and their
//! weight, redirects that are to be proven, hosts that want patience.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::record::{Finished, Moved};
use super::times;
use crate::model::{Outcome, Pace, Poll, Validators};
use crate::schedule::Due;

/// In `poll.notes`: asked again without validators, after many 304s.
pub const PROBE: &str = "probe";
/// In `poll.notes`: and there were new articles, which the 304s had denied.
pub const LYING_VALIDATORS: &str = "lying-validators";

/// Until when a feed's server, or that of another feed of the host, asked to be left alone; NULL = it did not.
pub(super) const LEFT_ALONE: &str = "CASE WHEN held_by IN ('retry-after', 'host') THEN held_until END";

/// What the next request to a feed needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// To ask conditionally with.
    pub validators: Validators,
    /// `Cache-Control` of the last answer that had one.
    pub cache_control: Option<String>,
    /// Print of the last body.
    pub body_sha256: Option<[u8; 32]>,
    /// 304s in a row.
    pub not_modified_run: u32,
    /// The last answer with a body.
    pub last_body_at: Option<Timestamp>,
    /// It answered 304 although it had new articles.
    pub lied_at: Option<Timestamp>,
    /// Its server, or that of another feed of the host, asked not to be asked again before.
    pub retry_after: Option<Timestamp>,
}

/// What a feed's row says once its poll is counted: the due time follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Failures in a row by their weight ([`Outcome::weight`]), this one included.
    pub strain: u32,
    /// Does the server give validators?
    pub validators: bool,
    /// What the last document said of when to ask.
    pub pace: Pace,
}

impl super::Reader {
    /// What the next request to the feed needs to know.
    pub fn question(&self, feed: &str) -> Result<Question, ArchiveError> {
        let found = self
            .db()
            .prepare_cached(
                &format!("SELECT etag, last_modified, body_sha256, not_modified_run, last_body_at, lied_at, {LEFT_ALONE},
                     validators_from, cache_control
                 FROM feed WHERE name = ?1"),
            )?
            .query_row([feed], |row| {
                let sha: Option<Vec<u8>> = row.get(2)?;
                let validators = Validators { etag: row.get(0)?, last_modified: row.get(1)?, from: row.get(7)? };
                let times: [Option<String>; 3] = [row.get(4)?, row.get(5)?, row.get(6)?];
                Ok((validators, sha.and_then(|sha| sha.try_into().ok()), row.get(3)?, times, row.get(8)?))
            })
            .optional()?;
        let (validators, body_sha256, not_modified_run, [last_body_at, lied_at, retry_after], cache_control) =
            found.ok_or_else(|| ArchiveError::UnknownFeed(feed.to_owned()))?;
        Ok(Question {
            validators,
            cache_control,
            body_sha256,
            not_modified_run,
            last_body_at: times::read_opt(last_body_at)?,
            lied_at: times::read_opt(lied_at)?,
            retry_after: times::read_opt(retry_after)?,
        })
    }

    /// Hosts that are to be left alone still, and until when.
    pub fn patience(&self, now: Timestamp) -> Result<Vec<(String, Timestamp)>, ArchiveError> {
        let mut stmt = self.db().prepare_cached("SELECT host, until FROM host_patience WHERE until > ?1")?;
        let rows = stmt.query_map([times::text(now)], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        rows.map(|row| {
            let (host, until) = row?;
            Ok((host, times::read(&until)?))
        })
        .collect()
    }
}

/// The standing after this poll; what the poll brought goes before what the row holds.
pub(super) fn standing(db: &Connection, feed: i64, finished: &Finished) -> Result<Standing, ArchiveError> {
    let (strain, has_validators, pace): (u32, bool, Option<String>) = db
        .prepare_cached(
            "SELECT strain, etag IS NOT NULL OR last_modified IS NOT NULL, pace FROM feed WHERE id = ?1",
        )?
        .query_row([feed], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let outcome = finished.poll.outcome;
    let kept = || pace.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    Ok(Standing {
        strain: if outcome.is_success() { 0 } else { strain.saturating_add(outcome.weight()) },
        validators: finished.validators.as_ref().map_or(has_validators, |given| !given.is_empty()),
        pace: finished.pace.clone().unwrap_or_else(kept),
    })
}

/// Keeps what the poll heard.
pub(super) fn remember(
    db: &Connection,
    feed: i64,
    poll: &Poll,
    standing: &Standing,
    due: &Due,
    at: &str,
) -> Result<(), ArchiveError> {
    db.prepare_cached("UPDATE feed SET held_until = ?2, held_by = ?3 WHERE id = ?1")?.execute(params![
        feed,
        due.held.map(|hold| times::text(hold.until)),
        due.held.map(|hold| hold.by.as_str()),
    ])?;
    if poll.outcome == Outcome::Held {
        return Ok(());
    }
    let probed = poll.notes.iter().any(|note| note.kind == PROBE);
    let lied = poll.notes.iter().any(|note| note.kind == LYING_VALIDATORS);
    let body = matches!(poll.outcome, Outcome::Ok | Outcome::Unchanged);
    db.prepare_cached(
        "UPDATE feed SET strain = ?2, pace = ?3,
             failing_since = CASE WHEN ?4 THEN NULL ELSE coalesce(failing_since, ?5) END,
             not_modified_run = CASE WHEN ?6 THEN not_modified_run + 1 WHEN ?7 THEN 0 ELSE not_modified_run END,
             last_body_at = CASE WHEN ?7 THEN ?5 ELSE last_body_at END,
             lied_at = CASE WHEN ?8 THEN ?5 WHEN ?9 THEN NULL ELSE lied_at END
         WHERE id = ?1",
    )?
    .execute(params![
        feed,
        standing.strain,
        serde_json::to_string(&standing.pace).ok().filter(|text| text != "{}"),
        poll.outcome.is_success(),
        at,
        poll.outcome == Outcome::NotModified,
        body,
        lied,
        // Asked without validators, it showed nothing that it had denied.
        probed && body && !lied,
    ])?;
    Ok(())
}

/// Keeps until when a host wants to be left alone; never shorter than before.
pub(super) fn hold_host(db: &Connection, host: &str, until: Timestamp, at: &str) -> Result<(), ArchiveError> {
    db.prepare_cached("DELETE FROM host_patience WHERE until <= ?1")?.execute([at])?;
    db.prepare_cached(
        "INSERT INTO host_patience (host, until) VALUES (?1, ?2)
         ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until)",
    )?
    .execute(params![host, times::text(until)])?;
    Ok(())
}

/// Did the last body that was read show anything? Asked only while a redirect is unproven.
pub(super) fn last_body_had_items(db: &Connection, feed: i64) -> Result<bool, ArchiveError> {
    let entries = db
        .prepare_cached(
            "SELECT entries > 0 FROM poll
             WHERE feed_id = ?1 AND outcome = 'ok' AND (SELECT moved_overlap FROM feed WHERE id = ?1) = 0
             ORDER BY started_at DESC LIMIT 1",
        )?
        .query_row([feed], |row| row.get(0))
        .optional()?;
    Ok(entries.unwrap_or(false))
}

/// Where a permanent redirect points, since when, and how many articles were seen there that the feed had shown
/// before the redirect began. A poll that failed says nothing: a redirect to a login, parked or maintenance page
/// changes nothing.
///
/// `stand` are the sightings of its document, or where that has not changed of the last one, and `known` is the
/// last sighting there was before this poll. A feed that was redirected from its first answer on has nothing to be
/// compared with but what the redirect showed before: what is there is what the person subscribed to.
pub(super) fn remember_move(
    db: &Connection,
    feed: i64,
    moved: &Moved,
    poll: &Poll,
    stand: &[i64],
    known: i64,
    at: &str,
) -> Result<(), ArchiveError> {
    if !poll.outcome.is_success() {
        return Ok(());
    }
    match moved {
        Moved::Unknown => {}
        Moved::No => {
            db.prepare_cached(
                "UPDATE feed SET moved_to = NULL, moved_since = NULL, moved_overlap = 0, moved_known = NULL
                 WHERE id = ?1 AND moved_to IS NOT NULL",
            )?
            .execute([feed])?;
        }
        Moved::To(target) => {
            // From one target to the next, only what was seen at a proven one counts as known.
            db.prepare_cached(
                "UPDATE feed SET moved_to = ?2, moved_since = ?3, moved_overlap = 0,
                     moved_known = CASE WHEN moved_to IS NOT NULL AND moved_overlap = 0 THEN moved_known
                         WHEN EXISTS (SELECT 1 FROM sighting WHERE feed_id = ?1 AND id <= ?4) THEN ?4 END
                 WHERE id = ?1 AND moved_to IS NOT ?2",
            )?
            .execute(params![feed, target, at, known])?;
            let before: Option<i64> = db
                .prepare_cached("SELECT moved_known FROM feed WHERE id = ?1")?
                .query_row([feed], |row| row.get(0))?;
            let overlap = stand.iter().filter(|sighting| **sighting <= before.unwrap_or(known)).count();
            let overlap = i64::try_from(overlap).unwrap_or(i64::MAX);
            db.prepare_cached("UPDATE feed SET moved_overlap = max(moved_overlap, ?2) WHERE id = ?1")?
                .execute(params![feed, overlap])?;
        }
    }
    Ok(())
}

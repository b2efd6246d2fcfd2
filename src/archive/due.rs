//! What is due is a query, not a timer: a restart forgets nothing.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::manners::LEFT_ALONE;
use super::record::DigestMade;
use super::writer::Archive;
use super::{pages, stories, times};
use crate::model::{Feed, Settings};

/// A feed whose time has come, with what its next request needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueFeed {
    /// The feed's name.
    pub name: String,
    /// When it was due.
    pub due_at: Timestamp,
    /// Until when its server, or its host, asked to be left alone.
    pub held_until: Option<Timestamp>,
}

/// What taking over a configuration did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Synced {
    /// Feeds the archive did not know.
    pub added: Vec<String>,
    /// Feeds under a new name: old, new.
    pub renamed: Vec<(String, String)>,
    /// Feeds that are no longer configured, or disabled: kept, and not polled.
    pub disabled: Vec<String>,
    /// Feeds whose due time had passed, oldest first.
    pub overdue: Vec<String>,
}

impl Archive {
    /// Takes over the configured outlets and feeds. Nothing is deleted: a feed that is gone from the
    /// configuration keeps its rows and is not polled. One under a new name but with the old address
    /// keeps its history. A new address or schedule makes it due at once; a new address also drops the
    /// validators, which belong to the old one.
    pub async fn sync(&self, settings: Arc<Settings>, now: Timestamp) -> Result<Synced, ArchiveError> {
        self.write(move |db| sync(db, &settings, now)).await
    }

    /// Sets when feeds are due: spreads what was missed.
    pub async fn postpone(&self, feeds: Vec<(String, Timestamp)>) -> Result<(), ArchiveError> {
        self.write(move |db| {
            let mut update = db.prepare_cached("UPDATE feed SET next_due_at = ?2 WHERE name = ?1")?;
            for (name, at) in &feeds {
                update.execute(params![name, times::text(*at)])?;
            }
            Ok(())
        })
        .await
    }

    /// Notes a digest that was made, and when its plan is due next.
    pub async fn digest_made(
        &self,
        made: Vec<DigestMade>,
        next: Option<(String, String, Timestamp)>,
    ) -> Result<(), ArchiveError> {
        self.write(move |db| {
            for digest in &made {
                db.execute(
                    "INSERT INTO digest (name, since, until, made_at, format, path, sha256, articles)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    params![
                        digest.name,
                        times::text(digest.since),
                        times::text(digest.until),
                        times::text(digest.made_at),
                        digest.format,
                        digest.path,
                        digest.sha256,
                        i64::try_from(digest.articles).unwrap_or(i64::MAX),
                    ],
                )?;
            }
            if let Some((name, schedule, at)) = &next {
                db.execute(
                    "INSERT INTO digest_due (name, schedule, next_due_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (name) DO UPDATE SET schedule = excluded.schedule, next_due_at = excluded.next_due_at",
                    params![name, schedule, times::text(*at)],
                )?;
            }
            Ok(())
        })
        .await
    }
}

fn sync(db: &Connection, settings: &Settings, now: Timestamp) -> Result<Synced, ArchiveError> {
    stories::configure(db, settings.stories.window)?;
    let mut synced = Synced::default();
    let before: Vec<(String, bool)> = db
        .prepare("SELECT name, enabled FROM feed")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let configured: Vec<&Feed> = settings.feeds().map(|(_, feed)| feed).collect();
    for (old, _) in before.iter().filter(|(name, _)| !configured.iter().any(|f| f.name == *name)) {
        let heir = configured.iter().find(|feed| {
            !before.iter().any(|(name, _)| *name == feed.name)
                && db
                    .query_row("SELECT url = ?2 FROM feed WHERE name = ?1", params![old, feed.url], |r| {
                        r.get(0)
                    })
                    .unwrap_or(false)
        });
        if let Some(heir) = heir
            && !synced.renamed.iter().any(|(_, new)| *new == heir.name)
        {
            db.execute("UPDATE feed SET name = ?2 WHERE name = ?1", params![old, heir.name])?;
            synced.renamed.push((old.clone(), heir.name.clone()));
        }
    }
    for outlet in &settings.outlets {
        let id: i64 = db.query_row(
            "INSERT INTO outlet (name, home, excerpt_words) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET home = excluded.home, excerpt_words = excluded.excerpt_words
             RETURNING id",
            params![outlet.name, outlet.home, outlet.excerpt_words],
            |row| row.get(0),
        )?;
        for feed in &outlet.feeds {
            sync_feed(db, id, feed, settings.schedule_of(feed), now, &mut synced)?;
        }
    }
    for (name, enabled) in before {
        let gone =
            !configured.iter().any(|f| f.name == name) && !synced.renamed.iter().any(|(old, _)| *old == name);
        if gone && enabled {
            db.execute("UPDATE feed SET enabled = 0 WHERE name = ?1", [&name])?;
            synced.disabled.push(name);
        }
    }
    synced.overdue = db
        .prepare("SELECT name FROM feed WHERE enabled AND next_due_at <= ?1 ORDER BY next_due_at, id")?
        .query_map([times::text(now)], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(synced)
}

fn sync_feed(
    db: &Connection,
    outlet: i64,
    feed: &Feed,
    schedule: &str,
    now: Timestamp,
    synced: &mut Synced,
) -> Result<(), ArchiveError> {
    let known: Option<(String, Option<String>, bool)> = db
        .query_row("SELECT url, schedule, enabled FROM feed WHERE name = ?1", [&feed.name], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let due = times::text(now);
    let Some((url, old_schedule, enabled)) = known else {
        db.execute(
            "INSERT INTO feed (name, outlet_id, url, enabled, schedule, next_due_at, full_text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![feed.name, outlet, feed.url, feed.enabled, schedule, due, feed.full_text.as_str()],
        )?;
        synced.added.push(feed.name.clone());
        return Ok(());
    };
    db.execute(
        "UPDATE feed SET outlet_id = ?2, enabled = ?3, schedule = ?4 WHERE name = ?1",
        params![feed.name, outlet, feed.enabled, schedule],
    )?;
    pages::switch(db, &feed.name, feed.full_text, now)?;
    if url != feed.url {
        db.execute(
            "UPDATE feed SET url = ?2, etag = NULL, last_modified = NULL, validators_from = NULL,
                 cache_control = NULL, body_sha256 = NULL, moved_to = NULL,
                 moved_since = NULL, moved_overlap = 0, moved_known = NULL, failures = 0, strain = 0, failing_since = NULL,
                 last_outcome = NULL, last_error = NULL, held_until = NULL, held_by = NULL, pace = NULL,
                 not_modified_run = 0, last_body_at = NULL, lied_at = NULL, next_due_at = ?3,
                 silent_since = NULL, silent_how = NULL
             WHERE name = ?1",
            params![feed.name, feed.url, due],
        )?;
        // Another address has another window and perhaps other sites: nothing of it is missing yet.
        db.execute(
            "DELETE FROM feed_memory WHERE feed_id = (SELECT id FROM feed WHERE name = ?1)",
            [&feed.name],
        )?;
        // And what was to be read again stood at the old one.
        db.execute(
            "UPDATE gap SET ended = 'failed', next_try_at = NULL
             WHERE next_try_at IS NOT NULL AND feed_id = (SELECT id FROM feed WHERE name = ?1)",
            [&feed.name],
        )?;
    } else if old_schedule.as_deref() != Some(schedule) || (feed.enabled && !enabled) {
        // A server that asked for patience is not asked sooner because of it. A feed that was taken away
        // (410) is tried again once it was switched off and on.
        db.execute(
            &format!(
                "UPDATE feed SET next_due_at = max(?2, coalesce({LEFT_ALONE}, ?2)),
                 last_outcome = CASE WHEN ?3 THEN NULL ELSE last_outcome END
             WHERE name = ?1"
            ),
            params![feed.name, due, !enabled],
        )?;
    }
    if enabled && !feed.enabled {
        synced.disabled.push(feed.name.clone());
    }
    Ok(())
}

impl super::Reader {
    /// Feeds whose time has come, the longest overdue first.
    pub fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<DueFeed>, ArchiveError> {
        let mut stmt = self.db().prepare_cached(&format!(
            "SELECT name, next_due_at, {LEFT_ALONE} FROM feed
             WHERE enabled AND next_due_at <= ?1 AND coalesce(last_outcome, '') <> 'gone'
             ORDER BY next_due_at, id LIMIT ?2"
        ))?;
        let rows = stmt
            .query_map(params![times::text(now), i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?))
            })?;
        rows.map(|row| {
            let (name, due, held) = row?;
            Ok(DueFeed { name, due_at: times::read(&due)?, held_until: times::read_opt(held)? })
        })
        .collect()
    }

    /// When the next feed is due that is not in `under_way`, if any is.
    pub fn next_due_except(
        &self,
        now: Timestamp,
        under_way: &HashSet<String>,
    ) -> Result<Option<Timestamp>, ArchiveError> {
        // Those under way are due still; more than they are is never needed.
        let limit = i64::try_from(under_way.len() + 1).unwrap_or(i64::MAX);
        let mut stmt = self.db().prepare_cached(
            "SELECT name, next_due_at FROM feed WHERE enabled AND next_due_at IS NOT NULL
                 AND coalesce(last_outcome, '') <> 'gone'
             ORDER BY next_due_at, id LIMIT ?1",
        )?;
        let mut rows = stmt.query([limit])?;
        while let Some(row) = rows.next()? {
            if !under_way.contains(&row.get::<_, String>(0)?) {
                return Ok(Some(times::read(&row.get::<_, String>(1)?)?.max(now)));
            }
        }
        Ok(None)
    }

    /// Enabled feeds whose servers said that they are gone for good (410): only a person's word asks them again.
    pub fn gone(&self) -> Result<Vec<String>, ArchiveError> {
        let mut stmt = self.db().prepare("SELECT name FROM feed WHERE enabled AND last_outcome = 'gone'")?;
        Ok(stmt.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// When each enabled feed is due.
    pub fn due_times(&self) -> Result<Vec<DueFeed>, ArchiveError> {
        self.due(Timestamp::MAX, usize::MAX)
    }

    /// When a digest of the configuration is due, if it was scheduled before with the same schedule.
    pub fn digest_due(&self, name: &str, schedule: &str) -> Result<Option<Timestamp>, ArchiveError> {
        let at = self
            .db()
            .query_row(
                "SELECT next_due_at FROM digest_due WHERE name = ?1 AND schedule = ?2",
                [name, schedule],
                |row| row.get(0),
            )
            .optional()?;
        times::read_opt(at)
    }
}

//! Gaps, silence and withdrawals: judged and written inside the transaction that keeps the poll.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::error::ArchiveError;
use super::memory::{self, Memory};
use super::record::FeedRow;
use super::times;
use crate::completeness::gap::{self, Reason};
use crate::completeness::silence::{self, Quiet, Signs, Silence};
use crate::completeness::{Item, withdrawn};
use crate::model::{Draft, Outcome, Poll};
use crate::schedule::Watch;

/// In `poll.notes`: so many sitemaps of an index could not be read.
pub const SITEMAPS_UNREAD: &str = "sitemaps-unread";
/// In `poll.notes`: so many sitemaps of an index were more than one poll reads.
pub const SITEMAPS_LEFT_OUT: &str = "sitemaps-left-out";

/// A gap that a poll found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// `gap.id`
    pub id: i64,
    /// Last poll before it.
    pub after: Timestamp,
    /// What the feed shows reaches back to here.
    pub before: Timestamp,
    /// Why.
    pub reason: Reason,
    /// Sightings up to this number were there before it was found.
    pub known: i64,
    /// How often filling it was tried.
    pub tries: u32,
}

/// What a poll told of losses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Missing {
    /// Items may have been missed.
    pub gap: Option<Gap>,
    /// The feed has fallen silent, with the time it was last alive; only at the poll that finds it.
    pub silent: Option<(Silence, Timestamp)>,
    /// Articles the outlet has pulled.
    pub withdrawn: u32,
}

/// An entry of the document that was just kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stood {
    pub sighting: i64,
    /// This feed had not shown it before.
    pub new: bool,
    /// Which draft.
    pub draft: usize,
}

/// What is judged.
pub(super) struct Found<'a> {
    pub poll: &'a Poll,
    pub drafts: &'a [Draft],
    pub title: Option<&'a str>,
    /// The document's entries, in its order, each once.
    pub stood: &'a [Stood],
    /// The highest sighting before this poll.
    pub known: i64,
}

/// Judges, writes, and learns the feed's rhythm.
pub(super) fn judge(
    db: &Connection,
    feed: &FeedRow,
    found: &Found<'_>,
    memory: &mut Memory,
) -> Result<Missing, ArchiveError> {
    let poll = found.poll;
    let now: Vec<Item> =
        found.stood.iter().map(|stood| item(stood, &found.drafts[stood.draft], poll)).collect();
    let sites = silence::sites(found.drafts.iter().filter_map(|draft| draft.url.as_deref()));
    let own_title = feed.title.as_deref();
    let was_foreign = feed.silent_how == Some(Silence::OtherContent);
    let foreign = if was_foreign {
        // Until the feed shows an article of its own again.
        !now.is_empty() && memory.sites.is_disjoint(&sites)
    } else {
        silence::is_foreign(&memory.sites, own_title, &sites, found.title)
    };
    let mut missing = Missing::default();
    let mut renamed = false;
    let here: HashSet<i64> = now.iter().map(|item| item.sighting).collect();
    // Where all of the last document still stands, nothing can be missing; and of an index that was read in part, what
    // is not here may stand in the other part.
    if !now.is_empty()
        && !foreign
        && !is_in_part(poll)
        && memory.shown.iter().any(|sighting| !here.contains(sighting))
    {
        let last = memory::items(db, &memory.shown)?;
        if let Some(reason) = gap::judge(&last, &now, feed.failures > 0) {
            renamed = reason == Reason::IdsRewritten;
            missing.gap = Some(insert_gap(db, feed, reason, &now, found)?);
        } else if !is_cut_off(poll) {
            missing.withdrawn = withdraw(db, feed, &withdrawn::judge(&last, &now), &now, poll)?;
        }
    }
    if poll.outcome.is_success() && !foreign {
        learn(found, memory, &now, missing.gap.is_some() && !renamed, renamed);
    }
    let has_spoken = !memory.shown.is_empty();
    if !now.is_empty() {
        memory.shown = now.iter().map(|item| item.sighting).collect();
        if !foreign {
            memory.sites = sites;
        }
    }
    missing.silent = silent(db, feed, poll, memory, has_spoken, foreign)?;
    Ok(missing)
}

fn item(stood: &Stood, draft: &Draft, poll: &Poll) -> Item {
    Item {
        sighting: stood.sighting,
        published: draft.published.as_ref().and_then(|when| when.at),
        first_seen: poll.started_at,
        title: draft.title.clone(),
        new: stood.new,
    }
}

fn is_in_part(poll: &Poll) -> bool {
    poll.notes.iter().any(|note| matches!(note.kind, SITEMAPS_UNREAD | SITEMAPS_LEFT_OUT))
}

fn is_cut_off(poll: &Poll) -> bool {
    poll.notes.iter().any(|note| matches!(note.kind, "truncated" | "too-many-entries" | "too-many-elements"))
}

fn learn(found: &Found<'_>, memory: &mut Memory, now: &[Item], gap: bool, renamed: bool) {
    let fresh: Vec<&Item> = now.iter().filter(|item| item.new && !renamed).collect();
    let first = memory.rhythm.watched().is_none();
    let dates = now.iter().filter(|item| first || (item.new && !renamed)).filter_map(|item| item.published);
    let dates: Vec<Timestamp> = dates.collect();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    memory.rhythm.learn(&Watch {
        now: found.poll.started_at,
        shown: (found.poll.outcome == Outcome::Ok).then_some(count(now.len())),
        new: count(fresh.len()),
        dates: &dates,
        gap,
    });
}

fn insert_gap(
    db: &Connection,
    feed: &FeedRow,
    reason: Reason,
    now: &[Item],
    found: &Found<'_>,
) -> Result<Gap, ArchiveError> {
    let polled = found.poll.started_at;
    let after = times::read_opt(feed.success_at.clone())?.unwrap_or(polled);
    let before = gap::until(now, after, polled);
    db.prepare_cached(
        "INSERT INTO gap (feed_id, after, before, reason, found_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        feed.id,
        times::text(after),
        times::text(before),
        reason.as_str(),
        times::text(polled)
    ])?;
    Ok(Gap { id: db.last_insert_rowid(), after, before, reason, known: found.known, tries: 0 })
}

/// Marks what was pulled, but for what another feed still shows, or this one under another id.
fn withdraw(
    db: &Connection,
    feed: &FeedRow,
    pulled: &[i64],
    now: &[Item],
    poll: &Poll,
) -> Result<u32, ArchiveError> {
    let at = times::text(poll.started_at);
    let here: Vec<i64> = now.iter().map(|item| item.sighting).collect();
    let here = serde_json::json!(here).to_string();
    let mut count = 0;
    for sighting in pulled {
        let marked = db
            .prepare_cached(
                "UPDATE article SET withdrawn_at = ?3
                 WHERE id = (SELECT article_id FROM sighting WHERE id = ?1) AND withdrawn_at IS NULL
                     AND NOT EXISTS (SELECT 1 FROM sighting AS t WHERE t.article_id = article.id
                         AND t.id IN (SELECT value FROM json_each(?4)))
                     AND NOT EXISTS (SELECT 1 FROM sighting AS s JOIN feed_memory AS m ON m.feed_id = s.feed_id
                         JOIN feed AS f ON f.id = s.feed_id AND f.enabled
                         WHERE s.article_id = article.id AND s.feed_id <> ?2
                             AND s.id IN (SELECT value FROM json_each(m.shown)))",
            )?
            .execute(params![sighting, feed.id, at, here])?;
        if marked == 0 {
            continue;
        }
        count += 1;
        db.prepare_cached(
            "INSERT INTO withdrawal (article_id, feed_id, withdrawn_at)
             SELECT article_id, feed_id, ?2 FROM sighting WHERE id = ?1
             ON CONFLICT DO UPDATE SET returned_at = NULL",
        )?
        .execute(params![sighting, at])?;
    }
    Ok(count)
}

/// An article that is shown again is no longer withdrawn, unless what is shown is the notice that it is;
/// `withdrawals` keeps that it was.
pub(super) fn returned(db: &Connection, article: i64, at: &str) -> Result<(), ArchiveError> {
    let back = db
        .prepare_cached(
            "UPDATE article SET withdrawn_at = NULL WHERE id = ?1 AND withdrawn_at IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM revision AS r WHERE r.article_id = article.id AND NOT r.shown
                     AND r.revision = article.revisions AND ',' || r.change || ',' LIKE '%,withdrawn,%')",
        )?
        .execute([article])?;
    if back > 0 {
        db.prepare_cached(
            "UPDATE withdrawal SET returned_at = ?2 WHERE article_id = ?1 AND returned_at IS NULL",
        )?
        .execute(params![article, at])?;
    }
    Ok(())
}

fn silent(
    db: &Connection,
    feed: &FeedRow,
    poll: &Poll,
    memory: &Memory,
    has_spoken: bool,
    foreign: bool,
) -> Result<Option<(Silence, Timestamp)>, ArchiveError> {
    let rhythm = &memory.rhythm;
    let silence = silence::judge(&Signs {
        outcome: poll.outcome,
        entries: poll.entries,
        has_spoken,
        foreign,
        before: feed.silent_how,
        quiet: Quiet {
            now: poll.started_at,
            newest: rhythm.newest(),
            awaited: rhythm.awaited(),
            longest: rhythm.longest_quiet(),
        },
    });
    if silence == feed.silent_how {
        return Ok(None);
    }
    let alive = match silence {
        None => None,
        Some(Silence::Quiet) => rhythm.newest(),
        // One silence that turns into another began when the first one did.
        Some(_) if feed.silent_since.is_some() => times::read_opt(feed.silent_since.clone())?,
        Some(_) => times::read_opt(feed.success_at.clone())?,
    };
    db.prepare_cached("UPDATE feed SET silent_since = ?2, silent_how = ?3 WHERE id = ?1")?
        .execute(params![feed.id, alive.map(times::text), silence.map(Silence::as_str)])?;
    Ok(silence.zip(alive))
}

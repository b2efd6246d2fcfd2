//! One visit, kept whole or not at all: what the page says, its validators, when it is due next, and the
//! attempt itself.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::record::feed_row;
use super::writer::Archive;
use super::{manners, page_text, pages, paragraphs, times};
use crate::identity::{self, Fingerprint};
use crate::model::{Outcome, Page, Settings, Validators, Visit, VisitOutcome};
use crate::schedule::{Looked, host_rests, next_visit};

/// A finished visit, ready to be kept.
pub struct FinishedVisit {
    /// The attempt. Its outcome may become another once it is known whose page it is.
    pub visit: Visit,
    /// The feed that wants the page.
    pub feed: String,
    /// Who was asked.
    pub host: String,
    /// Where the answer came from, after redirects.
    pub answered_by: Option<String>,
    /// The article as its page tells it; `None` where the visit brought none.
    pub read: Option<Box<Read>>,
    /// To ask conditionally with next time; `None` leaves what we have.
    pub validators: Option<Validators>,
    /// Of the body: a server without validators is recognised by it.
    pub body_sha256: Option<[u8; 32]>,
    /// A host that wants to be left alone, and until when.
    pub host_held: Option<(String, Timestamp)>,
    /// When it ended.
    pub ended_at: Timestamp,
    /// The configuration: when pages are looked at again.
    pub settings: Arc<Settings>,
}

/// A page that was read as its article.
pub struct Read {
    /// What it says.
    pub page: Page,
    /// Paragraphs known to recur that stand on it and were cut from its text, folded.
    pub recurring: Vec<String>,
}

/// What was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitKept {
    /// What came of the visit, all told.
    pub outcome: VisitOutcome,
    /// The article gained a wording.
    pub revised: bool,
    /// When the page is due next; `None` = never again.
    pub due_at: Option<Timestamp>,
}

/// The page's row.
pub(super) struct PageRow {
    pub outlet: i64,
    pub published: String,
    pub failures: u32,
    pub wording: Option<Fingerprint>,
    pub first_read_at: Option<String>,
    pub last_read_at: Option<String>,
}

impl Archive {
    /// Keeps a finished visit: one transaction. When this returns, it is on disk.
    pub async fn record_visit(&self, finished: FinishedVisit) -> Result<VisitKept, ArchiveError> {
        self.write(move |db| record(db, finished)).await
    }
}

fn record(db: &Connection, finished: FinishedVisit) -> Result<VisitKept, ArchiveError> {
    let FinishedVisit { mut visit, mut read, .. } = finished;
    let at = times::text(visit.started_at);
    let row = page_row(db, visit.article)?;
    if let Some(other) = others(db, row.outlet, &visit, finished.answered_by.as_deref(), read.as_deref())? {
        visit.outcome = VisitOutcome::OtherArticle;
        visit.error = Some(format!("its address leads to the page of article {other}, which it is not"));
        read = None;
    }
    let mut revised = false;
    if let Some(read) = &read {
        // What hangs on an article is its own outlet's, whoever's feed has led here.
        let mut feed = feed_row(db, &finished.feed)?;
        feed.outlet = row.outlet;
        revised = page_text::keep(db, &feed, visit.article, &row, &read.page, &at)?;
        let mut edges = paragraphs::edges(&read.page.text);
        edges.extend(read.recurring.iter().cloned());
        paragraphs::remember(db, row.outlet, visit.article, &edges)?;
    } else if visit.outcome.is_success() {
        page_text::still_there(db, visit.article, row.last_read_at.as_deref(), &at)?;
    }
    let failures = match visit.outcome {
        outcome if outcome.is_success() => 0,
        VisitOutcome::Exchange(Outcome::Held) => row.failures,
        _ => row.failures.saturating_add(1),
    };
    let due_at = next_visit(&Looked {
        now: finished.ended_at,
        published: times::read(&row.published)?,
        outcome: visit.outcome,
        failures,
        read: row.first_read_at.is_some() || read.is_some(),
        not_before: visit.not_before,
        visits: &finished.settings.visits,
    });
    insert(db, &visit, revised, &at)?;
    let due_text = due_at.map(times::text);
    if visit.outcome == VisitOutcome::Exchange(Outcome::Held) {
        // Not asked: what is known of the page stays as it is.
        db.prepare_cached("UPDATE page SET due_at = ?2 WHERE article_id = ?1")?
            .execute(params![visit.article, due_text])?;
    } else {
        db.prepare_cached(
            "UPDATE page SET due_at = ?2, failures = ?3, last_visited_at = ?4, last_outcome = ?5, last_error = ?6,
                 gone_since = CASE WHEN ?7 THEN coalesce(gone_since, ?4) WHEN ?8 THEN NULL ELSE gone_since END
             WHERE article_id = ?1",
        )?
        .execute(params![
            visit.article,
            due_text,
            failures,
            at,
            visit.outcome.as_str(),
            visit.error,
            visit.outcome.is_gone(),
            visit.outcome.is_success(),
        ])?;
    }
    // Validators are committed with what they vouch for, and only with it.
    if visit.outcome.is_success() {
        if let Some(validators) = &finished.validators {
            db.prepare_cached(
                "UPDATE page SET etag = ?2, last_modified = ?3, validators_from = ?4 WHERE article_id = ?1",
            )?
            .execute(params![
                visit.article,
                validators.etag,
                validators.last_modified,
                validators.from
            ])?;
        }
        if let Some(sha256) = finished.body_sha256 {
            db.prepare_cached("UPDATE page SET body_sha256 = ?2 WHERE article_id = ?1")?
                .execute(params![visit.article, &sha256[..]])?;
        }
    }
    hosts(db, &finished.host, &visit, finished.ended_at)?;
    if let Some((host, until)) = finished.host_held {
        manners::hold_host(db, &host, until, &at)?;
    }
    Ok(VisitKept { outcome: visit.outcome, revised, due_at })
}

fn page_row(db: &Connection, article: i64) -> Result<PageRow, ArchiveError> {
    db.prepare_cached(
        "SELECT a.outlet_id, a.published_at, p.failures, p.wording, p.first_read_at, p.last_read_at
         FROM page AS p JOIN article AS a ON a.id = p.article_id WHERE p.article_id = ?1",
    )?
    .query_row([article], |row| {
        let wording: Option<Vec<u8>> = row.get(3)?;
        Ok(PageRow {
            outlet: row.get(0)?,
            published: row.get(1)?,
            failures: row.get(2)?,
            wording: wording.and_then(|print| print.try_into().ok()),
            first_read_at: row.get(4)?,
            last_read_at: row.get(5)?,
        })
    })
    .optional()?
    .ok_or_else(|| ArchiveError::Unreadable {
        what: "no page to be visited of article",
        found: article.to_string(),
    })
}

/// Another article whose page this is: by where the address leads, or by what the page calls its own.
fn others(
    db: &Connection,
    outlet: i64,
    visit: &Visit,
    answered_by: Option<&str>,
    read: Option<&Read>,
) -> Result<Option<i64>, ArchiveError> {
    let asked = identity::canonical(&visit.url);
    let led = answered_by.and_then(identity::canonical).filter(|key| Some(key) != asked.as_ref());
    let named = match read.and_then(|read| read.page.canonical_url.as_deref()) {
        Some(named) => pages::own_key(db, outlet, named, answered_by.unwrap_or(&visit.url))?,
        None => None,
    };
    let mut find = db.prepare_cached("SELECT id FROM article WHERE url_key = ?1 AND id <> ?2")?;
    for key in led.into_iter().chain(named).filter(|key| Some(key) != asked.as_ref()) {
        if let Some(other) = find.query_row(params![key, visit.article], |row| row.get(0)).optional()? {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

fn insert(db: &Connection, visit: &Visit, revised: bool, at: &str) -> Result<(), ArchiveError> {
    db.prepare_cached(
        "INSERT INTO visit (article_id, url, started_at, duration_ms, outcome, http_status, bytes, conditional,
             revised, error, not_before)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        visit.article,
        visit.url,
        at,
        i64::try_from(visit.duration_ms).unwrap_or(i64::MAX),
        visit.outcome.as_str(),
        visit.http_status,
        i64::try_from(visit.bytes).unwrap_or(i64::MAX),
        visit.conditional,
        revised,
        visit.error,
        visit.not_before.map(times::text),
    ])?;
    Ok(())
}

/// A host that fails again and again rests, so that its queue does not keep the others waiting.
fn hosts(db: &Connection, host: &str, visit: &Visit, now: Timestamp) -> Result<(), ArchiveError> {
    if visit.outcome.blames_host() {
        let failures: u32 = db
            .prepare_cached(
                "INSERT INTO page_host (host, failures) VALUES (?1, 1)
                 ON CONFLICT (host) DO UPDATE SET failures = failures + 1 RETURNING failures",
            )?
            .query_row([host], |row| row.get(0))?;
        db.prepare_cached("UPDATE page_host SET rests_until = ?2 WHERE host = ?1")?
            .execute(params![host, host_rests(now, failures).map(times::text)])?;
    } else if visit.outcome.asked() {
        db.prepare_cached("DELETE FROM page_host WHERE host = ?1")?.execute([host])?;
    }
    Ok(())
}

//! The queue of pages: which articles' pages are wanted, and which of them are due.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use url::Url;

use super::error::ArchiveError;
use super::missing::Stood;
use super::read::count;
use super::record::FeedRow;
use super::times;
use crate::identity::{self, Claim};
use crate::model::{FullText, PageStatus, Validators};

/// A feed that changes an entry at every poll must not make us fetch its page at every poll.
const FEED_SAYS_CHANGED: SignedDuration = SignedDuration::from_mins(10);
/// Switched on for a feed that we have, full text is fetched of articles that it showed so lately.
const BACK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// One in so many of a host's turns goes to the page that waits longest, so that an old backlog trickles
/// in while newer articles keep coming.
const TRICKLE: usize = 4;

/// A page whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePage {
    /// Whose page.
    pub article: i64,
    /// The feed that wants it.
    pub feed: String,
    /// What to ask for.
    pub url: String,
    /// Whom; without port.
    pub host: String,
}

/// Which pages are asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Hosts that have a visit under way already.
    pub busy: HashSet<String>,
    /// Of these feeds only; `None` = of all.
    pub feeds: Option<Vec<String>>,
    /// So many of each host at most.
    pub per_host: usize,
}

/// What the next visit of a page needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageQuestion {
    /// To ask conditionally with.
    pub validators: Validators,
    /// Print of the last body.
    pub body_sha256: Option<[u8; 32]>,
    /// `outlet.id` of the article.
    pub outlet: i64,
    /// The article's outlet.
    pub outlet_name: String,
    /// Hosts of the outlet's own: of its home page and its feeds.
    pub hosts: Vec<String>,
}

/// A row of the view `feed_pages`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPages {
    /// The feed's name.
    pub feed: String,
    /// Articles whose page is wanted.
    pub wanted: u64,
    /// Of them, those that were read.
    pub visited: u64,
    /// Never read, and still tried.
    pub waiting: u64,
    /// Never read, and given up.
    pub given_up: u64,
    /// Of the last visit.
    pub last_outcome: Option<String>,
}

/// Puts the pages of a document's articles into the queue, as the feed's rule wants it; a page of an article
/// that the feed has edited is looked at soon.
pub(super) fn want(
    db: &Connection,
    feed: &FeedRow,
    stood: &[Stood],
    now: Timestamp,
) -> Result<(), ArchiveError> {
    let rule = feed.full_text.as_str();
    if rule != FullText::Never.as_str() {
        for stood in stood {
            want_one(db, feed.id, rule, stood.sighting, now)?;
        }
    }
    Ok(())
}

fn want_one(
    db: &Connection,
    feed: i64,
    rule: &str,
    sighting: i64,
    now: Timestamp,
) -> Result<(), ArchiveError> {
    let at = times::text(now);
    let found = db
        .prepare_cached(
            "SELECT s.article_id, coalesce(s.url, a.url), r.words, p.article_id IS NOT NULL,
                 p.first_read_at IS NOT NULL AND a.changed_at = ?2 AND a.first_seen_at <> ?2, p.last_visited_at
             FROM sighting AS s JOIN article AS a ON a.id = s.article_id
             JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown
             LEFT JOIN page AS p ON p.article_id = a.id
             WHERE s.id = ?1",
        )?
        .query_row(params![sighting, at], |row| {
            let url: Option<String> = row.get(1)?;
            let edited: Option<bool> = row.get(4)?;
            let visited: Option<String> = row.get(5)?;
            Ok((row.get::<_, i64>(0)?, url, row.get::<_, u32>(2)?, row.get::<_, bool>(3)?, edited, visited))
        })
        .optional()?;
    let Some((article, url, words, queued, edited, visited)) = found else { return Ok(()) };
    if queued {
        if edited == Some(true) {
            let soon = times::read_opt(visited)?.and_then(|at| at.checked_add(FEED_SAYS_CHANGED).ok());
            let soon = times::text(soon.map_or(now, |at| at.max(now)));
            db.prepare_cached(
                "UPDATE page SET due_at = min(coalesce(due_at, ?2), ?2) WHERE article_id = ?1",
            )?
            .execute(params![article, soon])?;
        }
        return Ok(());
    }
    let short = words < FullText::SHORT;
    let Some((url, host)) = url.and_then(|url| host_of(&url).map(|host| (url, host))) else { return Ok(()) };
    if rule == FullText::Always.as_str() || short {
        db.prepare_cached(
            "INSERT INTO page (article_id, feed_id, url, host, queued_at, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        )?
        .execute(params![article, feed, url, host, at])?;
    }
    Ok(())
}

/// Takes over a feed's rule. Switched on, it counts for the articles that the feed showed lately as well.
pub(super) fn switch(
    db: &Connection,
    feed: &str,
    rule: FullText,
    now: Timestamp,
) -> Result<(), ArchiveError> {
    let (id, before): (i64, String) =
        db.query_row("SELECT id, full_text FROM feed WHERE name = ?1", [feed], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if before == rule.as_str() {
        return Ok(());
    }
    db.execute("UPDATE feed SET full_text = ?2 WHERE id = ?1", params![id, rule.as_str()])?;
    if rule == FullText::Never {
        return Ok(());
    }
    let since = times::text(now.checked_sub(BACK).unwrap_or(now));
    let lately: Vec<i64> = db
        .prepare("SELECT id FROM sighting WHERE feed_id = ?1 AND last_seen_at >= ?2")?
        .query_map(params![id, since], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    lately.into_iter().try_for_each(|sighting| want_one(db, id, rule.as_str(), sighting, now))
}

/// The host whose manners count, of what can be visited.
pub(super) fn host_of(url: &str) -> Option<String> {
    let url = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.host_str().map(str::to_owned)
}

/// A host whose pages may be asked for: not at rest, and not one that wants to be left alone.
const FREE: &str = "NOT EXISTS (SELECT 1 FROM page_host AS x WHERE x.host = h.host AND x.rests_until > ?1)
     AND NOT EXISTS (SELECT 1 FROM host_patience AS x WHERE x.host = h.host AND x.until > ?1)";

impl super::Reader {
    /// Pages that are due, of each host the first ones of its queue: articles that were never read before
    /// others, the newest first; and among them the one that waits longest.
    pub fn due_pages(&self, now: Timestamp, wanted: &Wanted) -> Result<Vec<DuePage>, ArchiveError> {
        let at = times::text(now);
        // From host to host along the index: not every page is looked at to find the hosts.
        let hosts: Vec<String> = self
            .db()
            .prepare_cached(&format!(
                "WITH RECURSIVE h (host) AS (
                     SELECT min(host) FROM page WHERE due_at IS NOT NULL
                     UNION ALL
                     SELECT (SELECT min(p.host) FROM page AS p WHERE p.due_at IS NOT NULL AND p.host > h.host)
                     FROM h WHERE h.host IS NOT NULL)
                 SELECT host FROM h WHERE host IS NOT NULL
                     AND EXISTS (SELECT 1 FROM page AS p WHERE p.host = h.host AND p.due_at <= ?1) AND {FREE}",
            ))?
            .query_map([&at], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let feeds = wanted.feeds.as_ref().map(|feeds| serde_json::json!(feeds).to_string());
        let newest = self.pages_in(TURN_NEWEST)?;
        let oldest = self.pages_in(TURN_OLDEST)?;
        let mut due = Vec::new();
        for host in hosts.into_iter().filter(|host| !wanted.busy.contains(host)) {
            let old = wanted.per_host / TRICKLE;
            let mut first = newest(&host, &at, feeds.as_deref(), wanted.per_host - old)?;
            for (turn, page) in oldest(&host, &at, feeds.as_deref(), old)?.into_iter().enumerate() {
                if !first.contains(&page) {
                    first.insert(first.len().min((turn + 1) * TRICKLE - 1), page);
                }
            }
            due.append(&mut first);
        }
        Ok(due)
    }

    #[allow(clippy::type_complexity, reason = "a statement waiting for its arguments")]
    fn pages_in(
        &self,
        order: &str,
    ) -> Result<impl Fn(&str, &str, Option<&str>, usize) -> Result<Vec<DuePage>, ArchiveError>, ArchiveError>
    {
        let sql = format!(
            "SELECT p.article_id, f.name, p.url, p.host FROM page AS p JOIN feed AS f ON f.id = p.feed_id
             JOIN article AS a ON a.id = p.article_id
             WHERE p.host = ?1 AND p.due_at <= ?2 AND f.enabled AND f.full_text <> 'never'
                 AND (?3 IS NULL OR f.name IN (SELECT value FROM json_each(?3)))
             ORDER BY {order} LIMIT ?4"
        );
        Ok(move |host: &str, at: &str, feeds: Option<&str>, limit: usize| {
            let mut stmt = self.db().prepare_cached(&sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = stmt.query_map(params![host, at, feeds, limit], |row| {
                Ok(DuePage { article: row.get(0)?, feed: row.get(1)?, url: row.get(2)?, host: row.get(3)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Pages of these feeds (`None` = of all) that are due now.
    pub fn count_due_pages(&self, now: Timestamp, feeds: Option<&[String]>) -> Result<u64, ArchiveError> {
        let feeds = feeds.map(|feeds| serde_json::json!(feeds).to_string());
        let count: i64 = self.db().query_row(
            "SELECT count(*) FROM page AS p JOIN feed AS f ON f.id = p.feed_id
             WHERE p.due_at <= ?1 AND f.enabled AND f.full_text <> 'never'
                 AND (?2 IS NULL OR f.name IN (SELECT value FROM json_each(?2)))",
            params![times::text(now), feeds],
            |row| row.get(0),
        )?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// When something will be due, or a host rested, that is not now.
    pub fn next_page_due(&self, now: Timestamp) -> Result<Option<Timestamp>, ArchiveError> {
        let next = self
            .db()
            .prepare_cached(
                "SELECT min(at) FROM (SELECT min(due_at) AS at FROM page WHERE due_at > ?1
                     UNION ALL SELECT min(rests_until) FROM page_host WHERE rests_until > ?1
                     UNION ALL SELECT min(until) FROM host_patience WHERE until > ?1)",
            )?
            .query_row([times::text(now)], |row| row.get(0))?;
        times::read_opt(next)
    }

    /// What the next visit of an article's page needs to know.
    pub fn page_question(&self, article: i64) -> Result<Option<PageQuestion>, ArchiveError> {
        let found = self
            .db()
            .prepare_cached(
                "SELECT p.etag, p.last_modified, p.body_sha256, o.id, o.name, p.validators_from FROM page AS p
                 JOIN article AS a ON a.id = p.article_id JOIN outlet AS o ON o.id = a.outlet_id
                 WHERE p.article_id = ?1",
            )?
            .query_row([article], |row| {
                let sha: Option<Vec<u8>> = row.get(2)?;
                Ok(PageQuestion {
                    validators: Validators {
                        etag: row.get(0)?,
                        last_modified: row.get(1)?,
                        from: row.get(5)?,
                    },
                    body_sha256: sha.and_then(|sha| sha.try_into().ok()),
                    outlet: row.get(3)?,
                    outlet_name: row.get(4)?,
                    hosts: Vec::new(),
                })
            })
            .optional()?;
        let Some(mut question) = found else { return Ok(None) };
        question.hosts = hosts_of(self.db(), question.outlet)?;
        Ok(Some(question))
    }

    /// Where an article's page stands; `None` where nobody wants it.
    pub fn page_status(&self, article: i64) -> Result<Option<PageStatus>, ArchiveError> {
        let mut stmt = self.db().prepare_cached(
            "SELECT url, feed, canonical_url, first_read_at, last_read_at, last_visited_at, last_outcome,
                 last_error, due_at, gone_since FROM pages WHERE article_id = ?1",
        )?;
        let mut rows = stmt.query([article])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(Some(PageStatus {
            url: row.get(0)?,
            feed: row.get(1)?,
            canonical_url: row.get(2)?,
            first_read_at: times::read_opt(row.get(3)?)?,
            last_read_at: times::read_opt(row.get(4)?)?,
            last_visited_at: times::read_opt(row.get(5)?)?,
            last_outcome: row.get(6)?,
            last_error: row.get(7)?,
            due_at: times::read_opt(row.get(8)?)?,
            gone_since: times::read_opt(row.get(9)?)?,
        }))
    }

    /// Each feed whose pages are wanted, and how many of them wait.
    pub fn feed_pages(&self) -> Result<Vec<FeedPages>, ArchiveError> {
        let mut stmt = self.db().prepare(
            "SELECT feed, wanted, visited, waiting, given_up, last_outcome FROM feed_pages ORDER BY feed",
        )?;
        let rows = stmt.query_map([], |row| {
            let count = |at| count(row, at);
            Ok(FeedPages {
                feed: row.get(0)?,
                wanted: count(1)?,
                visited: count(2)?,
                waiting: count(3)?,
                given_up: count(4)?,
                last_outcome: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The outlet's hosts: those of its home page and its feeds.
pub(super) fn hosts_of(db: &Connection, outlet: i64) -> Result<Vec<String>, ArchiveError> {
    let mut select = db.prepare_cached(
        "SELECT home FROM outlet WHERE id = ?1 AND home IS NOT NULL UNION ALL SELECT url FROM feed WHERE outlet_id = ?1",
    )?;
    let mut hosts = Vec::new();
    for url in select.query_map([outlet], |row| row.get::<_, String>(0))? {
        if let Some(host) = host_of(&url?).filter(|host| !hosts.contains(host)) {
            hosts.push(host);
        }
    }
    Ok(hosts)
}

/// The key of the address that the page at `page` calls its own (`named`), where that stands on its site or on
/// another of the outlet's.
pub(super) fn own_key(
    db: &Connection,
    outlet: i64,
    named: &str,
    page: &str,
) -> Result<Option<String>, ArchiveError> {
    let hosts = hosts_of(db, outlet)?;
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    Ok(match identity::claim(named, page, &hosts) {
        Claim::Own(key) => Some(key),
        Claim::Elsewhere(_) | Claim::Nothing => None,
    })
}

/// Of one document, the first entry has the lowest number and is the newest.
const TURN_NEWEST: &str = "p.first_read_at IS NOT NULL, a.published_at DESC, p.article_id";
const TURN_OLDEST: &str = "p.due_at, p.article_id";

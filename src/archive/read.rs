//! Reading: connections of their own, read-only, that never block the writer.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::error::ArchiveError;
use super::search::{Filter, IS_EDIT};
use super::{open, packed, times};
use crate::model::{Article, Author, Disclaimer, DisclaimerKind, FeedHealth, Origin, Seen, Tag, Window};

/// A read-only connection.
#[derive(Debug)]
pub struct Reader {
    db: Connection,
}

/// A search result, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The article.
    pub article: Article,
    /// Where its words stand in it, with the words found in «».
    pub snippet: String,
}

impl Reader {
    /// Opens the archive for reading only.
    pub fn open(path: &Path) -> Result<Reader, ArchiveError> {
        Ok(Reader { db: open::reader(path)? })
    }

    pub(super) fn db(&self) -> &Connection {
        &self.db
    }

    /// The articles first seen in the window, in the wording and with the tags and notices they had at
    /// its end, so that the same window gives the same articles again, whatever came later.
    pub fn window(&self, window: Window, filter: Option<&Filter>) -> Result<Vec<Article>, ArchiveError> {
        let mut sql =
            String::from("SELECT a.id FROM article AS a WHERE a.first_seen_at >= ? AND a.first_seen_at < ?");
        let mut values = vec![Value::Text(times::text(window.since)), Value::Text(times::text(window.until))];
        if let Some(filter) = filter {
            sql.push_str(" AND ");
            sql.push_str(&filter.sql);
            values.extend(filter.values.iter().cloned());
        }
        sql.push_str(" ORDER BY a.id");
        // One snapshot for all that follows.
        let tx = self.db.unchecked_transaction()?;
        let ids: Vec<i64> = tx
            .prepare(&sql)?
            .query_map(params_from_iter(values), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        ids.into_iter().map(|id| self.article_at(id, Some(window.until))).collect()
    }

    /// One article as it is now; `None` where there is none of that id.
    pub fn article(&self, id: i64) -> Result<Option<Article>, ArchiveError> {
        let tx = self.db.unchecked_transaction()?;
        let found = tx
            .query_row("SELECT 1 FROM article WHERE id = ?1", [id], |_| Ok(()))
            .map(|()| true)
            .or_else(|e| if e == rusqlite::Error::QueryReturnedNoRows { Ok(false) } else { Err(e) })?;
        if found { self.article_at(id, None).map(Some) } else { Ok(None) }
    }

    pub(super) fn article_at(&self, id: i64, until: Option<Timestamp>) -> Result<Article, ArchiveError> {
        // Sorts after every time there is.
        let until = until.map_or_else(|| "~".to_owned(), times::text);
        let row = self
            .db
            .prepare_cached(&format!(
                "SELECT o.name, a.url, r.title, coalesce(r.byline, a.byline), r.summary, r.text, r.text_from, r.html, a.language,
                     a.published_at, a.published_from, a.first_seen_at, r.seen_at,
                     (SELECT count(*) FROM revision AS n WHERE n.article_id = a.id AND (n.seen_at < ?2 OR n.revision = 1)), r.words,
                     a.image_url, a.image_credit, a.original_outlet, a.original_url, s.story_id,
                     (SELECT max(w.withdrawn_at) FROM withdrawal AS w WHERE w.article_id = a.id
                         AND w.withdrawn_at < ?2 AND (w.returned_at IS NULL OR w.returned_at >= ?2)), o.excerpt_words,
                     (SELECT count(*) FROM revision AS e WHERE e.article_id = a.id AND e.seen_at < ?2
                         AND {IS_EDIT}),
                     (SELECT max(e.seen_at) FROM revision AS e WHERE e.article_id = a.id AND e.seen_at < ?2
                         AND {IS_EDIT})
                 FROM article AS a
                 JOIN outlet AS o ON o.id = a.outlet_id
                 JOIN revision AS r ON r.article_id = a.id AND r.revision =
                     (SELECT max(x.revision) FROM revision AS x
                      WHERE x.article_id = a.id AND x.shown AND (x.seen_at < ?2 OR x.revision = 1))
                 LEFT JOIN story_article AS s ON s.article_id = a.id
                 WHERE a.id = ?1",
            ))?
            .query_row(params![id, until], ArticleRow::read)?;
        let mut article = row.article(id)?;
        article.authors = self.authors(id, &until)?;
        article.tags = self.tags(id, &until)?;
        article.disclaimers = self.disclaimers(id, &until)?;
        article.seen = self.seen(id, &until)?;
        Ok(article)
    }

    fn authors(&self, id: i64, until: &str) -> Result<Vec<Author>, ArchiveError> {
        let mut stmt = self.db.prepare_cached(
            "SELECT name, uri, email FROM author WHERE article_id = ?1 AND role = 'author'
                 AND (added_at IS NULL OR added_at < ?2) AND (gone_at IS NULL OR gone_at >= ?2) ORDER BY position",
        )?;
        let rows = stmt.query_map(params![id, until], |row| {
            Ok(Author { name: row.get(0)?, uri: row.get(1)?, email: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn tags(&self, id: i64, until: &str) -> Result<Vec<Tag>, ArchiveError> {
        let mut stmt = self.db.prepare_cached(
            "SELECT t.scheme, t.term, at.label, at.origin FROM article_tag AS at JOIN tag AS t ON t.id = at.tag_id
             WHERE at.article_id = ?1 AND at.added_at < ?2 ORDER BY at.position, at.origin",
        )?;
        let rows = stmt.query_map(params![id, until], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?))
        })?;
        rows.map(|row| {
            let (scheme, term, label, origin) = row?;
            Ok(Tag { scheme, term, label, origin: origin_of(&origin)? })
        })
        .collect()
    }

    fn disclaimers(&self, id: i64, until: &str) -> Result<Vec<Disclaimer>, ArchiveError> {
        let mut stmt = self.db.prepare_cached(
            "SELECT d.kind, d.text, ad.origin FROM article_disclaimer AS ad
             JOIN disclaimer AS d ON d.id = ad.disclaimer_id
             WHERE ad.article_id = ?1 AND ad.added_at < ?2 ORDER BY ad.position, ad.origin",
        )?;
        let rows = stmt.query_map(params![id, until], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, String>(2)?))
        })?;
        rows.map(|row| {
            let (kind, text, origin) = row?;
            let kind: DisclaimerKind = kind
                .parse()
                .map_err(|_| ArchiveError::Unreadable { what: "a kind of disclaimer", found: kind })?;
            Ok(Disclaimer { kind, text, origin: origin_of(&origin)? })
        })
        .collect()
    }

    fn seen(&self, id: i64, until: &str) -> Result<Vec<Seen>, ArchiveError> {
        let mut stmt = self.db.prepare_cached(
            "SELECT f.name, s.guid, s.url, s.first_seen_at, s.last_seen_at, s.matched_by, s.renamed, w.title
             FROM sighting AS s JOIN feed AS f ON f.id = s.feed_id
             LEFT JOIN sighting_wording AS w ON w.sighting_id = s.id
             WHERE s.article_id = ?1 AND s.first_seen_at < ?2 ORDER BY s.first_seen_at, s.id",
        )?;
        let rows = stmt.query_map(params![id, until], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, String>(4)?,
                row.get(5)?,
                row.get(6)?,
                row.get(7)?,
            ))
        })?;
        rows.map(|row| {
            let (feed, guid, url, first, last, matched_by, renamed, title) = row?;
            Ok(Seen {
                feed,
                guid,
                url,
                first_seen_at: times::read(&first)?,
                last_seen_at: times::read(&last)?,
                matched_by,
                renamed,
                title,
            })
        })
        .collect()
    }

    /// Every feed, in order of outlet and name.
    pub fn feeds(&self) -> Result<Vec<FeedHealth>, ArchiveError> {
        let mut stmt = self.db.prepare(
            "SELECT v.name, v.outlet, v.url, v.title, v.enabled, v.health, v.last_polled_at, v.last_changed_at,
                 v.next_due_at, v.failures, v.last_error, v.articles,
                 v.gaps,
                 (SELECT p.notes FROM poll AS p WHERE p.feed_id = f.id AND p.outcome = 'ok' ORDER BY p.id DESC LIMIT 1),
                 v.last_success_at, f.failing_since, f.held_until, f.held_by, f.moved_to, f.moved_since,
                 f.moved_overlap, f.lied_at,
                 v.gaps_open, v.silent_since, v.silent_how, v.identity, v.identity_since, v.identity_why
             FROM feeds AS v JOIN feed AS f ON f.name = v.name ORDER BY v.outlet, v.name",
        )?;
        let mut rows = stmt.query([])?;
        let mut feeds = Vec::new();
        while let Some(row) = rows.next()? {
            let count = |at| count(row, at);
            let enabled: bool = row.get(4)?;
            feeds.push(FeedHealth {
                name: row.get(0)?,
                outlet: row.get(1)?,
                url: row.get(2)?,
                title: row.get(3)?,
                enabled,
                health: row.get(5)?,
                last_polled_at: times::read_opt(row.get(6)?)?,
                last_changed_at: times::read_opt(row.get(7)?)?,
                next_due_at: times::read_opt(row.get::<_, Option<String>>(8)?.filter(|_| enabled))?,
                failures: row.get(9)?,
                last_error: row.get(10)?,
                articles: count(11)?,
                gaps: count(12)?,
                notes: row.get::<_, Option<String>>(13)?.map(|json| plain_notes(&json)).unwrap_or_default(),
                last_success_at: times::read_opt(row.get(14)?)?,
                failing_since: times::read_opt(row.get(15)?)?,
                held_until: times::read_opt(row.get(16)?)?,
                held_by: row.get(17)?,
                moved_to: row.get(18)?,
                moved_since: times::read_opt(row.get(19)?)?,
                moved_overlap: row.get(20)?,
                lied_at: times::read_opt(row.get(21)?)?,
                gaps_open: count(22)?,
                silent_since: times::read_opt(row.get(23)?)?,
                silent_how: row.get(24)?,
                identity: row.get(25)?,
                identity_since: times::read_opt(row.get(26)?)?,
                identity_why: row.get(27)?,
            });
        }
        Ok(feeds)
    }
}

fn plain_notes(json: &str) -> String {
    let Ok(serde_json::Value::Object(map)) = serde_json::from_str(json) else { return json.to_owned() };
    map.iter().map(|(kind, count)| format!("{kind}×{count}")).collect::<Vec<_>>().join(", ")
}

fn origin_of(text: &str) -> Result<Origin, ArchiveError> {
    text.parse().map_err(|_| ArchiveError::Unreadable { what: "an origin", found: text.to_owned() })
}

/// A number that is never negative.
pub(super) fn count(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(at).map(|n| u64::try_from(n).unwrap_or(0))
}

struct ArticleRow {
    outlet: String,
    url: Option<String>,
    title: String,
    byline: Option<String>,
    summary: Option<String>,
    text: String,
    text_from: String,
    html: Option<Vec<u8>>,
    language: Option<String>,
    published_at: String,
    published_from: String,
    first_seen_at: String,
    changed_at: String,
    revisions: u32,
    words: u32,
    image_url: Option<String>,
    image_credit: Option<String>,
    original_outlet: Option<String>,
    original_url: Option<String>,
    story_id: Option<i64>,
    withdrawn_at: Option<String>,
    excerpt_words: u32,
    edits: u32,
    edited_at: Option<String>,
}

impl ArticleRow {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<ArticleRow> {
        Ok(ArticleRow {
            outlet: row.get(0)?,
            url: row.get(1)?,
            title: row.get(2)?,
            byline: row.get(3)?,
            summary: row.get(4)?,
            text: row.get(5)?,
            text_from: row.get(6)?,
            html: row.get(7)?,
            language: row.get(8)?,
            published_at: row.get(9)?,
            published_from: row.get(10)?,
            first_seen_at: row.get(11)?,
            changed_at: row.get(12)?,
            revisions: row.get(13)?,
            words: row.get(14)?,
            image_url: row.get(15)?,
            image_credit: row.get(16)?,
            original_outlet: row.get(17)?,
            original_url: row.get(18)?,
            story_id: row.get(19)?,
            withdrawn_at: row.get(20)?,
            excerpt_words: row.get(21)?,
            edits: row.get(22)?,
            edited_at: row.get(23)?,
        })
    }

    fn article(self, id: i64) -> Result<Article, ArchiveError> {
        let html = self
            .html
            .map(|packed| packed::unpack(&packed, &self.text))
            .transpose()
            .map_err(|e| ArchiveError::Unreadable { what: "packed HTML", found: e.to_string() })?;
        Ok(Article {
            id,
            outlet: self.outlet,
            url: self.url,
            title: self.title,
            byline: self.byline,
            summary: self.summary,
            text: self.text,
            text_from: self.text_from,
            html,
            language: self.language,
            published_at: times::read(&self.published_at)?,
            published_from: self.published_from,
            first_seen_at: times::read(&self.first_seen_at)?,
            changed_at: times::read(&self.changed_at)?,
            revisions: self.revisions,
            edits: self.edits,
            edited_at: times::read_opt(self.edited_at)?,
            words: self.words,
            image_url: self.image_url,
            image_credit: self.image_credit,
            original_outlet: self.original_outlet,
            original_url: self.original_url,
            story_id: self.story_id,
            withdrawn_at: times::read_opt(self.withdrawn_at)?,
            authors: Vec::new(),
            tags: Vec::new(),
            disclaimers: Vec::new(),
            seen: Vec::new(),
            excerpt_words: self.excerpt_words,
        })
    }
}

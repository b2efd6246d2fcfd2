//! The archive as [`story::Shelf`]: what a newcomer is looked up in.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row};

use super::super::error::ArchiveError;
use super::super::times;
use super::index::stored;
use crate::identity;
use crate::model::fold;
use crate::story::{Document, Holder, Shelf};

/// Articles read for one shingle: enough to see that many stories share it.
const HOLDERS: i64 = 64;
/// Articles at one address, or that name one source.
const NEIGHBOURS: i64 = 16;
/// Documents kept at hand while one article is placed.
const AT_HAND: usize = 64;

/// What is compared of a wording: its text, or the summary where the feed gives no text.
pub(super) fn text_of(revision: &str) -> String {
    format!("CASE {revision}.text WHEN '' THEN coalesce({revision}.summary, '') ELSE {revision}.text END")
}

/// Rows of the archive, read as they are asked for.
pub(super) struct Rows<'a> {
    db: &'a Connection,
    documents: HashMap<i64, Document>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(db: &'a Connection) -> Rows<'a> {
        Rows { db, documents: HashMap::new() }
    }

    fn read(&self, article: i64) -> Result<Option<Document>, ArchiveError> {
        let found = self
            .db
            .prepare_cached(&format!(
                "SELECT r.title, {}, a.outlet_id, o.name, o.home, a.published_at, a.language, a.url, a.original_outlet,
                     a.original_url
                 FROM article AS a JOIN outlet AS o ON o.id = a.outlet_id
                 JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown WHERE a.id = ?1",
                text_of("r")
            ))?
            .query_row([article], |row| {
                let text = |at: usize| row.get_ref(at).and_then(|value| Ok(value.as_str()?.to_owned()));
                let read = Document::read(article, &text(0)?, &text(1)?);
                Ok((read, row.get(2)?, text(3)?, text(5)?, Optional::of(row)?))
            })
            .optional()?;
        let Some((read, outlet, name, at, optional)) = found else { return Ok(None) };
        Ok(Some(Document {
            outlet,
            outlet_names: names(&name, optional.home.as_deref()),
            at: times::read(&at)?.as_second(),
            language: optional.language,
            url_key: optional.url.as_deref().and_then(page_key),
            original_outlet: optional.original_outlet.as_deref().map(fold).filter(|name| !name.is_empty()),
            original_key: optional.original_url.as_deref().and_then(page_key),
            ..read
        }))
    }
}

struct Optional {
    home: Option<String>,
    language: Option<String>,
    url: Option<String>,
    original_outlet: Option<String>,
    original_url: Option<String>,
}

impl Optional {
    fn of(row: &Row<'_>) -> rusqlite::Result<Optional> {
        Ok(Optional {
            home: row.get(4)?,
            language: row.get(6)?,
            url: row.get(7)?,
            original_outlet: row.get(8)?,
            original_url: row.get(9)?,
        })
    }
}

/// What an outlet is called, by others too: its name, and the host of its home page.
fn names(name: &str, home: Option<&str>) -> Vec<String> {
    let site = home.and_then(identity::canonical).and_then(|key| key.split('/').next().map(fold));
    std::iter::once(fold(name)).chain(site).filter(|name| !name.is_empty()).collect()
}

/// The canonical address of a page; a site's front page is none that names an article.
fn page_key(url: &str) -> Option<String> {
    identity::canonical(url).filter(|key| identity::names_a_page(key))
}

impl Shelf for Rows<'_> {
    type Error = ArchiveError;

    fn holders(&mut self, key: u32, see: &mut dyn FnMut(Holder) -> bool) -> Result<(), ArchiveError> {
        let mut stmt = self.db.prepare_cached(
            "SELECT s.article_id, d.at, m.story_id FROM story_shingle AS s
             JOIN story_document AS d ON d.article_id = s.article_id
             LEFT JOIN story_article AS m ON m.article_id = s.article_id
             WHERE s.shingle = ?1 LIMIT ?2",
        )?;
        let mut rows = stmt.query([i64::from(stored(key)), HOLDERS])?;
        while let Some(row) = rows.next()? {
            if !see(holder(row)?) {
                break;
            }
        }
        Ok(())
    }

    fn document(&mut self, article: i64) -> Result<Option<Document>, ArchiveError> {
        if let Some(document) = self.documents.get(&article) {
            return Ok(Some(document.clone()));
        }
        let found = self.read(article)?;
        if let Some(document) = &found
            && self.documents.len() < AT_HAND
        {
            self.documents.insert(article, document.clone());
        }
        Ok(found)
    }

    fn representative(&mut self, story: i64) -> Result<Option<i64>, ArchiveError> {
        representative(self.db, story)
    }

    fn neighbours(&mut self, newcomer: &Document) -> Result<Vec<Holder>, ArchiveError> {
        if newcomer.url_key.is_none() && newcomer.original_key.is_none() {
            return Ok(Vec::new());
        }
        let mut stmt = self.db.prepare_cached(
            "SELECT a.id, unixepoch(a.published_at), m.story_id FROM (
                 SELECT id FROM article WHERE url_key IN (?2, ?3)
                 UNION SELECT article_id FROM story_origin WHERE url_key = ?2) AS n
             JOIN article AS a ON a.id = n.id LEFT JOIN story_article AS m ON m.article_id = a.id
             WHERE a.id <> ?1 ORDER BY a.id LIMIT ?4",
        )?;
        let rows = stmt.query_map(
            rusqlite::params![newcomer.article, newcomer.url_key, newcomer.original_key, NEIGHBOURS],
            holder,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The article of a story that was published first.
pub(super) fn representative(db: &Connection, story: i64) -> Result<Option<i64>, ArchiveError> {
    Ok(db
        .prepare_cached(
            "SELECT a.id FROM story_article AS m JOIN article AS a ON a.id = m.article_id
             WHERE m.story_id = ?1 ORDER BY a.published_at, a.id LIMIT 1",
        )?
        .query_row([story], |row| row.get(0))
        .optional()?)
}

fn holder(row: &Row<'_>) -> rusqlite::Result<Holder> {
    Ok(Holder { article: row.get(0)?, at: row.get(1)?, story: row.get(2)? })
}

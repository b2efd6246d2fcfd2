//! Other markup under the same words: no new wording, and kept all the same.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::record::FeedRow;
use super::{Reader, packed};
use crate::model::Draft;

/// Keeps the markup of an entry or page whose words are those that the article shows; the latest of each wording.
pub(super) fn keep(
    db: &Connection,
    feed: &FeedRow,
    article: i64,
    draft: &Draft,
    at: &str,
) -> Result<(), ArchiveError> {
    let Some(html) = &draft.html else { return Ok(()) };
    let Some(latest) = latest(db, article)? else { return Ok(()) };
    let is_same = latest.html.as_ref() == Some(html);
    if is_same || latest.text != draft.text || latest.outlet != feed.outlet {
        return Ok(());
    }
    let html = packed::pack(html, &draft.text).map_err(|source| ArchiveError::Io {
        doing: "compress the HTML of",
        path: draft.url.clone().unwrap_or_default().into(),
        source,
    })?;
    db.prepare_cached(
        "INSERT INTO markup (article_id, revision, seen_at, html) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (article_id, revision) DO UPDATE SET seen_at = excluded.seen_at, html = excluded.html",
    )?
    .execute(params![article, latest.revision, at, html])?;
    Ok(())
}

struct Latest {
    outlet: i64,
    revision: u32,
    text: String,
    html: Option<String>,
}

/// Of the wording that is shown.
fn latest(db: &Connection, article: i64) -> Result<Option<Latest>, ArchiveError> {
    let found = db
        .prepare_cached(
            "SELECT a.outlet_id, r.revision, r.text, coalesce(m.html, r.html)
             FROM article AS a JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown
             LEFT JOIN markup AS m ON m.article_id = r.article_id AND m.revision = r.revision WHERE a.id = ?1",
        )?
        .query_row([article], |row| {
            let html: Option<Vec<u8>> = row.get(3)?;
            Ok((Latest { outlet: row.get(0)?, revision: row.get(1)?, text: row.get(2)?, html: None }, html))
        })
        .optional()?;
    let Some((latest, html)) = found else { return Ok(None) };
    let html = html.map(|packed| packed::unpack(&packed, &latest.text)).transpose();
    let html = html.map_err(|e| ArchiveError::Unreadable { what: "packed HTML", found: e.to_string() })?;
    Ok(Some(Latest { html, ..latest }))
}

impl Reader {
    /// The markup in which an article's words stood last; `None` where there is none.
    ///
    /// # Errors
    /// The archive's, or HTML in it that cannot be unpacked.
    pub fn markup(&self, article: i64) -> Result<Option<String>, ArchiveError> {
        Ok(latest(self.db(), article)?.and_then(|latest| latest.html))
    }
}

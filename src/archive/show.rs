//! One article's wordings.

use rusqlite::OptionalExtension;

use super::error::ArchiveError;
use super::{Reader, times};
use crate::identity;
use crate::model::Revision;

impl Reader {
    /// The article of an address: its canonical one, else one that a feed has given.
    pub fn article_of_url(&self, url: &str) -> Result<Option<i64>, ArchiveError> {
        let key = identity::canonical(url);
        let found = self
            .db()
            .prepare_cached(
                "SELECT id FROM (SELECT id, 1 AS rank FROM article WHERE url_key = ?1
                     UNION ALL SELECT id, 2 FROM article WHERE url = ?2
                     UNION ALL SELECT article_id, 3 FROM sighting WHERE url = ?2
                     UNION ALL SELECT article_id, 4 FROM page WHERE canonical_key = ?1)
                 ORDER BY rank, id LIMIT 1",
            )?
            .query_row([key.as_deref(), Some(url)], |row| row.get(0))
            .optional()?;
        Ok(found)
    }

    /// Every wording of an article, the first one first.
    pub fn revisions(&self, article: i64) -> Result<Vec<Revision>, ArchiveError> {
        let mut stmt = self.db().prepare_cached(
            "SELECT revision, seen_at, change, title, summary, text, announced, shown, byline FROM revisions WHERE article_id = ?1 ORDER BY revision",
        )?;
        let rows = stmt.query_map([article], |row| {
            Ok((
                row.get(0)?,
                row.get::<_, String>(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
                row.get(6)?,
                row.get(7)?,
                row.get(8)?,
            ))
        })?;
        rows.map(|row| {
            let (revision, seen_at, change, title, summary, text, announced, shown, byline) = row?;
            Ok(Revision {
                revision,
                seen_at: times::read(&seen_at)?,
                change,
                announced,
                shown,
                byline,
                title,
                summary,
                text,
            })
        })
        .collect()
    }
}

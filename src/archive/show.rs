//! One article's wordings.

use super::error::ArchiveError;
use super::{Reader, times};
use crate::model::Revision;

impl Reader {
    /// Every wording of an article, the first one first.
    pub fn revisions(&self, article: i64) -> Result<Vec<Revision>, ArchiveError> {
        let mut stmt = self.db().prepare_cached(
            "SELECT revision, seen_at, change, title, summary, text FROM revisions WHERE article_id = ?1 ORDER BY revision",
        )?;
        let rows = stmt.query_map([article], |row| {
            Ok((
                row.get(0)?,
                row.get::<_, String>(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ))
        })?;
        rows.map(|row| {
            let (revision, seen_at, change, title, summary, text) = row?;
            Ok(Revision { revision, seen_at: times::read(&seen_at)?, change, title, summary, text })
        })
        .collect()
    }
}

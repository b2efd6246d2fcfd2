//! What hangs on an article beside its words: who helped, what plays, where else it leads.

use super::Reader;
use super::error::ArchiveError;
use crate::model::{Author, Link, Media};

/// More of one article's links or media are not read: a hostile feed may name thousands.
const MAX_PARTS: u32 = 1_000;

impl Reader {
    /// Who had a part in an article without being its author, in the feed's order.
    pub fn contributors(&self, article: i64) -> Result<Vec<Author>, ArchiveError> {
        let mut select = self.db().prepare_cached(
            "SELECT name, uri, email FROM author WHERE article_id = ?1 AND role = 'contributor' ORDER BY position",
        )?;
        let rows = select.query_map([article], |row| {
            Ok(Author { name: row.get(0)?, uri: row.get(1)?, email: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The pages an article names beside its own (`article_links`), by relation.
    pub fn links(&self, article: i64) -> Result<Vec<Link>, ArchiveError> {
        let mut select = self.db().prepare_cached(
            "SELECT rel, url, type, language, title FROM article_link WHERE article_id = ?1
             ORDER BY rel, url LIMIT ?2",
        )?;
        let rows = select.query_map(rusqlite::params![article, MAX_PARTS], |row| {
            Ok(Link {
                rel: row.get(0)?,
                href: row.get(1)?,
                media_type: row.get(2)?,
                language: row.get(3)?,
                title: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An article's enclosures, pictures and films (`article_media`).
    pub fn media(&self, article: i64) -> Result<Vec<Media>, ArchiveError> {
        let mut select = self.db().prepare_cached(
            "SELECT url, role, type, length, title, description, credit, duration_s FROM media
             WHERE article_id = ?1 ORDER BY role, url LIMIT ?2",
        )?;
        let rows = select.query_map(rusqlite::params![article, MAX_PARTS], |row| {
            Ok(Media {
                url: row.get(0)?,
                role: role(&row.get::<_, String>(1)?),
                media_type: row.get(2)?,
                length: row.get::<_, Option<i64>>(3)?.and_then(|bytes| u64::try_from(bytes).ok()),
                title: row.get(4)?,
                description: row.get(5)?,
                credit: row.get(6)?,
                duration_s: row.get(7)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The word of [`Media::role`]; one that a later version may know is shown as media.
fn role(word: &str) -> &'static str {
    ["enclosure", "thumbnail", "image"].into_iter().find(|known| *known == word).unwrap_or("media")
}

//! What an outlet's pages begin and end with: the data by which furniture and notices are known.

use rusqlite::{Connection, params};

use super::error::ArchiveError;
use crate::model::fold_text;

/// Notices and furniture stand at the edges of a body: its first paragraphs …
const FIRST: usize = 2;
/// … and its last.
const LAST: usize = 6;
/// Of an outlet's articles, the latest so many are remembered.
const MAX_ARTICLES: i64 = 200;
/// A longer paragraph is no notice.
const MAX_LENGTH: usize = 2_000;

/// A paragraph at the edge of an article's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeParagraph {
    /// Folded.
    pub text: String,
    /// On whose page.
    pub article: i64,
    /// The day the article was published, counted from 1970.
    pub day: i64,
    /// The article's story.
    pub story: Option<i64>,
}

/// The paragraphs that are remembered of a body.
pub(super) fn edges(text: &str) -> Vec<String> {
    let all: Vec<&str> = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect();
    let last = all.len().saturating_sub(LAST).max(FIRST);
    let edges = all.iter().enumerate().filter(|(at, _)| *at < FIRST || *at >= last).map(|(_, p)| *p);
    edges.filter(|p| p.len() <= MAX_LENGTH).map(fold_text).filter(|p| !p.is_empty()).collect()
}

/// Remembers the edges of an article's body, and forgets those of the outlet's older articles.
pub(super) fn remember(
    db: &Connection,
    outlet: i64,
    article: i64,
    paragraphs: &[String],
) -> Result<(), ArchiveError> {
    db.prepare_cached("DELETE FROM paragraph WHERE outlet_id = ?1 AND article_id = ?2")?
        .execute([outlet, article])?;
    let mut insert = db.prepare_cached(
        "INSERT INTO paragraph (outlet_id, article_id, position, text) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (position, text) in paragraphs.iter().enumerate() {
        insert.execute(params![outlet, article, i64::try_from(position).unwrap_or(i64::MAX), text])?;
    }
    db.prepare_cached(
        "DELETE FROM paragraph WHERE outlet_id = ?1 AND article_id <= coalesce((SELECT article_id FROM
             (SELECT DISTINCT article_id FROM paragraph WHERE outlet_id = ?1)
             ORDER BY article_id DESC LIMIT 1 OFFSET ?2), -1)",
    )?
    .execute([outlet, MAX_ARTICLES])?;
    Ok(())
}

impl super::Reader {
    /// The edges of the outlet's latest articles.
    pub fn edge_paragraphs(&self, outlet: i64) -> Result<Vec<EdgeParagraph>, ArchiveError> {
        let mut stmt = self.db().prepare_cached(
            "SELECT p.text, p.article_id, CAST(strftime('%s', a.published_at) AS INTEGER) / 86400, s.story_id
             FROM paragraph AS p JOIN article AS a ON a.id = p.article_id
             LEFT JOIN story_article AS s ON s.article_id = p.article_id WHERE p.outlet_id = ?1",
        )?;
        let rows = stmt.query_map([outlet], |row| {
            Ok(EdgeParagraph {
                text: row.get(0)?,
                article: row.get(1)?,
                day: row.get(2)?,
                story: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::edges;

    #[test]
    fn only_the_edges_of_a_body_are_remembered() {
        let text = (1..=12).map(|n| format!("Paragraph {n}.")).collect::<Vec<_>>().join("\n\n");
        let kept: Vec<String> = [1, 2, 7, 8, 9, 10, 11, 12].map(|n| format!("paragraph {n}.")).to_vec();
        assert_eq!(edges(&text), kept);
        assert_eq!(edges("One.\n\n\n\nTwo.\n\nThree."), ["one.", "two.", "three."]);
        assert_eq!(edges(""), [""; 0]);
    }
}

//! Stories, for whoever asks.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use super::super::error::ArchiveError;
use super::super::{Reader, times};

/// A story with its articles, the one published first at the top.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// `stories.id`
    pub id: i64,
    /// When we first saw one of them.
    pub first_seen_at: Timestamp,
    /// In order of publication.
    pub articles: Vec<StoryArticle>,
}

/// An article of a story, and why it is one.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryArticle {
    /// `articles.id`
    pub article: i64,
    /// The outlet's name.
    pub outlet: String,
    /// Plain text.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published_at: Timestamp,
    /// Words in the text.
    pub words: u32,
    /// What it is to `other`: `story_articles.relation`.
    pub relation: String,
    /// 0 to 1; `None` where nobody compared.
    pub score: Option<f64>,
    /// Why, for a person to read.
    pub evidence: String,
    /// The article of the story it belongs to most closely.
    pub other: Option<i64>,
    /// Version of the rule.
    pub rule: Option<u32>,
    /// Since when.
    pub linked_at: Option<Timestamp>,
    /// `rule`, `source` or `person`.
    pub linked_by: Option<String>,
}

/// Two articles that may be copies.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// `articles.id`
    pub article: i64,
    /// Its outlet.
    pub outlet: String,
    /// Its title.
    pub title: String,
    /// The other article.
    pub other: i64,
    /// Its outlet.
    pub other_outlet: String,
    /// Its title.
    pub other_title: String,
    /// What the first is to the other.
    pub relation: String,
    /// 0 to 1.
    pub score: f64,
    /// For a person to read.
    pub evidence: String,
}

impl Reader {
    /// The story of an article; `None` where it stands alone.
    pub fn story(&self, article: i64) -> Result<Option<Story>, ArchiveError> {
        let found: Option<(i64, String)> = self
            .db()
            .prepare_cached(
                "SELECT s.id, s.first_seen_at FROM story_article AS m JOIN story AS s ON s.id = m.story_id
                 WHERE m.article_id = ?1",
            )?
            .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((id, seen)) = found else { return Ok(None) };
        Ok(Some(Story { id, first_seen_at: times::read(&seen)?, articles: self.story_articles(id)? }))
    }

    fn story_articles(&self, story: i64) -> Result<Vec<StoryArticle>, ArchiveError> {
        let mut stmt = self.db().prepare_cached(
            "SELECT m.article_id, o.name, r.title, a.url, a.published_at, r.words, m.relation, m.score, m.evidence,
                 m.other_id, m.rule, m.linked_at, m.linked_by
             FROM story_article AS m JOIN article AS a ON a.id = m.article_id JOIN outlet AS o ON o.id = a.outlet_id
             JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown
             WHERE m.story_id = ?1 ORDER BY a.published_at, a.id",
        )?;
        let mut rows = stmt.query([story])?;
        let mut articles = Vec::new();
        while let Some(row) = rows.next()? {
            articles.push(StoryArticle {
                article: row.get(0)?,
                outlet: row.get(1)?,
                title: row.get(2)?,
                url: row.get(3)?,
                published_at: times::read(&row.get::<_, String>(4)?)?,
                words: row.get(5)?,
                relation: row.get(6)?,
                score: row.get(7)?,
                evidence: row.get(8)?,
                other: row.get(9)?,
                rule: row.get(10)?,
                linked_at: times::read_opt(row.get(11)?)?,
                linked_by: row.get(12)?,
            });
        }
        Ok(articles)
    }

    /// Pairs of articles that may be copies, the likeliest first: of one article, or of all.
    pub fn suggestions(&self, article: Option<i64>, most: usize) -> Result<Vec<Suggestion>, ArchiveError> {
        let mut stmt = self.db().prepare_cached(
            "SELECT v.article_id, o.name, r.title, v.other_article_id, p.name, s.title, v.relation, v.score, v.evidence
             FROM story_suggestions AS v
             JOIN article AS a ON a.id = v.article_id JOIN outlet AS o ON o.id = a.outlet_id
             JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown
             JOIN article AS b ON b.id = v.other_article_id JOIN outlet AS p ON p.id = b.outlet_id
             JOIN revision AS s ON s.article_id = b.id AND s.revision = b.shown
             WHERE ?1 IS NULL OR v.article_id = ?1 OR v.other_article_id = ?1
             ORDER BY v.score DESC, v.article_id, v.other_article_id LIMIT ?2",
        )?;
        let rows = stmt.query_map(params![article, i64::try_from(most).unwrap_or(i64::MAX)], suggestion)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn suggestion(row: &Row<'_>) -> rusqlite::Result<Suggestion> {
    Ok(Suggestion {
        article: row.get(0)?,
        outlet: row.get(1)?,
        title: row.get(2)?,
        other: row.get(3)?,
        other_outlet: row.get(4)?,
        other_title: row.get(5)?,
        relation: row.get(6)?,
        score: row.get(7)?,
        evidence: row.get(8)?,
    })
}

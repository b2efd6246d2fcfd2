//! What people say of stories: it beats every score, and can be taken back.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::error::ArchiveError;
use super::super::times;
use super::super::writer::Archive;
use super::settle::{around, articles_of, story_of};
use super::shelf::Rows;
use crate::story::Furniture;

/// Why nothing was ruled.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// No such article.
    #[error("the archive has no article {0}: `clippings search` finds numbers")]
    NoArticle(i64),
    /// It is in no story.
    #[error("article {0} is in no story: there is nothing to split it from")]
    NoStory(i64),
    /// Nothing has been ruled, or all of it was undone.
    #[error("no split or join is left to undo")]
    NothingToUndo,
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// What a ruling did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ruled {
    /// `together` or `apart`.
    pub verdict: String,
    /// Pairs of articles it speaks of.
    pub pairs: usize,
    /// The stories those articles are in now.
    pub stories: Vec<i64>,
}

#[derive(Clone, Copy)]
pub(super) enum Verdict {
    Together,
    Apart,
}

impl Verdict {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Verdict::Together => "together",
            Verdict::Apart => "apart",
        }
    }
}

impl Archive {
    /// Takes articles out of their story, for good: no later score brings them back to those they were
    /// with. Named together they stay together; where all of a story is named, each goes its own way.
    pub async fn story_split(&self, articles: Vec<i64>, now: Timestamp) -> Result<Ruled, StoryError> {
        self.write(move |db| Ok(split(db, &articles, now))).await?
    }

    /// Makes one story of the articles' stories, whatever the texts say.
    pub async fn story_join(&self, articles: Vec<i64>, now: Timestamp) -> Result<Ruled, StoryError> {
        self.write(move |db| Ok(join(db, &articles, now))).await?
    }

    /// Takes back the latest split or join that was not taken back yet.
    pub async fn story_undo(&self, now: Timestamp) -> Result<Ruled, StoryError> {
        self.write(move |db| Ok(undo(db, now))).await?
    }
}

fn split(db: &Connection, articles: &[i64], now: Timestamp) -> Result<Ruled, StoryError> {
    let mut pairs = HashSet::new();
    for &article in articles {
        exists(db, article)?;
        let story = story_of(db, article)?.ok_or(StoryError::NoStory(article))?;
        let members = articles_of(db, story)?;
        let all = members.iter().all(|member| articles.contains(member));
        for other in members.into_iter().filter(|m| *m != article && (all || !articles.contains(m))) {
            pairs.insert((article.min(other), article.max(other)));
        }
    }
    rule(db, Verdict::Apart, pairs, now)
}

fn join(db: &Connection, articles: &[i64], now: Timestamp) -> Result<Ruled, StoryError> {
    let mut company: Vec<Vec<i64>> = Vec::new();
    for &article in articles {
        exists(db, article)?;
        company.push(match story_of(db, article)? {
            Some(story) => articles_of(db, story)?,
            None => vec![article],
        });
    }
    let mut pairs = HashSet::new();
    if let Some((first, others)) = articles.split_first() {
        for other in others.iter().filter(|other| *other != first) {
            pairs.insert((*first.min(other), *first.max(other)));
        }
    }
    // Earlier splits between any two of them give way, or they would still stand between the stories.
    let everyone: HashSet<i64> = company.into_iter().flatten().collect();
    for &article in &everyone {
        let mut parted = db
            .prepare_cached(
                "SELECT other_id, verdict, max(id) FROM story_ruling
                 WHERE article_id = ?1 AND undone_at IS NULL GROUP BY other_id",
            )
            .map_err(ArchiveError::from)?;
        let found: Vec<(i64, String)> = parted
            .query_map([article], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .map_err(ArchiveError::from)?;
        let gives_way =
            |(other, verdict): &(i64, String)| verdict == Verdict::Apart.as_str() && everyone.contains(other);
        pairs.extend(found.into_iter().filter(gives_way).map(|(other, _)| (article, other)));
    }
    rule(db, Verdict::Together, pairs, now)
}

fn undo(db: &Connection, now: Timestamp) -> Result<Ruled, StoryError> {
    let last: Option<(i64, String)> = db
        .query_row(
            "SELECT batch, verdict FROM story_ruling WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .map_err(ArchiveError::from)?;
    let (batch, verdict) = last.ok_or(StoryError::NothingToUndo)?;
    let pairs = take_back(db, batch, now)?;
    let stories = resettle(db, &pairs, now)?;
    Ok(Ruled { verdict, pairs: pairs.len(), stories })
}

/// Articles a person has joined this one with.
pub(super) fn joined(db: &Connection, article: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut stmt = db.prepare_cached(
        "SELECT other_id FROM story_ruling WHERE article_id = ?1 AND verdict = ?2 AND undone_at IS NULL
         UNION SELECT article_id FROM story_ruling WHERE other_id = ?1 AND verdict = ?2 AND undone_at IS NULL",
    )?;
    let rows = stmt.query_map(params![article, Verdict::Together.as_str()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn take_back(db: &Connection, batch: i64, now: Timestamp) -> Result<HashSet<(i64, i64)>, ArchiveError> {
    let mut stmt = db.prepare_cached(
        "UPDATE story_ruling SET undone_at = ?2 WHERE batch = ?1 AND undone_at IS NULL RETURNING article_id, other_id",
    )?;
    let rows = stmt.query_map(params![batch, times::text(now)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn exists(db: &Connection, article: i64) -> Result<(), StoryError> {
    db.prepare_cached("SELECT 1 FROM article WHERE id = ?1")
        .and_then(|mut stmt| stmt.query_row([article], |_| Ok(())).optional())
        .map_err(ArchiveError::from)?
        .ok_or(StoryError::NoArticle(article))
}

fn rule(
    db: &Connection,
    verdict: Verdict,
    pairs: HashSet<(i64, i64)>,
    now: Timestamp,
) -> Result<Ruled, StoryError> {
    note(db, verdict, &pairs, now)?;
    let stories = resettle(db, &pairs, now)?;
    Ok(Ruled { verdict: verdict.as_str().to_owned(), pairs: pairs.len(), stories })
}

fn note(
    db: &Connection,
    verdict: Verdict,
    pairs: &HashSet<(i64, i64)>,
    now: Timestamp,
) -> Result<(), ArchiveError> {
    let batch: i64 =
        db.query_row("SELECT coalesce(max(batch), 0) + 1 FROM story_ruling", [], |row| row.get(0))?;
    let mut insert = db.prepare_cached(
        "INSERT INTO story_ruling (batch, verdict, article_id, other_id, made_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut sorted: Vec<_> = pairs.iter().copied().collect();
    sorted.sort_unstable();
    for (article, other) in sorted {
        insert.execute(params![batch, verdict.as_str(), article, other, times::text(now)])?;
    }
    Ok(())
}

/// Settles the stories of these articles anew; returns the stories they are in then.
fn resettle(db: &Connection, pairs: &HashSet<(i64, i64)>, now: Timestamp) -> Result<Vec<i64>, ArchiveError> {
    let articles: HashSet<i64> = pairs.iter().flat_map(|(one, two)| [*one, *two]).collect();
    let mut rows = Rows::new(db);
    around(db, articles.iter().copied(), &times::text(now), &mut rows, &Furniture::default())?;
    let mut stories = Vec::new();
    for article in articles {
        stories.extend(story_of(db, article)?);
    }
    stories.sort_unstable();
    stories.dedup();
    Ok(stories)
}

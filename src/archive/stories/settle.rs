//! Stories made of links and rulings.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::super::error::ArchiveError;
use super::ruling::Verdict;
use super::shelf::{Rows, representative};
use crate::story::{self, Furniture, Link, Member, Relation, Shelf as _, Tie};

/// A person's word is stronger than any score, the latest the strongest.
const WORD: f64 = 10.0;

/// From so many articles on a story is no longer settled anew for every copy that comes.
const LARGE: usize = 64;

/// A newcomer without a story whose links all lead into one large story, that story's representative among
/// them, at once. False where it must be weighed whether a stronger link parts what stands there now.
pub(super) fn attach(db: &Connection, article: i64, links: &[Link], at: &str) -> Result<bool, ArchiveError> {
    if story_of(db, article)?.is_some() || has_ruling(db, article)? {
        return Ok(false);
    }
    let held: Vec<&Link> = links.iter().filter(|link| link.holds).collect();
    let mut stories = HashSet::new();
    for link in &held {
        stories.insert(story_of(db, link.other)?);
    }
    let (Some(Some(story)), 1) = (stories.iter().next().copied(), stories.len()) else { return Ok(false) };
    if articles_of(db, story)?.len() < LARGE {
        return Ok(false);
    }
    let Some(first) = representative(db, story)? else { return Ok(false) };
    let Some(link) = held.iter().find(|link| link.other == first) else { return Ok(false) };
    if is_earlier(db, article, first)? {
        return Ok(false);
    }
    let row = Row {
        other: link.other,
        relation: link.relation,
        score: Some(link.score),
        evidence: link.evidence.clone(),
        rule: Some(story::RULE),
        by: by(link.relation),
    };
    write(db, story, article, &row, at)?;
    Ok(true)
}

fn is_earlier(db: &Connection, article: i64, first: i64) -> Result<bool, ArchiveError> {
    Ok(db
        .prepare_cached(
            "SELECT (a.published_at, a.id) < (b.published_at, b.id) FROM article AS a, article AS b
             WHERE a.id = ?1 AND b.id = ?2",
        )?
        .query_row([article, first], |row| row.get(0))?)
}

fn by(relation: Relation) -> &'static str {
    if relation == Relation::Declared { "source" } else { "rule" }
}

/// Settles the stories of these articles anew, from all links and rulings among them.
pub(super) fn around(
    db: &Connection,
    articles: impl Iterator<Item = i64>,
    at: &str,
    rows: &mut Rows<'_>,
    furniture: &Furniture,
) -> Result<(), ArchiveError> {
    let mut members: HashSet<i64> = HashSet::new();
    for article in articles {
        match story_of(db, article)? {
            Some(story) => members.extend(articles_of(db, story)?),
            None => _ = members.insert(article),
        }
    }
    let mut reasons = Reasons::load(db, &members)?;
    let ties: Vec<Tie> = reasons.ties.iter().map(|(tie, _)| *tie).collect();
    let dated = dated(db, &members)?;
    let stories = story::settle(&dated, &ties, &reasons.apart, |one, two| {
        let (Some(one), Some(two)) = (rows.document(one)?, rows.document(two)?) else { return Ok(false) };
        Ok::<_, ArchiveError>(story::judge(&one, &two, furniture).is_some_and(|link| link.holds))
    })?;
    apply(db, &members, &stories, &mut reasons, at)
}

/// Why articles belong together, and which of them must not.
struct Reasons {
    ties: Vec<(Tie, Row)>,
    apart: HashSet<(i64, i64)>,
}

/// A row of `story_article`.
struct Row {
    other: i64,
    relation: Relation,
    score: Option<f64>,
    evidence: String,
    rule: Option<u32>,
    by: &'static str,
}

impl Reasons {
    fn load(db: &Connection, members: &HashSet<i64>) -> Result<Reasons, ArchiveError> {
        let mut reasons = Reasons { ties: Vec::new(), apart: HashSet::new() };
        let mut links = db.prepare_cached(
            "SELECT other_id, relation, score, strength, evidence, rule FROM story_link
             WHERE article_id = ?1 AND holds",
        )?;
        let mut rulings = db.prepare_cached(
            "SELECT other_id, verdict, max(id), made_at FROM story_ruling
             WHERE article_id = ?1 AND undone_at IS NULL GROUP BY other_id",
        )?;
        for &article in members {
            let mut found = links.query([article])?;
            while let Some(row) = found.next()? {
                let other: i64 = row.get(0)?;
                let word: String = row.get(1)?;
                if !members.contains(&other) {
                    continue;
                }
                let relation = Relation::of(&word)
                    .ok_or(ArchiveError::Unreadable { what: "a relation", found: word })?;
                let strength: f64 = row.get(3)?;
                let tie = Tie {
                    article,
                    other,
                    strength,
                    certain: strength >= 1.0 && relation == Relation::Declared,
                };
                let why = Row {
                    other,
                    relation,
                    score: row.get(2)?,
                    evidence: row.get(4)?,
                    rule: row.get(5)?,
                    by: by(relation),
                };
                reasons.ties.push((tie, why));
            }
            let mut found = rulings.query([article])?;
            while let Some(row) = found.next()? {
                let (other, verdict, id): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                if !members.contains(&other) {
                    continue;
                }
                if verdict == Verdict::Apart.as_str() {
                    reasons.apart.insert((article, other));
                    continue;
                }
                let made_at: String = row.get(3)?;
                let tie = Tie { article, other, strength: WORD + id as f64, certain: true };
                let evidence = format!("joined by a person on {made_at}");
                let relation = Relation::Declared;
                let why = Row { other, relation, score: None, evidence, rule: None, by: "person" };
                reasons.ties.push((tie, why));
            }
        }
        Ok(reasons)
    }

    /// The best reason for the article to be among the others of its story: a certain one, else its tie to
    /// the representative, else the strongest.
    fn best(&self, article: i64, first: i64, story: &HashSet<i64>) -> Option<Row> {
        let touching = self.ties.iter().filter(|(tie, _)| {
            (tie.article == article && story.contains(&tie.other))
                || (tie.other == article && story.contains(&tie.article))
        });
        let (tie, why) = touching.max_by(|(a, _), (b, _)| {
            let to_first = |tie: &Tie| tie.article == first || tie.other == first;
            a.certain
                .cmp(&b.certain)
                .then(to_first(a).cmp(&to_first(b)))
                .then(a.strength.total_cmp(&b.strength))
                .then(b.article.cmp(&a.article))
                .then(b.other.cmp(&a.other))
        })?;
        let own = tie.article == article;
        Some(Row {
            other: if own { tie.other } else { tie.article },
            relation: if own { why.relation } else { why.relation.reversed() },
            score: why.score,
            evidence: why.evidence.clone(),
            rule: why.rule,
            by: why.by,
        })
    }
}

/// Writes what has changed. A story keeps its number as long as most of it stays together.
fn apply(
    db: &Connection,
    members: &HashSet<i64>,
    stories: &[Vec<i64>],
    reasons: &mut Reasons,
    at: &str,
) -> Result<(), ArchiveError> {
    let mut before: HashMap<i64, i64> = HashMap::new();
    for article in members {
        if let Some(story) = story_of(db, *article)? {
            before.insert(*article, story);
        }
    }
    let mut claims: Vec<(usize, i64, usize)> = Vec::new();
    for (number, story) in stories.iter().enumerate() {
        let mut kept: HashMap<i64, usize> = HashMap::new();
        story
            .iter()
            .filter_map(|article| before.get(article))
            .for_each(|id| *kept.entry(*id).or_default() += 1);
        claims.extend(kept.into_iter().map(|(id, count)| (count, id, number)));
    }
    claims.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut ids: HashMap<usize, i64> = HashMap::new();
    let mut taken: HashSet<i64> = HashSet::new();
    for (_, id, number) in claims {
        if !ids.contains_key(&number) && taken.insert(id) {
            ids.insert(number, id);
        }
    }
    let mut placed: HashSet<i64> = HashSet::new();
    for (number, story) in stories.iter().enumerate() {
        let id = match ids.get(&number) {
            Some(id) => *id,
            None => new_story(db, story)?,
        };
        let together: HashSet<i64> = story.iter().copied().collect();
        for article in story {
            if let Some(row) = reasons.best(*article, story[0], &together) {
                write(db, id, *article, &row, at)?;
                placed.insert(*article);
            }
        }
    }
    for article in before.keys().filter(|article| !placed.contains(article)) {
        db.prepare_cached("DELETE FROM story_article WHERE article_id = ?1")?.execute([article])?;
    }
    for story in before.values().collect::<HashSet<_>>().into_iter().filter(|story| !taken.contains(story)) {
        db.prepare_cached("DELETE FROM story WHERE id = ?1")?.execute([story])?;
    }
    Ok(())
}

fn new_story(db: &Connection, articles: &[i64]) -> Result<i64, ArchiveError> {
    let mut first: Option<String> = None;
    for article in articles {
        let seen: String = db
            .prepare_cached("SELECT first_seen_at FROM article WHERE id = ?1")?
            .query_row([article], |row| row.get(0))?;
        first = Some(first.map_or(seen.clone(), |first| first.min(seen)));
    }
    db.prepare_cached("INSERT INTO story (first_seen_at) VALUES (?1)")?.execute([first])?;
    Ok(db.last_insert_rowid())
}

fn write(db: &Connection, story: i64, article: i64, row: &Row, at: &str) -> Result<(), ArchiveError> {
    db.prepare_cached(
        "INSERT INTO story_article (article_id, story_id, relation, score, evidence, other_id, rule, linked_at, linked_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (article_id) DO UPDATE SET story_id = excluded.story_id, relation = excluded.relation,
             score = excluded.score, evidence = excluded.evidence, other_id = excluded.other_id, rule = excluded.rule,
             linked_at = CASE WHEN story_id = excluded.story_id THEN linked_at ELSE excluded.linked_at END,
             linked_by = excluded.linked_by
         WHERE story_id <> excluded.story_id OR evidence <> excluded.evidence OR other_id IS NOT excluded.other_id
             OR relation <> excluded.relation OR score IS NOT excluded.score OR linked_by IS NOT excluded.linked_by",
    )?
    .execute(params![
        article,
        story,
        row.relation.as_str(),
        row.score,
        row.evidence,
        row.other,
        row.rule,
        at,
        row.by,
    ])?;
    Ok(())
}

pub(super) fn story_of(db: &Connection, article: i64) -> Result<Option<i64>, ArchiveError> {
    Ok(db
        .prepare_cached("SELECT story_id FROM story_article WHERE article_id = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?)
}

pub(super) fn articles_of(db: &Connection, story: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut stmt = db.prepare_cached("SELECT article_id FROM story_article WHERE story_id = ?1")?;
    Ok(stmt.query_map([story], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn has_ruling(db: &Connection, article: i64) -> Result<bool, ArchiveError> {
    Ok(db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM story_ruling WHERE article_id = ?1)
                 OR EXISTS (SELECT 1 FROM story_ruling WHERE other_id = ?1)",
        )?
        .query_row([article], |row| row.get(0))?)
}

fn dated(db: &Connection, articles: &HashSet<i64>) -> Result<Vec<Member>, ArchiveError> {
    let mut stmt = db.prepare_cached("SELECT unixepoch(published_at) FROM article WHERE id = ?1")?;
    let mut sorted: Vec<i64> = articles.iter().copied().collect();
    sorted.sort_unstable();
    let read = |article| Ok(Member { article, at: stmt.query_row([article], |row| row.get(0))? });
    sorted.into_iter().map(read).collect()
}

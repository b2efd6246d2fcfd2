//! Stories in the archive: every article that is new, or whose words have changed, is placed in the
//! transaction that brings it.
//!
//! `shelf` is what [`crate::story`] looks articles up in, `index` the sample of their shingles, `settle`
//! makes stories of links, `ruling` keeps what people say, `relink` tries the rule on the whole archive,
//! and `read` shows all that.

mod index;
mod read;
mod relink;
mod ruling;
mod settle;
mod shelf;

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

pub use self::read::{Story, StoryArticle, Suggestion};
pub use self::relink::{Relinked, StoryChange, relink_dry_run};
pub use self::ruling::{Ruled, StoryError};
use self::shelf::Rows;
use super::error::ArchiveError;
use crate::story::{self, Declared, Document, Furniture, Link, Relation, Shelf as _};

/// Articles published further apart than so many seconds are not compared, unless configured otherwise.
const WINDOW: i64 = 45 * 86_400;
const WINDOW_SETTING: &str = "window";

/// Takes over `[stories]` of the configuration.
pub(super) fn configure(db: &Connection, window: std::time::Duration) -> Result<(), ArchiveError> {
    db.prepare_cached(
        "INSERT INTO story_setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value
         WHERE value <> excluded.value",
    )?
    .execute(params![WINDOW_SETTING, i64::try_from(window.as_secs()).unwrap_or(i64::MAX)])?;
    Ok(())
}

fn window(db: &Connection) -> Result<i64, ArchiveError> {
    let found = db
        .prepare_cached("SELECT value FROM story_setting WHERE name = ?1")?
        .query_row([WINDOW_SETTING], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(WINDOW))
}

/// Places the articles whose words this transaction has changed (see [`super::search::words_changed`]).
///
/// `beat` is called after each: thousands may come in one transaction, and a watchdog looks on.
pub(super) fn place_changed(db: &Connection, beat: impl Fn()) -> Result<(), ArchiveError> {
    let changed: Vec<i64> = db
        .prepare_cached("SELECT article_id FROM temp.stale ORDER BY article_id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if changed.is_empty() {
        return Ok(());
    }
    let window = window(db)?;
    for article in changed {
        place(db, article, window)?;
        beat();
    }
    Ok(())
}

/// Places one article and puts it into the index, from which those whose time is over are taken.
fn place(db: &Connection, article: i64, window: i64) -> Result<(), ArchiveError> {
    let mut rows = Rows::new(db);
    let Some(document) = link(db, article, window, &mut rows)? else { return Ok(()) };
    complete_origins(db, article, &mut rows)?;
    index::put(db, &document, index::until(db, &document, window)?)?;
    index::drop_old(db, &changed_at(db, article)?)
}

/// Looks up an article's like, keeps the links, and settles the stories they touch. `None` where there
/// is no such article.
fn link(
    db: &Connection,
    article: i64,
    window: i64,
    rows: &mut Rows<'_>,
) -> Result<Option<Document>, ArchiveError> {
    let Some(document) = rows.document(article)? else { return Ok(None) };
    note_origin(db, &document)?;
    let (mut links, furniture) = story::place(&document, window, rows)?;
    let partners = partners(db, article)?;
    links.extend(judge_again(rows, &document, &partners, &links, &furniture)?);
    let at = changed_at(db, article)?;
    if !partners.is_empty() {
        db.prepare_cached("DELETE FROM story_link WHERE article_id = ?1 OR other_id = ?1")?
            .execute([article])?;
    }
    for link in &links {
        keep(db, link, &at)?;
    }
    let held = links.iter().filter(|link| link.holds).map(|link| link.other);
    let around: HashSet<i64> = partners.into_iter().chain(held).chain(ruling::joined(db, article)?).collect();
    if !around.is_empty() && !settle::attach(db, article, &links, &at)? {
        settle::around(db, around.into_iter().chain([article]), &at, rows, &furniture)?;
    }
    Ok(Some(document))
}

/// The start of the poll that brought its latest wording.
fn changed_at(db: &Connection, article: i64) -> Result<String, ArchiveError> {
    Ok(db
        .prepare_cached("SELECT changed_at FROM article WHERE id = ?1")?
        .query_row([article], |row| row.get(0))?)
}

fn note_origin(db: &Connection, document: &Document) -> Result<(), ArchiveError> {
    if let Some(key) = &document.original_key {
        db.prepare_cached(
            "INSERT INTO story_origin VALUES (?1, ?2) ON CONFLICT (article_id) DO UPDATE SET url_key = excluded.url_key
             WHERE url_key <> excluded.url_key",
        )?
        .execute(params![document.article, key])?;
    }
    Ok(())
}

/// Articles this one was linked with before its words changed.
fn partners(db: &Connection, article: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut stmt = db.prepare_cached(
        "SELECT other_id FROM story_link WHERE article_id = ?1
         UNION SELECT article_id FROM story_link WHERE other_id = ?1",
    )?;
    Ok(stmt.query_map([article], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// A new wording may have lost what the look-up finds an old partner by; it is judged all the same.
fn judge_again(
    rows: &mut Rows<'_>,
    document: &Document,
    partners: &[i64],
    judged: &[Link],
    furniture: &Furniture,
) -> Result<Vec<Link>, ArchiveError> {
    let mut links = Vec::new();
    for partner in partners.iter().filter(|partner| judged.iter().all(|link| link.other != **partner)) {
        if let Some(other) = rows.document(*partner)? {
            links.extend(story::judge(document, &other, furniture));
        }
    }
    Ok(links)
}

fn keep(db: &Connection, link: &Link, at: &str) -> Result<(), ArchiveError> {
    db.prepare_cached(
        "INSERT INTO story_link (article_id, other_id, relation, score, strength, holds, evidence, rule, made_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        link.article,
        link.other,
        link.relation.as_str(),
        link.score,
        link.strength,
        link.holds,
        link.evidence,
        story::RULE,
        at,
    ])?;
    Ok(())
}

/// An article that names its source by address only, or by name only, learns the other from the article
/// itself, where we hold that.
fn complete_origins(db: &Connection, article: i64, rows: &mut Rows<'_>) -> Result<(), ArchiveError> {
    let declared: Vec<(i64, i64)> = db
        .prepare_cached(
            "SELECT article_id, other_id FROM story_link
             WHERE (article_id = ?1 OR other_id = ?1) AND relation = ?2 AND holds",
        )?
        .query_map(params![article, Relation::Declared.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (one, two) in declared {
        complete_origin(db, one, two, rows)?;
        complete_origin(db, two, one, rows)?;
    }
    Ok(())
}

fn complete_origin(db: &Connection, copy: i64, source: i64, rows: &mut Rows<'_>) -> Result<(), ArchiveError> {
    let (Some(copy), Some(source)) = (rows.document(copy)?, rows.document(source)?) else { return Ok(()) };
    match copy.names(&source) {
        Some(Declared::Address) => db
            .prepare_cached(
                "UPDATE article SET original_outlet = (SELECT o.name FROM article AS s JOIN outlet AS o
                     ON o.id = s.outlet_id WHERE s.id = ?2) WHERE id = ?1 AND original_outlet IS NULL",
            )?
            .execute([copy.article, source.article])?,
        Some(Declared::Outlet) => db
            .prepare_cached(
                "UPDATE article SET original_url = (SELECT url FROM article WHERE id = ?2)
                 WHERE id = ?1 AND original_url IS NULL",
            )?
            .execute([copy.article, source.article])?,
        None => 0,
    };
    Ok(())
}

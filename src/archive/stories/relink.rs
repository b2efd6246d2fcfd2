//! The rule, tried on the whole archive: after it has changed, or where an archive is older than stories.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::super::error::ArchiveError;
use super::super::open;
use super::super::writer::Archive;
use super::{Rows, complete_origins, configure, index, link, window};
use crate::story::Shelf as _;

/// Tables that relinking makes anew.
const TABLES: &[&str] = &[
    "story",
    "story_article",
    "story_link",
    "story_origin",
    "story_document",
    "story_shingle",
    "story_setting",
];
/// Articles between two looks for those whose time in the index is over.
const SWEEP: usize = 256;

/// What linking the whole archive anew changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Relinked {
    /// Articles looked at.
    pub articles: usize,
    /// Stories there were …
    pub stories_before: usize,
    /// … and are then.
    pub stories_after: usize,
    /// Articles whose company changes, in order.
    pub changes: Vec<StoryChange>,
}

/// An article whose company changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryChange {
    /// `articles.id`
    pub article: i64,
    /// Articles it would be in one story with, and is not.
    pub joins: Vec<i64>,
    /// Articles it is in one story with, and would not be.
    pub leaves: Vec<i64>,
}

/// Links the whole archive anew beside it, with this window, and says what that would change. Nothing is written, and no
/// poll has to wait.
pub fn relink_dry_run(archive: &Path, window: Duration) -> Result<Relinked, ArchiveError> {
    let db = open::reader(archive)?;
    // The connection cannot write the archive; what follows goes into temporary tables of the same names.
    db.pragma_update(None, "query_only", false)?;
    // … whose references would lead to temporary tables, too.
    db.pragma_update(None, "foreign_keys", false)?;
    db.execute_batch("BEGIN")?;
    let before = companies(&db)?;
    let stories = before.values().collect::<HashSet<_>>().len();
    for table in TABLES {
        let mut stmt = db.prepare(
            "SELECT type, sql FROM main.sqlite_schema WHERE tbl_name = ?1 AND sql IS NOT NULL ORDER BY type DESC",
        )?;
        let made: Vec<(String, String)> =
            stmt.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        for (sort, sql) in made {
            db.execute_batch(&match sort.as_str() {
                "index" => sql.replacen("CREATE INDEX ", "CREATE INDEX temp.", 1),
                _ => sql.replacen("CREATE TABLE ", "CREATE TEMP TABLE ", 1),
            })?;
        }
    }
    configure(&db, window)?;
    let articles = sweep(&db)?;
    Ok(Relinked { articles, ..difference(&before, stories, &companies(&db)?) })
}

impl Archive {
    /// Takes over how far apart copies may stand, where nothing else of the configuration is wanted: before
    /// whatever links articles.
    pub async fn set_story_window(&self, window: Duration) -> Result<(), ArchiveError> {
        self.write(move |db| configure(db, window)).await
    }

    /// Links the whole archive anew. What people have ruled stays, and stories keep their numbers as far
    /// as their articles stay together. Polls wait meanwhile, and lose nothing.
    pub async fn relink(&self, now: Timestamp) -> Result<Relinked, ArchiveError> {
        self.write(move |db| relink(db, now)).await
    }
}

fn relink(db: &Connection, now: Timestamp) -> Result<Relinked, ArchiveError> {
    let before = companies(db)?;
    let stories = before.values().collect::<HashSet<_>>().len();
    db.execute_batch(
        "DELETE FROM story_article; DELETE FROM story_link; DELETE FROM story_origin;
         DELETE FROM story_document; DELETE FROM story_shingle;",
    )?;
    let articles = sweep(db)?;
    renumber(db, &before)?;
    refill(db, now)?;
    Ok(Relinked { articles, ..difference(&before, stories, &companies(db)?) })
}

/// Links every article in the order of publication, with no more in the index than one window.
fn sweep(db: &Connection) -> Result<usize, ArchiveError> {
    let window = window(db)?;
    let articles: Vec<i64> = db
        .prepare("SELECT id FROM article ORDER BY published_at, id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for (number, article) in articles.iter().enumerate() {
        let Some(document) = link(db, *article, window, &mut Rows::new(db))? else { continue };
        if number % SWEEP == 0 {
            index::drop_all_old(db, document.at)?;
        }
        index::put(db, &document, document.at.saturating_add(window))?;
    }
    Ok(articles.len())
}

/// The index as it would be if every article had been placed when it came.
fn refill(db: &Connection, now: Timestamp) -> Result<(), ArchiveError> {
    db.execute_batch("DELETE FROM story_document; DELETE FROM story_shingle;")?;
    let window = window(db)?;
    let articles: Vec<i64> = db
        .prepare("SELECT id FROM article ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for article in articles {
        let mut rows = Rows::new(db);
        complete_origins(db, article, &mut rows)?;
        let Some(document) = rows.document(article)? else { continue };
        let until = index::until(db, &document, window)?;
        if until >= now.as_second() {
            index::put(db, &document, until)?;
        }
    }
    Ok(())
}

/// Article → story.
fn companies(db: &Connection) -> Result<BTreeMap<i64, i64>, ArchiveError> {
    let mut stmt = db.prepare("SELECT article_id, story_id FROM story_article")?;
    Ok(stmt.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Stories get the numbers back under which most of them were known.
fn renumber(db: &Connection, before: &BTreeMap<i64, i64>) -> Result<(), ArchiveError> {
    let mut shared: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for (article, new) in companies(db)? {
        if let Some(old) = before.get(&article) {
            *shared.entry((*old, new)).or_default() += 1;
        }
    }
    let mut claims: Vec<(usize, i64, i64)> =
        shared.into_iter().map(|((old, new), count)| (count, old, new)).collect();
    claims.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut olds, mut news) = (HashSet::new(), HashSet::new());
    for (_, old, new) in claims {
        if olds.contains(&old) || news.contains(&new) {
            continue;
        }
        olds.insert(old);
        news.insert(new);
        db.prepare_cached("UPDATE story_article SET story_id = ?1 WHERE story_id = ?2")?
            .execute(params![old, new])?;
    }
    db.execute_batch(
        "DELETE FROM story WHERE NOT EXISTS (SELECT 1 FROM story_article AS m WHERE m.story_id = story.id)",
    )?;
    Ok(())
}

fn difference(before: &BTreeMap<i64, i64>, stories_before: usize, after: &BTreeMap<i64, i64>) -> Relinked {
    let gather = |companies: &BTreeMap<i64, i64>| {
        let mut stories: HashMap<i64, BTreeSet<i64>> = HashMap::new();
        for (article, story) in companies {
            stories.entry(*story).or_default().insert(*article);
        }
        stories
    };
    let (old, new) = (gather(before), gather(after));
    let none = BTreeSet::new();
    let company = |companies: &BTreeMap<i64, i64>, stories: &HashMap<i64, BTreeSet<i64>>, article: i64| {
        companies.get(&article).and_then(|story| stories.get(story)).unwrap_or(&none).clone()
    };
    let articles: BTreeSet<i64> = before.keys().chain(after.keys()).copied().collect();
    let changes = articles.into_iter().filter_map(|article| {
        let (was, is) = (company(before, &old, article), company(after, &new, article));
        let joins: Vec<i64> = is.difference(&was).copied().filter(|other| *other != article).collect();
        let leaves: Vec<i64> = was.difference(&is).copied().filter(|other| *other != article).collect();
        (!joins.is_empty() || !leaves.is_empty()).then_some(StoryChange { article, joins, leaves })
    });
    Relinked { articles: 0, stories_before, stories_after: new.len(), changes: changes.collect() }
}

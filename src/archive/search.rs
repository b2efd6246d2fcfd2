//! Queries as SQL, and full-text search.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::error::ArchiveError;
use super::read::Hit;
use super::{Reader, times};
use crate::model::fold_text;
use crate::query::{Expr, Query, QueryError};

/// Is `revision AS e` an edit of the outlet's? A text that we found in full after a teaser (`fuller`) is none.
pub(super) const IS_EDIT: &str = "e.revision > 1 AND e.change <> 'fuller'";

/// A word in the title counts as much as so many in the text; then summary, text, byline (bm25).
const WEIGHTS: &str = "8.0, 3.0, 1.0, 2.0";
/// Words shown around the first one found.
const SNIPPET_WORDS: usize = 24;

/// A condition on `article AS a`, with its values.
#[derive(Debug, Clone)]
pub struct Filter {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
    /// Words, phrases and prefixes that must or may stand in the text, for the order of hits.
    words: Vec<String>,
}

impl Filter {
    /// Reads a query and translates it.
    ///
    /// # Errors
    /// The query cannot be read.
    pub fn parse(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Filter, QueryError> {
        Ok(Filter::new(&Query::parse(text)?, now, zone))
    }

    /// Translates a query; `since:7d` and the like count from `now` in `zone`.
    pub fn new(query: &Query, now: Timestamp, zone: &TimeZone) -> Filter {
        let mut filter = Filter { sql: String::new(), values: Vec::new(), words: Vec::new() };
        filter.expr(&query.expr, now, zone, true);
        filter
    }

    // The parser bounds the depth (Query::MAX_DEPTH).
    fn expr(&mut self, expr: &Expr, now: Timestamp, zone: &TimeZone, wanted: bool) {
        match expr {
            Expr::All(parts) => self.joined(parts, " AND ", now, zone, wanted),
            Expr::Any(parts) => self.joined(parts, " OR ", now, zone, wanted),
            Expr::Not(part) => {
                self.sql.push_str("NOT ");
                self.expr(part, now, zone, !wanted);
            }
            Expr::Word(text) | Expr::Phrase(text) => self.words(&quoted(text), wanted),
            Expr::Prefix(text) => self.words(&format!("{} *", quoted(text)), wanted),
            Expr::Outlet(name) => self.push(
                "a.outlet_id IN (SELECT id FROM outlet WHERE fold_text(name) = ?)",
                name.clone(),
            ),
            Expr::Feed(name) => self.push(
                "EXISTS (SELECT 1 FROM sighting AS s JOIN feed AS f ON f.id = s.feed_id
                     WHERE s.article_id = a.id AND fold_text(f.name) = ?)",
                name.clone(),
            ),
            Expr::Author(name) => self.push(
                "EXISTS (SELECT 1 FROM author AS w WHERE w.article_id = a.id AND w.gone_at IS NULL
                     AND instr(fold_text(coalesce(w.name, '') || ' ' || coalesce(w.email, '')), ?) > 0)",
                name.clone(),
            ),
            Expr::Lang(tag) => {
                self.sql.push_str("coalesce(lower(a.language) = ? OR lower(a.language) GLOB ? || '-*', 0)");
                self.values.extend([Value::Text(tag.clone()), Value::Text(tag.clone())]);
            }
            Expr::Tag(term) => self.push(
                "a.id IN (SELECT x.article_id FROM article_tag AS x JOIN tag AS t ON t.id = x.tag_id WHERE t.term = ?)",
                term.clone(),
            ),
            Expr::Scheme { scheme, term } => {
                self.sql.push_str(
                    "a.id IN (SELECT x.article_id FROM article_tag AS x JOIN tag AS t ON t.id = x.tag_id
                         WHERE t.scheme = ? AND t.term = ?)",
                );
                self.values.extend([Value::Text(scheme.clone()), Value::Text(term.clone())]);
            }
            Expr::Disclaimer(kind) => self.push(
                "a.id IN (SELECT x.article_id FROM article_disclaimer AS x
                     JOIN disclaimer AS d ON d.id = x.disclaimer_id WHERE d.kind = ?)",
                kind.as_str().to_owned(),
            ),
            Expr::Since(bound) => self.push("a.published_at >= ?", times::text(bound.resolve(now, zone).since)),
            Expr::Until(bound) => self.push("a.published_at < ?", times::text(bound.resolve(now, zone).until)),
            Expr::Edited(true) => self.edited(),
            Expr::Edited(false) => {
                self.sql.push_str("NOT ");
                self.edited();
            }
            Expr::Stealth => self.sql.push_str(
                "EXISTS (SELECT 1 FROM revision AS v WHERE v.article_id = a.id AND v.announced = 'no')",
            ),
        }
    }

    fn edited(&mut self) {
        let edits = format!("SELECT 1 FROM revision AS e WHERE e.article_id = a.id AND {IS_EDIT}");
        self.sql.push_str(&format!("(a.revisions > 1 AND EXISTS ({edits}))"));
    }

    fn joined(&mut self, parts: &[Expr], with: &str, now: Timestamp, zone: &TimeZone, wanted: bool) {
        self.sql.push('(');
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                self.sql.push_str(with);
            }
            self.expr(part, now, zone, wanted);
        }
        self.sql.push(')');
    }

    fn words(&mut self, fts: &str, wanted: bool) {
        self.push("a.id IN (SELECT rowid FROM article_words WHERE article_words MATCH ?)", fts.to_owned());
        if wanted {
            self.words.push(fts.to_owned());
        }
    }

    fn push(&mut self, sql: &str, value: String) {
        self.sql.push_str(sql);
        self.values.push(Value::Text(value));
    }
}

/// An FTS5 string: whatever stands in it is words, never syntax.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Prepares the writer's connection for [`words_changed`].
pub(super) fn prepare(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch("CREATE TEMP TABLE stale (article_id INTEGER PRIMARY KEY, indexed INTEGER NOT NULL)")
}

/// Notes that the shown words of an article are not those of the index; `indexed` where it holds
/// earlier ones. A temporary table follows savepoints: what is rolled back is not indexed either.
pub(super) fn words_changed(db: &Connection, article: i64, indexed: bool) -> Result<(), ArchiveError> {
    db.prepare_cached("INSERT INTO temp.stale VALUES (?1, ?2) ON CONFLICT (article_id) DO NOTHING")?
        .execute(rusqlite::params![article, indexed])?;
    Ok(())
}

/// Of the articles whose words changed. CROSS JOIN, since SQLite would rather walk all articles in order than
/// sort these few, and every poll would cost more than the one before.
const CHANGED: &str = "SELECT a.id, r.title, r.summary, r.text, a.byline FROM temp.stale AS s
     CROSS JOIN article AS a ON a.id = s.article_id
     CROSS JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown ORDER BY s.article_id";

/// Brings the index up to date: once a transaction and at its end, since FTS5 writes out what it has
/// gathered at every savepoint, and merging many small pieces cost more than everything else together.
pub(super) fn index(db: &Connection) -> Result<(), ArchiveError> {
    db.prepare_cached(
        "DELETE FROM article_words WHERE rowid IN (SELECT article_id FROM temp.stale WHERE indexed)",
    )?
    .execute([])?;
    let sql = format!("INSERT INTO article_words (rowid, title, summary, text, byline) {CHANGED}");
    db.prepare_cached(&sql)?.execute([])?;
    db.prepare_cached("DELETE FROM temp.stale")?.execute([])?;
    Ok(())
}

/// `fold_text` for queries; the schema itself never calls it.
pub(super) fn functions(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("fold_text", 1, flags, |args| {
        Ok(fold_text(args.get_raw(0).as_str().unwrap_or("")))
    })
}

impl Reader {
    /// The articles a query asks for: those whose words fit best first, the newest first where the
    /// query has no words.
    pub fn search(&self, filter: &Filter, limit: usize) -> Result<Vec<Hit>, ArchiveError> {
        let limit = Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX));
        let mut values: Vec<Value> = Vec::new();
        let sql = if filter.words.is_empty() {
            format!(
                "SELECT a.id FROM article AS a WHERE {} ORDER BY a.published_at DESC, a.id DESC LIMIT ?",
                filter.sql
            )
        } else {
            values.push(Value::Text(filter.words.join(" OR ")));
            // An OR of a word and a field also finds articles without the word: they come last.
            format!(
                "WITH ranked AS MATERIALIZED (SELECT rowid AS id, bm25(article_words, {WEIGHTS}) AS score
                     FROM article_words WHERE article_words MATCH ?)
                 SELECT a.id FROM article AS a LEFT JOIN ranked AS r ON r.id = a.id WHERE {}
                 ORDER BY r.score IS NULL, r.score, a.published_at DESC, a.id DESC LIMIT ?",
                filter.sql
            )
        };
        values.extend(filter.values.iter().cloned());
        values.push(limit);
        let tx = self.db().unchecked_transaction()?;
        let ids: Vec<i64> = tx
            .prepare(&sql)?
            .query_map(params_from_iter(values), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        ids.into_iter()
            .map(|id| {
                let article = self.article_at(id, None)?;
                let snippet = snippet(&article.text, article.summary.as_deref(), &filter.words);
                Ok(Hit { article, snippet })
            })
            .collect()
    }
}

/// The words around the first one found; the beginning where none stands in the text.
fn snippet(text: &str, summary: Option<&str>, wanted: &[String]) -> String {
    let wanted: Vec<String> = wanted
        .iter()
        .flat_map(|w| w.split_whitespace())
        .map(|w| w.chars().filter(|c| c.is_alphanumeric()).collect::<String>())
        .filter(|w| !w.is_empty())
        .collect();
    let body = if text.is_empty() { summary.unwrap_or_default() } else { text };
    let words: Vec<&str> = body.split_whitespace().collect();
    let is_wanted = |word: &str| {
        let folded = fold_text(word);
        wanted.iter().any(|w| folded.trim_matches(|c: char| !c.is_alphanumeric()).starts_with(w.as_str()))
    };
    let at = words.iter().position(|w| is_wanted(w)).unwrap_or(0);
    let from = at.saturating_sub(SNIPPET_WORDS / 3);
    let shown = words.iter().skip(from).take(SNIPPET_WORDS);
    let marked: Vec<String> =
        shown.map(|w| if is_wanted(w) { format!("«{w}»") } else { (*w).to_owned() }).collect();
    let mut out = marked.join(" ");
    if from > 0 {
        out.insert_str(0, "… ");
    }
    if from + SNIPPET_WORDS < words.len() {
        out.push_str(" …");
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_indexed_is_found_from_what_changed_not_among_all_articles() {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::archive::open::writer(&folder.path().join("clippings.db")).unwrap();
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {}", super::CHANGED)).unwrap();
        let steps: Vec<String> =
            plan.query_map([], |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
        let scans: Vec<&String> = steps.iter().filter(|step| step.starts_with("SCAN")).collect();
        assert_eq!(scans, ["SCAN s"], "{steps:?}");
    }

    #[test]
    fn a_snippet_marks_the_words_found() {
        let text = "Ships waited outside the Harbour for hours, the harbour master said.";
        let shown = super::snippet(text, None, &["\"harbour\"".to_owned()]);
        assert_eq!(shown, "Ships waited outside the «Harbour» for hours, the «harbour» master said.");
    }

    #[test]
    fn strangers_words_are_never_syntax() {
        assert_eq!(super::quoted("a\" OR b"), "\"a\"\" OR b\"");
    }
}

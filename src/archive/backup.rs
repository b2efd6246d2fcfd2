//! Online back-up, and the check of integrity and invariants.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::error::{ArchiveError, OpenError};
use super::lock::beside;
use super::{Reader, open};

/// Pages copied in one step, between which the daemon may write.
const STEP: std::ffi::c_int = 1000;

/// Copies the archive while the daemon runs: a whole, consistent database in one file. Never
/// overwrites; a copy that was broken off leaves nothing under the final name.
pub fn backup(archive: &Path, to: &Path) -> Result<u64, ArchiveError> {
    let io = |doing, source| ArchiveError::Io { doing, path: to.to_owned(), source };
    if to.exists() {
        let e =
            std::io::Error::new(std::io::ErrorKind::AlreadyExists, "it exists; a back-up never overwrites");
        return Err(io("write", e));
    }
    let from = open::reader(archive)?;
    let part = beside(to, ".part");
    let _ = std::fs::remove_file(&part);
    let copied = copy(&from, &part);
    if let Err(e) = copied {
        let _ = std::fs::remove_file(&part);
        return Err(e);
    }
    std::fs::File::open(&part).and_then(|f| f.sync_all()).map_err(|e| io("write", e))?;
    std::fs::rename(&part, to).map_err(|e| io("name", e))?;
    let size = to.metadata().map_err(|e| io("look at", e))?.len();
    Ok(size)
}

fn copy(from: &Connection, part: &Path) -> Result<(), ArchiveError> {
    let mut target = Connection::open(part)?;
    {
        let run = Backup::new(from, &mut target)?;
        run.run_to_completion(STEP, Duration::ZERO, None)?;
    }
    // One file, no log beside it.
    target.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
    target.close().map_err(|(_, e)| e)?;
    Ok(())
}

/// Something `verify` found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: &'static str,
    /// What is wrong with what.
    pub what: String,
}

/// Rules that hold in every archive: a query that gives a row for each breach.
const RULES: &[(&str, &str)] = &[
    (
        "an article shows one of its wordings",
        "SELECT 'article ' || a.id FROM article AS a WHERE NOT EXISTS
             (SELECT 1 FROM revision AS r WHERE r.article_id = a.id AND r.revision = a.shown)",
    ),
    (
        "wordings are counted from 1 without a hole",
        "SELECT 'article ' || a.id FROM article AS a WHERE a.revisions <>
             (SELECT count(*) FROM revision AS r WHERE r.article_id = a.id AND r.revision BETWEEN 1 AND a.revisions)",
    ),
    (
        "an article was seen in a feed",
        "SELECT 'article ' || a.id FROM article AS a WHERE NOT EXISTS
             (SELECT 1 FROM sighting AS s WHERE s.article_id = a.id)",
    ),
    (
        "validators stand only where a poll was kept",
        "SELECT 'feed ' || f.name FROM feed AS f WHERE (f.etag IS NOT NULL OR f.last_modified IS NOT NULL)
             AND NOT EXISTS (SELECT 1 FROM poll AS p WHERE p.feed_id = f.id)",
    ),
    (
        "a withdrawn article has a withdrawal that stands",
        "SELECT 'article ' || a.id FROM article AS a WHERE (a.withdrawn_at IS NOT NULL) <> EXISTS
             (SELECT 1 FROM withdrawal AS w WHERE w.article_id = a.id AND w.returned_at IS NULL)",
    ),
    (
        "a story has at least two articles",
        "SELECT 'story ' || s.id FROM story AS s WHERE
             (SELECT count(*) FROM story_article AS m WHERE m.story_id = s.id) < 2",
    ),
    (
        "an article of a story belongs to another of its articles",
        "SELECT 'article ' || m.article_id FROM story_article AS m WHERE NOT EXISTS
             (SELECT 1 FROM story_article AS o WHERE o.article_id = m.other_id AND o.story_id = m.story_id)",
    ),
    (
        "what a person split is in no story together",
        "SELECT 'articles ' || r.article_id || ' and ' || r.other_id FROM
             (SELECT article_id, other_id, verdict, max(id) FROM story_ruling WHERE undone_at IS NULL
              GROUP BY article_id, other_id) AS r
         JOIN story_article AS a ON a.article_id = r.article_id JOIN story_article AS b ON b.article_id = r.other_id
         WHERE r.verdict = 'apart' AND a.story_id = b.story_id",
    ),
    (
        "what the index of copies holds is an article of it",
        "SELECT DISTINCT 'article ' || s.article_id FROM story_shingle AS s WHERE NOT EXISTS
             (SELECT 1 FROM story_document AS d WHERE d.article_id = s.article_id)",
    ),
    (
        "every article can be searched",
        "SELECT 'article ' || a.id FROM article AS a WHERE NOT EXISTS
             (SELECT 1 FROM article_words AS w WHERE w.rowid = a.id)",
    ),
];

/// Checks pages, indexes, references and our own rules. Empty = all is well.
pub fn verify(archive: &Path) -> Result<Vec<Finding>, ArchiveError> {
    let reader = Reader::open(archive).map_err(|e| match e {
        ArchiveError::Open(OpenError::Sqlite { path, source }) => {
            ArchiveError::Open(OpenError::Damaged { path, what: source.to_string() })
        }
        other => other,
    })?;
    let db = reader.db();
    let mut findings = Vec::new();
    let mut collect = |rule: &'static str, sql: &str| -> Result<(), ArchiveError> {
        let mut stmt = db.prepare(sql)?;
        let rows = stmt.query_map([], |row| row.get::<_, String>(0))?;
        for what in rows {
            let what = what?;
            if what != "ok" {
                findings.push(Finding { rule, what });
            }
        }
        Ok(())
    };
    collect("pages and indexes are whole", "PRAGMA integrity_check")?;
    collect(
        "references lead somewhere",
        "SELECT \"table\" || ' row ' || coalesce(rowid, '?') FROM pragma_foreign_key_check",
    )?;
    for (rule, sql) in RULES {
        collect(rule, sql)?;
    }
    Ok(findings)
}

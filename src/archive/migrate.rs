//! Migrations: forward only, numbered, each in one transaction with its `user_version`.
//!
//! Our own twenty lines instead of a crate: rusqlite_migration and refinery each lag behind the
//! rusqlite whose bundled SQLite we need (3.51.3 or later).

use rusqlite::{Connection, TransactionBehavior};

/// `application_id`: "Clip" (SQLite file format, offset 68).
pub const APPLICATION_ID: i32 = 0x436c_6970;

const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_archive.sql"),
    include_str!("../../migrations/0002_views.sql"),
    include_str!("../../migrations/0003_manners.sql"),
    include_str!("../../migrations/0004_completeness.sql"),
    include_str!("../../migrations/0005_parts.sql"),
    include_str!("../../migrations/0006_stories.sql"),
    include_str!("../../migrations/0007_identity.sql"),
    include_str!("../../migrations/0008_visits.sql"),
    include_str!("../../migrations/0009_gap_retries.sql"),
    include_str!("../../migrations/0010_sighting_wordings.sql"),
    include_str!("../../migrations/0011_markup.sql"),
    include_str!("../../migrations/0012_bylines.sql"),
    include_str!("../../migrations/0013_redirects.sql"),
];

/// The `user_version` this program writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// Brings the database to [`SCHEMA_VERSION`].
///
/// Each step takes the write lock first and reads the version under it, so that two programs that
/// start at once do not both migrate.
pub(super) fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    loop {
        // Without the lock: an archive that is up to date opens while somebody holds it.
        if version(db)? >= SCHEMA_VERSION {
            return Ok(());
        }
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let at = version(&tx)?;
        let Some(step) = usize::try_from(at).ok().and_then(|at| MIGRATIONS.get(at)) else {
            return Ok(());
        };
        tx.execute_batch(step)?;
        tx.pragma_update(None, "user_version", at + 1)?;
        if at == 0 {
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        tx.commit()?;
    }
}

pub(super) fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{MIGRATIONS, migrate};

    #[test]
    fn failures_of_an_older_archive_keep_their_beginning() {
        let mut db = Connection::open_in_memory().unwrap();
        for step in &MIGRATIONS[..2] {
            db.execute_batch(step).unwrap();
        }
        db.pragma_update(None, "user_version", 2).unwrap();
        db.execute_batch(
            "INSERT INTO outlet (id, name) VALUES (1, 'Courier');
             INSERT INTO feed (id, name, outlet_id, url, failures, last_success_at, last_polled_at) VALUES
                 (1, 'ill', 1, 'https://courier.example/a', 2, '2026-11-01T00:00:00Z', '2026-11-03T00:00:00Z'),
                 (2, 'well', 1, 'https://courier.example/b', 0, '2026-11-03T00:00:00Z', '2026-11-03T00:00:00Z'),
                 (3, 'never', 1, 'https://courier.example/c', 1, NULL, '2026-11-03T00:00:00Z');
             INSERT INTO poll (feed_id, started_at, duration_ms, outcome, bytes, conditional, entries, new, revised)
                 VALUES (1, '2026-11-01T00:00:00Z', 1, 'ok', 1, 0, 1, 1, 0),
                        (1, '2026-11-02T00:00:00Z', 1, 'timeout', 0, 1, 0, 0, 0),
                        (1, '2026-11-03T00:00:00Z', 1, 'timeout', 0, 1, 0, 0, 0);",
        )
        .unwrap();
        migrate(&mut db).unwrap();
        let sql = "SELECT group_concat(name || ' ' || strain || ' ' || coalesce(failing_since, '-'), ', ') FROM feed";
        let found: String = db.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(found, "ill 2 2026-11-02T00:00:00Z, well 0 -, never 1 2026-11-03T00:00:00Z");
        let polls: i64 =
            db.query_row("SELECT count(*) FROM polls WHERE not_before IS NULL", [], |r| r.get(0)).unwrap();
        assert_eq!(polls, 3);
    }
}

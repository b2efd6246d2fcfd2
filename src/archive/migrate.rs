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

//! Opening: one way to open a database, every pragma with its reason, and the rules by which a file
//! is refused and left byte for byte as it was.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::OpenError;
use super::lock::beside;
use super::migrate::{APPLICATION_ID, SCHEMA_VERSION, migrate, version};

/// How long a reader waits for a lock before it gives up. Readers wait only while a schema changes.
const READER_BUSY: Duration = Duration::from_secs(10);
/// How long the writer waits in one try; it tries again and tells the watchdog in between.
pub(super) const WRITER_BUSY: Duration = Duration::from_millis(500);
/// How long the check for damage may take at a start; a larger archive is checked as far as that.
const CHECK_TIME: Duration = Duration::from_secs(2);
/// Prepared statements at hand: more than one poll uses, or each would be compiled again and again.
const STATEMENTS: usize = 128;
/// The database header (SQLite file format §1.3).
const HEADER: usize = 100;
/// Of the write-ahead log: what a burst leaves on disk is cut back to this many bytes.
const WAL_LIMIT: i64 = 64 << 20;

/// Opens for writing; makes the archive where there is none and upgrades an older one.
pub(super) fn writer(path: &Path) -> Result<Connection, OpenError> {
    loop {
        match inspect(path) {
            Err(OpenError::Missing(_)) => create(path)?,
            Err(other) => return Err(other),
            Ok(()) => break,
        }
    }
    let sql = |source| OpenError::Sqlite { path: path.to_owned(), source };
    let mut db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(sql)?;
    prepare_writer(&db).map_err(sql)?;
    retry_busy(|| migrate(&mut db)).map_err(sql)?;
    Ok(db)
}

/// Opens for reading only.
pub(super) fn reader(path: &Path) -> Result<Connection, OpenError> {
    header(path)?;
    let sql = |source| OpenError::Sqlite { path: path.to_owned(), source };
    let db = read_only(path).map_err(sql)?;
    let version = version(&db).map_err(|e| damaged(path, &e))?;
    if version > SCHEMA_VERSION {
        return Err(OpenError::Newer { path: path.to_owned(), found: version, known: SCHEMA_VERSION });
    }
    if version < SCHEMA_VERSION {
        return Err(OpenError::Older { path: path.to_owned(), found: version, known: SCHEMA_VERSION });
    }
    Ok(db)
}

fn read_only(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(READER_BUSY)?;
    compile_once(&db)?;
    distrust(&db)?;
    db.pragma_update(None, "query_only", true)?;
    super::search::functions(&db)?;
    Ok(db)
}

/// A database may have been changed by others: functions in its schema must not run with our rights,
/// and a damaged page is reported where it is read instead of being misread.
fn distrust(db: &Connection) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update(None, "cell_size_check", true)
}

/// Statements are compiled once. SQLite looks at the values bound to a LIMIT and would compile again for
/// each new one: half of the time of a poll.
fn compile_once(db: &Connection) -> rusqlite::Result<()> {
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn prepare_writer(db: &Connection) -> rusqlite::Result<()> {
    compile_once(db)?;
    db.busy_timeout(WRITER_BUSY)?;
    distrust(db)?;
    // Readers never wait for the writer, nor it for them.
    retry_busy(|| db.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0)))?;
    // NORMAL may lose acknowledged commits at a power cut, and validators that outlive their articles
    // would hide them behind 304 for ever. One transaction a poll makes FULL cheap.
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    super::search::prepare(db)?;
    db.pragma_update(None, "cache_size", -32 * 1024)?;
    db.pragma_update(None, "journal_size_limit", WAL_LIMIT)?;
    // Whoever may only read the folder cannot make the -wal file, without which SQLite refuses to read
    // a WAL database: so it stays when we close. `Archive::close` empties it instead.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(())
}

fn retry_busy<T>(mut step: impl FnMut() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let began = Instant::now();
    let mut warn_at = Duration::ZERO;
    loop {
        match step() {
            Err(e) if super::error::ArchiveError::is_busy(&e) => {
                // At once, since nothing is done before it is ours; then ever more seldom.
                if began.elapsed() >= warn_at {
                    tracing::warn!("another program holds the archive's write lock: waiting");
                    warn_at = (began.elapsed() * 2).max(Duration::from_secs(5));
                }
            }
            other => return other,
        }
    }
}

/// Is it ours, of a version we know, and whole? Nothing is written, whatever the answer.
fn inspect(path: &Path) -> Result<(), OpenError> {
    let raw_version = header(path)?;
    if raw_version > SCHEMA_VERSION {
        return Err(OpenError::Newer { path: path.to_owned(), found: raw_version, known: SCHEMA_VERSION });
    }
    // With a log beside it, the file alone may be short or old (a kill in mid-checkpoint): SQLite
    // judges the two together. Without one, `immutable` keeps it from making -wal and -shm.
    let hot = beside(path, "-wal").metadata().is_ok_and(|m| m.len() > 0);
    let opened = if hot { read_only(path) } else { immutable(path) };
    let mut db = opened.map_err(|e| damaged(path, &e))?;
    let found = version(&db).map_err(|e| damaged(path, &e))?;
    if found > SCHEMA_VERSION {
        return Err(OpenError::Newer { path: path.to_owned(), found, known: SCHEMA_VERSION });
    }
    let began = Instant::now();
    db.progress_handler(100_000, Some(move || began.elapsed() > CHECK_TIME))
        .map_err(|source| OpenError::Sqlite { path: path.to_owned(), source })?;
    match db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)) {
        Ok(answer) if answer == "ok" => Ok(()),
        Ok(answer) => Err(OpenError::Damaged { path: path.to_owned(), what: answer }),
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) => {
            tracing::info!(archive = %path.display(), "too large to check whole at a start: `clippings verify` does");
            Ok(())
        }
        Err(e) => Err(damaged(path, &e)),
    }
}

fn immutable(path: &Path) -> rusqlite::Result<Connection> {
    let mut address = String::from("file:");
    for byte in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).as_os_str().as_encoded_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                address.push(char::from(*byte));
            }
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address.push_str("?mode=ro&immutable=1");
    let db = Connection::open_with_flags(
        address,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    distrust(&db)?;
    Ok(db)
}

fn damaged(path: &Path, error: &rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
            OpenError::Damaged { path: path.to_owned(), what: error.to_string() }
        }
        _ => OpenError::Sqlite {
            path: path.to_owned(),
            source: rusqlite::Error::ToSqlConversionFailure(error.to_string().into()),
        },
    }
}

/// Reads the first hundred bytes ourselves: a stranger's file is refused before SQLite opens it.
/// Our own always carry the `application_id` there, because they are made beside their place and
/// renamed when complete. Returns the header's `user_version`.
pub(super) fn header(path: &Path) -> Result<i64, OpenError> {
    let io = |doing, source| OpenError::Io { doing, path: path.to_owned(), source };
    let meta = match path.metadata() {
        Ok(meta) => meta,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(OpenError::Missing(path.to_owned()));
        }
        Err(e) => return Err(io("look at", e)),
    };
    if !meta.is_file() {
        return Err(OpenError::NotAFile(path.to_owned()));
    }
    if meta.len() == 0 {
        return Err(OpenError::Empty(path.to_owned()));
    }
    let mut head = Vec::with_capacity(HEADER);
    File::open(path).and_then(|f| f.take(HEADER as u64).read_to_end(&mut head)).map_err(|e| io("read", e))?;
    let foreign = |what: &str| OpenError::Foreign { path: path.to_owned(), what: what.to_owned() };
    if !head.starts_with(b"SQLite format 3\0") {
        return Err(foreign("it is no SQLite database"));
    }
    if head.len() < HEADER {
        return Err(OpenError::Damaged { path: path.to_owned(), what: "its header is cut off".to_owned() });
    }
    let number = |at: usize| i32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    if number(68) != APPLICATION_ID {
        return Err(foreign("a SQLite database of another program"));
    }
    Ok(i64::from(number(60)))
}

/// Makes a new archive beside its place and renames it when it is whole, so that a kill in between
/// leaves no 0-byte or half-made file where the archive belongs.
fn create(path: &Path) -> Result<(), OpenError> {
    let io = |doing, source| OpenError::Io { doing, path: path.to_owned(), source };
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(dir).map_err(|e| io("make the folder of", e))?;
    // A log without its database belongs to one that was moved away; SQLite would play it into ours.
    for suffix in ["-wal", "-journal"] {
        let stray = beside(path, suffix);
        if stray.metadata().is_ok_and(|m| m.len() > 0) {
            return Err(OpenError::Foreign {
                path: stray,
                what: "a log whose database is gone; move it back beside it, or away".to_owned(),
            });
        }
    }
    let new = beside(path, &format!(".new-{}", std::process::id()));
    let _ = std::fs::remove_file(&new);
    let made = make(&new).map_err(|source| OpenError::Sqlite { path: new.clone(), source });
    let placed = made.and_then(|()| {
        File::open(&new).and_then(|f| f.sync_all()).map_err(|e| io("write", e))?;
        // A hard link never replaces: if another process was faster, its archive stands.
        match std::fs::hard_link(&new, path) {
            Ok(()) => Ok(()),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(_) if !path.exists() => std::fs::rename(&new, path).map_err(|e| io("create", e)),
            Err(e) => Err(io("create", e)),
        }
    });
    let _ = std::fs::remove_file(&new);
    placed?;
    File::open(dir).and_then(|d| d.sync_all()).map_err(|e| io("write the folder of", e))
}

fn make(new: &Path) -> rusqlite::Result<()> {
    let mut db = Connection::open(new)?;
    db.pragma_update(None, "synchronous", "FULL")?;
    migrate(&mut db)?;
    db.close().map_err(|(_, e)| e)
}

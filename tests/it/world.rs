//! A world of its own for every test: a folder with a configuration and an archive, and the real binary.

mod config;
mod daemon;
mod process;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

pub use config::{Config, quoted};
pub use daemon::Daemon;
pub use process::Output;

use crate::outlet::Outlet;

pub struct World {
    dir: TempDir,
    config: Config,
}

impl World {
    /// An empty folder with a configuration that polls nothing.
    pub fn new() -> World {
        let dir = TempDir::with_prefix("clippings-it-").expect("a temporary folder");
        let world = World { dir, config: Config::quick() };
        world.write("clippings.toml", world.config.to_toml());
        world
    }

    /// A world whose configuration has one outlet, "Courier", with these paths of `outlet` as feeds;
    /// `/rss/world` is called `rss-world`.
    pub fn with(outlet: &Outlet, paths: &[&str]) -> World {
        let mut world = World::new();
        world.config(|c| {
            c.outlet("Courier", |o| {
                for path in paths {
                    o.feed(&path.trim_start_matches('/').replace('/', "-"), &outlet.url(path));
                }
            });
        });
        world
    }

    /// Changes the configuration and writes it.
    pub fn config(&mut self, change: impl FnOnce(&mut Config)) {
        change(&mut self.config);
        self.write("clippings.toml", self.config.to_toml());
    }

    /// The configuration as it was written last by [`World::config`].
    pub fn config_text(&self) -> String {
        self.config.to_toml()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).expect("a file in our folder");
    }

    pub fn archive(&self) -> PathBuf {
        self.path("clippings.db")
    }

    /// The binary in this folder, with nothing of the tester's environment that could change it.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clippings"));
        command.args(args).current_dir(self.dir.path()).env_clear();
        for name in ["PATH", "HOME", "TMPDIR"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
    }

    /// Runs `clippings ARGS` to its end.
    pub fn run(&self, args: &[&str]) -> Output {
        Output::of(self.command(args))
    }

    /// Starts `clippings run`.
    pub fn daemon(&self) -> Daemon {
        Daemon::start(self.command(&["run"]), self.path("daemon.log"))
    }

    /// The archive as a user opens it: another connection, read-only.
    pub fn db(&self) -> Connection {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(self.archive(), flags).expect("the archive opens");
        db.busy_timeout(Duration::from_secs(5)).expect("a timeout");
        db
    }

    /// Changes the archive as the passing of time would; says how many rows.
    #[track_caller]
    pub fn alter(&self, sql: &str) -> usize {
        let db = Connection::open(self.archive()).expect("the archive opens");
        db.busy_timeout(Duration::from_secs(5)).expect("a timeout");
        db.execute(sql, []).unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    /// The rows as `sqlite3` prints them: columns apart by `|`, NULL as `∅`.
    #[track_caller]
    pub fn rows(&self, sql: &str) -> Vec<String> {
        rows(&self.db(), sql)
    }

    /// The one value of the one row.
    #[track_caller]
    pub fn one(&self, sql: &str) -> String {
        let mut rows = self.rows(sql);
        assert_eq!(rows.len(), 1, "rows of {sql}: {rows:?}");
        rows.remove(0)
    }

    #[track_caller]
    pub fn count(&self, sql: &str) -> u64 {
        self.one(sql).parse().expect("a count")
    }

    /// The archive is whole: by SQLite's own check, and no row points at nothing.
    #[track_caller]
    pub fn integrity(&self) {
        assert_eq!(self.rows("pragma integrity_check"), ["ok"]);
        assert_eq!(self.rows("pragma foreign_key_check"), [""; 0]);
    }

    /// Every file in the folder that belongs to the archive, with its bytes; but not the daemon's lock, which
    /// says only who runs.
    pub fn archive_files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = std::fs::read_dir(self.dir.path())
            .expect("our folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| name_of(path).contains(".db") && !name_of(path).ends_with(".lock"))
            .map(|path| (name_of(&path), std::fs::read(&path).expect("a file in our folder")))
            .collect();
        files.sort();
        files
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

/// See [`World::rows`].
#[track_caller]
pub fn rows(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap_or_else(|e| panic!("{sql}: {e}"));
    let mut out = Vec::new();
    while let Some(row) = rows.next().unwrap_or_else(|e| panic!("{sql}: {e}")) {
        let cells: Vec<String> = (0..columns)
            .map(|i| match row.get_ref(i).expect("a column") {
                ValueRef::Null => "∅".to_owned(),
                ValueRef::Integer(n) => n.to_string(),
                ValueRef::Real(x) => x.to_string(),
                ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
                ValueRef::Blob(b) => format!("{} bytes", b.len()),
            })
            .collect();
        out.push(cells.join("|"));
    }
    out
}

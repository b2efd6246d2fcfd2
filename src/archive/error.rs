use std::path::PathBuf;

/// Why an archive was not opened. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nothing there, and we were asked to read.
    #[error("there is no archive at {}: `clippings poll` or `clippings run` makes one", .0.display())]
    Missing(PathBuf),
    /// Zero bytes: SQLite would take it for a new database and write over what it may stand for.
    #[error(
        "{} is empty (0 bytes): it is not an archive, and a lost one would look like this. \
         Restore a back-up, or move the file away to begin a new archive", .0.display()
    )]
    Empty(PathBuf),
    /// Not a file at all.
    #[error("{} is not a regular file", .0.display())]
    NotAFile(PathBuf),
    /// Some other file.
    #[error("{} is not a Clippings archive ({what}): it was left as it is. Set archive.path to another place", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        what: String,
    },
    /// Written by a later version.
    #[error(
        "{} has schema version {found}, this program knows up to {known}: it was left as it is. \
         Install the newer Clippings that wrote it", .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its `user_version`.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// Written by an earlier version and opened for reading only.
    #[error(
        "{} has schema version {found}, this program reads {known}: `clippings poll` or `clippings run` \
         upgrades it in place", .path.display()
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its `user_version`.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// SQLite finds it damaged.
    #[error(
        "{} is damaged ({what}): it was left as it is. Restore a back-up, or try sqlite3's .recover on a copy", .path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        what: String,
    },
    /// Another daemon has it.
    #[error("another clippings daemon (pid {pid}) already runs on {}", .path.display())]
    Locked {
        /// The archive.
        path: PathBuf,
        /// Who, as far as is known.
        pid: String,
    },
    /// The file system says no.
    #[error("cannot {doing} {}: {source}", .path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// SQLite says no.
    #[error("cannot open the archive {}: {source}", .path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: rusqlite::Error,
    },
}

impl OpenError {
    /// True where the archive must not be touched (exit code 78), false where trying again may help.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Empty(_)
                | Self::NotAFile(_)
                | Self::Foreign { .. }
                | Self::Newer { .. }
                | Self::Older { .. }
                | Self::Damaged { .. }
        )
    }
}

/// Why something was not read or kept.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// SQLite says no.
    #[error("the archive failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The feed is not in the archive: the configuration was not taken over.
    #[error("the archive knows no feed called {0:?}")]
    UnknownFeed(String),
    /// A row says something this version does not know.
    #[error("the archive holds {what} that this version cannot read: {found:?}")]
    Unreadable {
        /// Which column.
        what: &'static str,
        /// The value.
        found: String,
    },
    /// The writer has stopped.
    #[error("the archive is closed")]
    Closed,
    /// Somebody held the database until we had to stop.
    #[error("another program held the archive's write lock until we had to stop: nothing was written")]
    Held,
    /// The file system says no.
    #[error("cannot {doing} {}: {source}", .path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
}

impl ArchiveError {
    /// True where going on makes no sense: the file is damaged or the disk cannot be read.
    pub fn is_broken(&self) -> bool {
        use rusqlite::ErrorCode as E;
        match self {
            Self::Sqlite(e) => matches!(
                e.sqlite_error_code(),
                Some(E::DatabaseCorrupt | E::NotADatabase | E::SystemIoFailure | E::CannotOpen)
            ),
            Self::Open(_) | Self::Closed => true,
            _ => false,
        }
    }

    /// True where the file itself is damaged, as a reader may find long after the archive was opened.
    pub fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode as E;
        match self {
            Self::Sqlite(e) => {
                matches!(e.sqlite_error_code(), Some(E::DatabaseCorrupt | E::NotADatabase))
            }
            Self::Open(OpenError::Damaged { .. }) => true,
            _ => false,
        }
    }

    /// What to do where SQLite itself fails, which says only what it could not do.
    pub fn advice(&self) -> Option<&'static str> {
        use rusqlite::ErrorCode as E;
        let Self::Sqlite(error) = self else { return None };
        match error.sqlite_error_code()? {
            E::DatabaseCorrupt | E::NotADatabase => Some(
                "it is damaged and was left as it is: restore a back-up, or try sqlite3's .recover on a copy",
            ),
            E::DiskFull | E::SystemIoFailure => Some(
                "is the disk full, or a limit reached? What was not kept comes with the next poll; \
                 `clippings verify` checks the file",
            ),
            E::ReadOnly | E::CannotOpen | E::PermissionDenied => {
                Some("who runs this must be able to write the file and its folder")
            }
            _ => None,
        }
    }

    /// True where another connection holds the lock.
    pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
        use rusqlite::ErrorCode as E;
        matches!(error.sqlite_error_code(), Some(E::DatabaseBusy | E::DatabaseLocked))
    }
}

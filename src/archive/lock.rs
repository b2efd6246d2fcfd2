//! One daemon an archive: an advisory lock on a file beside it, which the kernel drops with the
//! process, however it ends.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::error::OpenError;
use super::migrate::SCHEMA_VERSION;
use super::open::header;

/// Held as long as it lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the archive at `path`, or says at once who has it.
    pub fn take(path: &Path) -> Result<Lock, OpenError> {
        // Nothing is put beside a file that is not an archive of ours.
        match header(path) {
            Ok(version) if version > SCHEMA_VERSION => {
                return Err(OpenError::Newer {
                    path: path.to_owned(),
                    found: version,
                    known: SCHEMA_VERSION,
                });
            }
            Ok(_) | Err(OpenError::Missing(_)) => {}
            Err(refused) => return Err(refused),
        }
        let place = beside(path, ".lock");
        let io = |doing, source| OpenError::Io { doing, path: place.clone(), source };
        if let Some(dir) = place.parent().filter(|d| !d.as_os_str().is_empty()) {
            std::fs::create_dir_all(dir).map_err(|e| io("make the folder of", e))?;
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&place)
            .map_err(|e| io("open the lock file", e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut pid = String::new();
                let _ = file.read_to_string(&mut pid);
                let pid = if pid.trim().is_empty() { "unknown".to_owned() } else { pid.trim().to_owned() };
                return Err(OpenError::Locked { path: path.to_owned(), pid });
            }
            Err(TryLockError::Error(e)) => return Err(io("lock", e)),
        }
        // Only for the message above: the lock itself is what counts.
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        written.map_err(|e| io("write", e))?;
        Ok(Lock { _file: file })
    }
}

/// `clippings.db` + `-wal` and the like: beside the file, its whole name kept.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

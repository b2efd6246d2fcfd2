use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A digest could not be put in place.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the digest {}: {step}: {source}; check that the folder can be written and has room", path.display())]
pub struct WriteError {
    /// Where it should be.
    pub path: PathBuf,
    /// What was tried.
    step: &'static str,
    source: io::Error,
}

/// Puts a file in place whole or not at all: written beside its place, flushed to the disk, renamed.
/// Missing folders are made. A link is followed, and what is no regular file (`/dev/stdout`, a pipe)
/// is written to and never replaced.
///
/// # Errors
/// [`WriteError`] names the file and the step that failed; nothing is left behind then.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |step: &'static str| move |source| WriteError { path: path.to_owned(), step, source };
    let place = match fs::metadata(path) {
        Ok(found) if found.is_file() => fs::canonicalize(path).map_err(failed("following the link"))?,
        Ok(_) => {
            let mut special = OpenOptions::new().write(true).open(path).map_err(failed("opening it"))?;
            return special.write_all(bytes).map_err(failed("writing to it"));
        }
        Err(_) => path.to_owned(),
    };
    let folder = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(failed("making its folder"))?;
    let beside = folder.join(beside_name(&place));
    let written = fill(&beside, bytes)
        .map_err(failed("writing beside its place"))
        .and_then(|()| fs::rename(&beside, &place).map_err(failed("renaming into its place")));
    if written.is_err() {
        // What made us fail may well forbid this too; the error to report is the first.
        let _ = fs::remove_file(&beside);
        return written;
    }
    // The rename itself outlives a power cut only once the folder is on the disk.
    File::open(folder).and_then(|dir| dir.sync_all()).map_err(failed("flushing its folder"))
}

fn fill(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A hidden name that no other process and no other call of this one uses.
fn beside_name(place: &Path) -> String {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    let name: String =
        place.file_name().map(|n| n.to_string_lossy().chars().take(40).collect()).unwrap_or_default();
    format!(".{name}.{}.{call}.tmp", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_stays_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b/daily.md");
        write(&path, b"first").unwrap();
        write(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_devices_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (target, alias) = (dir.path().join("target.md"), dir.path().join("latest.md"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &alias).unwrap();
        write(&alias, b"new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert!(fs::symlink_metadata(&alias).unwrap().is_symlink());

        write(Path::new("/dev/null"), b"gone").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn a_failure_names_the_file_and_the_step() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("file"), "").unwrap();
        let error = write(&dir.path().join("file/daily.md"), b"x").unwrap_err().to_string();
        assert!(error.contains("file/daily.md") && error.contains("making its folder"), "{error}");
        let error = write(dir.path(), b"x").unwrap_err().to_string();
        assert!(error.contains("opening it"), "{error}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}

//! Where the demo keeps its archive: a folder of its own, emptied at each run, and never anybody else's.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

const NAME: &str = "clippings-demo";
/// Says that the folder is ours to empty.
const MARK: &str = "THIS-IS-A-DEMO.txt";
const MARK_TEXT: &str = "`clippings demo` made this folder and empties it when it runs again.\n";
/// All that the demo ever writes, and therefore all that it ever removes.
const OURS: [&str; 7] = [
    "clippings.db",
    "clippings.db-wal",
    "clippings.db-shm",
    "clippings.db.lock",
    "clippings.toml",
    "digest.md",
    "digest.html",
];

/// Makes the folder, or empties it of what an earlier demo left: `asked`, else `clippings-demo` here, else
/// (where nothing can be written here) in the folder for temporary files.
///
/// # Errors
/// The folder cannot be written, or it holds files and is not a demo's.
pub fn prepare(asked: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(dir) = asked {
        if !is_ours_or_empty(dir)? {
            bail!(
                "{} holds files and no {MARK}, so it is not a demo's and the demo leaves it alone; \
                 give another folder with --dir",
                dir.display()
            );
        }
        clear(dir).with_context(|| format!("cannot write the demo's folder {}", dir.display()))?;
        return Ok(dir.to_owned());
    }
    let mut refused = None;
    for parent in [PathBuf::from("."), std::env::temp_dir()] {
        let dir = match free_name(&parent).and_then(|dir| clear(&dir).map(|()| dir)) {
            Ok(dir) => dir,
            Err(e) => {
                refused.get_or_insert((parent, e));
                continue;
            }
        };
        return Ok(dir);
    }
    match refused {
        Some((parent, e)) => Err(e).with_context(|| {
            format!("no folder for the demo can be made in {}; name one with --dir", parent.display())
        }),
        None => bail!("no folder for the demo can be made; name one with --dir"),
    }
}

/// `clippings-demo`, or with a number where that name is somebody else's.
fn free_name(parent: &Path) -> io::Result<PathBuf> {
    for n in 1..100 {
        let name = if n == 1 { NAME.to_owned() } else { format!("{NAME}-{n}") };
        let dir = parent.join(name);
        if is_ours_or_empty(&dir)? {
            return Ok(dir);
        }
    }
    Err(io::Error::new(ErrorKind::AlreadyExists, format!("{NAME} to {NAME}-99 are all taken")))
}

fn is_ours_or_empty(dir: &Path) -> io::Result<bool> {
    let mut entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(true),
        Err(e) if e.kind() == ErrorKind::NotADirectory => return Ok(false),
        Err(e) => return Err(e),
    };
    Ok(dir.join(MARK).is_file() || entries.next().is_none())
}

fn clear(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    for name in OURS {
        match fs::remove_file(dir.join(name)) {
            Ok(()) => {}
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => return Err(e),
        }
    }
    fs::write(dir.join(MARK), MARK_TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demo_folder_is_emptied_of_the_demo_only() {
        let parent = tempfile::tempdir().unwrap();
        let dir = parent.path().join("demo");
        assert_eq!(prepare(Some(&dir)).unwrap(), dir);
        fs::write(dir.join("clippings.db"), "old").unwrap();
        fs::write(dir.join("notes.txt"), "the user's own").unwrap();
        prepare(Some(&dir)).unwrap();
        assert!(!dir.join("clippings.db").exists());
        assert_eq!(fs::read_to_string(dir.join("notes.txt")).unwrap(), "the user's own");
    }

    #[test]
    fn somebody_elses_folder_is_left_alone() {
        let parent = tempfile::tempdir().unwrap();
        fs::write(parent.path().join("clippings.db"), "a real archive").unwrap();
        let error = prepare(Some(parent.path())).unwrap_err().to_string();
        assert!(error.contains("leaves it alone"), "{error}");
        assert_eq!(fs::read_to_string(parent.path().join("clippings.db")).unwrap(), "a real archive");
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let parent = tempfile::tempdir().unwrap();
        fs::create_dir(parent.path().join(NAME)).unwrap();
        fs::write(parent.path().join(NAME).join("x"), "theirs").unwrap();
        fs::write(parent.path().join("clippings-demo-2"), "a file").unwrap();
        assert_eq!(free_name(parent.path()).unwrap(), parent.path().join("clippings-demo-3"));
    }
}

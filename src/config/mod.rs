//! The configuration file: the one door to TOML.
//!
//! [`locate`] finds it, [`load`] reads it, [`read`] is the pure part: text in, checked
//! [`Settings`] out, or every [`Problem`] at once. The defaults live in [`crate::model`] only; the names of
//! the keys in `keys`; one file a section of the file here.
//!
//! ```text
//! text → syntax (TOML, mended where it can be) → settings, outlet, feed, digest
//!            each key through section → given → a reader of its type → value, or a Problem
//! ```

mod address;
mod digest;
mod duration;
mod feed;
mod given;
mod header;
mod keys;
mod locate;
mod name;
mod nearest;
mod outlet;
mod path;
mod problem;
mod report;
mod section;
mod settings;
mod size;
mod source;
mod starter;
mod syntax;
mod tag;
mod text;
mod visits;
mod zone;

#[cfg(test)]
mod tests;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

pub use locate::{NotFound, locate};
pub use name::default_name;
pub use problem::{Place, Problem, Problems};
pub use source::MAX_BYTES;
pub use starter::starter;

use crate::model::Settings;

/// A configuration that can be run with.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The values.
    pub settings: Settings,
    /// What a person should look at, though it stops nothing.
    pub warnings: Vec<Problem>,
}

/// Reads and checks the file at `path`. `$STATE_DIRECTORY` (systemd's `StateDirectory=`) decides where
/// a relative `archive.path` counts from; of several directories the first counts.
///
/// # Errors
///
/// Every problem found: the file cannot be read, is no TOML, or says something that cannot be used.
pub fn load(path: &Path) -> Result<Loaded, Problems> {
    let text = source::read(path)?;
    let state = std::env::var_os("STATE_DIRECTORY").and_then(|list| first_directory(&list));
    let (mut loaded, secrets) = interpret(&text, path, state.as_deref())?;
    loaded.warnings.extend(secrets.into_iter().filter_map(header::SecretFile::problem));
    Ok(loaded)
}

/// Checks the text of a configuration file. `file` is named in problems, and its folder is where
/// relative paths count from; `state_directory` is where a relative `archive.path` counts from.
/// Reads no file.
///
/// # Errors
///
/// Every problem found, in the order of the file.
pub fn read(text: &str, file: &Path, state_directory: Option<&Path>) -> Result<Loaded, Problems> {
    interpret(text, file, state_directory).map(|(loaded, _)| loaded)
}

fn interpret(
    text: &str,
    file: &Path,
    state_directory: Option<&Path>,
) -> Result<(Loaded, Vec<header::SecretFile>), Problems> {
    let report = report::Report::new(text, file);
    let mended = syntax::parse(text, &report);
    let settings = mended.map(|document| settings::settings(&document, &report, state_directory));
    let (problems, warnings, secrets) = report.close();
    match settings {
        Some(settings) if problems.is_empty() => Ok((Loaded { settings, warnings }, secrets)),
        _ => Err(Problems::new(problems)),
    }
}

/// The first of systemd's colon-separated directories.
fn first_directory(list: &OsStr) -> Option<PathBuf> {
    std::env::split_paths(list).find(|p| !p.as_os_str().is_empty())
}

use std::path::PathBuf;

use super::given::{Given, quoted};
use super::report::Fault;
use super::text::words;

/// A path as it is meant: nothing in it is expanded, and what a shell would expand is refused rather than
/// made a folder called `~`.
pub(super) fn path(given: &Given) -> Result<PathBuf, Fault> {
    let text = words(given)?;
    if text.starts_with('~') {
        return Err(Fault::new(format!("~ is not expanded, found {}", quoted(&text)))
            .help("write the whole path, such as \"/home/…\", or one relative to this file's folder"));
    }
    if text.starts_with('$') || text.contains("${") {
        return Err(Fault::new(format!("environment variables are not expanded, found {}", quoted(&text)))
            .help("write the whole path, or one relative to this file's folder"));
    }
    if text.chars().any(char::is_control) {
        return Err(Fault::new("contains a control character"));
    }
    Ok(PathBuf::from(text))
}

/// As [`path`], and the path of a file.
pub(super) fn file(given: &Given) -> Result<PathBuf, Fault> {
    let path = path(given)?;
    let text = path.to_string_lossy();
    if text.ends_with('/') || path.file_name().is_none() {
        return Err(Fault::new(format!("expected the path of a file, found {}", quoted(&text))));
    }
    Ok(path)
}

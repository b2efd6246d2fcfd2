use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::archive::DigestMade;
use crate::model::{Format, OutputPath, OutputValues, Window};

use super::{Digest, WriteError, write};

/// A digest that was made: what the archive's `digests` keeps of it, but for the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The digest's name.
    pub name: String,
    /// What it covers.
    pub window: Window,
    /// What it was written as.
    pub format: Format,
    /// Where it lies; `None` = standard output.
    pub path: Option<PathBuf>,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Articles in it.
    pub articles: u64,
}

/// Digests could not be put in place.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// One file for two formats.
    #[error(
        "{first} and {second} would both be written to {}: put {{ext}} into the output path, or ask \
         for one format", path.display()
    )]
    OnePath {
        /// The file.
        path: PathBuf,
        /// One format.
        first: Format,
        /// The other.
        second: Format,
    },
    /// The disk refused.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl Made {
    /// The same with its time, as the archive keeps it.
    pub fn record(self, made_at: Timestamp) -> DigestMade {
        DigestMade {
            name: self.name,
            since: self.window.since,
            until: self.window.until,
            made_at,
            format: self.format.to_string(),
            path: self.path.map(|path| path.display().to_string()),
            sha256: self.sha256,
            articles: self.articles,
        }
    }

    /// What there is to keep of these bytes.
    pub fn of(digest: &Digest, format: Format, bytes: &[u8], path: Option<PathBuf>) -> Made {
        let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Made {
            name: digest.spec.name.clone(),
            window: digest.spec.window,
            format,
            path,
            sha256,
            articles: digest.clippings.len() as u64,
        }
    }
}

/// Writes a digest in each format to where `output` says, relative to `folder`; `date` stands for
/// `{date}` (see [`crate::model::WindowSpec::label`]). A format given twice is written once.
///
/// # Errors
/// [`PublishError::OnePath`] before anything is written; [`PublishError::Write`] at the first file
/// that cannot be put in place.
pub fn publish(
    digest: &Digest,
    formats: &[Format],
    output: &OutputPath,
    date: &str,
    folder: &Path,
) -> Result<Vec<Made>, PublishError> {
    let spec = &digest.spec;
    let mut files: Vec<(Format, PathBuf)> = Vec::new();
    for &format in formats {
        let values = OutputValues { name: &spec.name, date, format, window: spec.window, zone: &spec.zone };
        let path = folder.join(output.fill(&values));
        match files.iter().find(|(_, taken)| *taken == path) {
            Some((first, _)) if *first == format => {}
            Some((first, _)) => return Err(PublishError::OnePath { path, first: *first, second: format }),
            None => files.push((format, path)),
        }
    }
    let mut made = Vec::with_capacity(files.len());
    for (format, path) in files {
        let bytes = digest.render(format).into_bytes();
        write(&path, &bytes)?;
        made.push(Made::of(digest, format, &bytes, Some(path)));
    }
    Ok(made)
}

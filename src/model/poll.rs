use jiff::Timestamp;

use super::{Note, Outcome};

/// What a server gave us to ask conditionally with (RFC 9110 §8.8): byte for byte as received, never
/// read or changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// `ETag`, quotes and `W/` included.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`.
    pub last_modified: Option<Vec<u8>>,
    /// The address that gave them, where that is not the one that is asked first but one it redirects to. They mean
    /// nothing to any other (RFC 9110 §13.1.2, §13.1.3).
    pub from: Option<String>,
}

impl Validators {
    /// True where there is nothing to ask conditionally with.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

/// One attempt at one feed, as the archive keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// The feed's name.
    pub feed: String,
    /// When it began.
    pub started_at: Timestamp,
    /// From permit to the last byte read, in milliseconds.
    pub duration_ms: u64,
    /// What came of it.
    pub outcome: Outcome,
    /// The last response's status, if there was one.
    pub http_status: Option<u16>,
    /// Bytes of body after decompression.
    pub bytes: u64,
    /// Asked with validators?
    pub conditional: bool,
    /// Items in the document.
    pub entries: u32,
    /// Articles the archive did not have.
    pub new: u32,
    /// Articles that gained a revision.
    pub revised: u32,
    /// What went wrong, in words for a person.
    pub error: Option<String>,
    /// What the parser repaired, and what was odd about the exchange (`probe`, `lying-validators`).
    pub notes: Vec<Note>,
    /// The server asked not to be asked again before (`Retry-After`).
    pub not_before: Option<Timestamp>,
}

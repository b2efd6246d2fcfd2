use jiff::Timestamp;

/// A moment as a stranger wrote it: the raw text, and what we make of it.
///
/// Both are kept, because a date nobody can read today may be readable by a later version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct When {
    /// The moment, if the text could be read.
    pub at: Option<Timestamp>,
    /// The text as the feed gave it, trimmed.
    pub raw: String,
}

/// A half-open stretch of time: `since <= t < until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First moment inside.
    pub since: Timestamp,
    /// First moment after.
    pub until: Timestamp,
}

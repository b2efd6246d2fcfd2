use std::time::Duration;

use jiff::Timestamp;

/// What monitoring asks of the archive: how each feed is, and what waits. Cheap to read however large the
/// archive is; [`FeedHealth`](super::FeedHealth) is what a person reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vitals {
    /// Every feed ever configured.
    pub feeds: Vec<FeedVitals>,
    /// Pages of articles that are to be visited, now or later.
    pub pages_queued: u64,
    /// Of them, those whose time has come.
    pub pages_due: u64,
    /// The database, in bytes.
    pub archive_bytes: u64,
    /// Its write-ahead log, in bytes.
    pub wal_bytes: u64,
    /// What the archive's writer has spent its time on since it was opened.
    pub spent: Vec<(&'static str, Duration)>,
}

/// One feed of [`Vitals`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedVitals {
    /// The feed's name.
    pub name: String,
    /// The outlet's name.
    pub outlet: String,
    /// `feeds.health`.
    pub health: String,
    /// Failures in a row.
    pub failures: u32,
    /// Last attempt that did its work.
    pub last_success_at: Option<Timestamp>,
    /// Last new or revised article.
    pub last_changed_at: Option<Timestamp>,
    /// Next attempt; `None` for a feed that is not polled.
    pub next_due_at: Option<Timestamp>,
    /// Possible losses that were not filled.
    pub gaps_open: u64,
    /// When it was last alive, where it has fallen silent.
    pub silent_since: Option<Timestamp>,
    /// `feeds.silent_how`.
    pub silent_how: Option<String>,
}

impl FeedVitals {
    /// Every word of `feeds.health`.
    pub const HEALTH: [&str; 5] = ["new", "ok", "failing", "gone", "disabled"];
    /// Every word of `feeds.silent_how`.
    pub const SILENT: [&str; 4] = ["quiet", "empty", "not-a-feed", "other-content"];
}

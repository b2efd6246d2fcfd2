//! What the writer spends its time on: it is one thread, and when it cannot keep up, somebody wants to know why.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A part of every transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Recognising entries, keeping articles, wordings, polls, visits.
    Keep,
    /// Looking up each new text's like and linking it; its place in the index.
    Stories,
    /// The index of words for searches.
    Words,
    /// Writing to disk.
    Commit,
}

impl Step {
    /// Every step.
    pub const ALL: [Step; 4] = [Step::Keep, Step::Stories, Step::Words, Step::Commit];

    /// Its word in the metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Keep => "keep",
            Step::Stories => "stories",
            Step::Words => "words",
            Step::Commit => "commit",
        }
    }
}

/// Time spent, step by step, since the archive was opened.
#[derive(Debug, Default)]
pub struct Spent([AtomicU64; 4]);

impl Spent {
    /// On this step so far.
    pub fn on(&self, step: Step) -> Duration {
        Duration::from_nanos(self.0[step as usize].load(Ordering::Relaxed))
    }

    /// Does the work, and counts its time.
    pub(super) fn time<T>(&self, step: Step, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        let spent = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.0[step as usize].fetch_add(spent, Ordering::Relaxed);
        done
    }
}

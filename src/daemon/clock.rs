//! Notices a wall clock that was set.

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// A wall clock may drift so far from the steady one between two looks (leap smearing, NTP).
const TOLERANCE: SignedDuration = SignedDuration::from_secs(30);

pub(super) struct Clock {
    wall: Timestamp,
    steady: Instant,
}

impl Clock {
    pub(super) fn new(now: Timestamp) -> Clock {
        Clock { wall: now, steady: Instant::now() }
    }

    /// By how much the clock was set forth (or the machine slept) or, negative, back since the last look.
    pub(super) fn jump(&mut self, now: Timestamp) -> Option<SignedDuration> {
        let passed = SignedDuration::try_from(self.steady.elapsed()).unwrap_or(SignedDuration::MAX);
        let off = now.duration_since(self.wall).saturating_sub(passed);
        *self = Clock::new(now);
        if off.abs() <= TOLERANCE {
            return None;
        }
        tracing::warn!(seconds = off.as_secs(), "the clock was set, or the machine slept");
        Some(off)
    }
}

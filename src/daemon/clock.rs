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

    /// Was the clock set (or the machine suspended) since the last look?
    pub(super) fn jumped(&mut self, now: Timestamp) -> bool {
        let passed = SignedDuration::try_from(self.steady.elapsed()).unwrap_or(SignedDuration::MAX);
        let off = now.duration_since(self.wall).saturating_sub(passed);
        *self = Clock::new(now);
        let jumped = off.abs() > TOLERANCE;
        if jumped {
            tracing::warn!(seconds = off.as_secs(), "the clock was set, or the machine slept");
        }
        jumped
    }
}

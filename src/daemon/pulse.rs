//! The watchdog is told only of progress: of the loop, which calls this, and of the writer.

use std::time::Duration;

use tokio::time::Instant;

use crate::archive::Heartbeat;
use crate::telemetry;

pub(super) struct Pulse {
    every: Option<Duration>,
    last: Instant,
    turns: u64,
}

impl Pulse {
    pub(super) fn new() -> Pulse {
        // Half of WatchdogSec=, as sd_watchdog_enabled(3) advises.
        Pulse { every: telemetry::watchdog().map(|limit| limit / 2), last: Instant::now(), turns: 0 }
    }

    /// How long the loop may sleep without missing its turn.
    pub(super) fn interval(&self) -> Duration {
        self.every.map_or(Duration::MAX, |every| every / 2)
    }

    /// Tells systemd, unless the writer has stood still with work in hand since the last time.
    pub(super) fn beat(&mut self, writer: &Heartbeat) {
        let Some(every) = self.every else { return };
        if self.last.elapsed() < every / 2 {
            return;
        }
        let turns = writer.turns();
        if writer.is_busy() && turns == self.turns {
            return;
        }
        self.turns = turns;
        self.last = Instant::now();
        telemetry::alive();
    }
    /// Waits for work of the writer, and goes on telling: somebody may hold the archive's lock, for which
    /// a restart is no cure.
    pub(super) async fn during<T>(&mut self, writer: &Heartbeat, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        loop {
            // Without a watchdog, nobody listens.
            let turn = self.interval().min(Duration::from_secs(3600));
            match tokio::time::timeout(turn, &mut work).await {
                Ok(done) => return done,
                Err(_) => self.beat(writer),
            }
        }
    }
}

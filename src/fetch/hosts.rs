//! Per-host limits: so many requests at once, a gap between the starts of two, and none at all while the
//! host asks for patience.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use super::patience::Patience;

/// Leave to have one request's work in memory; given back when it is dropped.
#[derive(Debug)]
pub struct Permit {
    _global: OwnedSemaphorePermit,
}

#[derive(Debug)]
pub(super) struct Hosts {
    global: Arc<Semaphore>,
    per_host: usize,
    gap: Duration,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

#[derive(Debug)]
struct Host {
    permits: Arc<Semaphore>,
    /// When the next turn may begin.
    free_at: Mutex<Instant>,
    /// When the last request started.
    started: Mutex<Option<Instant>>,
    patience: Mutex<Patience>,
}

/// No turn: the host is to be left alone until then.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeftAlone(pub(super) Timestamp);

/// One of the requests that a host has at once.
#[derive(Debug)]
pub(super) struct Turn {
    host: Arc<Host>,
    gap: Duration,
    _permit: OwnedSemaphorePermit,
}

impl Turn {
    /// Waits for the gap to the request before, right before this one: two turns that waited for leave
    /// to hold an answer may have got it at the same moment.
    pub(super) async fn start(&self) {
        let start = {
            let mut started = self.host.started.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Instant::now();
            let start = started.map_or(now, |before| (before + self.gap).max(now));
            *started = Some(start);
            start
        };
        sleep_until(start).await;
    }
}

impl Host {
    fn patience(&self) -> MutexGuard<'_, Patience> {
        self.patience.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check(&self) -> Result<(), LeftAlone> {
        self.patience().until(Timestamp::now()).map_or(Ok(()), |until| Err(LeftAlone(until)))
    }
}

impl Hosts {
    pub(super) fn new(concurrency: usize, per_host: usize, gap: Duration) -> Hosts {
        Hosts {
            global: Arc::new(Semaphore::new(concurrency.clamp(1, Semaphore::MAX_PERMITS))),
            per_host: per_host.clamp(1, Semaphore::MAX_PERMITS),
            gap,
            hosts: Mutex::new(HashMap::new()),
        }
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(name.to_owned()).or_insert_with(|| {
            Arc::new(Host {
                permits: Arc::new(Semaphore::new(self.per_host)),
                free_at: Mutex::new(Instant::now()),
                started: Mutex::new(None),
                patience: Mutex::new(Patience::default()),
            })
        }))
    }

    /// Waits for a turn at the host, which ends when it is dropped. Those who wait hear of it when the
    /// host asks for patience meanwhile.
    pub(super) async fn turn(&self, name: &str) -> Result<Turn, LeftAlone> {
        let host = self.host(name);
        let permit = Arc::clone(&host.permits).acquire_owned().await.expect("the semaphore is never closed");
        host.check()?;
        let start = {
            let mut free_at = host.free_at.lock().unwrap_or_else(PoisonError::into_inner);
            let start = (*free_at).max(Instant::now());
            *free_at = start + self.gap;
            start
        };
        sleep_until(start).await;
        host.check()?;
        Ok(Turn { host, gap: self.gap, _permit: permit })
    }

    /// Leaves the host alone.
    pub(super) fn hold(&self, name: &str, until: Timestamp) {
        self.host(name).patience().hold(until);
    }

    /// Takes in a 429 or 503 to the feed at `url`; says until when the whole host is left alone, if it is.
    pub(super) fn hear(
        &self,
        name: &str,
        status: u16,
        url: &str,
        not_before: Option<Timestamp>,
    ) -> Option<Timestamp> {
        let (host, now) = (self.host(name), Timestamp::now());
        let mut patience = host.patience();
        if patience.hear(status, url, not_before, now) { patience.until(now) } else { None }
    }

    /// How many more answers may be held in memory now.
    pub(super) fn spare_permits(&self) -> usize {
        self.global.available_permits()
    }

    /// Waits for leave to hold one more answer in memory. Asked for after the host's turn, so that
    /// requests that wait for one slow host do not keep the others out.
    pub(super) async fn permit(&self) -> Permit {
        let global = Arc::clone(&self.global).acquire_owned().await.expect("the semaphore is never closed");
        Permit { _global: global }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::Hosts;

    /// All turns are had before the first request starts, as when nobody may hold another answer.
    #[tokio::test]
    async fn the_gap_is_kept_by_those_who_waited_together() {
        let gap = Duration::from_millis(40);
        let hosts = Hosts::new(8, 4, gap);
        let mut turns = Vec::new();
        for _ in 0..4 {
            turns.push(hosts.turn("courier.example").await.expect("a turn"));
        }
        tokio::time::sleep(gap).await;
        let began = Instant::now();
        for turn in &turns {
            turn.start().await;
        }
        assert!(began.elapsed() >= gap * 3, "{:?}", began.elapsed());
        // Another host does not wait for them.
        assert!(hosts.turn("gazette.example").await.is_ok());
    }
}

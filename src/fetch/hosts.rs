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
    /// When the next request may start.
    free_at: Mutex<Instant>,
    patience: Mutex<Patience>,
}

/// No turn: the host is to be left alone until then.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeftAlone(pub(super) Timestamp);

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
                patience: Mutex::new(Patience::default()),
            })
        }))
    }

    /// Waits for a turn at the host; the request may start when this returns. Those who wait hear of it
    /// when the host asks for patience meanwhile.
    pub(super) async fn turn(&self, name: &str) -> Result<OwnedSemaphorePermit, LeftAlone> {
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
        Ok(permit)
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

    /// Waits for leave to hold one more answer in memory. Asked for after the host's turn, so that
    /// requests that wait for one slow host do not keep the others out.
    pub(super) async fn permit(&self) -> Permit {
        let global = Arc::clone(&self.global).acquire_owned().await.expect("the semaphore is never closed");
        Permit { _global: global }
    }
}

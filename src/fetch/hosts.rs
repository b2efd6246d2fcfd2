//! Per-host limits: so many requests at once, and a gap between the starts of two.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

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

    /// Waits for a turn at the host; the request may start when this returns.
    pub(super) async fn turn(&self, host: &str) -> OwnedSemaphorePermit {
        let host = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(hosts.entry(host.to_owned()).or_insert_with(|| {
                Arc::new(Host {
                    permits: Arc::new(Semaphore::new(self.per_host)),
                    free_at: Mutex::new(Instant::now()),
                })
            }))
        };
        let permit = Arc::clone(&host.permits).acquire_owned().await.expect("the semaphore is never closed");
        let start = {
            let mut free_at = host.free_at.lock().unwrap_or_else(PoisonError::into_inner);
            let start = (*free_at).max(Instant::now());
            *free_at = start + self.gap;
            start
        };
        sleep_until(start).await;
        permit
    }

    /// Waits for leave to hold one more answer in memory. Asked for after the host's turn, so that
    /// requests that wait for one slow host do not keep the others out.
    pub(super) async fn permit(&self) -> Permit {
        let global = Arc::clone(&self.global).acquire_owned().await.expect("the semaphore is never closed");
        Permit { _global: global }
    }
}

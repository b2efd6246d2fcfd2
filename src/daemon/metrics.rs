//! Metrics: what the archive says when monitoring asks, beside what the daemon has counted.

use std::sync::Arc;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tokio::task::JoinSet;

use crate::archive::{Archive, ArchiveError, Reader, Step};
use crate::poll::Poller;
use crate::telemetry::{self, Metrics};

/// Answers at `metrics.listen`, if that is set, for as long as what is returned is kept.
pub(super) fn serve(poller: &Poller, metrics: &Metrics) -> Result<JoinSet<()>, ArchiveError> {
    let mut serving = JoinSet::new();
    if let Some(address) = poller.settings().metrics_listen {
        let reader = Mutex::new(poller.archive().reader()?);
        let (metrics, archive) = (metrics.clone(), poller.archive().clone());
        let answer = move || {
            let reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
            text(&reader, &archive, &metrics)
        };
        serving.spawn(telemetry::serve(address, Arc::new(answer)));
    }
    Ok(serving)
}

fn text(reader: &Reader, archive: &Archive, metrics: &Metrics) -> Result<String, String> {
    let now = Timestamp::now();
    let mut vitals = reader.vitals(now).map_err(|e| e.to_string())?;
    let spent = archive.heartbeat().spent();
    vitals.spent = Step::ALL.map(|step| (step.as_str(), spent.on(step))).to_vec();
    metrics.text(&vitals, now).map_err(|e| e.to_string())
}

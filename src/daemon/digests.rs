//! Scheduled digests. When each is due is kept in the archive, so that one missed while the daemon was
//! down is made when it comes back, for the window it would have had.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::archive::{Archive, ArchiveError, Filter, Reader};
use crate::digest::{self, Job, Made};
use crate::model::{DigestPlan, Settings};
use crate::poll::Poller;
use crate::schedule::Plan;
use crate::telemetry::Metrics;

/// A digest that could not be made (a full disk, a folder that is gone) is tried again after this.
const AGAIN: SignedDuration = SignedDuration::from_mins(10);

pub(super) struct Digests {
    planned: Vec<Planned>,
}

struct Planned {
    plan: DigestPlan,
    when: Plan,
    /// The moment it is made for.
    due_at: Timestamp,
    /// The moment it is made at; later where it failed before.
    try_at: Timestamp,
}

impl Digests {
    /// Reads when each digest of the configuration is due; a new one, or one with a new schedule, at
    /// the schedule's next fire.
    pub(super) async fn start(poller: &Poller, now: Timestamp) -> Result<Digests, ArchiveError> {
        let settings = poller.settings();
        let reader = poller.archive().reader()?;
        let mut planned = Vec::new();
        for plan in &settings.digests {
            let Some(when) = plan.schedule.as_deref().and_then(|text| Plan::parse(text).ok()) else {
                continue;
            };
            let kept = reader.digest_due(&plan.name, &when.to_string())?;
            let Some(due_at) = kept.or_else(|| when.next(now, &settings.schedule.timezone)) else { continue };
            if kept.is_none() {
                let next = (plan.name.clone(), when.to_string(), due_at);
                poller.archive().digest_made(Vec::new(), Some(next)).await?;
            }
            planned.push(Planned { plan: plan.clone(), when, due_at, try_at: due_at });
        }
        Ok(Digests { planned })
    }

    /// Makes what is due, one window after the other.
    pub(super) async fn turn(
        &mut self,
        poller: &Poller,
        metrics: &Metrics,
        now: Timestamp,
    ) -> Result<(), ArchiveError> {
        for planned in &mut self.planned {
            if planned.try_at <= now {
                let made = planned.make(poller, now).await?;
                metrics.digest(made);
            }
        }
        Ok(())
    }

    /// When the next one is due.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.planned.iter().map(|planned| planned.try_at).min()
    }
}

impl Planned {
    /// Was it made?
    async fn make(&mut self, poller: &Poller, now: Timestamp) -> Result<bool, ArchiveError> {
        let (plan, due_at) = (self.plan.clone(), self.due_at);
        let (settings, archive) = (poller.settings().clone(), poller.archive().clone());
        let work = move || publish(&settings, &archive, &plan, due_at);
        let made = match tokio::task::spawn_blocking(work).await {
            Ok(Ok(made)) => made,
            failed => {
                let why = match failed {
                    Ok(Err(why)) => why,
                    Err(panic) => panic.to_string(),
                    Ok(Ok(_)) => String::new(),
                };
                tracing::error!(digest = %self.plan.name, "not made, tried again in ten minutes: {why}");
                self.try_at = now.checked_add(AGAIN).unwrap_or(Timestamp::MAX);
                return Ok(false);
            }
        };
        for one in &made {
            let path = one.path.as_deref().unwrap_or(Path::new("")).display();
            tracing::info!(digest = %one.name, articles = one.articles, %path, "digest made");
        }
        let zone = &poller.settings().schedule.timezone;
        // From the moment it was due, not from now: what was missed is made too, one after the other.
        let next = self.when.next(self.due_at, zone).unwrap_or(Timestamp::MAX);
        (self.due_at, self.try_at) = (next, next);
        let made = made.into_iter().map(|made| made.record(now)).collect();
        let kept = (self.plan.name.clone(), self.when.to_string(), next);
        poller.archive().digest_made(made, Some(kept)).await?;
        Ok(true)
    }
}

fn publish(
    settings: &Settings,
    archive: &Archive,
    plan: &DigestPlan,
    due_at: Timestamp,
) -> Result<Vec<Made>, String> {
    let zone = &settings.schedule.timezone;
    let job = Job::of(plan, due_at, zone).map_err(|e| e.to_string())?;
    let filter = job.spec.filter.as_deref().map(|query| Filter::parse(query, due_at, zone));
    let filter = filter.transpose().map_err(|e| e.to_string())?;
    let reader: Reader = archive.reader().map_err(|e| e.to_string())?;
    let articles = reader.window(job.spec.window, filter.as_ref()).map_err(|e| e.to_string())?;
    let digest = digest::make(articles, job.spec);
    let folder = archive.path().parent().unwrap_or(Path::new(""));
    digest::publish(&digest, &job.formats, &job.output, &job.date, folder).map_err(|e| e.to_string())
}

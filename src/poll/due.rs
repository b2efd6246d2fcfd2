//! When a feed is due next, decided inside the transaction that keeps its poll.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::archive::Tally;
use crate::model::{Feed, Settings};
use crate::schedule::{self, Facts, Plan, Rhythm};

/// What the server says about the next poll.
pub(super) struct Hints {
    pub not_before: Option<Timestamp>,
    pub ttl_minutes: Option<u32>,
    pub started_at: Timestamp,
}

fn plan_of(settings: &Settings, feed: &Feed) -> Plan {
    let text = feed.schedule.as_deref().unwrap_or(&settings.schedule.default);
    // `config` has refused what cannot be parsed; should one come by another way, the feed still runs.
    Plan::parse(text)
        .or_else(|_| Plan::parse("@hourly"))
        .unwrap_or_else(|_| unreachable!("@hourly is a schedule"))
}

/// The question the archive asks once it has counted.
pub(super) fn next(
    settings: Arc<Settings>,
    feed: Feed,
    hints: Hints,
) -> Box<dyn FnOnce(&Tally, &Rhythm) -> Timestamp + Send> {
    Box::new(move |tally, rhythm| {
        let now = Timestamp::now();
        let plan = plan_of(&settings, &feed);
        let facts = Facts {
            now,
            last_started: Some(hints.started_at),
            plan: &plan,
            cadence: &settings.schedule,
            feed: &feed.name,
            failures: tally.failures,
            not_before: hints.not_before,
            rhythm,
            ttl: hints.ttl_minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60)),
        };
        schedule::next_due(&facts)
    })
}

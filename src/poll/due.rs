//! When a feed is due next, decided inside the transaction that keeps its poll.

use std::sync::Arc;

use jiff::Timestamp;

use crate::archive::WhenDue;
use crate::model::{Feed, Settings};
use crate::schedule::{self, Facts, HeldBy, Plan, Wishes};

/// What the exchange says about the next poll.
pub(super) struct Hints {
    pub retry_after: Option<(Timestamp, HeldBy)>,
    pub fresh_until: Option<Timestamp>,
    /// Its validators are not used, because they lied.
    pub unconditional: bool,
    pub started_at: Timestamp,
}

fn plan_of(settings: &Settings, feed: &Feed) -> Plan {
    // `config` has refused what cannot be parsed; should one come by another way, the feed still runs.
    Plan::parse(settings.schedule_of(feed))
        .or_else(|_| Plan::parse("@hourly"))
        .unwrap_or_else(|_| unreachable!("@hourly is a schedule"))
}

/// The question the archive asks once it has counted.
pub(super) fn next(settings: Arc<Settings>, feed: Feed, hints: Hints) -> WhenDue {
    Box::new(move |standing, rhythm| {
        let now = Timestamp::now();
        let plan = plan_of(&settings, &feed);
        let facts = Facts {
            now,
            last_started: Some(hints.started_at),
            plan: &plan,
            cadence: &settings.schedule,
            feed: &feed.name,
            failures: standing.strain,
            rhythm,
        };
        let wishes = Wishes {
            retry_after: hints.retry_after,
            fresh_until: hints.fresh_until,
            pace: &standing.pace,
            validators: standing.validators && !hints.unconditional,
        };
        schedule::due(&facts, &wishes)
    })
}

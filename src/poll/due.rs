//! When a feed is due next, decided inside the transaction that keeps its poll.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::archive::WhenDue;
use crate::model::{Feed, Settings};
use crate::schedule::{self, Activity, Facts, HeldBy, Plan, Wishes};

/// A feed's rhythm is taken from so long a stretch: a week has all its days.
const RHYTHM: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What the exchange says about the next poll.
pub(super) struct Hints {
    pub retry_after: Option<(Timestamp, HeldBy)>,
    pub fresh_until: Option<Timestamp>,
    /// Its validators are not used, because they lied.
    pub unconditional: bool,
    pub started_at: Timestamp,
}

fn plan_of(settings: &Settings, feed: &Feed) -> Plan {
    let text = feed.schedule.as_deref().unwrap_or(&settings.schedule.default);
    // `config` has refused what cannot be parsed; should one come by another way, the feed still runs.
    Plan::parse(text)
        .or_else(|_| Plan::parse("@hourly"))
        .unwrap_or_else(|_| unreachable!("@hourly is a schedule"))
}

/// Since when the archive should count, where the feed's schedule follows its rhythm.
pub(super) fn rhythm_since(settings: &Settings, feed: &Feed, now: Timestamp) -> Option<Timestamp> {
    if !plan_of(settings, feed).is_auto() {
        return None;
    }
    now.checked_sub(RHYTHM).ok()
}

/// The question the archive asks once it has counted.
pub(super) fn next(settings: Arc<Settings>, feed: Feed, hints: Hints) -> WhenDue {
    Box::new(move |tally, standing| {
        let now = Timestamp::now();
        let plan = plan_of(&settings, &feed);
        let over =
            tally.known_since.map_or(SignedDuration::ZERO, |since| now.duration_since(since).min(RHYTHM));
        let facts = Facts {
            now,
            last_started: Some(hints.started_at),
            plan: &plan,
            cadence: &settings.schedule,
            feed: &feed.name,
            failures: standing.strain,
            not_before: None,
            activity: Activity {
                articles: tally.recent,
                over: Duration::try_from(over).unwrap_or_default(),
                newest: tally.last_changed_at,
            },
            ttl: None,
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

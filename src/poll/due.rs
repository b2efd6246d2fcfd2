//! When a feed is due next, decided inside the transaction that keeps its poll.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::archive::Tally;
use crate::model::{Feed, Settings};
use crate::schedule::{self, Activity, Facts, Plan};

/// A feed's rhythm is taken from so long a stretch: a week has all its days.
const RHYTHM: SignedDuration = SignedDuration::from_hours(7 * 24);

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

/// Since when the archive should count, where the feed's schedule follows its rhythm.
pub(super) fn rhythm_since(settings: &Settings, feed: &Feed, now: Timestamp) -> Option<Timestamp> {
    if !plan_of(settings, feed).is_auto() {
        return None;
    }
    now.checked_sub(RHYTHM).ok()
}

/// The question the archive asks once it has counted.
pub(super) fn next(
    settings: Arc<Settings>,
    feed: Feed,
    hints: Hints,
) -> Box<dyn FnOnce(&Tally) -> Timestamp + Send> {
    Box::new(move |tally| {
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
            failures: tally.failures,
            not_before: hints.not_before,
            activity: Activity {
                articles: tally.recent,
                over: Duration::try_from(over).unwrap_or_default(),
                newest: tally.last_changed_at,
            },
            ttl: hints.ttl_minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60)),
        };
        schedule::next_due(&facts)
    })
}

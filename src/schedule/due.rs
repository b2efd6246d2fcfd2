use std::time::Duration;

use jiff::Timestamp;

use super::adaptive::interval;
use super::{Plan, Rhythm, jitter};
use crate::model::Cadence;

/// The longest `Retry-After` that is obeyed, 30 days: a server's typing error cannot silence a feed for ever.
pub const RETRY_AFTER_LIMIT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Under cron so many failures in a row change nothing: the user chose the times, and most troubles
/// are over at the next one.
const CRON_PATIENCE: u32 = 3;
/// Between two polls of a feed, whatever the settings say.
const SHORTEST: Duration = Duration::from_secs(1);
/// No wait is longer, whatever the settings say.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// Overdue feeds start so far apart …
const SPREAD_GAP: Duration = Duration::from_millis(250);
/// … or closer, so that the last one does not wait longer than this.
const SPREAD_LIMIT: Duration = Duration::from_secs(5 * 60);

/// What decides when a feed is polled next.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The present moment.
    pub now: Timestamp,
    /// When the last poll began, whatever came of it.
    pub last_started: Option<Timestamp>,
    /// The feed's schedule.
    pub plan: &'a Plan,
    /// `[schedule]`.
    pub cadence: &'a Cadence,
    /// The feed's name: seed of its jitter.
    pub feed: &'a str,
    /// Failures in a row; 0 after a success.
    pub failures: u32,
    /// The feed's own rhythm; used by `auto` only.
    pub rhythm: &'a Rhythm,
}

impl Facts<'_> {
    /// When the last poll began, else now; a time in the future means that the clock was set back since.
    pub(super) fn last(&self) -> Timestamp {
        self.last_started.map_or(self.now, |t| t.min(self.now))
    }
}

/// When a feed is polled next: always later than `facts.now`.
///
/// **Cron**: the plan's next fire plus the feed's own share of `cadence.jitter`, which never reaches
/// into the following fire. A fire that was served (a poll began at or after it) is not served
/// twice. From the fourth failure in a row, fires are left out: the wait grows from `cadence.min`,
/// doubling, up to `cadence.max`.
///
/// **`auto`**: an interval from the feed's rhythm, between `cadence.min` and `cadence.max`. After a
/// failure `cadence.min` doubling up to `cadence.max`, give or take a quarter.
///
/// What servers and publishers wish for comes on top: [`due`](super::due()).
pub fn next_due(facts: &Facts<'_>) -> Timestamp {
    next_due_from(facts, facts.now)
}

/// The same, but not before `earliest`, for as long as [`RETRY_AFTER_LIMIT`].
pub(super) fn next_due_from(facts: &Facts<'_>, earliest: Timestamp) -> Timestamp {
    let earliest = earliest.min(later(facts.now, RETRY_AFTER_LIMIT));
    let due = if facts.plan.is_auto() { by_rhythm(facts, earliest) } else { by_plan(facts, earliest) };
    due.max(later(facts.now, SHORTEST))
}

fn by_rhythm(facts: &Facts<'_>, earliest: Timestamp) -> Timestamp {
    let Cadence { min, max, .. } = *facts.cadence;
    let base = facts.last();
    let wait = match facts.failures {
        0 => {
            let wait = interval(base, facts.rhythm, facts.cadence);
            wait.saturating_add(jitter::part(facts.cadence.jitter.min(wait / 4), facts.feed))
        }
        n => jitter::around(doubled(min, n - 1, max), facts.feed, n).clamp(min.min(max), max),
    };
    let due = later(base, wait);
    if due >= earliest {
        return due;
    }
    // Everyone the server turned away was given the same moment.
    later(earliest, jitter::part(facts.cadence.jitter, facts.feed))
}

fn by_plan(facts: &Facts<'_>, earliest: Timestamp) -> Timestamp {
    let Cadence { min, max, .. } = *facts.cadence;
    if facts.failures > CRON_PATIENCE {
        // A little less than the doubled time: the wait counts from a poll some seconds after its
        // fire, and a daily plan must not become one of every second day.
        let mut wait = doubled(min, facts.failures - CRON_PATIENCE - 1, max).mul_f64(0.9);
        let cap = later(facts.now, max);
        // Where the plan has a pause (nights, weekends), a long wait may land behind it.
        while wait >= SHORTEST {
            let due = fire(facts, later(facts.now, wait).max(earliest));
            if due <= cap.max(earliest) {
                return due;
            }
            wait /= 2;
        }
    }
    fire(facts, earliest)
}

/// The first unserved fire with its jitter that is not before `earliest`, and later than `now`.
fn fire(facts: &Facts<'_>, earliest: Timestamp) -> Timestamp {
    let zone = &facts.cadence.timezone;
    let share = jitter::part(facts.cadence.jitter, facts.feed);
    // A fire that has passed is still to be served if the feed's share of jitter is not over yet
    // (the last poll may have taken until now).
    let served = facts.last();
    let mut after = sooner(earliest, share).max(served);
    // The second turn is for plans closer than the jitter, whose shares are smaller than `share`.
    for _ in 0..2 {
        let Some(at) = facts.plan.next(after, zone) else { break };
        let gap = facts.plan.next(at, zone).map_or(Duration::MAX, |next| between(at, next));
        let due = later(at, if share < gap { share } else { jitter::part(gap, facts.feed) });
        if due > facts.now && due >= earliest {
            return due;
        }
        after = facts.now.max(sooner(earliest, Duration::from_millis(1)));
    }
    // The plan names no further year. Far away, and looked at again after every restart.
    later(facts.now, facts.cadence.max).max(earliest)
}

/// `min` doubled `times` times, at most `max`.
fn doubled(min: Duration, times: u32, max: Duration) -> Duration {
    min.max(SHORTEST).saturating_mul(1 << times.min(20)).min(max).min(LONGEST)
}

/// When to start the `index`th (from 0) of `overdue` feeds that fell due while the daemon was down:
/// each once, the first at once, four a second; more where the last would wait over five minutes.
pub fn spread(now: Timestamp, overdue: usize, index: usize) -> Timestamp {
    let count = u32::try_from(overdue).unwrap_or(u32::MAX).max(1);
    let index = u32::try_from(index).unwrap_or(u32::MAX).min(count - 1);
    later(now, SPREAD_GAP.min(SPREAD_LIMIT / count).saturating_mul(index))
}

/// A due time that no rule can have asked for comes from a clock that was set back since: it is pulled in to
/// the next fire, or under `auto` to `cadence.min` from now. Any other is left as it is: one within the plan's
/// next fire and `cadence.max`, and where a server asked to be left alone until `held_until`, one that is not
/// later than that and [`RETRY_AFTER_LIMIT`].
pub fn sane(
    due: Timestamp,
    now: Timestamp,
    held_until: Option<Timestamp>,
    plan: &Plan,
    cadence: &Cadence,
) -> Timestamp {
    let next = plan.next(now, &cadence.timezone);
    let furthest = later(now, cadence.max);
    let furthest = match held_until {
        // After a hold its fire is still to be waited for.
        Some(until) => {
            let until = until.min(later(now, RETRY_AFTER_LIMIT));
            plan.next(until, &cadence.timezone).unwrap_or(until).max(furthest)
        }
        None => next.map_or(furthest, |next| next.max(furthest)),
    };
    let furthest = later(furthest, cadence.jitter);
    if due <= furthest {
        return due;
    }
    next.unwrap_or(later(now, cadence.min)).max(later(now, SHORTEST))
}

pub(super) fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn sooner(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}

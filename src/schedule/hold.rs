//! What servers and publishers ask of the next poll: it may come later than the schedule says, and never
//! because of them sooner.

use std::fmt;
use std::time::Duration;

use jiff::{Timestamp, ToSpan};

use super::due::{Facts, RETRY_AFTER_LIMIT, later, next_due, next_due_from};
use super::jitter;
use crate::model::Pace;

/// A feed that cannot be asked conditionally is not asked more often than this: every poll is a whole
/// download. (The complaint is Rachel Kroll's; her feed reader score counts it.)
const UNCONDITIONAL: Duration = Duration::from_secs(60 * 60);
/// In seconds.
const HOUR: i64 = 60 * 60;
/// In seconds; GMT has no others.
const DAY: i64 = 24 * HOUR;

/// Which wish holds a feed back: a closed list, the words of `feeds.held_by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldBy {
    /// `Retry-After` with 429, 503, 301, 308 or any failure.
    RetryAfter,
    /// Another feed of the host was told to wait.
    Host,
    /// `Cache-Control: max-age`, or `Expires`.
    MaxAge,
    /// RSS `ttl`.
    Ttl,
    /// The syndication module's `updatePeriod`.
    UpdatePeriod,
    /// RSS `skipHours`.
    SkipHours,
    /// RSS `skipDays`.
    SkipDays,
    /// It gives nothing to ask conditionally with.
    NoValidators,
}

impl HeldBy {
    /// The word in `feeds.held_by`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RetryAfter => "retry-after",
            Self::Host => "host",
            Self::MaxAge => "max-age",
            Self::Ttl => "ttl",
            Self::UpdatePeriod => "update-period",
            Self::SkipHours => "skip-hours",
            Self::SkipDays => "skip-days",
            Self::NoValidators => "no-validators",
        }
    }
}

impl fmt::Display for HeldBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A wish that moved a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// The feed is not asked before; whole seconds.
    pub until: Timestamp,
    /// Whose wish it is.
    pub by: HeldBy,
}

/// When a feed is polled next, and what holds it back until then, if anything does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// The wish that decided it; `None` where the schedule did.
    pub held: Option<Hold>,
}

/// Everything that asks us to wait.
#[derive(Debug, Clone)]
pub struct Wishes<'a> {
    /// `Retry-After`, and whether it was said to this feed or to another of its host.
    pub retry_after: Option<(Timestamp, HeldBy)>,
    /// Until when the last answer is fresh, see [`super::Caching`].
    pub fresh_until: Option<Timestamp>,
    /// What the document says.
    pub pace: &'a Pace,
    /// Does the server give validators?
    pub validators: bool,
}

/// When a feed is polled next: what [`next_due`] says, or later where somebody wishes it.
///
/// **Any schedule** is held back by `Retry-After`, never undercut within [`RETRY_AFTER_LIMIT`], and by the
/// freshness of the last answer, for `cadence.max` at most. A fresh answer moves a cron poll to the moment it
/// is stale, not to the next fire: a feed with `max-age=1800` is polled every half hour by `*/30`, not every
/// hour.
///
/// **`auto`** also follows what the publisher says of the document, for `cadence.max` at most (`ttl`,
/// `updatePeriod`, `skipHours`, `skipDays`), and does not ask for a whole download more than once an
/// hour. Cron is the user's explicit wish and goes before these.
pub fn due(facts: &Facts<'_>, wishes: &Wishes<'_>) -> Due {
    let mut due = Due { at: next_due(facts), held: None };
    let last = facts.last();
    let cap = later(last, facts.cadence.max);
    if facts.plan.is_auto() && facts.failures == 0 {
        if !wishes.validators {
            due.raise(later(last, UNCONDITIONAL).min(cap), HeldBy::NoValidators);
        }
        if let Some(minutes) = wishes.pace.ttl_minutes {
            due.raise(later(last, Duration::from_secs(u64::from(minutes) * 60)).min(cap), HeldBy::Ttl);
        }
        if let Some(at) = next_update(last, wishes.pace) {
            due.raise(at.min(cap), HeldBy::UpdatePeriod);
        }
    }
    if let Some(fresh_until) = wishes.fresh_until {
        due.raise(fresh_until.min(cap.max(facts.now)), HeldBy::MaxAge);
    }
    if facts.plan.is_auto()
        && let Some((open, by)) = after_skips(due.at, wishes.pace)
    {
        // Everyone who obeys comes back at the same full hour.
        let open = later(open, jitter::part(facts.cadence.jitter, facts.feed));
        due.raise(open.min(cap), by);
    }
    if let Some((until, by)) = wishes.retry_after {
        let until = until.min(later(facts.now, RETRY_AFTER_LIMIT));
        let share = || later(until, jitter::part(facts.cadence.jitter, facts.feed));
        if by == HeldBy::Host && until > facts.now {
            // It was not asked at all: the fire is still to be served, and not left for the next one.
            due = Due { at: whole(share()), held: Some(Hold { until: whole(until), by }) };
        } else if until > due.at {
            let at = next_due_from(facts, until);
            due = Due { at: whole(at.max(due.at)), held: Some(Hold { until: whole(until), by }) };
        }
    }
    due
}

impl Due {
    fn raise(&mut self, at: Timestamp, by: HeldBy) {
        if at > self.at {
            let until = whole(at);
            *self = Due { at: until, held: Some(Hold { until, by }) };
        }
    }
}

/// Rounded up: the archive keeps whole seconds, and one rounded down would undercut.
fn whole(at: Timestamp) -> Timestamp {
    let second = at.as_second() + i64::from(at.subsec_nanosecond() > 0);
    Timestamp::from_second(second).unwrap_or(at)
}

/// The first update after `last` that the syndication module announces.
fn next_update(last: Timestamp, pace: &Pace) -> Option<Timestamp> {
    let every = i64::from(pace.update_every.filter(|seconds| *seconds > 0)?);
    let Some(base) = pace.update_base else {
        return last.checked_add(every.seconds()).ok();
    };
    let passed = (last.as_second() - base.as_second()).div_euclid(every);
    Timestamp::from_second(base.as_second() + (passed + 1) * every).ok()
}

/// Where `at` falls into hours or days that the publisher wants to be left alone in: their end, and
/// which of the two it was. A feed that skips all hours, or all days, is mistaken.
fn after_skips(at: Timestamp, pace: &Pace) -> Option<(Timestamp, HeldBy)> {
    if pace.skip_hours.len() >= 24 || pace.skip_days.len() >= 7 {
        return None;
    }
    let mut second = at.as_second();
    let mut by = None;
    // A week of days with a day of hours behind each is the most that can be skipped.
    for _ in 0..7 * 25 {
        // 1970-01-01 was a Thursday, the fourth day.
        let day = (second.div_euclid(DAY) + 3).rem_euclid(7) + 1;
        let hour = second.rem_euclid(DAY) / HOUR;
        let length = if pace.skip_days.iter().any(|skipped| i64::from(*skipped) == day) {
            by = Some(HeldBy::SkipDays);
            DAY
        } else if pace.skip_hours.iter().any(|skipped| i64::from(*skipped) == hour) {
            by = Some(HeldBy::SkipHours);
            HOUR
        } else {
            return by.and_then(|by| Some((Timestamp::from_second(second).ok()?, by)));
        };
        second = (second.div_euclid(length) + 1) * length;
    }
    None
}

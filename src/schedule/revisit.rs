//! When is an article's page looked at again? The older an article is, the more seldom it is edited.

use jiff::{SignedDuration, Timestamp};

use crate::model::{Outcome, VisitOutcome, Visits};

/// The first wait after a page could not be had; each further one is [`GROWTH`] times as long.
const FIRST_RETRY: SignedDuration = SignedDuration::from_mins(10);
/// See [`FIRST_RETRY`].
const GROWTH: i32 = 4;
/// No wait after a failure is longer.
const LONGEST_RETRY: SignedDuration = SignedDuration::from_hours(24);
/// An overloaded host may take days to recover, and its page is no worse for it.
const BUSY_ATTEMPTS: u32 = 4;
/// What is no article, or gone, is looked at again after these, and then left: some are only late.
const SECOND_LOOKS: [SignedDuration; 2] = [SignedDuration::from_hours(6), SignedDuration::from_hours(72)];
/// After so many failures in a row of one host, its pages wait together.
const HOST_FAILURES: u32 = 3;
/// … the first time so long, twice as long each time after …
const HOST_REST: SignedDuration = SignedDuration::from_mins(5);
/// … and never longer.
const LONGEST_HOST_REST: SignedDuration = SignedDuration::from_hours(6);

/// What is known when the next visit of a page is decided.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    /// The visit's end.
    pub now: Timestamp,
    /// From when the article's age counts.
    pub published: Timestamp,
    /// What came of the visit.
    pub outcome: VisitOutcome,
    /// Failures in a row, this one included.
    pub failures: u32,
    /// Was the page ever read as the article?
    pub read: bool,
    /// The server asked not to be asked again before.
    pub not_before: Option<Timestamp>,
    /// The configuration.
    pub visits: &'a Visits,
}

/// When the page is due next; `None` = never again.
pub fn next_visit(looked: &Looked<'_>) -> Option<Timestamp> {
    let Looked { now, outcome, failures, visits, .. } = *looked;
    let after = |wait: SignedDuration| now.checked_add(wait).ok();
    let due = match outcome {
        _ if outcome.is_success() => return by_age(looked),
        VisitOutcome::Exchange(Outcome::Held) => after(FIRST_RETRY.min(SignedDuration::from_mins(1))),
        _ if outcome.is_gone() => second_look(looked),
        VisitOutcome::Exchange(kind) => {
            let attempts = if kind == Outcome::Busy {
                visits.attempts.saturating_mul(BUSY_ATTEMPTS)
            } else {
                visits.attempts
            };
            if failures >= attempts {
                // A page that was read keeps its schedule: one bad week of its host is no reason to miss edits.
                if looked.read { by_age(looked) } else { None }
            } else {
                after(backoff(FIRST_RETRY, GROWTH, failures.saturating_sub(1), LONGEST_RETRY))
            }
        }
        VisitOutcome::Robots => after(LONGEST_RETRY).filter(|_| failures < visits.attempts),
        // A paywall, a question for consent: the article that we have is not touched by it.
        _ if looked.read => by_age(looked),
        _ => second_look(looked),
    };
    due.map(|at| looked.not_before.map_or(at, |wish| at.max(wish)))
}

/// Until when a host whose pages fail one after the other is left alone; `None` = it is not.
pub fn host_rests(now: Timestamp, failures: u32) -> Option<Timestamp> {
    let times = failures.checked_sub(HOST_FAILURES)?;
    now.checked_add(backoff(HOST_REST, 2, times, LONGEST_HOST_REST)).ok()
}

/// The next age of the configuration that the article has not reached yet.
fn by_age(looked: &Looked<'_>) -> Option<Timestamp> {
    // A date from the future would put off every visit until then.
    let born = looked.published.min(looked.now);
    let ages = looked.visits.revisit.iter().filter_map(|age| SignedDuration::try_from(*age).ok());
    ages.filter_map(|age| born.checked_add(age).ok()).find(|at| *at > looked.now)
}

fn second_look(looked: &Looked<'_>) -> Option<Timestamp> {
    let at = usize::try_from(looked.failures.saturating_sub(1)).ok()?;
    SECOND_LOOKS.get(at).and_then(|wait| looked.now.checked_add(*wait).ok())
}

fn backoff(first: SignedDuration, growth: i32, times: u32, longest: SignedDuration) -> SignedDuration {
    let mut wait = first;
    for _ in 0..times {
        if wait >= longest {
            break;
        }
        wait *= growth;
    }
    wait.min(longest)
}

#[cfg(test)]
mod tests {
    use super::{Looked, Outcome, Timestamp, VisitOutcome, Visits, host_rests, next_visit};

    const PUBLISHED: Timestamp = Timestamp::constant(1_790_000_000, 0);

    fn after(minutes: i64) -> Timestamp {
        Timestamp::from_second(PUBLISHED.as_second() + minutes * 60).unwrap()
    }

    /// Minutes until the next visit.
    fn next(at: i64, outcome: VisitOutcome, failures: u32, read: bool) -> Option<i64> {
        let visits = Visits::default();
        let now = after(at);
        let looked =
            Looked { now, published: PUBLISHED, outcome, failures, read, not_before: None, visits: &visits };
        next_visit(&looked).map(|due| (due.as_second() - now.as_second()) / 60)
    }

    #[test]
    fn visits_decay_with_the_age_of_the_article_and_end() {
        let (mut at, mut seen) = (3, Vec::new());
        while let Some(wait) = next(at, VisitOutcome::READ, 0, true) {
            at += wait;
            seen.push(at);
        }
        assert_eq!(seen, [60, 360, 1440, 3 * 1440, 7 * 1440, 30 * 1440]);
        // What was missed while nobody was there is made good by one visit.
        assert_eq!(next(2 * 1440, VisitOutcome::Exchange(Outcome::NotModified), 0, true), Some(1440));
        assert_eq!(next(365 * 1440, VisitOutcome::READ, 0, true), None);
        // A date from the future.
        assert_eq!(next(-500, VisitOutcome::READ, 0, true), Some(60));
    }

    #[test]
    fn failures_wait_longer_and_are_given_up() {
        let failed = VisitOutcome::Exchange(Outcome::Timeout);
        let waits: Vec<_> = (1..=6).map(|failures| next(0, failed, failures, false)).collect();
        assert_eq!(waits, [Some(10), Some(40), Some(160), Some(640), None, None]);
        assert_eq!(next(0, failed, 5, true), Some(60), "a page that was read keeps its schedule");
        assert_eq!(next(0, VisitOutcome::Exchange(Outcome::Busy), 5, false), Some(1440));
        assert_eq!(next(0, VisitOutcome::Exchange(Outcome::Busy), 20, false), None);
        let waits: Vec<_> = (1..=3).map(|n| next(0, VisitOutcome::Paywall, n, false)).collect();
        assert_eq!(waits, [Some(360), Some(3 * 1440), None]);
        assert_eq!(next(0, VisitOutcome::Paywall, 1, true), Some(60));
        let gone = VisitOutcome::Exchange(Outcome::Gone);
        assert_eq!([next(0, gone, 1, true), next(0, gone, 3, true)], [Some(360), None]);
    }

    #[test]
    fn a_wish_of_the_server_is_kept() {
        let visits = Visits::default();
        let looked = |not_before| Looked {
            now: after(0),
            published: PUBLISHED,
            outcome: VisitOutcome::Exchange(Outcome::Busy),
            failures: 1,
            read: false,
            not_before,
            visits: &visits,
        };
        assert_eq!(next_visit(&looked(Some(after(90)))), Some(after(90)));
        assert_eq!(next_visit(&looked(Some(after(1)))), Some(after(10)), "not sooner than we would");
    }

    #[test]
    fn a_host_that_fails_rests_longer_and_longer() {
        let rests: Vec<_> = [2, 3, 4, 5, 50].map(|failures| host_rests(after(0), failures)).to_vec();
        assert_eq!(rests, [None, Some(after(5)), Some(after(10)), Some(after(20)), Some(after(360))]);
    }
}

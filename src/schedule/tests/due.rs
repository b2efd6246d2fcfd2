use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::Cadence;
use crate::schedule::due::next_due_from;
use crate::schedule::{Facts, Plan, Rhythm, jitter, next_due, sane, spread};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|e| panic!("{text:?}: {e}"))
}

struct World {
    plan: Plan,
    cadence: Cadence,
    rhythm: Rhythm,
}

fn world(plan: &str, jitter: Duration) -> World {
    World {
        plan: Plan::parse(plan).unwrap(),
        cadence: Cadence { jitter, ..Cadence::default() },
        rhythm: Rhythm::default(),
    }
}

impl World {
    fn facts(&self, now: &str) -> Facts<'_> {
        let now = at(now);
        Facts {
            now,
            last_started: Some(now),
            plan: &self.plan,
            cadence: &self.cadence,
            feed: "courier-world",
            failures: 0,
            rhythm: &self.rhythm,
        }
    }
}

#[test]
fn cron_without_jitter_is_exactly_on_time() {
    let w = world("*/30 * * * *", Duration::ZERO);
    assert_eq!(next_due(&w.facts("2026-11-24T10:05:00Z")), at("2026-11-24T10:30:00Z"));
    assert_eq!(next_due(&w.facts("2026-11-24T10:30:00Z")), at("2026-11-24T11:00:00Z"));
}

#[test]
fn jitter_is_the_feeds_own_stays_and_never_reaches_the_next_fire() {
    for (plan, jitter) in [("*/30 * * * *", MINUTE), ("* * * * *", HOUR), ("* * * * * *", MINUTE)] {
        let w = world(plan, jitter);
        let mut offsets = BTreeSet::new();
        for n in 0..200 {
            let feed = format!("feed-{n}");
            let mut now = at("2026-11-24T10:00:00Z");
            let mut seen = BTreeSet::new();
            for _ in 0..5 {
                let due = next_due(&Facts {
                    feed: &feed,
                    now,
                    last_started: Some(now),
                    ..w.facts("2026-11-24T10:00:00Z")
                });
                let fire = w.plan.next(now, &TimeZone::UTC).unwrap();
                let next = w.plan.next(fire, &TimeZone::UTC).unwrap();
                // A plan by the second has no room before `now` + 1 s.
                assert!(due >= fire && due <= next && due > now, "{plan} {feed}: {fire} {due} {next}");
                seen.insert(due.duration_since(fire));
                now = due;
            }
            if plan != "* * * * * *" {
                assert_eq!(seen.len(), 1, "{plan} {feed}: {seen:?}");
            }
            offsets.extend(seen);
        }
        assert!(plan == "* * * * * *" || offsets.len() > 190, "{plan}: {}", offsets.len());
    }
}

#[test]
fn a_poll_that_ends_after_the_next_fire_does_not_lose_it() {
    let w = world("* * * * *", MINUTE);
    let share = jitter::part(MINUTE, "courier-world");
    assert!(share > Duration::from_secs(2) && share < Duration::from_secs(58), "{share:?}");
    // Began in its share of 10:00, ended just after 10:01.
    let facts =
        Facts { last_started: Some(at("2026-11-24T10:00:00Z") + share), ..w.facts("2026-11-24T10:01:01Z") };
    assert_eq!(next_due(&facts), at("2026-11-24T10:01:00Z") + share);
    // But a fire is not served twice: polled by hand at 10:01:01, its share of 10:01 is over.
    assert_eq!(next_due(&w.facts("2026-11-24T10:01:01Z")), at("2026-11-24T10:02:00Z") + share);
}

#[test]
fn cron_backs_off_after_several_failures_and_stays_on_its_fires() {
    let w = world("*/30 * * * *", Duration::ZERO);
    let due = |failures| next_due(&Facts { failures, ..w.facts("2026-11-24T10:00:05Z") });
    for failures in 0..=5 {
        assert_eq!(due(failures), at("2026-11-24T10:30:00Z"), "{failures}");
    }
    assert_eq!(due(6), at("2026-11-24T11:00:00Z"));
    assert_eq!(due(7), at("2026-11-24T11:30:00Z"));
    assert_eq!(due(8), at("2026-11-24T12:30:00Z"));
    assert_eq!(due(9), at("2026-11-24T15:00:00Z"));
    assert_eq!(due(40), at("2026-11-25T08:00:00Z"));
    assert_eq!(due(u32::MAX), at("2026-11-25T08:00:00Z"));
    // A daily plan stays daily, a weekly one weekly; and a wait that would land behind a weekend
    // longer than `max` is halved until it does not.
    let daily = world("0 6 * * *", Duration::ZERO);
    assert_eq!(
        next_due(&Facts { failures: 50, ..daily.facts("2026-11-24T06:00:05Z") }),
        at("2026-11-25T06:00:00Z")
    );
    let weekly = world("@weekly", Duration::ZERO);
    assert_eq!(
        next_due(&Facts { failures: 50, ..weekly.facts("2026-11-24T06:00:05Z") }),
        at("2026-11-29T00:00:00Z")
    );
    let office = world("*/30 8-18 * * mon-fri", Duration::ZERO);
    // 2026-11-27 is a Friday.
    assert_eq!(
        next_due(&Facts { failures: 50, ..office.facts("2026-11-27T12:00:05Z") }),
        at("2026-11-27T17:30:00Z")
    );
}

#[test]
fn retry_after_is_never_undercut_and_cannot_silence_for_ever() {
    for plan in ["*/30 * * * *", "auto", "* * * * * *"] {
        for jitter in [Duration::ZERO, MINUTE] {
            let w = world(plan, jitter);
            for failures in [0, 1, 10] {
                for hold in ["2026-11-24T11:07:00Z", "2026-11-27T00:00:00Z", "2026-12-24T09:59:59Z"] {
                    let facts = Facts { failures, ..w.facts("2026-11-24T10:00:00Z") };
                    let due = next_due_from(&facts, at(hold));
                    assert!(due >= at(hold), "{plan} {failures}: {due} undercuts {hold}");
                    if failures == 0 {
                        assert!(due <= at(hold) + HOUR, "{plan}: {due} is long after {hold}");
                    }
                }
                let facts = Facts { failures, ..w.facts("2026-11-24T10:00:00Z") };
                assert!(next_due_from(&facts, Timestamp::MAX) <= at("2026-12-25T10:00:00Z"), "{plan}");
            }
        }
    }
    // One in the past holds nothing back.
    let w = world("*/30 * * * *", Duration::ZERO);
    let facts = w.facts("2026-11-24T10:00:00Z");
    assert_eq!(next_due_from(&facts, at("2020-01-01T00:00:00Z")), at("2026-11-24T10:30:00Z"));
}

#[test]
fn auto_backs_off_and_feeds_that_failed_together_part() {
    let w = world("auto", MINUTE);
    let mut last = Duration::ZERO;
    for failures in 1..=30 {
        let facts = Facts { failures, ..w.facts("2026-11-24T10:00:00Z") };
        let wait = Duration::try_from(next_due(&facts).duration_since(facts.now)).unwrap();
        assert!(wait >= w.cadence.min && wait <= w.cadence.max, "{failures}: {wait:?}");
        // A doubling outgrows the quarter of jitter.
        assert!(failures > 7 || wait > last, "{failures}: {wait:?} after {last:?}");
        last = wait;
    }
    let together: BTreeSet<Timestamp> = (0..100)
        .map(|n| {
            let feed = format!("feed-{n}");
            next_due(&Facts { failures: 4, feed: &feed, ..w.facts("2026-11-24T10:00:00Z") })
        })
        .collect();
    assert!(together.len() > 95);
}

#[test]
fn absurd_settings_do_not_panic() {
    for plan in ["auto", "@yearly", "* * * * * *", "0 0 0 1 1 * 1999"] {
        for (min, max) in [(Duration::ZERO, Duration::ZERO), (Duration::MAX, Duration::MAX), (DAY, HOUR)] {
            for jitter in [Duration::ZERO, Duration::MAX] {
                let plan = Plan::parse(plan).unwrap();
                let cadence = Cadence { min, max, jitter, ..Cadence::default() };
                for failures in [0, 1, 99] {
                    for now in [Timestamp::MIN, at("2026-11-24T10:00:00Z"), Timestamp::MAX] {
                        let w =
                            World { plan: plan.clone(), cadence: cadence.clone(), rhythm: Rhythm::default() };
                        let facts = Facts {
                            now,
                            failures,
                            last_started: Some(Timestamp::MAX),
                            ..w.facts("2026-11-24T10:00:00Z")
                        };
                        let due = next_due_from(&facts, Timestamp::MIN);
                        assert!(due > now || now == Timestamp::MAX, "{due} {facts:?}");
                        sane(Timestamp::MAX, now, Some(Timestamp::MAX), &plan, &cadence);
                    }
                }
            }
        }
    }
}

#[test]
fn overdue_feeds_start_spread_out() {
    let now = at("2026-11-24T10:00:00Z");
    assert_eq!(spread(now, 10, 0), now);
    assert_eq!(spread(now, 10, 4), now + Duration::from_secs(1));
    assert_eq!(spread(now, 0, 3), now);
    let last = spread(now, 5_000, 4_999);
    assert!(last > now + 4 * MINUTE && last <= now + 5 * MINUTE, "{last}");
    assert!(spread(now, usize::MAX, usize::MAX) <= now + 5 * MINUTE);
    let all: Vec<Timestamp> = (0..5_000).map(|n| spread(now, 5_000, n)).collect();
    assert!(all.is_sorted() && all.iter().collect::<BTreeSet<_>>().len() == 5_000);
}

#[test]
fn a_clock_set_back_does_not_silence_a_feed() {
    let w = world("*/30 * * * *", Duration::ZERO);
    let now = at("2026-11-24T10:10:00Z");
    for due in ["2026-11-24T10:30:00Z", "2026-11-25T08:00:00Z", "2020-01-01T00:00:00Z"] {
        assert_eq!(sane(at(due), now, None, &w.plan, &w.cadence), at(due));
    }
    for due in ["2027-11-24T10:30:00Z", "2026-11-27T10:30:00Z"] {
        assert_eq!(sane(at(due), now, None, &w.plan, &w.cadence), at("2026-11-24T10:30:00Z"), "{due}");
    }
    let auto = world("auto", MINUTE);
    assert_eq!(sane(at("2027-11-24T10:30:00Z"), now, None, &auto.plan, &auto.cadence), now + 10 * MINUTE);
    // A server that asked to be left alone for three weeks is, and one for three years is not.
    for (w, due) in [(&w, "2026-12-15T10:30:00Z"), (&auto, "2026-12-15T10:10:30Z")] {
        let due = at(due);
        let held = |until: &str| Some(at(until));
        assert_eq!(sane(due, now, held("2026-12-15T10:10:00Z"), &w.plan, &w.cadence), due);
        assert!(sane(due + 900 * DAY, now, held("2029-11-24T10:10:00Z"), &w.plan, &w.cadence) < now + DAY);
    }
    // A yearly plan may well lie far ahead.
    let yearly = world("@yearly", MINUTE);
    let due = at("2027-01-01T00:00:30Z");
    assert_eq!(sane(due, now, None, &yearly.plan, &yearly.cadence), due);
}

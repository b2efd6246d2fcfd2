use std::sync::LazyLock;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::model::{Cadence, Pace};
use crate::schedule::{Facts, HeldBy, Plan, Rhythm, Watch, Wishes, due, next_due};

const NOW: &str = "2026-11-24T10:00:05Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|e| panic!("{text:?}: {e}"))
}

/// Plan, wishes → when it is due, and why.
/// Nine articles an hour around the clock, in a window without end: `auto` polls within the hour.
static RHYTHM: LazyLock<Rhythm> = LazyLock::new(|| {
    let now = at(NOW);
    let dates: Vec<Timestamp> = (0..27 * 24 * 9).map(|n| now - SignedDuration::from_secs(400 * n)).collect();
    let mut rhythm = Rhythm::default();
    rhythm.learn(&Watch { now, shown: Some(100_000), new: 0, dates: &dates, gap: false });
    rhythm
});

fn asked(plan: &str, change: impl FnOnce(&mut Wishes<'_>), pace: &Pace) -> (Timestamp, Option<HeldBy>) {
    let plan = Plan::parse(plan).unwrap();
    let cadence = Cadence { jitter: Duration::ZERO, ..Cadence::default() };
    let now = at(NOW);
    let facts = Facts {
        now,
        last_started: Some(now),
        plan: &plan,
        cadence: &cadence,
        feed: "courier-world",
        failures: 0,
        rhythm: &RHYTHM,
    };
    let mut wishes = Wishes { retry_after: None, fresh_until: None, pace, validators: true };
    change(&mut wishes);
    let due = due(&facts, &wishes);
    if due.held.is_none() {
        assert_eq!(due.at, next_due(&facts), "nothing holds it, and yet it moved");
    }
    let whole = due.at.subsec_nanosecond() == 0 || due.held.is_none();
    assert!(whole, "{due:?}: the archive would round it down");
    (due.at, due.held.map(|hold| hold.by))
}

#[test]
fn without_wishes_the_schedule_decides() {
    for plan in ["*/30 * * * *", "auto", "@daily", "* * * * * *"] {
        assert_eq!(asked(plan, |_| {}, &Pace::default()).1, None, "{plan}");
    }
}

#[test]
fn retry_after_holds_every_schedule_and_is_not_undercut_by_a_part_of_a_second() {
    for by in [HeldBy::RetryAfter, HeldBy::Host] {
        for plan in ["*/30 * * * *", "auto", "* * * * * *"] {
            let until = at("2026-11-24T12:00:00.000000001Z");
            let (due, held) = asked(plan, |w| w.retry_after = Some((until, by)), &Pace::default());
            assert!(due >= until && held == Some(by), "{plan}: {due} {held:?}");
            let month = at("2026-12-24T09:59:59Z");
            let (due, held) = asked(plan, |w| w.retry_after = Some((month, by)), &Pace::default());
            assert!(due >= month && held == Some(by), "{plan}: {due} {held:?}");
        }
    }
    // Longer ones are obeyed for thirty days.
    let year = at("2027-11-24T10:00:00Z");
    let (due, _) = asked("auto", |w| w.retry_after = Some((year, HeldBy::Host)), &Pace::default());
    assert_eq!(due, at("2026-12-24T10:00:05Z"));
    // A feed that was not asked because its host wants a minute of peace does not wait for its next fire.
    let minute = at("2026-11-24T10:01:00Z");
    for plan in ["@daily", "auto"] {
        let (due, held) = asked(plan, |w| w.retry_after = Some((minute, HeldBy::Host)), &Pace::default());
        assert_eq!((due, held), (minute, Some(HeldBy::Host)), "{plan}");
    }
    // One that ends before the next fire holds nothing.
    let soon = at("2026-11-24T10:10:00Z");
    let (due, held) =
        asked("*/30 * * * *", |w| w.retry_after = Some((soon, HeldBy::RetryAfter)), &Pace::default());
    assert_eq!((due, held), (at("2026-11-24T10:30:00Z"), None));
}

#[test]
fn a_fresh_answer_moves_a_cron_poll_to_its_end_not_to_the_next_fire() {
    for (fresh, due) in [
        ("2026-11-24T10:30:05.2Z", "2026-11-24T10:30:06Z"),
        ("2026-11-24T10:20:00Z", "2026-11-24T10:30:00Z"),
        ("2026-11-24T22:00:00Z", "2026-11-24T22:00:00Z"),
        // For `schedule.max` at most.
        ("2027-11-24T10:00:00Z", "2026-11-25T10:00:05Z"),
    ] {
        let (found, held) = asked("*/30 * * * *", |w| w.fresh_until = Some(at(fresh)), &Pace::default());
        assert_eq!(found, at(due), "{fresh}");
        assert_eq!(held.is_some(), due != "2026-11-24T10:30:00Z", "{fresh}");
    }
}

#[test]
fn what_the_document_asks_holds_auto_and_not_cron() {
    let pace = |change: fn(&mut Pace)| {
        let mut pace = Pace::default();
        change(&mut pace);
        pace
    };
    let base = at("2000-01-01T00:20:00Z");
    for (pace, due, by) in [
        (pace(|p| p.ttl_minutes = Some(90)), "2026-11-24T11:30:05Z", HeldBy::Ttl),
        (pace(|p| p.ttl_minutes = Some(u32::MAX)), "2026-11-25T10:00:05Z", HeldBy::Ttl),
        (pace(|p| p.update_every = Some(7_200)), "2026-11-24T12:00:05Z", HeldBy::UpdatePeriod),
        (
            Pace { update_every: Some(3_600), update_base: Some(base), ..Pace::default() },
            "2026-11-24T10:30:05Z",
            HeldBy::UpdatePeriod,
        ),
        (
            Pace { update_every: Some(86_400), update_base: Some(base), ..Pace::default() },
            "2026-11-25T00:20:00Z",
            HeldBy::UpdatePeriod,
        ),
        (pace(|p| p.skip_hours = vec![10, 11]), "2026-11-24T12:00:00Z", HeldBy::SkipHours),
        // 2026-11-24 is a Tuesday.
        (pace(|p| p.skip_days = vec![2]), "2026-11-25T00:00:00Z", HeldBy::SkipDays),
        (
            Pace { skip_days: vec![2], skip_hours: vec![0, 1], ..Pace::default() },
            "2026-11-25T02:00:00Z",
            HeldBy::SkipHours,
        ),
        (pace(|p| p.skip_days = vec![2, 3, 4]), "2026-11-25T10:00:05Z", HeldBy::SkipDays),
    ] {
        let (found, held) = asked("auto", |_| {}, &pace);
        if due == "2026-11-24T10:30:05Z" {
            // The rhythm asks for the same.
            assert_eq!(held, None, "{pace:?}: {found}");
        } else {
            assert_eq!((found, held), (at(due), Some(by)), "{pace:?}");
        }
        assert_eq!(asked("*/30 * * * *", |_| {}, &pace), (at("2026-11-24T10:30:00Z"), None), "{pace:?}");
    }
    // Nonsense is not obeyed.
    for pace in [
        pace(|p| p.skip_hours = (0..24).collect()),
        pace(|p| p.skip_days = (1..=7).collect()),
        pace(|p| p.ttl_minutes = Some(0)),
        pace(|p| p.skip_hours = vec![3]),
    ] {
        assert_eq!(asked("auto", |_| {}, &pace).1, None, "{pace:?}");
    }
}

#[test]
fn without_validators_auto_asks_once_an_hour_and_cron_as_the_user_says() {
    let bare = |wishes: &mut Wishes<'_>| wishes.validators = false;
    let (due, held) = asked("auto", bare, &Pace::default());
    assert_eq!((due, held), (at("2026-11-24T11:00:05Z"), Some(HeldBy::NoValidators)));
    assert_eq!(asked("*/5 * * * *", bare, &Pace::default()), (at("2026-11-24T10:05:00Z"), None));
}

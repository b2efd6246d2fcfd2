//! `auto`: what a rhythm learns, and what clocks cannot make of it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::model::Cadence;
use crate::schedule::{Facts, Plan, Rhythm, Watch, next_due, sane, spread};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|e| panic!("{text:?}: {e}"))
}

/// Due after a poll at `now`; jitter off.
fn due(rhythm: &Rhythm, now: Timestamp) -> Timestamp {
    ask(rhythm, now, now, next_due)
}

fn ask<T>(rhythm: &Rhythm, now: Timestamp, last: Timestamp, question: impl Fn(&Facts<'_>) -> T) -> T {
    let (plan, cadence) =
        (Plan::parse("auto").unwrap(), Cadence { jitter: Duration::ZERO, ..Cadence::default() });
    question(&Facts {
        now,
        last_started: Some(last),
        plan: &plan,
        cadence: &cadence,
        feed: "courier-world",
        failures: 0,
        rhythm,
    })
}

fn wait(rhythm: &Rhythm, now: Timestamp) -> Duration {
    Duration::try_from(due(rhythm, now).duration_since(now)).unwrap()
}

/// A feed whose first document shows an item every `apart` over the last four weeks.
fn steady(now: Timestamp, apart: Duration) -> Rhythm {
    let apart = SignedDuration::try_from(apart).unwrap();
    let dates: Vec<Timestamp> = (0..)
        .map(|n| now - apart * n)
        .take_while(|at| now.duration_since(*at) < SignedDuration::from_hours(28 * 24))
        .collect();
    let mut rhythm = Rhythm::default();
    rhythm.learn(&Watch { now, shown: Some(1_000_000), new: 0, dates: &dates, gap: false });
    rhythm
}

fn quiet(rhythm: &mut Rhythm, now: Timestamp) {
    rhythm.learn(&Watch { now, shown: None, new: 0, dates: &[], gap: false });
}

#[test]
fn busy_feeds_are_asked_within_minutes_and_sleepy_ones_once_a_day() {
    let now = at("2026-11-24T10:00:00Z");
    let waits =
        [1, 20, 60, 6 * 60, 24 * 60, 7 * 24 * 60].map(|minutes| wait(&steady(now, minutes * MINUTE), now));
    assert!(waits.is_sorted(), "{waits:?}");
    assert!(waits[0] >= 10 * MINUTE && waits[0] <= 25 * MINUTE, "a wire: {waits:?}");
    assert!(waits[2] > 2 * HOUR && waits[2] < 4 * HOUR, "one an hour: {waits:?}");
    assert!(waits[5] > 18 * HOUR && waits[5] <= DAY, "one a week: {waits:?}");
    // Four times as busy, twice as often.
    let ratio = waits[3].as_secs_f64() / waits[4].as_secs_f64();
    assert!((0.4..0.6).contains(&ratio), "{waits:?}");
    let unknown = wait(&Rhythm::default(), now);
    assert!(unknown > 20 * MINUTE && unknown < 2 * HOUR, "{unknown:?}");
}

#[test]
fn the_hours_of_the_week_are_learned() {
    // Every day at six, twelve items within minutes; polled every hour for three weeks.
    let begin = at("2026-11-02T00:30:00Z");
    let mut rhythm = Rhythm::default();
    for hour in 0..21 * 24 {
        let now = begin + HOUR * hour;
        let six = (hour % 24) == 6;
        let dates: Vec<Timestamp> = (0..12).map(|n| now - MINUTE * (20 + n)).collect();
        let (new, dates) = if six { (12, &dates[..]) } else { (0, &[][..]) };
        rhythm.learn(&Watch { now, shown: Some(50), new, dates, gap: false });
    }
    let evening = at("2026-11-22T22:00:00Z");
    let next = due(&rhythm, evening);
    assert!(
        next > at("2026-11-23T02:00:00Z") && next < at("2026-11-23T06:30:00Z"),
        "{next}: it waits for six"
    );
    let at_six = wait(&rhythm, at("2026-11-23T06:00:00Z"));
    assert!(at_six < 2 * HOUR, "{at_six:?}");
}

#[test]
fn a_burst_and_a_gap_count_at_once() {
    let now = at("2026-11-24T10:00:00Z");
    let mut rhythm = steady(now, 2 * HOUR);
    rhythm.learn(&Watch { now: now + MINUTE, shown: Some(20), new: 0, dates: &[], gap: false });
    let calm = wait(&rhythm, now + MINUTE);
    let later = now + HOUR;
    let dates: Vec<Timestamp> = (0..15).map(|n| later - MINUTE * n).collect();
    let burst = Watch { now: later, shown: Some(20), new: 15, dates: &dates, gap: false };
    let (mut seen, mut missed) = (rhythm.clone(), rhythm);
    seen.learn(&burst);
    missed.learn(&Watch { new: 20, gap: true, ..burst });
    let (seen, missed) = (wait(&seen, later), wait(&missed, later));
    assert!(seen <= calm / 2, "{seen:?} after {calm:?}");
    assert!(missed <= seen, "{missed:?} after a gap, {seen:?} without");
}

#[test]
fn clocks_that_jump_make_neither_storm_nor_silence() {
    let now = at("2026-11-24T10:00:00Z");
    let before = steady(now, HOUR);
    let usual = wait(&before, now);
    // Back by a day, a year; forth by a day, ten years; suspended for a week: the first poll after it, and
    // some more, keep within sight of the usual pace and within the bounds.
    for jump in [-1, -365, 1, 3_652, 7] {
        let mut rhythm = before.clone();
        let mut then = now + SignedDuration::from_hours(24 * jump);
        for _ in 0..5 {
            quiet(&mut rhythm, then);
            let wait = wait(&rhythm, then);
            assert!(wait >= 10 * MINUTE && wait <= DAY, "{jump} days: {wait:?}");
            then += wait;
        }
        if jump < 0 {
            // Nothing passed that could be counted: the pace is what it was.
            let wait = wait(&rhythm, then);
            assert!(wait <= usual * 2, "{jump} days: {wait:?}, usually {usual:?}");
        }
    }
    // A due time of before the jump back is pulled in.
    let kept = due(&before, now);
    let back = now - SignedDuration::from_hours(48);
    let plan = Plan::parse("auto").unwrap();
    let pulled = sane(kept, back, None, &plan, &Cadence::default());
    assert!(pulled > back && pulled <= back + DAY, "{pulled}");
    // One that lies far behind is asked for at once, once: `spread` parts the many.
    let late = ask(&before, now + SignedDuration::from_hours(72), now, next_due);
    assert!(late.duration_since(now) <= SignedDuration::from_hours(73), "{late}");
}

#[test]
fn leap_days_and_changes_of_clocks_change_nothing() {
    // The hours are UTC: around the change of clocks in Europe, America, and on a leap day.
    for now in
        ["2026-10-25T00:30:00Z", "2026-03-29T00:30:00Z", "2026-11-01T05:30:00Z", "2028-02-29T12:00:00Z"]
    {
        let now = at(now);
        let mut rhythm = steady(now, HOUR);
        let mut times = vec![now];
        while times[times.len() - 1] < now + 3 * DAY {
            let then = times[times.len() - 1];
            let shown: Vec<Timestamp> = (1..200).map(|n| now + HOUR * n).filter(|at| *at <= then).collect();
            let since = times.len().checked_sub(2).map_or(now, |n| times[n]);
            let new: Vec<Timestamp> = shown.into_iter().filter(|at| *at > since).collect();
            let count = u32::try_from(new.len()).unwrap();
            rhythm.learn(&Watch { now: then, shown: Some(10), new: count, dates: &new, gap: false });
            times.push(due(&rhythm, then));
        }
        let waits = times.windows(2).map(|pair| pair[1].duration_since(pair[0]));
        let (least, most) = (waits.clone().min().unwrap(), waits.max().unwrap());
        assert!(
            least >= SignedDuration::from_mins(10) && most <= SignedDuration::from_hours(4),
            "{now}: {least:?} {most:?}"
        );
    }
}

#[test]
fn hundreds_of_feeds_that_slept_through_a_night_do_not_come_at_once() {
    // The clock is set forth by nine hours, or the machine slept: all of them are overdue.
    let now = at("2026-11-24T10:00:00Z");
    let woken = now + 9 * HOUR;
    let overdue: Vec<Timestamp> =
        (0..500).map(|n| due(&steady(now, MINUTE * (30 + n)), now)).filter(|at| *at <= woken).collect();
    assert!(overdue.len() > 300, "{}", overdue.len());
    let starts: Vec<Timestamp> = (0..overdue.len()).map(|n| spread(woken, overdue.len(), n)).collect();
    for pair in starts.windows(2) {
        assert!(pair[1].duration_since(pair[0]) >= SignedDuration::from_millis(250), "{pair:?}");
    }
    assert!(starts[starts.len() - 1] <= woken + 5 * MINUTE);
}

#[test]
fn the_rhythm_is_kept_as_text() {
    let now = at("2026-11-24T10:00:00Z");
    let mut rhythm = steady(now, HOUR);
    quiet(&mut rhythm, now + HOUR);
    let text = rhythm.to_text();
    assert!(text.len() < 4_000, "{} bytes", text.len());
    let again = Rhythm::from_text(&text);
    assert_eq!(again.to_text(), text);
    let (one, other) = (wait(&rhythm, now + HOUR), wait(&again, now + HOUR));
    assert!(one.abs_diff(other) < MINUTE, "{one:?} {other:?}");
    for broken in
        ["", "{}", "[]", "null", "{\"v\":99}", "{\"v\":1}", "{\"v\":1,\"items\":[1e999,\"x\"],\"pace\":-5}"]
    {
        let rhythm = Rhythm::from_text(broken);
        let wait = wait(&rhythm, now);
        assert!(wait >= 10 * MINUTE && wait <= DAY, "{broken}: {wait:?}");
    }
}

#[test]
fn quiet_is_awaited_and_news_ends_it() {
    let now = at("2026-11-24T10:00:00Z");
    let mut rhythm = steady(now, HOUR);
    assert_eq!(rhythm.awaited(), 0.0, "we have not waited yet");
    quiet(&mut rhythm, now + 5 * HOUR);
    assert!((3.0..7.0).contains(&rhythm.awaited()), "{}", rhythm.awaited());
    assert!((3_500.0..3_700.0).contains(&rhythm.longest_quiet()), "{}", rhythm.longest_quiet());
    let news = [now + 6 * HOUR];
    rhythm.learn(&Watch { now: now + 6 * HOUR, shown: Some(20), new: 1, dates: &news, gap: false });
    assert_eq!((rhythm.awaited(), rhythm.newest()), (0.0, Some(news[0])));
    assert!(rhythm.longest_quiet() > 5.0 * 3_600.0, "{}", rhythm.longest_quiet());
}

#[test]
fn the_edition_is_shared_by_two_polls_and_does_not_count_as_a_burst() {
    // Every day at 06:00, 28 items within a quarter of an hour, behind a window of twenty. A poll may follow
    // after ten minutes at the soonest.
    let begin = at("2026-11-02T00:30:00Z");
    let mut rhythm = Rhythm::default();
    for quarter in 0..21 * 96 {
        let now = begin + 15 * MINUTE * quarter;
        let edition = now.to_string().contains("T06:15:00Z");
        let dates: Vec<Timestamp> = (0..20).map(|n| now - Duration::from_secs(32 * n)).collect();
        let (new, dates) = if edition { (20, &dates[..]) } else { (0, &[][..]) };
        rhythm.learn(&Watch { now, shown: Some(20), new, dates, gap: edition && quarter > 96 });
    }
    let first = due(&rhythm, at("2026-11-23T05:50:00Z"));
    assert!(first >= at("2026-11-23T06:04:00Z") && first <= at("2026-11-23T06:10:00Z"), "{first}");
    let noon = wait(&rhythm, at("2026-11-23T12:00:00Z"));
    assert!(noon > HOUR, "{noon:?}: what comes every day at six is no peril at noon");
}

#[test]
fn a_feed_that_burst_once_is_watched_and_one_with_a_large_window_less() {
    let now = at("2026-11-24T10:00:00Z");
    let learned = |shown: u32| {
        // Ten items within twenty minutes a week ago, and nothing since.
        let week_ago = now - SignedDuration::from_hours(7 * 24 + 5);
        let dates: Vec<Timestamp> = (0..10).map(|n| week_ago + 2 * MINUTE * n).collect();
        let mut rhythm = Rhythm::default();
        rhythm.learn(&Watch { now, shown: Some(shown), new: 0, dates: &dates, gap: false });
        wait(&rhythm, now)
    };
    let (small, large) = (learned(10), learned(100));
    assert!(small < HOUR, "{small:?}");
    assert!(large > 4 * HOUR, "{large:?}");
}

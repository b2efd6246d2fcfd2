//! Schedules against clocks: what crontab(5) says, and what zones do to it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::schedule::{Plan, ScheduleError};

fn plan(text: &str) -> Plan {
    Plan::parse(text).unwrap_or_else(|e| panic!("{text:?}: {e}"))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|e| panic!("{text:?}: {e}"))
}

/// The next fires, each with the wall time and offset of the zone.
fn fires(text: &str, zone: &str, after: &str, count: usize) -> Vec<String> {
    let (plan, zone) = (plan(text), TimeZone::get(zone).unwrap());
    let mut at = at(after);
    let mut out = Vec::new();
    for _ in 0..count {
        let Some(next) = plan.next(at, &zone) else { break };
        assert!(next > at, "{text}: {next} is not after {at}");
        out.push(next.display_with_offset(zone.to_offset(next)).to_string());
        at = next;
    }
    out
}

#[test]
fn fields_mean_what_crontab_says() {
    // 2026-11-24 is a Tuesday.
    for (text, expected) in [
        ("*/30 * * * *", "2026-11-24T00:30:00Z"),
        ("5,35 * * * *", "2026-11-24T00:05:00Z"),
        ("0 6 * * *", "2026-11-24T06:00:00Z"),
        ("10-20/5 * * * *", "2026-11-24T00:10:00Z"),
        ("50/5 * * * *", "2026-11-24T00:50:00Z"),
        // Sunday is 0, 7, sun and sunday.
        ("0 6 * * 0", "2026-11-29T06:00:00Z"),
        ("0 6 * * 7", "2026-11-29T06:00:00Z"),
        ("0 6 * * SUN", "2026-11-29T06:00:00Z"),
        ("0 6 * * Sunday", "2026-11-29T06:00:00Z"),
        ("0 6 * * 1", "2026-11-30T06:00:00Z"),
        ("0 6 * * 5-7", "2026-11-27T06:00:00Z"),
        ("0 6 * * sat-sun", "2026-11-28T06:00:00Z"),
        ("0 6 * * thurs", "2026-11-26T06:00:00Z"),
        ("0 0 1 jan *", "2027-01-01T00:00:00Z"),
        ("0 0 1 Dec-dec *", "2026-12-01T00:00:00Z"),
        // Seconds first, year last.
        ("30 0 6 * * *", "2026-11-24T06:00:30Z"),
        ("30 0 6 * * 1", "2026-11-30T06:00:30Z"),
        ("0 0 0 1 1 ? 2031", "2031-01-01T00:00:00Z"),
        ("0 0 0 1 1 * 2027-2099/2", "2027-01-01T00:00:00Z"),
        // Names.
        ("@hourly", "2026-11-24T01:00:00Z"),
        ("@daily", "2026-11-25T00:00:00Z"),
        ("@midnight", "2026-11-25T00:00:00Z"),
        ("@Weekly", "2026-11-29T00:00:00Z"),
        ("@monthly", "2026-12-01T00:00:00Z"),
        ("@yearly", "2027-01-01T00:00:00Z"),
        ("@annually", "2027-01-01T00:00:00Z"),
        ("  0\t6  * * *\n", "2026-11-24T06:00:00Z"),
    ] {
        let next = plan(text).next(at("2026-11-24T00:00:00Z"), &TimeZone::UTC);
        assert_eq!(next, Some(at(expected)), "{text}");
    }
}

#[test]
fn two_restricted_day_fields_are_an_or_and_a_star_is_an_and() {
    // The 13th, or a Friday.
    assert_eq!(
        fires("0 0 13 * 5", "UTC", "2026-11-10T00:00:00Z", 4),
        [
            "2026-11-13T00:00:00+00:00",
            "2026-11-20T00:00:00+00:00",
            "2026-11-27T00:00:00+00:00",
            "2026-12-04T00:00:00+00:00",
        ]
    );
    // 13 December is a Sunday: the day of month alone.
    assert!(fires("0 0 13 * 5", "UTC", "2026-12-11T12:00:00Z", 1)[0].starts_with("2026-12-13"),);
    // Even days (1, 3, 5 …: `*/2` counts from 1) that are Fridays, because the field begins with `*`.
    assert_eq!(
        fires("0 0 */2 * 5", "UTC", "2026-11-20T12:00:00Z", 3),
        ["2026-11-27T00:00:00+00:00", "2026-12-11T00:00:00+00:00", "2026-12-25T00:00:00+00:00"]
    );
}

#[test]
fn auto_has_no_fires() {
    let auto = plan(" Auto ");
    assert!(auto.is_auto());
    assert_eq!(auto.next(at("2026-11-24T00:00:00Z"), &TimeZone::UTC), None);
    assert!(!plan("@hourly").is_auto());
}

#[test]
fn display_gives_a_text_that_parses_to_the_same_plan() {
    for text in ["*/5 8-18 * * mon-fri", "auto", "@hourly", "0 0 0 1 1 * 2030"] {
        assert_eq!(plan(&plan(text).to_string()), plan(text));
    }
}

#[test]
fn errors_name_the_field_and_the_range() {
    for (text, words) in [
        ("61 * * * *", "minute field: 61 is out of 0–59"),
        ("* 24 * * *", "hour field: 24 is out of 0–23"),
        ("* * 0 * *", "day of month field: 0 is out of 1–31"),
        ("* * * 13 *", "month field: 13 is out of 1–12"),
        ("* * * * 8", "day of week field: 8 is out of 0–7"),
        ("99 * * * * *", "second field: 99 is out of 0–59"),
        ("0 0 0 1 1 * 1969", "year field: 1969 is out of 1970–2100"),
        ("99999999999999999999 * * * *", "out of 0–59"),
        ("*/0 * * * *", "minute field: the step 0 in \"*/0\" is out of 1–59"),
        ("*/90 * * * *", "minute field: the step 90 in \"*/90\" is out of 1–59"),
        ("*/x * * * *", "\"x\" in \"*/x\" is not a step: expected a number from 1 to 59"),
        ("* 22-2 * * *", "hour field: 22-2 runs backwards: write 22-23,0-2"),
        ("* * * * fri-mon", "day of week field: fri-mon runs backwards: write fri-6,0-mon"),
        (
            "* * * foo *",
            "month field: \"foo\" is not understood: expected *, a number from 1 to 12, a name from jan to dec",
        ),
        ("1,,2 * * * *", "minute field: an item is missing"),
        ("-5 * * * *", "minute field: \"\" is not understood"),
        ("+5 * * * *", "minute field: \"+5\" is not understood"),
        ("? * * * *", "minute field: \"?\" is not understood"),
        ("0 0 L * *", "day of month field: \"L\" is a form of Quartz"),
        ("0 0 * * 5#2", "day of week field: \"5#2\" is a form of Quartz"),
        ("* * * *", "has 4 fields: expected 5"),
        ("hourly", "has 1 field: expected 5"),
        ("* * * * * * * *", "has 8 fields"),
        ("", "the schedule is empty"),
        (" \t ", "the schedule is empty"),
        ("@reboot", "@reboot is not supported"),
        ("@evry", "@evry is not known: expected @hourly"),
        ("0 0 30 2 *", "\"0 0 30 2 *\" never fires"),
        ("0 0 31 4,6,9,11 *", "never fires"),
        ("0 0 0 29 2 * 2027", "never fires"),
        ("٣ * * * *", "minute field: \"٣\" is not understood"),
    ] {
        let error = Plan::parse(text).expect_err(text).to_string();
        assert!(error.contains(words), "{text:?}: {error}");
    }
    assert_eq!(Plan::parse(&"1,".repeat(500)), Err(ScheduleError::TooLong { length: 1000 }));
}

#[test]
fn leap_days_year_ends_and_the_last_year() {
    // 2100 is no leap year.
    let leap = fires("0 0 29 2 *", "UTC", "2024-02-29T00:00:00Z", 3);
    assert_eq!(leap, ["2028-02-29T00:00:00+00:00", "2032-02-29T00:00:00+00:00", "2036-02-29T00:00:00+00:00"]);
    assert_eq!(fires("0 0 29 2 *", "UTC", "2096-02-29T00:00:00Z", 1), [""; 0]);
    assert_eq!(
        fires("59 59 23 31 12 *", "Europe/Berlin", "2026-12-31T22:59:58Z", 2),
        ["2026-12-31T23:59:59+01:00", "2027-12-31T23:59:59+01:00"]
    );
    assert_eq!(fires("0 0 0 1 1 * 2020", "UTC", "2026-01-01T00:00:00Z", 1), [""; 0]);
    assert_eq!(fires("* * * * *", "UTC", "2100-12-31T23:59:00Z", 1), [""; 0]);
    assert_eq!(fires("0 0 * * *", "UTC", "-000500-01-01T00:00:00Z", 1), ["1970-01-01T00:00:00+00:00"]);
}

#[test]
fn strictly_after_and_to_the_second() {
    for (after, expected) in [
        ("2026-11-24T05:59:59.999Z", "2026-11-24T06:00:00Z"),
        ("2026-11-24T06:00:00Z", "2026-11-25T06:00:00Z"),
        ("2026-11-24T06:00:00.001Z", "2026-11-25T06:00:00Z"),
    ] {
        assert_eq!(plan("0 6 * * *").next(at(after), &TimeZone::UTC), Some(at(expected)), "{after}");
    }
}

/// A time of day that the clock skips runs once, when the gap is over.
#[test]
fn a_skipped_time_of_day_runs_once_after_the_gap() {
    // Europe/Berlin skips 02:00–03:00 on 2026-03-29.
    assert_eq!(
        fires("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3),
        ["2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"]
    );
    // Three skipped times make one run, and one with that of the gap's end, where the plan has it.
    assert_eq!(
        fires("0,15,30 2,3 * * *", "Europe/Berlin", "2026-03-28T23:00:00Z", 4),
        [
            "2026-03-29T03:00:00+02:00",
            "2026-03-29T03:15:00+02:00",
            "2026-03-29T03:30:00+02:00",
            "2026-03-30T02:00:00+02:00",
        ]
    );
    // America/New_York skips 02:00–03:00 on 2026-03-08.
    assert_eq!(
        fires("5 2 * * *", "America/New_York", "2026-03-08T00:00:00-05:00", 2),
        ["2026-03-08T03:00:00-04:00", "2026-03-09T02:05:00-04:00"]
    );
    // Lord Howe Island skips half an hour, 02:00–02:30, on 2026-10-04.
    assert_eq!(
        fires("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00+10:30", 2),
        ["2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00"]
    );
    assert_eq!(
        fires("45 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00+10:30", 1),
        ["2026-10-04T02:45:00+11:00"]
    );
    // Samoa skipped all of 2011-12-30.
    assert_eq!(
        fires("0 6 * * *", "Pacific/Apia", "2011-12-28T23:00:00-10:00", 4),
        [
            "2011-12-29T06:00:00-10:00",
            "2011-12-31T00:00:00+14:00",
            "2011-12-31T06:00:00+14:00",
            "2012-01-01T06:00:00+14:00",
        ]
    );
    assert_eq!(
        fires("0 6 30 12 *", "Pacific/Apia", "2011-01-01T00:00:00Z", 2),
        ["2011-12-31T00:00:00+14:00", "2012-12-30T06:00:00+14:00"]
    );
}

#[test]
fn a_repeated_time_of_day_runs_the_first_time_only() {
    // Europe/Berlin shows 02:00–03:00 twice on 2026-10-25.
    let expected = ["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"];
    assert_eq!(fires("30 2 * * *", "Europe/Berlin", "2026-10-24T20:00:00Z", 2), expected);
    // Asked in the second pass, before its 02:30.
    assert_eq!(fires("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z", 1), expected[1..]);
    assert_eq!(
        fires("0,30 1,2,3 * * *", "America/New_York", "2026-11-01T00:59:00-04:00", 5),
        [
            "2026-11-01T01:00:00-04:00",
            "2026-11-01T01:30:00-04:00",
            "2026-11-01T02:00:00-05:00",
            "2026-11-01T02:30:00-05:00",
            "2026-11-01T03:00:00-05:00",
        ]
    );
    // Lord Howe Island shows 01:30–02:00 twice on 2026-04-05.
    assert_eq!(
        fires("45 1 * * *", "Australia/Lord_Howe", "2026-04-05T00:00:00+11:00", 2),
        ["2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30"]
    );
}

#[test]
fn a_rhythm_follows_real_time() {
    assert_eq!(
        fires("*/30 * * * *", "Europe/Berlin", "2026-10-25T01:55:00+02:00", 5),
        [
            "2026-10-25T02:00:00+02:00",
            "2026-10-25T02:30:00+02:00",
            "2026-10-25T02:00:00+01:00",
            "2026-10-25T02:30:00+01:00",
            "2026-10-25T03:00:00+01:00",
        ]
    );
    assert_eq!(
        fires("0 * * * *", "Europe/Berlin", "2026-03-29T00:30:00+01:00", 3),
        ["2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-29T04:00:00+02:00"]
    );
    // A rhythm in the hours only, and one in the seconds only.
    assert_eq!(
        fires("0 * * * *", "Europe/Berlin", "2026-10-25T01:30:00+02:00", 3),
        ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00"]
    );
    assert_eq!(
        fires("*/30 0 2 * * *", "Europe/Berlin", "2026-10-25T01:30:00+02:00", 3),
        ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:30+02:00", "2026-10-25T02:00:00+01:00"]
    );
    // Every twenty minutes of an hour that does not exist that day: nothing to make up for.
    assert_eq!(
        fires("*/20 2 * * *", "Europe/Berlin", "2026-03-29T00:30:00+01:00", 1),
        ["2026-03-30T02:00:00+02:00"]
    );
    // A step over the whole range is a rhythm, however it is spelt.
    for text in ["0-59/20 2 * * *", "*/20 2 * * *", "0 0/20 2 * * *"] {
        let all = fires(text, "Europe/Berlin", "2026-10-25T00:00:00+02:00", 6);
        assert_eq!(all[3], "2026-10-25T02:00:00+01:00", "{text}");
        assert_eq!(all[5], "2026-10-25T02:40:00+01:00", "{text}");
    }
    assert_eq!(
        fires("*/15 * * * *", "Australia/Lord_Howe", "2026-10-04T01:40:00+10:30", 2),
        ["2026-10-04T01:45:00+10:30", "2026-10-04T02:30:00+11:00"]
    );
    assert_eq!(
        fires("0 */6 * * *", "Pacific/Apia", "2011-12-29T17:00:00-10:00", 3),
        ["2011-12-29T18:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-31T06:00:00+14:00"]
    );
}

/// A rhythm keeps its distance through a year of every zone's changes, and a time of day comes once
/// on each day there is.
#[test]
fn a_year_in_every_zone_is_whole() {
    for name in [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "America/Sao_Paulo",
        "Asia/Kathmandu",
        "Pacific/Chatham",
    ] {
        let zone = TimeZone::get(name).unwrap();
        let (start, end) = (at("2026-01-01T12:00:00Z"), at("2027-01-01T12:00:00Z"));
        let (rhythm, daily) = (plan("*/30 * * * *"), plan("30 2 * * *"));
        let mut t = start;
        while t < end {
            let next = rhythm.next(t, &zone).unwrap();
            let wait = next.duration_since(t).as_mins();
            // The first step is from where we happen to stand.
            assert!(wait == 30 || (t == start && wait < 30), "{name}: {wait} minutes before {next}");
            t = next;
        }
        let mut t = start;
        let mut count = 0;
        loop {
            t = daily.next(t, &zone).unwrap();
            if t >= end {
                break;
            }
            count += 1;
        }
        assert_eq!(count, 365, "{name}");
    }
}

/// Random plans against a search by the minute.
#[test]
fn fires_are_those_of_a_search_by_the_minute() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    for _ in 0..15 {
        // An empty list stands for `*`.
        let mut field = |min: u64, max: u64, most: u64| -> Vec<u64> {
            let count = random(most + 1);
            (0..count).map(|_| min + random(max - min + 1)).collect()
        };
        let fields = [field(0, 59, 4), field(0, 23, 4), field(1, 31, 4), field(1, 12, 6), field(0, 7, 3)];
        let text = fields.each_ref().map(|f| {
            let numbers: Vec<String> = f.iter().map(u64::to_string).collect();
            if f.is_empty() { "*".to_owned() } else { numbers.join(",") }
        });
        let text = text.join(" ");
        // 30 February and its like are another test's.
        let Ok(plan) = Plan::parse(&text) else { continue };
        let fits = |t: Timestamp| {
            let wall = TimeZone::UTC.to_datetime(t);
            let has = |i: usize, n: i8| fields[i].is_empty() || fields[i].contains(&(n as u64));
            let (day, weekday) = (has(2, wall.day()), {
                let n = wall.weekday().to_sunday_zero_offset();
                has(4, n) || (n == 0 && fields[4].contains(&7))
            });
            let either = !fields[2].is_empty() && !fields[4].is_empty();
            has(0, wall.minute())
                && has(1, wall.hour())
                && has(3, wall.month())
                && if either { day || weekday } else { day && weekday }
        };
        let minute = jiff::SignedDuration::from_mins(1);
        let mut t = at("2027-12-28T00:00:00Z");
        let end = at("2028-03-05T00:00:00Z");
        let mut next = plan.next(t, &TimeZone::UTC).unwrap();
        while t < end {
            t += minute;
            assert_eq!(fits(t), next == t, "{text} at {t}");
            if next == t {
                next = plan.next(t, &TimeZone::UTC).unwrap();
            }
        }
    }
}

/// The search steps over years, not over minutes: what would be millions of minutes each is done
/// in a moment even in a debug build.
#[test]
fn sparse_plans_are_found_at_once() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let started = std::time::Instant::now();
    for (text, fires) in [("0 0 29 2 *", 18), ("* * 29 2 *", 18), ("* * * 31 12 ? 2100", 1)] {
        let plan = plan(text);
        let (mut t, mut count) = (at("2026-11-24T00:00:00Z"), 0);
        while let Some(next) = plan.next(t, &zone) {
            t = next + jiff::SignedDuration::from_hours(30);
            count += 1;
        }
        assert_eq!(count, fires, "{text}");
    }
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

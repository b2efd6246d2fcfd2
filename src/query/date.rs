use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::model::Window;

/// A day or a moment as a query names it: kept as words, so that `yesterday` in a digest's `where`
/// means yesterday at every digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateBound {
    /// `2026-11-24`
    Day(Date),
    /// `2026-11-24T10:00`, wall time of the configured zone.
    Local(DateTime),
    /// `2026-11-24T10:00:00Z`, or with an offset.
    Moment(Timestamp),
    /// `today`
    Today,
    /// `yesterday`
    Yesterday,
    /// `12h`: so many hours ago.
    HoursAgo(u32),
    /// `7d`: so many civil days ago, at the present time of day.
    DaysAgo(u32),
    /// `2w`: so many weeks ago, likewise.
    WeeksAgo(u32),
}

/// Hours, days or weeks of a relative bound: enough for every archive, and far from any overflow.
const MAX_AGO: u32 = 99_999;

impl DateBound {
    /// The forms there are, for an error to name.
    pub const EXPECTED: &str =
        "a day such as 2026-11-24, a time such as 2026-11-24T10:00, today, yesterday, or 12h, 7d, 2w (ago)";

    /// Reads a bound; case does not matter.
    pub fn parse(text: &str) -> Option<DateBound> {
        let text = text.to_ascii_uppercase();
        match text.as_str() {
            "TODAY" => return Some(DateBound::Today),
            "YESTERDAY" => return Some(DateBound::Yesterday),
            _ => {}
        }
        if let Some(ago) = ago(&text) {
            return Some(ago);
        }
        // ISO 8601's long form only: jiff also reads 20261124, which may be a slip.
        if !text.get(..10)?.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        }) {
            return None;
        }
        match text.len() {
            10 => text.parse().ok().map(DateBound::Day),
            _ => text.parse().map(DateBound::Moment).ok().or_else(|| text.parse().ok().map(DateBound::Local)),
        }
    }

    /// What it stands for at `now` in `zone`: a day from its first moment to the next day's, a moment
    /// from itself to itself. So `since:` takes the window's `since`, and `until:` its `until`.
    pub fn resolve(&self, now: Timestamp, zone: &TimeZone) -> Window {
        let today = zone.to_datetime(now);
        let at = match *self {
            DateBound::Day(date) => return day(date, zone),
            DateBound::Today => return day(today.date(), zone),
            DateBound::Yesterday => return day(today.date().yesterday().unwrap_or(Date::MIN), zone),
            DateBound::Local(wall) => moment(wall, zone),
            DateBound::Moment(at) => at,
            DateBound::HoursAgo(n) => {
                now.checked_sub(jiff::SignedDuration::from_hours(n.into())).unwrap_or(Timestamp::MIN)
            }
            DateBound::DaysAgo(n) => moment(back(today, Span::new().try_days(n)), zone),
            DateBound::WeeksAgo(n) => moment(back(today, Span::new().try_weeks(n)), zone),
        };
        Window { since: at, until: at }
    }
}

fn ago(text: &str) -> Option<DateBound> {
    let unit = text.chars().last()?;
    let number = text.strip_suffix(unit)?;
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n = number.parse().ok().filter(|n| *n <= MAX_AGO)?;
    match unit {
        'H' => Some(DateBound::HoursAgo(n)),
        'D' => Some(DateBound::DaysAgo(n)),
        'W' => Some(DateBound::WeeksAgo(n)),
        _ => None,
    }
}

fn back(from: DateTime, by: Result<Span, jiff::Error>) -> DateTime {
    by.and_then(|by| from.checked_sub(by)).unwrap_or(DateTime::MIN)
}

/// From the day's first moment (not midnight where the zone skips midnight) to the next day's.
fn day(date: Date, zone: &TimeZone) -> Window {
    let next = date.tomorrow().unwrap_or(Date::MAX);
    Window {
        since: moment(date.to_datetime(Time::midnight()), zone),
        until: moment(next.to_datetime(Time::midnight()), zone),
    }
}

/// A wall time's moment: the first where the clock shows it twice, as much later where it is skipped.
fn moment(wall: DateTime, zone: &TimeZone) -> Timestamp {
    zone.to_timestamp(wall).unwrap_or(if wall.year() < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

impl fmt::Display for DateBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateBound::Day(date) => write!(f, "{date}"),
            DateBound::Local(wall) => write!(f, "{wall}"),
            DateBound::Moment(at) => write!(f, "{at}"),
            DateBound::Today => f.write_str("today"),
            DateBound::Yesterday => f.write_str("yesterday"),
            DateBound::HoursAgo(n) => write!(f, "{n}h"),
            DateBound::DaysAgo(n) => write!(f, "{n}d"),
            DateBound::WeeksAgo(n) => write!(f, "{n}w"),
        }
    }
}

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, ISOWeekDate, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use super::Window;

/// No window reaches further back than this: some hundred years.
const MAX_HOURS: i32 = 876_000;
const MAX_DAYS: i32 = 36_500;
const MAX_WEEKS: i32 = 5_200;

/// Which stretch of time a digest covers, as a person writes it: `yesterday`, `24h`, `last-week`, …
///
/// A day is a civil day of the time zone, from its first moment to the next day's first moment: 23
/// or 25 hours long where the clocks change. Weeks are ISO 8601 weeks: they begin on Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowSpec {
    /// `today`: the whole day, not just what has passed of it.
    Today,
    /// `yesterday`.
    Yesterday,
    /// `this-week`: Monday to Sunday, whole.
    ThisWeek,
    /// `last-week`.
    LastWeek,
    /// `this-month`.
    ThisMonth,
    /// `last-month`.
    LastMonth,
    /// `24h`: so many hours up to now.
    Hours(i32),
    /// `7d`: so many civil days up to now, from the same time of day on.
    Days(i32),
    /// `2w`: so many civil weeks up to now.
    Weeks(i32),
    /// `2026-11-24`: that day.
    Day(Date),
    /// `2026-W48`: that ISO week, named by its Monday.
    Week(Date),
    /// `2026-11`: that month, named by its first day.
    Month(Date),
}

/// A window nobody can resolve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// Not one of the forms.
    #[error(
        "{0:?} is no window: write today, yesterday, this-week, last-week, this-month, last-month, \
         a number with h, d or w such as 24h or 7d, a day such as 2026-11-24, a week such as \
         2026-W48 or a month such as 2026-11"
    )]
    Unknown(String),
    /// `0h`, or further back than a hundred years.
    #[error(
        "the window {0:?} is out of range: write 1h to {MAX_HOURS}h, 1d to {MAX_DAYS}d or 1w to {MAX_WEEKS}w"
    )]
    OutOfRange(String),
    /// The calendar ends.
    #[error("the window {spec} lies outside the calendar (years 1 to 9999): {reason}")]
    Calendar {
        /// The window.
        spec: String,
        /// What the calendar says.
        reason: String,
    },
}

impl WindowSpec {
    /// Reads a window; case and surrounding space do not matter.
    ///
    /// # Errors
    /// [`WindowError`] says which forms there are.
    pub fn parse(text: &str) -> Result<WindowSpec, WindowError> {
        let word = text.trim().to_ascii_lowercase();
        let unknown = || WindowError::Unknown(text.trim().to_owned());
        Ok(match word.as_str() {
            "today" => Self::Today,
            "yesterday" => Self::Yesterday,
            "this-week" => Self::ThisWeek,
            "last-week" => Self::LastWeek,
            "this-month" => Self::ThisMonth,
            "last-month" => Self::LastMonth,
            _ if word.contains('-') => calendar(&word).ok_or_else(unknown)?,
            _ => {
                let unit = word.chars().next_back().ok_or_else(unknown)?;
                let number = &word[..word.len() - unit.len_utf8()];
                let (max, make): (i32, fn(i32) -> Self) = match unit {
                    'h' => (MAX_HOURS, Self::Hours),
                    'd' => (MAX_DAYS, Self::Days),
                    'w' => (MAX_WEEKS, Self::Weeks),
                    _ => return Err(unknown()),
                };
                if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(unknown());
                }
                match number.parse::<i32>() {
                    Ok(n) if (1..=max).contains(&n) => make(n),
                    _ => return Err(WindowError::OutOfRange(text.trim().to_owned())),
                }
            }
        })
    }

    /// The stretch of time it names at `now` in `zone`. Windows that end "now" end at its whole
    /// second: the archive's times have no finer ones.
    ///
    /// # Errors
    /// [`WindowError::Calendar`] at the ends of the calendar.
    pub fn resolve(self, now: Timestamp, zone: &TimeZone) -> Result<Window, WindowError> {
        self.bounds(now, zone)
            .map(|(since, until)| Window { since, until })
            .map_err(|e| WindowError::Calendar { spec: self.to_string(), reason: e.to_string() })
    }

    /// What stands for `{date}` in a file's name: the window's [`Window::label`], and for windows
    /// that end "now" the moment they end.
    ///
    /// # Errors
    /// [`WindowError::Calendar`] at the ends of the calendar.
    pub fn label(self, now: Timestamp, zone: &TimeZone) -> Result<String, WindowError> {
        let window = self.resolve(now, zone)?;
        Ok(match self {
            Self::Hours(_) | Self::Days(_) | Self::Weeks(_) => stamp(window.until, zone),
            _ => window.label(zone),
        })
    }

    fn bounds(self, now: Timestamp, zone: &TimeZone) -> Result<(Timestamp, Timestamp), jiff::Error> {
        let today = zone.to_datetime(now).date();
        let days = |first: Date, span: Span| -> Result<(Timestamp, Timestamp), jiff::Error> {
            Ok((midnight(first, zone)?, midnight(first.checked_add(span)?, zone)?))
        };
        let rolling = |span: Span| -> Result<(Timestamp, Timestamp), jiff::Error> {
            let until = Timestamp::from_second(now.as_second())?;
            let since = until.to_zoned_datetime(zone.clone()).checked_sub(span)?.timestamp();
            Ok((since, until))
        };
        match self {
            Self::Today => days(today, 1.day()),
            Self::Yesterday => days(today.yesterday()?, 1.day()),
            Self::ThisWeek => days(monday(today)?, 1.week()),
            Self::LastWeek => days(monday(today)?.checked_sub(1.week())?, 1.week()),
            Self::ThisMonth => days(today.first_of_month(), 1.month()),
            Self::LastMonth => days(today.first_of_month().checked_sub(1.month())?, 1.month()),
            Self::Hours(n) => rolling(n.hours()),
            Self::Days(n) => rolling(n.days()),
            Self::Weeks(n) => rolling(n.weeks()),
            Self::Day(day) => days(day, 1.day()),
            Self::Week(monday) => days(monday, 1.week()),
            Self::Month(first) => days(first, 1.month()),
        }
    }
}

impl Window {
    /// The window as a file's name has it, read in `zone`: `2026-11-24` for a day, `2026-W48` for
    /// an ISO week, `2026-11` for a month, `2026-11-01--2026-11-20` (the last day included) for
    /// other whole days, and `2026-11-24T0600--2026-11-24T1200` for anything else.
    pub fn label(&self, zone: &TimeZone) -> String {
        let Some((first, last)) = self.whole_days(zone) else {
            return format!("{}--{}", stamp(self.since, zone), stamp(self.until, zone));
        };
        let days = first.until(last).map_or(0, |span| span.get_days());
        if days == 0 {
            first.to_string()
        } else if days == 6 && first.weekday() == Weekday::Monday {
            let week = first.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        } else if first.day() == 1 && last == first.last_of_month() {
            format!("{:04}-{:02}", first.year(), first.month())
        } else {
            format!("{first}--{last}")
        }
    }

    /// First and last day, where the window is made of whole days of `zone`.
    pub fn whole_days(&self, zone: &TimeZone) -> Option<(Date, Date)> {
        let first = zone.to_datetime(self.since).date();
        let after = zone.to_datetime(self.until).date();
        let whole = self.since < self.until
            && midnight(first, zone).ok()? == self.since
            && midnight(after, zone).ok()? == self.until;
        if whole { Some((first, after.yesterday().ok()?)) } else { None }
    }
}

impl FromStr for WindowSpec {
    type Err = WindowError;
    fn from_str(text: &str) -> Result<Self, WindowError> {
        Self::parse(text)
    }
}

impl fmt::Display for WindowSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::ThisWeek => f.write_str("this-week"),
            Self::LastWeek => f.write_str("last-week"),
            Self::ThisMonth => f.write_str("this-month"),
            Self::LastMonth => f.write_str("last-month"),
            Self::Hours(n) => write!(f, "{n}h"),
            Self::Days(n) => write!(f, "{n}d"),
            Self::Weeks(n) => write!(f, "{n}w"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Week(monday) => {
                let week = monday.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month(first) => write!(f, "{:04}-{:02}", first.year(), first.month()),
        }
    }
}

/// `2026-11-24`, `2026-w48` or `2026-11`, already in lower case.
fn calendar(word: &str) -> Option<WindowSpec> {
    let digits =
        |s: &str| (!s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i16>().ok())?;
    let parts: Vec<&str> = word.split('-').collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
            let (month, day) = (i8::try_from(digits(month)?).ok()?, i8::try_from(digits(day)?).ok()?);
            Date::new(digits(year)?, month, day).ok().map(WindowSpec::Day)
        }
        [year, week] if year.len() == 4 && week.starts_with('w') && week.len() == 3 => {
            let week = i8::try_from(digits(&week[1..])?).ok()?;
            let monday = ISOWeekDate::new(digits(year)?, week, Weekday::Monday).ok()?;
            Some(WindowSpec::Week(monday.date()))
        }
        [year, month] if year.len() == 4 && month.len() == 2 => {
            let month = i8::try_from(digits(month)?).ok()?;
            Date::new(digits(year)?, month, 1).ok().map(WindowSpec::Month)
        }
        _ => None,
    }
}

fn monday(day: Date) -> Result<Date, jiff::Error> {
    let week = day.iso_week_date();
    Ok(ISOWeekDate::new(week.year(), week.week(), Weekday::Monday)?.date())
}

/// The first moment of a civil day: not always 00:00, where the clocks jump over midnight.
fn midnight(day: Date, zone: &TimeZone) -> Result<Timestamp, jiff::Error> {
    zone.to_timestamp(DateTime::from_parts(day, jiff::civil::Time::midnight()))
}

/// `2026-11-24T0600`: local, without the colon that some file systems refuse; with the offset in
/// the hour that the clocks repeat, or the second digest would overwrite the first.
fn stamp(at: Timestamp, zone: &TimeZone) -> String {
    let local = zone.to_datetime(at);
    let text = local.strftime("%Y-%m-%dT%H%M").to_string();
    if zone.to_ambiguous_timestamp(local).is_ambiguous() {
        format!("{text}{}", at.to_zoned_datetime(zone.clone()).strftime("%z"))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn resolved(spec: &str, now: &str, zone_name: &str) -> (String, String) {
        let window = WindowSpec::parse(spec).unwrap().resolve(at(now), &zone(zone_name)).unwrap();
        (window.since.to_string(), window.until.to_string())
    }

    fn hours(spec: &str, zone_name: &str) -> i64 {
        let window = WindowSpec::parse(spec).unwrap().resolve(at("2026-01-01T00:00:00Z"), &zone(zone_name));
        let window = window.unwrap();
        (window.until.as_second() - window.since.as_second()) / 3600
    }

    #[test]
    fn every_form_resolves() {
        // A Tuesday, 00:30 of the 24th in Berlin: still the 23rd in UTC.
        let now = "2026-11-23T23:30:00.75Z";
        for (spec, since, until) in [
            ("today", "2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z"),
            (" Yesterday ", "2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z"),
            ("this-week", "2026-11-22T23:00:00Z", "2026-11-29T23:00:00Z"),
            ("last-week", "2026-11-15T23:00:00Z", "2026-11-22T23:00:00Z"),
            ("this-month", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"),
            ("last-month", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
            ("24h", "2026-11-22T23:30:00Z", "2026-11-23T23:30:00Z"),
            ("7d", "2026-11-16T23:30:00Z", "2026-11-23T23:30:00Z"),
            ("2w", "2026-11-09T23:30:00Z", "2026-11-23T23:30:00Z"),
            ("2026-11-24", "2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z"),
            ("2026-w48", "2026-11-22T23:00:00Z", "2026-11-29T23:00:00Z"),
            ("2026-10", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
        ] {
            let expected = (since.to_owned(), until.to_owned());
            assert_eq!(resolved(spec, now, "Europe/Berlin"), expected, "{spec}");
        }
    }

    #[test]
    fn days_are_as_long_as_the_clocks_make_them() {
        assert_eq!(hours("2026-03-29", "Europe/Berlin"), 23);
        assert_eq!(hours("2026-10-25", "Europe/Berlin"), 25);
        assert_eq!(hours("2026-W43", "Europe/Berlin"), 7 * 24 + 1);
        assert_eq!(hours("2026-11-24", "Europe/Berlin"), 24);
        // Midnight does not exist in São Paulo on 2018-11-04, and comes twice in Havana on 2026-11-01.
        assert_eq!(hours("2018-11-04", "America/Sao_Paulo"), 23);
        assert_eq!(hours("2026-11-01", "America/Havana"), 25);
        // 24h is 24 hours, 1d is from the same time of day on.
        let (hours, _) = resolved("24h", "2026-10-25T12:00:00Z", "Europe/Berlin");
        let (day, _) = resolved("1d", "2026-10-25T12:00:00Z", "Europe/Berlin");
        assert_eq!((hours.as_str(), day.as_str()), ("2026-10-24T12:00:00Z", "2026-10-24T11:00:00Z"));
    }

    #[test]
    fn weeks_and_years_meet() {
        // 2027-01-01 is a Friday of ISO week 53 of 2026.
        let (since, until) = resolved("this-week", "2027-01-01T12:00:00Z", "UTC");
        assert_eq!((since.as_str(), until.as_str()), ("2026-12-28T00:00:00Z", "2027-01-04T00:00:00Z"));
        let label = WindowSpec::ThisWeek.label(at("2027-01-01T12:00:00Z"), &TimeZone::UTC).unwrap();
        assert_eq!(label, "2026-W53");
    }

    #[test]
    fn labels_name_the_window_and_read_back() {
        let now = at("2026-11-24T05:00:00Z");
        let berlin = zone("Europe/Berlin");
        for (spec, label) in [
            ("yesterday", "2026-11-23"),
            ("this-week", "2026-W48"),
            ("last-month", "2026-10"),
            ("24h", "2026-11-24T0600"),
            ("7d", "2026-11-24T0600"),
        ] {
            assert_eq!(WindowSpec::parse(spec).unwrap().label(now, &berlin).unwrap(), label, "{spec}");
        }
        for text in ["2026-11-24", "2026-W48", "2026-11"] {
            let spec = WindowSpec::parse(text).unwrap();
            assert_eq!(spec.label(now, &berlin).unwrap(), text);
            assert_eq!(spec.to_string(), text);
        }
        let range = Window { since: at("2026-11-01T23:00:00Z"), until: at("2026-11-20T23:00:00Z") };
        assert_eq!(range.label(&berlin), "2026-11-02--2026-11-20");
        assert_eq!(range.label(&TimeZone::UTC), "2026-11-01T2300--2026-11-20T2300");
    }

    #[test]
    fn the_repeated_hour_has_two_labels() {
        let berlin = zone("Europe/Berlin");
        let label = |now| WindowSpec::Hours(1).label(at(now), &berlin).unwrap();
        assert_eq!(label("2026-10-25T00:30:00Z"), "2026-10-25T0230+0200");
        assert_eq!(label("2026-10-25T01:30:00Z"), "2026-10-25T0230+0100");
    }

    #[test]
    fn nonsense_is_refused_with_advice() {
        for text in [
            "",
            "h",
            "d",
            "soon",
            "1y",
            "-3d",
            "+3d",
            "3 d",
            "24H5",
            "last_week",
            "2026-02-30",
            "2026-W54",
            "2026-13",
            "26-11-24",
            "2026-11-24-1",
            "２4h",
            "2026-1-1",
            "é",
            "2026-wé",
        ] {
            let error = WindowSpec::parse(text).unwrap_err().to_string();
            assert!(error.contains("yesterday") && error.contains("7d"), "{text:?}: {error}");
        }
        for text in ["0h", "0d", "36501d", "99999999999999999999w"] {
            assert!(matches!(WindowSpec::parse(text), Err(WindowError::OutOfRange(_))), "{text:?}");
        }
        let edge = WindowSpec::parse("9999-12-31").unwrap().resolve(Timestamp::UNIX_EPOCH, &TimeZone::UTC);
        assert!(matches!(edge, Err(WindowError::Calendar { .. })), "{edge:?}");
    }
}

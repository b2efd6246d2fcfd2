//! The door to the cron crate: it matches wall times, jiff maps them to moments.
//!
//! The crate refuses five fields, counts days of the week from 1 = Sunday, wants both day fields to
//! fit, and has a DST rule of its own. So it only ever sees lists of numbers that we worked out, in
//! a calendar without clock changes (UTC, used as plain wall time).

use std::str::FromStr;

use chrono::{DateTime as WallTime, Datelike, NaiveDate, Timelike, Utc};
use cron::Schedule;
use jiff::Timestamp;
use jiff::civil::{self, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::ScheduleError;
use super::field::Field;

/// Wall times that fit, and how they become moments.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Calendar {
    /// One, or two of which either will do.
    schedules: Vec<Schedule>,
    /// Follows real time through clock changes; else it means times of day.
    rhythm: bool,
}

impl Calendar {
    /// `text` is what a person wrote, for error texts.
    #[allow(clippy::too_many_arguments, reason = "a schedule has seven fields")]
    pub fn new(
        text: &str,
        second: &Field,
        minute: &Field,
        hour: &Field,
        day_of_month: &Field,
        month: &Field,
        day_of_week: &Field,
        year: &Field,
    ) -> Result<Calendar, ScheduleError> {
        let schedule = |day_of_month: &str, day_of_week: &str| {
            let expression = [
                &list(second, 0),
                &list(minute, 0),
                &list(hour, 0),
                day_of_month,
                &list(month, 0),
                day_of_week,
                &list(year, 0),
            ]
            .join(" ");
            Schedule::from_str(&expression)
                .map_err(|e| ScheduleError::Refused { found: text.to_owned(), reason: e.to_string() })
        };
        // The crate counts days of the week from 1.
        let (month_days, week_days) = (list(day_of_month, 0), list(day_of_week, 1));
        let schedules = if day_of_month.starred || day_of_week.starred {
            vec![schedule(&month_days, &week_days)?]
        } else {
            vec![schedule(&month_days, "*")?, schedule("*", &week_days)?]
        };
        let calendar = Calendar { schedules, rhythm: second.rhythm || minute.rhythm || hour.rhythm };
        match calendar.after(DateTime::ZERO) {
            Some(_) => Ok(calendar),
            None => Err(ScheduleError::Never { found: text.to_owned() }),
        }
    }

    /// The first moment strictly after `after`.
    pub fn next(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        if self.rhythm { self.next_in_rhythm(after, zone) } else { self.next_time_of_day(after, zone) }
    }

    /// Every wall time is one moment, in order; so the first that lies after `after` is the answer.
    fn next_time_of_day(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let mut wall = zone.to_datetime(after);
        // More than one turn only in the second pass through a repeated hour, whose wall times have
        // had their moment in the first: bounded by the fires of that hour.
        loop {
            wall = self.after(wall)?;
            let at = moment(wall, zone)?;
            if at > after {
                return Some(at);
            }
        }
    }

    /// Between two changes of the clock wall time and real time differ by one offset: look into one
    /// such stretch after the other.
    fn next_in_rhythm(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let mut offset = zone.to_offset(after);
        let mut wall = offset.to_datetime(after);
        for change in zone.following(after) {
            if let Some(at) =
                offset.to_timestamp(self.after(wall)?).ok().filter(|at| *at < change.timestamp())
            {
                return Some(at);
            }
            offset = change.offset();
            // The stretch begins with the change itself; `after` looks strictly after.
            wall = offset
                .to_datetime(change.timestamp())
                .checked_sub(jiff::SignedDuration::from_secs(1))
                .ok()?;
        }
        offset.to_timestamp(self.after(wall)?).ok()
    }

    /// The first wall time strictly after `wall`, to the second.
    fn after(&self, wall: DateTime) -> Option<DateTime> {
        // The crate knows no year before 1970 and reads a negative one as far in the future.
        let wall = to_chrono(wall.max(civil::date(1969, 12, 31).at(23, 59, 59, 0)))?;
        self.schedules.iter().filter_map(|s| s.after(&wall).next()).min().and_then(to_jiff)
    }
}

/// The moment of a time of day: the first where the clock shows it twice, the end of the gap where
/// the clock skips it.
fn moment(wall: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(wall);
    let is_gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    let earlier = ambiguous.earlier().ok()?;
    if !is_gap {
        return Some(earlier);
    }
    // In a gap "earlier" reads the wall time with the offset after it: a moment before the change.
    zone.following(earlier).next().map(|change| change.timestamp())
}

/// The numbers of a field in the crate's spelling.
fn list(field: &Field, shift: u16) -> String {
    if field.all {
        return "*".to_owned();
    }
    field.values.iter().map(|n| (n + shift).to_string()).collect::<Vec<_>>().join(",")
}

fn to_chrono(wall: DateTime) -> Option<WallTime<Utc>> {
    let date = NaiveDate::from_ymd_opt(wall.year().into(), wall.month() as u32, wall.day() as u32)?;
    Some(date.and_hms_opt(wall.hour() as u32, wall.minute() as u32, wall.second() as u32)?.and_utc())
}

fn to_jiff(wall: WallTime<Utc>) -> Option<DateTime> {
    DateTime::new(
        wall.year().try_into().ok()?,
        wall.month() as i8,
        wall.day() as i8,
        wall.hour() as i8,
        wall.minute() as i8,
        wall.second() as i8,
        0,
    )
    .ok()
}

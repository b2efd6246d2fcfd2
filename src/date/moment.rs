use jiff::Timestamp;

use super::Reading;

/// A date and time as written, not yet checked. Fields may overflow: 31 June is 1 July and 24:00 is the
/// next day, as `mktime` has it; feeds have both.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Moment {
    pub(super) year: i64,
    /// From 1.
    pub(super) month: i64,
    /// From 1.
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) nanosecond: i32,
    /// East of Greenwich, in seconds.
    pub(super) offset: i64,
    /// Does a zone stand in the text?
    pub(super) zoned: bool,
    /// Does a time of day?
    pub(super) timed: bool,
}

impl Moment {
    /// `None` outside of the years 1 to 9999, or where a field is beyond sense.
    pub(super) fn reading(self) -> Option<Reading> {
        let Moment { year, month, day, hour, minute, second, nanosecond, offset, zoned, timed } = self;
        if !(1..=9999).contains(&year) || !(1..=19).contains(&month) || !(0..=39).contains(&day) {
            return None;
        }
        if hour > 48 || minute > 99 || second > 99 || offset.abs() > 99 * 3600 {
            return None;
        }
        let (year, month) = if month > 12 { (year + 1, month - 12) } else { (year, month) };
        let days = days_before(year, month) + day - 1;
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset;
        let at = Timestamp::new(seconds, nanosecond).ok()?;
        let offset = i32::try_from(offset).ok().filter(|_| zoned);
        Some(Reading { at, offset, timed })
    }
}

/// Days from 1970-01-01 to the first of the month, by the proleptic Gregorian calendar.
fn days_before(year: i64, month: i64) -> i64 {
    // Years begin in March, so that the leap day comes last.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * m + 2) / 5;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_calendar() {
        for (year, month, day) in [(1970, 1, 1), (2000, 2, 29), (1999, 12, 31), (2026, 3, 1), (1900, 3, 1)] {
            let ours = Moment { year, month, day, ..Moment::default() }.reading().expect("a good date").at;
            let date = jiff::civil::date(year as i16, month as i8, day as i8);
            let theirs = jiff::tz::TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).expect("a good date");
            assert_eq!(ours, theirs);
        }
    }
}

use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::ScheduleError;
use super::calendar::Calendar;
use super::field::{DAY_OF_MONTH, DAY_OF_WEEK, HOUR, MINUTE, MONTH, SECOND, YEAR};

/// Bytes of schedule we read; the longest sensible one names sixty minutes.
pub(super) const MAX_LENGTH: usize = 512;

/// When to poll: a cron schedule, or `auto`. See the [module](super) for the forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    text: String,
    /// `None` = by the feed's own rhythm.
    calendar: Option<Calendar>,
}

impl Plan {
    /// Reads a schedule.
    ///
    /// # Errors
    /// Names the field, what was found in it and what is expected; a schedule that never fires, as
    /// `0 0 30 2 *`, is an error too.
    pub fn parse(text: &str) -> Result<Plan, ScheduleError> {
        if text.len() > MAX_LENGTH {
            return Err(ScheduleError::TooLong { length: text.len() });
        }
        let fields: Vec<&str> = text.split_whitespace().collect();
        let text = fields.join(" ");
        let calendar = match fields.as_slice() {
            [] => return Err(ScheduleError::Empty),
            [word] if word.eq_ignore_ascii_case("auto") => None,
            [name] if name.starts_with('@') => {
                let spelt_out: Vec<&str> = nickname(name)?.split(' ').collect();
                Some(calendar(&text, "0", &spelt_out, "*")?)
            }
            [_, _, _, _, _] => Some(calendar(&text, "0", &fields, "*")?),
            [second, five @ .., year] if five.len() == 5 => Some(calendar(&text, second, five, year)?),
            [second, five @ ..] if five.len() == 5 => Some(calendar(&text, second, five, "*")?),
            _ => return Err(ScheduleError::FieldCount { found: fields.len() }),
        };
        Ok(Plan { text, calendar })
    }

    /// By the feed's own rhythm?
    pub fn is_auto(&self) -> bool {
        self.calendar.is_none()
    }

    /// The first fire strictly after `after`, its fields read in `zone`; see the [module](super) for
    /// what happens when clocks change. `None` for `auto`, and where no year is left (the last is
    /// 2100).
    ///
    /// The search steps from fire to fire and from one change of the clock to the next, so a plan
    /// that fires once in eight years costs microseconds, too.
    pub fn next(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        self.calendar.as_ref()?.next(after, zone)
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The five fields a nickname stands for (crontab(5), "Extensions").
fn nickname(name: &str) -> Result<&'static str, ScheduleError> {
    Ok(match name.to_ascii_lowercase().as_str() {
        "@yearly" | "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" | "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        "@reboot" => return Err(ScheduleError::Reboot),
        _ => return Err(ScheduleError::Nickname { found: name.to_owned() }),
    })
}

/// `five` holds exactly the five fields of crontab(5).
fn calendar(text: &str, second: &str, five: &[&str], year: &str) -> Result<Calendar, ScheduleError> {
    Calendar::new(
        text,
        &SECOND.read(second)?,
        &MINUTE.read(five[0])?,
        &HOUR.read(five[1])?,
        &DAY_OF_MONTH.read(five[2])?,
        &MONTH.read(five[3])?,
        &DAY_OF_WEEK.read(five[4])?,
        &YEAR.read(year)?,
    )
}

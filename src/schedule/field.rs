use std::collections::BTreeSet;

use super::ScheduleError;

/// What a field may hold: its name in error texts, its range, its names for numbers.
pub(super) struct Spec {
    /// In words.
    pub name: &'static str,
    /// Smallest number.
    pub min: u16,
    /// Largest number; 7 for days of the week, which folds to 0.
    pub max: u16,
    /// Full names, the first standing for `min`; three letters or more of one will do.
    names: &'static [&'static str],
}

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: &[&str] = &["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

pub(super) const SECOND: Spec = Spec { name: "second", min: 0, max: 59, names: &[] };
pub(super) const MINUTE: Spec = Spec { name: "minute", min: 0, max: 59, names: &[] };
pub(super) const HOUR: Spec = Spec { name: "hour", min: 0, max: 23, names: &[] };
pub(super) const DAY_OF_MONTH: Spec = Spec { name: "day of month", min: 1, max: 31, names: &[] };
pub(super) const MONTH: Spec = Spec { name: "month", min: 1, max: 12, names: MONTHS };
pub(super) const DAY_OF_WEEK: Spec = Spec { name: "day of week", min: 0, max: 7, names: DAYS };
/// The years the cron crate knows.
pub(super) const YEAR: Spec = Spec { name: "year", min: 1970, max: 2100, names: &[] };

/// A field as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// The numbers that fit; days of the week are 0–6.
    pub values: BTreeSet<u16>,
    /// Begins with `*` or is `?`: crontab(5) does not call it a restriction, even as `*/2`.
    pub starred: bool,
    /// Runs over the whole range, with or without a step: a rhythm, not a time.
    pub rhythm: bool,
    /// Every number fits.
    pub all: bool,
}

impl Spec {
    /// Reads one field: a list of `*`, `n`, `n-m`, each with a step or without.
    pub fn read(&self, text: &str) -> Result<Field, ScheduleError> {
        let mut values = BTreeSet::new();
        let mut rhythm = false;
        if text == "?" && (self.name == DAY_OF_MONTH.name || self.name == DAY_OF_WEEK.name) {
            rhythm = true;
            values.extend(self.min..=self.max);
        } else {
            for item in text.split(',') {
                rhythm |= self.item(item, &mut values)?;
            }
        }
        if self.name == DAY_OF_WEEK.name && values.remove(&7) {
            values.insert(0);
        }
        let whole = self.max - self.min + 1 - u16::from(self.name == DAY_OF_WEEK.name);
        let all = values.len() == usize::from(whole);
        Ok(Field { values, starred: text.starts_with(['*', '?']), rhythm: rhythm || all, all })
    }

    /// Adds the numbers of one item; true where it runs over the whole range.
    fn item(&self, item: &str, values: &mut BTreeSet<u16>) -> Result<bool, ScheduleError> {
        if item.is_empty() {
            return Err(self.error(format!("an item is missing: expected {}", self.expected())));
        }
        let (range, step) = match item.split_once('/') {
            None => (item, None),
            Some((range, step)) => (range, Some(self.step(item, step)?)),
        };
        let (first, last) = if range == "*" {
            (self.min, self.max)
        } else if let Some((from, to)) = range.split_once('-') {
            self.range(range, from, to)?
        } else {
            // `5/15` is "from 5 on, every 15": cron daemons differ here, the cron crate and Quartz
            // agree on this reading.
            let first = self.number(range)?;
            (first, if step.is_some() { self.max } else { first })
        };
        let step = step.unwrap_or(1);
        values.extend((first..=last).step_by(usize::from(step)));
        // 0–6 and 0–7 are both the whole week.
        let end = if self.name == DAY_OF_WEEK.name { 6 } else { self.max };
        Ok(first == self.min && last >= end)
    }

    fn range(&self, range: &str, from: &str, to: &str) -> Result<(u16, u16), ScheduleError> {
        let first = self.number(from)?;
        let mut last = self.number(to)?;
        if self.name == DAY_OF_WEEK.name && last == 0 && first > 0 && !to.starts_with('0') {
            // fri-sun: a week may end on Sunday, and 7 is its number there.
            last = 7;
        }
        if first > last {
            return Err(self.error(format!(
                "{range} runs backwards: write {from}-{},{}-{to}",
                if self.name == DAY_OF_WEEK.name { 6 } else { self.max },
                self.min,
            )));
        }
        Ok((first, last))
    }

    fn step(&self, item: &str, step: &str) -> Result<u16, ScheduleError> {
        match digits(step) {
            Some(n) if (1..=u32::from(self.max)).contains(&n) => Ok(n as u16),
            Some(n) => Err(self.error(format!("the step {n} in {item:?} is out of 1–{}", self.max))),
            None => Err(self.error(format!(
                "{step:?} in {item:?} is not a step: expected a number from 1 to {}",
                self.max
            ))),
        }
    }

    fn number(&self, text: &str) -> Result<u16, ScheduleError> {
        match digits(text) {
            Some(n) if (u32::from(self.min)..=u32::from(self.max)).contains(&n) => Ok(n as u16),
            Some(n) => Err(self.error(format!("{n} is out of {}–{}", self.min, self.max))),
            None => self.named(text),
        }
    }

    fn named(&self, text: &str) -> Result<u16, ScheduleError> {
        let lower = text.to_ascii_lowercase();
        if lower.len() >= 3
            && let Some(at) = self.names.iter().position(|name| name.starts_with(&lower))
        {
            return Ok(self.min + at as u16);
        }
        let quartz = (self.name == DAY_OF_MONTH.name || self.name == DAY_OF_WEEK.name)
            && text.contains(['L', 'W', '#'])
            && text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'L' | 'W' | '#'));
        Err(self.error(if quartz {
            format!("{text:?} is a form of Quartz (L, W, #) that crontab(5) does not have: name the days")
        } else {
            format!("{text:?} is not understood: expected {}", self.expected())
        }))
    }

    fn expected(&self) -> String {
        let mut text = format!("*, a number from {} to {}", self.min, self.max);
        if let (Some(first), Some(last)) = (self.names.first(), self.names.last()) {
            text.push_str(&format!(", a name from {} to {}", &first[..3], &last[..3]));
        }
        text.push_str(", a range, a step or a list of these");
        text
    }

    fn error(&self, problem: String) -> ScheduleError {
        ScheduleError::Field { field: self.name, problem }
    }
}

/// A plain decimal number; no sign, no blanks. Numbers too long for any field come out as the
/// largest, so that the range check names them.
fn digits(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().unwrap_or(u32::MAX))
}

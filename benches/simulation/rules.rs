//! Rules that decide when a feed is polled next: ours, by the program's own code, and those of others.

use std::fmt;
use std::time::Duration;

use clippings::model::Cadence;
use clippings::schedule::{Facts, Plan, Rhythm, Watch, next_due};
use jiff::Timestamp;

use super::feeds::Synthetic;

/// When the simulation begins: a Tuesday.
const BEGINS: i64 = 1_790_640_000;
const MIN: i64 = 10 * 60;
const MAX: i64 = 24 * 3_600;

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Ours.
    Auto,
    /// Every so many minutes.
    Fixed(i64),
    /// Media Cloud's thresholds: faster where less than 33 % of the items were seen already, slower where
    /// more than 67 %.
    SeenShare,
    /// Miniflux's `entry_frequency`: a week divided by the number of items of the last week.
    WeeklyCount,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Auto => f.write_str("**auto**"),
            Rule::Fixed(minutes) => write!(f, "every {minutes} min"),
            Rule::SeenShare => f.write_str("share already seen (33/67 %)"),
            Rule::WeeklyCount => f.write_str("weekly count"),
        }
    }
}

/// What a poll showed.
pub struct Seen<'a> {
    /// When, in seconds from the beginning.
    pub at: i64,
    /// Items in the document.
    pub shown: usize,
    /// When the items came that were not seen before.
    pub new: &'a [i64],
    /// Was it another document than last time?
    pub changed: bool,
    /// Nothing of the last document is left.
    pub gap: bool,
}

/// A rule at work on one feed.
pub struct Turns {
    rule: Rule,
    name: String,
    dated: bool,
    plan: Plan,
    cadence: Cadence,
    rhythm: Rhythm,
    wait: i64,
    history: Vec<i64>,
}

impl Rule {
    pub(super) fn of(self, feed: &Synthetic) -> Turns {
        Turns {
            rule: self,
            name: feed.name.clone(),
            dated: feed.dated,
            plan: Plan::parse("auto").expect("auto is a schedule"),
            cadence: Cadence::default(),
            rhythm: Rhythm::default(),
            wait: 3_600,
            history: Vec::new(),
        }
    }
}

impl Turns {
    /// Everybody starts somewhere within the first quarter of an hour, the same for all rules.
    pub(super) fn first(&self) -> i64 {
        self.name.bytes().fold(0i64, |sum, b| (sum * 31 + i64::from(b)) % 900)
    }

    pub(super) fn next(&mut self, seen: &Seen<'_>) -> i64 {
        self.history.extend(seen.new);
        match self.rule {
            Rule::Auto => self.auto(seen),
            Rule::Fixed(minutes) => seen.at + minutes * 60,
            Rule::SeenShare => {
                let share = 1.0 - seen.new.len() as f64 / seen.shown.max(1) as f64;
                // The thresholds are theirs; the steps and bounds, which they set by hand, are ours.
                if share < 0.33 {
                    self.wait /= 2;
                } else if share > 0.67 {
                    self.wait = self.wait * 3 / 2;
                }
                self.wait = self.wait.clamp(MIN, MAX);
                seen.at + self.wait
            }
            Rule::WeeklyCount => {
                let week = 7 * 86_400;
                let count = self.history.iter().filter(|at| **at > seen.at - week).count() as i64;
                // Their default bounds: five minutes and a day.
                seen.at + (week / count.max(1)).clamp(5 * 60, MAX)
            }
        }
    }

    fn auto(&mut self, seen: &Seen<'_>) -> i64 {
        let moment = |at: i64| Timestamp::from_second(BEGINS + at).expect("a time in range");
        let now = moment(seen.at);
        let dates: Vec<Timestamp> =
            if self.dated { seen.new.iter().map(|at| moment(*at)).collect() } else { Vec::new() };
        self.rhythm.learn(&Watch {
            now,
            shown: seen.changed.then(|| u32::try_from(seen.shown).expect("a window")),
            new: u32::try_from(seen.new.len()).expect("a window"),
            dates: &dates,
            gap: seen.gap,
        });
        // As the archive does between two polls.
        self.rhythm = Rhythm::from_text(&self.rhythm.to_text());
        let due = next_due(&Facts {
            now,
            last_started: Some(now),
            plan: &self.plan,
            cadence: &self.cadence,
            feed: &self.name,
            failures: 0,
            rhythm: &self.rhythm,
        });
        let wait = Duration::try_from(due.duration_since(now)).expect("later than now");
        // Due times have whole seconds.
        seen.at + wait.as_secs().max(1) as i64
    }
}

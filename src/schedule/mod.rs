//! When is a feed due? Values in, values out: `now` is an argument. The one door to the cron crate.
//!
//! # Schedules
//!
//! [`Plan::parse`] reads what `schedule` keys hold:
//!
//! | form | example |
//! | --- | --- |
//! | crontab(5): minute, hour, day of month, month, day of week | `5,35 8-18 * * mon-fri` |
//! | the same with seconds first, and perhaps a year last | `30 0 6 1 1 * 2027` |
//! | a name | `@hourly @daily @midnight @weekly @monthly @yearly @annually` |
//! | by the feed's own rhythm | `auto` |
//!
//! In every form days of the week count as in crontab(5), 0 and 7 = Sunday, and where day of month
//! *and* day of week are restricted, either will do; a field that begins with `*` (`*/2` too) is not
//! a restriction in this sense, and both must fit.
//!
//! # Daylight saving
//!
//! The rule of Vixie cron and cronie. A plan whose hour and minute are fixed means a time of day: it
//! runs once on every day it names. If the clock skips its time, it runs as soon as the gap is over
//! (several skipped times make one run); if the clock shows its time twice, it runs the first time.
//! A plan whose hour or minute is `*`, `*/n`, or a step over the whole range means a rhythm: it
//! follows real time, runs in both of the repeated hours and makes nothing up for a skipped one.
//! The same holds for a zone that skips a whole day, as Samoa did on 2011-12-30.
//!
//! # `auto`
//!
//! [`Rhythm`] is what a feed's polls have taught, hour by hour of the week; `adaptive` makes an interval of
//! it. `docs/schedule.md` measures it against fixed intervals and the rules of others.
//!
//! # Due times
//!
//! [`due()`] says when a feed is polled next: when its plan says ([`next_due`]), or later where its server
//! or its publisher wishes it ([`Wishes`]), and whose wish it was ([`HeldBy`]). [`spread`] says what to do
//! with feeds that fell due while the daemon was down, [`sane`] what to do after the clock was set
//! back. [`next_visit`] says when an article's page is looked at again.

mod adaptive;
mod burst;
mod calendar;
mod cost;
mod due;
mod error;
mod field;
mod foretold;
mod freshness;
mod hold;
mod http_date;
mod jitter;
mod minutes;
mod plan;
mod probe;
mod revisit;
mod rhythm;
mod rhythm_text;
#[cfg(test)]
mod tests;
mod week;

pub use due::{Facts, RETRY_AFTER_LIMIT, next_due, sane, spread};
pub use error::ScheduleError;
pub use freshness::Caching;
pub use hold::{Due, HeldBy, Hold, Wishes, due};
pub use http_date::http_date;
pub use plan::Plan;
pub use probe::{Ask, how_to_ask};
pub use revisit::{Looked, host_rests, next_visit};
pub use rhythm::{Rhythm, Watch};

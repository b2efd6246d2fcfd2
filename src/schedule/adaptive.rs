use std::time::Duration;

use jiff::Timestamp;

use super::rhythm::{FILL, PACE_FADES, Rhythm, fade};
use super::week;
use crate::model::Cadence;

/// A feed of one item an hour is asked once in so many hours. See [`interval`].
const HOURS_AT_ONE: f64 = 1.75;
/// A surprise lasts so many hours, as far as the window is concerned.
const SURPRISE_LASTS: f64 = 3.0;
/// Steps in which the hours ahead are walked, in seconds.
const STEP: i64 = 300;
/// No rhythm looks further ahead than this, in seconds: four weeks.
const FURTHEST: i64 = 28 * 86_400;

/// How long to wait after a successful poll under `auto`.
///
/// **How often.** To have items wait as little as possible for a given number of requests, a feed is
/// best asked in proportion to the *square root* of its pace: one that is four times as busy, twice as
/// often. So the hours ahead are walked, `√rate` is added up hour by hour of the week, and the poll is
/// due when the sum is [`HOURS_AT_ONE`]: a wire of sixteen items an hour is asked about every half hour
/// (but see below), one of an item an hour every 1¾ hours, a blog of one a week about once a day.
///
/// **Not to lose.** The window must not overflow: the poll is due before what is foretold, crowded together
/// at the beginning of its hour as the feed's items are, and a surprise such as the feed has had before,
/// fill [`FILL`] of it. A burst counts at once (the present pace, fading by the hour), and so does a gap,
/// after which the pace is taken for twice what the window showed.
///
/// The server's `ttl` slows it down; all of it stays between `cadence.min` and `cadence.max`.
pub(super) fn interval(
    from: Timestamp,
    rhythm: &Rhythm,
    ttl: Option<Duration>,
    cadence: &Cadence,
) -> Duration {
    walk(from, rhythm, cadence.max).max(ttl.unwrap_or_default()).min(cadence.max).max(cadence.min)
}

fn walk(from: Timestamp, rhythm: &Rhythm, max: Duration) -> Duration {
    let surprise = rhythm.surprise(from);
    let room = f64::from(rhythm.window) * FILL;
    let start = from.as_second();
    let end = i64::try_from(max.as_secs()).unwrap_or(FURTHEST).min(FURTHEST);
    let rates = rhythm.foretold();
    let crowd = rhythm.crowd.factor;
    let (mut passed, mut turns, mut items) = (0i64, 0.0, 0.0);
    // Of the present hour.
    let mut hour_passed = 0.0;
    while passed < end {
        let at = start.saturating_add(passed);
        let to_the_hour = 3_600 - at.rem_euclid(3_600);
        let step = to_the_hour.min(STEP).min(end - passed);
        let hours = step as f64 / 3_600.0;
        let pace = rhythm.pace * fade(passed as f64, PACE_FADES);
        let foretold = rates[week::hour_of(at)];
        let rate = foretold.max(pace);
        let (turn, more) = (rate.sqrt() * hours / HOURS_AT_ONE, rate * hours);
        // An hour's items may come crowded together at its beginning.
        let early = |hours: f64| foretold * ((crowd * hours).min(1.0) - hours).max(0.0);
        let lasts = |passed: i64| surprise * (passed as f64 / 3_600.0).min(SURPRISE_LASTS);
        let filled = items + early(hour_passed) + lasts(passed);
        let fills = items + more + early(hour_passed + hours) + lasts(passed + step);
        // Within a step it goes on evenly.
        let turns_at = if turn > 0.0 { (1.0 - turns) / turn } else { 1.0 };
        let full_at = if room > 0.0 && fills > room { (room - filled) / (fills - filled) } else { 1.0 };
        let part = turns_at.min(full_at).max(0.0);
        if part < 1.0 {
            return Duration::from_secs_f64(passed as f64 + part * step as f64);
        }
        turns += turn;
        items += more;
        passed += step;
        hour_passed = if step == to_the_hour { 0.0 } else { hour_passed + hours };
    }
    max
}

use std::time::Duration;

use jiff::Timestamp;

use super::cost::{WAITING, cheapest};
use super::minutes::PART;
use super::rhythm::{PACE_FADES, Rhythm, fade};
use super::week::{self, HOURS};
use crate::model::Cadence;

/// No rhythm looks further ahead than this, in seconds: four weeks.
const FURTHEST: i64 = 28 * 86_400;
/// What is foretold must fit into the window with so many standard deviations to spare. Many, because the
/// hour's mean is itself a guess, and because two polls in the hour of the edition cost no more than one and
/// a late one.
const SPARE: f64 = 6.0;
/// The same for a burst, whose size is a guess anyway.
const SPARE_IN_BURST: f64 = 1.3;
/// However soon the next poll may follow, a window that is foretold to be as full as this is not waited for.
const FULL: f64 = 0.85;

/// How long to wait after a successful poll under `auto`.
///
/// **What a wait costs.** A poll costs one request. Against it stand the items that wait for it, and those
/// that may be lost: with every interval there is a chance that something breaks, and that the window
/// overflows before we look. For each hour of the week the interval is taken that costs least in sum
/// ([`cheapest`]); the hours ahead are walked, and the poll is due when their intervals' shares add up to
/// one. Of the waiting alone comes the square-root rule: a feed four times as busy is asked twice as often.
///
/// **Not to lose what is foretold.** Sooner, when the items foretold, by hour of the week and minute of the
/// hour, come near the window. Where so many are coming at once that a second poll must follow as closely as
/// `cadence.min` allows (the edition at six), the two share them evenly, and no poll is wasted before.
///
/// **What goes on counts at once**: the items above the foretold at the last poll, fading by the hour.
///
/// All of it stays between `cadence.min` and `cadence.max`.
pub(super) fn interval(from: Timestamp, rhythm: &Rhythm, cadence: &Cadence) -> Duration {
    walk(from, rhythm, cadence).min(cadence.max).max(cadence.min)
}

/// Items that may be expected where `room` must suffice, with `spare` standard deviations of chance allowed
/// for: `x + spare √x = room`.
fn allowed(room: f64, spare: f64) -> f64 {
    let root = ((spare * spare + 4.0 * room).sqrt() - spare) / 2.0;
    root * root
}

fn walk(from: Timestamp, rhythm: &Rhythm, cadence: &Cadence) -> Duration {
    let room = rhythm.room();
    let (full, in_burst) = (allowed(room, SPARE), allowed(room, SPARE_IN_BURST));
    let ahead = rhythm.foretold();
    let perils = rhythm.perils(from, ahead.busy());
    let start = from.as_second();
    let whole = |length: Duration, most: i64| i64::try_from(length.as_secs()).unwrap_or(most).min(most);
    let (end, shortest) = (whole(cadence.max, FURTHEST), whole(cadence.min, 3_600));
    // Worked out once for each hour of the week.
    let mut intervals = [None; HOURS];
    let (mut passed, mut turns, mut items) = (0i64, 0.0, 0.0);
    while passed < end {
        let at = start.saturating_add(passed);
        let step = (PART - at.rem_euclid(PART)).min(end - passed);
        let hours = step as f64 / 3_600.0;
        let hour = week::hour_of(at);
        let apart = intervals[hour].get_or_insert_with(|| cheapest(ahead.rates[hour], &perils, in_burst));
        let pace = rhythm.pace * fade(passed as f64, PACE_FADES);
        let by_pace = if pace > 0.0 { by_waiting(ahead.rates[hour] + pace) } else { f64::INFINITY };
        let (turn, more) = (hours / apart.min(by_pace), (ahead.rate(at) + pace) * hours);

        // Parts of this step; within it everything goes on evenly.
        let reached = |value: f64, by: f64| if by > 0.0 { value / by } else { f64::INFINITY };
        let rush = ahead.items(at, at + shortest);
        let eases = rush - ahead.items(at + step, at + step + shortest);
        // As many have come as will until the next poll can follow.
        let even = reached(rush - items, more + eases);
        let full_at = reached(full - items, more).max(even.min(reached(FULL * room - items, more)));
        let mut turns_at = reached(1.0 - turns, turn);
        if rush > full {
            turns_at = turns_at.max(even.min(reached(rush - full, eases)));
        }
        let part = turns_at.min(full_at).max(0.0);
        if part < 1.0 {
            return Duration::from_secs_f64(passed as f64 + part * step as f64);
        }
        turns += turn;
        items += more;
        passed += step;
    }
    cadence.max
}

/// The interval, in hours, that costs least where nothing can be lost.
fn by_waiting(rate: f64) -> f64 {
    (2.0 / (WAITING * rate)).sqrt()
}

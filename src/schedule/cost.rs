//! What an interval between two polls costs: the poll, the items that wait for it, and those that may be
//! lost in it, all counted in polls.

use super::burst::Peril;

/// An item that waits for an hour.
pub(super) const WAITING: f64 = 0.28;
/// An item lost.
const LOST: f64 = 200.0;
/// Intervals that are tried: the shortest and the longest, in hours …
const SHORTEST: f64 = 1.0 / 6.0;
const LONGEST: f64 = 72.0;
/// … and by how much they grow.
const GROWS: f64 = 1.15;

/// The interval, in hours, that costs least an hour, where `rate` items an hour are foretold, any of the
/// perils may come on top, and the window has `room` for so many.
pub(super) fn cheapest(rate: f64, perils: &[Peril], room: f64) -> f64 {
    let mut best = (f64::INFINITY, SHORTEST);
    let mut hours = SHORTEST;
    while hours <= LONGEST {
        let cost = an_hour(hours, rate, perils, room);
        if cost < best.0 {
            best = (cost, hours);
        }
        hours *= GROWS;
    }
    best.1
}

/// The cost of one hour at that interval.
fn an_hour(hours: f64, rate: f64, perils: &[Peril], room: f64) -> f64 {
    let lost = perils.iter().map(|peril| {
        // It begins at any moment of the interval; what it brings above the room until the poll is lost.
        let rate = rate + peril.rate;
        let over = (rate * hours - room).max(0.0);
        peril.chance * over * over / (2.0 * rate * hours)
    });
    1.0 / hours + WAITING * rate * hours / 2.0 + LOST * lost.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::{Peril, WAITING, cheapest};

    #[test]
    fn twice_as_often_for_four_times_as_many_and_sooner_where_something_may_break() {
        let (one, four) = (cheapest(1.0, &[], 1e9), cheapest(4.0, &[], 1e9));
        assert!((one / four - 2.0).abs() < 0.3, "{one} {four}");
        assert!((one - (2.0 / WAITING).sqrt()).abs() < 0.4, "{one}");
        // Once in ten days, 30 items an hour.
        let peril = |rate| [Peril { chance: 1.0 / 240.0, rate }];
        let (small, large) = (cheapest(0.01, &peril(30.0), 8.0), cheapest(0.01, &peril(30.0), 40.0));
        assert!(small < 0.6 && large > 2.0 * small, "{small} {large}");
        // What cannot fill the window within a day is no peril.
        assert_eq!(cheapest(0.01, &peril(0.1), 20.0), cheapest(0.01, &[], 20.0));
    }
}

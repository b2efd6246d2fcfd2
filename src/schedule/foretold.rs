//! What a rhythm foretells of any moment.

use super::minutes::{self, PART, PARTS};
use super::rhythm::{Hours, Rhythm};
use super::week::{self, HOURS};

/// So many hours' worth of the hour of the day are mixed into each hour of the week …
const FROM_DAY: f64 = 1.0;
/// … and so many of the mean into each hour of the day.
const FROM_MEAN: f64 = 1.0;
/// A feed of which nothing is known is taken for one that has shown so many items …
const AT_FIRST: f64 = 4.0;
/// … in so many hours.
const AT_FIRST_IN: f64 = 2.0;
/// Items by hour of the week and minute of the hour.
#[derive(Debug, Clone)]
pub(super) struct Foretold {
    /// Items an hour, for each hour of the week.
    pub rates: [f64; HOURS],
    /// See [`Minutes::density`](super::minutes::Minutes::density).
    density: [f64; PARTS],
}

impl Foretold {
    /// Items an hour, at a second since the epoch.
    pub(super) fn rate(&self, at: i64) -> f64 {
        self.rates[week::hour_of(at)] * self.density[minutes::part_of(at)]
    }

    /// Items between two moments, in seconds since the epoch.
    pub(super) fn items(&self, from: i64, to: i64) -> f64 {
        let (mut at, mut items) = (from, 0.0);
        while at < to {
            // Whole hours at once.
            let whole = at.rem_euclid(3_600) == 0 && to - at >= 3_600;
            let (step, rate) = if whole {
                (3_600, self.rates[week::hour_of(at)])
            } else {
                ((PART - at.rem_euclid(PART)).min(to - at), self.rate(at))
            };
            items += rate * step as f64 / 3_600.0;
            at += step;
        }
        items
    }

    /// Items an hour in the busiest tenth of the week.
    pub(super) fn busy(&self) -> f64 {
        let mut rates = self.rates;
        rates.sort_unstable_by(f64::total_cmp);
        rates[HOURS * 9 / 10]
    }
}

impl Rhythm {
    /// Items an hour foretold for each hour of the week: its own, the better watched the more, else those
    /// of the same hour of other days, else the mean.
    pub(super) fn foretold(&self) -> Foretold {
        let Hours { items, watched } = &self.hours;
        let all: f64 = watched.iter().sum();
        let mean = (items.iter().sum::<f64>() + AT_FIRST) / (all + AT_FIRST_IN);
        let mut rates = [0.0; HOURS];
        for of_day in 0..24 {
            let days = || (of_day..HOURS).step_by(24);
            let (seen, time) =
                days().fold((0.0, 0.0), |(seen, time), h| (seen + items[h], time + watched[h]));
            let rate = (seen + FROM_MEAN * mean) / (time + FROM_MEAN);
            for hour in days() {
                rates[hour] = (items[hour] + FROM_DAY * rate) / (watched[hour] + FROM_DAY);
            }
        }
        Foretold { rates, density: self.minutes.density() }
    }
}

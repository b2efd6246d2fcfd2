//! Bursts: many items in a short time that the hours of the week did not foretell.

use jiff::Timestamp;

use super::minutes;
use super::rhythm::{Rhythm, fade, seconds};
use super::week::{self, HOURS};

/// So many bursts are remembered, those that surprise most.
pub(super) const KEPT: usize = 8;
/// In seconds: what stands closer together is one burst.
const APART: f64 = 6.0 * 3_600.0;
/// Seconds in which a burst is forgotten by half: eight weeks.
pub(super) const FADES: f64 = 56.0 * 86_400.0;
/// Fewer items are no burst.
const LEAST: usize = 4;
/// In hours. Items that stand closer may have been dated by one tick of a clock.
const SHORTEST: f64 = 1.0 / 12.0;
/// On so many other days the same must have been seen at the same time for it to be usual …
const USUAL_DAYS: usize = 3;
/// … and even twice as much is then no surprise: editions differ.
const AS_USUAL: f64 = 2.0;
/// In hours: a burst that was seen in less time does not count as if it came more often than once in this.
const SEEN_IN: f64 = 10.0 * 24.0;

/// Something may always break: before it was watched for long, a feed is taken for one in which it has done
/// so many times in so many hours …
const BREAKS: f64 = 0.7;
const BREAKS_IN: f64 = 20.0 * 24.0;
/// … and has brought so many times what the busiest tenth of its week brings …
const BREAKS_BY: f64 = 10.0;
/// … but not more items an hour than this: so much a newsroom can write.
const BREAKS_AT_MOST: f64 = 40.0;
/// A feed of which no item's time is known yet may bring [`BREAKS_AT_MOST`], so many times in [`BREAKS_IN`].
const UNKNOWN: f64 = 0.5;

/// A stretch of time that brought many items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Burst {
    /// Items an hour.
    pub rate: f64,
    pub at: Timestamp,
}

/// What may come on top of the foretold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Peril {
    /// How often it begins, in times an hour.
    pub chance: f64,
    /// Items an hour.
    pub rate: f64,
}

impl Peril {
    /// As it is, and as likely so many times less and more.
    fn spread(self, by: f64) -> [Peril; 3] {
        [1.0 / by, 1.0, by].map(|by| Peril { chance: self.chance / 3.0, rate: self.rate * by })
    }
}

impl Rhythm {
    /// So many items in a row make a burst that matters: half of the window.
    pub(super) fn many(&self) -> usize {
        (self.room() as usize / 2).max(LEAST)
    }

    /// Remembers what stands close together among some dates, oldest first.
    pub(super) fn remember_bursts(&mut self, dates: &[Timestamp]) {
        let many = self.many();
        // The closest of many stretches is close by chance: a standard deviation less.
        let gaps = (many - 1) as f64;
        let items = gaps - gaps.sqrt();
        for stretch in dates.windows(many) {
            let hours = (seconds(stretch[0], stretch[many - 1]) / 3_600.0).max(SHORTEST);
            self.remember(Burst { rate: items / hours, at: stretch[0] });
        }
    }

    /// Remembers a burst, if it is among those that surprise most.
    pub(super) fn remember(&mut self, burst: Burst) {
        let apart = |other: &Burst| seconds(other.at, burst.at).max(seconds(burst.at, other.at));
        if let Some(same) = self.bursts.iter_mut().find(|other| apart(other) < APART) {
            if burst.rate > same.rate {
                *same = burst;
            }
            return;
        }
        if self.unexplained(&burst) <= 0.0 {
            return;
        }
        self.bursts.push(burst);
        if self.bursts.len() > KEPT {
            let left = |b: &Burst| self.unexplained(b) * fade(seconds(b.at, burst.at), FADES);
            let left: Vec<f64> = self.bursts.iter().map(left).collect();
            let least = (0..left.len()).min_by(|a, b| left[*a].total_cmp(&left[*b]));
            least.map(|at| self.bursts.remove(at));
        }
    }

    /// What is left of a burst beside what other days have shown at the same time: the edition at six is a
    /// surprise, but not for long.
    fn unexplained(&self, burst: &Burst) -> f64 {
        let second = burst.at.as_second();
        let hour = week::hour_of(second);
        let (items, watched) = (&self.hours.items, &self.hours.watched);
        let others = (hour % 24..HOURS).step_by(24).filter(|other| *other != hour);
        let mut days: Vec<f64> = others.map(|h| items[h] / watched[h].max(1.0)).collect();
        days.sort_unstable_by(|a, b| b.total_cmp(a));
        let usual = days.iter().take(USUAL_DAYS).sum::<f64>() / USUAL_DAYS as f64;
        let density = self.minutes.density()[minutes::part_of(second)].max(1.0);
        (burst.rate - AS_USUAL * density * usual).max(0.0)
    }

    /// What may come on top of the foretold at `now`: what has, and what always may. `busy` is what the busiest
    /// tenth of the week brings, in items an hour.
    pub(super) fn perils(&self, now: Timestamp, busy: f64) -> Vec<Peril> {
        let items: f64 = self.hours.items.iter().sum();
        let always = 1.0 / (self.watched_for + BREAKS_IN);
        let breaks = Peril { chance: BREAKS * always, rate: (BREAKS_BY * busy).min(BREAKS_AT_MOST) };
        let unknown = Peril { chance: UNKNOWN * always / (1.0 + items).powi(4), rate: BREAKS_AT_MOST };
        let seen = self.bursts.iter().map(|burst| Peril {
            chance: fade(seconds(burst.at, now), FADES) / (self.watched_for + SEEN_IN),
            rate: self.unexplained(burst),
        });
        // A burst says little of how large the next one will be.
        let spread = [breaks.spread(1.2), unknown.spread(1.2)].into_iter().chain(seen.map(|p| p.spread(2.0)));
        spread.flatten().filter(|peril| peril.rate > 0.0).collect()
    }
}

//! Do the items of an hour come evenly, or all at once? An edition goes online within minutes; a wire runs
//! on. It decides how soon a window can overflow in a busy hour.

/// An hour of fewer items says nothing of how they come.
const ENOUGH: f64 = 4.0;
/// An hour of so many items counts as much as all that was known before.
const MEMORY: f64 = 60.0;
/// Before anything is known: somewhat crowded, as independent items are by chance.
const AT_FIRST: f64 = 1.5;

/// How a feed's items are spread within their hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Crowd {
    /// The hour that is being watched, since the epoch.
    pub hour: i64,
    /// Its items so far, by quarter.
    pub quarters: [f64; 4],
    /// By how much the fullest quarter of an hour beats the mean of its four: 1 = evenly, 4 = all at once.
    pub factor: f64,
}

impl Default for Crowd {
    fn default() -> Self {
        Crowd { hour: i64::MIN, quarters: [0.0; 4], factor: AT_FIRST }
    }
}

impl Crowd {
    /// Counts items of a quarter of an hour. When another hour begins, the one before is judged.
    pub(super) fn add(&mut self, hour: i64, quarters: [f64; 4]) {
        if self.hour != hour {
            self.judge();
            self.hour = hour;
            self.quarters = [0.0; 4];
        }
        for (quarter, items) in self.quarters.iter_mut().zip(quarters) {
            *quarter += items;
        }
    }

    /// Items of the hour that is being watched, so far.
    pub(super) fn so_far(&self) -> f64 {
        self.quarters.iter().sum()
    }

    fn judge(&mut self) {
        let items = self.so_far();
        if items < ENOUGH {
            return;
        }
        let fullest = self.quarters.iter().copied().fold(0.0, f64::max);
        let weight = items / (items + MEMORY);
        self.factor += weight * (4.0 * fullest / items - self.factor);
    }
}

#[cfg(test)]
mod tests {
    use super::Crowd;

    #[test]
    fn an_edition_is_told_from_a_wire() {
        let (mut edition, mut wire) = (Crowd::default(), Crowd::default());
        for hour in 0..40 {
            edition.add(hour, [if hour % 2 == 0 { 20.0 } else { 0.0 }, 0.0, 0.0, 0.0]);
            for quarter in 0..4 {
                let mut items = [0.0; 4];
                items[quarter] = 5.0;
                wire.add(hour, items);
            }
        }
        assert!(edition.factor > 3.5, "{edition:?}");
        assert!(wire.factor < 1.1, "{wire:?}");
        assert_eq!(wire.so_far(), 20.0);
    }
}

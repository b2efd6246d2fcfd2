//! When within the hour do a feed's items come? An edition goes online at five past six; a bulletin on the
//! hour; a wire at any minute. It decides how soon a window can overflow in a busy hour.

/// Parts of an hour, of five minutes each.
pub(super) const PARTS: usize = 12;
/// The length of one, in seconds.
pub(super) const PART: i64 = 3_600 / PARTS as i64;
/// At first they are taken to come evenly, as if so many items had shown it.
const AT_FIRST: f64 = 24.0;
/// What is older than so many items is forgotten.
const MEMORY: f64 = 400.0;

/// Items by the minute of the hour.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Minutes {
    pub items: [f64; PARTS],
}

impl Minutes {
    /// Counts items that came somewhere between two seconds of one hour, `from` < `to` ≤ 3600.
    pub(super) fn spread(&mut self, from: i64, to: i64, items: f64) {
        let length = (to - from).max(1) as f64;
        for (part, count) in self.items.iter_mut().enumerate() {
            let begins = part as i64 * PART;
            let within = (to.min(begins + PART) - from.max(begins)).max(0);
            *count += items * within as f64 / length;
        }
        self.forget();
    }

    /// Counts an item that came at a second of the hour.
    pub(super) fn add(&mut self, second: i64) {
        self.items[part_of(second)] += 1.0;
        self.forget();
    }

    /// By how much each part beats the mean of all: 1 everywhere = evenly, [`PARTS`] = all at once.
    pub(super) fn density(&self) -> [f64; PARTS] {
        let all: f64 = self.items.iter().sum();
        self.items.map(|items| (items * PARTS as f64 + AT_FIRST) / (all + AT_FIRST))
    }

    fn forget(&mut self) {
        let all: f64 = self.items.iter().sum();
        if all > MEMORY {
            self.items = self.items.map(|items| items * MEMORY / all);
        }
    }
}

/// The part in which a second of the hour lies.
pub(super) fn part_of(second: i64) -> usize {
    usize::try_from(second.rem_euclid(3_600) / PART).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Minutes, PARTS, part_of};

    #[test]
    fn an_edition_is_told_from_a_wire() {
        let (mut edition, mut wire, mut undated) =
            (Minutes::default(), Minutes::default(), Minutes::default());
        for _ in 0..40 {
            for item in 0..20 {
                edition.add(300 + item * 30);
                wire.add(item * 180);
            }
            undated.spread(900, 1_800, 20.0);
        }
        let edition = edition.density();
        assert!(edition[part_of(600)] > 5.0 && edition[0] < 0.1, "{edition:?}");
        assert!(wire.density().iter().all(|part| (0.5..1.5).contains(part)), "{wire:?}");
        let undated = undated.density();
        assert!(undated[3] > 3.5 && undated[5] > 3.5 && undated[6] < 0.1, "{undated:?}");
        assert!((edition.iter().sum::<f64>() - PARTS as f64).abs() < 1e-6);
    }
}

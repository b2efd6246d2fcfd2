//! The hours of a week, in UTC.

use jiff::Timestamp;

/// Hours in a week. Number 0 is Thursday 00:00, as the epoch was; nobody needs to know.
pub(super) const HOURS: usize = 7 * 24;

/// A stretch of time within one hour of the week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    /// 0 ≤ hour < [`HOURS`].
    pub hour: usize,
    /// Its length in hours, above 0 and at most 1.
    pub hours: f64,
    /// Unix seconds, exclusive and inclusive: an item of the very moment of a poll was seen by it.
    after: i64,
    until: i64,
}

impl Part {
    /// Of the hour, where it begins and where it ends.
    pub(super) fn seconds(&self) -> (i64, i64) {
        let begins = self.until - (self.hours * 3_600.0).round() as i64;
        (begins.rem_euclid(3_600), begins.rem_euclid(3_600) + self.until - begins)
    }

    pub(super) fn holds(&self, at: Timestamp) -> bool {
        // The first moment of all belongs to the first part, or it would be lost.
        let at = at.as_second();
        at > self.after && at <= self.until
    }
}

pub(super) fn hour_of(at: i64) -> usize {
    usize::try_from(at.div_euclid(3_600).rem_euclid(HOURS as i64)).unwrap_or(0)
}

/// The hours between two moments, cut where they begin and end. Whole seconds; empty where `to` is not
/// later than `from`.
pub(super) fn parts(from: Timestamp, to: Timestamp) -> impl Iterator<Item = Part> {
    let (start, end) = (from.as_second(), to.as_second());
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let next = ((at.div_euclid(3_600) + 1) * 3_600).min(end);
        let first = at == start;
        let part = Part {
            hour: hour_of(at),
            hours: (next - at) as f64 / 3_600.0,
            after: if first { at - 1 } else { at },
            until: next,
        };
        at = next;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::{HOURS, parts};

    #[test]
    fn hours_are_cut_where_they_end() {
        let at = |s: &str| s.parse::<jiff::Timestamp>().expect("a time");
        let found: Vec<(usize, f64)> = parts(at("1970-01-01T00:30:00Z"), at("1970-01-01T02:15:00Z"))
            .map(|p| (p.hour, p.hours))
            .collect();
        assert_eq!(found, [(0, 0.5), (1, 1.0), (2, 0.25)]);
        assert_eq!(parts(at("2026-01-01T00:00:00Z"), at("2026-01-08T00:00:00Z")).count(), HOURS);
        assert_eq!(parts(at("2026-01-02T00:00:00Z"), at("2026-01-01T00:00:00Z")).count(), 0);
        assert_eq!(
            parts(at("1969-12-31T23:00:00Z"), at("1970-01-01T00:00:00Z")).next().map(|p| p.hour),
            Some(167)
        );
    }
}

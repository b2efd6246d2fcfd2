//! Validators are taken at their word, but not for ever: some servers answer 304 to anything that looks
//! like a validator, and their feeds would fall silent.

use jiff::{SignedDuration, Timestamp};

/// After so many 304s in a row the feed is asked once without validators …
const PROBE_AFTER: u32 = 50;
/// … or when so long no answer had a body.
const PROBE_AGE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Of a server that was caught, so many 304s are believed.
const PROBE_AFTER_LIE: u32 = 5;
/// So long a server that was caught is not asked with validators at all.
const DISTRUST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How to ask next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// With validators.
    Conditionally,
    /// With validators; if it says 304, once more without them.
    AndProbe,
    /// Without: its validators lie.
    Unconditionally,
}

/// How a feed is asked that answered 304 `run` times in a row since its last body, and that was caught
/// at `lied_at`, if ever.
pub fn how_to_ask(
    now: Timestamp,
    run: u32,
    last_body_at: Option<Timestamp>,
    lied_at: Option<Timestamp>,
) -> Ask {
    let since = |at: Timestamp| now.duration_since(at);
    if lied_at.is_some_and(|at| since(at) < DISTRUST) {
        return Ask::Unconditionally;
    }
    let limit = if lied_at.is_some() { PROBE_AFTER_LIE } else { PROBE_AFTER };
    let old = last_body_at.is_some_and(|at| since(at) >= PROBE_AGE);
    // The next 304 is one more.
    if run + 1 >= limit || (run > 0 && old) { Ask::AndProbe } else { Ask::Conditionally }
}

#[cfg(test)]
mod tests {
    use super::{Ask, how_to_ask};

    #[test]
    fn probes_are_rare_and_a_liar_is_not_believed_for_a_week() {
        let now: jiff::Timestamp = "2026-11-24T10:00:00Z".parse().expect("a time");
        let days = |n: i64| now.checked_sub(jiff::SignedDuration::from_hours(24 * n)).ok();
        for (run, body, lied, ask) in [
            (0, days(0), None, Ask::Conditionally),
            (48, days(2), None, Ask::Conditionally),
            (49, days(2), None, Ask::AndProbe),
            (1, days(7), None, Ask::AndProbe),
            (1, days(6), None, Ask::Conditionally),
            // It has just given a body, after a week of failures.
            (0, days(8), None, Ask::Conditionally),
            (0, None, None, Ask::Conditionally),
            (0, days(0), days(1), Ask::Unconditionally),
            (0, days(0), days(7), Ask::Conditionally),
            (4, days(1), days(8), Ask::AndProbe),
            (u32::MAX - 1, None, None, Ask::AndProbe),
        ] {
            assert_eq!(how_to_ask(now, run, body, lied), ask, "{run} {body:?} {lied:?}");
        }
    }
}

use std::time::Duration;

/// A fixed fraction in [0, 1) of a text: the same in every run and every version, so that a feed
/// keeps its place in the minute after a restart (the standard library's hasher promises neither).
///
/// FNV-1a, and the finaliser of SplitMix64 because FNV's high bits hardly move for short texts.
fn fraction(seed: &str, salt: u32) -> f64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in seed.bytes().chain(salt.to_le_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^= hash >> 31;
    // 53 bits are what an f64 holds exactly.
    (hash >> 11) as f64 / (1u64 << 53) as f64
}

/// A feed's own part of `span`, in whole milliseconds: 0 ≤ part < `span`.
pub(super) fn part(span: Duration, feed: &str) -> Duration {
    let millis = span.as_millis().min(u128::from(u32::MAX)) as f64;
    Duration::from_millis((millis * fraction(feed, 0)) as u64)
}

/// `wait` give or take a quarter, differing from one failure to the next: feeds that failed
/// together (a network that was down) do not come back together.
pub(super) fn around(wait: Duration, feed: &str, failures: u32) -> Duration {
    wait.mul_f64(0.75 + 0.5 * fraction(feed, failures))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_spread_evenly_and_never_change() {
        let minute = Duration::from_secs(60);
        let mut tenths = [0u32; 10];
        for n in 0..5_000 {
            let part = part(minute, &format!("feed-{n}"));
            assert!(part < minute);
            tenths[(part.as_secs() / 6) as usize] += 1;
        }
        assert!(tenths.iter().all(|n| (400..600).contains(n)), "{tenths:?}");
        // Pinned: a change of the hash would move every feed of every archive.
        assert_eq!(part(minute, "courier-world"), Duration::from_millis(50562));
        assert_eq!(part(Duration::ZERO, "courier-world"), Duration::ZERO);
    }

    #[test]
    fn waits_stay_within_a_quarter_and_differ() {
        let hour = Duration::from_secs(3_600);
        let waits: std::collections::BTreeSet<Duration> = (0..200)
            .map(|n| around(hour, "a", n))
            .inspect(|w| assert!(*w >= hour.mul_f64(0.75) && *w < hour.mul_f64(1.25), "{w:?}"))
            .collect();
        assert!(waits.len() > 190, "{}", waits.len());
    }
}

//! Shingles, and the sample of them by which copies find each other.

use super::words::{Words, mix};

/// Words in a shingle.
pub const SHINGLE: usize = 4;
/// So many shingles at the beginning …
const HEAD: usize = 64;
/// … are sampled at one in so many …
const HEAD_RATE: u64 = 4;
/// … and the others at one in so many: copies are cut at the end, and the index must stay small.
const TAIL_RATE: u64 = 64;
/// Shingles asked for at [`HEAD_RATE`]; those after them at [`TAIL_RATE`], so that a look-up is bounded.
const PROBED: usize = 8_000;

/// Hashes of all runs of [`SHINGLE`] words, in order; a shorter text is one shingle.
pub fn shingles(words: &Words) -> Vec<u64> {
    if words.is_empty() {
        return Vec::new();
    }
    let one = |run: &[u64]| {
        mix(run.iter().fold(0_u64, |hash, word| hash.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(*word)))
    };
    if words.len() < SHINGLE {
        return vec![one(&words.hashes)];
    }
    words.hashes.windows(SHINGLE).map(one).collect()
}

/// What stands in the index for a shingle: 32 of its bits, without those the sample is drawn by.
pub fn key(shingle: u64) -> u32 {
    (shingle >> 16) as u32
}

/// Is the shingle at this position in the sample?
pub fn is_sampled(at: usize, shingle: u64) -> bool {
    shingle.is_multiple_of(if at < HEAD { HEAD_RATE } else { TAIL_RATE })
}

/// The keys that stand in the index for a text: sorted, each once. Never empty for a text that has a
/// word, so that the smallest ones find each other, too.
pub fn sample(shingles: &[u64]) -> Vec<u32> {
    let sampled = shingles.iter().enumerate().filter(|(at, s)| is_sampled(*at, **s));
    let mut keys: Vec<u32> = sampled.map(|(_, shingle)| key(*shingle)).collect();
    if keys.is_empty() {
        keys.extend(shingles.iter().min().copied().map(key));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Positions to ask the index for. The head's rate all through, not only in the head: what is another
/// text's head may be buried deep in this one.
pub fn probes(shingles: &[u64]) -> Vec<usize> {
    let smallest = (0..shingles.len()).min_by_key(|at| shingles[*at]);
    let mut at: Vec<usize> = (0..shingles.len())
        .filter(|&at| shingles[at].is_multiple_of(if at < PROBED { HEAD_RATE } else { TAIL_RATE }))
        .collect();
    if at.is_empty() {
        at.extend(smallest);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Words, key, probes, sample, shingles};

    #[test]
    fn whoever_is_buried_is_asked_for() {
        let inner: String = (0..90).map(|n| format!("inner{n} ")).collect();
        let outer: String = (0..400).map(|n| format!("outer{n} ")).collect();
        let inner_sample = sample(&shingles(&Words::read(&inner)));
        let around = shingles(&Words::read(&format!("{outer}{inner}{outer}")));
        let asked: Vec<u32> = probes(&around).into_iter().map(|at| key(around[at])).collect();
        assert!(inner_sample.len() > 10, "{}", inner_sample.len());
        assert!(inner_sample.iter().all(|key| asked.contains(key)));
    }

    #[test]
    fn the_index_stays_small_and_no_text_is_left_out() {
        let long: String = (0..700).map(|n| format!("word{n} ")).collect();
        let keys = sample(&shingles(&Words::read(&long)));
        assert!((14..45).contains(&keys.len()), "{}", keys.len());
        for text in ["one", "one two", "one two three four", "港"] {
            let all = shingles(&Words::read(text));
            assert_eq!(sample(&all).len(), 1, "{text}");
            assert_eq!(key(all[probes(&all)[0]]), sample(&all)[0], "{text}");
        }
        assert!(sample(&shingles(&Words::read(""))).is_empty());
    }
}

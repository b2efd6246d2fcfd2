//! Which voice to believe.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::voices::Voice;

/// Words that are compared together.
const SHINGLE: usize = 4;

/// A text as the multiset of its runs of four words, for comparison.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    runs: HashMap<u64, u32>,
    total: u32,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let words: Vec<u64> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|word| {
                let mut hasher = DefaultHasher::new();
                word.hash(&mut hasher);
                hasher.finish()
            })
            .collect();
        let mut runs = HashMap::new();
        let mut total = 0;
        for run in words.windows(SHINGLE.min(words.len().max(1))) {
            let mut hasher = DefaultHasher::new();
            run.hash(&mut hasher);
            *runs.entry(hasher.finish()).or_insert(0) += 1;
            total += 1;
        }
        Words { runs, total }
    }

    fn shared(&self, other: &Words) -> u32 {
        self.runs.iter().map(|(run, n)| (*n).min(other.runs.get(run).copied().unwrap_or(0))).sum()
    }
}

/// How alike two texts are, from 0 to 1: twice what they share over what both have.
pub(super) fn likeness(one: &Words, other: &Words) -> f32 {
    let both = one.total + other.total;
    if both == 0 { 0.0 } else { 2.0 * one.shared(other) as f32 / both as f32 }
}

/// The voice that agrees best with the others and with what the data says. Alone, it is believed.
pub(super) fn choose<'v>(heard: &'v [Voice], said: Option<&Words>) -> Option<&'v Voice> {
    let agreement = |voice: &Voice| -> f32 {
        let others = heard.iter().filter(|v| v.name != voice.name).map(|v| likeness(&voice.words, &v.words));
        others.sum::<f32>() + said.map_or(0.0, |said| likeness(&voice.words, said))
    };
    let mut best: Option<(f32, &Voice)> = None;
    for voice in heard {
        let score = agreement(voice);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, voice));
        }
    }
    best.map(|(_, voice)| voice)
}

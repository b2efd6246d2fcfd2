//! Two texts held against each other, word for word.

use std::collections::HashSet;

use super::furniture::Spread;
use super::rule::SHORT;
use super::sample::SHINGLE;
use super::{Document, Furniture};

/// How two texts agree. `shorter` and `longer` are by words without furniture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Is the first of the two the shorter one?
    pub first_is_shorter: bool,
    /// Words of the shorter text, without furniture.
    pub shorter: usize,
    /// `shorter` in words, where a word of a script without spaces has 1.7 characters.
    pub length: f64,
    /// Words of the longer text, without furniture.
    pub longer: usize,
    /// Words of the shorter text that stand in the longer one, in runs of at least [`SHINGLE`].
    pub shared: usize,
    /// Words of the longer text that stand in the shorter one.
    pub shared_back: usize,
    /// `shared` as a share of `shorter`.
    pub found: f64,
    /// The same for the first third of the shorter text.
    pub lead: f64,
    /// Share of the longer text's first third that stands in the shorter: low where that is buried in it.
    pub longer_lead: f64,
    /// Different numbers in the shorter text …
    pub numbers: usize,
    /// … and how many of them do not stand in the longer one.
    pub numbers_missing: usize,
    /// Share of the words of the shorter title in the longer one.
    pub titles: f64,
    /// Days between the dates of publication.
    pub days: f64,
    /// The two say that they are in different languages.
    pub languages_differ: bool,
    /// They are of one outlet.
    pub same_outlet: bool,
}

/// Compares two documents; what `furniture` holds counts for neither.
pub fn compare(a: &Document, b: &Document, furniture: &Furniture) -> Comparison {
    let (a_set, b_set) = (set(a), set(b));
    let a_side = Side::of(a, &b_set, furniture);
    let b_side = Side::of(b, &a_set, furniture);
    let first_is_shorter = (a_side.words, a_side.shared) <= (b_side.words, b_side.shared);
    let (shorter, longer, s, l) =
        if first_is_shorter { (a, b, &a_side, &b_side) } else { (b, a, &b_side, &a_side) };
    let length = shorter.words.in_words(s.words);
    let (numbers, numbers_missing) = numbers(shorter, longer, s, length < SHORT);
    Comparison {
        first_is_shorter,
        shorter: s.words,
        length,
        longer: l.words,
        shared: s.shared,
        shared_back: l.shared,
        found: s.found,
        lead: s.lead,
        longer_lead: l.lead,
        numbers,
        numbers_missing,
        titles: titles(a, b),
        days: (a.at - b.at).unsigned_abs() as f64 / 86_400.0,
        languages_differ: languages_differ(a, b),
        same_outlet: a.outlet == b.outlet,
    }
}

fn set(document: &Document) -> HashSet<u64, Spread> {
    document.shingles.iter().copied().collect()
}

/// One text as the other one covers it.
struct Side {
    words: usize,
    shared: usize,
    found: f64,
    lead: f64,
    /// Word for word: is it furniture?
    furniture: Vec<bool>,
}

impl Side {
    fn of(document: &Document, other: &HashSet<u64, Spread>, furniture: &Furniture) -> Side {
        let count = document.words.len();
        let mut is_furniture = vec![false; count];
        let mut is_shared = vec![false; count];
        let run = SHINGLE.min(count);
        for (at, shingle) in document.shingles.iter().enumerate() {
            if furniture.holds(*shingle) {
                is_furniture[at..at + run].fill(true);
                continue;
            }
            let shared = other.contains(shingle);
            if shared {
                is_shared[at..at + run].fill(true);
            }
        }
        // A word at the edge of furniture that also stands in a run of the text's own is its own.
        for at in 0..count {
            is_furniture[at] &= !is_shared[at];
        }
        // Without furniture.
        let own: Vec<bool> =
            is_shared.iter().zip(&is_furniture).filter(|(_, is)| !**is).map(|(shared, _)| *shared).collect();
        let share =
            |part: &[bool]| part.iter().filter(|shared| **shared).count() as f64 / part.len().max(1) as f64;
        Side {
            words: is_furniture.iter().filter(|is| !**is).count(),
            shared: is_shared.iter().filter(|is| **is).count(),
            found: share(&own),
            lead: share(&own[..own.len().div_ceil(3)]),
            furniture: is_furniture,
        }
    }
}

/// In a `short` text, those in words as well.
fn numbers(shorter: &Document, longer: &Document, side: &Side, short: bool) -> (usize, usize) {
    let spelt = |document: &Document| if short { document.words.spelt.clone() } else { Vec::new() };
    let mut there: HashSet<u64> =
        longer.words.numbers.iter().map(|at| longer.words.hashes[*at as usize]).collect();
    there.extend(spelt(longer));
    let own = shorter.words.numbers.iter().filter(|at| !side.furniture[**at as usize]);
    let mut own: HashSet<u64> = own.map(|at| shorter.words.hashes[*at as usize]).collect();
    own.extend(spelt(shorter));
    (own.len(), own.iter().filter(|number| !there.contains(number)).count())
}

fn titles(a: &Document, b: &Document) -> f64 {
    let a: HashSet<u64> = a.title.hashes.iter().copied().collect();
    let b: HashSet<u64> = b.title.hashes.iter().copied().collect();
    a.intersection(&b).count() as f64 / a.len().min(b.len()).max(1) as f64
}

/// `en` and `en-GB` are one language; a text that does not say may be in any.
fn languages_differ(a: &Document, b: &Document) -> bool {
    let primary = |tag: &Option<String>| {
        tag.as_deref().and_then(|tag| tag.split(['-', '_']).next()).map(str::to_lowercase)
    };
    match (primary(&a.language), primary(&b.language)) {
        (Some(a), Some(b)) => a != b && a != "und" && b != "und" && a != "mul" && b != "mul",
        _ => false,
    }
}

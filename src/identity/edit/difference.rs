//! The words in which two wordings differ, with all left out that is no wording.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::token::{Kind, Token};
use super::{figures, noise};

/// So many words may be mistyped in one edit; more is a rewriting.
const TYPOS: usize = 4;
/// Longer texts, in bytes, are not looked at for what recurs.
const LONGEST_TEXT: usize = 100_000;
/// A paragraph that so many of an outlet's texts have is furniture.
const RECURS: u32 = 3;

/// Paragraphs that recur in an outlet's articles: a standing notice, a newsletter box. Counted over the
/// document that is being kept and over what was kept of the last one, since an outlet that changes its
/// furniture changes it in all of its articles at once.
#[derive(Debug, Default)]
pub struct Furniture {
    now: HashMap<u64, u32>,
    before: HashMap<u64, u32>,
}

impl Furniture {
    /// Counts the paragraphs of the texts of the document, and of those kept before.
    pub fn new<'a>(now: impl Iterator<Item = &'a str>, before: impl Iterator<Item = &'a str>) -> Furniture {
        let count = |texts: &mut dyn Iterator<Item = &'a str>| {
            let mut counts: HashMap<u64, u32> = HashMap::new();
            for text in texts.filter(|text| text.len() <= LONGEST_TEXT) {
                let mut own: Vec<u64> = lines(text).map(|line| line.print).collect();
                own.sort_unstable();
                own.dedup();
                own.into_iter().for_each(|print| *counts.entry(print).or_default() += 1);
            }
            counts
        };
        let (mut now, mut before) = (now, before);
        Furniture { now: count(&mut now), before: count(&mut before) }
    }

    fn has(&self, line: &Line) -> bool {
        [&self.now, &self.before].iter().any(|counts| counts.get(&line.print).is_some_and(|n| *n >= RECURS))
    }
}

struct Line<'a> {
    raw: &'a str,
    tokens: Vec<Token>,
    print: u64,
    /// An item of a list of other articles.
    elsewhere: bool,
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut in_list = false;
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(move |raw| {
        let mut tokens = figures::read(raw);
        noise::mask(&mut tokens);
        let mut hasher = DefaultHasher::new();
        tokens.hash(&mut hasher);
        let elsewhere = in_list && noise::is_item(raw, &tokens);
        in_list = elsewhere || noise::heads_a_list(raw);
        Line { raw, tokens, print: hasher.finish(), elsewhere }
    })
}

/// What was taken out of a text and put in.
#[derive(Debug, Default)]
pub(super) struct Difference {
    pub removed: Vec<Token>,
    pub added: Vec<Token>,
    /// Paragraphs put in, as they stand.
    pub paragraphs: Vec<String>,
    /// The same words in another order.
    pub moved: bool,
    /// A line that says when the text was brought up to date is another one.
    pub stamped: bool,
}

impl Difference {
    pub(super) fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty() && !self.moved
    }
}

/// Compares two texts, paragraph by paragraph and then word by word.
pub(super) fn difference(old: &str, new: &str, furniture: &Furniture) -> Difference {
    let (old, new): (Vec<Line>, Vec<Line>) = (lines(old).collect(), lines(new).collect());
    let (gone, came) = (only(&old, &new), only(&new, &old));
    let stamped = [&gone, &came].iter().any(|side| side.iter().any(|line| noise::is_stamp(&line.tokens)));
    let text = |side: Vec<&'_ Line<'_>>| -> Vec<usize> {
        let kept = |line: &&Line| {
            !line.elsewhere && !noise::is_noise(line.raw, &line.tokens) && !furniture.has(line)
        };
        side.iter().enumerate().filter(|(_, line)| kept(line)).map(|(at, _)| at).collect()
    };
    let (gone_at, came_at) = (text(gone.clone()), text(came.clone()));
    let words = |side: &[&Line<'_>], at: &[usize]| -> Vec<Token> {
        at.iter().flat_map(|&at| side[at].tokens.iter()).filter(|t| !noise::is_label(t)).cloned().collect()
    };
    let (gone_words, came_words) = (words(&gone, &gone_at), words(&came, &came_at));
    let (removed, added) = (surplus(&gone_words, &came_words), surplus(&came_words, &gone_words));
    Difference {
        // By what they say: `1,950` may be a year in another dress.
        moved: removed.is_empty()
            && added.is_empty()
            && !gone_words.iter().map(|t| &t.text).eq(came_words.iter().map(|t| &t.text)),
        removed,
        added,
        paragraphs: came_at.iter().map(|&at| came[at].raw.to_owned()).collect(),
        stamped,
    }
}

/// The lines of one side that the other has not, each as often as it is missing.
fn only<'a, 'b>(these: &'b [Line<'a>], those: &[Line<'a>]) -> Vec<&'b Line<'a>> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    those.iter().for_each(|line| *counts.entry(line.print).or_default() += 1);
    these.iter().filter(|line| !take(&mut counts, &line.print)).collect()
}

/// The tokens of one side that the other has not.
fn surplus(these: &[Token], those: &[Token]) -> Vec<Token> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    those.iter().for_each(|token| *counts.entry(&token.text).or_default() += 1);
    these.iter().filter(|token| !take(&mut counts, &token.text.as_str())).cloned().collect()
}

fn take<K: Hash + Eq>(counts: &mut HashMap<K, u32>, key: &K) -> bool {
    match counts.get_mut(key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

/// What kinds of things differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kinds {
    pub typo: bool,
    pub body: bool,
    pub numbers: bool,
    pub dates: bool,
}

/// Figures and dates count as such where some were put for others; what comes or goes with its sentence is
/// the sentence's.
pub(super) fn kinds(difference: &Difference) -> Kinds {
    let of = |tokens: &[Token], kind: Kind| -> usize { tokens.iter().filter(|t| t.kind == kind).count() };
    let words = |tokens: &[Token]| -> Vec<String> {
        let kept = tokens.iter().filter(|t| matches!(t.kind, Kind::Word | Kind::Sign));
        kept.map(|t| t.text.clone()).collect()
    };
    let (removed, added) = (words(&difference.removed), words(&difference.added));
    let none = removed.is_empty() && added.is_empty();
    let changed = |kind: Kind| {
        let (out, put) = (of(&difference.removed, kind), of(&difference.added, kind));
        (out > 0 && put > 0) || (none && out + put > 0)
    };
    let mut kinds = Kinds { numbers: changed(Kind::Number), dates: changed(Kind::Date), ..Kinds::default() };
    if !none {
        kinds.typo = are_typos(&removed, &added);
        kinds.body = !kinds.typo;
    }
    kinds.body |= difference.moved;
    kinds
}

/// The same words spelt in another way.
fn are_typos(removed: &[String], added: &[String]) -> bool {
    if removed.len() > TYPOS || added.len() > TYPOS {
        return false;
    }
    let joined = |words: &[String]| words.concat().to_lowercase();
    if !removed.is_empty() && joined(removed) == joined(added) {
        return true;
    }
    let mut left: Vec<&String> = added.iter().collect();
    removed.len() == added.len()
        && removed.iter().all(|old| {
            let found = left.iter().position(|new| is_typo(old, new));
            found.map(|at| left.swap_remove(at)).is_some()
        })
}

/// One slip in a longer word, two in a long one. Not in a short one (`now`, `not`), and not a syllable in
/// front (`legal`, `illegal`): those are other words.
fn is_typo(old: &str, new: &str) -> bool {
    let (old, new) = (old.to_lowercase(), new.to_lowercase());
    if old == new {
        return true;
    }
    let shorter = old.chars().count().min(new.chars().count());
    let slips = match shorter {
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    };
    !old.ends_with(&new) && !new.ends_with(&old) && strsim::osa_distance(&old, &new) <= slips
}

//! The words by which notices are known, as data: one file per language beside this one.
//!
//! A line of a file is `kind <tab> where <tab> phrase`; `#` begins a comment. How a phrase is written:
//! [`pattern`](super::pattern). Marks in front of it: `^` the line begins with it, `.` a sentence begins
//! with it, `=` it is the whole line, `>` it is the whole line and names what follows; none: anywhere in a
//! sentence. `{}` at its end: a name follows.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::pattern::Pattern;
use crate::model::DisclaimerKind;

const FILES: [(&str, &str); 9] = [
    ("en", include_str!("lexicon/en.tsv")),
    ("de", include_str!("lexicon/de.tsv")),
    ("fr", include_str!("lexicon/fr.tsv")),
    ("es", include_str!("lexicon/es.tsv")),
    ("it", include_str!("lexicon/it.tsv")),
    ("pt", include_str!("lexicon/pt.tsv")),
    ("nl", include_str!("lexicon/nl.tsv")),
    ("ru", include_str!("lexicon/ru.tsv")),
    ("pl", include_str!("lexicon/pl.tsv")),
];

/// What a phrase says a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::page) enum Sense {
    /// A notice.
    Notice(DisclaimerKind),
    /// A picture's credit.
    Image,
    /// Part of the page, not of the article: buttons, lists, invitations.
    Furniture,
}

/// Where in an article a phrase counts. Outside the article all but `Lead` and `Edge` do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// Between paragraphs as well.
    Any,
    /// Before the first paragraphs.
    Lead,
    /// After the last ones, or in the site's foot.
    Tail,
    /// Before or after.
    Edge,
}

/// How a phrase lies in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Anywhere,
    LineStart,
    SentenceStart,
    WholeLine,
    Label,
}

/// Words that all languages share, folded: a phrase of nothing else says nothing of the language. Names of
/// agencies are none either.
#[rustfmt::skip]
const SHARED: &[&str] = &[
    "copyright", "copr", "c", "disclaimer", "cc", "by", "nc", "nd", "sa", "creative", "commons", "via", "info", "mail", "e-mail", "email", "source",
    "sources", "foto", "fotos", "photo", "sponsored", "advertorial", "afp", "dpa", "reuters", "ap", "efe", "ansa", "apa", "sda", "epd", "kna", "sid", "lusa",
];

/// Do the words of a phrase, as they were found, tell its language?
pub(super) fn tells_language(found: &str) -> bool {
    found
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| word.chars().any(char::is_alphabetic))
        .any(|word| !SHARED.contains(&word))
}

/// One wording.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) sense: Sense,
    pub(super) place: Where,
    pub(super) form: Form,
    /// BCP 47.
    pub(super) language: &'static str,
    /// The words.
    pub(super) pattern: Pattern,
    /// A name follows.
    pub(super) names: bool,
}

/// All phrases, and where to begin to look for them.
pub(super) struct Lexicon {
    pub(super) phrases: Vec<Phrase>,
    anchors: Option<AhoCorasick>,
    /// Which phrases have the anchor.
    of_anchor: Vec<Vec<u16>>,
}

/// Every phrase of every language: an English notice may stand on a Spanish page.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::of(FILES.iter().flat_map(|(language, text)| phrases(language, text)).collect())
});

impl Lexicon {
    fn of(phrases: Vec<Phrase>) -> Self {
        let mut of_anchor: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
        for (number, phrase) in (0..u16::MAX).zip(&phrases) {
            for anchor in phrase.pattern.anchors() {
                of_anchor.entry(anchor).or_default().push(number);
            }
        }
        let (anchors, of_anchor): (Vec<&str>, Vec<Vec<u16>>) = of_anchor.into_iter().unzip();
        // It fails only on more patterns than any file of ours has; a test reads them all.
        let (anchors, of_anchor) = match AhoCorasick::new(anchors) {
            Ok(automaton) => (Some(automaton), of_anchor),
            Err(_) => (None, Vec::new()),
        };
        Lexicon { phrases, anchors, of_anchor }
    }

    /// Numbers of phrases that may stand in a folded line, each with where its anchor was found.
    pub(super) fn candidates(&self, folded: &str) -> Vec<(usize, u16)> {
        let found = self.anchors.iter().flat_map(|a| a.find_overlapping_iter(folded));
        let mut candidates: Vec<(usize, u16)> = found
            .flat_map(|m| self.of_anchor[m.pattern().as_usize()].iter().map(move |p| (m.start(), *p)))
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }
}

fn phrases(language: &'static str, text: &'static str) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(kind), Some(place), Some(phrase)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let (Some(sense), Some(place)) = (sense(kind), place_of(place)) else { continue };
        phrases.extend(one(language, sense, place, phrase));
    }
    phrases
}

fn sense(word: &str) -> Option<Sense> {
    match word {
        "image" => Some(Sense::Image),
        "furniture" => Some(Sense::Furniture),
        kind => kind.parse().ok().map(Sense::Notice),
    }
}

fn place_of(word: &str) -> Option<Where> {
    Some(match word {
        "any" => Where::Any,
        "lead" => Where::Lead,
        "tail" => Where::Tail,
        "edge" => Where::Edge,
        _ => return None,
    })
}

fn one(language: &'static str, sense: Sense, place: Where, phrase: &str) -> Option<Phrase> {
    let (form, rest) = match phrase.chars().next()? {
        '^' => (Form::LineStart, &phrase[1..]),
        '.' => (Form::SentenceStart, &phrase[1..]),
        '=' => (Form::WholeLine, &phrase[1..]),
        '>' => (Form::Label, &phrase[1..]),
        _ => (Form::Anywhere, phrase),
    };
    let names = rest.ends_with("{}");
    let pattern = Pattern::parse(rest.trim_end_matches("{}").trim())?;
    let is_whole = matches!(form, Form::WholeLine | Form::Label);
    let pattern = if is_whole { pattern.anchored() } else { pattern };
    Some(Phrase { sense, place, form, language, pattern, names })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_language_is_read() {
        for (language, text) in FILES {
            for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
                let fields: Vec<_> = line.split('\t').collect();
                assert_eq!(fields.len(), 3, "{language}: {line:?}");
                assert!(sense(fields[0]).is_some() && place_of(fields[1]).is_some(), "{language}: {line:?}");
                assert!(!phrases(language, line).is_empty(), "{language}: {line:?}");
            }
        }
        assert!(LEXICON.anchors.is_some(), "the automaton is made");
        for phrase in &LEXICON.phrases {
            let short: Vec<_> =
                phrase.pattern.anchors().into_iter().filter(|a| a.chars().count() < 2).collect();
            assert!(short.is_empty(), "would be found everywhere: {short:?} of {phrase:?}");
        }
    }

    #[test]
    fn words_of_all_languages_tell_none() {
        for found in ["copyright ", "© ", "cc by", "creative commons", "source: ", "(dpa)", "copyright: "] {
            assert!(!tells_language(found), "{found}");
        }
        for found in ["urheberrecht: ", "copyright liegt bei", "licensed under cc by", "quelle: "] {
            assert!(tells_language(found), "{found}");
        }
    }
}

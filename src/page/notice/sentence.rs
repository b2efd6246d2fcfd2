//! Lines, sentences and words of a block, folded for comparison, with the way back to what was printed.

use std::ops::Range;

use crate::model::fold_text;

/// Folds for the lexicon: as [`fold_text`], and every sort of quote, apostrophe and dash one.
pub(in crate::page) fn fold(text: &str) -> String {
    // Korean pages print the sign as a letter in a circle, which folds to the letter.
    let folded = if text.contains(['ⓒ', 'Ⓒ']) {
        fold_text(&text.replace(['ⓒ', 'Ⓒ'], "©"))
    } else {
        fold_text(text)
    };
    if folded.is_ascii() {
        return folded;
    }
    folded
        .chars()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '`' | '\u{b4}' => '\'',
            '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}' => '"',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2026}' => '.',
            c => c,
        })
        .collect()
}

/// A line of a block in both forms: a folded word stands where the printed one does.
pub(in crate::page) struct Line<'a> {
    /// As printed.
    pub(in crate::page) printed: &'a str,
    /// By [`fold`]: words with one space between.
    pub(in crate::page) folded: String,
    /// Where each word begins and ends, in `printed` and in `folded`.
    words: Vec<(Range<usize>, Range<usize>)>,
    /// The words that begin a sentence, the first one included.
    starts: Vec<usize>,
}

impl<'a> Line<'a> {
    pub(in crate::page) fn new(printed: &'a str) -> Self {
        let folded = fold(printed);
        let spans = |text: &str| -> Vec<Range<usize>> {
            let origin = text.as_ptr().addr();
            text.split_whitespace()
                .map(|w| w.as_ptr().addr() - origin..w.as_ptr().addr() - origin + w.len())
                .collect()
        };
        let words: Vec<_> = spans(printed).into_iter().zip(spans(&folded)).collect();
        let mut starts = vec![0];
        for at in 1..words.len() {
            let word = |at: usize| words.get(at).map_or("", |w| &printed[w.0.clone()]);
            if ends_sentence(word(at - 1)) && !is_date(word(at - 1), word(at + 1)) {
                starts.push(at);
            }
        }
        Line { printed, folded, words, starts }
    }

    /// How many sentences there are; at least one.
    pub(in crate::page) fn sentences(&self) -> usize {
        self.starts.len()
    }

    /// The sentence in which a byte of `folded` stands.
    pub(in crate::page) fn sentence_at(&self, byte: usize) -> usize {
        let begins = |s: &usize| self.words.get(*s).map_or(0, |w| w.1.start);
        self.starts.partition_point(|s| begins(s) <= byte).saturating_sub(1)
    }

    /// Where the sentence stands in `folded`.
    pub(in crate::page) fn folded_sentence(&self, sentence: usize) -> Range<usize> {
        self.range(sentence, |w| &w.1)
    }

    /// Where the sentence stands in `printed`.
    pub(in crate::page) fn printed_sentence(&self, sentence: usize) -> Range<usize> {
        self.range(sentence, |w| &w.0)
    }

    fn range(
        &self,
        sentence: usize,
        of: impl Fn(&(Range<usize>, Range<usize>)) -> &Range<usize>,
    ) -> Range<usize> {
        let first = self.starts.get(sentence).and_then(|s| self.words.get(*s));
        let end = self.starts.get(sentence + 1).copied().unwrap_or(self.words.len());
        let last = end.checked_sub(1).and_then(|s| self.words.get(s));
        match (first, last) {
            (Some(first), Some(last)) => of(first).start..of(last).end,
            _ => 0..0,
        }
    }

    /// Where in `printed` the first word begins that stands at or after a byte of `folded`.
    pub(in crate::page) fn printed_at(&self, byte: usize) -> usize {
        let at = self.words.partition_point(|w| w.1.start < byte);
        self.words.get(at).map_or(self.printed.len(), |w| w.0.start)
    }
}

/// "1." of "1. Juni 2017".
fn is_date(day: &str, year: &str) -> bool {
    let day = day.strip_suffix('.').and_then(|day| day.parse::<u32>().ok());
    let year = year.get(..4).and_then(|year| year.parse::<u32>().ok());
    day.is_some_and(|day| (1..=31).contains(&day)) && year.is_some_and(|year| (1800..2200).contains(&year))
}

/// Does a sentence end with this word?
fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_end_matches(['"', '\'', '\u{201d}', '\u{2019}', '\u{bb}', ')', ']', '\u{201c}']);
    let Some(stop) =
        bare.chars().next_back().filter(|c| matches!(c, '.' | '!' | '?' | '\u{2026}' | '|' | '•'))
    else {
        return false;
    };
    if stop != '.' {
        return true;
    }
    let stem = bare.trim_end_matches('.').trim_start_matches(|c: char| !c.is_alphanumeric());
    // Abbreviations and initials: "U.S.", "J.", "z.B.", "Inc."
    let is_short = stem.chars().count() <= 1 && !stem.chars().all(|c| c.is_ascii_digit());
    let is_dotted =
        stem.contains('.') && !stem.contains("://") && stem.split('.').all(|p| p.chars().count() <= 2);
    let known = matches!(
        stem.to_lowercase().as_str(),
        "inc"
            | "ltd"
            | "co"
            | "corp"
            | "mr"
            | "mrs"
            | "ms"
            | "dr"
            | "prof"
            | "st"
            | "no"
            | "nr"
            | "vs"
            | "bzw"
            | "ggf"
            | "evtl"
            | "inkl"
            | "bspw"
            | "sog"
            | "vgl"
            | "anm"
            | "approx"
            | "max"
            | "min"
            | "ca"
            | "art"
            | "abs"
            | "etc"
            | "sr"
            | "sra"
            | "jan"
            | "feb"
            | "mar"
            | "apr"
            | "jun"
            | "jul"
            | "aug"
            | "sept"
            | "sep"
            | "oct"
            | "nov"
            | "dec"
            | "oz"
            | "ст"
            | "г"
            | "им"
    );
    !(is_short || is_dotted || known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_the_way_back() {
        let line = Line::new("Dr. J. Quay writes.  “Ça va?” he asked. © 2020 Quay Inc. All rights reserved.");
        let all: Vec<_> = (0..line.sentences()).map(|s| &line.printed[line.printed_sentence(s)]).collect();
        assert_eq!(
            all,
            ["Dr. J. Quay writes.", "“Ça va?”", "he asked.", "© 2020 Quay Inc. All rights reserved."]
        );
        let at = line.folded.find("2020").expect("there");
        assert_eq!(line.sentence_at(at), 3);
        assert!(line.printed[line.printed_at(at)..].starts_with("2020"));
        assert_eq!(&line.folded[line.folded_sentence(1)], "\"ca va?\"");
    }

    #[test]
    fn an_empty_line_is_one_sentence() {
        let line = Line::new(" ");
        assert_eq!((line.sentences(), line.printed_sentence(0), line.printed_at(0)), (1, 0..0, 1));
    }
}

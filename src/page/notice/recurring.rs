//! Paragraphs that recur over an outlet's articles: its furniture or its notices.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::sentence::fold;

/// Articles that must share a paragraph, none a copy of another.
const MIN_ARTICLES: usize = 3;
/// Days on which they must have been published.
const MIN_DAYS: usize = 2;
/// Two paragraphs are one if they share this part of all their pairs of neighbouring words.
const ALIKE: f64 = 0.7;
/// Shorter paragraphs recur by chance ("He agreed.").
const MIN_WORDS: usize = 4;
/// So many of a paragraph's rarest words are looked up to find others like it.
const PROBES: usize = 6;
/// A word of more paragraphs than this finds nothing.
const COMMON: usize = 400;

/// A paragraph as it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph<'a> {
    /// Plain text, as printed or folded.
    pub text: &'a str,
    /// The article, by any number of its own.
    pub article: i64,
    /// The day it was published, by any number that counts days.
    pub day: i64,
    /// Its story: copies of one text are one article here.
    pub story: Option<i64>,
}

/// A paragraph that recurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurring {
    /// Its most frequent wording, as given.
    pub text: String,
    /// Unrelated articles that have it.
    pub articles: usize,
    /// Days on which they were published.
    pub days: usize,
}

/// Which paragraphs of **one outlet's** articles recur: in three or more unrelated articles, on two or more
/// days, alike but for a few words (dates, numbers, names). The most frequent first.
///
/// Copies of one story count once, and so does an article that repeats itself. Time grows with the
/// paragraphs' number times a constant.
pub fn recurring(paragraphs: &[Paragraph<'_>]) -> Vec<Recurring> {
    // Equal but for digits first: that is most of them.
    let mut groups: BTreeMap<String, Vec<&Paragraph<'_>>> = BTreeMap::new();
    for paragraph in paragraphs {
        let shape = shape(paragraph.text);
        if shape.split(' ').count() >= MIN_WORDS {
            groups.entry(shape).or_default().push(paragraph);
        }
    }
    let mut groups: Vec<(String, Vec<&Paragraph<'_>>)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    let words: Vec<Vec<&str>> = groups.iter().map(|(shape, _)| words(shape)).collect();
    let mut of_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, words) in words.iter().enumerate() {
        for word in words {
            of_word.entry(word).or_default().push(number);
        }
    }
    // Each group joins the largest one like it.
    let mut taken = vec![false; groups.len()];
    let mut found = Vec::new();
    for number in 0..groups.len() {
        if std::mem::replace(&mut taken[number], true) {
            continue;
        }
        let mut members: Vec<&Paragraph<'_>> = groups[number].1.clone();
        for other in like(number, &groups, &words, &of_word) {
            if !std::mem::replace(&mut taken[other], true) {
                members.extend(&groups[other].1);
            }
        }
        let articles: BTreeSet<(bool, i64)> =
            members.iter().map(|p| (p.story.is_some(), p.story.unwrap_or(p.article))).collect();
        let days: BTreeSet<i64> = members.iter().map(|p| p.day).collect();
        if articles.len() >= MIN_ARTICLES && days.len() >= MIN_DAYS {
            let text = members[0].text.to_owned();
            found.push(Recurring { text, articles: articles.len(), days: days.len() });
        }
    }
    found.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.text.cmp(&b.text)));
    found
}

/// A line as others like it are told by: what [`recurring`] took for one is one here.
#[derive(Debug)]
pub(in crate::page) struct Shape(String);

impl Shape {
    /// Nothing of a line that is too short to recur.
    pub(in crate::page) fn of(text: &str) -> Option<Self> {
        let shape = shape(text);
        (shape.split(' ').count() >= MIN_WORDS).then_some(Shape(shape))
    }

    /// The same but for numbers and a few words?
    pub(in crate::page) fn is_like(&self, other: &Shape) -> bool {
        let (short, long) = (self.0.len().min(other.0.len()), self.0.len().max(other.0.len()));
        self.0 == other.0 || short * 2 >= long && alike(&pairs(&self.0), &pairs(&other.0))
    }
}

/// Folded, every number the same.
fn shape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in fold(text).chars() {
        if c.is_ascii_digit() {
            if !out.ends_with('0') {
                out.push('0');
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Its different words, sorted.
fn words(shape: &str) -> Vec<&str> {
    let trimmed =
        shape.split(' ').map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty());
    let set: BTreeSet<&str> = trimmed.collect();
    set.into_iter().collect()
}

/// Groups whose words are nearly the same.
fn like(
    number: usize,
    groups: &[(String, Vec<&Paragraph<'_>>)],
    words: &[Vec<&str>],
    of_word: &HashMap<&str, Vec<usize>>,
) -> BTreeSet<usize> {
    let own = &words[number];
    let mut rarest: Vec<&[usize]> = own.iter().filter_map(|w| of_word.get(w)).map(Vec::as_slice).collect();
    rarest.sort_by_key(|of| of.len());
    // A word that nobody else has finds nobody.
    let probes = rarest.into_iter().filter(|of| of.len() > 1 && of.len() <= COMMON).take(PROBES);
    let candidates: BTreeSet<usize> = probes.flatten().copied().filter(|other| *other != number).collect();
    let own = pairs(&groups[number].0);
    candidates.into_iter().filter(|other| alike(&own, &pairs(&groups[*other].0))).collect()
}

/// Its different pairs of neighbouring words: order counts.
fn pairs(shape: &str) -> BTreeSet<(&str, &str)> {
    shape.split(' ').zip(shape.split(' ').skip(1)).collect()
}

/// Jaccard's measure of two sets.
#[expect(clippy::cast_precision_loss, reason = "numbers of words are small")]
fn alike(a: &BTreeSet<(&str, &str)>, b: &BTreeSet<(&str, &str)>) -> bool {
    let shared = a.intersection(b).count();
    let all = a.len() + b.len() - shared;
    all > 0 && shared as f64 / all as f64 >= ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen<'a>(text: &'a str, article: i64, day: i64, story: Option<i64>) -> Paragraph<'a> {
        Paragraph { text, article, day, story }
    }

    const LINE: &str = "The Quay is written by volunteers of the harbour; write to us before the 14th.";
    const ALMOST: &str = "The Quay is written by volunteers of the harbour; do write to us before the 21st.";

    #[test]
    fn what_stands_under_three_articles_on_two_days_recurs() {
        let all = [
            seen(LINE, 1, 10, None),
            seen(ALMOST, 2, 10, None),
            seen(LINE, 3, 11, None),
            seen("The ferry ran again on Monday after a long winter.", 1, 10, None),
        ];
        let found = recurring(&all);
        assert_eq!(found, [Recurring { text: LINE.to_owned(), articles: 3, days: 2 }]);
        assert_eq!(recurring(&all[..2]), [], "two articles");
        let one_day = [seen(LINE, 1, 10, None), seen(LINE, 2, 10, None), seen(LINE, 3, 10, None)];
        assert_eq!(recurring(&one_day), [], "one day");
    }

    #[test]
    fn copies_of_one_story_count_once() {
        let copies = [
            seen(LINE, 1, 10, Some(7)),
            seen(LINE, 2, 11, Some(7)),
            seen(LINE, 3, 12, Some(7)),
            seen(LINE, 4, 12, None),
            seen(LINE, 4, 12, None),
        ];
        assert_eq!(recurring(&copies), []);
        let mut more = copies.to_vec();
        more.push(seen(LINE, 5, 12, None));
        assert_eq!(recurring(&more).len(), 1);
    }

    #[test]
    fn short_lines_and_other_words_do_not() {
        let all: Vec<_> = (0..9).map(|n| seen("He agreed.", n, n, None)).collect();
        assert_eq!(recurring(&all), []);
        let texts: Vec<String> = ["north", "south", "east", "west"]
            .iter()
            .map(|w| format!("The {w} ferry ran {w} of the {w} pier and met the {w} wind."))
            .collect();
        let all: Vec<_> = texts.iter().zip(0..).map(|(t, n)| seen(t, n, n, None)).collect();
        assert_eq!(recurring(&all), []);
    }
}

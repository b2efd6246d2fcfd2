//! The verdict on another wording: is it an edit, which one, and was it announced?

mod difference;
mod figures;
mod noise;
mod notice;
mod phrase;

use std::fmt;

pub use difference::Furniture;
use difference::{Difference, Kinds, difference, kinds};

use super::fingerprint::Parts;
use super::token::tokens;
use crate::model::TextFrom;

/// A text this many times as long as another is the article where the other is a teaser …
const FULLER_FACTOR: usize = 2;
/// … if it has at least so many words.
const FULLER_WORDS: usize = 60;
/// A notice in the place of an article is shorter.
const WITHDRAWN_WORDS: usize = 80;
/// Of a longer text, in bytes, it is not asked what changed: it is an edit if anything did.
const LONGEST_TEXT: usize = 400_000;
/// Words at its end that a cut text may have mangled, or one in five of a short one.
const RAGGED: usize = 3;

/// One wording of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording<'a> {
    /// Plain text.
    pub title: &'a str,
    /// Plain text.
    pub summary: Option<&'a str>,
    /// Plain text.
    pub text: &'a str,
    /// Which element the text came from.
    pub text_from: TextFrom,
}

/// What is known of a change besides its words.
#[derive(Debug, Clone, Copy)]
pub struct Signs<'a> {
    /// In which parts the feed shows something else than it did last.
    pub parts: Parts,
    /// The text we show is the one that this feed showed last, not another feed's or a page's.
    pub was_its_own: bool,
    /// Paragraphs that recur in the outlet's articles.
    pub furniture: &'a Furniture,
    /// The feed gives a newer date of change, and its dates of change mean something.
    pub newer: bool,
    /// A correction or an editor's note came with it.
    pub noted: bool,
    /// Tags came with it.
    pub tags: bool,
    /// Rights or licences came with it.
    pub rights: bool,
}

/// What a change is: the words in `revisions.change`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// Another headline.
    Headline,
    /// Another summary.
    Summary,
    /// Spelling only.
    Typo,
    /// Other words in the text.
    Body,
    /// Figures were put for others.
    Numbers,
    /// Dates or times were put for others.
    Dates,
    /// Tags came with it.
    Tags,
    /// Rights or licences came with it.
    Rights,
    /// A teaser or a paywall's stub stands where the text was.
    Shortened,
    /// The whole text, where there was a teaser.
    Fuller,
    /// A notice that the article is no more stands where the text was.
    Withdrawn,
    /// The article stands again where such a notice was.
    Restored,
}

impl Change {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Headline => "headline",
            Change::Summary => "summary",
            Change::Typo => "typo",
            Change::Body => "body",
            Change::Numbers => "numbers",
            Change::Dates => "dates",
            Change::Tags => "tags",
            Change::Rights => "rights",
            Change::Shortened => "shortened",
            Change::Fuller => "fuller",
            Change::Withdrawn => "withdrawn",
            Change::Restored => "restored",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Did the outlet say that it changed something: the word in `revisions.announced`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Announced {
    /// By a correction, an editor's note, or the like.
    Note,
    /// By a newer date of change, or a line in the text with one.
    Date,
    /// It did not: a stealth edit.
    No,
}

impl Announced {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Announced::Note => "note",
            Announced::Date => "date",
            Announced::No => "no",
        }
    }
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// The same words, or nothing but counters, advertisements and furniture: no revision.
    None,
    /// Another wording.
    Revised(Revised),
}

/// How a wording differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    /// What changed; never empty.
    pub change: Vec<Change>,
    /// `None` where there was nothing to own up to: the text came whole, or was shut.
    pub announced: Option<Announced>,
    /// Takes the new title.
    pub title: bool,
    /// Takes the new summary.
    pub summary: bool,
    /// Takes the new text; else the one before stays.
    pub text: bool,
    /// Is shown from now on. A stub or a notice of withdrawal is kept, and never shown in the place of the
    /// text.
    pub shown: bool,
}

/// Judges a wording against the one we show.
pub fn judge(old: &Wording<'_>, new: &Wording<'_>, signs: &Signs<'_>) -> Edit {
    let line = |old: &str, new: &str| difference(old, new, &Furniture::default());
    let title = signs.parts.title && !same_line(old.title, new.title);
    let text = if signs.parts.text { text_change(old, new, signs) } else { Text::Same };
    let follows = is_all_there_is(old) && is_all_there_is(new);
    let summary = match (signs.parts.summary, new.summary) {
        (true, Some(_)) if follows && !matches!(text, Text::Edited(_)) => false,
        (true, Some(new)) => is_another_summary(old.summary.unwrap_or_default(), new, signs.furniture),
        _ => false,
    };
    let edited = title || summary || matches!(text, Text::Edited(_));
    if !edited && matches!(text, Text::Same) {
        return Edit::None;
    }
    let mut announced = Announced::No;
    let (mut in_title, mut in_text) = (Kinds::default(), Kinds::default());
    if title {
        in_title = kinds(&line(old.title, new.title));
    }
    if let Text::Edited(found) = &text {
        in_text = kinds(found);
        if found.paragraphs.iter().any(|p| phrase::is_correction(p)) {
            announced = Announced::Note;
        } else if found.stamped {
            announced = Announced::Date;
        }
    }
    let typo = (in_title.typo || in_text.typo) && !in_title.body && !in_text.body;
    let marks = [
        (title, Change::Headline),
        (summary, Change::Summary),
        (matches!(text, Text::Shortened), Change::Shortened),
        (matches!(text, Text::Fuller), Change::Fuller),
        (matches!(text, Text::Withdrawn), Change::Withdrawn),
        (typo, Change::Typo),
        (in_text.body || (in_text.typo && !typo), Change::Body),
        (in_title.numbers || in_text.numbers, Change::Numbers),
        (in_title.dates || in_text.dates, Change::Dates),
        (signs.tags, Change::Tags),
        (signs.rights, Change::Rights),
    ];
    let change: Vec<Change> = marks.into_iter().filter(|(is, _)| *is).map(|(_, change)| change).collect();
    if signs.noted || (title && phrase::is_correction(new.title) && !phrase::is_correction(old.title)) {
        announced = Announced::Note;
    } else if announced == Announced::No && signs.newer {
        announced = Announced::Date;
    }
    let shut = matches!(text, Text::Shortened | Text::Withdrawn);
    let shown = !matches!(text, Text::Withdrawn) && (edited || !shut);
    Edit::Revised(Revised {
        change,
        announced: edited.then_some(announced),
        title,
        summary: summary || (follows && matches!(text, Text::Edited(_) | Text::Fuller)),
        text: matches!(text, Text::Edited(_) | Text::Fuller) || !shown,
        shown,
    })
}

/// Is the summary the text? What is true of the one is then true of the other: they change together.
fn is_all_there_is(wording: &Wording<'_>) -> bool {
    wording.text_from == TextFrom::FeedSummary
}

/// Furniture and an invitation to pay are no more a summary than they are a text.
fn is_another_summary(old: &str, new: &str, furniture: &Furniture) -> bool {
    !difference(old, new, furniture).is_empty() && (phrase::is_stub(old) || !phrase::is_stub(new))
}

/// Does the text end with an invitation to read, or to pay for, the rest?
pub(super) fn is_stub(text: &str) -> bool {
    phrase::is_stub(text)
}

/// Would a reader see no difference, counters and the like aside?
pub fn same_words(a: &str, b: &str) -> bool {
    difference(a, b, &Furniture::default()).is_empty()
}

/// Has the second text what makes it the article, where the first is a teaser of it?
pub fn is_fuller(old: &Wording<'_>, new: &Wording<'_>) -> bool {
    let (old_words, new_words) = (words(old.text), words(new.text));
    new_words >= FULLER_WORDS && new_words >= old_words * FULLER_FACTOR
}

enum Text {
    Same,
    Edited(Difference),
    Shortened,
    Fuller,
    Withdrawn,
}

fn text_change(old: &Wording<'_>, new: &Wording<'_>, signs: &Signs<'_>) -> Text {
    if old.text.len().max(new.text.len()) > LONGEST_TEXT {
        return if old.text.split_whitespace().eq(new.text.split_whitespace()) {
            Text::Same
        } else {
            Text::Edited(Difference { moved: true, ..Difference::default() })
        };
    }
    let found = difference(old.text, new.text, signs.furniture);
    if found.is_empty() {
        return Text::Same;
    }
    let (old_words, new_words) = (words(old.text), words(new.text));
    if new_words < old_words.min(WITHDRAWN_WORDS)
        && phrase::is_withdrawal(new.text)
        && !phrase::is_withdrawal(old.text)
    {
        return Text::Withdrawn;
    }
    // This feed never showed what we show: it has a teaser of its own, and that may change.
    let teaser = new_words * FULLER_FACTOR <= old_words || rank(new.text_from) < rank(old.text_from);
    if !signs.was_its_own && teaser {
        return Text::Same;
    }
    if is_shortened(old, new, old_words, new_words, found.added.len()) {
        return Text::Shortened;
    }
    if is_fuller(old, new)
        && (rank(new.text_from) > rank(old.text_from) || found.removed.len() * 3 <= old_words)
    {
        return Text::Fuller;
    }
    Text::Edited(found)
}

/// How much of an article an element is wont to hold.
fn rank(from: TextFrom) -> u8 {
    match from {
        TextFrom::None => 0,
        TextFrom::FeedSummary => 1,
        TextFrom::FeedContent => 2,
        TextFrom::Page => 3,
    }
}

/// A text that lost its end is no edit: it was cut, or shut behind a paywall.
fn is_shortened(
    old: &Wording<'_>,
    new: &Wording<'_>,
    old_words: usize,
    new_words: usize,
    added: usize,
) -> bool {
    if new_words >= old_words {
        return false;
    }
    let half = new_words * FULLER_FACTOR <= old_words;
    // Of the old one's words, or too short to be another text: one that is merely shorter is an edit.
    let teaser = half && (added * 10 <= new_words * 4 || new_words * 4 <= old_words);
    if new_words == 0 || rank(new.text_from) < rank(old.text_from) || (teaser && old_words >= FULLER_WORDS) {
        return true;
    }
    let stub = phrase::is_stub(new.text) && !phrase::is_stub(old.text);
    let begins = |lines: &str| {
        let (old, new) = (tokens(old.text), tokens(lines));
        let sound = new.len() - RAGGED.min(new.len() / 5);
        sound > 0 && new[..sound].iter().zip(&old).all(|(a, b)| a.text == b.text) && sound <= old.len()
    };
    // The invitation to pay stands in a line of its own, or not.
    let all_but_last = new.text.trim_end().rsplit_once('\n').map_or("", |(lines, _)| lines);
    let prefix = begins(new.text) || (stub && begins(all_but_last));
    (prefix && (half || stub || phrase::is_cut(new.text))) || (stub && new_words * 10 <= old_words * 6)
}

/// Of headlines punctuation counts, too: a question mark, quotation marks put around a word.
fn same_line(old: &str, new: &str) -> bool {
    let marks = |line: &str| -> String {
        let plain = line.chars().map(|c| match c {
            '\u{201c}'..='\u{201f}' | '«' | '»' | '\u{2018}'..='\u{201b}' | '\'' => '"',
            other => other,
        });
        plain.filter(|c| matches!(c, '"' | '?' | '!')).collect()
    };
    let said = |line: &str| figures::read(line).into_iter().map(|t| t.text).collect::<Vec<_>>();
    said(old) == said(new) && marks(old) == marks(new)
}

/// In scripts without spaces, characters.
fn words(text: &str) -> usize {
    tokens(text).len()
}

#[cfg(test)]
mod tests;

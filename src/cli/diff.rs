//! Two wordings side by side: a word diff for people (`[-out-]{+in+}`, or in colour) and for programs.

use std::fmt;
use std::io::Write;
use std::str::FromStr;
use std::time::Duration;

use jiff::tz::TimeZone;
use similar::{ChangeTag, TextDiff};

use super::context::stamp;
use crate::model::{Revision, is_spaceless};

/// Words shown beside a change.
const BESIDE: usize = 8;
/// A longer stretch that was taken out or put in is shown by its ends.
const LONGEST: usize = 60;
/// For texts of two books; after it the difference is a coarse one.
const PATIENCE: Duration = Duration::from_secs(2);

/// Which wordings to compare: each with the one before, or two of them (`1..3`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    Each,
    Two(u32, u32),
}

impl FromStr for Range {
    type Err = String;
    fn from_str(text: &str) -> Result<Range, String> {
        let number = |text: &str| text.parse::<u32>().ok().filter(|n| *n > 0);
        text.split_once("..")
            .and_then(|(from, to)| Some(Range::Two(number(from)?, number(to)?)))
            .ok_or_else(|| format!("{text:?} is no pair of wordings: expected something like 1..3"))
    }
}

/// The pairs to compare; a wording that was never shown is compared with the text it did not replace, and
/// nothing is compared with it.
pub(super) fn pairs(
    revisions: &[Revision],
    range: Range,
) -> Result<Vec<(Option<&Revision>, &Revision)>, String> {
    match range {
        Range::Each => {
            let mut before = None;
            let pairs = revisions.iter().map(|revision| {
                let pair = (before, revision);
                if revision.shown {
                    before = Some(revision);
                }
                pair
            });
            Ok(pairs.collect())
        }
        Range::Two(from, to) => {
            let find = |number: u32| {
                revisions
                    .iter()
                    .find(|r| r.revision == number)
                    .ok_or_else(|| format!("the article has no wording {number}: it has {}", revisions.len()))
            };
            Ok(vec![(Some(find(from)?), find(to)?)])
        }
    }
}

pub(super) fn print(
    out: &mut impl Write,
    pairs: &[(Option<&Revision>, &Revision)],
    zone: &TimeZone,
    coloured: bool,
) -> std::io::Result<()> {
    for (before, revision) in pairs {
        let at = stamp(revision.seen_at, zone);
        writeln!(out, "{}. seen {at}: {}{}", revision.revision, revision.change, told(revision))?;
        if let Some(before) = before {
            for (name, old, new) in fields(before, revision) {
                writeln!(out, "\n  {name}:")?;
                for line in lines(&words(old, new), coloured) {
                    writeln!(out, "    {line}")?;
                }
            }
        }
        writeln!(out)?;
    }
    if pairs.len() == 1 && pairs[0].0.is_none() {
        writeln!(out, "There is no other wording.")?;
    }
    Ok(())
}

fn told(revision: &Revision) -> String {
    let mut told = String::new();
    told.push_str(match revision.announced.as_deref() {
        Some("note") => " (announced by a note)",
        Some("date") => " (announced by a newer date)",
        Some("no") => " (not announced)",
        _ => "",
    });
    if !revision.shown {
        told.push_str(" (kept, not shown)");
    }
    told
}

/// One object a pair.
pub(super) fn json(before: Option<&Revision>, revision: &Revision) -> serde_json::Value {
    let mut object = serde_json::json!({
        "from": before.map(|before| before.revision),
        "to": revision.revision,
        "seen_at": format!("{:.0}", revision.seen_at),
        "change": revision.change,
        "announced": revision.announced,
        "shown": revision.shown,
    });
    for (name, old, new) in before.iter().flat_map(|before| fields(before, revision)) {
        let parts = words(old, new)
            .into_iter()
            .map(|part| serde_json::json!({ "op": part.op.to_string(), "text": part.words.concat() }));
        object[name] = parts.collect();
    }
    object
}

/// The fields that differ.
fn fields<'a>(
    old: &'a Revision,
    new: &'a Revision,
) -> impl Iterator<Item = (&'static str, &'a str, &'a str)> {
    let summary = |r: &'a Revision| r.summary.as_deref().unwrap_or_default();
    let byline = |r: &'a Revision| r.byline.as_deref().unwrap_or_default();
    [
        ("headline", old.title.as_str(), new.title.as_str()),
        ("summary", summary(old), summary(new)),
        ("byline", byline(old), byline(new)),
        ("text", &old.text, &new.text),
    ]
    .into_iter()
    .filter(|(_, old, new)| old != new)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Same,
    Removed,
    Added,
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Op::Same => "same",
            Op::Removed => "removed",
            Op::Added => "added",
        })
    }
}

/// A stretch of words, and the blanks between them, that has one fate.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    op: Op,
    words: Vec<String>,
}

/// Words and the blanks between them; in scripts without spaces characters, and figures whole.
fn split(text: &str) -> Vec<&str> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Blank,
        Spaceless,
        /// Punctuation and figures beside characters.
        Beside,
        Word,
    }
    let mut out = Vec::new();
    let (mut start, mut last) = (0, None);
    let is_beside = |c: char| {
        c.is_ascii_digit() || matches!(u32::from(c), 0x3000..=0x303f | 0xff00..=0xff0f | 0xff1a..=0xff20)
    };
    for (at, c) in text.char_indices() {
        let kind = match c {
            c if c.is_whitespace() => Kind::Blank,
            c if is_spaceless(c) => Kind::Spaceless,
            c if matches!(last, None | Some(Kind::Spaceless | Kind::Beside)) && is_beside(c) => Kind::Beside,
            _ => Kind::Word,
        };
        // `12` before `人` is a figure; `COVID` before it is a word.
        let joins = match (last, kind) {
            (None, _) => true,
            (Some(Kind::Spaceless), _) | (_, Kind::Spaceless) => false,
            (Some(Kind::Beside), Kind::Beside) => {
                let before = text[..at].chars().next_back().is_some_and(|b| b.is_ascii_digit());
                before == c.is_ascii_digit()
            }
            (Some(before), now) => (before == Kind::Blank) == (now == Kind::Blank),
        };
        if !joins {
            out.push(&text[start..at]);
            start = at;
        }
        last = Some(kind);
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// Stretches in order; where words were put for others, what was taken out stands first. A blank between two
/// changes belongs to them, so that a sentence is one change and not one for each word.
fn words(old: &str, new: &str) -> Vec<Part> {
    let (old, new) = (split(old), split(new));
    let diff = TextDiff::configure().timeout(PATIENCE).diff_slices(&old, &new);
    let mut parts: Vec<Part> = Vec::new();
    let (mut removed, mut added): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut blank: Option<String> = None;
    let flush = |parts: &mut Vec<Part>, removed: &mut Vec<String>, added: &mut Vec<String>| {
        for (op, words) in [(Op::Removed, removed), (Op::Added, added)] {
            if !words.is_empty() {
                parts.push(Part { op, words: std::mem::take(words) });
            }
        }
    };
    for change in diff.iter_all_changes() {
        let word = (*change.value()).to_owned();
        match change.tag() {
            ChangeTag::Equal => {
                let changing = !removed.is_empty() || !added.is_empty();
                if changing && blank.is_none() && word.trim().is_empty() && !word.contains('\n') {
                    blank = Some(word);
                    continue;
                }
                flush(&mut parts, &mut removed, &mut added);
                for word in blank.take().into_iter().chain([word]) {
                    match parts.last_mut() {
                        Some(part) if part.op == Op::Same => part.words.push(word),
                        _ => parts.push(Part { op: Op::Same, words: vec![word] }),
                    }
                }
            }
            tag => {
                if let Some(blank) = blank.take() {
                    removed.extend((!removed.is_empty()).then(|| blank.clone()));
                    added.extend((!added.is_empty()).then_some(blank));
                }
                if tag == ChangeTag::Delete { removed.push(word) } else { added.push(word) }
            }
        }
    }
    flush(&mut parts, &mut removed, &mut added);
    if let Some(word) = blank {
        parts.push(Part { op: Op::Same, words: vec![word] });
    }
    parts
}

/// Lines with changes marked; unchanged lines and long unchanged stretches stand as `…`.
fn lines(parts: &[Part], coloured: bool) -> Vec<String> {
    let mut marked = String::new();
    for (at, part) in parts.iter().enumerate() {
        match part.op {
            Op::Same => marked.push_str(&elided(&part.words, at > 0, at + 1 < parts.len())),
            op => {
                let text = shortened(&part.words);
                // Each paragraph is marked for itself.
                let lines = text.split('\n').map(|line| mark(line, op, coloured));
                marked.push_str(&lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    let lines = marked.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).map(str::to_owned);
    lines.collect()
}

fn mark(line: &str, op: Op, coloured: bool) -> String {
    if line.trim().is_empty() {
        return line.to_owned();
    }
    match (op, coloured) {
        (Op::Removed, true) => format!("\u{1b}[31;9m{line}\u{1b}[0m"),
        (_, true) => format!("\u{1b}[32m{line}\u{1b}[0m"),
        (Op::Removed, false) => format!("[-{line}-]"),
        (_, false) => format!("{{+{line}+}}"),
    }
}

/// What is beside a change, on its line; the rest of an unchanged stretch is left out.
fn elided(words: &[String], after: bool, before: bool) -> String {
    let kept =
        |after: bool, before: bool| (if after { BESIDE * 2 } else { 0 }, if before { BESIDE * 2 } else { 0 });
    let (first, last) = kept(after, before);
    if words.len() <= first + last {
        return words.concat();
    }
    let head: String = words[..first].concat();
    let tail: String = words[words.len() - last..].concat();
    let middle = words[first..words.len() - last].concat();
    let on_one_line = !middle.contains('\n');
    // Beyond the end of its line a stretch says nothing about the change.
    let head = head.split('\n').next().unwrap_or_default().to_owned();
    let tail = tail.rsplit('\n').next().unwrap_or_default().to_owned();
    let gap = if !after || !before || on_one_line { "…" } else { "…\n…" };
    match (after, before) {
        (true, true) => format!("{head} {gap} {}", tail.trim_start()),
        (true, false) => format!("{head} {gap}"),
        (false, true) => format!("{gap} {}", tail.trim_start()),
        (false, false) => String::new(),
    }
}

fn shortened(words: &[String]) -> String {
    let count = words.iter().filter(|word| !word.trim().is_empty()).count();
    if count <= LONGEST {
        return words.concat();
    }
    let ends = BESIDE * 2;
    let (head, tail) = (words[..ends].concat(), words[words.len() - ends..].concat());
    let spaceless = words.iter().filter(|word| word.starts_with(is_spaceless)).count();
    let unit = if spaceless * 2 > count { "characters" } else { "words" };
    format!("{} … ({count} {unit}) … {}", head.trim_end(), tail.trim_start())
}

#[cfg(test)]
mod tests {
    use super::{Op, Range, lines, words};

    fn plain(old: &str, new: &str) -> Vec<String> {
        lines(&words(old, new), false)
    }

    #[test]
    fn changes_are_marked_and_the_rest_is_left_out() {
        let old = "The ferry sank.\n\nNine people were saved.";
        assert_eq!(
            plain(old, "The ferry sank.\n\nEleven people were saved."),
            ["The ferry sank.", "[-Nine-]{+Eleven+} people were saved."]
        );
        assert_eq!(
            plain(
                "The harbour master spoke about fog.\n\nHe spoke at length.",
                "The harbour master was silent."
            ),
            ["The harbour master [-spoke about fog.-]", "[-He spoke at length.-]{+was silent.+}"]
        );
        let long = (1..=100).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        let (old, new) =
            (format!("{long}\n\nshe waits here\n\n{long}"), format!("{long}\n\nshe sails here\n\n{long}"));
        assert_eq!(plain(&old, &new), ["… she [-waits-]{+sails+} here …"]);
        let (old, new) = (format!("{long} a {long}"), format!("{long} b {long}"));
        assert_eq!(plain(&old, &new), ["… 93 94 95 96 97 98 99 100 [-a-]{+b+} 1 2 3 4 5 6 7 8 …"]);
    }

    #[test]
    fn a_sentence_is_one_change() {
        assert_eq!(plain("a b c d", "a x y d"), ["a [-b c-]{+x y+} d"]);
        let gone = (1..=100).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(
            plain(&format!("Stay. {gone}"), "Stay."),
            ["Stay.[- 1 2 3 4 5 6 7 8 … (100 words) … 93 94 95 96 97 98 99 100-]"]
        );
        let parts = words("a b", "a c");
        assert_eq!(parts.iter().map(|p| p.op).collect::<Vec<_>>(), [Op::Same, Op::Removed, Op::Added]);
        assert_eq!(lines(&parts, true), ["a \u{1b}[31;9mb\u{1b}[0m\u{1b}[32mc\u{1b}[0m"]);
    }

    #[test]
    fn scripts_without_spaces_are_compared_by_character() {
        assert_eq!(
            plain("造成12人死亡，40人受伤。", "造成15人死亡，40人受伤。"),
            ["造成[-12-]{+15+}人死亡，40人受伤。"]
        );
        assert_eq!(plain("市长已辞职。", "市长未辞职。"), ["市长[-已-]{+未+}辞职。"]);
        assert_eq!(plain("学校关闭。", "学校关闭，市长已辞职。"), ["学校关闭{+，市长已辞职+}。"]);
        assert_eq!(plain("iPhone 12 で撮影", "iPhone 15 で撮影"), ["iPhone [-12-]{+15+} で撮影"]);
        assert_eq!(
            plain("well-known 1,200 co.", "well-known 1,300 co."),
            ["well-known [-1,200-]{+1,300+} co."]
        );
    }

    #[test]
    fn ranges_are_read() {
        assert_eq!("1..3".parse(), Ok(Range::Two(1, 3)));
        for wrong in ["3", "0..1", "a..b", "1..", ""] {
            assert!(wrong.parse::<Range>().is_err(), "{wrong}");
        }
    }
}

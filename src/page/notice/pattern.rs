//! The wordings of a phrase, and whether a sentence has one of them.
//!
//! `(a|b|)` is one of several wordings (they may nest), `*` up to a dozen words of the same sentence, `\(`
//! a bracket of the text. Everything is compared as [`fold`] leaves it.

use super::sentence::fold;

/// A gap is at most so many words wide.
const GAP: usize = 12;

/// A compiled phrase.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Part>);

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    OneOf(Vec<Vec<Part>>),
    Gap,
    /// No word follows.
    End,
}

impl Pattern {
    /// Reads a phrase; `None` where it says nothing or its brackets do not match.
    pub(super) fn parse(phrase: &str) -> Option<Self> {
        let mut parts = match sequence(&mut phrase.chars().peekable(), 0)?.as_mut_slice() {
            [one] => std::mem::take(one),
            _ => return None,
        };
        while parts.last() == Some(&Part::Gap) {
            parts.pop();
        }
        (!parts.is_empty()).then_some(Pattern(parts))
    }

    /// Only wordings that go to the end of the text: "sponsored" is none of "sponsored content".
    pub(super) fn anchored(mut self) -> Self {
        self.0.push(Part::End);
        self
    }

    /// Texts of which every wording has one: what to look for first.
    pub(super) fn anchors(&self) -> Vec<&str> {
        anchors(&self.0).unwrap_or_default()
    }

    /// Where a wording that begins at `at` ends; nothing once `tries` steps are used up.
    pub(super) fn ends(&self, text: &str, at: usize, tries: &mut usize) -> Option<usize> {
        matches(&[&self.0], text, at, tries)
    }

    /// Where the first wording stands, on the bounds of words.
    pub(super) fn find(&self, text: &str, tries: &mut usize) -> Option<(usize, usize)> {
        let mut after_word = false;
        for (at, c) in text.char_indices() {
            if !(after_word && c.is_alphanumeric())
                && let Some(end) = matches(&[&self.0], text, at, tries)
            {
                return Some((at, end));
            }
            after_word = c.is_alphanumeric();
        }
        None
    }
}

/// Alternatives up to a closing bracket or the end.
fn sequence(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, depth: usize) -> Option<Vec<Vec<Part>>> {
    let mut all = Vec::new();
    let mut parts = Vec::new();
    let mut text = String::new();
    let flush = |text: &mut String, parts: &mut Vec<Part>| {
        // Blanks at the ends join what stands beside it.
        let folded = fold(text);
        if !text.is_empty() {
            let lead = if text.starts_with(' ') && !folded.is_empty() { " " } else { "" };
            let trail = if text.ends_with(' ') { " " } else { "" };
            parts.push(Part::Text(format!("{lead}{folded}{trail}")));
        }
        text.clear();
    };
    loop {
        match chars.next() {
            Some('\\') => text.extend(chars.next()),
            Some('(') => {
                flush(&mut text, &mut parts);
                parts.push(Part::OneOf(sequence(chars, depth + 1)?));
            }
            Some('|') if depth > 0 => {
                flush(&mut text, &mut parts);
                all.push(std::mem::take(&mut parts));
            }
            Some('*') => {
                flush(&mut text, &mut parts);
                parts.push(Part::Gap);
                while chars.next_if_eq(&' ').is_some() {}
            }
            Some(')') if depth > 0 => break,
            None if depth == 0 => break,
            None => return None,
            Some(c) => text.push(c),
        }
    }
    flush(&mut text, &mut parts);
    all.push(parts);
    Some(all)
}

fn anchors(parts: &[Part]) -> Option<Vec<&str>> {
    let of = |part: &'_ Part| -> Option<usize> {
        match part {
            Part::Text(text) => Some(text.trim().len()).filter(|l| *l > 0),
            Part::OneOf(all) => all.iter().map(|a| anchors(a)?.iter().map(|t| t.len()).min()).min()?,
            Part::Gap | Part::End => None,
        }
    };
    let best = parts.iter().filter_map(|p| Some((of(p)?, p))).max_by_key(|(length, _)| *length)?.1;
    match best {
        Part::Text(text) => Some(vec![text.trim()]),
        Part::OneOf(all) => Some(all.iter().filter_map(|a| anchors(a)).flatten().collect()),
        Part::Gap | Part::End => None,
    }
}

/// What is still to be matched: the first of `rest` first.
fn matches(rest: &[&[Part]], text: &str, at: usize, tries: &mut usize) -> Option<usize> {
    *tries = tries.checked_sub(1)?;
    let Some((now, later)) = rest.split_first() else { return is_bound(text, at).then_some(at) };
    let Some((part, more)) = now.split_first() else { return matches(later, text, at, tries) };
    let mut next: Vec<&[Part]> = vec![more];
    next.extend(later);
    match part {
        Part::Text(words) => {
            // A blank is one blank, also where a gap or an empty wording has taken it already.
            let words = if at == 0 || text[..at].ends_with(' ') { words.trim_start() } else { words };
            let rest = text.get(at..)?;
            if rest.starts_with(words) {
                return matches(&next, text, at + words.len(), tries);
            }
            // "If you buy by our links, we …": a gap may begin behind a comma.
            let after =
                rest.strip_prefix(words.strip_suffix(' ').filter(|_| more.first() == Some(&Part::Gap))?)?;
            let after = after.trim_start_matches([',', ';', ':', ')', '"', '*']).strip_prefix(' ')?;
            matches(&next, text, text.len() - after.len(), tries)
        }
        Part::End if text.get(at..)?.contains(char::is_alphanumeric) => None,
        Part::End => matches(&next, text, at, tries),
        Part::OneOf(all) => all.iter().find_map(|one| {
            let mut next = next.clone();
            next.insert(0, one);
            matches(&next, text, at, tries)
        }),
        Part::Gap => {
            let mut from = at;
            for _ in 0..=GAP {
                if let Some(end) = matches(&next, text, from, tries) {
                    return Some(end);
                }
                // Quotes and brackets in front of a word are the gap's.
                let rest = &text[from..];
                let signs = rest.len() - rest.trim_start_matches(['"', '\'', '(', '[', '-']).len();
                if signs > 0
                    && let Some(end) = matches(&next, text, from + signs, tries)
                {
                    return Some(end);
                }
                from += rest.find(' ')? + 1;
            }
            None
        }
    }
}

/// No word goes on here.
fn is_bound(text: &str, at: usize) -> bool {
    let goes_on = |c: char| c.is_alphanumeric();
    !(text[..at].chars().next_back().is_some_and(goes_on) && text[at..].chars().next().is_some_and(goes_on))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &str, text: &str) -> Option<String> {
        let pattern = Pattern::parse(phrase).expect("a phrase");
        pattern.find(text, &mut 1_000).map(|(from, to)| text[from..to].to_owned())
    }

    #[test]
    fn wordings_gaps_and_bounds() {
        let phrase = "views expressed * (are (those|that) of|belong to)";
        assert!(found(phrase, "the views expressed here are those of the author").is_some());
        assert!(found(phrase, "the views expressed belong to him").is_some());
        assert!(found(phrase, "previews expressed here are those of").is_none(), "not within a word");
        assert!(found(phrase, "the views expressed are those often heard").is_none(), "not within a word");
        let far = format!("views expressed {} are those of", "so ".repeat(20));
        assert!(found(phrase, &far).is_none(), "too far");
        assert_eq!(
            found("this (was |)(first |)published", "this published").as_deref(),
            Some("this published")
        );
        assert_eq!(found("a * \"fair use\"", "what a \"fair use\" is").as_deref(), Some("a \"fair use\""));
        assert_eq!(found("\\(via ", "x (via y)").as_deref(), Some("(via "));
        assert_eq!(Pattern::parse("(a|b"), None);
    }

    #[test]
    fn a_whole_line_is_matched_by_the_wording_that_is_all_of_it() {
        let phrase = || Pattern::parse("(paid|paid post|paid post by *)").expect("a phrase").anchored();
        for line in ["paid", "paid post", "paid post:", "paid ."] {
            assert!(phrase().ends(line, 0, &mut 1_000).is_some(), "{line}");
        }
        for line in ["paid posts", "paid in full", "paidpost"] {
            assert_eq!(phrase().ends(line, 0, &mut 1_000), None, "{line}");
        }
        assert_eq!(phrase().anchors(), ["paid", "paid post", "paid post by"]);
    }

    #[test]
    fn anchors_cover_every_wording() {
        let pattern = Pattern::parse("this (article|story) * (in|on)").expect("a phrase");
        assert_eq!(pattern.anchors(), ["article", "story"]);
        let pattern = Pattern::parse("(a|) original (x|y)").expect("a phrase");
        assert_eq!(pattern.anchors(), ["original"]);
    }

    #[test]
    fn a_hostile_sentence_ends() {
        let pattern = Pattern::parse("a * a * a * a * a * b").expect("a phrase");
        assert_eq!(pattern.find(&"a ".repeat(5_000), &mut 10_000), None);
    }
}

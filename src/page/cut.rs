//! Takes notices and furniture out of an article's body: line by line, never a word of a line that says
//! something else.

use std::collections::HashSet;
use std::ops::Range;

use super::notice::{Shape, fold};
use crate::markup::token::{Token, Tokens};
use crate::model::{DisclaimerKind, Notice, Scope};

/// A shorter notice at the end of a paragraph is left: its words may be the text's.
const MIN_PART: usize = 25;

/// What is to be taken out.
#[derive(Debug, Default)]
pub struct Cut {
    /// Lines, folded.
    lines: HashSet<String>,
    /// Notices that may stand at the end or the beginning of a paragraph, folded.
    parts: Vec<String>,
    /// Lines that are taken out only before the first or after the last line that stays, folded.
    edges: HashSet<String>,
    /// The same lines by their shape: what recurs has other numbers each time.
    shapes: Vec<Shape>,
}

impl Cut {
    /// `notices` and `furniture` go wherever they are a line of their own; what only recurs on the outlet's
    /// pages (`recurring`) goes at the edges of the body, never from its middle.
    pub fn new(notices: &[Notice], furniture: &[String], recurring: &[String]) -> Self {
        let mut cut = Cut::default();
        for notice in notices.iter().filter(|n| n.scope != Scope::Other) {
            cut.lines.extend(notice.text.lines().map(fold).filter(|l| !l.is_empty()));
            let folded = fold(&notice.text);
            // A dateline is the beginning of the text as it was printed.
            if folded.len() >= MIN_PART && notice.kind != DisclaimerKind::Agency {
                cut.parts.push(folded);
            }
        }
        cut.lines.extend(furniture.iter().map(|f| fold(f)).filter(|l| !l.is_empty()));
        cut.shapes.extend(recurring.iter().filter_map(|r| Shape::of(r)));
        cut.edges.extend(recurring.iter().map(|r| fold(r)).filter(|l| !l.is_empty()));
        cut
    }

    /// Is there nothing to take out?
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.edges.is_empty()
    }

    /// Takes it out of plain text as [`markup::text`](crate::markup::text) writes it.
    pub fn text(&self, text: &str) -> String {
        let lines: Vec<&str> = text.split('\n').collect();
        let kept = self.keep(&lines.iter().map(|l| said(l)).collect::<Vec<_>>());
        let mut out = String::with_capacity(text.len());
        for (line, keep) in lines.iter().zip(kept) {
            match keep {
                Keep::All => out.push_str(line),
                Keep::Part(range) => {
                    let at = line.len() - said(line).len();
                    out.push_str(&line[..at]);
                    out.push_str(said(line)[range].trim());
                }
                Keep::Nothing => {
                    // Its line break goes as well.
                    continue;
                }
            }
            out.push('\n');
        }
        // Where a paragraph is gone three line breaks or more meet.
        let mut tidy = String::with_capacity(out.len());
        let mut breaks = 0;
        for c in out.trim().chars() {
            breaks = if c == '\n' { breaks + 1 } else { 0 };
            if breaks <= 2 {
                tidy.push(c);
            }
        }
        tidy
    }

    /// Takes it out of sanitised HTML: the text of a line goes, and the elements that held nothing else.
    pub fn html(&self, html: &str) -> String {
        let runs = runs(html);
        let texts: Vec<String> = runs.iter().map(|run| run.text.clone()).collect();
        let kept = self.keep(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let mut out = String::with_capacity(html.len());
        let mut done = 0;
        for (run, keep) in runs.iter().zip(kept) {
            let stays = match keep {
                Keep::All => continue,
                Keep::Part(range) => range,
                Keep::Nothing => 0..0,
            };
            for piece in &run.pieces {
                out.push_str(&html[done..piece.raw.start]);
                out.push_str(&html[piece.part(html, &stays)]);
                done = piece.raw.end;
            }
        }
        out.push_str(&html[done..]);
        without_empty(&out)
    }

    /// What stays of each line.
    fn keep(&self, lines: &[&str]) -> Vec<Keep> {
        let folded: Vec<String> = lines.iter().map(|l| fold(l)).collect();
        let mut kept: Vec<Keep> =
            lines.iter().zip(&folded).map(|(line, folded)| self.keep_line(line, folded)).collect();
        let is_edge =
            |at: &usize| folded[*at].is_empty() || kept[*at] == Keep::Nothing || self.recurs(&folded[*at]);
        let head: Vec<usize> = (0..lines.len()).take_while(is_edge).collect();
        let tail: Vec<usize> = (0..lines.len()).rev().take_while(is_edge).collect();
        for at in head.into_iter().chain(tail) {
            if !folded[at].is_empty() {
                kept[at] = Keep::Nothing;
            }
        }
        kept
    }

    /// Is it one of the lines that recur, but for numbers and a few words?
    fn recurs(&self, folded: &str) -> bool {
        let is_like = || Shape::of(folded).is_some_and(|own| self.shapes.iter().any(|s| s.is_like(&own)));
        self.edges.contains(folded) || is_like()
    }

    fn keep_line(&self, line: &str, folded: &str) -> Keep {
        if folded.is_empty() {
            return Keep::All;
        }
        if self.lines.contains(folded) {
            return Keep::Nothing;
        }
        for part in &self.parts {
            // Lines of one notice are joined here and apart there.
            if folded.len() >= MIN_PART && part.len() > folded.len() && part.contains(folded) {
                return Keep::Nothing;
            }
            if let Some(head) = folded
                .strip_suffix(part.as_str())
                .filter(|h| h.ends_with(". ") || h.ends_with("\" ") || h.ends_with("? ") || h.ends_with("! "))
            {
                return Keep::Part(0..word_at(line, head.split(' ').filter(|w| !w.is_empty()).count()));
            }
            if folded.strip_prefix(part.as_str()).is_some_and(|t| t.starts_with(' '))
                && part.ends_with(['.', ')', ':'])
            {
                return Keep::Part(word_at(line, part.split(' ').count())..line.len());
            }
        }
        Keep::All
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Keep {
    All,
    Part(Range<usize>),
    Nothing,
}

/// Where the word of that number begins; folding keeps words apart as they were.
fn word_at(line: &str, number: usize) -> usize {
    line.split_whitespace().nth(number).map_or(line.len(), |w| w.as_ptr().addr() - line.as_ptr().addr())
}

/// A line without the marks that [`markup::text`](crate::markup::text) puts in front: quotes, bullets.
fn said(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(inner) = rest.strip_prefix("> ").or_else(|| rest.strip_prefix("• ")) {
        rest = inner.trim_start();
    }
    rest
}

/// The text between two block tags or line breaks, and the pieces of HTML it is made of.
struct Run {
    text: String,
    pieces: Vec<Piece>,
}

/// A piece of text of a run.
struct Piece {
    /// Where it stands in the HTML.
    raw: Range<usize>,
    /// Where its words begin in the run's text.
    at: usize,
    text: String,
}

impl Piece {
    /// Where in the HTML those of its words stand that a part of the run's text has.
    fn part(&self, html: &str, stays: &Range<usize>) -> Range<usize> {
        let raw = &html[self.raw.clone()];
        // References hold no blanks, so words are counted alike before and after they are resolved.
        let bound = |bound: usize| {
            let inside = bound.saturating_sub(self.at).min(self.text.len());
            let inside = self.text.floor_char_boundary(inside);
            let words = self.text[..inside].split_whitespace().count();
            if inside == self.text.len() { raw.len() } else { word_at(raw, words) }
        };
        let (from, to) = if stays.start <= self.at {
            (0, bound(stays.end))
        } else {
            (bound(stays.start), bound(stays.end))
        };
        let to = if stays.end <= self.at { 0 } else { to };
        self.raw.start + from.min(to)..self.raw.start + to
    }
}

fn runs(html: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut run = Run { text: String::new(), pieces: Vec::new() };
    for token in Tokens::new(html) {
        match token {
            Token::Text(raw) => {
                let at = raw.as_ptr().addr() - html.as_ptr().addr();
                let text = crate::markup::decode(raw).into_owned();
                let piece = Piece { raw: at..at + raw.len(), at: run.text.len(), text };
                run.text.push_str(&piece.text);
                run.pieces.push(piece);
            }
            Token::Open { name, .. } | Token::Close(name) => {
                if !is_inline(name) {
                    runs.push(std::mem::replace(&mut run, Run { text: String::new(), pieces: Vec::new() }));
                }
            }
        }
    }
    runs.push(run);
    runs
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "i"
            | "em"
            | "strong"
            | "span"
            | "u"
            | "s"
            | "small"
            | "sub"
            | "sup"
            | "mark"
            | "abbr"
            | "cite"
            | "code"
            | "time"
            | "q"
            | "kbd"
            | "del"
            | "font"
            | "strike"
            | "tt"
            | "var"
            | "wbr"
            | "acronym"
            | "dfn"
            | "samp"
            | "data"
            | "ruby"
            | "rt"
            | "rp"
            | "bdi"
            | "img"
    )
}

/// Drops elements that hold nothing but blanks; pictures, rules and media hold something. One pass for
/// each level of nesting that becomes empty, eight at most.
fn without_empty(html: &str) -> String {
    let mut html = html.to_owned();
    for _ in 0..8 {
        let mut out = String::with_capacity(html.len());
        let mut done = 0;
        let mut open: Option<(&str, usize)> = None;
        for token in Tokens::new(&html) {
            match token {
                Token::Text(raw) => open = open.filter(|_| raw.trim().is_empty()),
                Token::Open { name, whole, .. } => {
                    let at = whole.as_ptr().addr() - html.as_ptr().addr();
                    open = if name == "br" { open } else { is_container(name).then_some((name, at)) };
                }
                Token::Close(name) => {
                    let end = name.as_ptr().addr() - html.as_ptr().addr() + name.len();
                    let end = end + html[end..].find('>').map_or(0, |i| i + 1);
                    if let Some((opened, at)) = open.take()
                        && opened == name
                    {
                        out.push_str(&html[done..at]);
                        done = end;
                    }
                }
            }
        }
        if done == 0 {
            break;
        }
        out.push_str(&html[done..]);
        html = out;
    }
    html
}

fn is_container(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "blockquote"
            | "section"
            | "span"
            | "a"
            | "em"
            | "strong"
            | "b"
            | "i"
            | "small"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "figcaption"
            | "aside"
            | "footer"
            | "header"
            | "center"
            | "u"
            | "article"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(notices: &[&str], furniture: &[&str], recurring: &[&str]) -> Cut {
        let notices: Vec<_> = notices
            .iter()
            .map(|text| Notice {
                kind: DisclaimerKind::Disclaimer,
                text: (*text).to_owned(),
                language: None,
                scope: Scope::Article,
            })
            .collect();
        let own = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        Cut::new(&notices, &own(furniture), &own(recurring))
    }

    #[test]
    fn lines_go_and_words_stay() {
        let cut = cut(&["All views are the author’s own.\nWrite to us about it all."], &["Share this"], &[]);
        assert_eq!(
            cut.text("The ferry ran.\n\nShare this\n\nIt ran late. All views are the author's own.\nWrite to us about it all.\n\n> “All views are the author's own,” he said."),
            "The ferry ran.\n\nIt ran late. All views are the author's own.\n\n> “All views are the author's own,” he said."
        );
    }

    #[test]
    fn a_notice_at_the_end_of_a_paragraph_goes() {
        let cut = cut(&["This article first appeared in The Quay."], &[], &[]);
        assert_eq!(cut.text("It ran late. This article first appeared in The Quay."), "It ran late.");
        assert_eq!(cut.text("This article first appeared in The Quay. It ran."), "It ran.");
    }

    #[test]
    fn what_only_recurs_goes_from_the_edges_only() {
        let cut = cut(&[], &[], &["We need your help.", "Write to us."]);
        assert_eq!(
            cut.text("We need your help.\n\nOne.\n\nWe need your help.\n\nTwo.\n\nWrite to us.\n\nWe need your help."),
            "One.\n\nWe need your help.\n\nTwo."
        );
    }

    #[test]
    fn what_recurs_with_other_numbers_goes_from_the_edges() {
        let line = "This story is part of our series on the harbour; it was read by 4,120 people in May.";
        let cut = cut(&[], &[], &[line]);
        let other = line.replace("4,120", "317").replace("May", "June");
        assert_eq!(cut.text(&format!("One of 317.\n\n{other}")), "One of 317.");
        assert_eq!(cut.html(&format!("<p>One.</p><p>{other}</p>")), "<p>One.</p>");
        let inside = format!("One.\n\n{other}\n\nTwo.");
        assert_eq!(cut.text(&inside), inside);
        let text = "One.\n\nThis story is part of what the harbour tells; it was told by nine people in May.";
        assert_eq!(cut.text(text), text);
    }

    #[test]
    fn html_loses_the_end_of_a_paragraph() {
        let cut = cut(&["This article first appeared in The Quay."], &[], &[]);
        assert_eq!(
            cut.html("<p>It <b>ran&nbsp;late</b>. This article <i>first</i> appeared in <a href=\"q\">The Quay</a>.</p>"),
            "<p>It <b>ran&nbsp;late</b>. </p>"
        );
        assert_eq!(
            cut.html("<p>This article first appeared in The Quay. It <b>ran</b>.</p>"),
            "<p>It <b>ran</b>.</p>"
        );
    }

    #[test]
    fn html_loses_the_line_and_what_held_it() {
        let cut = cut(&["© 2020 The Quay"], &["Share"], &[]);
        assert_eq!(
            cut.html("<p>One <b>two</b>.</p><p>© 2020 <a href=\"https://quay.example/\">The Quay</a></p><ul><li>Share</li></ul><p><img src=\"x\"></p>"),
            "<p>One <b>two</b>.</p><p><img src=\"x\"></p>"
        );
        assert_eq!(cut.html("<p>One<br>© 2020 The Quay<br>Two</p>"), "<p>One<br><br>Two</p>");
    }
}

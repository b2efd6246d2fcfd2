//! The short lines that stand between the article's heading and its first paragraph.

use std::sync::LazyLock;

use super::super::signals::Signals;
use crate::markup::{self, Child, Css, Element};
use crate::model::fold;

/// A line as long as this is a paragraph: the head is over.
const PARAGRAPH: usize = 120;
/// Lines of a head, and elements looked at for them.
const MOST_LINES: usize = 12;
const MOST_ELEMENTS: usize = 400;
/// How deep such a line stands.
const MOST_DEPTH: usize = 40;
static HEADING: LazyLock<Css> = LazyLock::new(|| Css::new("h1, h2"));

/// One line of the head.
pub(super) struct Line<'a> {
    pub(super) text: String,
    /// Its links, with where their words begin and end.
    pub(super) links: Vec<(usize, usize, Element<'a>)>,
    /// Is it a heading of its own: a deck?
    pub(super) is_heading: bool,
}

/// The lines under the article's heading.
pub(super) fn lines<'a>(signals: &Signals<'a>, title: Option<&str>) -> Vec<Line<'a>> {
    let title = title.map(fold).unwrap_or_default();
    let mut all = signals
        .dom
        .select(&HEADING)
        .filter(|h| !h.ancestors().any(|a| matches!(a.name(), "nav" | "aside")))
        .take(12);
    let all: Vec<Element<'_>> = all.by_ref().collect();
    let first: Vec<&Element<'_>> = all.iter().filter(|h| h.name() == "h1").collect();
    let named = all.iter().find(|h| !title.is_empty() && fold(&h.line()) == title);
    let Some(heading) = named.or(if first.len() == 1 { Some(first[0]) } else { None }) else {
        return Vec::new();
    };
    let mut walker = Walker {
        lines: Vec::new(),
        text: String::new(),
        links: Vec::new(),
        flushed: 0,
        seen: 0,
        done: false,
        is_heading: false,
    };
    let mut below = *heading;
    for above in heading.ancestors().take(MOST_DEPTH) {
        let mut begun = false;
        for child in above.children() {
            match child {
                Child::Element(e) if !begun => begun = e.key() == below.key(),
                Child::Text(_) if !begun => {}
                child => walker.child(child, 0),
            }
            if walker.done {
                break;
            }
        }
        walker.flush();
        below = above;
        if walker.done || above.name() == "body" {
            break;
        }
    }
    walker.lines
}

struct Walker<'a> {
    lines: Vec<Line<'a>>,
    text: String,
    links: Vec<(usize, usize, Element<'a>)>,
    /// How often a line was ended.
    flushed: usize,
    seen: usize,
    done: bool,
    is_heading: bool,
}

impl<'a> Walker<'a> {
    fn child(&mut self, child: Child<'a>, depth: usize) {
        match child {
            Child::Text(text) => {
                // A long text ends the head anyhow: not all of it is copied.
                if self.text.len() <= 8 * PARAGRAPH {
                    self.text.push_str(text);
                }
            }
            Child::Element(e) => self.element(e, depth),
        }
    }

    fn element(&mut self, e: Element<'a>, depth: usize) {
        self.seen += 1;
        if self.done || self.seen > MOST_ELEMENTS || depth > MOST_DEPTH {
            self.done = true;
            return;
        }
        match e.name() {
            "script" | "style" | "template" | "noscript" | "iframe" | "svg" | "select" | "form"
            | "button" | "nav" | "aside" | "footer" | "figure" | "figcaption" | "blockquote" | "table" => {
                return self.flush();
            }
            "br" | "hr" => return self.flush(),
            "h1" => {
                self.done = true;
                return;
            }
            _ => {}
        }
        let is_other = |word: &str| {
            matches!(
                word,
                "related"
                    | "comments"
                    | "comment"
                    | "sidebar"
                    | "teaser"
                    | "recommended"
                    | "popular"
                    | "newsletter"
                    | "caption"
                    | "bio"
                    | "tags"
            )
        };
        if e.attr("hidden").is_some() || e.is_named(is_other) {
            return self.flush();
        }
        let is_inline = matches!(
            e.name(),
            "a" | "b"
                | "i"
                | "em"
                | "strong"
                | "span"
                | "u"
                | "small"
                | "time"
                | "abbr"
                | "cite"
                | "font"
                | "sup"
                | "mark"
                | "img"
                | "bdi"
                | "label"
        );
        if !is_inline {
            self.flush();
            self.is_heading = matches!(e.name(), "h2" | "h3");
        }
        let (from, line) = (self.text.len(), self.flushed);
        for child in e.children() {
            self.child(child, depth + 1);
        }
        // A link around whole blocks is no link in a line.
        if e.name() == "a" && self.flushed == line {
            self.links.push((from, self.text.len(), e));
        }
        if !is_inline {
            if !self.text.trim().is_empty() && self.text.chars().count() >= PARAGRAPH && is_deck(e) {
                self.text.clear();
                self.links.clear();
            }
            self.flush();
            self.is_heading = false;
        }
    }

    fn flush(&mut self) {
        self.flushed += 1;
        let raw = std::mem::take(&mut self.text);
        let links = std::mem::take(&mut self.links);
        if self.done || raw.trim().is_empty() {
            return;
        }
        let clean = |text: &str| markup::clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let text = clean(&raw);
        if text.chars().count() >= PARAGRAPH || self.lines.len() >= MOST_LINES {
            self.done = true;
            return;
        }
        // Where the links stand once blanks are one.
        let mut at = 0;
        let place = |(from, to, link): (usize, usize, Element<'a>)| {
            let words = clean(raw.get(from..to)?);
            let start = at + text.get(at..)?.find(words.as_str()).filter(|_| !words.is_empty())?;
            at = start + words.len();
            Some((start, at, link))
        };
        let links = links.into_iter().filter_map(place).collect();
        self.lines.push(Line { text, links, is_heading: self.is_heading });
    }
}

/// May it be long and the head go on: a deck, by its element or name?
fn is_deck(e: Element<'_>) -> bool {
    matches!(e.name(), "h2" | "h3" | "h4")
        || e.is_named(|word| {
            matches!(
                word,
                "lead"
                    | "lede"
                    | "deck"
                    | "dek"
                    | "intro"
                    | "standfirst"
                    | "subtitle"
                    | "summary"
                    | "excerpt"
                    | "chapo"
                    | "vorspann"
                    | "subheadline"
            )
        })
}

//! The standfirst: the sentence or two under the title that belong to the article and that readers of
//! pages leave out, because they stand in its head.

use std::sync::LazyLock;

use super::super::signals::Signals;
use crate::markup::{self, Child, Css, Element};
use crate::model::fold;

/// Characters of a standfirst.
const SHORTEST: usize = 40;
const LONGEST: usize = 700;
/// Elements looked at.
const MOST_ELEMENTS: usize = 6_000;

/// Parts of a class by which it is one: long ones wherever they stand, short ones as whole words.
#[rustfmt::skip]
const LONG: &[&str] = &[
    "standfirst", "subtitle", "subheadline", "subheading", "sub-title", "sub-headline", "sub-heading", "teasertext", "teaser-text", "excerpt", "summary", "leadtext", "lead-text", "article-lead", "article__lead", "articlelead", "entradilla",
    "sottotitolo", "occhiello", "vorspann", "preamble", "ingress", "article-intro", "article__intro", "article-description", "article__description", "abstract", "leadparagraph", "lead-paragraph", "bajada",
];
const SHORT: &[&str] =
    &["lead", "lede", "deck", "dek", "intro", "chapo", "sapo", "subtitles", "strapline", "kurztext"];

static BLOCK: LazyLock<Css> = LazyLock::new(|| Css::new("h1, h2, h3, p, div, span, strong, li"));
static HEADING: LazyLock<Css> = LazyLock::new(|| Css::new("h1"));

/// Puts it before the body where it stands on the page and is missing there.
pub(super) fn put_before(signals: &Signals<'_>, title: Option<&str>, html: String) -> String {
    let text = markup::text(&html);
    match find(signals, title, &text) {
        Some(line) => format!("{}{html}", super::voices::paragraphs(&line)),
        None => html,
    }
}

fn find(signals: &Signals<'_>, title: Option<&str>, text: &str) -> Option<String> {
    let body = fold(text);
    let first = text.lines().map(fold).find(|l| l.len() >= 60);
    let title = title.map(fold).unwrap_or_default();
    let described: Vec<String> = ["og:description", "description", "twitter:description"]
        .iter()
        .filter_map(|name| signals.metas(name).next())
        .map(|d| fold(&markup::line(d)))
        .chain(
            signals
                .article()
                .and_then(|n| signals.data.text(n, "description"))
                .map(|d| fold(&markup::line(&d))),
        )
        .map(|d| d.trim_end_matches('-').to_owned())
        .filter(|d| d.len() >= SHORTEST)
        .collect();
    // Where no heading says where the article begins, only the description tells.
    let mut begun = !signals.dom.select(&HEADING).any(|h| speaks_of(&fold(&h.line()), &title));
    let mut after_heading = 0;
    for element in signals.dom.select(&BLOCK).take(MOST_ELEMENTS) {
        if !begun {
            begun = element.name() == "h1" && speaks_of(&fold(&element.line()), &title);
            continue;
        }
        if !is_leaf(element) || super::furniture::is_inside(element) {
            continue;
        }
        let line = element.line();
        let chars = line.chars().count();
        if !(SHORTEST..=LONGEST).contains(&chars) {
            continue;
        }
        after_heading += 1;
        let folded = fold(&line);
        if first.as_ref().is_some_and(|f| *f == folded || folded.len() >= 60 && f.starts_with(&folded)) {
            return None;
        }
        if folded == title || body.contains(&folded) {
            continue;
        }
        let is_described = described.iter().any(|d| {
            *d == folded
                || d.len() >= 60 && folded.starts_with(d.as_str())
                || folded.len() >= 60 && d.starts_with(&folded)
        });
        let is_named = element.ancestors().take(2).chain([element]).any(is_named);
        let is_under =
            after_heading == 1 && matches!(element.name(), "h2" | "h3") && follows_heading(element);
        if is_described || is_named || is_under {
            return Some(line);
        }
        if after_heading > 12 {
            return None;
        }
    }
    None
}

fn speaks_of(heading: &str, title: &str) -> bool {
    heading.len() >= 8 && title.len() >= 8 && (heading.contains(title) || title.contains(heading))
}

/// Holds words, and no block of its own.
fn is_leaf(element: Element<'_>) -> bool {
    element.children().all(|child| match child {
        Child::Text(_) => true,
        Child::Element(e) => matches!(
            e.name(),
            "a" | "b" | "i" | "em" | "strong" | "span" | "br" | "q" | "mark" | "time" | "sup" | "u"
        ),
    })
}

fn is_named(element: Element<'_>) -> bool {
    let mark = |name: &str| element.attr(name).map(str::to_ascii_lowercase).unwrap_or_default();
    let marks = format!("{} {} {}", mark("class"), mark("id"), mark("itemprop"));
    LONG.iter().any(|word| marks.contains(word))
        || marks.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| SHORT.contains(&word))
}

fn follows_heading(element: Element<'_>) -> bool {
    element
        .prev_siblings()
        .take(2)
        .chain(element.parent().into_iter().flat_map(|p| p.prev_siblings().take(1)))
        .any(|e| e.name() == "h1")
}

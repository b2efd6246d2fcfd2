//! What looks like a notice and is none: entries of menus, phrases that name nobody.

use super::classify::Segment;
use super::lexicon::Sense;
use super::sentence::fold;
use crate::model::DisclaimerKind;
use crate::page::block::{Block, Place};
use crate::page::licence::creative_commons;

/// Entries of menus are no longer than this.
const MAX_ENTRY: usize = 60;

/// A line that names a source under an article is no longer than this.
const MAX_SOURCE: usize = 160;
/// Nor is an entry of a row of links.
const MAX_IN_ROW: usize = 30;

/// "Our newsletter", folded: whoever says "our" names no other outlet.
const OUR: [&str; 16] = [
    "our", "ours", "unser", "unsere", "unserer", "unserem", "unseren", "notre", "nos", "nuestra", "nuestro",
    "nostra", "nostro", "nossa", "nosso", "onze",
];
/// Words before a day, folded: "first published on Tuesday" names no outlet. Longer ones begin so.
const DAYS: [&str; 24] = [
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "oct", "nov", "dec", "janu", "marz", "mai", "okt", "dez", "may",
];
/// Issues of the outlet itself, folded.
const ISSUES: [&str; 8] =
    ["ausgabe", "heft", "der ausgabe", "print", "the print", "the issue", "the magazine", "our print"];

/// Does a name follow a phrase, by its first word, folded? A number or a day is none.
pub(super) fn names_somebody(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(first) = rest.split(' ').next().filter(|w| !w.is_empty()) else { return false };
    let bare = first.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_day = DAYS.contains(&bare)
        || ([
            "january",
            "february",
            "march",
            "april",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ]
        .contains(&bare))
        || bare.ends_with("day") && bare.len() < 10;
    let is_issue =
        ISSUES.iter().any(|i| rest.strip_prefix(i).is_some_and(|r| !r.starts_with(char::is_alphanumeric)));
    !(first.starts_with(|c: char| c.is_ascii_digit()) || is_day || is_issue || OUR.contains(&bare))
}

/// "Contact", "Copyright Policy", "Haftungsausschluss": a link and nothing else, or a word or two of a list.
pub(super) fn is_menu(block: &Block, segment: &Segment) -> bool {
    let Sense::Notice(kind) = segment.sense else { return false };
    let text = segment.text.trim();
    if kind != DisclaimerKind::Copyright && is_row(&block.text) {
        return true;
    }
    if kind == DisclaimerKind::Attribution || text.len() > MAX_ENTRY || text.contains(['©', '@']) {
        return kind == DisclaimerKind::Attribution && is_vague(block, text);
    }
    let linked: usize = block.links.iter().map(|l| l.text.len()).sum();
    // "* Affiliate link" explains a sign in the text.
    let is_link = !(leads_to_licence(block) || block.text.starts_with('*'))
        && linked * 10 >= block.text.len() * 9
        && !text.contains(|c: char| c.is_ascii_digit());
    let says_little =
        kind == DisclaimerKind::Contact && text.len() < 25 && !text.contains(|c: char| c.is_ascii_digit());
    let is_credit = matches!(kind, DisclaimerKind::Agency | DisclaimerKind::Sponsored) && block.in_article;
    (is_link && !is_credit) || (says_little && !block.in_article)
}

/// "Licensed under CC BY" that leads to the licence says what it is, though it is a link and nothing else.
pub(super) fn leads_to_licence(block: &Block) -> bool {
    block.links.iter().any(|l| creative_commons(&l.href).is_some())
}

/// "Imprint | Privacy | Disclaimer | Contact".
fn is_row(text: &str) -> bool {
    let mut entries = text.split(['|', '•', '·', '\n']).map(str::trim).filter(|e| !e.is_empty());
    !text.contains(['©', '@', ':'])
        && !text.contains(|c: char| c.is_ascii_digit())
        && text.matches(['|', '•', '·']).count() >= 2
        && entries.all(|entry| entry.len() <= MAX_IN_ROW)
}

/// "Source: WHO" says little: it may stand under a chart. With a link away it is about the article, and as
/// the one source under its last paragraph.
fn is_vague(block: &Block, text: &str) -> bool {
    let is_below = block.in_article
        && block.place == Place::Main
        && (block.before > 0 && block.after == 0)
        && text.len() <= MAX_SOURCE
        && !names_many(text);
    needs_link(text)
        && !is_below
        && !block.links.iter().any(|l| l.href.contains("://") && !l.text.is_empty() && text.contains(&l.text))
}

/// "Sources: …" are what the article is made of, not whose it is.
fn names_many(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = bare.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(
        first,
        "sources" | "quellen" | "fuentes" | "fonti" | "fontes" | "bronnen" | "источники" | "zrodła"
    ) || folded.contains(" et al")
}

/// Does the sentence begin as every reference to anything does?
pub(in crate::page) fn needs_link(text: &str) -> bool {
    const VAGUE: [&str; 15] = [
        "source:",
        "sources:",
        "quelle:",
        "quellen:",
        "quelle(n):",
        "fuente:",
        "fuentes:",
        "fonte:",
        "fonti:",
        "fontes:",
        "bron:",
        "bronnen:",
        "источник",
        "zrodło",
        "via",
    ];
    let folded = fold(text);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    VAGUE.iter().any(|v| bare.starts_with(v))
}

#[cfg(test)]
mod tests {
    use super::names_somebody;

    #[test]
    fn days_and_issues_are_no_outlets() {
        for rest in [" the dispatch.", " \"dispatch\"", " mayfair news"] {
            assert!(names_somebody(rest), "{rest}");
        }
        for rest in [
            "",
            " .",
            " 3 may 2017",
            " tue 29 nov",
            " may 3",
            " thursday",
            " ausgabe 7/2019",
            " december 2012",
        ] {
            assert!(!names_somebody(rest), "{rest}");
        }
    }
}

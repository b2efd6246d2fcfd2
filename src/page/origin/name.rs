//! The name of an outlet inside the sentence that names it.

use super::Own;
use super::own;
use crate::model::Original;
use crate::page::block::{Block, Link};
use crate::page::notice::{Segment, agency_in, fold, needs_link};

/// A name has at most so many words.
const MAX_WORDS: usize = 8;
/// Between the phrase and a link stand at most so many bytes ("the ", a quote).
const LINK_WITHIN: usize = 6;

/// In a block no longer than this all links belong to the sentence.
const SHORT_BLOCK: usize = 300;

/// Links whose words say nothing of who it is, folded.
const HERE: [&str; 22] = [
    "here",
    "this link",
    "link",
    "hier",
    "ici",
    "aqui",
    "qui",
    "здесь",
    "original",
    "original article",
    "source",
    "the original article",
    "read the original article",
    "originalartikel",
    "full article",
    "article",
    "quelle",
    "original post",
    "here.",
    "tutaj",
    "this article",
    "l'article original",
];

/// What an institution hands out to be printed, folded: who is named as its source had it first.
const RELEASE: [&str; 13] = [
    "pressemitteilung",
    "pressemeldung",
    "presseinformation",
    "medienmitteilung",
    "presseaussendung",
    "press release",
    "news release",
    "kontaktadresse",
    "polizeimeldung",
    "communique",
    "comunicado",
    "comunicato",
    "пресс-релиз",
];

/// What ends a name, folded: what comes after says when, under which terms or by whom.
const ENDS: &[&str] = &[
    " erschien",
    " veröffentlicht",
    " publiziert",
    "\" ",
    "” ",
    "“ ",
    "» ",
    " verschenen",
    " gepubliceerd",
    " on ",
    " under ",
    " and ",
    " by ",
    " in ",
    " with ",
    " as ",
    " at ",
    " for ",
    " where ",
    " before ",
    " am ",
    " unter ",
    " und ",
    " von ",
    " vom ",
    " im ",
    " le ",
    " sous ",
    " et ",
    " par ",
    " el ",
    " bajo ",
    " y ",
    " il ",
    " sotto ",
    " con ",
    " e ",
    " em ",
    " sob ",
    " op ",
    " onder ",
    " en ",
    " met ",
    " - ",
    " (",
    " | ",
    ", ",
    "; ",
    " has ",
    " is ",
    " was ",
    " when ",
    " wurde ",
    " ist ",
];

/// What a sentence of attribution names; `None` where it is the page's own outlet or nobody.
pub(super) fn read(block: &Block, segment: &Segment, own: &Own) -> Option<Original> {
    let end = segment.at + segment.text.len();
    let inside = |l: &&Link| l.at >= segment.at && l.at < end;
    let from = segment.name_at.filter(|at| *at <= end);
    // The link that stands where the name does, else the first one that leads away.
    let at_name = from.and_then(|from| {
        block.links.iter().filter(inside).find(|l| {
            let between = block.text.get(from..l.at).unwrap_or_default();
            l.at + l.text.len() >= from && l.at <= from + LINK_WITHIN && is_article(between)
        })
    });
    let leads_away = |l: &&Link| !own.has_host(&l.href);
    // A short block is about the original altogether.
    let beside = || block.links.iter().find(leads_away).filter(|_| block.text.len() < SHORT_BLOCK);
    let link = at_name.or_else(|| block.links.iter().filter(inside).find(leads_away)).or_else(beside);
    let url =
        link.and_then(|l| own.resolve(&l.href)).filter(|u| u.host_str().is_some_and(|h| !own.is_host(h)));
    // A name that links to the page's own site is the site's own name, or a page about the other.
    let linked = at_name.filter(|l| says_who(&l.text)).map(|l| tidy(&l.text));
    let written = || from.and_then(|from| written(block.text.get(from..end)?));
    let outlet = linked.filter(|n| n.split_whitespace().count() <= MAX_WORDS).or_else(written);
    let outlet = match outlet {
        Some(name) if own.is(&name) => return None,
        Some(name) => Some(name),
        None => own::host_of(url.as_ref()?.as_str()),
    };
    // "On our German site": a link to the front page or to another of the outlet's hosts is itself; one
    // deep in the page's own host may lead to what the site writes about the other outlet.
    let is_self = url.is_none()
        && at_name.and_then(|l| own.resolve(&l.href)).is_some_and(|u| {
            let is_here = own.page.as_ref().is_some_and(|b| b.host_str() == u.host_str());
            u.host_str().is_some_and(|h| own.is_host(h)) && (!is_here || u.path() == "/")
        });
    // A printed address is no name: its host is one, and it leads where a link would.
    let printed = outlet.as_deref().filter(|name| name.contains("://")).and_then(|name| own.resolve(name));
    let url = url.or(printed.filter(|u| u.host_str().is_some_and(|h| !own.is_host(h))));
    let outlet = outlet.map(|name| own::host_of(&name).unwrap_or_else(|| without_release(&name).to_owned()));
    let is_stated = || {
        let text = fold(&segment.text);
        RELEASE.iter().any(|word| text.contains(word))
            || names_a_day(&text)
            || outlet.as_deref().is_some_and(|o| agency_in(o).is_some())
    };
    if is_self || (url.is_none() && needs_link(&segment.text) && !is_stated()) {
        return None;
    }
    Some(Original { outlet, url: url.map(String::from), evidence: segment.text.clone() })
}

/// "Source: Harbour Board, 2 February 2022": what was published on a day was published there.
fn names_a_day(text: &str) -> bool {
    let numbers = || text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<u32>().ok());
    numbers().any(|n| (1990..2100).contains(&n)) && numbers().any(|n| (1..=31).contains(&n))
}

/// Nothing but an article or a quote stands between a phrase and the link.
fn is_article(between: &str) -> bool {
    let words = between.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(
        words.as_str(),
        "" | "the"
            | "der"
            | "die"
            | "das"
            | "den"
            | "dem"
            | "le"
            | "la"
            | "l"
            | "el"
            | "il"
            | "o"
            | "a"
            | "de"
            | "het"
    )
}

/// "Pressemitteilung Harbour Board": what was released is no name.
fn without_release(name: &str) -> &str {
    let Some((first, rest)) = name.split_once(' ') else { return name };
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_release = RELEASE.contains(&fold(first).as_str()) && rest.starts_with(char::is_uppercase);
    if is_release { rest } else { name }
}

fn says_who(words: &str) -> bool {
    let folded = fold(words);
    !folded.is_empty() && !HERE.contains(&folded.as_str()) && !folded.starts_with("http")
}

/// A name in running text: capitals or a host, up to what ends it.
fn written(rest: &str) -> Option<String> {
    // A label may stand on a line of its own.
    let line = rest.trim_start().split('\n').next()?;
    let skipped = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut end = skipped.len();
    for stop in [". ", "! ", "? "] {
        if let Some(at) = skipped.find(stop) {
            end = end.min(at);
        }
    }
    // An article in front of it is not yet the name: "in the Courier" ends at the second "the".
    let body = &skipped[..end];
    let lower = body.to_lowercase();
    if lower.len() == body.len() {
        for stop in ENDS {
            if let Some(at) = lower.find(stop).filter(|at| *at > 0) {
                end = end.min(at);
            }
        }
    }
    let name = without_sort(&tidy(&skipped[..end])).to_owned();
    let words = name.split_whitespace().count();
    let is_host = name.contains('.') && words == 1;
    let capital = name.split_whitespace().take(3).any(|w| w.starts_with(char::is_uppercase));
    ((capital || is_host || agency_in(&name).is_some()) && words <= MAX_WORDS && name.chars().count() > 1)
        .then_some(name)
}

/// "israelischen Tageszeitung Haaretz": what sort of outlet it is stands before the name.
fn without_sort(name: &str) -> &str {
    const SORTS: [&str; 14] = [
        "tageszeitung",
        "wochenzeitung",
        "zeitung",
        "zeitschrift",
        "fachzeitschrift",
        "magazin",
        "portal",
        "blog",
        "journal",
        "журнале",
        "газете",
        "издании",
        "revista",
        "periódico",
    ];
    let mut rest = name;
    while let Some((first, more)) = rest.split_once(' ') {
        let is_sort = SORTS.contains(&first.to_lowercase().as_str()) && !more.starts_with(['f', 'd']);
        if !(is_sort || first.starts_with(char::is_lowercase)) || !more.contains(char::is_uppercase) {
            break;
        }
        rest = more;
    }
    rest
}

pub(super) fn tidy(name: &str) -> String {
    let bare = name.trim().trim_matches(|c: char| {
        matches!(
            c,
            '"' | '“' | '”' | '„' | '«' | '»' | ':' | ',' | ';' | '(' | ')' | '[' | ']' | '‘' | '’' | '\''
        )
    });
    let bare = bare.trim_end_matches(['.', ' ']).trim();
    // Articles of the sentence, not of the name.
    let lower = [
        "the ", "der ", "die ", "das ", "den ", "dem ", "le ", "la ", "l'", "el ", "il ", "o ", "a ", "de ",
        "het ",
    ];
    let without = lower.iter().find_map(|article| bare.strip_prefix(article));
    without.unwrap_or(bare).to_owned()
}

/// The outlet in "Copyright © Author, Outlet, Year": the last of two or more names, with its link.
pub(super) fn claimed(block: &Block, segment: &Segment) -> Option<(String, Option<String>)> {
    let text = segment.text.split('\n').next()?;
    let after = text.find('©').map(|at| at + '©'.len_utf8()).or_else(|| text.find("(c)").map(|at| at + 3))?;
    let sentence = text[after..].split(". ").next()?;
    let names: Vec<&str> = sentence
        .split(',')
        .map(|part| part.trim().trim_end_matches('.'))
        .filter(|part| !part.is_empty() && !part.chars().all(|c| c.is_ascii_digit() || c == '-' || c == '–'))
        .collect();
    let last = *names.last().filter(|_| names.len() >= 2)?;
    let is_name = last.starts_with(char::is_uppercase) && last.split_whitespace().count() <= MAX_WORDS;
    // "Acme, Inc", "Courier, Ltd".
    let is_form = matches!(
        last.to_lowercase().as_str(),
        "inc" | "ltd" | "llc" | "l.l.c" | "corp" | "gmbh" | "s.a" | "all rights reserved"
    );
    if !is_name || is_form || last.to_lowercase().contains("rights") {
        return None;
    }
    let link = block.links.iter().find(|l| l.text.trim() == last).map(|l| l.href.clone());
    Some((tidy(last), link))
}

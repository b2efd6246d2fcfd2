//! When it was published and changed.

use std::sync::LazyLock;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::super::signals::{Signals, in_other_scope, stands_with_article};
use super::head;
use super::place::note;
use crate::date::{self, Reading};
use crate::markup::{Css, Element};
use crate::model::{Page, When};

/// Elements of the visible page looked at.
const MOST_ELEMENTS: usize = 60;
/// Dates before the web are those of what an article is about. 1990-01-01.
const EARLIEST: i64 = 631_152_000;
/// 2100-01-01: nobody publishes later, and nothing here asks a clock.
const LATEST: i64 = 4_102_444_800;

const PUBLISHED: [&str; 26] = [
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "mrf:published_time",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "dcterms.issued",
    "citation_publication_date",
    "datecreated",
    "pubdate",
    "date",
    "last-published",
    "displaydate",
    "originalpublicationdate",
];
const MODIFIED: [&str; 10] = [
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "article:updated_time",
    "modified",
];

static PUBLISHED_ITEM: LazyLock<Css> = LazyLock::new(|| {
    Css::new(
        "[itemprop~='datePublished'], [itemprop~='dateCreated'], time[pubdate], time.published, time.entry-date, .dt-published, abbr.published",
    )
});
static MODIFIED_ITEM: LazyLock<Css> =
    LazyLock::new(|| Css::new("[itemprop~='dateModified'], time.updated, .dt-updated"));
static TIME: LazyLock<Css> = LazyLock::new(|| Css::new("time"));
static PRINTED: LazyLock<Css> = LazyLock::new(|| {
    Css::new(
        "[class*='date' i], [class*='datum' i], [class*='time' i], [class*='publish' i], [class*='posted' i], [class*='fecha' i], [class*='byline' i], \
         [class*='meta' i], [class*='datepub' i], [class*='stand' i], [id*='date' i], [id*='time' i], [class*='created' i], [class*='info' i]",
    )
});

/// What one signal says.
#[derive(Debug, Clone)]
struct Said {
    from: &'static str,
    raw: String,
    reading: Reading,
}

pub(super) fn published(signals: &Signals<'_>, page: &mut Page) {
    let mut said: Vec<Said> = Vec::new();
    for (node, from) in [(signals.article(), "json-ld"), (signals.page_node(), "json-ld page")] {
        for key in ["datePublished", "dateCreated", "uploadDate"] {
            keep(&mut said, from, node.and_then(|n| text(n, key)));
        }
    }
    // A page's own node says when the page was made: the meta elements know the article.
    for name in PUBLISHED {
        for content in signals.metas(name) {
            keep(&mut said, name, Some(content.to_owned()));
        }
    }
    let items = signals.dom.select(&PUBLISHED_ITEM).take(MOST_ELEMENTS);
    for element in items.filter(|e| is_own(*e) && !in_other_scope(*e)) {
        keep(&mut said, "microdata", written(element));
    }
    let times = signals.dom.select(&TIME).take(MOST_ELEMENTS).filter(|e| is_own(*e) && !is_modified(*e));
    for element in times.take(3) {
        keep(&mut said, "time", written(element));
    }
    if said.is_empty() {
        keep(&mut said, "under the heading", head::dates(signals, page.title.as_deref()).published);
    }
    if said.is_empty() {
        keep(&mut said, "printed", printed(signals));
    }
    if said.is_empty() {
        keep(&mut said, "address", signals.url.as_ref().and_then(|u| in_address(u.path())));
    }
    let Some(chosen) = choose(&said) else { return };
    page.published = Some(When { at: Some(chosen.reading.at), raw: chosen.raw.clone() });
    note(page, "published_at", &signal(chosen), true);
}

pub(super) fn modified(signals: &Signals<'_>, page: &mut Page) {
    let mut said: Vec<Said> = Vec::new();
    keep(&mut said, "json-ld", signals.article().and_then(|n| text(n, "dateModified")));
    for name in MODIFIED {
        for content in signals.metas(name) {
            keep(&mut said, name, Some(content.to_owned()));
        }
    }
    for element in signals.dom.select(&MODIFIED_ITEM).take(MOST_ELEMENTS).filter(|e| is_own(*e)) {
        keep(&mut said, "microdata", written(element));
    }
    if said.is_empty() {
        keep(&mut said, "under the heading", head::dates(signals, page.title.as_deref()).modified);
    }
    // Before it was published it cannot have been changed: such a date is a template's.
    let since = page.published.as_ref().and_then(|w| w.at);
    let earlier =
        |s: &Said| since.is_some_and(|since| s.reading.at < since && !same_day(s.reading.at, since));
    said.retain(|s| !earlier(s));
    let Some(chosen) = choose(&said) else { return };
    page.modified = Some(When { at: Some(chosen.reading.at), raw: chosen.raw.clone() });
    note(page, "modified_at", &signal(chosen), true);
}

/// The signal, and that it named no zone: the moment is then read as if in UTC.
fn signal(said: &Said) -> String {
    if said.reading.offset.is_some() { said.from.to_owned() } else { format!("{} (zone assumed)", said.from) }
}

/// The first that says something, unless it lacks time or zone and another of the same day has both.
fn choose(said: &[Said]) -> Option<&Said> {
    let first = said.first()?;
    if first.reading.timed && first.reading.offset.is_some() {
        return Some(first);
    }
    let clock =
        |s: &Said| (s.reading.at.as_second() + i64::from(s.reading.offset.unwrap_or(0))).div_euclid(60);
    let agrees = |s: &&Said| {
        s.reading.timed
            && s.reading.offset.is_some()
            && if first.reading.timed {
                // The same minute on the wall, or the same moment.
                (clock(s) - clock(first)).abs() <= 1
                    || (s.reading.at.as_second() - first.reading.at.as_second()).abs() < 60
            } else {
                clock(s).div_euclid(1440) == clock(first).div_euclid(1440)
            }
    };
    said.iter()
        .find(agrees)
        .or_else(|| {
            said.iter()
                .find(|s| s.reading.timed && clock(s).div_euclid(1440) == clock(first).div_euclid(1440))
        })
        .or(Some(first))
}

fn same_day(a: Timestamp, b: Timestamp) -> bool {
    a.as_second().div_euclid(86_400) == b.as_second().div_euclid(86_400)
}

fn keep(said: &mut Vec<Said>, from: &'static str, raw: Option<String>) {
    let Some(raw) = raw else { return };
    let raw = raw.trim().to_owned();
    if let Some(reading) = date::reading(&raw).filter(|r| (EARLIEST..LATEST).contains(&r.at.as_second())) {
        said.push(Said { from, raw, reading });
    }
}

fn text(node: &Map<String, Value>, key: &str) -> Option<String> {
    match node.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.first()?.as_str().map(str::to_owned),
        Value::Object(inner) => inner.get("@value")?.as_str().map(str::to_owned),
        _ => None,
    }
}

/// The date an element carries for machines, else the one it shows.
fn written(element: Element<'_>) -> Option<String> {
    let attribute = ["datetime", "content", "title", "data-datetime", "data-timestamp"]
        .iter()
        .filter_map(|name| element.attr(name))
        .find(|value| date::reading(value).is_some());
    attribute.map(str::to_owned).or_else(|| in_words(&element.line()))
}

fn is_modified(element: Element<'_>) -> bool {
    let marks = [element.attr("class"), element.attr("itemprop")];
    marks.into_iter().flatten().any(|m| {
        let m = m.to_ascii_lowercase();
        m.contains("updated") && !m.contains("published") || m.contains("modified")
    })
}

/// A date that readers see: short texts of elements that look like dates by name.
fn printed(signals: &Signals<'_>) -> Option<String> {
    let elements = signals.dom.select(&PRINTED).take(400).filter(|e| is_own(*e));
    elements
        .map(Element::line)
        .filter(|line| (6..=160).contains(&line.chars().count()))
        .find_map(|line| in_words(&line))
}

/// The date inside a short text: the stretch around a year that reads as one.
fn in_words(line: &str) -> Option<String> {
    stretch(line).map(|(_, _, date)| date)
}

/// Words that join the parts of a date.
#[rustfmt::skip]
const JOINS: &[&str] = &["de", "del", "um", "uhr", "at", "alle", "à", "ore", "kl", "kl.", "om", "às", "г.", "года", "в", ""];
/// Words a date is made of at most: "Wednesday 30 August 2017 at 10:05 AM EDT".
const MOST_DATE_WORDS: usize = 8;

/// Where in a short text a date stands, from its first byte to after its last one, and the words that read as one.
///
/// "Ilse Varn, 3. März 2026, 14:05 Uhr": of the stretches that begin with a digit or the name of a month the
/// first, and of those the longest.
pub(super) fn stretch(line: &str) -> Option<(usize, usize, String)> {
    let words: Vec<&str> = line.split_whitespace().take(40).collect();
    let whole_day = |r: Reading| (EARLIEST..LATEST).contains(&r.at.as_second());
    let place = |word: &str| word.as_ptr().addr() - line.as_ptr().addr();
    for start in 0..words.len() {
        let bare = bare(words[start]);
        if !(bare.starts_with(|c: char| c.is_ascii_digit()) || is_month(bare)) {
            continue;
        }
        let most =
            (start..words.len()).take(MOST_DATE_WORDS).take_while(|n| belongs(&words, start, *n)).count();
        for len in (1..=most).rev() {
            let range = start..start + len;
            if !range.clone().any(|n| has_year(self::bare(words[n]))) {
                continue;
            }
            let parts: Vec<String> = range.clone().filter_map(|n| part(&words, n)).collect();
            let is_named_or_numeric =
                parts.len() >= 3 || parts.iter().any(|w| w.chars().filter(char::is_ascii_digit).count() >= 5);
            let text = parts.join(" ");
            let is_date = is_named_or_numeric && date::reading(&text).is_some_and(whole_day);
            if is_date {
                let last = words[range.end - 1];
                return Some((place(words[start]), place(last) + last.len(), text));
            }
        }
    }
    None
}
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| matches!(c, ',' | '|' | '·' | '•' | '(' | ')' | ';'))
}

fn is_month(word: &str) -> bool {
    word.starts_with(char::is_alphabetic) && date::reading(&format!("1 {word} 2020")).is_some()
}

/// May the word go on the date that begins with word number `start`: a number, a month, a half of the day, a zone?
fn belongs(words: &[&str], start: usize, at: usize) -> bool {
    let word = bare(words[at]);
    let lower = word.to_lowercase();
    let is_half = |w: &str| matches!(w.replace('.', "").as_str(), "am" | "pm" | "uhr" | "h" | "uur");
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        // After the year only times: "3 March 2026 12 comments".
        let is_after = (start + 1..at).any(|n| has_year(bare(words[n])));
        let is_plain = word.bytes().all(|b| b.is_ascii_digit());
        return !(is_after && is_plain)
            || words.get(at + 1).is_some_and(|w| is_half(&bare(w).to_lowercase()));
    }
    let is_zone = || {
        let letters = word.trim_start_matches(['+', '-']);
        (1..=6).contains(&letters.len())
            && letters.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b':')
            && date::reading(&format!("1 Jan 2020 10:00 {word}")).is_some_and(|r| r.offset.is_some())
    };
    JOINS.contains(&lower.as_str()) || is_half(&lower) || is_month(word) || at > start && is_zone()
}

/// The word as the reader of dates takes it; nothing for those that only join. "18.30 Uhr", "à 7h15": a time, whose
/// sign is what stands beside it.
fn part(words: &[&str], at: usize) -> Option<String> {
    let word = bare(words[at]);
    if JOINS.contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let near = [at.checked_sub(1).and_then(|n| words.get(n)), words.get(at + 1)];
    let is_told = near.into_iter().flatten().any(|w| {
        matches!(
            bare(w).to_lowercase().as_str(),
            "um" | "uhr" | "uhr." | "alle" | "ore" | "kl" | "kl." | "om" | "uur" | "at" | "à" | "às" | "las"
        )
    });
    let time = word.split_once(['.', 'h']).filter(|(hour, minute)| {
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        (1..=2).contains(&hour.len()) && minute.len() == 2 && digits(hour) && digits(minute)
    });
    match time {
        Some((hour, minute)) if is_told || word.contains('h') => Some(format!("{hour}:{minute}")),
        _ => Some(word.to_owned()),
    }
}

/// Four digits that are a year of the web, or a short date of digits with its year last.
fn has_year(word: &str) -> bool {
    let digits = word.split(|c: char| !c.is_ascii_digit()).filter(|p| p.len() == 4);
    let is_long = digits.filter_map(|p| p.parse::<u32>().ok()).any(|y| (1990..2100).contains(&y));
    let parts: Vec<&str> = word.trim_end_matches('.').split(['.', '/']).collect();
    is_long
        || parts.len() == 3
            && parts.iter().all(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
}

/// `/2026/03/01/`, `/2026-03-01`, `20260301`: the day in an address.
fn in_address(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let number = |p: &str| p.parse::<u32>().ok();
    parts.windows(3).find_map(|w| {
        let (year, month, day) = (number(w[0])?, number(w[1])?, number(w[2])?);
        let good = w[0].len() == 4
            && (1990..2100).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && w[1].len() <= 2
            && w[2].len() <= 2;
        good.then(|| format!("{year:04}-{month:02}-{day:02}"))
    })
}

/// Does it stand with this article?
fn is_own(element: Element<'_>) -> bool {
    stands_with_article(element, &[], &["commentlist"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_in_words() {
        for (line, found) in [
            ("Von Ilse Varn, 3. März 2026, 14:05 Uhr", "2026-03-03T14:05:00Z"),
            ("Quay Street Review, August 09, 2017", "2017-08-09T00:00:00Z"),
            ("Publié le 3 mars 2026 à 14:05", "2026-03-03T14:05:00Z"),
            ("Stand: 03.03.2026, 14:05", "2026-03-03T14:05:00Z"),
            ("Опубликовано 3 марта 2026 г.", "2026-03-03T00:00:00Z"),
            ("3 de marzo de 2026", "2026-03-03T00:00:00Z"),
            ("2026年3月3日", "2026-03-03T00:00:00Z"),
        ] {
            let at = in_words(line).and_then(|raw| date::read(&raw));
            assert_eq!(at, Some(found.parse().expect("a moment")), "{line:?}");
        }
        for line in ["12 comments", "The 2026 harvest", "Call 030 123456", "7 of 2026 ships"] {
            assert_eq!(in_words(line), None, "{line:?}");
        }
        assert_eq!(in_address("/news/2026/03/01/ferry-12.html").as_deref(), Some("2026-03-01"));
        assert_eq!(in_address("/news/12345/2026"), None);
    }

    #[test]
    fn a_zone_that_is_not_named_is_told_as_assumed() {
        let from = |time: &str| {
            let html = format!(
                "<meta property=article:published_time content='{time}'><h1>Ferry</h1><p>The ferry came back.</p>"
            );
            crate::page::read(&html, &crate::page::Hints::default()).from.remove("published_at")
        };
        let signal = "article:published_time";
        assert_eq!(from("2017-08-30T10:05:00+01:00").as_deref(), Some(signal));
        assert_eq!(from("2017-08-30T10:05:00Z").as_deref(), Some(signal));
        assert_eq!(from("2017-08-30 10:05:00"), Some(format!("{signal} (zone assumed)")));
        assert_eq!(from("2017-08-30"), Some(format!("{signal} (zone assumed)")));
    }

    #[test]
    fn a_page_is_no_place_in_itself() {
        let dated = |body: &str, around: &str| {
            let html = format!(
                "<html><body class='{body}'><div class='{around}'><article><h1>Ferry</h1>\
                 <time itemprop=datePublished datetime=2023-08-30T16:45+0100>30 August</time>\
                 <p>The ferry came back with nine lamps.</p></article></div></body></html>"
            );
            crate::page::read(&html, &crate::page::Hints::default()).published.and_then(|w| w.at)
        };
        let at = "2023-08-30T15:45:00Z".parse().ok();
        assert_eq!(dated("segment--recommended", "layout"), at);
        assert_eq!(dated("segment--home", "recommended"), None);
    }
}

//! The short lines between the heading and the first paragraph, whatever they are called: byline and date.

use super::super::signals::Signals;
use super::head_lines::{Line, lines};
use super::moment;
use super::names::{Named, is_agency, is_person, names};
use crate::markup::Element;
use crate::model::fold;

/// Words beside a date in its line.
const MOST_BESIDE: usize = 10;

/// What stands before the names in a byline, folded; those with a colon only with it.
#[rustfmt::skip]
const BY: &[&str] = &[
    "by", "written by", "words by", "story by", "text by", "posted by", "reported by", "report by", "article by", "von", "text von", "ein bericht von", "ein artikel von", "ein gastbeitrag von",
    "par", "ecrit par", "propos recueillis par", "un article de", "por", "escrito por", "di", "a cura di", "scritto da", "door", "geschreven door",
    "author:", "authors:", "autor:", "autorin:", "autoren:", "autores:", "autora:", "auteur:", "auteurs:", "autore:", "autori:", "auteur(s):", "автор:", "авторы:", "автор", "текст:", "text:", "texto:", "texte:", "testo:", "tekst:",
];
/// Words beside a date that say what it is the date of, folded, and those that join its parts.
#[rustfmt::skip]
const BESIDE_DATE: &[&str] = &[
    "published", "posted", "first", "last", "on", "at", "date", "the", "of", "and", "by", "updated", "modified", "edited", "from", "in", "written", "online", "est", "am", "pm", "min", "mins", "minute", "minutes", "read",
    "veroffentlicht", "erschienen", "am", "um", "uhr", "stand", "vom", "den", "zuletzt", "aktualisiert", "geandert", "von", "und", "lesezeit", "publie", "publiee", "le", "a", "mis", "mise", "jour", "par", "et", "modifie", "lecture",
    "publicado", "publicada", "el", "las", "de", "del", "por", "y", "actualizado", "actualizada", "hora", "horas", "h", "pubblicato", "pubblicata", "il", "alle", "ore", "di", "e", "aggiornato", "aggiornata", "gepubliceerd", "geplaatst", "op", "om", "uur", "door", "en", "bijgewerkt", "laatst", "gewijzigd",
    "as", "atualizado", "atualizada", "em", "опубликовано", "дата", "публикации", "г", "года", "в", "обновлено", "изменено", "и", "мск",
];
/// Words by which it is the date of a change, folded.
#[rustfmt::skip]
const CHANGED: &[&str] = &[
    "updated", "modified", "edited", "aktualisiert", "geandert", "mis", "mise", "modifie", "actualizado", "actualizada", "aggiornato", "aggiornata", "bijgewerkt", "gewijzigd", "atualizado", "atualizada", "обновлено", "изменено",
];

/// Who is named there, of the first line that is nothing but a byline.
pub(super) fn authors(signals: &Signals<'_>, title: Option<&str>) -> Vec<Named> {
    let lines = lines(signals, title);
    lines
        .iter()
        .map(|line| linked(signals, line))
        .chain(lines.iter().map(written))
        .find(|f| !f.is_empty())
        .unwrap_or_default()
}

/// When it was published and changed, as printed.
#[derive(Default)]
pub(super) struct Dates {
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
}

/// The dates of lines that say a date and hardly more.
pub(super) fn dates(signals: &Signals<'_>, title: Option<&str>) -> Dates {
    let mut dates = Dates::default();
    for line in lines(signals, title) {
        for part in parts(&line.text) {
            let Some((date, is_change)) = dated(part, line.is_heading) else { continue };
            let place = if is_change { &mut dates.modified } else { &mut dates.published };
            if place.is_none() {
                *place = Some(date);
            }
        }
    }
    dates
}

/// `By <a href=/author/varn>Ilse Varn</a>`: links to people, with nothing before them but "By".
fn linked(signals: &Signals<'_>, line: &Line<'_>) -> Vec<Named> {
    let people: Vec<_> = line
        .links
        .iter()
        .filter(|(from, to, link)| is_person(&line.text[*from..*to]) && super::authors::is_author_link(*link))
        .collect();
    let (Some((first, ..)), Some((_, last, _))) = (people.first(), people.last()) else { return Vec::new() };
    let before = line.text[..*first].rsplit(['|', '•', '·']).next().unwrap_or_default().trim();
    let after = line.text[*last..].trim_start();
    let word = after.split_whitespace().next().unwrap_or_default();
    let is_over = !word.starts_with(char::is_alphanumeric)
        || word.starts_with(|c: char| c.is_ascii_digit())
        || BESIDE_DATE.contains(&fold(word).as_str());
    let between = people.windows(2).all(|w| line.text[w[0].1..w[1].0].split_whitespace().count() <= 3);
    if !(before.is_empty() || after_by(&format!("{before} x")) == Some("x")) || !is_over || !between {
        return Vec::new();
    }
    if line.text.ends_with(['.', '!', '?', '”', '"']) {
        return Vec::new();
    }
    let named = |(from, to, link): &(usize, usize, Element<'_>)| {
        let mut named = names(&line.text[*from..*to]).into_iter().next()?;
        named.author.uri = link.attr("href").and_then(|h| signals.absolute(h));
        Some(named)
    };
    people.into_iter().filter_map(named).collect()
}

/// "By Ilse Varn and Tom Ork, Reuters": a line that begins so and names people.
fn written(line: &Line<'_>) -> Vec<Named> {
    // "By Popular Demand": decks look like bylines.
    if line.is_heading || line.text.ends_with(['!', '?', '…']) {
        return Vec::new();
    }
    for part in parts(&line.text) {
        let Some(rest) = after_by(part) else { continue };
        let rest = before_date(rest);
        let mut found = names(rest);
        // Before the first comma stand names and nothing else; a sentence has other words.
        let head = rest.split(',').next().unwrap_or_default();
        let head = names(head);
        let is_named = |n: &Named| n.author.name.as_deref().is_some_and(|n| is_person(n) || is_agency(n));
        if head.is_empty() || !head.iter().all(is_named) {
            continue;
        }
        found.retain(is_named);
        return found;
    }
    Vec::new()
}

/// The words after "By"; nothing where the line begins otherwise.
fn after_by(line: &str) -> Option<&str> {
    let line = line.trim();
    let colon = line.find([':', '：']).filter(|at| *at < 30);
    if let Some(at) = colon {
        let before = fold(&line[..at]).replace('-', " ");
        let is_label = BY.iter().any(|by| fold(by).replace('-', " ") == before);
        return is_label.then(|| line[at..].trim_start_matches([':', '：', ' ', '\u{a0}']));
    }
    let plain = BY.iter().filter(|by| !by.ends_with(':'));
    let mut best = None;
    for by in plain {
        let words = by.split(' ').count();
        let mut at = 0;
        for _ in 0..words {
            let rest = &line[at..];
            let skipped = rest.len() - rest.trim_start().len();
            at += skipped + rest[skipped..].find(char::is_whitespace).unwrap_or(rest.len() - skipped);
        }
        if fold(&line[..at]).replace('-', " ") == *by && at < line.len() {
            best = best.max(Some(at));
        }
    }
    best.map(|at| line[at..].trim_start())
}

/// "Ilse Varn on August 30, 2017": the date goes, and the words that lead to it.
fn before_date(line: &str) -> &str {
    let Some((from, ..)) = moment::stretch(line) else { return line };
    let mut end = line[..from].trim_end();
    while let Some((rest, word)) = end.rsplit_once(char::is_whitespace) {
        let bare = fold(word);
        if !(bare.is_empty() || BESIDE_DATE.contains(&bare.as_str())) {
            break;
        }
        end = rest.trim_end();
    }
    end.trim_end_matches([',', '-', '–', '—', '|'])
}

/// The date of a part that says hardly more, and whether it is that of a change.
fn dated(part: &str, is_heading: bool) -> Option<(String, bool)> {
    let (from, to, date) = moment::stretch(part)?;
    let beside = [&part[..from], &part[to..]];
    let mut is_change = false;
    let mut count = 0;
    for (n, word) in beside.iter().enumerate().flat_map(|(n, b)| b.split_whitespace().map(move |w| (n, w))) {
        let bare = fold(word);
        if bare.is_empty() {
            continue;
        }
        count += 1;
        let known = bare.split('-').all(|w| BESIDE_DATE.contains(&w));
        is_change |= n == 0 && CHANGED.contains(&bare.as_str());
        // Names of outlets, places and people begin with capitals; a sentence has other words.
        let is_name = !word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
            && !word.ends_with([':', '!', '?']);
        if !known && (is_heading || !is_name) {
            return None;
        }
    }
    (count <= MOST_BESIDE && !part.trim_end().ends_with(['!', '?', '…'])).then_some((date, is_change))
}

/// What signs between keep apart.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split(['|', '•', '·', '—', '–']).map(str::trim).filter(|p| !p.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::page::{Hints, read};

    fn page(lines: &str) -> crate::model::Page {
        read(
            &format!(
                "<title>Nine lamps for the northern pier</title><header><nav><a href=/>Home</a></nav></header><main><article>\
                 <h1>Nine lamps for the northern pier</h1>{lines}<p>The pier of Tolm gets nine lamps before the winter, the harbour board \
                 said on Monday, after a year in which boats had to find their way by the light of the fish hall alone.</p>\
                 <p>By Ann Bee</p><p>1 May 2001</p></article></main>"
            ),
            &Hints { url: Some("https://courier.example/a/lamps"), ..Hints::default() },
        )
    }

    #[test]
    fn bylines_under_the_heading_need_no_name_of_their_own() {
        for (lines, found) in [
            ("<div>By <strong><a href=/author/varn>Ilse Varn</a></strong></div>", "Ilse Varn"),
            ("<p><strong>By Ilse Varn</strong></p>", "Ilse Varn"),
            ("<p class=post-meta>By Ilse Varn on August 30, 2017</p>", "Ilse Varn"),
            (
                "<div>Von <a href='/autor/iv'>Ilse Varn</a> und <a href='/autor/to'>Tom Ork</a></div>",
                "Ilse Varn; Tom Ork",
            ),
            ("<p>Von Ilse Varn, Tolm</p>", "Ilse Varn"),
            ("<p>Par Odile Brun avec AFP</p>", "Odile Brun; AFP"),
            ("<p>Por Ana de la Cruz</p>", "Ana de la Cruz"),
            ("<p>di Carlo Neri</p>", "Carlo Neri"),
            ("<p>Door Jan de Vries</p>", "Jan de Vries"),
            ("<p>Автор: Иван Петров</p>", "Иван Петров"),
            ("<p>Quay Street | By Ilse Varn | 3 March 2026</p>", "Ilse Varn"),
            (
                "<h2>A deck that says at some length what the board of the harbour decided, and that it had been waiting for it since the spring of last year</h2><p>By Ilse Varn</p>",
                "Ilse Varn",
            ),
            ("<h2>By Popular Demand</h2>", ""),
            ("<p>By Monday night the lamps were lit.</p>", ""),
            ("<p>By Order of the harbour board</p>", ""),
            ("<p><a href=/people/varn>Ilse Varn</a> lit the first of them.</p>", ""),
            ("<p><a href=/people/varn>Ilse Varn</a> opens the pier</p>", ""),
            ("<p>Von Tolm nach Ork</p>", ""),
            (
                "<div>Share <a href=/s><div>Print</div>x</a><a href=/t>it <p>now</p></a></div><p>By Ilse Varn</p>",
                "Ilse Varn",
            ),
            ("", ""),
        ] {
            let names: Vec<String> = page(lines).authors.into_iter().filter_map(|a| a.name).collect();
            assert_eq!(names.join("; "), found, "{lines}");
        }
    }

    #[test]
    fn dates_under_the_heading_need_no_name_of_their_own() {
        for (lines, found) in [
            (
                "<div><a href=https://quay.example/>Quay Street Post</a> 30 August 2017</div>",
                "2017-08-30T00:00:00Z",
            ),
            ("<p>Quay Street Post, August 30, 2017</p>", "2017-08-30T00:00:00Z"),
            ("<p>Published: Aug 30, 2017 at 10:05 AM EDT</p>", "2017-08-30T14:05:00Z"),
            ("<p>30 August 2017 10:05 BST</p>", "2017-08-30T09:05:00Z"),
            (
                "<p>Published 10:05, 30 August 2017</p><p>Updated 11:30, 31 August 2017</p>",
                "2017-08-30T10:05:00Z",
            ),
            ("<p>Updated 31 August 2017</p><p>Published 30 August 2017</p>", "2017-08-30T00:00:00Z"),
            ("<p>Stand: 05.11.2024, 18:30 Uhr</p>", "2024-11-05T18:30:00Z"),
            ("<div>Veröffentlicht am 5. November 2024 um 18.30 Uhr</div>", "2024-11-05T18:30:00Z"),
            ("<p>Publié le 12 mars 2024 à 7h15</p>", "2024-03-12T07:15:00Z"),
            ("<p>Pubblicato il 12 marzo 2024 alle 7.15</p>", "2024-03-12T07:15:00Z"),
            ("<p>12 марта 2024 г.</p>", "2024-03-12T00:00:00Z"),
            ("<p>The lamps of 30 August 2017 are gone</p>", ""),
            ("<p>Deadline: 3 March 2026</p>", ""),
            ("<h2>Tolm, 30 August 2017</h2>", ""),
            ("", ""),
        ] {
            let at = page(lines).published.and_then(|w| w.at).map(|t| t.to_string());
            assert_eq!(at.unwrap_or_default(), found, "{lines}");
        }
        let both = page("<p>Published 30 August 2017 | Updated 31 August 2017</p>");
        assert_eq!(both.modified.and_then(|w| w.at), "2017-08-31T00:00:00Z".parse().ok());
    }
}

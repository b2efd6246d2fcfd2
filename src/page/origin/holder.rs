//! Who holds the copyright of a text, as the line under it says.

use super::Own;
use super::name::tidy;
use crate::page::block::{Block, Place};
use crate::page::notice::{Segment, agency_in, fold};
use crate::page::signals::Signals;

/// An outlet's name has at most so many words.
const MAX_WORDS: usize = 5;

/// Words of the names of newspapers, stations and magazines, folded: without one a name may be a
/// photographer's, an owner's or a publisher's.
#[rustfmt::skip]
const OUTLETS: &[&str] = &[
    "times", "mail", "post", "herald", "gazette", "courier", "tribune", "journal", "chronicle", "observer", "examiner", "inquirer", "enquirer", "dispatch", "bulletin", "telegraph", "guardian", "mirror", "star", "sun", "standard", "register", "sentinel", "advertiser", "argus", "echo", "globe", "ledger", "reporter", "daily", "weekly", "magazine", "review", "monitor", "beacon",
    "zeitung", "bote", "anzeiger", "kurier", "rundschau", "tagblatt", "tageblatt", "nachrichten", "merkur", "spiegel", "allgemeine", "morgenpost", "abendblatt", "abendzeitung", "wochenblatt", "volksblatt", "figaro", "quotidien", "gazette", "depeche", "courrier", "diario", "gaceta", "correo", "heraldo", "vanguardia", "periodico", "noticias", "corriere", "giornale", "gazzetta", "messaggero", "stampa", "jornal", "folha", "correio", "gazeta",
    "dagblad", "krant", "courant", "nieuwsblad", "газета", "вестник", "известия", "новости", "ведомости", "gazeta", "dziennik", "kurier",
];
/// Endings of the same in one word: "Hafenzeitung", "Seekurier".
const ENDINGS: [&str; 6] = ["zeitung", "kurier", "anzeiger", "nachrichten", "tagblatt", "bote"];
/// Words of companies, folded: an owner has many outlets, this page's among them.
#[rustfmt::skip]
const COMPANIES: &[&str] = &[
    "se", "ag", "gmbh", "kg", "ug", "inc", "ltd", "llc", "plc", "corp", "corporation", "company", "co", "group", "groupe", "gruppe", "grupo", "gruppo", "media", "medien", "medias", "medios", "verlag", "verlagsgesellschaft", "publishing", "publishers", "publications", "newspapers", "network", "networks", "holding", "holdings", "sa", "srl", "spa", "sl", "bv", "nv", "ltda", "editora", "editorial", "editrice", "communications", "partners", "ооо", "ао", "мп",
];
/// What stands between the sign and the name.
const LEADS: [&str; 9] = ["copyright", "(c)", "©", "by", "by:", ":", "-", "–", "|"];

/// The outlet that a copyright line under the text gives it to: an agency, or one that is plainly not the
/// page's own. A picture's line and a site's foot give it to nobody.
pub(super) fn read(block: &Block, segment: &Segment, signals: &Signals<'_>, own: &Own) -> Option<String> {
    let is_below = block.place == Place::Main && block.before > 0 && block.after == 0;
    let line = segment.text.split('\n').next()?;
    let name = tidy(name(line)?);
    let has_year = line.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    if !is_below || !(has_year || fold(line).contains("rights reserved")) {
        return None;
    }
    if let Some(agency) = agency_in(&name) {
        return (!own.is(agency.name) && !own.is_host(agency.host)).then(|| agency.name.to_owned());
    }
    let folded = fold(&name);
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let is_outlet = words().any(|w| OUTLETS.contains(&w) || ENDINGS.iter().any(|end| w.ends_with(end)));
    let is_company = words().any(|w| COMPANIES.contains(&w));
    let is_plain = (2..=MAX_WORDS).contains(&words().count()) && name.starts_with(char::is_uppercase);
    let in_title =
        signals.dom.select(&super::carrier::TITLE).next().is_some_and(|t| fold(&t.line()).contains(&folded));
    (is_outlet && !is_company && is_plain && !in_title && !own.may_be(&name)).then_some(name)
}

/// "The Courier" of "Copyright © 2024 by The Courier. All rights reserved."
fn name(line: &str) -> Option<&str> {
    let is_lead = |word: &str| {
        LEADS.contains(&word.to_lowercase().as_str()) || word.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut rest = line.trim();
    if !(rest.starts_with('©') || fold(rest).starts_with("copyright") || fold(rest).starts_with("(c)")) {
        return None;
    }
    loop {
        rest = rest.trim_start_matches(['©', ' ', ',']);
        let word = rest.split(' ').next().filter(|w| !w.is_empty())?;
        if !is_lead(word) {
            break;
        }
        rest = &rest[word.len()..];
    }
    let mut end = rest.len();
    for stop in
        [". ", ", ", " | ", " – ", " - ", " All rights", " all rights", " Alle Rechte", " Tous droits"]
    {
        end = end.min(rest.find(stop).unwrap_or(end));
    }
    // A year after it.
    let name = rest[..end]
        .trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '–'));
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_stands_between_sign_year_and_rights() {
        for (line, holder) in [
            ("Copyright © 2024 by The Courier. All rights reserved.", Some("The Courier")),
            ("© The Courier 2024", Some("The Courier")),
            ("(c) 2019-2024 Reuters", Some("Reuters")),
            ("Copyright 2024 The Associated Press. All rights reserved.", Some("The Associated Press")),
            ("© 2024, Agence France-Presse", Some("Agence France-Presse")),
            ("© 2024", None),
            ("All rights reserved.", None),
        ] {
            assert_eq!(name(line), holder, "{line}");
        }
    }
}

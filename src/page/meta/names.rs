//! Bylines to names: several in one line, roles, places, addresses and "By" taken off.

use crate::markup;
use crate::model::{Author, fold};

/// Names in one byline; more is a list of something else.
const MOST: usize = 12;
/// Words of a person's name: "María de los Ángeles García y Pérez" has seven.
const LONGEST: usize = 7;
/// Characters of a name.
const MOST_CHARS: usize = 60;

/// Words before a name, folded, in the languages bylines are written in.
#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "written by", "posted by", "published by", "reported by", "story by", "words by", "article by", "report by",
    "edited by", "reporting by", "text by", "submitted by", "contributed by", "by", "author", "authors", "from",
    "von", "text von", "ein artikel von", "ein bericht von", "ein gastbeitrag von", "geschrieben von", "veroffentlicht von",
    "autor", "autorin", "autoren", "verfasst von", "text", "interview", "protokoll", "kommentar von",
    "par", "propos recueillis par", "publie par", "ecrit par", "auteur", "por", "escrito por", "publicado por",
    "di", "a cura di", "scritto da", "pubblicato da", "da", "autore", "de", "door", "geschreven door", "av",
    "skrevet av", "af", "tekst", "foto", "od", "autor tekstu", "napisal", "автор", "авторы", "текст", "yazan", "oleh", "文", "記者", "作者", "撰文",
];

/// What stands after a name and says what somebody is, without a comma.
const AFTER: &[&str] = &[" 기자", " 특파원", " 記者", " 记者"];

/// Words that say what somebody is, folded: a part that has one is no name.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "editor", "reporter", "correspondent", "writer", "journalist", "contributor", "columnist", "producer",
    "staff", "fellow", "professor", "director", "analyst", "chief", "bureau", "senior", "news", "special",
    "redakteur", "redakteurin", "korrespondent", "korrespondentin", "reporterin", "volontar", "volontarin", "journaliste",
    "redacteur", "redactor", "redactora", "corresponsal", "periodista", "giornalista", "inviato", "chefredakteur", "ressortleiter",
    "profesorius", "professeur", "specialist", "photographer", "fotograf", "kolumnist", "kolumnistin", "updated", "published", "aktualisiert",
];

/// Wire agencies: a single word that is a name all the same.
#[rustfmt::skip]
const AGENCIES: &[&str] = &[
    "afp", "ap", "dpa", "reuters", "sid", "sda", "apa", "ansa", "efe", "epd", "kna", "tass", "ria", "upi", "pti", "ani",
    "belga", "anp", "ntb", "ritzau", "tt", "lusa", "xinhua", "bloomberg", "aap", "pa", "cp", "agencies", "agenturen", "keystone", "ots", "dapd", "pap", "ctk", "mti", "anadolu", "kyodo", "yonhap", "adnkronos", "agi",
];

/// Words that tell an organisation from a person, folded.
#[rustfmt::skip]
const ORGANISATIONS: &[&str] = &[
    "redaktion", "redaction", "redazione", "redaccion", "redacao", "redactie", "redaktionen", "newsroom", "staff", "team", "desk", "news", "agency",
    "agentur", "agence", "agencia", "agenzia", "press", "presse", "zeitung", "magazin", "magazine", "journal", "gmbh", "inc", "ltd", "media", "board",
    "editors", "redakcja", "редакция", "toimitus", "online", "times", "post", "group", "verlag", "institute", "university", "foundation", "associated",
];

/// A name out of a byline, and whether it is an organisation's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) author: Author,
    pub(super) organisation: bool,
}

/// The names in a byline, in order.
pub(super) fn names(byline: &str) -> Vec<Named> {
    let line = markup::line(byline);
    let line = without_brackets(&line);
    let (line, email) = without_email(&line);
    let line = without_before(line.trim());
    let mut found: Vec<Named> = Vec::new();
    if line.chars().count() > 400 {
        return found;
    }
    let groups = split_words(line);
    for group in &groups {
        for (at, part) in commas(group).into_iter().enumerate() {
            let name = part.trim_matches(|c: char| {
                c.is_whitespace()
                    || matches!(c, ',' | '.' | ':' | '-' | '–' | '—' | '|' | '*' | '"' | '@')
                        && !part.ends_with("r.")
            });
            let name = without_before(name);
            let name = AFTER.iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name).trim_end();
            if is_name(name, at > 0 || groups.len() > 1 && found.is_empty()) {
                let organisation = is_organisation(name);
                let author = Author { name: Some(name.to_owned()), ..Author::default() };
                if !found.iter().any(|n| n.author.name == author.name) {
                    found.push(Named { author, organisation });
                }
            }
        }
    }
    found.truncate(MOST);
    // An address belongs to the one who is named with it.
    if let ([one], Some(email)) = (&mut found[..], email) {
        one.author.email = Some(email);
    }
    found
}

/// Is it an organisation's name, by its words?
pub(super) fn is_organisation(name: &str) -> bool {
    let words: Vec<String> = fold(name).split('-').map(str::to_owned).collect();
    words.iter().any(|w| ORGANISATIONS.contains(&w.as_str()))
        || is_domain(name)
        || (words.len() == 1 && AGENCIES.contains(&words[0].as_str()))
}

/// Is it a wire agency, by its one word?
pub(super) fn is_agency(name: &str) -> bool {
    AGENCIES.contains(&fold(name).as_str())
}

/// Small words inside a person's name.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le", "van", "von", "der", "den", "ten", "ter", "vom", "zu", "zur", "af", "av", "al", "el", "bin", "bint", "ibn", "y", "e", "i", "los", "las", "'t",
];
/// Words that names do not have, and phrases that look like one do, folded.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "popular", "demand", "order", "night", "morning", "evening", "day", "week", "year", "the", "land", "sea", "air", "train", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "january", "february", "october", "november", "december", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo",
];

/// Is it a person's name by its shape: two to four words with capitals, small ones between at most?
pub(super) fn is_person(name: &str) -> bool {
    let mut capitals = 0;
    let mut small = 0;
    for (at, word) in name.split_whitespace().enumerate() {
        let first = word.trim_start_matches(['(', '"', '“', '\'', '’']).chars().next();
        if first.is_some_and(char::is_uppercase) && !NO_NAMES.contains(&fold(word).as_str()) {
            capitals += 1;
        } else if at > 0 && (PARTICLES.contains(&word) || word.starts_with("d'") || word.starts_with("d’"))
        {
            small += 1;
        } else {
            return false;
        }
    }
    (2..=4).contains(&capitals) && small <= 3 && !name.ends_with(['!', '?', ':'])
}

fn is_domain(name: &str) -> bool {
    name.split_whitespace().any(|word| {
        word.rsplit_once('.').is_some_and(|(host, end)| {
            host.len() >= 2 && (2..=6).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase())
        })
    })
}

/// `later`: it stands after a comma, where places and titles stand too.
fn is_name(name: &str, later: bool) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let folded = fold(name);
    if folded.is_empty() || words.len() > LONGEST || name.chars().count() > MOST_CHARS {
        return false;
    }
    if name.contains("://")
        || name.starts_with("www.")
        || name.bytes().any(|b| b.is_ascii_digit()) && is_mostly_digits(name)
    {
        return false;
    }
    let is_network = |w: &str| matches!(w, "facebook" | "twitter" | "whatsapp" | "instagram" | "linkedin");
    if name.contains(['{', '}', '=', '_', '<', ':']) || folded.split('-').any(is_network) {
        return false;
    }
    if matches!(
        folded.as_str(),
        "admin"
            | "administrator"
            | "unknown"
            | "none"
            | "null"
            | "author"
            | "guest"
            | "undefined"
            | "anonymous"
            | "user"
            | "root"
            | "share"
            | "facebook"
            | "twitter"
    ) {
        return false;
    }
    let parts: Vec<&str> = folded.split('-').collect();
    let is_agency = parts.len() == 1 && AGENCIES.contains(&parts[0]);
    if later {
        let has_role = parts.iter().any(|p| ROLES.contains(p));
        let is_wide = !name.is_ascii() && !name.contains(' ') && name.chars().all(|c| c > '\u{2e80}');
        return is_agency
            || (!has_role
                && !is_domain(name)
                && words.len() <= 5
                && (words.len() >= 2 || is_wide || is_initials(name)));
    }
    true
}

/// Initials stand for names in some papers: "ssi, dan".
fn is_initials(name: &str) -> bool {
    (2..=4).contains(&name.chars().count()) && name.chars().all(char::is_lowercase)
}

fn is_mostly_digits(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    digits * 3 >= name.len()
}

/// "(Special envoy)", "[photos]": what stands in brackets is no name.
fn without_brackets(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut depth = 0_usize;
    for c in line.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    // All of it in brackets: then that is the name.
    if out.trim().is_empty() { line.trim_matches(['(', ')', '[', ']']).to_owned() } else { out }
}

fn without_email(line: &str) -> (String, Option<String>) {
    let is_email =
        |word: &str| word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    let email = line.split_whitespace().find(|w| is_email(w));
    let email = email.map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
    let rest: Vec<&str> = line.split_whitespace().filter(|w| !is_email(w)).collect();
    (rest.join(" "), email)
}

/// Takes "By", "Von", "Text:" off, as often as they stand.
fn without_before(line: &str) -> &str {
    let mut line = line.trim();
    for _ in 0..3 {
        let lower = line.to_lowercase();
        let cut = BEFORE.iter().filter_map(|word| {
            let folded_len = words_len(&lower, word)?;
            let rest = line.get(folded_len..)?;
            let gap = rest.trim_start_matches([':', ' ', '\u{a0}', '：']);
            // A colon or a blank must stand between; "de" and "di" begin names only in lower case.
            let is_cut = gap.len() < rest.len() && !gap.is_empty();
            let names_begin = matches!(*word, "de" | "di" | "da" | "av" | "af" | "text" | "od")
                && line.starts_with(|c: char| c.is_uppercase())
                && !rest.starts_with(':');
            (is_cut && !names_begin).then_some(line.len() - gap.len())
        });
        match cut.max() {
            Some(at) => line = line[at..].trim_start(),
            None => break,
        }
    }
    line
}

/// How long the beginning of `line` is that folds to `words`.
fn words_len(line: &str, words: &str) -> Option<usize> {
    let count = words.split(' ').count();
    let mut at = 0;
    for n in 0..count {
        let rest = &line[at..];
        let skipped = if n > 0 { rest.len() - rest.trim_start().len() } else { 0 };
        let rest = &rest[skipped..];
        at += skipped + rest.find([' ', ':', '：', '\u{a0}']).unwrap_or(rest.len());
    }
    let folded = fold(&line[..at]).replace('-', " ");
    (folded == words).then_some(at)
}

/// Splits at words and signs that stand between names only.
fn split_words(line: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in line.split_whitespace() {
        let lower = word.to_lowercase();
        let is_between = matches!(
            lower.as_str(),
            "and"
                | "und"
                | "et"
                | "y"
                | "og"
                | "och"
                | "en"
                | "ja"
                | "i"
                | "und:"
                | "with"
                | "mit"
                | "avec"
                | "con"
                | "и"
                | "ve"
                | "&"
                | "|"
                | "·"
                | "•"
                | "/"
                | "-"
                | "–"
                | "—"
                | "+"
        );
        // "i" and "en" join in some languages and stand for a middle name or "in" elsewhere.
        let is_between = is_between && !(lower == "i" && word == "I");
        if is_between {
            parts.push(String::new());
            continue;
        }
        for (n, piece) in word.split(['/', ';', '|', '、', '，', '；', '・']).enumerate() {
            if n > 0 {
                parts.push(String::new());
            }
            if let Some(part) = parts.last_mut() {
                if !part.is_empty() && !piece.is_empty() {
                    part.push(' ');
                }
                part.push_str(piece);
            }
        }
    }
    parts.retain(|p| !p.trim().is_empty());
    parts
}

/// Splits at commas; "Last, First" with one word on each side is one name turned round.
fn commas(group: &str) -> Vec<String> {
    let parts: Vec<&str> = group.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
    if let [last, first] = parts[..] {
        let single = |s: &str| {
            !s.contains(' ') && s.chars().next().is_some_and(char::is_uppercase) && s.chars().count() > 1
        };
        let agency = |s: &str| AGENCIES.contains(&fold(s).as_str());
        if single(last) && single(first) && !agency(last) && !agency(first) && !is_domain(first) {
            return vec![format!("{first} {last}")];
        }
    }
    parts.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn bylines_become_names() {
        for (byline, found) in [
            ("By Ilse Varn", "Ilse Varn"),
            ("Von Ilse Varn und Tom Ork, dpa", "Ilse Varn; Tom Ork; dpa"),
            ("Par Odile Brun avec AFP", "Odile Brun; AFP"),
            ("Escrito por: Ana de la Cruz", "Ana de la Cruz"),
            ("di Carlo Neri", "Carlo Neri"),
            ("Di Maio Luca", "Di Maio Luca"),
            ("De Vries", "De Vries"),
            ("ILSE VARN, TOM ORK and ANN BEE", "ILSE VARN; TOM ORK; ANN BEE"),
            ("Varn, Ilse", "Ilse Varn"),
            ("Ilse Varn, Senior Reporter", "Ilse Varn"),
            ("Ilse Varn, Professor of Tides at the University of Tolm, Courier.example", "Ilse Varn"),
            ("Ilse Varn (Tolm)", "Ilse Varn"),
            ("Ilse Varn ilse@courier.example", "Ilse Varn"),
            ("Tuva Løland og Mark Åby", "Tuva Løland; Mark Åby"),
            ("佐藤太郎、鈴木花子", "佐藤太郎; 鈴木花子"),
            ("Автор: Иван Петров", "Иван Петров"),
            ("Anna Nagy", "Anna Nagy"),
            ("105092", ""),
            ("https://social.example/courier", ""),
            ("admin", ""),
        ] {
            let names: Vec<String> = names(byline).into_iter().filter_map(|n| n.author.name).collect();
            assert_eq!(names.join("; "), found, "{byline:?}");
        }
        assert_eq!(
            names("Ilse Varn ilse@courier.example")[0].author.email.as_deref(),
            Some("ilse@courier.example")
        );
        assert!(names("Redaktion Kurier")[0].organisation);
        assert!(!names("Ilse Varn")[0].organisation);
    }
}

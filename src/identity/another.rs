//! Is it another article under a key that was used before?

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::{SignedDuration, Timestamp};

use super::bulletin;
use super::token::{Kind, Token, tokens};
use crate::model::fold;

/// Articles that share fewer of their words than this are two.
const OTHER: f64 = 0.25;
/// Under one title on two days: bulletins share their furniture.
const OTHER_BULLETIN: f64 = 0.5;
/// Articles that share so many of their words may be one: what a looser key proposes is confirmed by it.
const SAME: f64 = 0.6;
/// A date that moved so far is another day's.
const ANOTHER_DAY: SignedDuration = SignedDuration::from_hours(12);
/// With fewer words on a side, words say little.
const FEW: usize = 8;
/// Of a longer text, the beginning tells, in characters.
const BEGINNING: usize = 50_000;
/// A shorter word stands in every text.
const LETTERS: usize = 4;

/// What an article says, and when and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look<'a> {
    /// Plain text.
    pub title: &'a str,
    /// Plain text.
    pub summary: Option<&'a str>,
    /// Plain text.
    pub text: &'a str,
    /// By the feed.
    pub published: Option<Timestamp>,
    /// Canonical.
    pub address: Option<&'a str>,
}

/// Do two looks under one key belong to two articles: was the key recycled?
///
/// Words decide, with a date or an address to bear them out, since an article may be rewritten from top to
/// bottom: two articles have next to no words in common and another address, or another day. What is
/// doubtful is one article with another wording: then both wordings stand side by side in the archive.
pub fn is_another(old: &Look<'_>, new: &Look<'_>) -> bool {
    let moved = match (old.published, new.published) {
        (Some(old), Some(new)) => new.duration_since(old).abs() >= ANOTHER_DAY,
        _ => false,
    };
    let elsewhere = matches!((old.address, new.address), (Some(a), Some(b)) if a != b);
    let nowhere = old.address.is_none() && new.address.is_none();
    let undated = old.published.is_none() && new.published.is_none();
    let borne_out = moved || elsewhere || (nowhere && undated);
    if !borne_out {
        return false;
    }
    if moved && (is_dated_alike(old.title, new.title) || bulletin::are_two_issues(old, new)) {
        return true;
    }
    let (a, b) = (content(old), content(new));
    let shared = shared(&a, &b);
    if a.len().min(b.len()) < FEW {
        // Headlines only: the same id, another day, and not a word in common.
        return moved && (elsewhere || nowhere) && shared == 0.0 && !a.is_empty() && !b.is_empty();
    }
    let bulletin = moved && fold(old.title) == fold(new.title);
    shared < if bulletin { OTHER_BULLETIN } else { OTHER }
}

/// Do the words confirm that two looks belong to one article?
pub fn is_same(old: &Look<'_>, new: &Look<'_>) -> bool {
    let (a, b) = (content(old), content(new));
    shared(&a, &b) >= SAME
}

/// Do two titles have a word in common?
pub fn titles_agree(a: &str, b: &str) -> bool {
    let of = |title| content(&Look { title, summary: None, text: "", published: None, address: None });
    fold(a) == fold(b) || shared(&of(a), &of(b)) > 0.0
}

/// `Bulletin of 24 November`, `Bulletin of 25 November`: the same but for its dates.
fn is_dated_alike(a: &str, b: &str) -> bool {
    let (a, b) = (tokens(a), tokens(b));
    let rest = |tokens: &[Token]| -> Vec<String> {
        tokens.iter().filter(|t| t.kind != Kind::Date).map(Token::lower).collect()
    };
    a != b
        && rest(&a) == rest(&b)
        && a.iter().any(|t| t.kind == Kind::Date)
        && b.iter().any(|t| t.kind == Kind::Date)
}

/// Prints of the words that say something; pairs of characters in scripts without spaces.
fn content(look: &Look<'_>) -> HashSet<u64> {
    let mut prints = HashSet::new();
    let mut add = |word: &str| {
        let mut hasher = DefaultHasher::new();
        word.hash(&mut hasher);
        prints.insert(hasher.finish());
    };
    for part in [look.title, look.summary.unwrap_or_default(), look.text] {
        let end = part.char_indices().nth(BEGINNING).map_or(part.len(), |(at, _)| at);
        let tokens = tokens(&part[..end]);
        for pair in tokens.windows(2) {
            let single =
                |t: &Token| t.kind == Kind::Word && t.text.len() > 2 && t.text.chars().nth(1).is_none();
            if single(&pair[0]) && single(&pair[1]) {
                add(&format!("{}{}", pair[0].text, pair[1].text));
            }
        }
        for token in tokens.iter().filter(|t| t.kind == Kind::Word && t.text.chars().count() >= LETTERS) {
            add(&token.lower());
        }
    }
    prints
}

/// Which share of the fewer stands among the more.
fn shared(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    let fewer = a.len().min(b.len());
    if fewer == 0 { 0.0 } else { a.intersection(b).count() as f64 / fewer as f64 }
}

#[cfg(test)]
mod tests {
    use super::{Look, is_another, is_same};

    const FERRY: &str = "The night ferry to Gull Island waited outside the harbour for hours because of dense \
        fog while passengers slept on benches and coffee ran out before dawn";
    const COURT: &str = "Judges dismissed an appeal by former treasurer Aino Castellane against her sentence \
        for fraud although witnesses withdrew parts of their testimony";

    fn look(title: &'static str, text: &'static str, day: u8) -> Look<'static> {
        let published = (day > 0).then(|| format!("2026-11-{day:02}T08:00:00Z").parse().expect("a time"));
        Look { title, summary: None, text, published, address: Some("courier.example/a") }
    }

    #[test]
    fn a_recycled_key_is_told_by_words_and_day() {
        assert!(is_another(&look("Evening bulletin", FERRY, 3), &look("Evening bulletin", COURT, 4)));
        assert!(is_another(&look("Ferry waits", FERRY, 3), &look("Appeal fails", COURT, 4)));
        assert!(
            !is_another(&look("Ferry waits", FERRY, 3), &look("Appeal fails", COURT, 3)),
            "rewritten that day"
        );
        let elsewhere = Look { address: Some("courier.example/b"), ..look("Appeal fails", COURT, 3) };
        assert!(is_another(&look("Ferry waits", FERRY, 3), &elsewhere));
        let nowhere = |look: Look<'static>| Look { address: None, ..look };
        assert!(is_another(
            &nowhere(look("Ferry waits", FERRY, 0)),
            &nowhere(look("Appeal fails", COURT, 0))
        ));
    }

    #[test]
    fn a_bulletin_of_another_date_is_another() {
        let rain = look(
            "Weather for 3 November",
            "Rain in the north, sun in the south, wind from the west all day",
            3,
        );
        let sun = look(
            "Weather for 4 November",
            "Rain in the north, sun in the south, wind from the east all day",
            4,
        );
        assert!(is_another(&rain, &sun));
        let toll = |title| look(title, FERRY, 3);
        let later = Look { published: look("", "", 4).published, ..toll("Fog: 11 dead") };
        assert!(!is_another(&toll("Fog: 9 dead"), &later), "figures are no dates");
    }

    #[test]
    fn an_edited_article_is_the_same() {
        let touched = look("Ferry sails", FERRY, 9);
        assert!(!is_another(&look("Ferry waits", FERRY, 3), &touched));
        assert!(is_same(&look("Ferry waits", FERRY, 3), &touched));
        assert!(!is_same(&look("Ferry waits", FERRY, 3), &look("Appeal fails", COURT, 3)));
        assert!(!is_another(&look("Ferry waits", "", 3), &look("Dozens stranded", "", 3)));
    }
}

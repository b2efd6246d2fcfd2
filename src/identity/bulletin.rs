//! Tomorrow's bulletin under today's id: another forecast, another market report, in the same mould.

use std::collections::HashSet;

use jiff::SignedDuration;

use super::Look;
use super::token::{Kind, Token, tokens};
use crate::model::fold;

/// The next one is dated about a day later at least.
const NEXT: SignedDuration = SignedDuration::from_hours(20);
/// With fewer words on a side it is not asked.
const FEW: usize = 12;
/// Of a longer text it is not asked either, in bytes: an article of its own is told by its words.
const LONGEST: usize = 20_000;
/// The longer of two is hardly longer than so many times the shorter.
const FACTOR: usize = 2;
/// Figures that two of them have, each of its own.
const FIGURES: usize = 2;
/// At most this share of the sentences, and of the figures, stands in both: an article that was brought up to date
/// keeps more of what it said.
const KEPT: f64 = 0.25;
/// Titles of more words are headlines.
const TITLE: usize = 4;
/// What comes again under one title, day by day. In scripts without spaces anywhere in it.
const PERIODICAL: &str = "weather|forecast|bulletin|briefing|market|markets|roundup|horoscope|lottery|tides|prices|wetter|\
    wetterbericht|wettervorhersage|vorhersage|börse|börsenbericht|lottozahlen|horoskop|météo|bourse|marchés|tiempo|\
    pronóstico|mercados|bolsa|horóscopo|meteo|previsioni|borsa|mercati|oroscopo|previsão|weerbericht|beurs|väder|\
    väderprognos|pogoda|giełda|погода|гороскоп|天气|天気|予報|预报|股市|行情|市況|收盘";
/// What is continued under one title.
const CONTINUED: &str =
    "live|liveblog|updates|update|ticker|liveticker|direct|vivo|minuto|diretta|ao|онлайн|直播|速報|実況";

/// Are they two issues of one thing: a day apart, under one title, in one mould with other words and figures? Under
/// one address the title must be a periodical's; another address bears it out for any.
pub(super) fn are_two_issues(old: &Look<'_>, new: &Look<'_>) -> bool {
    let (Some(before), Some(after)) = (old.published, new.published) else { return false };
    let elsewhere = matches!((old.address, new.address), (Some(a), Some(b)) if a != b);
    if after.duration_since(before) < NEXT
        || fold(old.title) != fold(new.title)
        || !(elsewhere || is_periodical(new.title))
        || old.text.len().max(new.text.len()) > LONGEST
    {
        return false;
    }
    let (a, b) = (tokens(old.text), tokens(new.text));
    let (fewer, more) = (a.len().min(b.len()), a.len().max(b.len()));
    if fewer < FEW || more > fewer * FACTOR {
        return false;
    }
    kept(&sentences(old.text), &sentences(new.text)) <= KEPT && have_other_figures(&a, &b)
}

fn is_periodical(title: &str) -> bool {
    let words = tokens(title);
    let spaceless = |word: &str| word.chars().next().is_some_and(|c| u32::from(c) >= 0x3000);
    let has = |list: &str| {
        list.split('|').any(|name| {
            if spaceless(name) { title.contains(name) } else { words.iter().any(|word| word.lower() == name) }
        })
    };
    let of_few_words = words.iter().filter(|word| !spaceless(&word.text)).count() <= TITLE;
    of_few_words && has(PERIODICAL) && !has(CONTINUED)
}

/// The sentences, each with how many tokens it has.
fn sentences(text: &str) -> Vec<(Vec<String>, usize)> {
    let ends = |c: char| matches!(c, '!' | '?' | '\n' | '。' | '！' | '？' | ';');
    // A full stop with a blank behind it: others stand in numbers.
    let parts = text.split(ends).flat_map(|part| part.split(". "));
    parts
        .map(|part| tokens(part).iter().map(Token::lower).collect::<Vec<_>>())
        .filter(|words| !words.is_empty())
        .map(|words| {
            let count = words.len();
            (words, count)
        })
        .collect()
}

/// Which share of what the first says stands in the second, sentence for sentence.
fn kept(a: &[(Vec<String>, usize)], b: &[(Vec<String>, usize)]) -> f64 {
    let there: HashSet<&Vec<String>> = b.iter().map(|(words, _)| words).collect();
    let all: usize = a.iter().map(|(_, count)| count).sum();
    let same: usize = a.iter().filter(|(words, _)| there.contains(words)).map(|(_, count)| count).sum();
    same as f64 / all.max(1) as f64
}

fn have_other_figures(a: &[Token], b: &[Token]) -> bool {
    let of = |tokens: &[Token]| -> HashSet<String> {
        tokens.iter().filter(|t| t.kind == Kind::Number).map(|t| t.text.clone()).collect()
    };
    let (a, b) = (of(a), of(b));
    let fewer = a.len().min(b.len());
    fewer >= FIGURES && a.intersection(&b).count() as f64 <= KEPT * fewer as f64
}

#[cfg(test)]
mod tests {
    use super::super::Look;
    use super::are_two_issues;

    const MONDAY: &str = "Dry in the valleys with up to 17 degrees. Gales on the tops by noon. Sea calm, later \
        choppy. By night clear and cold, down to 4 degrees.";
    const TUESDAY: &str = "Wet in the valleys with up to 12 degrees. Sleet on the tops by dusk. Sea rough, later \
        calm. By night foggy and mild, down to 7 degrees.";

    fn look<'a>(title: &'a str, text: &'a str, at: &str, address: &'a str) -> Look<'a> {
        Look { title, summary: None, text, published: at.parse().ok(), address: Some(address) }
    }

    #[track_caller]
    fn next_day(title: &str, old: &str, new: &str, elsewhere: bool) -> bool {
        let other = if elsewhere { "courier.example/2" } else { "courier.example/1" };
        are_two_issues(
            &look(title, old, "2026-11-23T06:00:00Z", "courier.example/1"),
            &look(title, new, "2026-11-24T06:00:00Z", other),
        )
    }

    #[test]
    fn tomorrows_issue_is_another_article() {
        assert!(next_day("Weather forecast", MONDAY, TUESDAY, false));
        assert!(next_day("Wetter", MONDAY, TUESDAY, false));
        assert!(next_day("On the coast today", MONDAY, TUESDAY, true), "its address bears it out");
        assert!(next_day(
            "天气预报",
            "今天北部晴，最高气温17度。山区有大风，夜间最低4度。",
            "今天北部有雨，最高气温12度。山区有雪，夜间最低7度。",
            false
        ));
    }

    #[test]
    fn an_article_that_goes_on_is_one() {
        assert!(!next_day("Storm on the coast", MONDAY, TUESDAY, false), "no periodical, one address");
        assert!(!next_day("Weather live", MONDAY, TUESDAY, false));
        let same_day = look("Weather forecast", TUESDAY, "2026-11-23T12:00:00Z", "courier.example/1");
        assert!(!are_two_issues(
            &look("Weather forecast", MONDAY, "2026-11-23T06:00:00Z", "courier.example/1"),
            &same_day
        ));
        let longer = format!("{TUESDAY} {MONDAY}");
        assert!(!next_day("Weather forecast", MONDAY, &longer, false), "what stood there stands there still");
        let corrected = MONDAY.replace("17", "18");
        assert!(!next_day("Weather forecast", MONDAY, &corrected, false), "a figure put right");
        assert!(
            !next_day("Weather forecast", "Sunny, 17 degrees.", "Rainy, 12 degrees.", false),
            "too few words"
        );
        let without = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
        assert!(!next_day("Weather forecast", &without(MONDAY), &without(TUESDAY), false), "no figures");
        let toll = "At least 12 people died and 40 were hurt when a bus left the road near Milton at noon.";
        let more =
            "The toll has risen to 15 after a bus left the road near Milton, with 38 people in hospital.";
        assert!(!next_day("Bus crash at Milton", toll, more, false));
    }
}

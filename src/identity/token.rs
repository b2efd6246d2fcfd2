//! Running text as tokens: what is compared when two wordings are.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words to look for; they stand in one string, with `|` between.
pub(super) type List = LazyLock<HashSet<&'static str>>;

/// A word, a number or a sign that carries meaning, as printed but for its typography.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Token {
    pub text: String,
    pub kind: Kind,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Word,
    /// With digits in it: `5.4`, `G7`, `1,200`.
    Number,
    /// A day, a year, a time of day, the name of a month or weekday.
    Date,
    /// `%`, a currency, `?`.
    Sign,
}

impl Token {
    pub(super) fn lower(&self) -> String {
        self.text.to_lowercase()
    }
}

/// Tokens of a text, in order.
///
/// Curly and straight quotes, dashes, soft hyphens and compatibility forms are the same, since outlets
/// re-set what they did not edit; punctuation is dropped, but for signs that change what is said. Scripts
/// without spaces give one token a character.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    for word in text.split_whitespace() {
        if word.is_ascii() {
            split(word, &mut out);
        } else {
            let plain: String = word.nfkc().filter(|c| !is_invisible(*c)).map(straight).collect();
            // Compatibility forms may hold a space of their own (U+00A8).
            plain.split_whitespace().for_each(|part| split(part, &mut out));
        }
    }
    mark_dates(&mut out);
    out
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}')
}

fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{b4}' | '\u{2032}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

/// Written without spaces between words.
fn is_spaceless(c: char) -> bool {
    matches!(u32::from(c), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x30ff | 0x3400..=0x9fff
        | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

fn is_sign(c: char) -> bool {
    matches!(c, '%' | '$' | '?' | '£' | '€' | '¥' | '₽' | '₹' | '°' | '¢' | '₩' | '₪')
}

/// Does the sign stand inside of a number, a date or a word, as in `1,200`, `10:31`, `don't`?
fn is_inside(c: char, last: char, next: char) -> bool {
    let digits = last.is_ascii_digit() && next.is_ascii_digit();
    (digits && matches!(c, '.' | ',' | ':' | '/' | '-'))
        || (c == '\'' && last.is_alphanumeric() && next.is_alphanumeric())
}

fn split(word: &str, out: &mut Vec<Token>) {
    let mut token = String::new();
    let mut last = ' ';
    let mut chars = word.chars().peekable();
    let push = |token: &mut String, out: &mut Vec<Token>| {
        if !token.is_empty() {
            let kind = if token.chars().any(char::is_numeric) { Kind::Number } else { Kind::Word };
            out.push(Token { text: std::mem::take(token), kind });
        }
    };
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        if is_spaceless(c) || is_sign(c) {
            push(&mut token, out);
            let kind = if is_sign(c) { Kind::Sign } else { Kind::Word };
            out.push(Token { text: c.to_string(), kind });
        } else if c.is_alphanumeric()
            || is_combining_mark(c)
            || is_inside(c, last, next)
            || (c == '-' && next.is_ascii_digit() && !last.is_alphanumeric())
        {
            token.push(c);
        } else {
            push(&mut token, out);
        }
        last = c;
    }
    push(&mut token, out);
}

/// Names of months in the languages of most news; abbreviations stand for English and its neighbours.
static MONTHS: List = LazyLock::new(|| {
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|\
    apr|jun|jul|aug|sep|sept|oct|nov|dec|januar|februar|märz|mai|juni|juli|oktober|dezember|jänner|\
    janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|\
    marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|\
    aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|\
    setembro|outubro|novembro|dezembro|januari|februari|maart|mei|augustus|augusti|maj|stycznia|\
    lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|января|\
    февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
        .split('|')
        .collect()
});
/// Weekdays, in full only: `sun` and `mar` are words.
static WEEKDAYS: List = LazyLock::new(|| {
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|\
    freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|\
    miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|\
    maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|måndag|tisdag|onsdag|torsdag|fredag|\
    lördag|söndag"
        .split('|')
        .collect()
});

fn mark_dates(tokens: &mut [Token]) {
    let number: Vec<bool> = tokens.iter().map(|t| t.kind == Kind::Number).collect();
    let beside =
        |these: &[bool], at: usize| (at > 0 && these[at - 1]) || these.get(at + 1).copied().unwrap_or(false);
    let is_month = |at: usize| beside(&number, at) && MONTHS.contains(tokens[at].lower().as_str());
    let month: Vec<bool> = (0..tokens.len()).map(is_month).collect();
    for at in 0..tokens.len() {
        let unit = tokens
            .get(at + 1)
            .is_some_and(|t| matches!(t.text.as_str(), "年" | "月" | "日" | "时" | "時" | "分"));
        let token = &tokens[at];
        let is_date = match token.kind {
            Kind::Number => beside(&month, at) || unit || is_date_number(&token.text),
            Kind::Word => month[at] || WEEKDAYS.contains(token.lower().as_str()),
            _ => false,
        };
        if is_date {
            tokens[at].kind = Kind::Date;
        }
    }
}

/// A year, `2026-11-24`, `24.11.2026`, `24/11`, `10:31`, `10h30`.
fn is_date_number(text: &str) -> bool {
    if text.len() == 4 && text.parse().is_ok_and(|year: u16| (1900..2100).contains(&year)) {
        return true;
    }
    let parts: Vec<&str> = text.split([':', '/', '-', '.']).collect();
    let short = parts.len() > 1
        && parts.iter().all(|p| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()));
    short && (text.contains([':', '/']) || parts.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};

    fn texts(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn typography_is_no_wording() {
        assert_eq!(texts("“It’s co\u{ad}operative” — he said…"), texts("\"It's cooperative\" - he said..."));
        assert_eq!(texts("ﬁne\u{a0}print"), ["fine", "print"]);
        assert_eq!(texts("cafe\u{301}"), texts("café"));
    }

    #[test]
    fn what_changes_the_meaning_is_kept() {
        assert_eq!(texts("$5.4m, -3% (1,200)?"), ["$", "5.4m", "-3", "%", "1,200", "?"]);
        assert_eq!(texts("東京で9人"), ["東", "京", "で", "9", "人"]);
    }

    #[test]
    fn dates_are_told_from_numbers() {
        let kinds = |text: &str| -> Vec<Kind> { tokens(text).into_iter().map(|t| t.kind).collect() };
        assert_eq!(kinds("24 November"), [Kind::Date, Kind::Date]);
        assert_eq!(kinds("nine may die"), [Kind::Word, Kind::Word, Kind::Word]);
        assert_eq!(
            kinds("1,200 in 2026 at 10:31 Monday"),
            [Kind::Number, Kind::Word, Kind::Date, Kind::Word, Kind::Date, Kind::Date]
        );
        assert_eq!(kinds("11月24日"), [Kind::Date, Kind::Word, Kind::Date, Kind::Word]);
    }
}

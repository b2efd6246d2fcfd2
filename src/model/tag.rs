use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A tag of an article (Atom's `category`, RFC 4287 §4.2.2): the facet it stands in, the folded term
/// one searches for, and the label as printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag {
    /// The facet: the feed's own scheme or domain, a page's label, `category` or `keyword`.
    pub scheme: String,
    /// The term, folded by [`fold_term`]: what queries compare.
    pub term: String,
    /// The label as the publisher printed it.
    pub label: String,
    /// Who said so.
    pub origin: Origin,
}

/// Where a tag or a disclaimer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The feed document.
    Feed,
    /// The article's own web page.
    Page,
    /// The user's configuration.
    Config,
    /// A rule of ours or the user's.
    Rule,
}

impl Origin {
    /// The word in the SQL views.
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::Feed => "feed",
            Origin::Page => "page",
            Origin::Config => "config",
            Origin::Rule => "rule",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Origin {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        [Origin::Feed, Origin::Page, Origin::Config, Origin::Rule]
            .into_iter()
            .find(|o| o.as_str() == s)
            .ok_or_else(|| format!("no origin is called {s:?}"))
    }
}

/// Folds a tag's label or scheme to a term, the form that is kept and that queries compare: lower case,
/// compatibility forms folded (NFKC), accents of Latin and Greek letters dropped, every run of anything else but
/// letters, digits and marks one hyphen.
///
/// Marks of other scripts make other letters or are vowels (`й`, `ガ`, `ि`) and stay. Signs that tell names
/// apart are words: `C++` → `c-plus-plus`, `C#` → `c-sharp`, `.NET` → `dot-net`.
///
/// `"US NATO War Agenda"` → `us-nato-war-agenda`, `"Économie"` → `economie`. Folding twice changes nothing.
pub fn fold_term(label: &str) -> String {
    let spelt = spell_signs(label);
    let mut is_bare = false;
    let plain = spelt.nfkd().flat_map(char::to_lowercase).filter(|c| {
        if is_combining_mark(*c) {
            return !is_bare;
        }
        is_bare = matches!(c, 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}');
        true
    });
    let plain: String = plain.collect();
    let mut out = String::with_capacity(plain.len());
    let mut gap = false;
    for c in plain.nfkc() {
        match c {
            // Apostrophes, and what joins or parts the letters of a word without being one.
            '\'' | '\u{2019}' | '\u{200c}' | '\u{200d}' | '\u{ad}' => {}
            c if c.is_alphanumeric() || is_combining_mark(c) && !out.is_empty() && !gap => {
                if gap && !out.is_empty() {
                    out.push('-');
                }
                gap = false;
                // The letter at a word's end is the same letter.
                out.push(if c == 'ς' { 'σ' } else { c });
            }
            _ => gap = true,
        }
    }
    out
}

/// Writes the signs out that are part of a name: plus and hash at its end, a dot before a short one.
fn spell_signs(label: &str) -> Cow<'_, str> {
    if !label.contains(['+', '#', '.', '＋', '＃']) {
        return Cow::Borrowed(label);
    }
    let word = |word: &str| -> String {
        let bare =
            word.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#' | '＋' | '＃'));
        let stem = bare.trim_end_matches(['+', '#', '＋', '＃']);
        let mut out = match stem.strip_prefix('.') {
            Some(name) if (2..=4).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphabetic()) => {
                format!("dot {name}")
            }
            _ => stem.to_owned(),
        };
        if stem.ends_with(char::is_alphanumeric) {
            for sign in bare[stem.len()..].chars() {
                out.push_str(if matches!(sign, '+' | '＋') { " plus" } else { " sharp" });
            }
        }
        out.push_str(&word[bare.len()..]);
        out
    };
    let words: Vec<String> = label.split_whitespace().map(word).collect();
    Cow::Owned(words.join(" "))
}

/// Folds words for comparison, coarsely: case, accents of every script and compatibility forms (NFKD), every run of
/// anything else but letters and digits one hyphen. Of different words some become one (`бой`, `бои`): what is kept
/// as a tag is folded by [`fold_term`].
///
/// `"US NATO War Agenda"` → `us-nato-war-agenda`, `"Économie"` → `economie`.
pub fn fold(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut gap = false;
    for c in label.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push('-');
            }
            gap = false;
            out.push(c);
        } else if c != '\'' && c != '\u{2019}' {
            gap = true;
        }
    }
    out
}

/// Folds running text for comparison, words kept: lower case, accents of Latin letters dropped,
/// every run of blanks one space.
///
/// Only Latin letters lose their marks: `й` and `が` are letters of their own, not accented ones.
/// This is also what SQLite's `unicode61` tokenizer does (`remove_diacritics 2`), so that a folded
/// word finds what the full-text index holds.
///
/// `"  Économie et  SOCIÉTÉ "` → `economie et societe`
pub fn fold_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut latin = false;
        let marks_dropped = word.nfd().flat_map(char::to_lowercase).filter(|c| {
            if is_combining_mark(*c) {
                return !latin;
            }
            // Latin letters without a decomposition (ø, ß) end at U+024F; those with one have their
            // base in ASCII.
            latin = c.is_alphabetic() && *c <= '\u{24F}';
            true
        });
        out.extend(marks_dropped.nfc());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_term, fold_text};

    #[test]
    fn text_folds_case_and_latin_accents() {
        for (text, folded) in [
            ("  Économie et\u{a0} SOCIÉTÉ\n", "economie et societe"),
            ("Ångström São ế İ", "angstrom sao e i"),
            ("U.S. in-depth 12:30", "u.s. in-depth 12:30"),
            ("МОЙ мои", "мой мои"),
            ("が か", "が か"),
            ("한국", "한국"),
            ("Straße Øre", "straße øre"),
            ("", ""),
        ] {
            assert_eq!(fold_text(text), folded, "{text:?}");
            assert_eq!(fold_text(folded), folded, "{text:?} twice");
        }
    }

    #[test]
    fn terms_of_every_script_stay_apart() {
        for (label, term) in [
            ("US NATO War Agenda", "us-nato-war-agenda"),
            ("  Économie & société ", "economie-societe"),
            ("People’s Daily", "peoples-daily"),
            ("Ångström São ế İzmir", "angstrom-sao-e-izmir"),
            ("Θέματα", "θεματα"),
            ("ΛΌΓΟΣ", "λογοσ"),
            ("λόγος", "λογοσ"),
            ("Бой", "бой"),
            ("бои", "бои"),
            ("Ёлка", "ёлка"),
            ("タグ", "タグ"),
            ("ﾊﾞｽ", "バス"),
            ("ハス", "ハス"),
            ("हिन्दी", "हिन्दी"),
            ("चुनाव", "चुनाव"),
            ("เศรษฐกิจ", "เศรษฐกิจ"),
            ("한국", "한국"),
            ("AT&T", "at-t"),
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C# 12", "c-sharp-12"),
            ("(c++)", "c-plus-plus"),
            ("F#, Disney+", "f-sharp-disney-plus"),
            (".NET", "dot-net"),
            ("ASP.NET", "asp-net"),
            ("Node.js", "node-js"),
            ("#boats", "boats"),
            ("1+1", "1-1"),
            ("U.S. ships.", "u-s-ships"),
            ("...", ""),
            ("+++", ""),
        ] {
            assert_eq!(fold_term(label), term, "{label:?}");
            assert_eq!(fold_term(term), term, "{label:?} twice");
        }
    }

    #[test]
    fn words_fold_case_accents_and_punctuation() {
        for (label, term) in [
            ("US NATO War Agenda", "us-nato-war-agenda"),
            ("Militarization and WMD", "militarization-and-wmd"),
            ("  Économie & société ", "economie-societe"),
            ("People’s Daily", "peoples-daily"),
            ("Москва", "москва"),
            ("日本", "日本"),
            ("C++", "c"),
            ("—", ""),
        ] {
            assert_eq!(fold(label), term, "{label:?}");
        }
    }
}

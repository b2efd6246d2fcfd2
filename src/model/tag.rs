use std::fmt;
use std::str::FromStr;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A tag of an article (Atom's `category`, RFC 4287 §4.2.2): the facet it stands in, the folded term
/// one searches for, and the label as printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag {
    /// The facet: the feed's own scheme or domain, a page's label, `category` or `keyword`.
    pub scheme: String,
    /// The term, folded by [`fold`]: what queries compare.
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

/// Folds a label to a term: case, accents and compatibility forms folded (NFKD), every run of
/// anything else but letters and digits one hyphen. Letters of every script stay.
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

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn terms_fold_case_accents_and_punctuation() {
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

use std::fmt;
use std::str::FromStr;

use super::Origin;

/// Any legal or editorial notice that stands with an article: data of its own, versioned, never
/// mixed into the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Disclaimer {
    /// What sort of notice.
    pub kind: DisclaimerKind,
    /// The notice as plain text.
    pub text: String,
    /// Who said so.
    pub origin: Origin,
}

/// The closed list of kinds of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DisclaimerKind {
    /// "The views expressed are the author's own …"
    Disclaimer,
    /// "Copyright © …", "All rights reserved".
    Copyright,
    /// A licence: its text or its address.
    Licence,
    /// A fair-use notice.
    FairUse,
    /// The original source of a republished piece.
    Attribution,
    /// Paid or sponsored content.
    Sponsored,
    /// A wire agency's credit.
    Agency,
    /// A correction of the article.
    Correction,
    /// A note of the editors.
    EditorNote,
    /// Made with or by a language model.
    Ai,
    /// Whom to ask: "For media inquiries: …"
    Contact,
    /// Anything else that is a notice.
    Other,
}

impl DisclaimerKind {
    /// Every kind, in the order digests print them.
    pub const ALL: [DisclaimerKind; 12] = [
        Self::Correction,
        Self::EditorNote,
        Self::Sponsored,
        Self::Ai,
        Self::Attribution,
        Self::Agency,
        Self::Copyright,
        Self::Licence,
        Self::Disclaimer,
        Self::FairUse,
        Self::Contact,
        Self::Other,
    ];

    /// The word in the SQL views and in `disclaimer:` queries.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Disclaimer => "disclaimer",
            Self::Copyright => "copyright",
            Self::Licence => "licence",
            Self::FairUse => "fair-use",
            Self::Attribution => "attribution",
            Self::Sponsored => "sponsored",
            Self::Agency => "agency",
            Self::Correction => "correction",
            Self::EditorNote => "editor-note",
            Self::Ai => "ai",
            Self::Contact => "contact",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for DisclaimerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DisclaimerKind {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|k| k.as_str() == s)
            .ok_or_else(|| format!("no kind of disclaimer is called {s:?}"))
    }
}

/// A statement of rights as a feed makes it, before it becomes a [`Disclaimer`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Right {
    /// `Copyright` for `rights`, `copyright`, `dc:rights`, `dcterms:*`; `Licence` for licences.
    pub kind: DisclaimerKind,
    /// Plain text, or the licence's address.
    pub text: String,
}

use std::fmt;

use jiff::Timestamp;

use super::{Outcome, PageKind};

/// One attempt at one article's page, as the archive keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Whose page.
    pub article: i64,
    /// What was asked for.
    pub url: String,
    /// When it began.
    pub started_at: Timestamp,
    /// From asking for a turn to the page read, in milliseconds.
    pub duration_ms: u64,
    /// What came of it.
    pub outcome: VisitOutcome,
    /// The last response's status, if there was one.
    pub http_status: Option<u16>,
    /// Bytes of body after decompression.
    pub bytes: u64,
    /// Asked with validators?
    pub conditional: bool,
    /// What went wrong, in words for a person.
    pub error: Option<String>,
    /// The server asked not to be asked again before (`Retry-After`).
    pub not_before: Option<Timestamp>,
}

/// What came of a visit; the closed list of words of `visits.outcome`. Answers that are not the article
/// are told apart, because none of them may ever become its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VisitOutcome {
    /// The page was read and is the article; or one of the words that polls have too for an exchange
    /// that brought none.
    Exchange(Outcome),
    /// `robots.txt` forbids it: not asked.
    Robots,
    /// A stub before a paywall.
    Paywall,
    /// A question for consent to cookies.
    Consent,
    /// A form to sign in, or a check that we are a person.
    Login,
    /// A page, but no article: a list, an error page with status 200, an empty page.
    NoArticle,
    /// No web page: a film, a PDF.
    NotHtml,
    /// The address leads to a home page now.
    HomePage,
    /// The address leads to another article, or the page says that it is another's.
    OtherArticle,
    /// Our reader failed on it, which is a fault to be reported.
    Unreadable,
}

impl VisitOutcome {
    /// Every outcome that a poll does not have.
    pub const OWN: [VisitOutcome; 9] = [
        Self::Robots,
        Self::Paywall,
        Self::Consent,
        Self::Login,
        Self::NoArticle,
        Self::NotHtml,
        Self::HomePage,
        Self::OtherArticle,
        Self::Unreadable,
    ];

    /// The article's page was read, and differs from the last time.
    pub const READ: VisitOutcome = Self::Exchange(Outcome::Ok);

    /// The outcome of a page that is no article, by its kind.
    pub fn of_kind(kind: PageKind) -> VisitOutcome {
        match kind {
            PageKind::Article => Self::READ,
            PageKind::Paywall => Self::Paywall,
            PageKind::Consent => Self::Consent,
            PageKind::Login => Self::Login,
            PageKind::NoArticle => Self::NoArticle,
        }
    }

    /// The word in `visits.outcome`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exchange(outcome) => outcome.as_str(),
            Self::Robots => "robots",
            Self::Paywall => "paywall",
            Self::Consent => "consent",
            Self::Login => "login",
            Self::NoArticle => "no-article",
            Self::NotHtml => "not-html",
            Self::HomePage => "home-page",
            Self::OtherArticle => "other-article",
            Self::Unreadable => "unreadable",
        }
    }

    /// Is what the archive holds of the page up to date?
    pub fn is_success(self) -> bool {
        matches!(self, Self::Exchange(outcome) if outcome.is_success())
    }

    /// Was the server asked? Not where it, or its `robots.txt`, does not want to be.
    pub fn asked(self) -> bool {
        !matches!(self, Self::Robots | Self::Exchange(Outcome::Held))
    }

    /// Does the outlet say that there is no such page?
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Exchange(Outcome::Gone | Outcome::NotFound))
    }

    /// Is it the host that fails, and not this page: would its other pages fail too?
    pub fn blames_host(self) -> bool {
        matches!(
            self,
            Self::Exchange(
                Outcome::Busy
                    | Outcome::HttpError
                    | Outcome::Network
                    | Outcome::Tls
                    | Outcome::ExpiredCertificate
                    | Outcome::Timeout
                    | Outcome::TooSlow
                    | Outcome::HeaderFlood
                    | Outcome::PrivateAddress
            )
        )
    }
}

impl fmt::Display for VisitOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where an article's page stands: a row of the view `pages`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageStatus {
    /// What is asked for.
    pub url: String,
    /// The feed that wants it.
    pub feed: String,
    /// What the page calls its own address.
    pub canonical_url: Option<String>,
    /// When it was read as the article first, and last.
    pub first_read_at: Option<Timestamp>,
    /// See `first_read_at`.
    pub last_read_at: Option<Timestamp>,
    /// Last attempt, and its outcome's word.
    pub last_visited_at: Option<Timestamp>,
    /// See `last_visited_at`.
    pub last_outcome: Option<String>,
    /// Of the last failure, in words.
    pub last_error: Option<String>,
    /// When it is looked at next; `None` = never again.
    pub due_at: Option<Timestamp>,
    /// The outlet says that there is no such page any more: since when.
    pub gone_since: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::VisitOutcome;
    use crate::model::Outcome;

    const README: &str = include_str!("../../README.md");
    const VIEW: &str = include_str!("../../migrations/0008_visits.sql");

    #[test]
    fn every_outcome_has_a_word_of_its_own_that_users_can_look_up() {
        for outcome in VisitOutcome::OWN {
            let word = outcome.as_str();
            assert!(Outcome::ALL.iter().all(|other| other.as_str() != word), "{word} means two things");
            assert!(README.contains(&format!("| `{word}` |")), "{word} does not stand in README.md");
            assert!(VIEW.contains(word), "{word} does not stand in the view visits");
            assert!(!outcome.is_success() && !outcome.is_gone(), "{word}");
        }
    }
}

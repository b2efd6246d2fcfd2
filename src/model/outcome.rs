use std::fmt;

/// `polls.outcome`: a closed list. A failure that a person would mend in another way has another word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A feed was read and kept.
    Ok,
    /// 304: nothing changed.
    NotModified,
    /// A 200 whose body is byte for byte the one we had.
    Unchanged,
    /// Not asked: another feed of the host was told to wait (429, 503), and this one waits with it.
    Held,
    /// 410: the outlet took the feed away for good.
    Gone,
    /// 401, 403, 407 or 451.
    Refused,
    /// 404.
    NotFound,
    /// 429 or 503, or any failure with `Retry-After`.
    Busy,
    /// Any other 4xx or 5xx.
    HttpError,
    /// Name not found, connection refused or broken off.
    Network,
    /// No TLS session: wrong name, unknown issuer, no common version.
    Tls,
    /// The server's certificate is no longer, or not yet, valid.
    ExpiredCertificate,
    /// No answer began within `http.timeout`.
    Timeout,
    /// An answer began, and its body did not end within `http.timeout`: it stalls or drips.
    TooSlow,
    /// More header fields, or longer ones, than any feed needs.
    HeaderFlood,
    /// The body, sent as it is, grew over `http.max_body`.
    TooLarge,
    /// The body unpacks (gzip, brotli, zstd) to more than `http.max_body`.
    Bomb,
    /// Fewer bytes came than the server announced.
    WrongLength,
    /// Compressed data or framing that cannot be read.
    BadBody,
    /// A 200 with an empty body.
    Empty,
    /// A redirect that does not say where, or to something that is no address.
    BadRedirect,
    /// More than ten redirects, or one to itself.
    RedirectLoop,
    /// A redirect to something that is neither http nor https.
    BadScheme,
    /// The address is private and not in `http.allow_networks`.
    PrivateAddress,
    /// A page with 200 that asks for a password.
    LoginPage,
    /// Another HTML page with 200: parked, in maintenance, moved.
    HtmlPage,
    /// The body is something else again.
    NotAFeed,
    /// It is a feed and cannot be read, or breaks a limit.
    BadFeed,
    /// A secret, header or address in the configuration cannot be used.
    BadRequest,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 29] = [
        Self::Ok,
        Self::NotModified,
        Self::Unchanged,
        Self::Held,
        Self::Gone,
        Self::Refused,
        Self::NotFound,
        Self::Busy,
        Self::HttpError,
        Self::Network,
        Self::Tls,
        Self::ExpiredCertificate,
        Self::Timeout,
        Self::TooSlow,
        Self::HeaderFlood,
        Self::TooLarge,
        Self::Bomb,
        Self::WrongLength,
        Self::BadBody,
        Self::Empty,
        Self::BadRedirect,
        Self::RedirectLoop,
        Self::BadScheme,
        Self::PrivateAddress,
        Self::LoginPage,
        Self::HtmlPage,
        Self::NotAFeed,
        Self::BadFeed,
        Self::BadRequest,
    ];

    /// The word in `polls.outcome`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::NotModified => "not-modified",
            Self::Unchanged => "unchanged",
            Self::Held => "held",
            Self::Gone => "gone",
            Self::Refused => "refused",
            Self::NotFound => "not-found",
            Self::Busy => "busy",
            Self::HttpError => "http-error",
            Self::Network => "network",
            Self::Tls => "tls",
            Self::ExpiredCertificate => "expired-certificate",
            Self::Timeout => "timeout",
            Self::TooSlow => "too-slow",
            Self::HeaderFlood => "header-flood",
            Self::TooLarge => "too-large",
            Self::Bomb => "bomb",
            Self::WrongLength => "wrong-length",
            Self::BadBody => "bad-body",
            Self::Empty => "empty",
            Self::BadRedirect => "bad-redirect",
            Self::RedirectLoop => "redirect-loop",
            Self::BadScheme => "bad-scheme",
            Self::PrivateAddress => "private-address",
            Self::LoginPage => "login-page",
            Self::HtmlPage => "html-page",
            Self::NotAFeed => "not-a-feed",
            Self::BadFeed => "bad-feed",
            Self::BadRequest => "bad-request",
        }
    }

    /// Did the poll do its work?
    pub fn is_success(self) -> bool {
        matches!(self, Self::Ok | Self::NotModified | Self::Unchanged)
    }

    /// Did we ask and fail? A feed that was [`held`](Self::Held) was not asked.
    pub fn is_failure(self) -> bool {
        !self.is_success() && self != Self::Held
    }

    /// How heavily a failure weighs in the wait before the next attempt. What may be over in a minute
    /// (a network, an overloaded server) weighs one; what only a person mends (a page where the feed
    /// was, a certificate, a refusal) weighs two.
    pub fn weight(self) -> u32 {
        match self {
            Self::Ok | Self::NotModified | Self::Unchanged | Self::Held => 0,
            Self::Busy
            | Self::HttpError
            | Self::Network
            | Self::Timeout
            | Self::TooSlow
            | Self::WrongLength
            | Self::BadBody
            | Self::Empty
            | Self::BadFeed
            | Self::PrivateAddress
            | Self::BadRequest => 1,
            Self::Gone
            | Self::Refused
            | Self::NotFound
            | Self::Tls
            | Self::ExpiredCertificate
            | Self::HeaderFlood
            | Self::TooLarge
            | Self::Bomb
            | Self::BadRedirect
            | Self::RedirectLoop
            | Self::BadScheme
            | Self::LoginPage
            | Self::HtmlPage
            | Self::NotAFeed => 2,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Outcome;

    const README: &str = include_str!("../../README.md");
    const VIEW: &str = include_str!("../../migrations/0003_manners.sql");

    #[test]
    fn every_outcome_has_a_word_of_its_own_that_users_can_look_up() {
        let words: HashSet<&str> = Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect();
        assert_eq!(words.len(), Outcome::ALL.len());
        for word in words {
            assert!(README.contains(&format!("| `{word}` |")), "{word} does not stand in README.md");
            assert!(VIEW.contains(word), "{word} does not stand in the view polls");
        }
    }

    #[test]
    fn only_failures_weigh() {
        for outcome in Outcome::ALL {
            assert_eq!(outcome.weight() > 0, outcome.is_failure(), "{outcome}");
        }
    }
}

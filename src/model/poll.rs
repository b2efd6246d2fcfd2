use std::fmt;

use jiff::Timestamp;

use super::Note;

/// What a server gave us to ask conditionally with (RFC 9110 §8.8): byte for byte as received, never
/// read or changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// `ETag`, quotes and `W/` included.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`.
    pub last_modified: Option<Vec<u8>>,
}

impl Validators {
    /// True where there is nothing to ask conditionally with.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

/// One attempt at one feed, as the archive keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// The feed's name.
    pub feed: String,
    /// When it began.
    pub started_at: Timestamp,
    /// From permit to the last byte read, in milliseconds.
    pub duration_ms: u64,
    /// What came of it.
    pub outcome: Outcome,
    /// The last response's status, if there was one.
    pub http_status: Option<u16>,
    /// Bytes of body after decompression.
    pub bytes: u64,
    /// Asked with validators?
    pub conditional: bool,
    /// Items in the document.
    pub entries: u32,
    /// Articles the archive did not have.
    pub new: u32,
    /// Articles that gained a revision.
    pub revised: u32,
    /// What went wrong, in words for a person.
    pub error: Option<String>,
    /// What the parser repaired.
    pub notes: Vec<Note>,
    /// Until when the server asked us to stay away.
    pub not_before: Option<Timestamp>,
}

/// `polls.outcome`: a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A feed was read and kept.
    Ok,
    /// 304: nothing changed.
    NotModified,
    /// A 200 whose body is byte for byte the one we had.
    Unchanged,
    /// 410: the outlet took the feed away for good.
    Gone,
    /// 401, 403, 407 or 451.
    Refused,
    /// 404.
    NotFound,
    /// 429 or 503, or any answer with `Retry-After`.
    Busy,
    /// Any other 4xx or 5xx.
    HttpError,
    /// Name not found, connection refused or broken off.
    Network,
    /// No TLS session: certificate expired, wrong name, unknown issuer.
    Tls,
    /// It took longer than `http.timeout`.
    Timeout,
    /// The body grew over `http.max_body`.
    TooLarge,
    /// Compressed data or framing that cannot be read.
    BadBody,
    /// More than ten redirects, a loop, or a redirect to something that is not http or https.
    BadRedirect,
    /// The address is private and not in `http.allow_networks`.
    PrivateAddress,
    /// The body is not a feed.
    NotAFeed,
    /// It is a feed and cannot be read, or breaks a limit.
    BadFeed,
    /// A secret, header or address in the configuration cannot be used.
    BadRequest,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 18] = [
        Self::Ok,
        Self::NotModified,
        Self::Unchanged,
        Self::Gone,
        Self::Refused,
        Self::NotFound,
        Self::Busy,
        Self::HttpError,
        Self::Network,
        Self::Tls,
        Self::Timeout,
        Self::TooLarge,
        Self::BadBody,
        Self::BadRedirect,
        Self::PrivateAddress,
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
            Self::Gone => "gone",
            Self::Refused => "refused",
            Self::NotFound => "not-found",
            Self::Busy => "busy",
            Self::HttpError => "http-error",
            Self::Network => "network",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::TooLarge => "too-large",
            Self::BadBody => "bad-body",
            Self::BadRedirect => "bad-redirect",
            Self::PrivateAddress => "private-address",
            Self::NotAFeed => "not-a-feed",
            Self::BadFeed => "bad-feed",
            Self::BadRequest => "bad-request",
        }
    }

    /// Did the poll do its work?
    pub fn is_success(self) -> bool {
        matches!(self, Self::Ok | Self::NotModified | Self::Unchanged)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

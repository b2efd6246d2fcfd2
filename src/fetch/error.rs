use std::fmt;

use jiff::Timestamp;

use super::guard::PrivateAddress;
use crate::model::Outcome;

/// The client could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("cannot set up HTTP: {0}")]
pub struct SetupError(pub(super) String);

/// A request that brought neither a body nor a 304.
#[derive(Debug)]
pub struct FetchError {
    /// The word for `polls.outcome`.
    pub outcome: Outcome,
    /// Of the last response, if there was one.
    pub status: Option<u16>,
    /// For a person.
    pub message: String,
    /// The server asks not to come back before (RFC 9110 §10.2.3).
    pub not_before: Option<Timestamp>,
    /// Bytes of body read before it failed.
    pub bytes: u64,
    /// The body itself, as it came and not all of it, where it could not be unpacked.
    pub body: Box<[u8]>,
    /// Who answered.
    pub host: Option<Box<str>>,
    /// The whole host is left alone until then.
    pub host_held: Option<Timestamp>,
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FetchError {}

impl FetchError {
    pub(super) fn new(outcome: Outcome, message: impl Into<String>) -> FetchError {
        FetchError {
            outcome,
            status: None,
            message: message.into(),
            not_before: None,
            bytes: 0,
            body: Box::default(),
            host: None,
            host_held: None,
        }
    }

    pub(super) fn with_status(mut self, status: u16) -> FetchError {
        self.status = Some(status);
        self
    }

    /// Not asked: the host wants to be left alone until then.
    pub fn held(host: &str, until: Timestamp) -> FetchError {
        let message = format!("not asked: {host} asked for no requests before {until:.0}");
        FetchError { not_before: Some(until), ..FetchError::new(Outcome::Held, message) }
    }

    pub(super) fn header_flood(host: &str) -> FetchError {
        let message = format!("{host} sends more header fields, or longer ones, than any feed needs");
        FetchError::new(Outcome::HeaderFlood, message)
    }

    /// Says in our words what reqwest and the layers below it report.
    pub(super) fn of(error: &reqwest::Error, host: &str) -> FetchError {
        if let Some(private) = cause::<PrivateAddress>(error) {
            return FetchError::new(Outcome::PrivateAddress, private.to_string());
        }
        if let Some(tls) = cause::<rustls::Error>(error) {
            if let Some(when) = validity(tls) {
                return FetchError::new(
                    Outcome::ExpiredCertificate,
                    format!("the certificate of {host} {when}"),
                );
            }
            return FetchError::new(Outcome::Tls, format!("no TLS session with {host}: {tls}"));
        }
        let root = root(error);
        if error.is_timeout() {
            return FetchError::new(Outcome::Timeout, format!("no answer from {host} in time"));
        }
        if error.is_builder() {
            return FetchError::new(
                Outcome::BadRequest,
                format!("the request to {host} cannot be made: {root}"),
            );
        }
        if error.is_decode() {
            return FetchError::new(
                Outcome::BadBody,
                format!("{host} sent a body that cannot be unpacked: {root}"),
            );
        }
        if error.is_connect() {
            return FetchError::new(Outcome::Network, format!("cannot connect to {host}: {root}"));
        }
        let flood = cause::<hyper::Error>(error).is_some_and(hyper::Error::is_parse_too_large)
            || cause::<h2::Error>(error).is_some_and(is_header_flood);
        if flood {
            return FetchError::header_flood(host);
        }
        if cause::<h2::Error>(error).is_some_and(|e| e.is_library() && e.is_reset()) {
            let message =
                format!("{host} breaks the rules of HTTP/2, or has header fields without end: {root}");
            return FetchError::new(Outcome::BadBody, message);
        }
        if let Some(http) = cause::<hyper::Error>(error)
            && http.is_parse()
        {
            return FetchError::new(Outcome::BadBody, format!("{host} does not answer in HTTP: {root}"));
        }
        if error.is_body() {
            return FetchError::new(Outcome::BadBody, format!("{host} broke off the body: {root}"));
        }
        FetchError::new(Outcome::Network, format!("{host} broke off: {root}"))
    }
}

/// Did our side end an HTTP/2 connection because an answer's header fields come in too many frames or unpack to
/// far too much?
fn is_header_flood(error: &h2::Error) -> bool {
    use h2::Reason;
    let reason = error.reason();
    error.is_library() && matches!(reason, Some(Reason::ENHANCE_YOUR_CALM | Reason::COMPRESSION_ERROR))
}

/// Where a certificate is refused because of its dates: what is wrong with them.
fn validity(error: &rustls::Error) -> Option<&'static str> {
    use rustls::CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext};
    match error {
        rustls::Error::InvalidCertificate(Expired | ExpiredContext { .. }) => {
            Some("has expired: its operator must renew it")
        }
        rustls::Error::InvalidCertificate(NotValidYet | NotValidYetContext { .. }) => {
            Some("is not valid yet: is the clock of this machine right?")
        }
        _ => None,
    }
}

fn cause<E: std::error::Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    let mut at: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = at {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        // io::Error hides the error it carries from `source`, and one may carry another.
        let carried = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if let Some(carried) = carried {
            at = Some(carried);
            continue;
        }
        at = error.source();
    }
    None
}

fn root(error: &reqwest::Error) -> String {
    let mut at: &dyn std::error::Error = error;
    while let Some(next) = at.source() {
        at = next;
    }
    at.to_string()
}

//! What came back.

use jiff::Timestamp;
use reqwest::Response;
use reqwest::header::{
    AGE, CACHE_CONTROL, CONTENT_ENCODING, DATE, ETAG, EXPIRES, HeaderMap, HeaderName, LAST_MODIFIED, LINK,
};
use url::Url;

use super::error::FetchError;
use super::hosts::Permit;
use super::unpack::{UnpackError, Unpacker};
use crate::model::{Outcome, Validators};
use crate::parse;
use crate::schedule::Caching;

/// A request that did its work.
#[derive(Debug)]
pub struct Fetched {
    /// 200 or 304.
    pub status: u16,
    /// Where the answer came from, after redirects.
    pub url: String,
    /// Where the feed has moved for good (301, 308), if it has.
    pub moved: Option<String>,
    /// A redirect on the way asks not to come back before (`Retry-After`).
    pub not_before: Option<Timestamp>,
    /// Until when the answer is fresh (RFC 9111): asking before brings nothing.
    pub fresh_until: Option<Timestamp>,
    /// `Cache-Control` of the answer, for the next 304 that brings none; `None` where this is such a 304.
    pub cache_control: Option<String>,
    /// Was it asked for with validators?
    pub conditional: bool,
    /// The body, or that there is none.
    pub payload: Payload,
    /// Leave to hold the answer in memory: drop it when it is kept.
    pub permit: Permit,
}

/// A body, or a 304.
#[derive(Debug)]
pub enum Payload {
    /// 304: what we have is current.
    NotModified,
    /// 200.
    Body {
        /// As `Content-Encoding` unpacks it.
        bytes: Vec<u8>,
        /// How many bytes it has once what is packed inside is unpacked, too (`.xml.gz`).
        unpacked: u64,
        /// As given.
        content_type: Option<String>,
        /// For the next request.
        validators: Validators,
        /// Rights that the header reserves or licenses: `tdm-reservation` and `tdm-policy` (TDMRep) as one,
        /// `Content-Usage` (IETF draft aipref-attach), `Link` with `rel=license` (RSL 1.0 among them).
        reservations: Vec<String>,
        /// What is wrong with it, if it was taken all the same.
        damage: Option<Damage>,
    },
}

/// What is wrong with a body that was taken all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// Its `Content-Encoding` says that it is packed, and it is not: it is whole.
    NotPacked,
    /// It broke while it was unpacked, and this is what had come out of it; why, for a person. Only where
    /// [`super::Request::salvage`] asks for it.
    Broken(String),
}

/// Those of an answer that came from `at` to a request that began at `first`.
pub(super) fn validators(headers: &HeaderMap, at: &Url, first: &Url) -> Validators {
    let bytes = |name| headers.get(name).map(|v| v.as_bytes().to_vec()).filter(|v| !v.is_empty());
    let from = (at != first).then(|| at.as_str().to_owned());
    Validators { etag: bytes(ETAG), last_modified: bytes(LAST_MODIFIED), from }
}

pub(super) fn reservations(headers: &HeaderMap) -> Vec<String> {
    let named = |name: &'static str| headers.get_all(name).iter().filter_map(|v| v.to_str().ok());
    // 0 reserves nothing (TDMRep §3.1), and a policy belongs to a reservation.
    let reserved = named("tdm-reservation").any(|value| value.trim() == "1");
    let policy = named("tdm-policy").next().map(|policy| format!("; tdm-policy: {}", policy.trim()));
    let tdm = reserved.then(|| format!("tdm-reservation: 1{}", policy.unwrap_or_default()));
    let usage = named("content-usage").map(|value| format!("Content-Usage: {}", value.trim()));
    let links = headers.get_all(LINK).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let licences = links.filter(|link| {
        let plain: String = link.to_ascii_lowercase().chars().filter(|c| !matches!(c, '"' | ' ')).collect();
        plain.contains("rel=license")
    });
    let address = |link: &str| Some(link.split_once('<')?.1.split_once('>')?.0.to_owned());
    tdm.into_iter().chain(usage).chain(licences.filter_map(address)).collect()
}

pub(super) fn text_header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned())
}

/// `Cache-Control`, its fields joined; `None` where there is none.
pub(super) fn cache_control(headers: &HeaderMap) -> Option<String> {
    let fields: Vec<&str> = headers.get_all(CACHE_CONTROL).iter().filter_map(|v| v.to_str().ok()).collect();
    (!fields.is_empty()).then(|| fields.join(", "))
}

/// Until when an answer with these fields is fresh. `cache_control` is its own, or of the answer it renews.
pub(super) fn fresh_until(
    headers: &HeaderMap,
    cache_control: Option<&str>,
    received: Timestamp,
) -> Option<Timestamp> {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let cache_control = cache_control.unwrap_or_default();
    let caching = Caching { cache_control, expires: text(EXPIRES), date: text(DATE), age: text(AGE) };
    caching.fresh_until(received)
}

/// A body on its way in, so that what has come is known when time is up.
pub(super) struct Incoming<'a> {
    response: Response,
    unpacker: Unpacker,
    announced: Option<u64>,
    received: u64,
    broken: Option<UnpackError>,
    host: &'a str,
}

impl<'a> Incoming<'a> {
    pub(super) fn new(response: Response, limit: u64, host: &'a str) -> Result<Incoming<'a>, FetchError> {
        let coding = text_header(response.headers(), &CONTENT_ENCODING);
        let unpacker =
            Unpacker::new(coding.as_deref(), limit).map_err(|e| unreadable(&e, limit, true, host))?;
        let announced = response.content_length();
        if let Some(length) = announced.filter(|length| *length > limit) {
            let message =
                format!("{host} announces {length} bytes, more than {limit} (http.max_body): not read");
            return Err(FetchError::new(Outcome::TooLarge, message));
        }
        Ok(Incoming { response, unpacker, announced, received: 0, broken: None, host })
    }

    /// Bytes unpacked so far.
    pub(super) fn unpacked(&self) -> u64 {
        self.unpacker.len()
    }

    /// Bytes received so far, packed or not.
    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// Reads to the end, unpacking what comes, so that a bomb is stopped at the limit and not after it.
    pub(super) async fn read(&mut self) -> Result<(), FetchError> {
        loop {
            let chunk = self.response.chunk().await.map_err(|e| self.broken_off(&e))?;
            let Some(chunk) = chunk else { return Ok(()) };
            self.received += chunk.len() as u64;
            if let Err(e) = self.unpacker.push(&chunk) {
                self.broken = Some(e);
                return Ok(());
            }
        }
    }

    /// The body: whole, or as far as it could be unpacked if `salvage` asks for that.
    pub(super) fn finish(mut self, salvage: bool) -> Result<(Vec<u8>, Option<Damage>), FetchError> {
        let bytes = self.unpacker.len();
        let done = match self.broken.take() {
            Some(error) => Err(error),
            None => self.unpacker.finish(),
        };
        let error = match done {
            Ok(body) => return Ok((body, self.unpacker.is_mislabelled().then_some(Damage::NotPacked))),
            Err(error) => error,
        };
        let failed = unreadable(&error, self.unpacker.limit(), self.unpacker.is_packed(), self.host);
        if failed.outcome != Outcome::BadBody {
            return Err(FetchError { bytes, ..failed });
        }
        let salvaged = if salvage { self.unpacker.salvage() } else { Vec::new() };
        if salvaged.trim_ascii().is_empty() {
            return Err(FetchError { bytes, body: self.unpacker.raw().into(), ..failed });
        }
        Ok((salvaged, Some(Damage::Broken(failed.message))))
    }

    fn broken_off(&self, error: &reqwest::Error) -> FetchError {
        let (host, received) = (self.host, self.received);
        let error = match self.announced {
            Some(announced) if received < announced => {
                let message = format!("{host} announced {announced} bytes and broke off after {received}");
                FetchError::new(Outcome::WrongLength, message)
            }
            _ => {
                let mut error = FetchError::of(error, host);
                // A body broken off is not a server that cannot be reached.
                if error.outcome == Outcome::Network {
                    error.outcome = Outcome::BadBody;
                }
                error
            }
        };
        FetchError { bytes: self.unpacked(), ..error }
    }
}

/// How many bytes a body has once what is packed inside is unpacked: the limit holds for them as well.
pub(super) async fn unpacked_inside(
    bytes: Vec<u8>,
    limit: u64,
    host: &str,
) -> Result<(Vec<u8>, u64), FetchError> {
    let len = bytes.len() as u64;
    if !parse::may_be_packed(&bytes) {
        return Ok((bytes, len));
    }
    let most = usize::try_from(limit).unwrap_or(usize::MAX).min(parse::MAX_BYTES);
    let work = move || {
        let unpacked = parse::unpacked_len(&bytes, most);
        (bytes, unpacked)
    };
    let failed =
        |e| FetchError::new(Outcome::BadBody, format!("{host} sent a body that nothing unpacks: {e}"));
    match tokio::task::spawn_blocking(work).await.map_err(failed)? {
        (bytes, Some(unpacked)) => Ok((bytes, unpacked as u64)),
        (_, None) => {
            Err(FetchError { bytes: most as u64, ..unreadable(&UnpackError::Full, limit, true, host) })
        }
    }
}

fn unreadable(error: &UnpackError, limit: u64, packed: bool, host: &str) -> FetchError {
    match error {
        UnpackError::Full if packed => {
            let message =
                format!("{host} sends a body that unpacks to more than {limit} bytes (http.max_body)");
            FetchError::new(Outcome::Bomb, message)
        }
        UnpackError::Full => {
            let message = format!("{host} sends more than {limit} bytes (http.max_body)");
            FetchError::new(Outcome::TooLarge, message)
        }
        UnpackError::Broken(e) => {
            FetchError::new(Outcome::BadBody, format!("{host} sent a body that cannot be unpacked: {e}"))
        }
    }
}

//! The client and the walk along redirects.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION, RETRY_AFTER,
};
use reqwest::{Certificate, Client, ClientBuilder, Proxy, Response, StatusCode, redirect};
use url::Url;

use super::error::{FetchError, SetupError};
use super::guard::Guard;
use super::hosts::Hosts;
use super::transfer::{Fetched, Payload, body, text_header, validators};
use super::{CONNECT_TIMEOUT, IDLE_TIMEOUT, MAX_HEADERS, MAX_REDIRECTS, retry_after, secret};
use crate::model::{Http, Outcome, Secret, Validators};

/// Makes requests under every limit of `[http]`. Clones share connections and limits.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    guard: Guard,
    hosts: Arc<Hosts>,
    timeout: Duration,
    max_body: u64,
}

/// What to ask for.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Absolute http or https address.
    pub url: &'a str,
    /// To ask conditionally with; empty = unconditionally.
    pub validators: &'a Validators,
    /// From the configuration; sent to this origin only.
    pub headers: &'a [(String, Secret)],
    /// `Accept`.
    pub accept: &'static str,
}

impl Fetcher {
    /// Sets up the client.
    pub fn new(http: &Http) -> Result<Fetcher, SetupError> {
        // A second call finds it installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let proxy = match &http.proxy {
            None => None,
            Some(text) => Some(Url::parse(text).map_err(|e| SetupError(format!("http.proxy: {e}")))?),
        };
        let guard = Guard::new(&http.allow_networks, proxy.as_ref());
        Ok(Fetcher {
            client: build(http, &guard, proxy.as_ref())?,
            guard,
            hosts: Arc::new(Hosts::new(http.concurrency, http.per_host, http.per_host_gap)),
            timeout: http.timeout,
            max_body: http.max_body,
        })
    }

    /// Asks, follows redirects, reads the body.
    ///
    /// `http.timeout` counts connecting, waiting and reading over all hops, not the time spent waiting
    /// for a turn at the host.
    pub async fn fetch(&self, request: &Request<'_>) -> Result<Fetched, FetchError> {
        let first = Url::parse(request.url).map_err(|e| {
            FetchError::new(Outcome::BadRequest, format!("{} is no address: {e}", request.url))
        })?;
        let mut url = first.clone();
        // Where the permanent redirects lead, as long as no temporary one came before.
        let mut moved: Option<Url> = None;
        let mut permanent = true;
        let mut left = self.timeout;
        for _ in 0..=MAX_REDIRECTS {
            self.admit(&url)?;
            let host = url.host_str().unwrap_or_default().to_owned();
            let turn = self.hosts.turn(&host).await;
            let permit = self.hosts.permit().await;
            let began = Instant::now();
            let headers = self.headers(request, &url, &first)?;
            let late = || {
                let seconds = self.timeout.as_secs_f32();
                FetchError::new(
                    Outcome::Timeout,
                    format!("{host} did not answer within {seconds} s (http.timeout)"),
                )
            };
            let response = tokio::time::timeout(left, self.client.get(url.clone()).headers(headers).send())
                .await
                .map_err(|_| late())?
                .map_err(|e| FetchError::of(&e, &host))?;
            left = left.saturating_sub(began.elapsed());
            let status = response.status();
            if let Some(target) = redirect(&response, &url)? {
                permanent &= matches!(status.as_u16(), 301 | 308);
                if permanent {
                    moved = Some(target.clone());
                }
                url = target;
                continue;
            }
            refuse(&response, &host, Timestamp::now())?;
            let validators = validators(response.headers());
            let content_type = text_header(response.headers(), "content-type");
            let payload = if status == StatusCode::NOT_MODIFIED {
                if request.validators.is_empty() {
                    let message = format!("{host} answered 304 to a request without validators");
                    return Err(FetchError::new(Outcome::HttpError, message).with_status(304));
                }
                Payload::NotModified
            } else {
                let read = body(response, self.max_body, &host);
                let bytes = tokio::time::timeout(left, read)
                    .await
                    .map_err(|_| late().with_status(status.as_u16()))?;
                Payload::Body {
                    bytes: bytes.map_err(|e| e.with_status(status.as_u16()))?,
                    content_type,
                    validators,
                }
            };
            drop(turn);
            return Ok(Fetched {
                status: status.as_u16(),
                url: url.into(),
                moved: moved.filter(|to| *to != first).map(String::from),
                payload,
                permit,
            });
        }
        let message = format!("{} redirects more than {MAX_REDIRECTS} times, lastly to {url}", request.url);
        Err(FetchError::new(Outcome::BadRedirect, message))
    }

    fn admit(&self, url: &Url) -> Result<(), FetchError> {
        self.guard.check(url).map_err(|private| FetchError::new(Outcome::PrivateAddress, private.to_string()))
    }

    fn headers(&self, request: &Request<'_>, url: &Url, first: &Url) -> Result<HeaderMap, FetchError> {
        // What the user set for one server is not for another: a redirect must not carry secrets away.
        let mut headers =
            if url.origin() == first.origin() { secret::headers(request.headers)? } else { HeaderMap::new() };
        if !headers.contains_key(ACCEPT) {
            headers.insert(ACCEPT, HeaderValue::from_static(request.accept));
        }
        for (name, value) in [
            (IF_NONE_MATCH, &request.validators.etag),
            (IF_MODIFIED_SINCE, &request.validators.last_modified),
        ] {
            if let Some(value) = value.as_deref().and_then(|v| HeaderValue::from_bytes(v).ok()) {
                headers.insert(name, value);
            }
        }
        Ok(headers)
    }
}

fn build(http: &Http, guard: &Guard, proxy: Option<&Url>) -> Result<Client, SetupError> {
    let error = match builder(http, guard, proxy)?.build() {
        Ok(client) => return Ok(client),
        Err(error) => error,
    };
    // A minimal machine without root certificates; plain HTTP must work there all the same, and HTTPS
    // does with the roots the browsers trust.
    let bundled =
        webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|c| Certificate::from_der(c).ok());
    let client = builder(http, guard, proxy)?.tls_certs_only(bundled).build();
    let client = client.map_err(|_| SetupError(chain(&error)))?;
    tracing::info!("the machine has no root certificates ({}): the bundled ones serve", chain(&error));
    Ok(client)
}

fn chain(error: &reqwest::Error) -> String {
    let mut at: &dyn std::error::Error = error;
    let mut text = at.to_string();
    while let Some(next) = at.source() {
        at = next;
        text.push_str(&format!(": {at}"));
    }
    text
}

fn builder(http: &Http, guard: &Guard, proxy: Option<&Url>) -> Result<ClientBuilder, SetupError> {
    let contact = if http.contact.is_empty() { String::new() } else { format!(" (+{})", http.contact) };
    let builder = Client::builder()
        .user_agent(format!("Clippings/{}{contact}", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .connect_timeout(CONNECT_TIMEOUT.min(http.timeout))
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(http.per_host)
        .http1_max_headers(MAX_HEADERS)
        .dns_resolver(guard.clone());
    match proxy {
        None => Ok(builder),
        Some(proxy) => {
            let proxy = Proxy::all(proxy.clone()).map_err(|e| SetupError(format!("http.proxy: {e}")))?;
            Ok(builder.proxy(proxy))
        }
    }
}

/// Where a response redirects to, if it does.
fn redirect(response: &Response, at: &Url) -> Result<Option<Url>, FetchError> {
    let status = response.status().as_u16();
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let bad = |why: String| {
        FetchError::new(Outcome::BadRedirect, format!("{at} redirects {why}")).with_status(status)
    };
    let location = response.headers().get(LOCATION).ok_or_else(|| bad("without saying where".to_owned()))?;
    // Real servers send UTF-8 here, not only the ASCII of RFC 9110 §10.2.2.
    let location = String::from_utf8_lossy(location.as_bytes()).into_owned();
    let target =
        at.join(&location).map_err(|e| bad(format!("to {location:?}, which is no address ({e})")))?;
    if !matches!(target.scheme(), "http" | "https") {
        return Err(bad(format!("to {target}: only http and https are followed")));
    }
    if target == *at {
        return Err(bad("to itself".to_owned()));
    }
    Ok(Some(target))
}

/// Every status that is neither a body nor a 304 is an outcome of its own.
fn refuse(response: &Response, host: &str, now: Timestamp) -> Result<(), FetchError> {
    let status = response.status();
    if status == StatusCode::OK || status == StatusCode::NOT_MODIFIED {
        return Ok(());
    }
    let not_before = response.headers().get(RETRY_AFTER).and_then(|v| retry_after::read(v.as_bytes(), now));
    let (outcome, what) = match status.as_u16() {
        404 => (Outcome::NotFound, "has no such page".to_owned()),
        410 => (Outcome::Gone, "says the feed is gone for good".to_owned()),
        401 | 403 | 407 | 451 => (Outcome::Refused, "refuses the request".to_owned()),
        429 | 503 => (Outcome::Busy, "asks for fewer requests or is overloaded".to_owned()),
        _ if not_before.is_some() => (Outcome::Busy, "asks to come back later".to_owned()),
        _ => (Outcome::HttpError, "failed".to_owned()),
    };
    let until = not_before.map(|at| format!(", not before {at:.0}")).unwrap_or_default();
    let message = format!("{host} {what}: HTTP {status}{until}");
    Err(FetchError { not_before, ..FetchError::new(outcome, message).with_status(status.as_u16()) })
}

//! The walk: from a feed's address along its redirects to an answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use reqwest::{Client, Response, StatusCode};
use url::Url;

use super::answer::{flooded, let_go, not_before, redirect, refuse};
use super::connect::Clients;
use super::error::{FetchError, SetupError};
use super::guard::Guard;
use super::hosts::{Hosts, LeftAlone};
use super::robots::Known;
use super::transfer::{
    Damage, Fetched, Incoming, Payload, cache_control, fresh_until, reservations, text_header,
    unpacked_inside, validators,
};
use super::{MAX_REDIRECTS, secret};
use crate::model::{Http, Outcome, Secret, Validators};

/// Makes requests under every limit of `[http]`. Clones share connections and limits.
#[derive(Debug, Clone)]
pub struct Fetcher {
    clients: Clients,
    guard: Guard,
    hosts: Arc<Hosts>,
    pub(super) robots: Known,
    timeout: Duration,
    max_body: u64,
}

/// What to ask for.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Absolute http or https address.
    pub url: &'a str,
    /// To ask conditionally with, sent to the address they came from only; empty = unconditionally.
    pub validators: &'a Validators,
    /// `Cache-Control` of the answer they came with: it holds still where a 304 brings none (RFC 9111 §4.3.4).
    pub cache_control: Option<&'a str>,
    /// From the configuration; sent to this origin only.
    pub headers: &'a [(String, Secret)],
    /// The proxy to ask by; `None` = `http.proxy`, if there is one.
    pub proxy: Option<&'a str>,
    /// `Accept`.
    pub accept: &'static str,
    /// Take what came out of a body that broke while it was unpacked ([`Damage::Broken`]).
    ///
    /// [`Damage::Broken`]: super::Damage::Broken
    pub salvage: bool,
}

impl<'a> Request<'a> {
    /// For an article's page. The feed's own headers go to the feed's origin only, so to a page of another
    /// none are sent.
    pub fn page(feed: &'a crate::model::Feed, url: &'a str, validators: &'a Validators) -> Request<'a> {
        let origin = |url: &str| Url::parse(url).map(|url| url.origin()).ok();
        let own = origin(url).is_some_and(|page| origin(&feed.url) == Some(page));
        let headers: &[_] = if own { &feed.headers } else { &[] };
        Request { url, headers, accept: super::ACCEPT_PAGES, ..Request::feed(feed, validators) }
    }

    /// For a feed, with the validators its last answer gave.
    pub fn feed(feed: &'a crate::model::Feed, validators: &'a Validators) -> Request<'a> {
        Request {
            url: &feed.url,
            validators,
            cache_control: None,
            headers: &feed.headers,
            proxy: feed.proxy.as_deref(),
            accept: super::ACCEPT_FEEDS,
            salvage: false,
        }
    }
}

impl Fetcher {
    /// Sets up the client.
    pub fn new(http: &Http) -> Result<Fetcher, SetupError> {
        Ok(Fetcher {
            clients: Clients::new(http)?,
            guard: Guard::new(&http.allow_networks, None),
            hosts: Arc::new(Hosts::new(http.concurrency, http.per_host, http.per_host_gap)),
            robots: Known::default(),
            timeout: http.timeout,
            max_body: http.max_body,
        })
    }

    /// Leaves a host alone until then, as it asked before we were started.
    pub fn hold(&self, host: &str, until: Timestamp) {
        self.hosts.hold(host, until);
    }

    /// How many more answers may be held in memory now.
    pub fn spare_permits(&self) -> usize {
        self.hosts.spare_permits()
    }

    /// Asks, follows redirects, reads the body.
    ///
    /// `http.timeout` counts connecting, waiting and reading over all hops, not the time spent waiting
    /// for a turn at the host.
    pub async fn fetch(&self, request: &Request<'_>) -> Result<Fetched, FetchError> {
        let bad = |what: String| FetchError::new(Outcome::BadRequest, what);
        let first =
            Url::parse(request.url).map_err(|e| bad(format!("{} is no address: {e}", request.url)))?;
        let client = self.clients.by(request.proxy).map_err(|e| bad(e.to_string()))?;
        let mut url = first.clone();
        let mut visited: Vec<Url> = Vec::new();
        // Where the permanent redirects lead, as long as no temporary one came before.
        let mut moved: Option<Url> = None;
        let mut permanent = true;
        let mut wait: Option<Timestamp> = None;
        let mut left = self.timeout;
        for _ in 0..=MAX_REDIRECTS {
            self.guard.check(&url).map_err(|e| FetchError::new(Outcome::PrivateAddress, e.to_string()))?;
            let host = url.host_str().unwrap_or_default().to_owned();
            let turn =
                self.hosts.turn(&host).await.map_err(|LeftAlone(until)| FetchError::held(&host, until))?;
            let permit = self.hosts.permit().await;
            let vouched = request.validators.from.as_deref().unwrap_or(first.as_str()) == url.as_str();
            let conditional = vouched && !request.validators.is_empty();
            let headers = self.headers(request, &url, &first, conditional)?;
            turn.start().await;
            let began = Instant::now();
            let response = self.send(&client, &url, headers, left, &host).await?;
            left = left.saturating_sub(began.elapsed());
            let now = Timestamp::now();
            if let Some(error) = flooded(&response, &host) {
                let_go(response).await;
                return Err(error);
            }
            match redirect(&response, &url) {
                Ok(None) => {}
                Ok(Some(target)) => {
                    // "The minimum time before issuing the redirected request" (RFC 9110 §10.2.3) would be
                    // for ever where each answer asks anew: the next poll waits instead.
                    wait = wait.max(not_before(response.headers(), now));
                    permanent &= matches!(response.status().as_u16(), 301 | 308);
                    if permanent {
                        moved = Some(target.clone());
                    }
                    let_go(response).await;
                    let at = std::mem::replace(&mut url, target);
                    visited.push(at);
                    // Without cookies the second round is the first again (RFC 9110 §15.4).
                    if visited.contains(&url) {
                        let message = format!("{} redirects in a circle, back to {url}", request.url);
                        return Err(FetchError::new(Outcome::RedirectLoop, message));
                    }
                    continue;
                }
                Err(error) => {
                    let_go(response).await;
                    return Err(error);
                }
            }
            if let Err(mut error) = refuse(&response, &host, now) {
                let status = response.status().as_u16();
                error.host_held = self.hosts.hear(&host, status, request.url, error.not_before);
                error.host = Some(host.into());
                let_go(response).await;
                return Err(error);
            }
            let status = response.status();
            let not_modified = status == StatusCode::NOT_MODIFIED;
            let cache_control = cache_control(response.headers()).or((!not_modified).then(String::new));
            let in_force = cache_control.as_deref().or(request.cache_control);
            let fresh_until = fresh_until(response.headers(), in_force, now);
            let payload = if not_modified {
                if !conditional {
                    let message = format!("{host} answered 304 to a request without validators");
                    return Err(FetchError::new(Outcome::HttpError, message).with_status(304));
                }
                let_go(response).await;
                Payload::NotModified
            } else {
                let content_type = text_header(response.headers(), &CONTENT_TYPE);
                let validators = validators(response.headers(), &url, &first);
                let reservations = reservations(response.headers());
                let body = self.body(response, left, &host, request.salvage).await;
                let (bytes, damage) = body.map_err(|e| e.with_status(status.as_u16()))?;
                let inside = unpacked_inside(bytes, self.max_body, &host).await;
                let (bytes, unpacked) = inside.map_err(|e| e.with_status(status.as_u16()))?;
                Payload::Body { bytes, unpacked, content_type, validators, reservations, damage }
            };
            return Ok(Fetched {
                status: status.as_u16(),
                url: url.into(),
                moved: moved.filter(|to| *to != first).map(String::from),
                not_before: wait,
                fresh_until,
                cache_control,
                conditional,
                payload,
                permit,
            });
        }
        let message = format!("{} redirects more than {MAX_REDIRECTS} times, lastly to {url}", request.url);
        Err(FetchError::new(Outcome::RedirectLoop, message))
    }

    async fn send(
        &self,
        client: &Client,
        url: &Url,
        headers: HeaderMap,
        left: Duration,
        host: &str,
    ) -> Result<Response, FetchError> {
        let sent = tokio::time::timeout(left, client.get(url.clone()).headers(headers).send()).await;
        let late = |_| {
            let seconds = self.timeout.as_secs_f32();
            FetchError::new(
                Outcome::Timeout,
                format!("{host} did not answer within {seconds} s (http.timeout)"),
            )
        };
        sent.map_err(late)?.map_err(|e| FetchError::of(&e, host))
    }

    async fn body(
        &self,
        response: Response,
        left: Duration,
        host: &str,
        salvage: bool,
    ) -> Result<(Vec<u8>, Option<Damage>), FetchError> {
        let mut incoming = Incoming::new(response, self.max_body, host)?;
        match tokio::time::timeout(left, incoming.read()).await {
            Ok(read) => read?,
            Err(_) => {
                let (seconds, received) = (self.timeout.as_secs_f32(), incoming.received());
                let message =
                    format!("{host} sent {received} bytes and no end within {seconds} s (http.timeout)");
                let error = FetchError::new(Outcome::TooSlow, message);
                return Err(FetchError { bytes: incoming.unpacked(), ..error });
            }
        }
        incoming.finish(salvage)
    }

    fn headers(
        &self,
        request: &Request<'_>,
        url: &Url,
        first: &Url,
        conditional: bool,
    ) -> Result<HeaderMap, FetchError> {
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
            let value = value.as_deref().filter(|_| conditional);
            if let Some(value) = value.and_then(|v| HeaderValue::from_bytes(v).ok()) {
                headers.insert(name, value);
            }
        }
        Ok(headers)
    }
}

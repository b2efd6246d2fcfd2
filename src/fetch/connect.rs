//! Clients: one for everything, and one more for each proxy that a feed has to itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::{Certificate, Client, ClientBuilder, Proxy, redirect};
use url::Url;

use super::error::SetupError;
use super::guard::Guard;
use super::{CONNECT_TIMEOUT, HTTP2_HEADER_BYTES, IDLE_TIMEOUT, MAX_HEADERS, unpack};
use crate::model::Http;

#[derive(Debug, Clone)]
pub(super) struct Clients {
    http: Arc<Http>,
    main: Client,
    by_proxy: Arc<Mutex<HashMap<String, Client>>>,
}

impl Clients {
    pub(super) fn new(http: &Http) -> Result<Clients, SetupError> {
        // A second call finds it installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let main = client(http, http.proxy.as_deref())?;
        Ok(Clients { http: Arc::new(http.clone()), main, by_proxy: Arc::default() })
    }

    /// The client for requests by this proxy; `None` = by `http.proxy`, if there is one.
    pub(super) fn by(&self, proxy: Option<&str>) -> Result<Client, SetupError> {
        let Some(proxy) = proxy.filter(|proxy| self.http.proxy.as_deref() != Some(*proxy)) else {
            return Ok(self.main.clone());
        };
        let mut by_proxy = self.by_proxy.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = by_proxy.get(proxy) {
            return Ok(client.clone());
        }
        let client = client(&self.http, Some(proxy))?;
        by_proxy.insert(proxy.to_owned(), client.clone());
        Ok(client)
    }
}

fn client(http: &Http, proxy: Option<&str>) -> Result<Client, SetupError> {
    let error = match builder(http, proxy)?.build() {
        Ok(client) => return Ok(client),
        Err(error) => error,
    };
    // A minimal machine without root certificates; plain HTTP must work there all the same, and HTTPS
    // does with the roots the browsers trust.
    let bundled =
        webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|c| Certificate::from_der(c).ok());
    let client = builder(http, proxy)?.tls_certs_only(bundled).build();
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

fn builder(http: &Http, proxy: Option<&str>) -> Result<ClientBuilder, SetupError> {
    let bad = |e: &dyn std::fmt::Display| SetupError(format!("proxy {:?}: {e}", proxy.unwrap_or_default()));
    let proxy = proxy.map(Url::parse).transpose().map_err(|e| bad(&e))?;
    let guard = Guard::new(&http.allow_networks, proxy.as_ref());
    let contact = if http.contact.is_empty() { String::new() } else { format!(" (+{})", http.contact) };
    let mut always = HeaderMap::new();
    always.insert(ACCEPT_ENCODING, HeaderValue::from_static(unpack::ACCEPT_ENCODING));
    let builder = Client::builder()
        .user_agent(format!("Clippings/{}{contact}", env!("CARGO_PKG_VERSION")))
        .default_headers(always)
        .redirect(redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .connect_timeout(CONNECT_TIMEOUT.min(http.timeout))
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(http.per_host)
        .http1_max_headers(MAX_HEADERS)
        .http2_max_header_list_size(HTTP2_HEADER_BYTES)
        .dns_resolver(guard);
    match proxy {
        None => Ok(builder),
        Some(proxy) => Ok(builder.proxy(Proxy::all(proxy).map_err(|e| bad(&e))?)),
    }
}

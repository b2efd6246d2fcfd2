//! HTTP: the one door to the network.
//!
//! One client for everything, and one more for each proxy that a feed has to itself: HTTP/2, gzip, brotli
//! and zstd, keep-alive, no cookies, no referer, no environment proxies. A host that asks for patience is
//! not asked by anybody. Redirects are followed here, hop by hop, so that every hop passes the guard
//! against private addresses and no secret crosses to another origin. Bodies are bytes: what they mean
//! is for `parse` to say.

mod answer;
mod client;
mod connect;
mod error;
mod guard;
mod hosts;
mod patience;
mod retry_after;
mod robots;
mod secret;
mod transfer;
mod unpack;

pub use client::{Fetcher, Request};
pub use error::{FetchError, SetupError};
pub use guard::is_private;
pub use hosts::Permit;
pub use robots::Barred;
pub use transfer::{Damage, Fetched, Payload};

/// Redirects followed in one request; browsers stop at 20, feeds that need more than 10 are broken.
pub const MAX_REDIRECTS: usize = 10;
/// For a TCP and TLS connection to be made.
pub const CONNECT_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);
/// An idle connection is kept so long for the next request to the same host.
pub const IDLE_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(90);
/// Header fields in one response.
pub const MAX_HEADERS: usize = 200;
/// Bytes of names and values in them.
pub const MAX_HEADER_BYTES: usize = 64 * 1024;
/// Over HTTP/2 an answer with more is not taken in at all (RFC 9113 §6.5.2): what is over the limits above
/// and below this one can be told by name.
pub const HTTP2_HEADER_BYTES: u32 = 1024 * 1024;
/// What we like to be given, most wanted first (RFC 9110 §12.5.1).
pub const ACCEPT_FEEDS: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
     application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1";
/// The same for an article's page.
pub const ACCEPT_PAGES: &str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";

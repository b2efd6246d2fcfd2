//! `robots.txt` of the hosts whose pages are visited, asked for once a day.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use super::{FetchError, Fetcher, Payload, Request};
use crate::model::{Outcome, Validators};
use crate::robots::Robots;

/// Our product token, as it stands in the User-Agent.
const PRODUCT: &str = "Clippings";
/// RFC 9309 §2.4: not longer than a day.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// A server that failed is asked again after so long.
const KEPT_FAILURE: Duration = Duration::from_secs(60 * 60);
/// Origins remembered.
const MAX_KEPT: usize = 4_096;

/// What is known, by origin, and until when.
pub(super) type Known = Arc<Mutex<HashMap<String, (Instant, Arc<Rules>)>>>;

/// A host's rules, or why there are none to be had.
#[derive(Debug)]
pub(super) enum Rules {
    Read(Robots),
    Unreachable(String),
}

/// A page that is left alone.
#[derive(Debug, thiserror::Error)]
pub enum Barred {
    /// Its host's rules forbid it.
    #[error("robots.txt forbids {0}")]
    Forbidden(String),
    /// The rules cannot be had because the server fails: then nothing may be visited (RFC 9309 §2.3.1.4).
    #[error("{url} is left alone, because its robots.txt cannot be had: {why}")]
    Unreachable {
        /// The page.
        url: String,
        /// What came of asking for the rules.
        why: String,
    },
    /// The host asks for patience, now or since before: it has not been asked for its rules.
    #[error("{0}")]
    Held(FetchError),
}

impl Fetcher {
    /// Does the host's `robots.txt` let us visit this page, and under which terms (licences, reservations:
    /// [`Robots::reservations`])? Asked for by `proxy`, as the page would be. What is not http or https is
    /// left to [`Fetcher::fetch`] to refuse.
    ///
    /// # Errors
    /// Why it is to be left alone.
    pub async fn may_visit(&self, page: &str, proxy: Option<&str>) -> Result<Vec<String>, Barred> {
        let Ok(url) = Url::parse(page) else { return Ok(Vec::new()) };
        let origin = url.origin().ascii_serialization();
        let path =
            url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let known = self.known_robots().get(&origin).filter(|(until, _)| *until > Instant::now()).cloned();
        let rules = match known {
            Some((_, rules)) => rules,
            None => {
                let (rules, kept) = self.ask_robots(&format!("{origin}/robots.txt"), proxy).await?;
                let rules = Arc::new(rules);
                let mut known = self.known_robots();
                if known.len() >= MAX_KEPT {
                    known.clear();
                }
                known.insert(origin, (Instant::now() + kept, Arc::clone(&rules)));
                rules
            }
        };
        match rules.as_ref() {
            Rules::Unreachable(why) => Err(Barred::Unreachable { url: page.to_owned(), why: why.clone() }),
            Rules::Read(robots) if robots.allows(&path) => Ok(robots.reservations(&path)),
            Rules::Read(_) => Err(Barred::Forbidden(page.to_owned())),
        }
    }

    fn known_robots(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Instant, Arc<Rules>)>> {
        self.robots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask_robots(&self, url: &str, proxy: Option<&str>) -> Result<(Rules, Duration), Barred> {
        let validators = Validators::default();
        let accept = "text/plain, */*;q=0.1";
        let request = Request {
            url,
            validators: &validators,
            cache_control: None,
            headers: &[],
            proxy,
            accept,
            salvage: false,
        };
        match self.fetch(&request).await {
            Ok(fetched) => match fetched.payload {
                Payload::Body { bytes, .. } => Ok((Rules::Read(Robots::parse(&bytes, PRODUCT)), KEPT)),
                Payload::NotModified => Ok((Rules::Read(Robots::allow_all()), KEPT_FAILURE)),
            },
            Err(error) if is_missing(&error) => Ok((Rules::Read(Robots::allow_all()), KEPT)),
            // A wish to be left alone for a while says nothing of the rules, and ends sooner.
            Err(error) if matches!(error.outcome, Outcome::Held | Outcome::Busy) => Err(Barred::Held(error)),
            Err(error) => {
                tracing::debug!("{url}: {error}: its pages are left alone");
                Ok((Rules::Unreachable(error.message), KEPT_FAILURE))
            }
        }
    }
}

/// §2.3.1.3: a 4xx means that there are no rules; but 429 means that we ask too much.
fn is_missing(error: &FetchError) -> bool {
    error.outcome != Outcome::Busy && error.status.is_some_and(|status| (400..500).contains(&status))
}

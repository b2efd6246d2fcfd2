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
pub(super) type Known = Arc<Mutex<HashMap<String, (Instant, Arc<Robots>)>>>;

impl Fetcher {
    /// Does the host's `robots.txt` let us visit this page? What is not http or https is left to
    /// [`Fetcher::fetch`] to refuse.
    pub async fn may_visit(&self, page: &str) -> bool {
        let Ok(page) = Url::parse(page) else { return true };
        let origin = page.origin().ascii_serialization();
        let path =
            page.query().map_or_else(|| page.path().to_owned(), |query| format!("{}?{query}", page.path()));
        let known = self.known_robots().get(&origin).filter(|(until, _)| *until > Instant::now()).cloned();
        if let Some((_, robots)) = known {
            return robots.allows(&path);
        }
        let (robots, kept) = self.ask_robots(&format!("{origin}/robots.txt")).await;
        let robots = Arc::new(robots);
        let mut known = self.known_robots();
        if known.len() >= MAX_KEPT {
            known.clear();
        }
        known.insert(origin, (Instant::now() + kept, Arc::clone(&robots)));
        drop(known);
        robots.allows(&path)
    }

    fn known_robots(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Instant, Arc<Robots>)>> {
        self.robots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask_robots(&self, url: &str) -> (Robots, Duration) {
        let validators = Validators::default();
        let accept = "text/plain, */*;q=0.1";
        let request = Request { url, validators: &validators, headers: &[], proxy: None, accept };
        match self.fetch(&request).await {
            Ok(fetched) => match fetched.payload {
                Payload::Body { bytes, .. } => (Robots::parse(&bytes, PRODUCT), KEPT),
                Payload::NotModified => (Robots::allow_all(), KEPT_FAILURE),
            },
            Err(error) if is_missing(&error) => (Robots::allow_all(), KEPT),
            Err(error) => {
                tracing::debug!("{url}: {error}: its pages are left alone");
                (Robots::disallow_all(), KEPT_FAILURE)
            }
        }
    }
}

/// §2.3.1.3: a 4xx means that there are no rules; but 429 means that we ask too much.
fn is_missing(error: &FetchError) -> bool {
    error.outcome != Outcome::Busy && error.status.is_some_and(|status| (400..500).contains(&status))
}

//! Reading a page on a thread of its own: it takes the processor for a while, and polls must not wait.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use crate::archive::{ArchiveError, EdgeParagraph, PageQuestion, Read};
use crate::markup;
use crate::model::fold_text;
use crate::page::{self, Hints, Paragraph};
use crate::parse::{self, ParseError};

/// A page that is not read by then never will be. Its thread ends by itself: every room below bounds its
/// work.
const LONGEST: Duration = Duration::from_secs(60);
/// What recurs on an outlet's pages is found out anew after so long.
const RECURRING_KEPT: Duration = Duration::from_secs(15 * 60);
/// Outlets remembered.
const MAX_OUTLETS: usize = 1_024;
/// Paragraphs that are looked for on a page; the most frequent ones.
const MAX_RECURRING: usize = 64;

/// A page's body.
pub(super) struct Document {
    pub bytes: Vec<u8>,
    pub content_type: Option<String>,
    pub url: String,
    /// Rights that the answer's header and the host's `robots.txt` reserve or license.
    pub reservations: Vec<String>,
}

/// A page that our reader failed on.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error(transparent)]
    Decode(#[from] ParseError),
    #[error("the reader failed on it, which is a fault of ours to be reported: {0}")]
    Panic(String),
    #[error("it was not read within {} s, which is a fault of ours to be reported", LONGEST.as_secs())]
    Late,
}

type Recurs = Arc<Vec<String>>;

/// Clones share everything.
#[derive(Clone)]
pub(super) struct Readings {
    /// One processor is left to everything else.
    slots: Arc<Semaphore>,
    recurring: Arc<Mutex<HashMap<i64, (Instant, Recurs)>>>,
}

impl Readings {
    pub(super) fn new() -> Readings {
        let processors = std::thread::available_parallelism().map_or(1, |n| n.get());
        let slots = Arc::new(Semaphore::new(processors.saturating_sub(1).max(1)));
        Readings { slots, recurring: Arc::default() }
    }

    /// Paragraphs that recur on the outlet's pages; `paragraphs` are asked for where that is not known.
    pub(super) async fn recurring(
        &self,
        outlet: i64,
        paragraphs: impl FnOnce() -> Result<Vec<EdgeParagraph>, ArchiveError>,
    ) -> Result<Recurs, ArchiveError> {
        let known = self.known().get(&outlet).filter(|(until, _)| *until > Instant::now()).cloned();
        if let Some((_, known)) = known {
            return Ok(known);
        }
        let edges = paragraphs()?;
        let found = tokio::task::spawn_blocking(move || {
            let all: Vec<Paragraph<'_>> = edges
                .iter()
                .map(|edge| Paragraph {
                    text: &edge.text,
                    article: edge.article,
                    day: edge.day,
                    story: edge.story,
                })
                .collect();
            page::recurring(&all).into_iter().take(MAX_RECURRING).map(|found| found.text).collect()
        });
        let found: Recurs = Arc::new(found.await.unwrap_or_default());
        let mut known = self.known();
        if known.len() >= MAX_OUTLETS {
            known.clear();
        }
        known.insert(outlet, (Instant::now() + RECURRING_KEPT, Arc::clone(&found)));
        Ok(found)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<i64, (Instant, Recurs)>> {
        self.recurring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn read(
        &self,
        document: Document,
        question: &PageQuestion,
        recurring: Recurs,
    ) -> Result<Read, ReadError> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.expect("the semaphore is never closed");
        let (outlet, hosts) = (question.outlet_name.clone(), question.hosts.clone());
        let work = move || {
            // Held until the thread ends, be it waited for or not.
            let _slot = slot;
            read(&document, &outlet, &hosts, &recurring)
        };
        match timeout(LONGEST, tokio::task::spawn_blocking(work)).await {
            Ok(Ok(read)) => read,
            Ok(Err(panic)) => Err(ReadError::Panic(panic.to_string())),
            Err(_) => Err(ReadError::Late),
        }
    }
}

fn read(
    document: &Document,
    outlet: &str,
    hosts: &[String],
    recurring: &[String],
) -> Result<Read, ReadError> {
    let html = parse::page_text(&document.bytes, document.content_type.as_deref())?;
    let hints = Hints {
        url: Some(&document.url),
        outlet: Some(outlet),
        own_hosts: hosts,
        recurring,
        reservations: &document.reservations,
    };
    let page = page::read(&html, &hints);
    Ok(Read { recurring: on_page(&html, recurring), page })
}

/// Those of them that stand on the page, cut from its text or not: otherwise what was cut would be forgotten,
/// and stand in the texts again.
fn on_page(html: &str, recurring: &[String]) -> Vec<String> {
    if recurring.is_empty() {
        return Vec::new();
    }
    let whole = fold_text(&markup::text(html));
    recurring.iter().filter(|paragraph| whole.contains(paragraph.as_str())).cloned().collect()
}

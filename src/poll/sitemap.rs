//! A sitemap index is a feed of feeds: its sitemaps are read, the newest ones, and what they show is the poll's.

use std::cmp::Reverse;
use std::collections::HashSet;

use jiff::Timestamp;
use url::Url;

use super::answer::outcome_of;
use super::{attempt, drafts};
use crate::archive::{SITEMAPS_LEFT_OUT, SITEMAPS_UNREAD};
use crate::fetch::{FetchError, Fetcher};
use crate::model::{Draft, Feed, Note, Outcome, Outlet, ParsedFeed};
use crate::parse::{MAX_ENTRIES, ParseError};

/// Sitemaps of one index read in one poll. The others are archives: an outlet's news stand in one or two. Indexes
/// that an index names are read, too, as many at most; what those name is no index any more.
pub const MAX_SITEMAPS: usize = 5;

/// The sitemaps an index names that may be read, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Index {
    pub sitemaps: Vec<Named>,
    /// Each says at what time it last changed, so the index changes when one of them does. A day is not enough: the
    /// news of the afternoon would wait for the next one.
    pub dated: bool,
}

/// A sitemap as an index names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub url: String,
    /// Called after news.
    of_news: bool,
    changed: Option<Timestamp>,
}

impl Named {
    fn order(&self) -> Reverse<(bool, Option<Timestamp>)> {
        Reverse((self.of_news, self.changed))
    }
}

impl Index {
    /// The sitemaps of a document that was found at `url`, if it is an index: those called after news first, then
    /// the newest. Only of the same origin: what the user configured for one server is not for another, and the
    /// protocol allows no other either.
    pub(super) fn of(document: &ParsedFeed, url: &str) -> Option<Index> {
        if document.format != "sitemap index" {
            return None;
        }
        let here = Url::parse(url).ok();
        let mut sitemaps: Vec<Named> = Vec::new();
        let mut dated = true;
        for entry in &document.entries {
            let Some(there) = entry.link.as_deref().and_then(|link| Url::parse(link).ok()) else { continue };
            if here.as_ref().is_some_and(|here| here.origin() == there.origin() && *here != there) {
                let changed = entry.updated.as_ref().and_then(|when| when.at);
                dated &=
                    changed.is_some() && entry.updated.as_ref().is_some_and(|when| when.raw.contains(':'));
                let of_news = there.path().to_ascii_lowercase().contains("news");
                sitemaps.push(Named { url: there.into(), of_news, changed });
            }
        }
        // Stable: in the index's own order where nothing else decides.
        sitemaps.sort_by_key(Named::order);
        Some(Index { sitemaps, dated })
    }
}

/// What the sitemaps of an index show.
#[derive(Default)]
pub(super) struct Gathered {
    pub drafts: Vec<Draft>,
    pub title: Option<String>,
    /// With how many sitemaps could not be read, or were left out: then nothing is missing because it is not here.
    pub notes: Vec<Note>,
    pub bytes: u64,
    /// All that was asked for was read, and the index changes when any of it does.
    pub vouched: bool,
    /// What could not be read, in words.
    pub error: Option<String>,
    /// The server wants to be left alone until then.
    pub not_before: Option<Timestamp>,
    pub host_held: Option<(String, Timestamp)>,
}

/// Why nothing of an index could be read.
pub(super) enum Failure {
    Fetch(Box<FetchError>),
    Read { outcome: Outcome, error: String, body: Vec<u8> },
}

impl Failure {
    fn message(&self) -> &str {
        match self {
            Failure::Fetch(error) => &error.message,
            Failure::Read { error, .. } => error,
        }
    }
}

/// Reads the sitemaps, each with the manners of any other request. Those that hold no news are passed over; those
/// that cannot be read are noted.
///
/// # Errors
/// If none could be read that holds news.
pub(super) async fn gather(
    fetcher: &Fetcher,
    outlet: &Outlet,
    feed: &Feed,
    index: &Index,
) -> Result<Gathered, Failure> {
    let mut all = Gathered { vouched: index.dated, ..Gathered::default() };
    let mut seen: HashSet<String> = HashSet::new();
    let mut known: HashSet<String> = index.sitemaps.iter().map(|named| named.url.clone()).collect();
    // The likeliest last, each with whether it may be an index itself.
    let mut left: Vec<(Named, bool)> =
        index.sitemaps.iter().rev().map(|named| (named.clone(), true)).collect();
    let (mut sitemaps, mut indexes, mut with_news, mut unread) = (0, 0, 0, 0);
    let mut failure: Option<Failure> = None;
    while sitemaps < MAX_SITEMAPS
        && let Some((Named { url, .. }, may_be_index)) = left.pop()
    {
        sitemaps += 1;
        let page = match attempt::page(fetcher, feed, &url).await {
            Ok(page) => page,
            Err(error) => {
                unread += 1;
                // Who does not answer, or wants to be left alone, does so for the others, too.
                let is_over =
                    error.status.is_none() || matches!(error.outcome, Outcome::Busy | Outcome::Held);
                all.not_before = all.not_before.max(error.not_before);
                all.host_held =
                    all.host_held.or_else(|| error.host.as_deref().map(str::to_owned).zip(error.host_held));
                failure = failure.or_else(|| Some(Failure::Fetch(Box::new(of_child(error, &url)))));
                if is_over {
                    unread += left.len().min(MAX_SITEMAPS - sitemaps);
                    left.truncate(left.len().saturating_sub(MAX_SITEMAPS - sitemaps));
                    break;
                }
                continue;
            }
        };
        all.bytes += page.unpacked;
        let (document, parsed) = drafts::read(page.document, outlet.clone(), feed.clone()).await;
        let parsed = match parsed {
            Ok(parsed) => parsed,
            Err(ParseError::NotAFeed { .. }) => continue,
            Err(error) => {
                unread += 1;
                let outcome = outcome_of(&error, &document.bytes);
                let error = format!("{url}, which the sitemap index names: {error}");
                let read = Failure::Read { outcome, error, body: document.bytes };
                failure = failure.or(Some(read));
                continue;
            }
        };
        if let Some(nested) = parsed.index {
            if may_be_index && indexes < MAX_SITEMAPS {
                indexes += 1;
                sitemaps -= 1;
                all.vouched &= nested.dated;
                let new = nested.sitemaps.into_iter().rev().filter(|named| known.insert(named.url.clone()));
                left.extend(new.map(|named| (named, false)));
                left.sort_by_key(|(named, _)| Reverse(named.order()));
            }
            continue;
        }
        with_news += 1;
        all.title = all.title.or(parsed.title);
        for note in parsed.notes {
            add(&mut all.notes, note);
        }
        // The newest articles stand in the sitemap of the day and in that of the month.
        let new = parsed.drafts.into_iter().filter(|d| d.guid.clone().is_none_or(|guid| seen.insert(guid)));
        all.drafts.extend(new.take(MAX_ENTRIES - all.drafts.len().min(MAX_ENTRIES)));
    }
    if with_news == 0 {
        return Err(failure.unwrap_or_else(|| {
            let error = format!(
                "this is a sitemap index, and none of the {sitemaps} sitemaps that were read holds news"
            );
            Failure::Read { outcome: Outcome::NotAFeed, error, body: Vec::new() }
        }));
    }
    all.vouched &= unread == 0;
    all.error = failure.map(|first| match unread {
        1 => first.message().to_owned(),
        more => format!("{more} sitemaps could not be read; {}", first.message()),
    });
    for (kind, count) in [(SITEMAPS_UNREAD, unread), (SITEMAPS_LEFT_OUT, left.len())] {
        if count > 0 {
            add(&mut all.notes, Note { kind, count: u32::try_from(count).unwrap_or(u32::MAX) });
        }
    }
    Ok(all)
}

/// The index is not gone because a sitemap is.
fn of_child(error: FetchError, url: &str) -> FetchError {
    let outcome = if error.outcome == Outcome::Gone { Outcome::NotFound } else { error.outcome };
    let message = format!("{url}, which the sitemap index names: {}", error.message);
    FetchError { message, outcome, ..error }
}

fn add(notes: &mut Vec<Note>, note: Note) {
    match notes.iter_mut().find(|known| known.kind == note.kind) {
        Some(known) => known.count = known.count.saturating_add(note.count),
        None => notes.push(note),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Hints, parse};

    #[test]
    fn news_and_the_newest_come_first_and_strangers_not_at_all() {
        let rows: String = [
            ("/posts-1.xml", "2026-01-01"),
            ("/posts-2.xml", "2026-03-01"),
            ("/pages.xml", ""),
            ("https://elsewhere.example/news.xml", "2026-04-01"),
            ("/map.xml", "2026-04-01"),
            ("/sitemap-news.xml", "2026-02-01"),
        ]
        .iter()
        .map(|(loc, changed)| format!("<sitemap><loc>{loc}</loc><lastmod>{changed}</lastmod></sitemap>"))
        .collect();
        let xml = format!(
            "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</sitemapindex>"
        );
        let url = "https://fjord.example/map.xml";
        let hints = Hints { base: Some(url.to_owned()), ..Hints::default() };
        let document = parse(xml.as_bytes(), &hints).expect("an index");
        let index = Index::of(&document, url).expect("an index");
        let paths: Vec<&str> = index
            .sitemaps
            .iter()
            .map(|n| n.url.strip_prefix("https://fjord.example").expect("ours"))
            .collect();
        assert_eq!(paths, ["/sitemap-news.xml", "/posts-2.xml", "/posts-1.xml", "/pages.xml"]);
        assert!(!index.dated);
    }

    #[test]
    fn only_a_time_of_day_vouches_for_a_sitemap() {
        let dated = |changed: &str| {
            let xml = format!(
                "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>/news.xml</loc>\
                 <lastmod>{changed}</lastmod></sitemap></sitemapindex>"
            );
            let url = "https://fjord.example/map.xml";
            let hints = Hints { base: Some(url.to_owned()), ..Hints::default() };
            Index::of(&parse(xml.as_bytes(), &hints).expect("an index"), url).expect("an index").dated
        };
        assert!(dated("2026-11-20T08:00:00Z"));
        assert!(!dated("2026-11-20") && !dated("") && !dated("8:00, I think"));
    }
}

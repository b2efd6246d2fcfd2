//! A sitemap index is a feed of feeds: its sitemaps are read, the newest ones, and what they show is the poll's.

use std::collections::HashSet;

use jiff::Timestamp;
use url::Url;

use super::answer::outcome_of;
use super::{attempt, drafts};
use crate::fetch::{FetchError, Fetcher};
use crate::model::{Draft, Feed, Note, Outcome, Outlet, ParsedFeed};
use crate::parse::{MAX_ENTRIES, ParseError};

/// Sitemaps of one index read in one poll. The others are archives: an outlet's news stand in one or two.
pub const MAX_SITEMAPS: usize = 5;

/// The sitemaps an index names that are worth reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Index {
    pub sitemaps: Vec<String>,
    /// Each says at what time it last changed, so the index changes when one of them does. A day is not enough: the
    /// news of the afternoon would wait for the next one.
    pub dated: bool,
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
        let mut named: Vec<(bool, Option<Timestamp>, String)> = Vec::new();
        let mut dated = true;
        for entry in &document.entries {
            let Some(there) = entry.link.as_deref().and_then(|link| Url::parse(link).ok()) else { continue };
            if here.as_ref().is_some_and(|here| here.origin() == there.origin() && *here != there) {
                let changed = entry.updated.as_ref().and_then(|when| when.at);
                dated &=
                    changed.is_some() && entry.updated.as_ref().is_some_and(|when| when.raw.contains(':'));
                named.push((there.path().to_ascii_lowercase().contains("news"), changed, there.into()));
            }
        }
        // Stable: in the index's own order where nothing else decides.
        named.sort_by_key(|(of_news, changed, _)| std::cmp::Reverse((*of_news, *changed)));
        named.truncate(MAX_SITEMAPS);
        Some(Index { sitemaps: named.into_iter().map(|(_, _, url)| url).collect(), dated })
    }
}

/// What the sitemaps of an index show.
#[derive(Default)]
pub(super) struct Gathered {
    pub drafts: Vec<Draft>,
    pub title: Option<String>,
    pub notes: Vec<Note>,
    pub bytes: u64,
}

/// Why an index could not be read to its end. Half an index is none: what is missing would pass for withdrawn.
pub(super) enum Failure {
    Fetch(Box<FetchError>),
    Read { outcome: Outcome, error: String, body: Vec<u8> },
}

/// Reads the sitemaps, each with the manners of any other request. Those that hold no news are passed over.
pub(super) async fn gather(
    fetcher: &Fetcher,
    outlet: &Outlet,
    feed: &Feed,
    index: &Index,
) -> Result<Gathered, Failure> {
    let mut all = Gathered::default();
    let mut seen: HashSet<String> = HashSet::new();
    let mut with_news = 0;
    for url in &index.sitemaps {
        let page = attempt::page(fetcher, feed, url).await.map_err(|error| {
            let message = format!("{url}, which the sitemap index names: {}", error.message);
            Failure::Fetch(Box::new(FetchError { message, ..error }))
        })?;
        all.bytes += page.unpacked;
        let (document, parsed) = drafts::read(page.document, outlet.clone(), feed.clone()).await;
        let parsed = match parsed {
            Ok(parsed) if parsed.index.is_some() => continue,
            Ok(parsed) => parsed,
            Err(ParseError::NotAFeed { .. }) => continue,
            Err(error) => {
                let outcome = outcome_of(&error, &document.bytes);
                let error = format!("{url}, which the sitemap index names: {error}");
                return Err(Failure::Read { outcome, error, body: document.bytes });
            }
        };
        with_news += 1;
        all.title = all.title.or(parsed.title);
        for note in parsed.notes {
            match all.notes.iter_mut().find(|known| known.kind == note.kind) {
                Some(known) => known.count = known.count.saturating_add(note.count),
                None => all.notes.push(note),
            }
        }
        // The newest articles stand in the sitemap of the day and in that of the month.
        let new = parsed.drafts.into_iter().filter(|d| d.guid.clone().is_none_or(|guid| seen.insert(guid)));
        all.drafts.extend(new.take(MAX_ENTRIES - all.drafts.len().min(MAX_ENTRIES)));
    }
    if with_news == 0 {
        let error = format!(
            "this is a sitemap index, and none of the {} sitemaps that were read holds news",
            index.sitemaps.len()
        );
        return Err(Failure::Read { outcome: Outcome::NotAFeed, error, body: Vec::new() });
    }
    Ok(all)
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
        let paths: Vec<&str> =
            index.sitemaps.iter().map(|u| u.strip_prefix("https://fjord.example").expect("ours")).collect();
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

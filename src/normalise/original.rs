//! Who had an entry first, where the feed says so; an outlet that names itself says nothing.

use url::Url;

use crate::model::{Entry, ParsedFeed};

/// What the paths of feeds hold.
const FEEDS: [&str; 4] = ["feed", "rss", "atom", ".xml"];

/// The original's outlet and address, by `source`, `dc:source`, and Atom's `via` and `canonical`.
pub(super) fn read(entry: &Entry, feed: &ParsedFeed, from: &str) -> (Option<String>, Option<String>) {
    let own: Vec<String> = [Some(from), feed.link.as_deref(), entry.link.as_deref()]
        .into_iter()
        .flatten()
        .filter_map(site)
        .collect();
    let foreign = |url: &str| site(url).is_some_and(|site| !own.contains(&site));
    let via = entry
        .links
        .iter()
        .filter(|l| matches!(l.rel.as_deref(), Some("via" | "canonical")))
        .find(|l| foreign(&l.href))
        .map(|l| l.href.clone());
    let outlet = entry.source.as_ref().and_then(|source| {
        let itself = source.url.as_deref().is_some_and(|url| !foreign(url))
            || (source.title.is_some() && source.title == feed.title);
        if itself {
            return None;
        }
        source.title.clone().filter(|t| !t.is_empty()).or_else(|| source.url.as_deref().and_then(site))
    });
    // `dc:source` may be the original's own address; that of RSS's `source` is a feed's (RSS 2.0, "source").
    let page = entry.source.as_ref().filter(|source| source.title.is_none());
    let page = page.and_then(|source| source.url.clone()).filter(|url| {
        let is_page = Url::parse(url).is_ok_and(|u| {
            let path = u.path().to_ascii_lowercase();
            path.len() > 1 && !FEEDS.iter().any(|word| path.contains(word))
        });
        is_page && foreign(url)
    });
    let outlet = outlet.filter(|name| !name.contains("://")).or_else(|| page.as_deref().and_then(site));
    let url = via.or(page);
    let outlet = outlet.or_else(|| url.as_deref().and_then(site));
    (outlet, url)
}

fn site(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

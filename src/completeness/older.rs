//! Where older items of a feed stand.

use std::fmt;

use url::Url;

use crate::model::ParsedFeed;

/// How the next page of older items was found: the word in `gaps.filled_by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// The link `prev-archive` (RFC 5005 §4).
    PrevArchive,
    /// The link `next` (RFC 5005 §3).
    Next,
    /// WordPress's `?paged=`.
    Paged,
}

impl By {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            By::PrevArchive => "prev-archive",
            By::Next => "next",
            By::Paged => "paged",
        }
    }

    /// Of that word.
    pub fn from_word(word: &str) -> Option<By> {
        [By::PrevArchive, By::Next, By::Paged].into_iter().find(|by| by.as_str() == word)
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A page of older items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Older {
    /// Absolute, and of the same origin as the feed.
    pub url: String,
    /// How it was found.
    pub by: By,
}

/// The page that follows a document which stands at `url`, if it names one or is WordPress's.
///
/// Only of the same origin: what the user configured for one server is not for another.
pub fn page(document: &ParsedFeed, url: &str) -> Option<Older> {
    let here = Url::parse(url).ok()?;
    let link = |rel: &str| {
        let links = document
            .links
            .iter()
            .filter(|link| link.rel.as_deref().is_some_and(|r| r.eq_ignore_ascii_case(rel)));
        let mut there = links.filter_map(|link| here.join(&link.href).ok());
        there.find(|there| there.origin() == here.origin() && *there != here).map(String::from)
    };
    if let Some(url) = link("prev-archive") {
        return Some(Older { url, by: By::PrevArchive });
    }
    if let Some(url) = link("next") {
        return Some(Older { url, by: By::Next });
    }
    (is_wordpress(document) && !document.entries.is_empty())
        .then(|| Older { url: next_paged(here), by: By::Paged })
}

/// WordPress names itself as the generator, with its address and version, and gives its items ids such as
/// `https://outlet.example/?p=1234`; plugins take away the one or the other.
fn is_wordpress(document: &ParsedFeed) -> bool {
    if document.generator.as_deref().is_some_and(is_wordpress_itself) {
        return true;
    }
    let ids = document.entries.iter().filter_map(|entry| entry.id.as_deref());
    let marked = ids.filter(|id| {
        let number = id.split_once("?p=").or_else(|| id.split_once("&p=")).map(|(_, number)| number);
        number.is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
    });
    marked.count() * 2 > document.entries.len()
}

/// `https://wordpress.org/?v=6.4.2`, or the name with or without a version. `wordpress.com` serves the same feeds.
/// Something made for WordPress, or by it for something else, is not it.
fn is_wordpress_itself(generator: &str) -> bool {
    let generator = generator.trim();
    if let Ok(url) = Url::parse(generator) {
        let host = url.host_str().unwrap_or_default();
        return matches!(host.trim_start_matches("www."), "wordpress.org" | "wordpress.com");
    }
    let mut words = generator.split([' ', '/']);
    let version = |word: &str| word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("wordpress")) && words.all(version)
}

fn next_paged(mut here: Url) -> String {
    let paged = |name: &str| name == "paged";
    let page =
        here.query_pairs().find(|(name, _)| paged(name)).and_then(|(_, page)| page.parse::<u32>().ok());
    let others: Vec<(String, String)> = here
        .query_pairs()
        .filter(|(name, _)| !paged(name))
        .map(|(n, v)| (n.into_owned(), v.into_owned()))
        .collect();
    let next = page.unwrap_or(1).saturating_add(1).to_string();
    here.query_pairs_mut().clear().extend_pairs(others).append_pair("paged", &next);
    here.into()
}

#[cfg(test)]
mod tests {
    use super::{By, Older, page};
    use crate::model::{Entry, Link, ParsedFeed};

    fn document(links: &[(&str, &str)], ids: &[&str]) -> ParsedFeed {
        let link = |(rel, href): &(&str, &str)| Link {
            href: (*href).to_owned(),
            rel: Some((*rel).to_owned()),
            ..Link::default()
        };
        ParsedFeed {
            links: links.iter().map(link).collect(),
            entries: ids.iter().map(|id| Entry { id: Some((*id).to_owned()), ..Entry::default() }).collect(),
            ..ParsedFeed::default()
        }
    }

    fn found(document: &ParsedFeed, url: &str) -> Option<(String, By)> {
        page(document, url).map(|Older { url, by }| (url, by))
    }

    #[test]
    fn links_of_rfc_5005_are_followed_within_the_origin() {
        let url = "https://courier.example/feed";
        let both =
            document(&[("next", "/feed?page=2"), ("prev-archive", "https://courier.example/2026-10")], &[]);
        assert_eq!(found(&both, url), Some(("https://courier.example/2026-10".to_owned(), By::PrevArchive)));
        let next = document(&[("self", url), ("next", "/feed?page=2")], &[]);
        assert_eq!(found(&next, url), Some(("https://courier.example/feed?page=2".to_owned(), By::Next)));
        for elsewhere in ["https://other.example/feed?page=2", "http://courier.example/feed?page=2", url] {
            assert_eq!(found(&document(&[("next", elsewhere)], &[]), url), None, "{elsewhere}");
        }
    }

    #[test]
    fn wordpress_is_known_by_its_generator() {
        let paged = |generator: &str| {
            let plain = document(&[], &["urn:quay:1", "urn:quay:2"]);
            let document = ParsedFeed { generator: Some(generator.to_owned()), ..plain };
            found(&document, "https://quay.example/feed/").map(|(url, _)| url)
        };
        for wordpress in [
            "https://wordpress.org/?v=6.4.2",
            "http://wordpress.org/?v=4.9",
            "https://wordpress.com/",
            "WordPress",
            " WordPress 6.4.2",
            "WordPress/6.4",
        ] {
            assert_eq!(
                paged(wordpress).as_deref(),
                Some("https://quay.example/feed/?paged=2"),
                "{wordpress}"
            );
        }
        for other in [
            "https://quay.example/?v=6.4.2",
            "https://wordpress.org.evil.example/?v=6",
            "https://quay.example/wordpress.org/",
            "WordPress Feed Exporter for Hugo",
            "Not WordPress",
            "WordPressed 2.0",
            "",
        ] {
            assert_eq!(paged(other), None, "{other}");
        }
    }

    #[test]
    fn wordpress_is_known_by_its_ids() {
        let wordpress =
            document(&[], &["https://courier.example/?p=12", "https://courier.example/?post_type=x&p=9"]);
        let paged = |url: &str| found(&wordpress, url).map(|(url, _)| url);
        assert_eq!(
            paged("https://courier.example/feed/").as_deref(),
            Some("https://courier.example/feed/?paged=2")
        );
        assert_eq!(
            paged("https://courier.example/?paged=2&feed=rss2").as_deref(),
            Some("https://courier.example/?feed=rss2&paged=3")
        );
        assert_eq!(
            found(&document(&[], &["urn:x:1", "https://courier.example/?p=12"]), "https://a.example/"),
            None
        );
        assert_eq!(found(&document(&[], &[]), "https://a.example/"), None);
    }
}

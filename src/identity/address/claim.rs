//! What a page says of its own address (`rel=canonical`, RFC 6596), and when it is believed.

use url::Url;

use super::{canonical, same_host};

/// A page's claim, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The same site, or one of the outlet's: this is the article's key.
    Own(String),
    /// A page of somebody else: he had the article first, or so the page says. A declared original, never
    /// the article's own key.
    Elsewhere(String),
    /// Says nothing: no address, a home page, or a mere section above the article.
    Nothing,
}

/// Judges the canonical address that the page at `own` names; `hosts` are the outlet's hosts.
///
/// Pages in the wild name their outlet's home page or section, leftovers of a test site, or an address that
/// was never one; such a claim would make all of the outlet's articles one.
pub fn claim(named: &str, own: &str, hosts: &[&str]) -> Claim {
    let base = Url::parse(own).ok();
    let named = named.trim();
    let absolute =
        base.as_ref().and_then(|base| base.join(named).ok()).map_or_else(|| named.to_owned(), Url::into);
    let (Some(key), Some(own_key)) = (canonical(&absolute), canonical(own)) else { return Claim::Nothing };
    if key == own_key {
        return Claim::Own(key);
    }
    let (host, path) = parts(&key);
    let (own_host, own_path) = parts(&own_key);
    if path.is_empty() || (is_private(host) && host != own_host) {
        return Claim::Nothing;
    }
    if related(host, own_host) || hosts.iter().any(|known| related(host, same_host(known))) {
        // A section is no article: `/news` for `/news/ferry`. The first of an article's pages may be.
        let above = own_path.strip_prefix(path).and_then(|rest| rest.strip_prefix('/'));
        let is_page = |rest: &str| rest.trim_start_matches("page/").bytes().all(|b| b.is_ascii_digit());
        let section = host == own_host && above.is_some_and(|rest| !is_page(rest));
        return if section { Claim::Nothing } else { Claim::Own(key) };
    }
    Claim::Elsewhere(key)
}

fn parts(key: &str) -> (&str, &str) {
    key.split_once('/').unwrap_or((key, ""))
}

/// The same host, or one under the other: `news.courier.example` and `courier.example`. Two brothers are
/// not: `a.blogs.example` and `b.blogs.example` belong to two people.
fn related(a: &str, b: &str) -> bool {
    let under = |long: &str, short: &str| {
        short.contains('.') && long.strip_suffix(short).is_some_and(|rest| rest.ends_with('.'))
    };
    a == b || under(a, b) || under(b, a)
}

/// A test site that was left in the page, unless it is where the page stands.
fn is_private(host: &str) -> bool {
    let name = host.split(':').next().unwrap_or(host);
    !name.contains('.')
        || [".local", ".localhost", ".test", ".invalid", ".internal"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::{Claim, claim};

    const OWN: &str = "https://www.courier.example/news/ferry?from=rss";

    #[test]
    fn the_same_site_is_believed() {
        for named in [
            "https://courier.example/news/ferry-411",
            "/news/ferry-411",
            "https://amp.courier.example/news/ferry-411/",
        ] {
            assert_eq!(
                claim(named, OWN, &[]),
                Claim::Own("courier.example/news/ferry-411".into()),
                "{named}"
            );
        }
        let under = "https://news.courier.example/ferry";
        assert_eq!(claim(under, OWN, &[]), Claim::Own("news.courier.example/ferry".into()));
        assert_eq!(
            claim("https://courier-group.example/ferry", OWN, &["www.courier-group.example"]),
            Claim::Own("courier-group.example/ferry".into())
        );
        assert_eq!(
            claim("https://courier.example/a/ferry", "https://courier.example/a/ferry/2", &[]),
            Claim::Own("courier.example/a/ferry".into()),
            "the first page of several"
        );
    }

    #[test]
    fn another_site_declares_an_original() {
        let named = "https://wire.example/ferry?utm_source=x";
        assert_eq!(claim(named, OWN, &["courier.example"]), Claim::Elsewhere("wire.example/ferry".into()));
        let brothers = claim("https://b.blogs.example/x", "https://a.blogs.example/x", &[]);
        assert_eq!(brothers, Claim::Elsewhere("b.blogs.example/x".into()));
    }

    #[test]
    fn what_would_make_all_articles_one_says_nothing() {
        for named in [
            "https://courier.example/",
            "/",
            "https://courier.example/news",
            "http://localhost/news/ferry",
            "mailto:x@courier.example",
            "http://build.test/ferry",
        ] {
            assert_eq!(claim(named, OWN, &[]), Claim::Nothing, "{named}");
        }
    }
}

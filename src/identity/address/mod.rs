//! Canonical addresses: what is compared across feeds and outlets. Never shown, never fetched.

mod claim;
mod loose;
mod tracker;

use url::Url;

pub use claim::{Claim, claim};
pub use loose::loose;

/// Hosts that serve the same pages under the same paths: devices, not sections.
const SAME_HOST: &[&str] = &["www", "www1", "www2", "www3", "m", "mobile", "amp", "touch", "wap"];
/// Hosts that serve the pages of another one.
const ALIASES: &[(&str, &str)] = &[("edition.cnn.com", "cnn.com")];
/// File names that stand for their folder.
const INDEX: &[&str] = &[
    "index.html",
    "index.htm",
    "index.shtml",
    "index.php",
    "index.xhtml",
    "index.jsp",
    "default.aspx",
    "default.asp",
];
/// Wrappers in wrappers: how many are opened.
const WRAPPERS: usize = 3;

/// Folds an absolute http(s) address to the key under which the same page is found again, or `None`
/// for anything else.
///
/// Folded: scheme, case of the host, IDNA, `www.`/`m.`/`amp.`, default ports, doubled and trailing
/// slashes, index pages, AMP variants and caches, link wrappers that carry the address, trackers, order
/// of parameters, session ids, fragments (but `#!`), and the spelling of escapes (RFC 3986 §6.2.2).
/// Kept: everything else, since `?p=1` and `?p=2`, or `news.` and `sport.`, are different pages.
/// Folding twice changes nothing.
pub fn canonical(address: &str) -> Option<String> {
    let mut address = address.trim().replace("&amp;", "&");
    if address.starts_with("//") {
        address.insert_str(0, "https:");
    }
    let mut url = Url::parse(&address).ok()?;
    for _ in 0..WRAPPERS {
        match unwrapped(&url) {
            Some(inner) => url = inner,
            None => break,
        }
    }
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = same_host(url.host_str()?.trim_end_matches('.'));
    let port = match url.port() {
        None | Some(80 | 443) => String::new(),
        Some(port) => format!(":{port}"),
    };
    let path = path(url.path());
    let fragment = url.fragment().filter(|f| f.starts_with('!')).map(|f| format!("#{f}")).unwrap_or_default();
    Some(format!("{host}{port}{path}{}{fragment}", query(&url, is_specific(&path))))
}

fn same_host(host: &str) -> &str {
    let mut host = host;
    while let Some((first, rest)) = host.split_once('.') {
        // `m.com` is somebody's name, `m.example.com` a device.
        if !SAME_HOST.contains(&first) || !rest.contains('.') {
            break;
        }
        host = rest;
    }
    ALIASES.iter().find(|(alias, _)| *alias == host).map_or(host, |(_, name)| name)
}

/// Does a [`canonical`] address name a page? That of a site's front page names none.
pub fn names_a_page(key: &str) -> bool {
    key.split_once('/').is_some_and(|(_, rest)| !rest.is_empty())
}

/// AMP caches and link wrappers carry the real address inside.
fn unwrapped(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let inside = |rest: &str| {
        let (scheme, rest) = rest.strip_prefix("s/").map_or(("http", rest), |rest| ("https", rest));
        let query = url.query().map(|q| format!("?{q}")).unwrap_or_default();
        Url::parse(&format!("{scheme}://{rest}{query}")).ok()
    };
    if host.ends_with(".cdn.ampproject.org") {
        let path = url.path();
        return ["/c/", "/v/", "/i/", "/wp/"].iter().find_map(|p| path.strip_prefix(p)).and_then(inside);
    }
    let google = host.strip_prefix("www.").unwrap_or(host).starts_with("google.");
    if google && let Some(rest) = url.path().strip_prefix("/amp/") {
        return inside(rest);
    }
    let wrapper = (google && url.path() == "/url")
        || matches!(host, "l.facebook.com" | "lm.facebook.com" | "out.reddit.com" | "t.umblr.com");
    if !wrapper {
        return None;
    }
    url.query_pairs()
        .filter(|(name, _)| matches!(name.as_ref(), "url" | "q" | "u" | "z"))
        .find_map(|(_, value)| Url::parse(&value).ok())
        .filter(|inner| matches!(inner.scheme(), "http" | "https"))
}

fn path(path: &str) -> String {
    let path = session_free(path);
    let mut parts: Vec<String> = path.split('/').filter(|p| !p.is_empty()).map(escapes).collect();
    // `/amp/news/a`, and `/news/a/amp`.
    if parts.len() > 1 && parts[0].eq_ignore_ascii_case("amp") {
        parts.remove(0);
    }
    // Until nothing more can be taken off, so that a key of a key is the same key.
    while let Some(last) = parts.last_mut() {
        let lower = last.to_ascii_lowercase();
        if lower == "amp" || lower == "amp.html" || INDEX.contains(&lower.as_str()) {
            parts.pop();
        } else if let Some(stem) = lower.strip_suffix(".amp.html").filter(|stem| !stem.is_empty()) {
            last.truncate(stem.len());
            last.push_str(".html");
        } else if let Some(stem) = lower.strip_suffix(".amp").filter(|stem| !stem.is_empty()) {
            last.truncate(stem.len());
        } else {
            break;
        }
    }
    format!("/{}", parts.join("/"))
}

/// The path without `;jsessionid=…`, which ends with its segment.
fn session_free(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let session = part.to_ascii_lowercase().find(";jsessionid=");
        &part[..session.unwrap_or(part.len())]
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Does the path name an article by itself: by a number, or by many words? A script never does.
fn is_specific(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let lower = last.to_ascii_lowercase();
    if [".php", ".asp", ".aspx", ".jsp", ".cgi", ".pl", ".do"].iter().any(|script| lower.ends_with(script)) {
        return false;
    }
    last.split('-').filter(|word| !word.is_empty()).count() >= 4 || loose::number(last).is_some()
}

/// `%7E` and `~` are the same, `%2f` and `%2F` too, `/` and `%2F` are not.
fn escapes(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut out = String::with_capacity(part.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| part.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok()))
            .flatten();
        match escaped {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                out.push(char::from(byte));
                at += 3;
            }
            Some(byte) => {
                out.push_str(&format!("%{byte:02X}"));
                at += 3;
            }
            None => {
                // The parser leaves ASCII only.
                out.push(char::from(bytes[at]));
                at += 1;
            }
        }
    }
    out
}

fn query(url: &Url, specific: bool) -> String {
    let mut kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, value)| !tracker::is_tracker(&name.to_lowercase(), value, specific))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if kept.is_empty() {
        return String::new();
    }
    kept.sort();
    kept.dedup();
    let joined = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    format!("?{joined}")
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn the_same_page_has_one_key() {
        for (a, b) in [
            ("http://www.courier.example/news/411/", "https://courier.example/news/411"),
            ("https://courier.example/a?utm_source=rss&utm_medium=x", "https://courier.example/a"),
            ("https://m.courier.example/a", "https://www.courier.example/a"),
            ("https://courier.example/a/amp/", "https://courier.example/a/"),
            ("https://courier.example/a.amp.html", "https://courier.example/a.html"),
            ("https://courier.example/a?outputType=amp", "https://courier.example/a"),
            ("https://courier-example.cdn.ampproject.org/c/s/courier.example/a", "https://courier.example/a"),
            (
                "https://www.google.com/url?rct=j&url=https://courier.example/a&ct=ga",
                "http://courier.example/a",
            ),
            ("https://courier.example/a/index.html", "https://courier.example/a/"),
            ("https://courier.example//a///b", "https://courier.example/a/b"),
            ("https://COURIER.Example:443/a", "https://courier.example/a"),
            ("https://courier.example/%7Ebob", "https://courier.example/~bob"),
            ("https://courier.example/a%2fb", "https://courier.example/a%2Fb"),
            ("https://courier.example/a#comments", "https://courier.example/a"),
            ("https://courier.example/a?b=1&a=2", "https://courier.example/a?a=2&b=1"),
            ("https://courier.example/a;jsessionid=AB12", "https://courier.example/a"),
            ("https://courier.example/a?x=1&amp;y=2", "https://courier.example/a?x=1&y=2"),
            ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
            ("//courier.example/a", "https://courier.example/a"),
            ("https://courier.example/amp/news/a", "https://courier.example/news/a"),
            (
                "https://courier.example/ferry-sinks-off-gull-island?cid=rss",
                "https://courier.example/ferry-sinks-off-gull-island",
            ),
            ("https://courier.example/a?b=1&b=1", "https://courier.example/a?b=1"),
            (
                "https://t.umblr.com/redirect?z=https%3A%2F%2Fcourier.example%2Fa&t=x",
                "https://courier.example/a",
            ),
            ("https://courier.example/a/index.html/amp/", "https://courier.example/a"),
        ] {
            assert_eq!(canonical(a), canonical(b), "{a} and {b}");
            let once = canonical(a).expect("a key");
            assert_eq!(canonical(&format!("https://{once}")).as_deref(), Some(once.as_str()), "{a} twice");
        }
    }

    #[test]
    fn what_identifies_is_kept() {
        for (a, b) in [
            ("https://courier.example/?p=123", "https://courier.example/?p=124"),
            ("https://news.courier.example/a", "https://sport.courier.example/a"),
            ("https://courier.example/#!/a", "https://courier.example/#!/b"),
            ("https://courier.example/amp-hour", "https://courier.example/hour"),
            ("https://courier.example/a%2Fb", "https://courier.example/a/b"),
            ("https://courier.example:8080/a", "https://courier.example/a"),
            ("https://courier.example/A", "https://courier.example/a"),
            ("https://courier.example/read.php?cid=41", "https://courier.example/read.php?cid=42"),
            ("https://courier.example/live/2026", "https://courier.example/live/2027"),
            ("https://courier.example/a?m=2", "https://courier.example/a"),
        ] {
            assert_ne!(canonical(a), canonical(b), "{a} and {b}");
        }
        assert_eq!(canonical("mailto:desk@courier.example"), None);
        assert_eq!(canonical("no address"), None);
    }

    /// Every address that can be put together of these pieces: odd ones, as feeds have them.
    #[test]
    fn folding_twice_changes_nothing() {
        let hosts = [
            "courier.example",
            "www.m.courier.example",
            "amp.courier.example:443",
            "m.com",
            "[::1]:8080",
            "münchen.example.",
        ];
        let parts = [
            "",
            "/",
            "//a",
            "/amp",
            "/amp/",
            "/a.amp.html",
            "/.amp",
            "/index.html",
            "/A%2fb",
            "/%7Ea",
            "/a;jsessionid=1",
            "/a-b-c-d",
            "/ä ö",
            "/..",
            "/%",
        ];
        let ends = [
            "",
            "?",
            "?utm_source=x",
            "?b=2&a=1&a=1",
            "?a=%2F&amp;c=d e",
            "?amp=1&id=7",
            "?cid=3&fbclid=y",
            "#x",
            "#!/x",
            "?q=%",
            "?a=http://x.example/",
        ];
        let mut seen = 0;
        for scheme in ["HTTPS://", "//"] {
            for host in hosts {
                for first in parts {
                    for second in parts {
                        for end in ends {
                            let address = format!("{scheme}{host}{first}{second}{end}");
                            let Some(once) = canonical(&address) else { continue };
                            seen += 1;
                            let twice = canonical(&format!("https://{once}"));
                            assert_eq!(twice.as_deref(), Some(once.as_str()), "{address}");
                        }
                    }
                }
            }
        }
        assert!(seen > 20_000, "only {seen} addresses could be read");
    }
}

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::model::{Outlet, fold};

use super::given::Given;
use super::report::Fault;

/// Longest name made from an address, in characters.
const LONGEST: usize = 60;

/// Labels before a host's name that say only that feeds live there.
const HOST_WORDS: [&str; 5] = ["www", "feeds", "feed", "rss", "xml"];

/// Words of a path that say only that a feed is a feed.
const PATH_WORDS: [&str; 17] = [
    "rss", "rss2", "rss091", "atom", "atom10", "rdf", "xml", "json", "feed", "feeds", "index", "default",
    "php", "html", "htm", "aspx", "cgi",
];

/// A feed's name where the file gives none: readable, and the same for the same address.
///
/// The host without `www.`, `feeds.`, `rss.` (and the port, where it is not the usual one), then the
/// words of the path and the query that say more than "feed", all joined by hyphens and cut at a word to 60
/// characters: `https://www.courier.example/rss/world.xml` → `courier.example-world`. When another feed
/// has the name, the later one in the file gets `-2`, `-3` … Give a name to keep it whatever happens.
pub fn default_name(url: &Url) -> String {
    let mut host = url.host_str().unwrap_or("feed").trim_matches(['[', ']']);
    while let Some((label, rest)) = host.split_once('.') {
        if !HOST_WORDS.contains(&label) || !rest.contains('.') {
            break;
        }
        host = rest;
    }
    let mut name = host.replace(':', "-");
    if let Some(port) = url.port() {
        name.push_str(&format!("-{port}"));
    }
    let path = url.path_segments().into_iter().flatten().map(decoded);
    let query = url.query_pairs().flat_map(|(key, value)| [key.into_owned(), value.into_owned()]);
    for part in path.chain(query) {
        for word in fold(&part).split('-').filter(|word| !word.is_empty() && !PATH_WORDS.contains(word)) {
            if name.chars().count() + 1 + word.chars().count() > LONGEST {
                return name;
            }
            name.push('-');
            name.push_str(word);
        }
    }
    name
}

/// A path segment with its percent escapes read; as it stands where they are no UTF-8.
fn decoded(segment: &str) -> String {
    // The form decoder reads escapes and turns + into a space, which a name folds away in any case.
    let form = format!("x={}", segment.replace('&', "%26"));
    url::form_urlencoded::parse(form.as_bytes()).next().map_or_else(String::new, |(_, v)| v.into_owned())
}

/// Names the feeds that have no name, in the order of the file.
pub(super) fn assign(outlets: &mut [Outlet]) {
    let feeds = || outlets.iter().flat_map(|outlet| &outlet.feeds);
    let mut taken: HashSet<String> = feeds().map(|feed| feed.name.clone()).collect();
    for feed in outlets.iter_mut().flat_map(|outlet| &mut outlet.feeds) {
        let Some(url) = feed.name.is_empty().then(|| Url::parse(&feed.url).ok()).flatten() else { continue };
        let base = default_name(&url);
        let mut name = base.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{base}-{number}");
            number += 1;
        }
        feed.name = name;
    }
}

/// Names that may stand once only.
pub(super) struct Unique {
    what: &'static str,
    seen: HashMap<String, Vec<(String, usize)>>,
}

impl Unique {
    pub(super) fn new(what: &'static str) -> Self {
        Unique { what, seen: HashMap::new() }
    }

    /// Reports a name that was claimed before; one that differs only in case, accents or punctuation is a
    /// warning, since queries cannot tell the two apart.
    pub(super) fn claim(&mut self, given: &Given, name: &str) {
        let what = self.what;
        let folded = fold(name);
        let others = self.seen.entry(if folded.is_empty() { name.to_owned() } else { folded }).or_default();
        if let Some((_, line)) = others.iter().find(|(other, _)| other == name) {
            given.fault(
                Fault::new(format!("another {what} is called {name:?}, on line {line}"))
                    .help(format!("each {what} needs a name of its own")),
            );
        } else if let Some((other, line)) = others.first() {
            given.warn(Fault::new(format!(
                "queries cannot tell {name:?} from the {what} {other:?} on line {line}"
            )));
        }
        others.push((name.to_owned(), given.report.line(given.at.start)));
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::default_name;

    #[test]
    fn default_names_say_host_and_subject() {
        for (url, name) in [
            ("https://courier.example/rss/world.xml", "courier.example-world"),
            ("https://www.courier.example/rss", "courier.example"),
            ("https://feeds.courier.example/news/world/rss.xml", "courier.example-news-world"),
            ("https://rss.courier.example/rdf/rss-en-all", "courier.example-en-all"),
            ("https://www.example/feed", "www.example"),
            ("http://127.0.0.1:8080/feed/", "127.0.0.1-8080"),
            ("http://[::1]:8080/a.xml", "--1-8080-a"),
            ("https://courier.example/?feed=rss2&cat=Économie", "courier.example-cat-economie"),
            ("https://courier.example/%D0%BC%D0%B8%D1%80/a+b&c%ff", "courier.example-мир-a-b-c"),
        ] {
            assert_eq!(default_name(&Url::parse(url).unwrap()), name, "{url}");
        }
    }

    #[test]
    fn default_names_are_cut_at_a_word() {
        let url = Url::parse(&format!("https://courier.example/{}", "longword/".repeat(40))).unwrap();
        let name = default_name(&url);
        assert_eq!(name, format!("courier.example{}", "-longword".repeat(5)));
    }
}

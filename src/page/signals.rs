//! What a page says of itself for machines, gathered once.

use std::sync::LazyLock;

use serde_json::{Map, Value};
use url::Url;

use super::Hints;
use super::linked_data::{LinkedData, is_article, types};
use crate::markup::{self, Css, Dom, Element};
use crate::model::fold;

/// Meta elements beyond this are not read.
const MAX_METAS: usize = 1_000;
/// Articles named in a page's JSON-LD that are weighed against one another.
const MAX_ARTICLES: usize = 200;

/// The page's tree with what its head and its data say.
pub(super) struct Signals<'a> {
    pub(super) dom: &'a Dom,
    pub(super) data: LinkedData,
    /// Names in lower case, in document order.
    metas: Vec<(String, &'a str)>,
    /// The page's address, as given or else as it says.
    pub(super) url: Option<Url>,
    /// What relative addresses count from: `<base href>`, else `url`.
    pub(super) base: Option<Url>,
    /// `<link rel=canonical>`, absolute.
    pub(super) canonical: Option<String>,
    /// First headings, the likeliest first.
    pub(super) headings: Vec<String>,
    /// Where [`Signals::article`] stands among the nodes: two dozen readers ask for it.
    article: Option<usize>,
}

static META: LazyLock<Css> = LazyLock::new(|| Css::new("meta[content], meta[value]"));
static CANONICAL: LazyLock<Css> = LazyLock::new(|| Css::new("link[rel~='canonical' i][href]"));
static BASE: LazyLock<Css> = LazyLock::new(|| Css::new("base[href]"));
static HEADING: LazyLock<Css> = LazyLock::new(|| Css::new("h1"));

impl<'a> Signals<'a> {
    pub(super) fn gather(dom: &'a Dom, hints: &Hints<'_>) -> Self {
        let mut metas = Vec::new();
        for meta in dom.select(&META).take(MAX_METAS) {
            // `value` is what some write who know forms better.
            let content = meta.attr("content").or_else(|| meta.attr("value")).unwrap_or_default().trim();
            // `itemprop` inside of an element with a scope of its own is that thing's, not the page's.
            let own = meta.attr("itemprop").filter(|_| !in_other_scope(meta));
            for name in [meta.attr("property"), meta.attr("name"), own].into_iter().flatten() {
                if !content.is_empty() {
                    metas.push((name.trim().to_ascii_lowercase(), content));
                }
            }
        }
        let given = hints.url.and_then(|url| Url::parse(url).ok());
        let base = dom.select(&BASE).next().and_then(|e| e.attr("href"));
        let base = match (&given, base) {
            (Some(url), Some(href)) => url.join(href.trim()).ok(),
            (None, Some(href)) => Url::parse(href.trim()).ok(),
            (Some(url), None) => Some(url.clone()),
            (None, None) => None,
        };
        let mut signals = Signals {
            dom,
            data: LinkedData::read(dom),
            metas,
            url: given,
            base,
            canonical: None,
            headings: dom
                .select(&HEADING)
                .filter(|h| !h.ancestors().any(|a| matches!(a.name(), "nav" | "aside")))
                .take(8)
                .map(Element::line)
                .filter(|h| !h.is_empty())
                .collect(),
            article: None,
        };
        let canonical = dom.select(&CANONICAL).next().and_then(|e| e.attr("href"));
        signals.canonical = canonical.and_then(|href| signals.absolute(href));
        if signals.url.is_none() {
            let own = signals.canonical.clone().or_else(|| signals.meta(&["og:url"]).map(|(_, v)| v));
            signals.url = own.and_then(|url| Url::parse(&url).ok());
            signals.base = signals.base.or_else(|| signals.url.clone());
        }
        signals.article = signals.find_article();
        signals
    }

    /// The first of these meta elements that says something: its name, and its words in one line.
    pub(super) fn meta(&self, names: &[&'static str]) -> Option<(&'static str, String)> {
        names.iter().find_map(|name| {
            self.metas(name).map(markup::line).find(|line| !line.is_empty()).map(|line| (*name, line))
        })
    }

    /// All meta elements of this name, in document order.
    pub(super) fn metas<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'a str> + 's {
        self.metas.iter().filter(move |(n, _)| n == name).map(|(_, content)| *content)
    }

    /// An address as the page writes it, made absolute; only http and https.
    pub(super) fn absolute(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() {
            return None;
        }
        let url = match &self.base {
            Some(base) => base.join(href).ok()?,
            None => Url::parse(href).ok()?,
        };
        matches!(url.scheme(), "http" | "https").then(|| url.to_string())
    }

    /// The JSON-LD node of the article that the page is about: teasers of others stand in the same
    /// scripts, so one deep inside must bear this page's address or title.
    pub(super) fn article(&self) -> Option<&Map<String, Value>> {
        self.data.at(self.article?)
    }

    fn find_article(&self) -> Option<usize> {
        let own: Vec<String> = [self.url.as_ref().map(Url::as_str), self.canonical.as_deref()]
            .into_iter()
            .flatten()
            .map(address_key)
            .collect();
        let titles: Vec<String> =
            self.meta(&["og:title"]).map(|(_, t)| t).iter().chain(&self.headings).map(|t| fold(t)).collect();
        let mut best: Option<(i32, usize)> = None;
        for (at, depth, node) in self.data.numbered(is_article).take(MAX_ARTICLES) {
            let mut score = 0;
            let is_own = ["url", "mainEntityOfPage", "@id"]
                .iter()
                .flat_map(|key| LinkedData::values(node, key))
                .filter_map(address_of)
                .any(|url| own.contains(&address_key(url)));
            let headline = self.data.text(node, "headline").map(|h| fold(&markup::line(&h)));
            let is_titled =
                headline.is_some_and(|h| !h.is_empty() && titles.iter().any(|t| t.starts_with(&h)));
            score += if is_own { 8 } else { 0 } + if is_titled { 6 } else { 0 };
            for key in ["datePublished", "author", "articleBody", "image"] {
                score += i32::from(node.contains_key(key));
            }
            // A review of a product inside, a critic's rating: not the page.
            score -= 2 * i32::try_from(depth).unwrap_or(i32::MAX / 4);
            score -=
                if types(node).any(|t| matches!(t, "Review" | "ClaimReview" | "Recipe")) { 3 } else { 0 };
            if depth >= 2 && !is_own && !is_titled {
                continue;
            }
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, at));
            }
        }
        best.map(|(_, at)| at)
    }

    /// The node that describes the page itself, where no article is named.
    pub(super) fn page_node(&self) -> Option<&Map<String, Value>> {
        let is_page = |name: &str| {
            matches!(name, "WebPage" | "ItemPage" | "VideoObject" | "PodcastEpisode" | "CreativeWork")
        };
        self.data.of_type(is_page).find(|(depth, _)| *depth < 2).map(|(_, node)| node)
    }
}

/// Does an element that is a thing of its own stand between it and the page's: an author, a publisher, a
/// picture?
pub(super) fn in_other_scope(element: Element<'_>) -> bool {
    let scope = element.ancestors().find(|e| e.attr("itemscope").is_some());
    scope.is_some_and(|scope| scope.attr("itemprop").is_some())
}

/// Does it stand with the page's article, and not in a comment, a list or a sidebar? Nor in one of these elements,
/// or in what is called by one of these words.
pub(super) fn stands_with_article(element: Element<'_>, elements: &[&str], words: &[&str]) -> bool {
    // What the whole page is called ("segment--recommended") is no place in it.
    let mut places =
        element.ancestors().chain([element]).take(40).filter(|e| !matches!(e.name(), "body" | "html"));
    places.all(|e| {
        !matches!(e.name(), "aside" | "footer" | "nav")
            && !elements.contains(&e.name())
            && !e.is_named(|word| {
                matches!(
                    word,
                    "comment"
                        | "comments"
                        | "related"
                        | "sidebar"
                        | "teaser"
                        | "recommended"
                        | "footer"
                        | "popular"
                        | "latest"
                        | "newsletter"
                        | "respond"
                ) || words.contains(&word)
            })
    })
}

fn address_of(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("@id").or_else(|| value.get("url")).and_then(Value::as_str))
}

/// An address without what two writings of it differ in.
pub(super) fn address_key(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let url = url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    url.trim_end_matches('/').to_ascii_lowercase()
}

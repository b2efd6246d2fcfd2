//! Who wrote it.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::super::linked_data::{LinkedData, types};
use super::super::signals::{Signals, stands_with_article};
use super::head;
use super::names::{Named, is_organisation, names};
use super::place::note;
use crate::markup::{self, Css, Element};
use crate::model::{Page, fold};

/// Elements of the visible page looked at.
const MOST_ELEMENTS: usize = 40;
/// A longer text is not a byline.
const LONGEST_BYLINE: usize = 160;

/// Meta elements that name authors, the exact before the loose.
const METAS: [&str; 14] = [
    "article:author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "mrf:authors",
    "dcsext.author",
    "byl",
    "author",
    "og:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "twitter:creator:name",
];

static MICRODATA: LazyLock<Css> = LazyLock::new(|| Css::new("[itemprop~='author'], [itemprop~='creator']"));
static NAME: LazyLock<Css> = LazyLock::new(|| Css::new("[itemprop~='name']"));
static REL: LazyLock<Css> = LazyLock::new(|| Css::new("a[rel~='author']"));
static BYLINES: LazyLock<[Css; 3]> = LazyLock::new(|| {
    [
        Css::new(
            ".byline, .by-line, .article-author, .author-name, .entry-author, .post-author, .p-author, .author.vcard, \
             .byline-name, .article__author, .article-byline, .articleAuthor, .author__name, .author_name, [data-testid*='byline' i], [data-test*='author' i]",
        ),
        Css::new(
            "[class*='byline' i], [class*='author-name' i], [class*='author_name' i], [class*='authors' i], [class*='autor' i], [class*='auteur' i], [class*='autore' i]",
        ),
        Css::new("[class*='author' i], [id*='byline' i], [id*='author' i]"),
    ]
});
static LINK: LazyLock<Css> = LazyLock::new(|| Css::new("a"));

pub(super) fn authors(signals: &Signals<'_>, page: &mut Page) {
    let own = Own::of(signals, page);
    let mut fallback: Option<(&'static str, Vec<Named>)> = None;
    type Ask = fn(&Signals<'_>) -> Vec<Named>;
    let title = page.title.clone();
    let asked: [(&'static str, Ask); 6] = [
        ("json-ld", data),
        ("meta", metas),
        ("microdata", microdata),
        ("rdfa", rdfa),
        ("rel=author", rel),
        ("byline", byline),
    ];
    for (from, ask) in asked {
        let found = ask(signals);
        if found.is_empty() {
            continue;
        }
        if found.iter().any(|n| !own.is(n)) {
            return take(page, from, found, &own);
        }
        // The site names itself: somebody better may be named elsewhere.
        fallback = fallback.or(Some((from, found)));
    }
    let under = head::authors(signals, title.as_deref());
    if under.iter().any(|n| !own.is(n)) {
        return take(page, "under the heading", under, &own);
    }
    if let Some((from, found)) = fallback {
        take(page, from, found, &own);
    }
}

fn take(page: &mut Page, from: &str, found: Vec<Named>, own: &Own) {
    let has_people = found.iter().any(|n| !n.organisation && !own.is(n));
    page.authors = found.into_iter().filter(|n| !has_people || !own.is(n)).map(|n| n.author).collect();
    note(page, "authors", from, !page.authors.is_empty());
}

/// The names of the site itself, folded.
struct Own(Vec<String>);

impl Own {
    fn of(signals: &Signals<'_>, page: &Page) -> Own {
        let host =
            signals.url.as_ref().and_then(|u| u.host_str()).map(|h| h.trim_start_matches("www.").to_owned());
        let publisher = signals.article().and_then(|node| signals.data.text(node, "publisher"));
        Own(page
            .site
            .iter()
            .chain(&host)
            .chain(&publisher)
            .map(|n| key(n))
            .filter(|n| !n.is_empty())
            .collect())
    }

    fn is(&self, named: &Named) -> bool {
        let Some(name) = named.author.name.as_deref().map(key) else { return false };
        self.0.iter().any(|own| {
            *own == name || name.len() >= 4 && (own.contains(&name) || name.contains(own.as_str()))
        })
    }
}

fn key(name: &str) -> String {
    fold(name).replace('-', "")
}

/// `author`, else `creator`, of the article's node.
fn data(signals: &Signals<'_>) -> Vec<Named> {
    let node = signals.article().or_else(|| signals.page_node());
    node.map(|node| named_in(&signals.data, node)).unwrap_or_default()
}

fn named_in(data: &LinkedData, node: &Map<String, Value>) -> Vec<Named> {
    let mut found = Vec::new();
    for key in ["author", "creator"] {
        for value in LinkedData::values(node, key) {
            person(data, value, &mut found);
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

fn person(data: &LinkedData, value: &Value, found: &mut Vec<Named>) {
    let (text, node) = match value {
        Value::String(text) => (Some(text.clone()), None),
        Value::Object(_) => {
            let node = data.node(value);
            (node.and_then(name_of), node)
        }
        _ => (None, None),
    };
    let Some(text) = text else { return };
    let is_organisation =
        node.is_some_and(|n| types(n).any(|t| t.to_ascii_lowercase().ends_with("organization")));
    let uri = node.and_then(|n| n.get("url").or_else(|| n.get("sameAs"))).and_then(Value::as_str);
    let mut these = names(&text);
    if is_organisation {
        // "Le Courrier et Le Soir" may be one: it says itself that it is an organisation's name.
        these.truncate(1);
        if let Some(one) = these.first_mut() {
            one.author.name = Some(markup::line(&text));
            one.organisation = true;
        }
    }
    if let ([one], Some(uri)) = (&mut these[..], uri.filter(|u| u.starts_with("http"))) {
        one.author.uri = Some(uri.to_owned());
    }
    found_also(found, these);
}

/// Adds those who are not named yet.
fn found_also(found: &mut Vec<Named>, these: Vec<Named>) {
    for named in these {
        if !found.iter().any(|n| n.author.name == named.author.name) {
            found.push(named);
        }
    }
}

fn name_of(node: &Map<String, Value>) -> Option<String> {
    let text = |key: &str| node.get(key)?.as_str().map(str::trim).filter(|t| !t.is_empty());
    let joined = || Some(format!("{} {}", text("givenName")?, text("familyName")?));
    let listed = || node.get("name")?.as_array()?.first()?.as_str().map(str::to_owned);
    text("name").map(str::to_owned).or_else(joined).or_else(listed)
}

fn metas(signals: &Signals<'_>) -> Vec<Named> {
    for meta in METAS {
        let mut found: Vec<Named> = Vec::new();
        for content in signals.metas(meta) {
            // A login ("emma-mackenzie", "Sauli.giliard") is not a name.
            let is_login =
                !content.contains(' ') && content.is_ascii() && content.contains(['-', '.', '_', '/', '@']);
            if is_login || is_picture_credit(content) {
                continue;
            }
            found_also(&mut found, names(content));
        }
        if !found.is_empty()
            && found.iter().any(|n| {
                n.author
                    .name
                    .as_deref()
                    .is_some_and(|n| n.contains(' ') || !n.is_ascii() || is_organisation(n))
            })
        {
            return found;
        }
    }
    Vec::new()
}

fn is_picture_credit(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["image:", "photo:", "foto:", "picture:", "getty"].iter().any(|w| lower.contains(w))
}

fn microdata(signals: &Signals<'_>) -> Vec<Named> {
    let mut found = Vec::new();
    for element in signals.dom.select(&MICRODATA).take(MOST_ELEMENTS).filter(|e| is_own(*e)) {
        let name = element.select(&NAME).next().unwrap_or(element);
        add(&mut found, &text_of(name), None);
    }
    found
}

fn rdfa(signals: &Signals<'_>) -> Vec<Named> {
    let Some((_, node)) = signals.data.marked().filter(|(syntax, _)| *syntax == "rdfa") else {
        return Vec::new();
    };
    named_in(&signals.data, node)
}

/// The first link and those that stand beside it: teasers further down name their authors the same way.
fn rel(signals: &Signals<'_>) -> Vec<Named> {
    let mut found = Vec::new();
    let mut group = None;
    for link in signals.dom.select(&REL).take(MOST_ELEMENTS).filter(|e| is_own(*e)) {
        let around = link.ancestors().nth(1);
        if group.is_some_and(|group: Option<Element<'_>>| !link.ancestors().take(3).any(|a| Some(a) == group))
        {
            break;
        }
        add(&mut found, &link.line(), link.attr("href").and_then(|h| signals.absolute(h)));
        if !found.is_empty() {
            group = group.or(Some(around));
        }
    }
    found
}

fn byline(signals: &Signals<'_>) -> Vec<Named> {
    for css in BYLINES.iter() {
        for element in signals.dom.select(css).take(MOST_ELEMENTS).filter(|e| is_own(*e)) {
            let line = element.line();
            if line.is_empty() || line.chars().count() > LONGEST_BYLINE {
                continue;
            }
            let mut found = Vec::new();
            for link in element.select(&LINK).filter(|a| is_author_link(*a)) {
                add(&mut found, &link.line(), link.attr("href").and_then(|h| signals.absolute(h)));
            }
            if found.is_empty() {
                add(&mut found, before_date(&line), None);
            }
            found.retain(|n| n.author.name.as_deref().is_some_and(looks_personal) || n.organisation);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// Two words at least that begin with capitals, or a script without capitals.
fn looks_personal(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = words.iter().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
    (words.len() >= 2 && capitals >= 2 && words.len() <= 5)
        || (!name.is_ascii()
            && words.len() <= 4
            && name.chars().all(|c| !c.is_lowercase() && !c.is_uppercase()))
}

pub(super) fn is_author_link(link: Element<'_>) -> bool {
    let href = link.attr("href").unwrap_or_default().to_ascii_lowercase();
    let says = [
        "author",
        "autor",
        "auteur",
        "people",
        "profil",
        "staff",
        "journalist",
        "contributor",
        "redakt",
        "/by/",
        "writer",
        "firma",
    ];
    link.attr("rel").is_some_and(|r| r.contains("author")) || says.iter().any(|s| href.contains(s))
}

/// "Ilse Varn | 3 March 2026": the date and what follows go.
fn before_date(line: &str) -> &str {
    let cut =
        line.char_indices().find(|(at, c)| c.is_ascii_digit() || matches!(c, '|' | '•' | '·') && *at > 3);
    cut.map_or(line, |(at, _)| line[..at].trim_end())
}

fn add(found: &mut Vec<Named>, line: &str, uri: Option<String>) {
    let mut these = names(line);
    if let ([one], Some(uri)) = (&mut these[..], uri) {
        one.author.uri = Some(uri);
    }
    found_also(found, these);
}

fn text_of(element: Element<'_>) -> String {
    element.attr("content").map_or_else(|| element.line(), markup::line)
}

/// Does it stand with this article?
fn is_own(element: Element<'_>) -> bool {
    stands_with_article(
        element,
        &["figure", "figcaption"],
        &["teasers", "caption", "gallery", "bio", "articlesby", "more", "disqus"],
    )
}

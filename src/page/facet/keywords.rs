//! Keywords of head and data.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::super::linked_data::LinkedData;
use super::super::signals::Signals;
use super::label::label;
use crate::markup::{self, Css, Element};
use crate::model::{Page, fold, fold_term};

/// Words and characters of a keyword; longer ones are sentences.
const MOST_WORDS: usize = 8;
const MOST_CHARS: usize = 80;
/// Keywords of one signal; more is stuffing for search engines.
const MOST: usize = 60;

static LINKS: LazyLock<Css> = LazyLock::new(|| {
    Css::new(
        "[class*='tag' i] a[href], a[class*='tag' i][href], [class*='topic' i] a[href], [class*='keyword' i] a[href], [class*='schlagwort' i] a[href], \
         [class*='themen' i] a[href], a[href*='/tag/'], a[href*='/tags/'], a[href*='/topic/'], a[href*='/topics/'], a[href*='/thema/'], a[href*='/themen/'], a[href*='/temas/']",
    )
});
static REL: LazyLock<Css> = LazyLock::new(|| Css::new("a[rel~='tag' i]"));

/// A keyword as printed, with the facet that the data names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Keyword {
    pub(super) scheme: Option<String>,
    pub(super) label: String,
}

/// The keywords of the first signal that has some, the exact before the loose, with what the data says
/// the article is about.
pub(super) fn keywords(
    signals: &Signals<'_>,
    page: &Page,
    has_lists: bool,
) -> Option<(&'static str, Vec<Keyword>)> {
    type Ask = fn(&Signals<'_>) -> Vec<Keyword>;
    let asked: [(&'static str, Ask); 9] = [
        ("article:tag", |s| of_meta(s, "article:tag")),
        ("news_keywords", |s| of_meta(s, "news_keywords")),
        ("json-ld keywords", |s| data(s, s.article().or_else(|| s.page_node()))),
        ("microdata keywords", |s| data(s, s.data.marked().map(|(_, node)| node))),
        ("rel=tag", rel),
        ("links to tags", linked),
        ("parsely-tags", |s| of_meta(s, "parsely-tags")),
        ("sailthru.tags", |s| of_meta(s, "sailthru.tags")),
        ("keywords", |s| of_meta(s, "keywords")),
    ];
    let clean = |mut found: Vec<Keyword>| {
        found = with_their_labels(with_their_kinds(found));
        let host = signals.url.as_ref().and_then(|u| u.host_str()).map(|h| h.trim_start_matches("www."));
        found.retain(|k| is_keyword(&k.label, page) && host != Some(k.label.as_str()));
        if are_codes(&found) {
            found.clear();
        }
        if is_slug(signals, &found) {
            found.clear();
        }
        found.truncate(MOST);
        found
    };
    let about = clean(about(signals));
    for (from, ask) in asked {
        // The labelled lists are the links' better reading.
        if has_lists && from == "links to tags" {
            continue;
        }
        let mut found = clean(ask(signals));
        if !found.is_empty() {
            found.extend(about);
            return Some((from, found));
        }
    }
    (!about.is_empty()).then_some(("json-ld about", about))
}

fn of_meta(signals: &Signals<'_>, name: &str) -> Vec<Keyword> {
    signals.metas(name).flat_map(split).collect()
}

fn data(signals: &Signals<'_>, node: Option<&Map<String, Value>>) -> Vec<Keyword> {
    let Some(node) = node else { return Vec::new() };
    let values = LinkedData::values(node, "keywords");
    let listed = values.len() > 1;
    let mut found = Vec::new();
    for value in values {
        match value {
            // An array's items are whole: commas inside belong to them.
            Value::String(text) if listed => found.push(plain(text)),
            Value::String(text) => found.extend(split(text)),
            Value::Object(_) => found.extend(term(&signals.data, value)),
            _ => {}
        }
    }
    found
}

/// A `DefinedTerm` with the set it stands in, or any named thing.
fn term(data: &LinkedData, value: &Value) -> Option<Keyword> {
    let node = data.node(value)?;
    let label = node.get("name").and_then(Value::as_str)?;
    let set = node.get("inDefinedTermSet").and_then(|s| data.text_of(s));
    let scheme = set.filter(|s| !s.contains("://")).map(|s| fold_term(&s)).filter(|s| !s.is_empty());
    Some(Keyword { scheme, label: markup::line(label) })
}

fn about(signals: &Signals<'_>) -> Vec<Keyword> {
    let Some(node) = signals.article() else { return Vec::new() };
    let values = ["about", "mentions"].into_iter().flat_map(|key| LinkedData::values(node, key));
    values.filter(|v| v.is_object()).filter_map(|v| term(&signals.data, v)).collect()
}

/// Links marked as tags, outside of other articles' teasers.
fn rel(signals: &Signals<'_>) -> Vec<Keyword> {
    let mut found: Vec<Keyword> = Vec::new();
    for link in signals.dom.select(&REL).take(4 * MOST).filter(|a| !is_elsewhere(*a)) {
        // "category tag": WordPress marks its categories so, too; they are labels of the article all the same.
        found.push(plain(&link.line()));
    }
    found
}

/// Links that lead to tags by their address or stand in a part named for them, outside of running text.
fn linked(signals: &Signals<'_>) -> Vec<Keyword> {
    let mut found: Vec<Keyword> = Vec::new();
    for link in signals.dom.select(&LINKS).take(4 * MOST) {
        let line = link.line();
        let short = !line.is_empty() && line.split_whitespace().count() <= 5;
        // In a paragraph it is a word of the text.
        let in_text = link.ancestors().take(3).any(|a| matches!(a.name(), "p" | "h2" | "h3" | "figcaption"))
            || link.ancestors().take(30).any(|a| {
                matches!(a.name(), "header" | "footer")
                    || a.attr("class").is_some_and(|c| c.to_ascii_lowercase().contains("footer"))
            });
        if short && !in_text && is_for_tags(link) && !is_elsewhere(link) {
            found.push(plain(&line));
        }
    }
    // A page of many is a list of all tags there are.
    if found.len() > 25 { Vec::new() } else { found }
}

fn is_for_tags(link: Element<'_>) -> bool {
    let path = link.attr("href").unwrap_or_default().to_ascii_lowercase();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let by_path = path.split('/').any(|p| {
        matches!(
            p,
            "tag"
                | "tags"
                | "topic"
                | "topics"
                | "thema"
                | "themen"
                | "schlagwort"
                | "keyword"
                | "keywords"
                | "etiqueta"
                | "etiquetas"
                | "temas"
                | "tema"
        )
    });
    by_path
        || link.ancestors().take(3).chain([link]).any(|e| {
            e.is_named(|word| {
                matches!(word, "tag" | "tags" | "taglist" | "topics" | "keywords" | "schlagworte" | "themen")
            })
        })
}

/// "topic/ferries", "person/varn": where all are so, the first part is the facet.
fn with_their_kinds(found: Vec<Keyword>) -> Vec<Keyword> {
    let cut = |k: &Keyword| {
        let (kind, label) = k.label.split_once('/')?;
        let good = kind.len() >= 3 && !label.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase());
        good.then(|| Keyword { scheme: Some(fold_term(kind)), label: label.to_owned() })
    };
    let most = found.iter().filter(|k| cut(k).is_some()).count();
    if most >= 2 && most * 3 >= found.len() * 2 {
        return found.into_iter().map(|k| cut(&k).unwrap_or(k)).collect();
    }
    found
}

/// "Subject: Ferries": a facet inside the keyword. Others of that form ("Day: Friday", "WC: 1000") are a
/// machine's notes.
fn with_their_labels(found: Vec<Keyword>) -> Vec<Keyword> {
    let labelled = |k: &Keyword| {
        k.label.split_once(": ").is_some_and(|(label, rest)| !rest.is_empty() && label.len() <= 30)
    };
    let most = found.iter().filter(|k| labelled(k)).count();
    if most < 2 {
        return found;
    }
    let read = |k: Keyword| {
        let Some((before, rest)) = k.label.split_once(": ").filter(|_| labelled(&k)) else { return Some(k) };
        let label = label(before).filter(|l| l.known)?;
        Some(Keyword { scheme: Some(label.scheme), label: rest.trim().to_owned() })
    };
    found.into_iter().filter_map(read).collect()
}

/// Are most of them codes of a wire ("AERO", "INDS08")?
fn are_codes(found: &[Keyword]) -> bool {
    let is_code = |k: &&Keyword| {
        (2..=8).contains(&k.label.len())
            && k.label.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    found.len() >= 5 && found.iter().filter(is_code).count() * 10 >= found.len() * 7
}

/// Are they nothing but the words of the address? A machine cut them out of it.
fn is_slug(signals: &Signals<'_>, found: &[Keyword]) -> bool {
    let Some(path) = signals.url.as_ref().map(|u| fold(u.path())) else { return false };
    let words: Vec<&str> = path.split('-').collect();
    found.len() >= 4
        && found.iter().all(|k| !k.label.contains(' ') && k.label.chars().all(|c| !c.is_uppercase()))
        && found.iter().filter(|k| words.contains(&fold(&k.label).as_str())).count() * 5 >= found.len() * 4
}

/// Does it stand in a sidebar, a footer, a list of teasers, a cloud of tags?
pub(super) fn is_elsewhere(element: Element<'_>) -> bool {
    element.ancestors().take(40).any(|e| {
        let is_cloud = || {
            let marks = [e.attr("class"), e.attr("id")].into_iter().flatten().map(str::to_ascii_lowercase);
            marks.into_iter().any(|m| m.contains("tagcloud") || m.contains("tag-cloud"))
        };
        matches!(e.name(), "aside" | "nav")
            || e.is_named(|word| {
                matches!(
                    word,
                    "sidebar"
                        | "related"
                        | "teaser"
                        | "widget"
                        | "comments"
                        | "menu"
                        | "navbar"
                        | "recommended"
                        | "popular"
                        | "latest"
                        | "trending"
                        | "breadcrumb"
                        | "breadcrumbs"
                )
            })
            || is_cloud()
    })
}

fn split(text: &str) -> Vec<Keyword> {
    let line = markup::line(text);
    let between: &[char] =
        if line.contains(';') && !line.contains(',') { &[';'] } else { &[',', '，', '、'] };
    // Without a sign between, words of a script that needs no blanks stand apart by them.
    let is_wide =
        !line.contains(between) && line.contains(' ') && line.chars().all(|c| c == ' ' || c > '\u{2e80}');
    if is_wide {
        return line.split(' ').map(plain).collect();
    }
    line.split(between).map(plain).collect()
}

fn plain(text: &str) -> Keyword {
    let label = markup::line(text);
    let label = label.trim().trim_start_matches('#').trim_matches(['"', '“', '”', '„']);
    let label = ["tag:", "Tag:", "Category: ", "category:"]
        .iter()
        .find_map(|before| label.strip_prefix(before))
        .unwrap_or(label);
    // "(1) Free article": the count of a list of labels.
    let label = label
        .strip_prefix('(')
        .and_then(|l| l.split_once(')'))
        .filter(|(n, _)| n.bytes().all(|b| b.is_ascii_digit()))
        .map_or(label, |(_, rest)| rest);
    Keyword { scheme: None, label: label.trim().to_owned() }
}

/// Is it a machine's word: a UUID, a number, a host?
fn is_id(label: &str) -> bool {
    let is_hex = label.len() >= 16 && label.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let is_number = label.bytes().all(|b| b.is_ascii_digit()) && label.len() != 4;
    let is_host = !label.contains(' ')
        && [".com", ".org", ".net", ".de", ".co.uk", ".fr", ".it", ".es"]
            .iter()
            .any(|end| label.ends_with(end));
    is_hex || is_number || is_host || label.to_ascii_lowercase().starts_with("nlp ")
}

/// Is it a word of the article's, and not the site's own name, an address, a key for advertisements?
fn is_keyword(label: &str, page: &Page) -> bool {
    let folded = fold(label);
    let is_site = page.site.as_deref().is_some_and(|s| fold(s) == folded);
    let is_title = page.title.as_deref().is_some_and(|t| fold(t) == folded);
    !folded.is_empty()
        && !super::label::is_generic(&folded)
        && !is_id(label)
        && !is_site
        && !is_title
        && label.split_whitespace().count() <= MOST_WORDS
        && label.chars().count() <= MOST_CHARS
        && label.chars().any(char::is_alphanumeric)
        && !label.contains("://")
        && !label.contains(['{', '}', '<', '>', '='])
        && !label.starts_with("http")
        && (!label.contains([':', '_']) || label.contains(' '))
}

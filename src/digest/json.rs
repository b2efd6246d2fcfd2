use jiff::Timestamp;
use serde::Serialize;

use super::{Clipping, Digest, moment};

/// The digest as one JSON document, indented, in keys of fixed order: `articles` holds each article
/// once, `groups` names the ids that stand in each. Times are UTC, RFC 3339. Strangers' texts are
/// as the archive has them, cut to the outlets' terms.
pub fn render(digest: &Digest) -> String {
    let ids: Vec<i64> = digest.clippings.iter().map(|c| c.article.id).collect();
    let spec = &digest.spec;
    let document = Document {
        name: &spec.name,
        title: &digest.title,
        since: spec.window.since,
        until: spec.window.until,
        timezone: moment::zone_name(&spec.zone),
        group_by: spec.group_by.to_string(),
        filter: spec.filter.as_deref(),
        count: ids.len(),
        groups: digest
            .groups
            .iter()
            .map(|g| Group {
                key: g.key.as_deref(),
                label: &g.label,
                count: g.members.len(),
                articles: g.members.iter().filter_map(|&i| ids.get(i).copied()).collect(),
            })
            .collect(),
        articles: digest.clippings.iter().map(article).collect(),
    };
    // Strings, numbers and lists cannot fail to serialise; a reader would see the reason if they did.
    let mut text = serde_json::to_string_pretty(&document)
        .unwrap_or_else(|e| serde_json::json!({ "error": e.to_string() }).to_string());
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    name: &'a str,
    title: &'a str,
    since: Timestamp,
    until: Timestamp,
    timezone: String,
    group_by: String,
    #[serde(rename = "where")]
    filter: Option<&'a str>,
    count: usize,
    groups: Vec<Group<'a>>,
    articles: Vec<Article<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    key: Option<&'a str>,
    label: &'a str,
    count: usize,
    articles: Vec<i64>,
}

#[derive(Serialize)]
struct Article<'a> {
    id: i64,
    outlet: &'a str,
    url: Option<&'a str>,
    title: &'a str,
    byline: Option<&'a str>,
    authors: Vec<Author<'a>>,
    language: Option<&'a str>,
    published_at: Timestamp,
    published_from: &'a str,
    first_seen_at: Timestamp,
    changed_at: Timestamp,
    revisions: u32,
    edits: u32,
    withdrawn_at: Option<Timestamp>,
    summary: Option<&'a str>,
    text: &'a str,
    html: Option<&'a str>,
    text_from: &'a str,
    /// Of the whole text, even where only an excerpt stands here.
    words: u32,
    /// Was the text cut to the outlet's terms?
    excerpt: bool,
    image_url: Option<&'a str>,
    image_credit: Option<&'a str>,
    original_outlet: Option<&'a str>,
    original_url: Option<&'a str>,
    story_id: Option<i64>,
    tags: Vec<Tag<'a>>,
    disclaimers: Vec<Disclaimer<'a>>,
    seen: Vec<Seen<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: Option<&'a str>,
    uri: Option<&'a str>,
    email: Option<&'a str>,
}

#[derive(Serialize)]
struct Tag<'a> {
    scheme: &'a str,
    term: &'a str,
    label: &'a str,
    origin: &'static str,
}

#[derive(Serialize)]
struct Disclaimer<'a> {
    kind: &'static str,
    text: &'a str,
    origin: &'static str,
}

#[derive(Serialize)]
struct Seen<'a> {
    feed: &'a str,
    guid: Option<&'a str>,
    url: Option<&'a str>,
    first_seen_at: Timestamp,
}

fn article(clipping: &Clipping) -> Article<'_> {
    // No `..`: a field that comes to the model has to be printed here, or left out on purpose.
    let crate::model::Article {
        id,
        outlet,
        url,
        title,
        byline,
        summary,
        text,
        text_from,
        html,
        language,
        published_at,
        published_from,
        first_seen_at,
        changed_at,
        revisions,
        edits,
        edited_at: _,
        words,
        image_url,
        image_credit,
        original_outlet,
        original_url,
        story_id,
        withdrawn_at,
        authors,
        tags,
        disclaimers,
        seen,
        excerpt_words: _,
    } = &clipping.article;
    Article {
        id: *id,
        outlet,
        url: url.as_deref(),
        title,
        byline: byline.as_deref(),
        authors: authors
            .iter()
            .map(|a| Author { name: a.name.as_deref(), uri: a.uri.as_deref(), email: a.email.as_deref() })
            .collect(),
        language: language.as_deref(),
        published_at: *published_at,
        published_from,
        first_seen_at: *first_seen_at,
        changed_at: *changed_at,
        revisions: *revisions,
        edits: *edits,
        withdrawn_at: *withdrawn_at,
        summary: summary.as_deref(),
        text,
        html: html.as_deref(),
        text_from,
        words: *words,
        excerpt: clipping.cut,
        image_url: image_url.as_deref(),
        image_credit: image_credit.as_deref(),
        original_outlet: original_outlet.as_deref(),
        original_url: original_url.as_deref(),
        story_id: *story_id,
        tags: tags
            .iter()
            .map(|t| Tag { scheme: &t.scheme, term: &t.term, label: &t.label, origin: t.origin.as_str() })
            .collect(),
        disclaimers: disclaimers
            .iter()
            .map(|d| Disclaimer { kind: d.kind.as_str(), text: &d.text, origin: d.origin.as_str() })
            .collect(),
        // The last sighting moves with every poll, and would give a past window new bytes.
        seen: seen
            .iter()
            .map(|s| Seen {
                feed: &s.feed,
                guid: s.guid.as_deref(),
                url: s.url.as_deref(),
                first_seen_at: s.first_seen_at,
            })
            .collect(),
    }
}

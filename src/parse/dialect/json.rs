use std::borrow::Cow;

use serde_json::{Map, Value};

use super::address::{self, Base};
use super::{json_lax, people, rights, text};
use crate::model::{Author, Category, ContentKind, Link, Media};
use crate::parse::error::ParseError;
use crate::parse::limits::MAX_LIST;
use crate::parse::note::Notes;
use crate::parse::reading::{Item, Reading, Text};

/// Reads a JSON Feed (1.0 and 1.1), laxly: values of the wrong type are taken for what they say.
pub(super) fn read(
    s: &str,
    base: &Base,
    max: usize,
    notes: &mut Notes,
) -> Result<Reading<'static>, ParseError> {
    let value: Value = match serde_json::from_str(s) {
        Ok(value) => value,
        Err(error) => {
            let repaired = json_lax::repair(s);
            let Ok(value) = serde_json::from_str(&repaired.json) else {
                return Err(if s.contains("jsonfeed.org") {
                    ParseError::Unreadable { why: format!("its JSON is broken: {error}") }
                } else {
                    not("text that begins like JSON and is not")
                });
            };
            notes.add("json-repaired");
            notes.add_many("truncated", u32::from(repaired.cut));
            value
        }
    };
    let Value::Object(feed) = value else { return Err(not("a JSON list")) };
    let Some(Value::Array(items)) = feed.get("items") else {
        return Err(not(if is_declared(&feed) { "a JSON Feed without items" } else { "a JSON document" }));
    };
    if !is_feed(&feed, items) {
        return Err(not("a JSON document"));
    }
    let mut reading = Reading { format: format(&feed), ..Reading::default() };
    let base = &string(&feed, "feed_url")
        .filter(|u| address::is_web(u))
        .map_or(base.clone(), |u| Base::new(Some(&u)));
    reading.title = string(&feed, "title").map(title);
    reading.description = string(&feed, "description").map(plain);
    reading.id = string(&feed, "feed_url").map(Cow::Owned);
    reading.language = string(&feed, "language").map(Cow::Owned);
    reading.link = string(&feed, "home_page_url").and_then(|u| base.resolve(&u));
    for (key, rel) in [("home_page_url", "alternate"), ("feed_url", "self"), ("next_url", "next")] {
        if let Some(href) = string(&feed, key).and_then(|u| base.resolve(&u)) {
            reading.links.push(Link { href, rel: Some(rel.to_owned()), ..Link::default() });
        }
    }
    if let Some(Value::Array(hubs)) = feed.get("hubs") {
        for href in hubs.iter().take(MAX_LIST).filter_map(|h| h.get("url").and_then(Value::as_str)) {
            reading.links.push(Link {
                href: href.to_owned(),
                rel: Some("hub".to_owned()),
                ..Link::default()
            });
        }
    }
    reading.image = string(&feed, "icon").or_else(|| string(&feed, "favicon")).and_then(|u| base.resolve(&u));
    reading.authors = authors(&feed, base);
    if items.len() > max {
        notes.add_many("too-many-entries", u32::try_from(items.len() - max).unwrap_or(u32::MAX));
    }
    for item in items.iter().take(max) {
        match item {
            Value::Object(item) => reading.items.push(entry(item, base, notes)),
            _ => notes.add("json-lax"),
        }
    }
    Ok(reading)
}

fn not(what: &str) -> ParseError {
    ParseError::NotAFeed { what: what.to_owned(), feeds: Vec::new() }
}

fn is_declared(feed: &Map<String, Value>) -> bool {
    feed.get("version").and_then(Value::as_str).is_some_and(|v| v.contains("jsonfeed"))
}

/// Any API answers `{"items": [...]}`: without the version, the vocabulary must be JSON Feed's own.
fn is_feed(feed: &Map<String, Value>, items: &[Value]) -> bool {
    let own = |keys: &[&str], object: &Map<String, Value>| keys.iter().any(|k| object.contains_key(*k));
    is_declared(feed)
        || own(&["home_page_url", "feed_url"], feed)
        || feed.contains_key("title")
            && items.iter().any(|i| {
                i.as_object().is_some_and(|i| own(&["content_html", "content_text", "date_published"], i))
            })
}

fn format(feed: &Map<String, Value>) -> String {
    let version =
        feed.get("version").and_then(Value::as_str).and_then(|v| v.trim_end_matches('/').rsplit_once('/'));
    format!("json feed {}", version.map_or("", |(_, v)| v).chars().take(8).collect::<String>())
        .trim_end()
        .to_owned()
}

fn entry(item: &Map<String, Value>, base: &Base, notes: &mut Notes) -> Item<'static> {
    if item.get("id").is_some_and(|id| !id.is_string()) {
        notes.add("json-lax");
    }
    let mut out = Item { id: string(item, "id").map(Cow::Owned), ..Item::default() };
    out.title = string(item, "title").map(title);
    for (key, rel) in [("url", "alternate"), ("external_url", "related")] {
        if let Some(href) = string(item, key).and_then(|u| base.resolve(&u)) {
            out.links.push(Link { href, rel: Some(rel.to_owned()), ..Link::default() });
        }
    }
    out.link = address::page(&out.links)
        .or_else(|| out.links.first().map(|l| l.href.clone()))
        .or_else(|| out.id.as_deref().filter(|id| address::is_web(id)).map(str::to_owned));
    out.published = string(item, "date_published").map(Cow::Owned);
    out.updated = string(item, "date_modified").map(Cow::Owned);
    out.authors = authors(item, base);
    out.summary = string(item, "summary").map(plain);
    let html = string(item, "content_html").map(|body| Text { body: body.into(), kind: ContentKind::Html });
    out.content = html.or_else(|| string(item, "content_text").map(plain));
    out.language = string(item, "language").map(Cow::Owned);
    match item.get("tags") {
        Some(Value::Array(tags)) => out.categories = tags.iter().take(MAX_LIST).filter_map(tag).collect(),
        Some(Value::String(tags)) => {
            notes.add("json-lax");
            out.categories = tags.split(',').filter_map(|t| tag(&Value::String(t.to_owned()))).collect();
        }
        _ => {}
    }
    media(item, base, &mut out.media);
    rights::in_texts(&mut out, base);
    out
}

fn media(item: &Map<String, Value>, base: &Base, out: &mut Vec<Media>) {
    if let Some(Value::Array(attachments)) = item.get("attachments") {
        for attachment in attachments.iter().take(MAX_LIST).filter_map(Value::as_object) {
            let Some(url) = string(attachment, "url").and_then(|u| base.resolve(&u)) else { continue };
            out.push(Media {
                url,
                media_type: string(attachment, "mime_type"),
                length: attachment
                    .get("size_in_bytes")
                    .and_then(|l| l.as_u64().or_else(|| l.as_str()?.parse().ok())),
                duration_s: attachment.get("duration_in_seconds").and_then(seconds),
                role: "enclosure",
                title: string(attachment, "title"),
                ..Media::default()
            });
        }
    }
    for key in ["image", "banner_image"] {
        if let Some(url) = string(item, key).and_then(|u| base.resolve(&u)) {
            out.push(Media { url, role: "image", ..Media::default() });
        }
    }
}

/// A playing time, in whole seconds as everywhere.
fn seconds(value: &Value) -> Option<u32> {
    let whole = match value {
        Value::Number(number) => {
            number.as_u64().or_else(|| number.as_f64().filter(|s| *s >= 0.0).map(|s| s as u64))?
        }
        Value::String(text) => return super::media::duration(text),
        _ => return None,
    };
    u32::try_from(whole).ok()
}

fn authors(object: &Map<String, Value>, base: &Base) -> Vec<Author> {
    let listed = object.get("authors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let single = object.get("author").into_iter();
    let mut out: Vec<Author> = Vec::new();
    for value in listed.iter().chain(single).take(MAX_LIST) {
        let author = match value {
            Value::Object(author) => Some(Author {
                name: string(author, "name"),
                uri: string(author, "url").and_then(|u| base.resolve(&u)),
                email: string(author, "email"),
            }),
            Value::String(line) => people::from_line(line),
            _ => None,
        };
        if let Some(author) = author.filter(|a| *a != Author::default() && !out.contains(a)) {
            out.push(author);
        }
    }
    out
}

fn tag(value: &Value) -> Option<Category> {
    let term =
        value.as_str().map(str::to_owned).or_else(|| value.get("name")?.as_str().map(str::to_owned))?;
    let term = crate::markup::line(&term);
    (!term.is_empty()).then(|| Category { term, ..Category::default() })
}

/// A string, or a number or truth value as one; `None` where blank.
fn string(object: &Map<String, Value>, key: &str) -> Option<String> {
    let value = match object.get(key)? {
        Value::String(s) => s.trim().to_owned(),
        Value::Number(n) => n.to_string(),
        _ => return None,
    };
    (!value.is_empty()).then_some(value)
}

/// A title is plain text by the standard, and as careless generators make it HTML, as everywhere.
fn title(body: String) -> Text<'static> {
    text::guess(Cow::Owned(body))
}

/// JSON Feed's texts are plain; `title` and `summary` of careless generators are not.
fn plain(body: String) -> Text<'static> {
    let mut text = text::guess(Cow::Owned(body));
    // An ampersand in a plain text is an ampersand; only tags make HTML here.
    if !text.body.contains("</") {
        text.kind = ContentKind::Text;
    }
    text
}

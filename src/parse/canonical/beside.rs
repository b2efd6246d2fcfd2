use chrono::{DateTime, Utc};
use feed_rs::model as theirs;
use jiff::Timestamp;

use crate::markup;
use crate::model::{Author, Category, Content, ContentKind, Entry, ParsedFeed, When};
use crate::parse::note::Notes;
use crate::parse::reading::{Item, Reading};
use crate::parse::twice;

/// Puts together what feed-rs made and what went beside it.
pub(super) fn merge(feed: theirs::Feed, reading: Reading<'_>, notes: &mut Notes) -> ParsedFeed {
    let entries = feed
        .entries
        .into_iter()
        .zip(reading.items)
        .map(|(entry, item)| merge_entry(entry, item, notes))
        .collect();
    ParsedFeed {
        format: reading.format,
        title: feed.title.and_then(one_line),
        description: feed.description.map(plain_text).filter(|d| !d.is_empty()),
        id: Some(feed.id).filter(|id| !id.is_empty()),
        link: reading.link,
        links: reading.links,
        language: reading.language.map(tag),
        published: reading.published.map(|raw| When { at: crate::date::read(&raw), raw: raw.into_owned() }),
        updated: when(feed.updated, reading.updated, notes),
        authors: feed.authors.into_iter().map(author).collect(),
        editors: reading.editors,
        categories: feed.categories.into_iter().map(category).collect(),
        rights: reading.rights,
        generator: reading.generator.map(|g| markup::line(&g)).filter(|g| !g.is_empty()),
        image: feed.logo.map(|logo| logo.uri),
        pace: reading.pace,
        entries,
        notes: Vec::new(),
    }
}

fn merge_entry(entry: theirs::Entry, item: Item<'_>, notes: &mut Notes) -> Entry {
    Entry {
        id: Some(entry.id).filter(|id| !id.is_empty()),
        id_is_permalink: !item.id_is_no_link,
        title: entry.title.and_then(one_line),
        link: item.link,
        links: item.links,
        published: when(entry.published, item.published, notes),
        updated: when(entry.updated, item.updated, notes),
        authors: entry.authors.into_iter().map(author).collect(),
        contributors: item.contributors,
        categories: entry.categories.into_iter().map(category).collect(),
        rights: item.rights,
        summary: entry.summary.map(|t| content(t.content, t.content_type.as_str())),
        content: entry.content.and_then(|c| c.body.map(|body| content(body, c.content_type.as_str()))),
        content_src: item.content_src,
        base: item.base,
        media: item.media,
        source: item.source,
        language: item.language.map(tag),
        comments: item.comments,
        extra: item.extra,
    }
}

/// The raw text stands beside; feed-rs has asked our reader for the moment.
fn when(
    at: Option<DateTime<Utc>>,
    raw: Option<std::borrow::Cow<'_, str>>,
    notes: &mut Notes,
) -> Option<When> {
    let raw = raw?.into_owned();
    let at = at.and_then(|at| Timestamp::new(at.timestamp(), at.timestamp_subsec_nanos().cast_signed()).ok());
    if at.is_none() {
        notes.add("bad-date");
    }
    Some(When { at, raw })
}

fn author(person: theirs::Person) -> Author {
    let name = person.name.filter(|name| person.uri.as_ref() != Some(name));
    Author { name, uri: person.uri, email: person.email }
}

fn category(category: theirs::Category) -> Category {
    Category { term: category.term, scheme: category.scheme, label: category.label }
}

fn content(body: String, media_type: &str) -> Content {
    Content { body, kind: if media_type == "text/plain" { ContentKind::Text } else { ContentKind::Html } }
}

/// A language tag with hyphens (BCP 47), where somebody wrote `en_US`.
fn tag(language: std::borrow::Cow<'_, str>) -> String {
    language.replace('_', "-")
}

/// A title as one line of plain text.
fn one_line(text: theirs::Text) -> Option<String> {
    let line = if text.content_type.as_str() == "text/plain" {
        markup::plain(&text.content)
    } else {
        // References may have hidden what `xml` looks for: `&#195;&#169;` in CDATA.
        let undone = twice::undo_referenced(&text.content);
        markup::line(undone.as_ref().unwrap_or(&text.content))
    };
    Some(line).filter(|l| !l.is_empty())
}

fn plain_text(text: theirs::Text) -> String {
    let is_plain = text.content_type.as_str() == "text/plain";
    if is_plain { markup::clean(text.content.trim()).into_owned() } else { markup::text(&text.content) }
}

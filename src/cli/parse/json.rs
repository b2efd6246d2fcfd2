use serde_json::{Value, json};

use crate::markup;
use crate::model::{
    Author, Category, Content, ContentKind, DisclaimerKind, Entry, Link, Media, ParsedFeed, Right, When,
};

/// The feed as one object; times in seconds since 1970, with the text beside them.
pub(super) fn feed(feed: &ParsedFeed) -> Value {
    json!({
        "format": feed.format,
        "title": feed.title,
        "title_type": "text/plain",
        "description": feed.description,
        "id": feed.id,
        "link": feed.link,
        "links": feed.links.iter().map(link).collect::<Vec<_>>(),
        "published": seconds(&feed.published),
        "published_raw": raw(&feed.published),
        "updated": seconds(&feed.updated),
        "updated_raw": raw(&feed.updated),
        "rights": rights(&feed.rights, DisclaimerKind::Copyright),
        "licence": rights(&feed.rights, DisclaimerKind::Licence),
        "language": feed.language,
        "generator": feed.generator,
        "logo": feed.image,
        "ttl": feed.pace.ttl_minutes,
        "authors": feed.authors.iter().map(author).collect::<Vec<_>>(),
        "categories": feed.categories.iter().map(category).collect::<Vec<_>>(),
        "entries": feed.entries.iter().map(entry).collect::<Vec<_>>(),
        "notes": feed.notes.iter().map(|n| json!({"kind": n.kind, "count": n.count})).collect::<Vec<_>>(),
    })
}

fn entry(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "id_is_permalink": entry.id_is_permalink,
        "title": entry.title,
        "title_type": "text/plain",
        "link": entry.link,
        "links": entry.links.iter().map(link).collect::<Vec<_>>(),
        "published": seconds(&entry.published),
        "published_raw": raw(&entry.published),
        "updated": seconds(&entry.updated),
        "updated_raw": raw(&entry.updated),
        "authors": entry.authors.iter().map(author).collect::<Vec<_>>(),
        "categories": entry.categories.iter().map(category).collect::<Vec<_>>(),
        "rights": rights(&entry.rights, DisclaimerKind::Copyright),
        "licence": rights(&entry.rights, DisclaimerKind::Licence),
        "summary": body(&entry.summary),
        "summary_type": kind(&entry.summary),
        "content": body(&entry.content),
        "content_type": kind(&entry.content),
        "content_src": entry.content_src,
        "base": entry.base,
        "media": entry.media.iter().map(media).collect::<Vec<_>>(),
        "source": entry.source.as_ref().map(|s| json!({"title": s.title, "url": s.url})),
        "language": entry.language,
        "comments": entry.comments,
        "extra": entry.extra.iter().map(|(k, v)| json!({"key": k, "value": v})).collect::<Vec<_>>(),
    })
}

fn seconds(when: &Option<When>) -> Option<i64> {
    when.as_ref().and_then(|w| w.at).map(|at| at.as_second())
}

fn raw(when: &Option<When>) -> Option<&str> {
    when.as_ref().map(|w| w.raw.as_str())
}

fn rights(rights: &[Right], kind: DisclaimerKind) -> Option<&str> {
    rights.iter().find(|r| r.kind == kind).map(|r| r.text.as_str())
}

fn body(content: &Option<Content>) -> Option<String> {
    content.as_ref().map(|c| markup::clean(&c.body).into_owned())
}

fn kind(content: &Option<Content>) -> Option<&'static str> {
    content.as_ref().map(|c| if c.kind == ContentKind::Html { "text/html" } else { "text/plain" })
}

fn link(link: &Link) -> Value {
    json!({"href": link.href, "rel": link.rel, "type": link.media_type, "hreflang": link.language, "title": link.title})
}

fn author(author: &Author) -> Value {
    json!({"name": author.name, "email": author.email, "uri": author.uri})
}

fn category(category: &Category) -> Value {
    json!({"term": category.term, "scheme": category.scheme, "label": category.label})
}

fn media(media: &Media) -> Value {
    json!({
        "url": media.url, "type": media.media_type, "length": media.length, "role": media.role,
        "title": media.title, "description": media.description, "credit": media.credit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Hints, parse};

    #[test]
    fn times_are_seconds_with_their_text_beside_them() {
        let xml = "<rss version='2.0'><channel><title>Gazette</title><item><title>A</title><guid>g</guid>\
                   <pubDate>Thu, 01 Jan 1970 00:01:00 GMT</pubDate><description>x\u{9b}y</description></item></channel></rss>";
        let shown = feed(&parse(xml.as_bytes(), &Hints::default()).expect("a feed"));
        let entry = &shown["entries"][0];
        assert_eq!(entry["published"], 60);
        assert_eq!(entry["published_raw"], "Thu, 01 Jan 1970 00:01:00 GMT");
        assert_eq!(entry["updated"], Value::Null);
        assert_eq!((&entry["id"], &entry["title"]), (&json!("g"), &json!("A")));
        assert_eq!(entry["summary"], "x›y");
        assert_eq!(shown["notes"], json!([{"kind": "double-encoded", "count": 1}]));
    }
}

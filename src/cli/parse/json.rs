use serde_json::{Value, json};
use url::Url;

use super::Shown;
use crate::cli::document::{author, link, media, tag};
use crate::model::{
    Category, Content, Disclaimer, DisclaimerKind, Draft, Entry, ParsedFeed, Right, TextFrom, When,
};
use crate::normalise;

/// The feed as one object; times in seconds since 1970, with the text beside them. An entry's fields are
/// what the document says, its texts as they are kept (sanitised); `kept` is the article a poll makes of it.
pub(super) fn feed(shown: &Shown) -> Value {
    let feed = &shown.feed;
    if shown.is_index() {
        let sitemap = |e: &Entry| json!({"url": e.link, "updated": seconds(&e.updated), "updated_raw": raw(&e.updated)});
        return json!({
            "format": feed.format,
            "sitemaps": feed.entries.iter().map(sitemap).collect::<Vec<_>>(),
            "entries": [],
            "notes": notes(feed),
        });
    }
    // Of a feed that names no author of its own, whoever edits it: of the feed, and of no entry.
    let own = if feed.authors.is_empty() { &feed.editors } else { &feed.authors };
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
        "authors": own.iter().map(author).collect::<Vec<_>>(),
        "managing_editors": feed.editors.iter().map(author).collect::<Vec<_>>(),
        "categories": feed.categories.iter().map(category).collect::<Vec<_>>(),
        "entries": shown.entries().map(|(e, draft, base)| entry(e, draft, base.as_ref())).collect::<Vec<_>>(),
        "notes": notes(feed),
    })
}

fn notes(feed: &ParsedFeed) -> Value {
    feed.notes.iter().map(|n| json!({"kind": n.kind, "count": n.count})).collect()
}

fn entry(entry: &Entry, draft: &Draft, base: Option<&Url>) -> Value {
    // The draft's HTML is its one form, sanitised already: large texts take their time.
    let made = |from| draft.html.as_ref().filter(|_| draft.text_from == from);
    let of_content = made(TextFrom::FeedContent);
    let of_summary = made(TextFrom::FeedSummary).filter(|_| entry.content.is_none());
    let (summary, summary_type) = body(&entry.summary, of_summary, base);
    let (content, content_type) = body(&entry.content, of_content, base);
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
        "contributors": entry.contributors.iter().map(author).collect::<Vec<_>>(),
        "categories": entry.categories.iter().map(category).collect::<Vec<_>>(),
        "rights": rights(&entry.rights, DisclaimerKind::Copyright),
        "licence": rights(&entry.rights, DisclaimerKind::Licence),
        "summary": summary,
        "summary_type": summary_type,
        "content": content,
        "content_type": content_type,
        "content_src": entry.content_src,
        "base": entry.base,
        "media": entry.media.iter().map(media).collect::<Vec<_>>(),
        "source": entry.source.as_ref().map(|s| json!({"title": s.title, "url": s.url})),
        "language": entry.language,
        "comments": entry.comments,
        "extra": entry.extra.iter().map(|(k, v)| json!({"key": k, "value": v})).collect::<Vec<_>>(),
        "kept": kept(draft),
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

/// The text as it is kept, and its type.
fn body(
    content: &Option<Content>,
    made: Option<&String>,
    base: Option<&Url>,
) -> (Option<String>, Option<&'static str>) {
    let Some(content) = content else { return (None, None) };
    match made.cloned().or_else(|| normalise::html(content, base)) {
        Some(html) => (Some(html), Some("text/html")),
        // Empty where nothing of it can be kept: that it was there is said.
        None => (Some(normalise::plain(content)), Some("text/plain")),
    }
}

/// The columns of `articles` and of the views beside it. (`html` is the entry's `content` or `summary`, by
/// `text_from`.)
fn kept(draft: &Draft) -> Value {
    json!({
        "guid": draft.guid,
        "url": draft.url,
        "title": draft.title,
        "byline": draft.byline,
        "authors": draft.authors.iter().map(author).collect::<Vec<_>>(),
        "contributors": draft.contributors.iter().map(author).collect::<Vec<_>>(),
        "summary": draft.summary,
        "text": draft.text,
        "text_from": draft.text_from.as_str(),
        "language": draft.language,
        "published": seconds(&draft.published),
        "published_raw": raw(&draft.published),
        "published_from": draft.published_from.as_str(),
        "tags": draft.tags.iter().map(tag).collect::<Vec<_>>(),
        "disclaimers": draft.disclaimers.iter().map(disclaimer).collect::<Vec<_>>(),
        "links": draft.links.iter().map(link).collect::<Vec<_>>(),
        "image_url": draft.image_url,
        "image_credit": draft.image_credit,
        "original_outlet": draft.original_outlet,
        "original_url": draft.original_url,
    })
}

fn disclaimer(disclaimer: &Disclaimer) -> Value {
    let Disclaimer { kind, text, origin } = disclaimer;
    json!({"kind": kind.as_str(), "text": text, "origin": origin.as_str()})
}

fn category(category: &Category) -> Value {
    json!({"term": category.term, "scheme": category.scheme, "label": category.label})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::parse::of_file;

    fn shown(xml: &str) -> Value {
        feed(&of_file(xml.as_bytes(), None, Some("https://gazette.example/rss".to_owned())).expect("a feed"))
    }

    #[test]
    fn texts_stand_as_a_poll_keeps_them() {
        let shown = shown(
            "<rss version='2.0'><channel><item><link>https://gazette.example/n/1</link>\
             <description>&lt;p&gt;In &lt;b&gt;short&lt;/b&gt;&lt;/p&gt;</description>\
             <content:encoded>&lt;p onclick='x'&gt;At &lt;a href='../2'&gt;length&lt;/a&gt;&lt;script&gt;x&lt;/script&gt;\
             </content:encoded><contributor>Cy</contributor></item></channel></rss>",
        );
        let entry = &shown["entries"][0];
        assert_eq!(
            entry["content"],
            "<p>At <a href=\"https://gazette.example/2\" rel=\"noopener noreferrer\">length</a></p>"
        );
        assert_eq!(
            (&entry["summary"], &entry["summary_type"]),
            (&json!("<p>In <b>short</b></p>"), &json!("text/html"))
        );
        assert_eq!(entry["title"], Value::Null);
        let kept = &entry["kept"];
        assert_eq!((&kept["title"], &kept["text"]), (&json!("At length"), &json!("At length")));
        assert_eq!((&kept["summary"], &kept["text_from"]), (&json!("In short"), &json!("feed-content")));
        assert_eq!(kept["contributors"][0]["name"], "Cy");
    }

    #[test]
    fn an_index_lists_sitemaps_and_no_articles() {
        let shown = shown(
            "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>/news.xml</loc>\
             <lastmod>1970-01-01T00:01:00Z</lastmod></sitemap></sitemapindex>",
        );
        assert_eq!((&shown["format"], &shown["entries"]), (&json!("sitemap index"), &json!([])));
        let sitemap = &shown["sitemaps"][0];
        assert_eq!(
            (&sitemap["url"], &sitemap["updated"]),
            (&json!("https://gazette.example/news.xml"), &json!(60))
        );
    }

    #[test]
    fn times_are_seconds_with_their_text_beside_them() {
        let xml = "<rss version='2.0'><channel><title>Gazette</title><item><title>A</title><guid>g</guid>\
                   <pubDate>Thu, 01 Jan 1970 00:01:00 GMT</pubDate><description>x\u{9b}y</description></item></channel></rss>";
        let shown = shown(xml);
        let entry = &shown["entries"][0];
        assert_eq!(entry["published"], 60);
        assert_eq!(entry["published_raw"], "Thu, 01 Jan 1970 00:01:00 GMT");
        assert_eq!(entry["updated"], Value::Null);
        assert_eq!((&entry["id"], &entry["title"]), (&json!("g"), &json!("A")));
        assert_eq!(entry["summary"], "x›y");
        assert_eq!(shown["notes"], json!([{"kind": "double-encoded", "count": 1}]));
    }
}

//! Entries to drafts: which of an entry's many forms is the title, the text, the date, the picture.

mod original;

use std::collections::HashSet;

use url::Url;

use crate::markup;
use crate::model::{
    Author, Content, ContentKind, Draft, Entry, Link, MAX_INHERITED, Media, ParsedFeed, PublishedFrom,
    TextFrom, byline, language,
};

/// A short form longer than this is the article itself, put in the wrong element.
const SUMMARY_WORDS: usize = 120;
/// Where a feed gives no title, so many words of the text stand for it.
const TITLE_WORDS: usize = 12;

/// Makes a draft of an entry of a feed that was fetched from `from` (after redirects).
///
/// `canonical` folds addresses to keys (`identity::canonical`: a room of this floor, so it is handed
/// in). Tags and disclaimers are `annotate`'s.
pub fn draft(entry: &Entry, feed: &ParsedFeed, from: &str, canonical: fn(&str) -> Option<String>) -> Draft {
    let base = base(entry, feed, from);
    let full = entry.content.as_ref().map(|form| Form::read(form, TextFrom::FeedContent));
    let short = entry.summary.as_ref().map(|form| Form::read(form, TextFrom::FeedSummary));
    let (text, html, text_from) = body(full, short.as_ref(), base.as_ref());
    let summary = short.map(|form| form.text).filter(|s| !s.is_empty());
    let summary = summary.filter(|s| words(s) <= SUMMARY_WORDS || text_from == TextFrom::FeedContent);
    let url = entry.link.clone().or_else(|| permalink(entry)).map(|url| url.trim().to_owned());
    let (published, published_from) = published(entry);
    // RFC 4287, 4.2.1.
    let inherited = || &feed.authors[..feed.authors.len().min(MAX_INHERITED)];
    let authors = if entry.authors.is_empty() { inherited() } else { &entry.authors };
    let authors: Vec<Author> = distinct(authors, &[]);
    let contributors: Vec<Author> = distinct(&entry.contributors, &authors);
    let picture = picture(&entry.media);
    let (original_outlet, original_url) = original::read(entry, feed, from);
    Draft {
        guid: entry.id.clone().filter(|id| !id.is_empty()),
        url_key: url.as_deref().and_then(canonical),
        title: title(entry, &text, url.as_deref()),
        byline: byline(&authors),
        authors,
        contributors,
        links: links(entry, url.as_deref()),
        summary,
        text,
        text_from,
        html,
        language: entry.language.clone().or_else(|| feed.language.clone()).and_then(|l| language(&l)),
        published,
        published_from,
        updated: entry.updated.clone(),
        image_url: picture.map(|m| m.url.clone()),
        image_credit: picture.and_then(|m| m.credit.clone()),
        media: entry.media.clone(),
        original_outlet,
        original_url,
        url,
        ..Draft::default()
    }
}

/// What relative addresses in an entry's texts count from, in a feed that was fetched from `from`.
pub fn base(entry: &Entry, feed: &ParsedFeed, from: &str) -> Option<Url> {
    let base = entry.base.as_deref().or(entry.link.as_deref()).or(feed.link.as_deref()).unwrap_or(from);
    Url::parse(base).or_else(|_| Url::parse(from)).ok()
}

/// One of an entry's two forms, read.
struct Form<'a> {
    content: &'a Content,
    text: String,
    from: TextFrom,
}

impl<'a> Form<'a> {
    fn read(content: &'a Content, from: TextFrom) -> Self {
        Form { content, text: plain(content), from }
    }
}

/// The full form where there is one, else the short one; a form without words, such as a picture, only
/// where there are none. A full form that is no more than a caption stands after the short one.
fn body(
    full: Option<Form<'_>>,
    short: Option<&Form<'_>>,
    base: Option<&Url>,
) -> (String, Option<String>, TextFrom) {
    if let (Some(full), Some(short)) = (&full, short)
        && is_caption(&full.text, &short.text)
    {
        return with_caption(short, full, base);
    }
    let forms = [full.as_ref(), short];
    if let Some(form) = forms.into_iter().flatten().find(|form| !form.text.is_empty()) {
        return (form.text.clone(), html(form.content, base), form.from);
    }
    for form in forms.into_iter().flatten() {
        if let Some(html) = html(form.content, base) {
            return (String::new(), Some(html), form.from);
        }
    }
    (String::new(), None, TextFrom::None)
}

/// A caption is less than half as long as the article, and by so many signs.
const CAPTION: usize = 80;

/// Some feeds put a film and its caption into `content:encoded`, and the article into `description`.
fn is_caption(full: &str, short: &str) -> bool {
    if full.is_empty() || full.len() > short.len() {
        return false;
    }
    let (signs, of) = (full.chars().count(), short.chars().count());
    signs * 2 < of && signs + CAPTION < of
}

/// The article with the caption after it, unless it says that already.
fn with_caption(
    short: &Form<'_>,
    caption: &Form<'_>,
    base: Option<&Url>,
) -> (String, Option<String>, TextFrom) {
    if short.text.contains(caption.text.trim_end_matches(['.', '…', ' '])) {
        return (short.text.clone(), html(short.content, base), short.from);
    }
    let text = format!("{}\n\n{}", short.text, caption.text);
    let forms = [short, caption];
    let is_plain = forms.iter().all(|form| form.content.kind == ContentKind::Text);
    let page =
        forms.map(|form| html(form.content, base).unwrap_or_else(|| markup::paragraphs(&form.text))).concat();
    (text, Some(page).filter(|_| !is_plain), short.from)
}

/// The HTML of a text as it is kept: sanitised, addresses absolute. `None` where the text is plain, or
/// nothing is left of it.
pub fn html(content: &Content, base: Option<&Url>) -> Option<String> {
    match content.kind {
        ContentKind::Html => Some(markup::sanitise(&content.body, base)).filter(|html| !html.is_empty()),
        ContentKind::Text => None,
    }
}

/// A text as it is kept: without markup, in paragraphs.
pub fn plain(content: &Content) -> String {
    match content.kind {
        ContentKind::Html => markup::text(&content.body),
        ContentKind::Text => paragraphs(&markup::clean(&content.body)),
    }
}

/// Plain text keeps its lines; more than one empty line between two says no more than one.
fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(line);
    }
    out
}

fn title(entry: &Entry, text: &str, url: Option<&str>) -> String {
    if let Some(title) = entry.title.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        return title.to_owned();
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut words = first.split_whitespace();
    let mut title = words.by_ref().take(TITLE_WORDS).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        title.push('…');
    }
    if title.is_empty() { url.unwrap_or("(no title)").to_owned() } else { title }
}

/// RSS 2.0: a guid is the article's address unless it says that it is not.
fn permalink(entry: &Entry) -> Option<String> {
    let id = entry.id.as_deref().filter(|_| entry.id_is_permalink)?;
    Url::parse(id).ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(|_| id.to_owned())
}

fn published(entry: &Entry) -> (Option<crate::model::When>, PublishedFrom) {
    let readable = |when: &&crate::model::When| when.at.is_some();
    if let Some(when) = entry.published.as_ref().filter(readable) {
        return (Some(when.clone()), PublishedFrom::Feed);
    }
    if let Some(when) = entry.updated.as_ref().filter(readable) {
        return (Some(when.clone()), PublishedFrom::FeedUpdated);
    }
    // What nobody can read is kept all the same.
    (entry.published.clone().or_else(|| entry.updated.clone()), PublishedFrom::FirstSeen)
}

/// Relations that say nothing a reader could want, or what stands elsewhere: enclosures among the media,
/// licences among the notices.
const NO_PAGES: [&str; 5] = ["self", "edit", "edit-media", "enclosure", "license"];

/// The pages an entry names beside its own; RSS's page of comments by RFC 4685's word.
fn links(entry: &Entry, url: Option<&str>) -> Vec<Link> {
    let comments = entry.comments.iter().map(|href| Link {
        href: href.clone(),
        rel: Some("replies".into()),
        ..Link::default()
    });
    let mut kept: Vec<Link> = Vec::new();
    let mut seen = HashSet::new();
    for mut link in entry.links.iter().cloned().chain(comments) {
        let rel = link.rel.as_deref().unwrap_or("alternate").trim().to_ascii_lowercase();
        let is_own = rel == "alternate" && url == Some(link.href.trim());
        if is_own || NO_PAGES.contains(&rel.as_str()) || !seen.insert((rel.clone(), link.href.clone())) {
            continue;
        }
        link.rel = Some(rel);
        kept.push(link);
    }
    kept
}

/// Each once, without those that are `known`.
fn distinct(authors: &[Author], known: &[Author]) -> Vec<Author> {
    let mut seen: HashSet<&Author> = known.iter().collect();
    let nobody = Author::default();
    authors.iter().filter(|author| **author != nobody && seen.insert(author)).cloned().collect()
}

/// The largest claim first: a picture of the article, then an enclosure that is one, then a thumbnail.
fn picture(media: &[Media]) -> Option<&Media> {
    let is_image = |m: &&Media| {
        m.media_type.as_deref().map_or_else(
            || {
                let path = m.url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
                [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"].iter().any(|e| path.ends_with(e))
            },
            |t| t.trim().to_ascii_lowercase().starts_with("image"),
        )
    };
    let of = |role: &str| media.iter().find(|m| m.role == role);
    of("image")
        .or_else(|| media.iter().filter(|m| m.role != "thumbnail").find(is_image))
        .or_else(|| of("thumbnail"))
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests;

//! `clippings show`: one article with all that hangs on it.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::NOT_FOUND;
use super::article;
use super::context::{Context, Told, USAGE, stamp};
use super::diff::{self, Range};
use super::document;
use crate::archive::{ArchiveError, Reader, Story};
use crate::model::{Article, Author, Link, Media, PageStatus, Revision, byline};

/// One article: text, tags, disclaimers, provenance, where seen.
#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// Its number (articles.id), or its address
    #[arg(required_unless_present = "diff")]
    article: Option<String>,
    /// Every wording, and what changed from one to the next; with 1..3, from the first to the third
    #[arg(long, value_name = "FROM..TO", num_args = 0..=1, default_missing_value = "")]
    diff: Option<String>,
    /// The HTML of its text, as it was seen last
    #[arg(long, conflicts_with_all = ["diff", "json"])]
    html: bool,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &ShowArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let (article, range) = args.asked().map_err(|problem| {
        eprintln!("clippings: {problem}");
        Told(USAGE)
    })?;
    let (settings, reader) = context.reader()?;
    let article = article::find(&reader, article)?;
    let revisions = reader.revisions(article.id)?;
    let mut out = std::io::stdout().lock();
    if args.html {
        writeln!(out, "{}", reader.markup(article.id)?.unwrap_or_default())?;
    } else if let Some(range) = range {
        let pairs = diff::pairs(&revisions, range).map_err(|problem| {
            eprintln!("clippings: {problem}");
            Told(NOT_FOUND)
        })?;
        if args.json {
            for (before, revision) in pairs {
                writeln!(out, "{}", diff::json(before, revision))?;
            }
        } else {
            let coloured = out.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
            diff::print(&mut out, &pairs, &settings.schedule.timezone, coloured)?;
        }
    } else {
        let beside = Beside::of(&reader, article.id)?;
        if args.json {
            writeln!(out, "{}", json(&article, &revisions, &beside))?;
        } else {
            print(&mut out, &article, &beside, &settings.schedule.timezone)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What is known of an article beside the article itself.
struct Beside {
    page: Option<PageStatus>,
    story: Option<Story>,
    contributors: Vec<Author>,
    links: Vec<Link>,
    media: Vec<Media>,
}

impl Beside {
    fn of(reader: &Reader, article: i64) -> Result<Beside, ArchiveError> {
        Ok(Beside {
            page: reader.page_status(article)?,
            story: reader.story(article)?,
            contributors: reader.contributors(article)?,
            links: reader.links(article)?,
            media: reader.media(article)?,
        })
    }
}

impl ShowArgs {
    /// Which article, and which wordings to compare. In `show --diff 42` the number stands where a range
    /// could: it is the article's.
    fn asked(&self) -> Result<(&str, Option<Range>), String> {
        match (self.article.as_deref(), self.diff.as_deref()) {
            (Some(article), None) => Ok((article, None)),
            (Some(article), Some("")) => Ok((article, Some(Range::Each))),
            (Some(article), Some(range)) => Ok((article, Some(range.parse()?))),
            (None, Some(article)) if !article.is_empty() => Ok((article, Some(Range::Each))),
            (None, _) => Err("which article? Its number or address is missing.".to_owned()),
        }
    }
}

fn print(out: &mut impl Write, a: &Article, beside: &Beside, zone: &TimeZone) -> std::io::Result<()> {
    let (page, story) = (beside.page.as_ref(), beside.story.as_ref());
    let at = |t: Timestamp| stamp(t, zone);
    writeln!(out, "{}\n", a.title)?;
    let mut field = |name: &str, value: &str| -> std::io::Result<()> {
        if value.is_empty() { Ok(()) } else { writeln!(out, "  {name:<12} {value}") }
    };
    field("article", &a.id.to_string())?;
    field("outlet", &a.outlet)?;
    field("by", a.byline.as_deref().unwrap_or_default())?;
    field("with", byline(&beside.contributors).as_deref().unwrap_or_default())?;
    field("link", a.url.as_deref().unwrap_or_default())?;
    let by_whom = if a.published_from == "first-seen" { " (nobody says: first seen)" } else { "" };
    field("published", &format!("{}{by_whom}", at(a.published_at)))?;
    field("first seen", &at(a.first_seen_at))?;
    if let Some(last) = a.edited_at {
        let times = if a.edits > 1 { format!("{} times, last ", a.edits) } else { String::new() };
        field("edited", &format!("{times}{}", at(last)))?;
    }
    if a.revisions > 1 {
        field("wordings", &format!("{}, the last seen {} (--diff)", a.revisions, at(a.changed_at)))?;
    }
    field("text from", text_from(&a.text_from))?;
    if let Some(page) = page {
        field("page", &page_line(page, at))?;
    }
    if let Some(when) = a.withdrawn_at {
        field("withdrawn", &at(when))?;
    }
    field("language", a.language.as_deref().unwrap_or_default())?;
    let original = [a.original_outlet.as_deref(), a.original_url.as_deref()];
    field("original", &original.into_iter().flatten().collect::<Vec<_>>().join("  "))?;
    let picture = [a.image_url.as_deref(), a.image_credit.as_deref()];
    field("picture", &picture.into_iter().flatten().collect::<Vec<_>>().join("  "))?;
    for media in beside.media.iter().filter(|media| a.image_url.as_deref() != Some(&media.url)) {
        field(media.role, &media_line(media))?;
    }
    for link in &beside.links {
        field(link.rel.as_deref().unwrap_or("alternate"), &link_line(link))?;
    }
    if let Some(story) = story {
        field("story", &format!("{} (`clippings story {}` says why)", story.id, a.id))?;
        for copy in story.articles.iter().filter(|copy| copy.article != a.id) {
            let (number, when) = (copy.article, at(copy.published_at));
            field("", &format!("{number}  {}, {when}: {}", copy.outlet, copy.title))?;
        }
    }
    for tag in &a.tags {
        field("tag", &format!("{}: {} ({})", tag.scheme, tag.label, tag.origin))?;
    }
    for seen in &a.seen {
        let guid = seen.guid.as_deref().map(|g| format!(" as {g}")).unwrap_or_default();
        let by = match (seen.matched_by.as_deref(), seen.renamed) {
            (None | Some("new"), _) => String::new(),
            (Some("person"), _) => ", taken apart by a person".to_owned(),
            (Some(by), 0) => format!(", known by its {by}"),
            (Some(by), renamed) => format!(", renamed {renamed}×, known by its {by}"),
        };
        let (first, last) = (at(seen.first_seen_at), at(seen.last_seen_at));
        field("seen in", &format!("{}{guid}, {first} to {last}{by}", seen.feed))?;
        if let Some(title) = &seen.title {
            field("", &format!("as “{title}”"))?;
        }
    }
    if let Some(summary) = a.summary.as_deref().filter(|s| !a.text.starts_with(s)) {
        writeln!(out, "\n{summary}")?;
        if !a.text.is_empty() {
            writeln!(out, "\n---")?;
        }
    }
    if !a.text.is_empty() {
        writeln!(out, "\n{}", a.text)?;
    }
    for (at, notice) in a.disclaimers.iter().enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        writeln!(out, "{gap}[{}, {}] {}", notice.kind, notice.origin, notice.text)?;
    }
    Ok(())
}

/// An address, and what is known of what stands there.
fn media_line(media: &Media) -> String {
    let length = media.length.map(|bytes| format!("{bytes} bytes"));
    let duration = media.duration_s.map(playing_time);
    let told = [media.media_type.clone(), length, duration, media.title.clone(), media.credit.clone()];
    address_and(&media.url, &told)
}

fn link_line(link: &Link) -> String {
    address_and(&link.href, &[link.media_type.clone(), link.language.clone(), link.title.clone()])
}

fn address_and(address: &str, told: &[Option<String>]) -> String {
    let told: Vec<&str> = told.iter().flatten().map(String::as_str).filter(|t| !t.is_empty()).collect();
    if told.is_empty() { address.to_owned() } else { format!("{address} ({})", told.join(", ")) }
}

/// `1:30:05`, as players show it.
fn playing_time(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn text_from(word: &str) -> &str {
    match word {
        "page" => "the article’s page",
        "feed-content" => "the feed",
        "feed-summary" => "the feed’s summary",
        _ => "",
    }
}

/// What became of the article's page.
fn page_line(page: &PageStatus, at: impl Fn(Timestamp) -> String) -> String {
    let mut said = match (page.last_read_at, page.last_visited_at) {
        (Some(read), _) => format!("read {}", at(read)),
        (None, Some(_)) => "never read".to_owned(),
        (None, None) => "waits to be visited".to_owned(),
    };
    if let (Some(outcome), Some(visited)) = (&page.last_outcome, page.last_visited_at) {
        said.push_str(&format!(", last visited {} ({outcome})", at(visited)));
    }
    if let Some(since) = page.gone_since {
        said.push_str(&format!(", gone since {}", at(since)));
    }
    match page.due_at {
        Some(due) if page.last_visited_at.is_some() => said.push_str(&format!(", again {}", at(due))),
        None => said.push_str(", not visited again"),
        Some(_) => {}
    }
    said
}

fn json(a: &Article, revisions: &[Revision], beside: &Beside) -> serde_json::Value {
    let (page, story) = (beside.page.as_ref(), beside.story.as_ref());
    let at = |t: Timestamp| format!("{t:.0}");
    serde_json::json!({
        "id": a.id, "outlet": a.outlet, "url": a.url, "title": a.title, "byline": a.byline,
        "summary": a.summary, "text": a.text, "text_from": a.text_from, "html": a.html, "language": a.language,
        "published_at": at(a.published_at), "published_from": a.published_from,
        "first_seen_at": at(a.first_seen_at), "changed_at": at(a.changed_at), "edits": a.edits, "words": a.words,
        "image_url": a.image_url, "image_credit": a.image_credit,
        "original_outlet": a.original_outlet, "original_url": a.original_url, "story_id": a.story_id,
        "copies": story.map(|s| s.articles.as_slice()).unwrap_or_default().iter().filter(|c| c.article != a.id)
            .map(|c| serde_json::json!({ "article_id": c.article, "outlet": c.outlet, "title": c.title, "url": c.url,
                "published_at": at(c.published_at), "relation": c.relation })).collect::<Vec<_>>(),
        "withdrawn_at": a.withdrawn_at.map(at),
        "page": page.map(|page| serde_json::json!({
            "url": page.url, "feed": page.feed, "canonical_url": page.canonical_url,
            "first_read_at": page.first_read_at.map(at), "last_read_at": page.last_read_at.map(at),
            "last_visited_at": page.last_visited_at.map(at), "last_outcome": page.last_outcome,
            "last_error": page.last_error, "due_at": page.due_at.map(at),
            "gone_since": page.gone_since.map(at) })),
        "authors": a.authors.iter().map(document::author).collect::<Vec<_>>(),
        "contributors": beside.contributors.iter().map(document::author).collect::<Vec<_>>(),
        "links": beside.links.iter().map(document::link).collect::<Vec<_>>(),
        "media": beside.media.iter().map(document::media).collect::<Vec<_>>(),
        "tags": a.tags.iter().map(|t| serde_json::json!({
            "scheme": t.scheme, "term": t.term, "label": t.label, "origin": t.origin.as_str() })).collect::<Vec<_>>(),
        "disclaimers": a.disclaimers.iter().map(|d| serde_json::json!({
            "kind": d.kind.as_str(), "text": d.text, "origin": d.origin.as_str() })).collect::<Vec<_>>(),
        "sightings": a.seen.iter().map(|s| serde_json::json!({
            "feed": s.feed, "guid": s.guid, "url": s.url, "first_seen_at": at(s.first_seen_at),
            "last_seen_at": at(s.last_seen_at), "matched_by": s.matched_by, "renamed": s.renamed, "title": s.title })).collect::<Vec<_>>(),
        "revisions": revisions.iter().map(|r| serde_json::json!({
            "revision": r.revision, "seen_at": at(r.seen_at), "change": r.change, "announced": r.announced, "shown": r.shown, "title": r.title,
            "summary": r.summary, "text": r.text })).collect::<Vec<_>>(),
    })
}

//! `clippings feeds`: one line a feed.

use std::collections::{HashMap, HashSet};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use jiff::{SignedDuration, Timestamp};

use super::NOT_FOUND;
use super::context::{Context, Told};
use crate::archive::{FeedPages, Reader};
use crate::markup;
use crate::model::FeedHealth;

/// One line a feed: health, last poll, next poll, articles, silence, gaps.
#[derive(Debug, clap::Args)]
pub(super) struct FeedsArgs {
    /// One JSON object a feed
    #[arg(long)]
    json: bool,
    /// Print the last answer of a feed that could not be read, as it came (its first 256 kB)
    #[arg(long, value_name = "FEED", conflicts_with = "json")]
    bad_body: Option<String>,
}

pub(super) fn run(args: &FeedsArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let (_, reader) = context.reader()?;
    if let Some(feed) = &args.bad_body {
        return bad_body(&reader, feed);
    }
    let feeds = reader.feeds()?;
    let bad: HashSet<String> = reader.feeds_with_bad_body()?.into_iter().collect();
    let pages: HashMap<String, FeedPages> =
        reader.feed_pages()?.into_iter().map(|pages| (pages.feed.clone(), pages)).collect();
    let mut out = std::io::stdout().lock();
    if args.json {
        for feed in &feeds {
            writeln!(out, "{}", json_line(feed, pages.get(&feed.name), bad.contains(&feed.name)))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if feeds.is_empty() {
        writeln!(
            out,
            "The archive knows no feed yet: `clippings poll` takes over those of the configuration."
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    let now = Timestamp::now();
    let width = |of: fn(&FeedHealth) -> &str, title: &str| {
        feeds.iter().map(|f| of(f).chars().count()).max().unwrap_or(0).max(title.len()).min(40)
    };
    let (feed_width, outlet_width) = (width(|f| &f.name, "FEED"), width(|f| &f.outlet, "OUTLET"));
    writeln!(
        out,
        "{:<feed_width$}  {:<outlet_width$}  {:<8}  {:>8}  {:>10}  {:>10}  {:>10}  NOTE",
        "FEED", "OUTLET", "HEALTH", "ARTICLES", "POLLED", "CHANGED", "NEXT"
    )?;
    for feed in &feeds {
        let row = format!(
            "{:<feed_width$}  {:<outlet_width$}  {:<8}  {:>8}  {:>10}  {:>10}  {:>10}  {}",
            feed.name,
            feed.outlet,
            feed.health,
            feed.articles,
            feed.last_polled_at.map_or_else(|| "never".to_owned(), |at| format!("{} ago", span(now, at))),
            feed.last_changed_at.map_or_else(|| "-".to_owned(), |at| format!("{} ago", span(now, at))),
            next(now, feed),
            note(feed, pages.get(&feed.name), bad.contains(&feed.name), now)
        );
        writeln!(out, "{}", row.trim_end())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The body itself, so that it can be piped into `clippings parse -`; on a terminal, without what could steer it.
fn bad_body(reader: &Reader, feed: &str) -> anyhow::Result<ExitCode> {
    let Some(body) = reader.bad_body(feed)? else {
        eprintln!(
            "clippings: no unreadable answer of a feed {feed:?} is kept: it was read since, brought no \
             body, or there is no such feed. `clippings feeds` lists them."
        );
        return Err(Told(NOT_FOUND).into());
    };
    let mut out = std::io::stdout().lock();
    if out.is_terminal() {
        let text = String::from_utf8_lossy(&body.bytes);
        writeln!(out, "{}", markup::clean(&text))?;
    } else {
        out.write_all(&body.bytes)?;
    }
    eprintln!("clippings: {} bytes, as polled {:.0}", body.bytes.len(), body.at);
    Ok(ExitCode::SUCCESS)
}

fn next(now: Timestamp, feed: &FeedHealth) -> String {
    match feed.next_due_at {
        _ if feed.health == "gone" => "-".to_owned(),
        None => "-".to_owned(),
        Some(at) if at <= now => "now".to_owned(),
        Some(at) => format!("in {}", span(at, now)),
    }
}

fn note(feed: &FeedHealth, pages: Option<&FeedPages>, has_bad_body: bool, now: Timestamp) -> String {
    let mut notes = Vec::new();
    if feed.failures > 0 {
        let times = if feed.failures == 1 { "time" } else { "times in a row" };
        let since = feed.failing_since.map(|at| format!(" since {at:.0}")).unwrap_or_default();
        let why = feed.last_error.as_deref().unwrap_or("no reason kept");
        notes.push(format!("failed {} {times}{since}: {why}", feed.failures));
    }
    if has_bad_body {
        notes.push(format!("what it sent is kept: `clippings feeds --bad-body {}`", feed.name));
    }
    if feed.health == "gone" {
        notes.push(format!("not polled any more; `clippings poll {}` tries once more", feed.name));
    }
    if let (Some(until), Some(by)) = (feed.held_until.filter(|until| *until > now), feed.held_by.as_deref()) {
        notes.push(format!("held back by {} until {until:.0}", wish(by)));
    }
    if let Some(url) = feed.new_address() {
        notes.push(format!("has moved for good: set url = {url:?} in the configuration"));
    }
    if feed.lied_at.is_some() {
        notes.push("its server says 304 although there is news: asked without validators".to_owned());
    }
    if let (Some(since), Some(how)) = (feed.silent_since, &feed.silent_how) {
        notes.push(format!("silent ({how}), last alive {since:.0}"));
    }
    if let (Some(since), Some(why)) = (feed.identity_since, &feed.identity_why) {
        notes.push(format!("told apart by {} since {since:.0}: {why}", feed.identity));
    }
    if feed.gaps > 0 {
        let noun = if feed.gaps == 1 { "gap" } else { "gaps" };
        notes.push(match feed.gaps_open {
            0 => format!("{} {noun}, none open", feed.gaps),
            open => format!("{} {noun}, {open} open", feed.gaps),
        });
    }
    notes.extend(pages.and_then(backlog));
    if !feed.notes.is_empty() {
        notes.push(format!("repaired: {}", feed.notes));
    }
    notes.join("; ")
}

/// How far the visits of a feed's pages have come, where one waits or was given up, or the last one failed.
fn backlog(pages: &FeedPages) -> Option<String> {
    let FeedPages { wanted, visited, waiting, given_up, .. } = pages;
    let last =
        pages.last_outcome.as_deref().filter(|last| !matches!(*last, "ok" | "not-modified" | "unchanged"));
    if *waiting == 0 && *given_up == 0 && last.is_none() {
        return None;
    }
    let mut note = format!("{visited} of {wanted} pages read, {waiting} waiting");
    if *given_up > 0 {
        note.push_str(&format!(", {given_up} given up"));
    }
    if let Some(last) = last {
        note.push_str(&format!(", the last one: {last}"));
    }
    Some(note)
}

/// `feeds.held_by` for a person.
fn wish(by: &str) -> &str {
    match by {
        "retry-after" => "its server (Retry-After)",
        "host" => "its host (another feed of it was told to wait)",
        "max-age" => "its server (the last answer is fresh, Cache-Control or Expires)",
        "ttl" => "its publisher (ttl)",
        "update-period" => "its publisher (updatePeriod)",
        "skip-hours" => "its publisher (skipHours)",
        "skip-days" => "its publisher (skipDays)",
        "no-validators" => "us (each poll is a whole download: no ETag, no Last-Modified)",
        other => other,
    }
}

/// `3 min`, `5 h`, `2 d`: how far apart, in the largest unit that says something.
fn span(later: Timestamp, earlier: Timestamp) -> String {
    let between = later.duration_since(earlier).max(SignedDuration::ZERO);
    match between.as_secs() {
        s @ 0..=119 => format!("{s} s"),
        s @ 120..=7199 => format!("{} min", s / 60),
        s @ 7200..=172_799 => format!("{} h", s / 3600),
        s => format!("{} d", s / 86_400),
    }
}

fn json_line(feed: &FeedHealth, pages: Option<&FeedPages>, has_bad_body: bool) -> String {
    let at = |at: Option<Timestamp>| at.map(|at| format!("{at:.0}"));
    serde_json::json!({
        "name": feed.name,
        "outlet": feed.outlet,
        "url": feed.url,
        "title": feed.title,
        "enabled": feed.enabled,
        "health": feed.health,
        "last_polled_at": at(feed.last_polled_at),
        "last_changed_at": at(feed.last_changed_at),
        "next_due_at": at(feed.next_due_at),
        "failures": feed.failures,
        "last_error": feed.last_error,
        "bad_body_kept": has_bad_body,
        "articles": feed.articles,
        "gaps": feed.gaps,
        "gaps_open": feed.gaps_open,
        "silent_since": at(feed.silent_since),
        "silent_how": feed.silent_how,
        "identity": feed.identity,
        "identity_since": at(feed.identity_since),
        "identity_why": feed.identity_why,
        "notes": feed.notes,
        "last_success_at": at(feed.last_success_at),
        "failing_since": at(feed.failing_since),
        "held_until": at(feed.held_until),
        "held_by": feed.held_by,
        "moved_to": feed.moved_to,
        "moved_since": at(feed.moved_since),
        "new_address": feed.new_address(),
        "lied_at": at(feed.lied_at),
        "pages": pages.map(|pages| serde_json::json!({
            "wanted": pages.wanted, "visited": pages.visited, "waiting": pages.waiting,
            "given_up": pages.given_up, "last_outcome": pages.last_outcome })),
    })
    .to_string()
}

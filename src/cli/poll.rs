//! `clippings poll`: every feed once, now, and the pages that fell due with them.

mod visits;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use tokio::task::JoinSet;

use super::context::{Context, Told, counted, runtime};
use super::{NOT_FOUND, SOME_FAILED};
use crate::archive::{Archive, Missing};
use crate::fetch::Fetcher;
use crate::model::{Feed, FullText, Outcome, Outlet, Poll, Settings};
use crate::poll::{Polled, Poller};

/// Poll all enabled feeds, or those named, once, now.
///
/// A feed whose server says that it is gone for good (410) is asked where it is named, and else left alone.
#[derive(Debug, clap::Args)]
pub(super) struct PollArgs {
    /// Names of feeds; default: all that are enabled
    feeds: Vec<String>,
    /// Fetch no pages of articles, whatever full_text says
    #[arg(long)]
    no_visits: bool,
    /// Ask those, too, whose servers asked to be left alone for a while (Retry-After)
    #[arg(long)]
    anyway: bool,
    /// One JSON object a feed
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &PollArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let chosen = chosen(&settings, &args.feeds)?;
    if chosen.is_empty() {
        eprintln!("No feed is enabled in the configuration: there is nothing to poll.");
        return Ok(ExitCode::SUCCESS);
    }
    let archive = Archive::open(&settings.archive)?;
    let runtime = runtime()?;
    let failed = runtime.block_on(poll_all(settings, archive, chosen, args));
    runtime.shutdown_background();
    Ok(if failed? == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_FAILED) })
}

fn chosen(settings: &Settings, names: &[String]) -> anyhow::Result<Vec<(Outlet, Feed)>> {
    if names.is_empty() {
        let enabled = settings.feeds().filter(|(_, feed)| feed.enabled);
        return Ok(enabled.map(|(outlet, feed)| (outlet.clone(), feed.clone())).collect());
    }
    let mut chosen = Vec::new();
    for name in names {
        let Some((outlet, feed)) = settings.feed(name) else {
            let nearest = settings
                .feeds()
                .map(|(_, feed)| (strsim::jaro_winkler(&feed.name, name), &feed.name))
                .filter(|(likeness, _)| *likeness > 0.75)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let hint = nearest.map(|(_, name)| format!(" Did you mean {name:?}?")).unwrap_or_default();
            eprintln!("clippings: no feed is called {name:?}.{hint} `clippings feeds` lists them.");
            return Err(Told(NOT_FOUND).into());
        };
        // Named twice is polled once.
        if !chosen.iter().any(|(_, known): &(Outlet, Feed)| known.name == feed.name) {
            chosen.push((outlet.clone(), feed.clone()));
        }
    }
    Ok(chosen)
}

async fn poll_all(
    settings: Settings,
    archive: Archive,
    chosen: Vec<(Outlet, Feed)>,
    args: &PollArgs,
) -> anyhow::Result<usize> {
    let settings = Arc::new(settings);
    archive.sync(Arc::clone(&settings), Timestamp::now()).await?;
    let fetcher = Fetcher::new(&settings.http)?;
    let mut poller = Poller::new(settings, fetcher, archive.clone())?;
    if args.anyway {
        poller = poller.anyway();
    } else {
        poller.restore_patience()?;
    }
    // Who names a feed wants it asked once more.
    let gone = if args.feeds.is_empty() { archive.reader()?.gone()? } else { Vec::new() };
    let bar = bar(chosen.len(), "feeds");
    let visited: Vec<String> = chosen
        .iter()
        .filter(|(_, feed)| feed.full_text != FullText::Never)
        .map(|(_, feed)| feed.name.clone())
        .collect();
    let width = chosen.iter().map(|(_, feed)| feed.name.chars().count()).max().unwrap_or(0).min(40);
    let mut running = JoinSet::new();
    let mut tally = Tally::default();
    for (outlet, feed) in chosen {
        if gone.contains(&feed.name) {
            tally.gone += 1;
            bar.inc(1);
            let polled = left_alone(&feed.name);
            let line = if args.json { json_line(&polled) } else { line(&polled, width) };
            bar.suspend(|| writeln!(std::io::stdout(), "{line}"))?;
            continue;
        }
        let poller = poller.clone();
        running.spawn(async move { poller.poll(&outlet, &feed).await });
    }
    while let Some(done) = running.join_next().await {
        let polled = done??;
        tally.add(&polled);
        bar.inc(1);
        let line = if args.json { json_line(&polled) } else { line(&polled, width) };
        bar.suspend(|| writeln!(std::io::stdout(), "{line}"))?;
    }
    bar.finish_and_clear();
    if !args.json {
        writeln!(std::io::stdout(), "{tally}")?;
    }
    if !args.no_visits && !visited.is_empty() {
        let visits = visits::visit(&poller, visited).await?;
        if let Some(visits) = visits.filter(|_| !args.json) {
            writeln!(std::io::stdout(), "{visits}")?;
        }
    }
    drop(poller);
    archive.close().await?;
    Ok(tally.failed)
}

fn bar(length: usize, of: &str) -> ProgressBar {
    // On a terminal only: indicatif draws nothing elsewhere, and the lines say the same.
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {of} {{elapsed}}"));
    let bar = ProgressBar::with_draw_target(Some(length as u64), target);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[derive(Default)]
struct Tally {
    feeds: usize,
    failed: usize,
    /// Not asked, because their hosts want to be left alone for a while.
    held: usize,
    /// Not asked, because their servers say that they are gone for good.
    gone: usize,
    new: u32,
    revised: u32,
}

impl Tally {
    fn add(&mut self, polled: &Polled) {
        self.feeds += 1;
        self.failed += usize::from(polled.poll.outcome.is_failure());
        self.held += usize::from(polled.poll.outcome == Outcome::Held);
        self.new += polled.poll.new;
        self.revised += polled.poll.revised;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Tally { feeds, failed, held, gone, new, revised } = self;
        let (polled, new) = (counted(feeds - held, "feed"), counted(*new as usize, "new article"));
        write!(f, "{polled} polled, {failed} failed")?;
        match held {
            0 => {}
            1 => write!(f, ", 1 not asked because its host wants to be left alone (--anyway asks)")?,
            _ => write!(f, ", {held} not asked because their hosts want to be left alone (--anyway asks)")?,
        }
        if *gone > 0 {
            write!(f, ", {gone} not asked any more because gone for good")?;
        }
        write!(f, "; {new}, {revised} revised")
    }
}

/// What is said of a feed that is gone for good: nobody was asked, so nothing is kept.
fn left_alone(feed: &str) -> Polled {
    let error = format!(
        "not asked: its server says that it is gone for good (410); `clippings poll {feed}` tries once more"
    );
    let poll = Poll {
        feed: feed.to_owned(),
        started_at: Timestamp::now(),
        duration_ms: 0,
        outcome: Outcome::Held,
        http_status: None,
        bytes: 0,
        conditional: false,
        entries: 0,
        new: 0,
        revised: 0,
        error: Some(error),
        notes: Vec::new(),
        not_before: None,
    };
    Polled { poll, next_due_at: None, missing: Missing::default() }
}

fn line(polled: &Polled, width: usize) -> String {
    let poll = &polled.poll;
    let what = match poll.outcome {
        Outcome::Ok => {
            let read = format!("{} entries, {} new, {} revised", poll.entries, poll.new, poll.revised);
            // Of an index, some sitemaps may not have been read.
            poll.error.as_ref().map_or(read.clone(), |unread| format!("{read}; not read: {unread}"))
        }
        Outcome::NotModified => "nothing changed (304)".to_owned(),
        Outcome::Unchanged => "nothing changed".to_owned(),
        _ => poll.error.clone().unwrap_or_default(),
    };
    format!("{:<width$}  {:<15}  {what}", poll.feed, poll.outcome.as_str())
}

fn json_line(polled: &Polled) -> String {
    let poll = &polled.poll;
    let notes: serde_json::Map<_, _> =
        poll.notes.iter().map(|n| (n.kind.to_owned(), n.count.into())).collect();
    serde_json::json!({
        "feed": poll.feed,
        "started_at": format!("{:.0}", poll.started_at),
        "duration_ms": poll.duration_ms,
        "outcome": poll.outcome.as_str(),
        "http_status": poll.http_status,
        "bytes": poll.bytes,
        "conditional": poll.conditional,
        "entries": poll.entries,
        "new": poll.new,
        "revised": poll.revised,
        "error": poll.error,
        "notes": notes,
        "next_due_at": polled.next_due_at.map(|at| format!("{at:.0}")),
    })
    .to_string()
}

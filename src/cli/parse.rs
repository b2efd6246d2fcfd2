use std::path::PathBuf;
use std::process::ExitCode;

use url::Url;

use super::context::{Context, runtime};
use super::document;
use crate::fetch::Fetcher;
use crate::model::{Draft, Entry, Feed, Outlet, ParsedFeed, Settings};
use crate::parse::{Hints, ParseError, parse};
use crate::{normalise, poll};

mod json;
mod summary;

/// What a feed document says, as we read it; stores nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct ParseArgs {
    /// A file, an address, or - for standard input
    #[arg(value_name = "FILE|URL")]
    file: PathBuf,
    /// The Content-Type the document came with
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
    /// The document's address: relative addresses count from it
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// A document and what a poll would keep of it.
struct Shown {
    feed: ParsedFeed,
    drafts: Vec<Draft>,
    /// Where it came from.
    from: String,
}

impl Shown {
    /// Reads a document as a poll of this feed does.
    fn new(bytes: &[u8], hints: &Hints, outlet: &Outlet, of: &Feed) -> Result<Shown, ParseError> {
        let feed = parse(bytes, hints)?;
        let from = hints.base.clone().unwrap_or_default();
        Ok(Shown { drafts: poll::drafts(&feed, &from, outlet, of), feed, from })
    }

    /// A list of sitemaps: a poll reads those, and they hold the articles.
    fn is_index(&self) -> bool {
        self.feed.format == "sitemap index"
    }

    /// Each entry with its draft and what relative addresses in its texts count from.
    fn entries(&self) -> impl Iterator<Item = (&Entry, &Draft, Option<Url>)> {
        let base = |entry| normalise::base(entry, &self.feed, &self.from);
        self.feed.entries.iter().zip(&self.drafts).map(move |(entry, draft)| (entry, draft, base(entry)))
    }
}

/// Reads the document and prints it. Exit code 1 where it is not a feed.
pub(crate) fn run(args: ParseArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let some = |value: Option<String>| value.filter(|v| !v.trim().is_empty());
    let (content_type, base) = (some(args.content_type), some(args.base));
    let shown = match document::address(&args.file) {
        Some(url) => fetched(url, content_type, base, context)?,
        None => of_file(&document::contents(&args.file)?, content_type, base)?,
    };
    let text = if args.json { json::feed(&shown).to_string() + "\n" } else { summary::feed(&shown) };
    document::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// A document that no configuration knows of.
fn of_file(bytes: &[u8], content_type: Option<String>, base: Option<String>) -> Result<Shown, ParseError> {
    let hints = Hints { content_type, base, ..Hints::default() };
    Shown::new(bytes, &hints, &Outlet::default(), &Feed::default())
}

/// Fetches under the limits of the configuration, where there is one, else of the defaults. The
/// outlet's and the feed's own settings hold if the address is one of theirs.
fn fetched(
    url: &str,
    content_type: Option<String>,
    base: Option<String>,
    context: &Context,
) -> anyhow::Result<Shown> {
    let settings = if context.is_configured() { context.settings()? } else { Settings::default() };
    let fetcher = Fetcher::new(&settings.http)?;
    let runtime = runtime()?;
    let document = runtime.block_on(poll::document(&fetcher, url));
    runtime.shutdown_background();
    let document = document?;
    let configured = settings.feeds().find(|(_, feed)| feed.url.as_str() == url);
    let (outlet, feed) = configured.map(|(o, f)| (o.clone(), f.clone())).unwrap_or_default();
    let hints = Hints {
        content_type: content_type.or(document.content_type),
        base: base.or(Some(document.url)),
        select: feed.select.clone(),
        ..Hints::default()
    };
    Ok(Shown::new(&document.bytes, &hints, &outlet, &feed)?)
}

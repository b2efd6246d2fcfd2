use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;

use super::context::{Context, runtime};
use crate::fetch::Fetcher;
use crate::model::{Http, ParsedFeed};
use crate::parse::{Hints, parse};
use crate::poll;

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

/// Reads the document and prints it. Exit code 1 where it is not a feed.
pub(crate) fn run(args: ParseArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let mut bytes = Vec::new();
    if let Some(url) = args.file.to_str().filter(|f| f.starts_with("http://") || f.starts_with("https://")) {
        let document = fetched(url, context)?;
        let hints = Hints {
            content_type: args.content_type.or(document.content_type),
            base: args.base.or(Some(document.url)),
            ..Hints::default()
        };
        print(&parse(&document.bytes, &hints)?, args.json)?;
        return Ok(ExitCode::SUCCESS);
    }
    if args.file.as_os_str() == "-" {
        std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
    } else {
        bytes = std::fs::read(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    }
    let some = |value: Option<String>| value.filter(|v| !v.trim().is_empty());
    let hints = Hints { content_type: some(args.content_type), base: some(args.base), ..Hints::default() };
    let feed = parse(&bytes, &hints)?;
    print(&feed, args.json)?;
    Ok(ExitCode::SUCCESS)
}

/// Fetches under the limits of the configuration, where there is one, else of the defaults.
fn fetched(url: &str, context: &Context) -> anyhow::Result<poll::Document> {
    let http = if context.is_configured() { context.settings()?.http } else { Http::default() };
    let fetcher = Fetcher::new(&http)?;
    let runtime = runtime()?;
    let document = runtime.block_on(poll::document(&fetcher, url));
    runtime.shutdown_background();
    Ok(document?)
}

/// Prints a feed: one JSON object, or a summary for a person.
pub(crate) fn print(feed: &ParsedFeed, as_json: bool) -> anyhow::Result<()> {
    let text = if as_json { json::feed(feed).to_string() + "\n" } else { summary::feed(feed) };
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // `clippings parse … | head` is no failure.
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write to standard output"),
    }
}

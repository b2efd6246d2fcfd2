use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use url::Url;

use super::context::{Context, runtime};
use super::document;
use crate::fetch::{Fetcher, Payload, Request};
use crate::model::{Feed, Http, Validators};
use crate::page::{Hints, read};
use crate::parse;

mod json;
mod summary;

/// What an article page says, as we read it; stores nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    /// A file, an address, or - for standard input
    #[arg(value_name = "FILE|URL")]
    file: PathBuf,
    /// The page's address: relative addresses count from it
    #[arg(long, value_name = "BASE")]
    url: Option<String>,
    /// The Content-Type the page came with
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Reads the page and prints it. A page that is no article is printed as what it is: that is no failure.
pub(crate) fn run(args: ExtractArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let base = args.url.filter(|u| !u.trim().is_empty());
    if let Some(base) = base.as_deref().filter(|b| Url::parse(b).is_err()) {
        bail!("--url {base:?} is not an absolute address: give the page's, such as https://outlet.example/a");
    }
    let answer = match document::address(&args.file) {
        Some(url) => fetched(url, context)?,
        None => Answer { bytes: document::contents(&args.file)?, ..Answer::default() },
    };
    let content_type = args.content_type.or(answer.content_type);
    let html = parse::page_text(&answer.bytes, content_type.as_deref())
        .with_context(|| format!("cannot read {} as a page", args.file.display()))?;
    let url = base.or(answer.url);
    let hints = Hints { url: url.as_deref(), reservations: &answer.reservations, ..Hints::default() };
    let page = read(&html, &hints);
    let text = if args.json { json::page(&page).to_string() + "\n" } else { summary::page(&page) };
    document::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// A page's bytes, and what came with them.
#[derive(Default)]
struct Answer {
    bytes: Vec<u8>,
    content_type: Option<String>,
    /// Where they came from, after redirects.
    url: Option<String>,
    /// Rights that the answer's header and the host's `robots.txt` reserve or license.
    reservations: Vec<String>,
}

/// Fetches as a visit does: under the limits of the configuration, where there is one, and only what the
/// host's `robots.txt` lets us visit.
fn fetched(url: &str, context: &Context) -> anyhow::Result<Answer> {
    let http = if context.is_configured() { context.settings()?.http } else { Http::default() };
    let fetcher = Fetcher::new(&http)?;
    let runtime = runtime()?;
    let answer = runtime.block_on(async {
        let terms = match fetcher.may_visit(url, None).await {
            Ok(terms) => terms,
            Err(barred) => bail!("{barred}: save the page with a browser and give the file, with --url"),
        };
        let (feed, validators) = (Feed::default(), Validators::default());
        let fetched = fetcher.fetch(&Request::page(&feed, url, &validators)).await?;
        let url = Some(fetched.url);
        Ok(match fetched.payload {
            Payload::Body { bytes, content_type, mut reservations, .. } => {
                reservations.extend(terms);
                Answer { bytes, content_type, url, reservations }
            }
            // `fetch` refuses a 304 to a request without validators.
            Payload::NotModified => Answer { url, ..Answer::default() },
        })
    });
    runtime.shutdown_background();
    answer
}

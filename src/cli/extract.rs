use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use url::Url;

use super::context::{Context, runtime};
use super::document;
use crate::fetch::Fetcher;
use crate::model::Http;
use crate::page::{Hints, read};
use crate::{parse, poll};

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
    let (bytes, content_type, url) = match document::address(&args.file) {
        Some(url) => {
            let fetched = fetched(url, context)?;
            (fetched.bytes, args.content_type.or(fetched.content_type), base.or(Some(fetched.url)))
        }
        None => (document::contents(&args.file)?, args.content_type, base),
    };
    let html = parse::page_text(&bytes, content_type.as_deref())
        .with_context(|| format!("cannot read {} as a page", args.file.display()))?;
    let page = read(&html, &Hints { url: url.as_deref(), ..Hints::default() });
    let text = if args.json { json::page(&page).to_string() + "\n" } else { summary::page(&page) };
    document::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Fetches as a visit does: under the limits of the configuration, where there is one, and only what the
/// host's `robots.txt` lets us visit.
fn fetched(url: &str, context: &Context) -> anyhow::Result<poll::Document> {
    let http = if context.is_configured() { context.settings()?.http } else { Http::default() };
    let fetcher = Fetcher::new(&http)?;
    let runtime = runtime()?;
    let document = runtime.block_on(async {
        if let Err(barred) = fetcher.may_visit(url, None).await {
            bail!("{barred}: save the page with a browser and give the file, with --url");
        }
        Ok(poll::document(&fetcher, url).await?)
    });
    runtime.shutdown_background();
    document
}

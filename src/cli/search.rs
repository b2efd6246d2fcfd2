//! `clippings search`: full text and tags.

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;

use super::context::{Context, Told, USAGE};
use crate::archive::{Filter, Hit};
use crate::query::Query;

/// Search the archive: words, "phrases", OR, -not, outlet: tag: since: … and any tag scheme as a field.
#[derive(Debug, clap::Args)]
pub(super) struct SearchArgs {
    /// For example: harbour "night ferry" region:asia -disclaimer:sponsored since:7d
    #[arg(required = true, allow_hyphen_values = true)]
    query: Vec<String>,
    /// One JSON object an article
    #[arg(long)]
    json: bool,
    /// At most so many articles
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

pub(super) fn run(args: &SearchArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let text = args.query.join(" ");
    let query = Query::parse(&text).map_err(|e| {
        eprintln!("clippings: {e}");
        Told(USAGE)
    })?;
    let (settings, reader) = context.reader()?;
    let zone = &settings.schedule.timezone;
    let hits = reader.search(&Filter::new(&query, Timestamp::now(), zone), args.limit)?;
    let mut out = std::io::stdout().lock();
    for hit in &hits {
        if args.json {
            writeln!(out, "{}", json_line(hit))?;
            continue;
        }
        let a = &hit.article;
        let at = a.published_at.to_zoned_datetime(zone.clone());
        writeln!(out, "{:>7}  {}  {}  {}", a.id, at.strftime("%Y-%m-%d %H:%M"), a.outlet, a.title)?;
        if !hit.snippet.is_empty() {
            writeln!(out, "         {}", hit.snippet)?;
        }
    }
    if hits.is_empty() && !args.json {
        eprintln!("Nothing found for {query}.");
    } else if hits.len() == args.limit && !args.json {
        eprintln!("The first {}: --limit N shows more.", args.limit);
    }
    Ok(ExitCode::SUCCESS)
}

fn json_line(hit: &Hit) -> String {
    let a = &hit.article;
    serde_json::json!({
        "id": a.id,
        "outlet": a.outlet,
        "url": a.url,
        "title": a.title,
        "byline": a.byline,
        "published_at": format!("{:.0}", a.published_at),
        "first_seen_at": format!("{:.0}", a.first_seen_at),
        "language": a.language,
        "revisions": a.revisions,
        "snippet": hit.snippet,
    })
    .to_string()
}

//! `clippings manners`: what our polls look like from the other side.

use std::io::Write;
use std::process::ExitCode;

use jiff::{SignedDuration, Timestamp};

use super::context::Context;
use crate::archive::HostAudit;

/// Audit our own behaviour from the kept polls and visits, host by host: requests without validators, shortest
/// intervals, Retry-After, bytes saved by 304.
#[derive(Debug, clap::Args)]
pub(super) struct MannersArgs {
    /// Only those of the last days [default: all that are kept]
    #[arg(long, value_name = "DAYS")]
    days: Option<u32>,
    /// One JSON object a host, and one for all of them
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &MannersArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let (_, reader) = context.reader()?;
    let since = args.days.map(|days| SignedDuration::from_hours(24 * i64::from(days)));
    let since = since.and_then(|back| Timestamp::now().checked_sub(back).ok());
    let hosts = reader.audit(since)?.hosts;
    let all = HostAudit::total(&hosts);
    let mut out = std::io::stdout().lock();
    if args.json {
        for audit in hosts.iter().chain([&all]) {
            writeln!(out, "{}", json_line(audit))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if hosts.is_empty() {
        writeln!(out, "Neither polls nor visits are kept of that time: there is nothing to audit.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let width = hosts.iter().map(|h| h.host.chars().count()).max().unwrap_or(0).clamp(4, 40);
    writeln!(
        out,
        "{:<width$}  {:>6}  {:>7}  {:>7}  {:>13}  {:>9}  {:>8}  {:>11}  {:>9}  {:>9}",
        "HOST",
        "FEEDS",
        "POLLS",
        "VISITS",
        "UNCONDITIONAL",
        "AVOIDABLE",
        "SHORTEST",
        "RETRY-AFTER",
        "RECEIVED",
        "SAVED"
    )?;
    for audit in hosts.iter().chain([&all]) {
        writeln!(
            out,
            "{:<width$}  {:>6}  {:>7}  {:>7}  {:>13}  {:>9}  {:>8}  {:>11}  {:>9}  {:>9}",
            audit.host,
            audit.feeds,
            audit.polls,
            audit.visits,
            format!("{} ({})", audit.unconditional, percent(audit.unconditional, audit.polls + audit.visits)),
            audit.avoidable,
            audit.shortest_interval.map_or_else(|| "-".to_owned(), interval),
            obeyed(audit),
            bytes(audit.bytes),
            bytes(audit.saved),
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn obeyed(audit: &HostAudit) -> String {
    match audit.retry_after {
        0 => "-".to_owned(),
        asked => format!("{}/{asked} kept", asked - audit.undercut),
    }
}

fn percent(part: u64, whole: u64) -> String {
    format!("{} %", (part * 100 + whole / 2).checked_div(whole).unwrap_or(0))
}

fn interval(seconds: u64) -> String {
    match seconds {
        s @ 0..=119 => format!("{s} s"),
        s @ 120..=7199 => format!("{} min", s / 60),
        s => format!("{} h", s / 3600),
    }
}

fn bytes(count: u64) -> String {
    match count {
        n @ 0..=9_999 => format!("{n} B"),
        n @ 10_000..=9_999_999 => format!("{} kB", n / 1_000),
        n => format!("{} MB", n / 1_000_000),
    }
}

fn json_line(audit: &HostAudit) -> String {
    serde_json::json!({
        "host": audit.host,
        "feeds": audit.feeds,
        "polls": audit.polls,
        "visits": audit.visits,
        "visits_forbidden": audit.forbidden,
        "unconditional": audit.unconditional,
        "avoidable": audit.avoidable,
        "not_modified": audit.not_modified,
        "bytes": audit.bytes,
        "bytes_saved": audit.saved,
        "shortest_interval_seconds": audit.shortest_interval,
        "retry_after": audit.retry_after,
        "retry_after_undercut": audit.undercut,
    })
    .to_string()
}

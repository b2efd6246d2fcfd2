//! `clippings verify`.

use std::io::Write;
use std::process::ExitCode;

use super::context::Context;
use crate::archive;

/// Check the archive: pages, indexes, references, and the rules that hold in every archive.
#[derive(Debug, clap::Args)]
pub(super) struct VerifyArgs {
    /// One JSON object a finding
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &VerifyArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let findings = archive::verify(&settings.archive)?;
    let mut out = std::io::stdout().lock();
    for finding in &findings {
        if args.json {
            writeln!(out, "{}", serde_json::json!({ "rule": finding.rule, "what": finding.what }))?;
        } else {
            writeln!(out, "{}: not so for {}", finding.rule, finding.what)?;
        }
    }
    if findings.is_empty() {
        if !args.json {
            writeln!(out, "{} is whole.", settings.archive.display())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

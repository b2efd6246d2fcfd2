//! `clippings schema`: the documented views.

use std::io::Write;
use std::process::ExitCode;

use super::context::Context;
use crate::archive;

/// The documented SQL views: the archive's public API.
#[derive(Debug, clap::Args)]
pub(super) struct SchemaArgs {
    /// One JSON object a view: name, about, columns
    #[arg(long)]
    json: bool,
}

/// Needs no archive: the views are those of this version.
pub(super) fn run(args: &SchemaArgs, _context: &Context) -> anyhow::Result<ExitCode> {
    let views = archive::views()?;
    let mut out = std::io::stdout().lock();
    for view in &views {
        if args.json {
            let columns: Vec<_> = view
                .columns
                .iter()
                .map(|c| serde_json::json!({ "name": c.name, "about": c.about }))
                .collect();
            let line = serde_json::json!({ "name": view.name, "about": view.about, "columns": columns });
            writeln!(out, "{line}")?;
            continue;
        }
        writeln!(out, "{}: {}", view.name, view.about)?;
        for column in &view.columns {
            let line = format!("    {:<16} {}", column.name, column.about);
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)?;
    }
    Ok(ExitCode::SUCCESS)
}

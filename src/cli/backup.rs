//! `clippings backup`.

use std::path::PathBuf;
use std::process::ExitCode;

use super::context::Context;
use crate::archive;

/// Copy the archive into one file, while the daemon runs; never overwrites.
#[derive(Debug, clap::Args)]
pub(super) struct BackupArgs {
    /// The new file
    file: PathBuf,
}

pub(super) fn run(args: &BackupArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let bytes = archive::backup(&settings.archive, &args.file)?;
    eprintln!("Wrote {} ({bytes} bytes).", args.file.display());
    Ok(ExitCode::SUCCESS)
}

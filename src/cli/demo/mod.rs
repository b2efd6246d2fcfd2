//! `clippings demo`: the whole job on invented outlets over loopback.

mod folder;
mod outlets;
mod script;
mod server;
mod tell;

use std::path::PathBuf;
use std::process::ExitCode;

/// Show the whole job on three invented outlets: no network, no configuration.
///
/// A small web server on loopback publishes three invented outlets (RSS, Atom, JSON Feed). They are
/// polled over real HTTP by the same code as the daemon's; an hour passes in a second, in which an
/// article is corrected; all is kept in a real archive, and the digest is printed.
#[derive(Debug, clap::Args)]
pub(crate) struct DemoArgs {
    /// Keep the demo's archive in this folder [default: clippings-demo here, made anew at each run]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(crate) async fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    let dir = folder::prepare(args.dir.as_deref())?;
    script::play(&dir, &mut std::io::stdout().lock()).await?;
    Ok(ExitCode::SUCCESS)
}

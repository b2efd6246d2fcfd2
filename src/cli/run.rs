//! `clippings run`: the daemon.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use jiff::Timestamp;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::context::{Context, load, runtime, tell_warnings};
use crate::archive::{Archive, Lock};
use crate::config::Loaded;
use crate::daemon::{self, Stop};
use crate::fetch::Fetcher;
use crate::poll::Poller;
use crate::telemetry::{self, Metrics};

/// Run the daemon: polls and digests on schedule, until SIGTERM or SIGINT; SIGHUP reads the configuration again.
#[derive(Debug, clap::Args)]
pub(super) struct RunArgs {}

pub(super) fn run(_args: &RunArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let (path, loaded) = context.configuration()?;
    tell_warnings(&loaded.warnings);
    let archive_path = loaded.settings.archive.clone();
    // Before the archive is opened: a second daemon must not touch it.
    let _lock = Lock::take(&archive_path)?;
    let archive = Archive::open(&archive_path)?;
    let runtime = runtime()?;
    let done = runtime.block_on(serve(archive, loaded, &path));
    // A look-up in the DNS may hang in a thread of its own; nobody waits for it any more.
    runtime.shutdown_background();
    done.map(|()| ExitCode::SUCCESS)
}

async fn serve(archive: Archive, loaded: Loaded, path: &Path) -> anyhow::Result<()> {
    let mut signals = Signals::new()?;
    let mut poller = poller(loaded, &archive)?;
    let metrics = Metrics::new(Timestamp::now());
    loop {
        let ended = daemon::run(&poller, &metrics, signals.stop()).await;
        match ended {
            Ok(Stop::Reload) => match reload(path, &archive) {
                Ok(next) => poller = next,
                Err(e) => tracing::error!("the configuration was not taken over, the old one stays: {e:#}"),
            },
            Ok(Stop::End) => {
                daemon::close(poller).await.context("the archive could not be closed in order")?;
                tracing::info!("stopped");
                return Ok(());
            }
            Err(e) => {
                let _ = daemon::close(poller).await;
                return Err(anyhow::Error::from(e).context("the archive is broken: the daemon ends"));
            }
        }
    }
}

fn poller(loaded: Loaded, archive: &Archive) -> anyhow::Result<Poller> {
    let settings = Arc::new(loaded.settings);
    let fetcher = Fetcher::new(&settings.http)?;
    Ok(Poller::new(settings, fetcher, archive.clone())?)
}

fn reload(path: &Path, archive: &Archive) -> anyhow::Result<Poller> {
    telemetry::status("reading the configuration again");
    let loaded = load(path)?;
    tell_warnings(&loaded.warnings);
    anyhow::ensure!(
        loaded.settings.archive == archive.path(),
        "archive.path changed to {}: that needs a restart",
        loaded.settings.archive.display()
    );
    poller(loaded, archive)
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    fn new() -> anyhow::Result<Signals> {
        let listen = |kind| signal(kind).context("cannot listen for signals");
        Ok(Signals {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    async fn stop(&mut self) -> Stop {
        tokio::select! {
            _ = self.terminate.recv() => Stop::End,
            _ = self.interrupt.recv() => Stop::End,
            _ = self.hang_up.recv() => Stop::Reload,
        }
    }
}

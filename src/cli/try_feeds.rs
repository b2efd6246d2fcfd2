//! `clippings check --fetch`: would each feed work? Asks and reads, and keeps nothing.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::SOME_FAILED;
use super::context::runtime;
use crate::fetch::Fetcher;
use crate::model::Settings;
use crate::poll;

pub(super) fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let fetcher = Fetcher::new(&settings.http)?;
    let runtime = runtime()?;
    let failed = runtime.block_on(try_all(settings, fetcher));
    runtime.shutdown_background();
    Ok(if failed? == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_FAILED) })
}

async fn try_all(settings: Settings, fetcher: Fetcher) -> anyhow::Result<usize> {
    let settings = Arc::new(settings);
    let width = settings.feeds().map(|(_, f)| f.name.chars().count()).max().unwrap_or(0).min(40);
    let mut running = JoinSet::new();
    for (outlet, feed) in settings.feeds().filter(|(_, feed)| feed.enabled) {
        let (fetcher, outlet, feed) = (fetcher.clone(), outlet.clone(), feed.clone());
        running.spawn(async move {
            let tried = poll::attempt(&fetcher, &outlet, &feed).await;
            (feed.name, tried)
        });
    }
    let mut failed = 0;
    while let Some(done) = running.join_next().await {
        let (name, tried) = done?;
        let line = match tried {
            Ok(tried) => {
                // One answer proves nothing: `feeds` suggests the new address once it has held for days.
                let moved = tried.moved.map(|to| format!("; redirected to {to}")).unwrap_or_default();
                let forbidden = tried.forbidden.map(|page| {
                    format!("; full_text is set, but robots.txt forbids its pages, such as {page}")
                });
                let (title, forbidden) = (tried.title.unwrap_or_default(), forbidden.unwrap_or_default());
                format!(
                    "{name:<width$}  {:<15}  {} entries, {title:?}{moved}{forbidden}",
                    "ok", tried.entries
                )
            }
            Err((outcome, error)) => {
                failed += 1;
                format!("{name:<width$}  {:<15}  {error}", outcome.as_str())
            }
        };
        writeln!(std::io::stdout(), "{line}")?;
    }
    Ok(failed)
}

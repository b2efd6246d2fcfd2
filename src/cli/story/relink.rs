//! `clippings story relink`: the rule tried on the whole archive.

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;

use super::super::context::{Context, counted, runtime};
use crate::archive::{Archive, Relinked, relink_dry_run};

/// Link the whole archive anew: after a new version of the rule, another window, or an import
///
/// What people have split and joined stays. `--dry-run` shows the difference, writes nothing and holds
/// up no poll.
#[derive(Debug, clap::Args)]
pub(super) struct RelinkArgs {
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// One JSON object an article whose company changes
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &RelinkArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let relinked = if args.dry_run {
        relink_dry_run(&settings.archive, settings.stories.window)?
    } else {
        let archive = Archive::open(&settings.archive)?;
        runtime()?.block_on(async {
            let relinked = async {
                archive.set_story_window(settings.stories.window).await?;
                archive.relink(Timestamp::now()).await
            }
            .await;
            archive.close().await?;
            relinked
        })?
    };
    print(args, &relinked)?;
    Ok(ExitCode::SUCCESS)
}

fn print(args: &RelinkArgs, relinked: &Relinked) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for change in &relinked.changes {
        if args.json {
            let line = serde_json::json!({
                "article_id": change.article, "joins": change.joins, "leaves": change.leaves });
            writeln!(out, "{line}")?;
            continue;
        }
        let list = |word: &str, ids: &[i64]| match ids {
            [] => String::new(),
            ids => format!("  {word} {}", ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        };
        writeln!(
            out,
            "{:>8}{}{}",
            change.article,
            list("joins", &change.joins),
            list("leaves", &change.leaves)
        )?;
    }
    if !args.json {
        let now = if args.dry_run { "would be" } else { "are now" };
        writeln!(
            out,
            "{} looked at: {} were, {} {now}; {} in other company.",
            counted(relinked.articles, "article"),
            stories(relinked.stories_before),
            relinked.stories_after,
            counted(relinked.changes.len(), "article"),
        )?;
    }
    Ok(())
}

fn stories(count: usize) -> String {
    if count == 1 { "1 story".to_owned() } else { format!("{count} stories") }
}

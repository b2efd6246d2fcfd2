//! `clippings check`.

use std::fmt::Write;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use super::context::{Context, counted, tell_warnings};
use crate::config::Loaded;
use crate::model::Settings;

/// Read the configuration and tell every problem at once.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Try each enabled feed too; the archive is not touched
    #[arg(long)]
    fetch: bool,
}

pub(super) fn run(args: &CheckArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let (path, loaded) = context.configuration()?;
    tell_warnings(&loaded.warnings);
    write!(std::io::stdout().lock(), "{}", summary(&path, &loaded))?;
    if args.fetch { super::try_feeds::run(loaded.settings) } else { Ok(ExitCode::SUCCESS) }
}

/// What is configured, for a person.
fn summary(path: &Path, loaded: &Loaded) -> String {
    let Settings { archive, schedule, outlets, digests, metrics_listen, .. } = &loaded.settings;
    let feeds = loaded.settings.feeds().count();
    let off = loaded.settings.feeds().filter(|(_, feed)| !feed.enabled).count();
    let mut text = match loaded.warnings.len() {
        0 => format!("{} is right.\n", path.display()),
        warnings => format!("{} can be used, with {}.\n", path.display(), counted(warnings, "warning")),
    };
    let mut line = |name: &str, value: String| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {name:<9} {value}");
    };
    line("outlets", outlets.len().to_string());
    line("feeds", if off == 0 { feeds.to_string() } else { format!("{feeds}, {off} of them not enabled") });
    let zone = schedule.timezone.iana_name().unwrap_or("UTC");
    line("schedule", format!("{} ({zone})", schedule.default));
    let names: Vec<&str> = digests.iter().map(|digest| digest.name.as_str()).collect();
    line("digests", if names.is_empty() { "none".to_owned() } else { names.join(", ") });
    let archive_there = if archive.exists() { "" } else { " (made at the first poll)" };
    line("archive", format!("{}{archive_there}", archive.display()));
    if let Some(address) = metrics_listen {
        line("metrics", format!("http://{address}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::summary;
    use crate::config;

    #[test]
    fn the_summary_counts_what_is_configured() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("clippings.toml");
        let text = "http.contact = \"a@b.example\"\n[[outlet]]\nname = \"C\"\n\
             [[outlet.feed]]\nurl = \"https://c.example/a\"\n\
             [[outlet.feed]]\nurl = \"https://c.example/b\"\nenabled = false\n\
             [[digest]]\nname = \"daily\"\n";
        let loaded = config::read(text, &file, Some(dir.path())).unwrap();
        let text = summary(Path::new("clippings.toml"), &loaded);
        let archive = dir.path().join("clippings.db");
        assert_eq!(
            text,
            format!(
                "clippings.toml is right.\n  outlets   1\n  feeds     2, 1 of them not enabled\n  \
                 schedule  */30 * * * * (UTC)\n  digests   daily\n  archive   {} (made at the first poll)\n",
                archive.display()
            )
        );
    }
}

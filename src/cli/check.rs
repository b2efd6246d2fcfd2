//! `clippings check`, and how every command gets at the configuration.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::config::{self, Loaded, Problem};
use crate::model::Settings;

/// EX_CONFIG of sysexits.h: the configuration, or an archive that must not be touched.
const EX_CONFIG: u8 = 78;

/// Read the configuration and tell every problem at once.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {}

pub(crate) fn run(_args: &CheckArgs, flag: Option<&Path>) -> anyhow::Result<ExitCode> {
    Ok(match configuration(flag) {
        Ok((path, loaded)) => {
            tell_warnings(&loaded.warnings);
            print!("{}", summary(&path, &loaded));
            ExitCode::SUCCESS
        }
        Err(code) => code,
    })
}

/// The configuration file's path and what it says. On problems they are told on standard error, and the
/// exit code is 78.
pub(crate) fn configuration(flag: Option<&Path>) -> Result<(PathBuf, Loaded), ExitCode> {
    let path = config::locate(flag).map_err(|error| {
        eprintln!("{error}");
        ExitCode::from(EX_CONFIG)
    })?;
    match config::load(&path) {
        Ok(loaded) => Ok((path, loaded)),
        Err(problems) => {
            eprintln!("{problems}");
            if problems.count() > 1 {
                eprintln!("{}: {} problems", path.display(), problems.count());
            }
            Err(ExitCode::from(EX_CONFIG))
        }
    }
}

/// Prints warnings on standard error.
pub(crate) fn tell_warnings(warnings: &[Problem]) {
    for warning in warnings {
        eprintln!("warning: {warning}");
    }
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

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
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

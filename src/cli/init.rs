//! `clippings init`: a first configuration.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::config;

const FILE_NAME: &str = "clippings.toml";

/// Write a starter configuration with a few real feeds; never overwrites.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// The folder to write clippings.toml into; made if it is not there.
    #[arg(long, value_name = "DIR", default_value = ".")]
    dir: PathBuf,
}

pub(crate) fn run(args: &InitArgs) -> anyhow::Result<ExitCode> {
    let path = write(&args.dir)?;
    print!("{}", next_steps(&path, &args.dir));
    Ok(ExitCode::SUCCESS)
}

/// What to do with the file at `path`, in commands to copy.
fn next_steps(path: &Path, dir: &Path) -> String {
    // The file is found without a flag where it lies in the working directory.
    let flag = match path.display().to_string() {
        _ if dir == Path::new(".") => String::new(),
        path if path.contains(' ') => format!(" --config '{path}'"),
        path => format!(" --config {path}"),
    };
    let steps = [
        ("check", "says what is wrong with it"),
        ("poll", "polls every feed once, now"),
        ("export --day today", "prints what came in"),
        ("run", "polls on schedule until you stop it"),
    ]
    .map(|(command, what)| (format!("clippings {command}{flag}"), what));
    let width = steps.iter().map(|(command, _)| command.chars().count()).max().unwrap_or_default();
    let steps: String =
        steps.iter().map(|(command, what)| format!("  {command:<width$}  # {what}\n")).collect();
    format!(
        "Wrote {}.\nEdit it (your contact, your time zone, the outlets you want), then:\n\n{steps}",
        path.display()
    )
}

/// Writes the starter into `dir`, and gives the path of the file.
fn write(dir: &Path) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(dir).with_context(|| format!("the folder {} cannot be made", dir.display()))?;
    let path = dir.join(FILE_NAME);
    // Asking first and writing then could overwrite what somebody wrote in between.
    match File::create_new(&path) {
        Ok(mut file) => file
            .write_all(config::starter().as_bytes())
            .and_then(|()| file.sync_all())
            .with_context(|| format!("{} cannot be written", path.display()))?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => bail!(
            "{} is there already and was left as it is: remove it first, or write elsewhere with --dir DIR",
            path.display()
        ),
        Err(error) => {
            return Err(error).with_context(|| format!("{} cannot be written", path.display()));
        }
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{next_steps, write};
    use crate::config;

    #[test]
    fn the_starter_is_written_once_and_never_over_another_file() {
        let parent = tempfile::tempdir().unwrap();
        let dir = parent.path().join("a/b");
        let path = write(&dir).unwrap();
        let Ok(config::Loaded { settings, .. }) = config::load(&path) else { panic!("the starter loads") };
        assert!(settings.feeds().count() > 0);

        std::fs::write(&path, "# mine\n").unwrap();
        let refusal = write(&dir).expect_err("refused").to_string();
        assert!(refusal.contains("is there already"), "{refusal}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "# mine\n");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let parent = tempfile::tempdir().unwrap();
        let file = parent.path().join("file");
        std::fs::write(&file, "").unwrap();
        let refusal = write(&file.join("dir")).expect_err("refused").to_string();
        assert!(refusal.contains("file/dir"), "{refusal}");
    }

    #[test]
    fn the_next_commands_name_the_file_where_they_must() {
        let here = next_steps(Path::new("./clippings.toml"), Path::new("."));
        assert!(here.contains("  clippings check               # says"), "{here}");
        let there = next_steps(Path::new("/srv/my news/clippings.toml"), Path::new("/srv/my news"));
        assert!(there.contains("clippings poll --config '/srv/my news/clippings.toml' "), "{there}");
    }
}

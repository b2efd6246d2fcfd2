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
    // Found without a flag where it lies in the working directory.
    let flag =
        if args.dir == Path::new(".") { String::new() } else { format!(" --config {}", path.display()) };
    println!(
        "Wrote {path}.\n\n\
         Next:\n  \
         1. Edit it: your contact, your time zone, the outlets you want.\n  \
         2. clippings check{flag}\n  \
         3. clippings poll{flag}     polls every feed once, now\n  \
         4. clippings export{flag} --day today\n  \
         5. clippings run{flag}      polls on schedule until you stop it",
        path = path.display(),
    );
    Ok(ExitCode::SUCCESS)
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
    use super::write;
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
}

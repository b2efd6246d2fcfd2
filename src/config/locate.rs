use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// Looked for in the working directory.
const HERE: &str = "./clippings.toml";
/// Looked for last.
const SYSTEM: &str = "/etc/clippings/clippings.toml";
/// Names the file where no flag does.
const VARIABLE: &str = "CLIPPINGS_CONFIG";

/// No configuration file was named, and none lies where they usually lie.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no configuration file: --config was not given, ${VARIABLE} is not set, and there is no {HERE} \
     (working directory: {}) and no {SYSTEM}\n    \
     help: write one with `clippings init`, or name one with `--config FILE`",
    .working_directory.display()
)]
pub struct NotFound {
    /// Where `./clippings.toml` was looked for.
    pub working_directory: PathBuf,
}

/// Where the configuration is: `flag` (from `--config`), else `$CLIPPINGS_CONFIG`, else
/// `./clippings.toml`, else `/etc/clippings/clippings.toml`.
///
/// A file that is named is the file, there or not: [`super::load`] says what is wrong with it, and a typing
/// error never falls through to another configuration.
///
/// # Errors
///
/// [`NotFound`] names every place that was tried.
pub fn locate(flag: Option<&Path>) -> Result<PathBuf, NotFound> {
    choose(flag, std::env::var_os(VARIABLE), Path::try_exists).ok_or_else(|| NotFound {
        working_directory: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
    })
}

/// A place that cannot be looked at counts as there, so that reading it says why.
fn choose(
    flag: Option<&Path>,
    variable: Option<OsString>,
    exists: impl Fn(&Path) -> io::Result<bool>,
) -> Option<PathBuf> {
    let named = flag.map(Path::to_owned).or_else(|| variable.filter(|v| !v.is_empty()).map(PathBuf::from));
    named.or_else(|| [HERE, SYSTEM].map(PathBuf::from).into_iter().find(|path| exists(path).unwrap_or(true)))
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::{Path, PathBuf};

    use super::{HERE, NotFound, SYSTEM, choose};

    #[test]
    fn the_first_place_that_is_named_or_there_counts() {
        let flag = Some(Path::new("a.toml"));
        let variable = || Some("b.toml".into());
        let nowhere = |_: &Path| Ok(false);
        let everywhere = |_: &Path| Ok(true);
        let system = |path: &Path| Ok(path == Path::new(SYSTEM));
        let forbidden = |path: &Path| match path == Path::new(HERE) {
            true => Ok(false),
            false => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
        };
        let found = |path: &str| Some(PathBuf::from(path));
        assert_eq!(choose(flag, variable(), everywhere), found("a.toml"));
        assert_eq!(choose(None, variable(), nowhere), found("b.toml"));
        assert_eq!(choose(None, Some("".into()), everywhere), found(HERE));
        assert_eq!(choose(None, None, system), found(SYSTEM));
        assert_eq!(choose(None, None, forbidden), found(SYSTEM));
        assert_eq!(choose(None, None, nowhere), None);
    }

    #[test]
    fn not_found_names_every_place_and_what_to_do() {
        let text = NotFound { working_directory: "/srv/news".into() }.to_string();
        for part in ["--config", "$CLIPPINGS_CONFIG", HERE, "/srv/news", SYSTEM, "clippings init"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}

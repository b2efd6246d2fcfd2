//! `clippings export`: one digest, now.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::context::{Context, Told, USAGE, runtime};
use crate::archive::{Archive, DigestMade, Filter};
use crate::digest::{self, Job, Made};
use crate::model::{
    Article, DigestPlan, Format, GroupBy, OutputPath, OutputPathError, Settings, Window, WindowError,
    WindowSpec,
};
use crate::query::DateBound;

/// Make a digest: the articles first seen in a window, as Markdown, JSON or HTML.
///
/// Without options: yesterday, in Markdown, on standard output.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ExportArgs {
    /// The day to export: 2026-11-24, today, yesterday; also 2026-W48, 2026-11, last-week, 24h, 7d …
    ///
    /// Days are read in schedule.timezone of the configuration.
    #[arg(long, value_name = "DAY", conflicts_with_all = ["since", "until"])]
    pub day: Option<WindowSpec>,

    /// Export from here on: a day, a time such as 2026-11-24T06:00, or 12h, 7d, 2w (ago).
    #[arg(long, value_name = "TIME", value_parser = bound)]
    pub since: Option<DateBound>,

    /// … up to here; a day is included whole. Without it: up to now.
    #[arg(long, value_name = "TIME", requires = "since", value_parser = bound)]
    pub until: Option<DateBound>,

    /// Make this digest of the configuration, as the daemon would: its window, query, grouping,
    /// formats and files; other options override.
    #[arg(long, value_name = "NAME")]
    pub digest: Option<String>,

    /// What to write: markdown (or md), json, html; may be given several times. Without it: what the
    /// output's extension says, else markdown.
    #[arg(long = "format", value_name = "FORMAT")]
    pub formats: Vec<Format>,

    /// Only articles that match this query, such as 'region:asia -disclaimer:sponsored'.
    #[arg(long = "where", value_name = "QUERY")]
    pub filter: Option<String>,

    /// Group by outlet, feed, day, story, or a tag scheme such as region.
    #[arg(long, value_name = "GROUP")]
    pub group_by: Option<GroupBy>,

    /// Where to write: a file, a folder, or a path with {name}, {date}, {since}, {until}, {ext}; - is
    /// standard output. Several formats need a folder or {ext}.
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

/// How long to wait for whoever holds the archive's write lock, to note a digest.
const NOTE_TIME: Duration = Duration::from_secs(5);

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Exported {
    /// One for each format, for the archive's `digests`.
    pub made: Vec<Made>,
    /// What belongs on standard output.
    pub stdout: Option<String>,
    /// What a person should know, for standard error.
    pub warnings: Vec<String>,
}

/// No digest came of it.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The options contradict each other or the configuration.
    #[error("{0}")]
    Usage(String),
    /// The configuration has no such digest.
    #[error("no digest is called {name:?}; {}", known(.names))]
    NoSuchDigest {
        /// The name asked for.
        name: String,
        /// Those there are.
        names: Vec<String>,
    },
    /// The archive could not be read or the file not be written.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl ExportError {
    /// The exit code of the contract: 2 usage, 4 not found, 1 failed.
    pub fn exit_code(&self) -> u8 {
        match self {
            ExportError::Usage(_) => 2,
            ExportError::NoSuchDigest { .. } => 4,
            ExportError::Failed(_) => 1,
        }
    }
}

/// Makes the digest that `args` ask for at `now`. `articles` reads the archive: a window, and the
/// query where there is one.
///
/// # Errors
/// [`ExportError`]; nothing has been written then, but for files of several that were already in
/// place when one could not be written.
pub fn export(
    settings: &Settings,
    args: &ExportArgs,
    articles: impl Fn(&Window, Option<&str>) -> anyhow::Result<Vec<Article>>,
    now: Timestamp,
) -> Result<Exported, ExportError> {
    let (job, folder) = job(settings, args, now)?;
    let Job { spec, mut formats, output, date } = job;
    formats.sort_unstable();
    formats.dedup();
    if folder.is_none() && formats.len() > 1 {
        return Err(ExportError::Usage(format!(
            "{} formats do not fit on standard output: ask for one, or give a folder with -o",
            formats.len()
        )));
    }
    let found = articles(&spec.window, spec.filter.as_deref())?;
    let digest = digest::make(found, spec);
    let warnings = digest
        .scheme_unknown()
        .map(|scheme| format!("not one of the articles has a tag of the scheme {scheme:?}; grouped nothing"))
        .into_iter()
        .collect();
    let Some(folder) = folder else {
        let format = formats.first().copied().unwrap_or(Format::Markdown);
        let text = digest.render(format);
        let made = vec![Made::of(&digest, format, text.as_bytes(), None)];
        return Ok(Exported { made, stdout: Some(text), warnings });
    };
    let made = digest::publish(&digest, &formats, &output, &date, &folder).map_err(|error| match error {
        digest::PublishError::OnePath { .. } => ExportError::Usage(error.to_string()),
        digest::PublishError::Write(_) => ExportError::Failed(error.into()),
    })?;
    Ok(Exported { made, stdout: None, warnings })
}

pub(super) fn run(args: &ExportArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let (settings, reader) = context.reader()?;
    let now = Timestamp::now();
    let articles = |window: &Window, query: Option<&str>| -> anyhow::Result<Vec<Article>> {
        let filter = query.map(|query| Filter::parse(query, now, &settings.schedule.timezone));
        let filter = filter.transpose().map_err(|e| {
            eprintln!("clippings: --where: {e}");
            Told(USAGE)
        })?;
        Ok(reader.window(*window, filter.as_ref())?)
    };
    let exported = match export(&settings, args, articles, now) {
        Ok(exported) => exported,
        Err(ExportError::Failed(error)) => return Err(error),
        Err(error) => {
            eprintln!("clippings: {error}");
            return Err(Told(error.exit_code()).into());
        }
    };
    for warning in &exported.warnings {
        eprintln!("warning: {warning}");
    }
    if let Some(text) = &exported.stdout {
        std::io::stdout().lock().write_all(text.as_bytes())?;
    }
    for made in &exported.made {
        if let Some(path) = &made.path {
            eprintln!("Wrote {} ({} articles).", path.display(), made.articles);
        }
    }
    note(&settings, exported.made.into_iter().map(|made| made.record(now)).collect());
    Ok(ExitCode::SUCCESS)
}

/// Enters the digests into the archive's `digests`. The digest is made, and whoever may only read the
/// archive may make one: that it cannot be noted is no failure.
fn note(settings: &Settings, made: Vec<DigestMade>) {
    let noted = runtime().and_then(|runtime| {
        runtime.block_on(async {
            let archive = Archive::open(&settings.archive)?;
            let noted = tokio::time::timeout(NOTE_TIME, archive.digest_made(made, None)).await;
            archive.heartbeat().give_up();
            noted.context("another program holds the archive's write lock")??;
            Ok(archive.close().await?)
        })
    });
    if let Err(error) = noted {
        tracing::info!("the digest is not noted in the archive: {error:#}");
    }
}

/// What to make, and the folder that its output path counts from; `None` = standard output.
fn job(
    settings: &Settings,
    args: &ExportArgs,
    now: Timestamp,
) -> Result<(Job, Option<PathBuf>), ExportError> {
    let zone = &settings.schedule.timezone;
    let plan = match &args.digest {
        Some(name) => planned(settings, name)?,
        None => DigestPlan {
            name: "clippings".to_owned(),
            formats: vec![Format::Markdown.to_string()],
            ..DigestPlan::default()
        },
    };
    let mut job = Job::of(&plan, now, zone).map_err(|e| ExportError::Failed(e.into()))?;
    if let Some((window, date)) = window(args, now, zone)? {
        job.spec.window = window;
        job.date = date;
    }
    if let Some(filter) = &args.filter {
        job.spec.filter = Some(filter.clone()).filter(|q| !q.trim().is_empty());
    }
    if let Some(group_by) = &args.group_by {
        job.spec.group_by = group_by.clone();
    }
    if !args.formats.is_empty() {
        job.formats.clone_from(&args.formats);
    }
    let folder = match &args.output {
        Some(path) if path.as_os_str() == "-" => None,
        Some(path) => {
            job.output = output(path)?;
            if args.formats.is_empty()
                && !job.output.tells_formats_apart()
                && let Some(format) = path.extension().and_then(|e| Format::from_extension(e.to_str()?))
            {
                job.formats = vec![format];
            }
            Some(PathBuf::new())
        }
        None if args.digest.is_some() => Some(archive_folder(settings).to_owned()),
        None => None,
    };
    Ok((job, folder))
}

fn planned(settings: &Settings, name: &str) -> Result<DigestPlan, ExportError> {
    settings.digests.iter().find(|plan| plan.name == name).cloned().ok_or_else(|| {
        let names = settings.digests.iter().map(|plan| plan.name.clone()).collect();
        ExportError::NoSuchDigest { name: name.to_owned(), names }
    })
}

/// The window of the options, with what stands for `{date}`; `None` = the plan's.
fn window(
    args: &ExportArgs,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Option<(Window, String)>, ExportError> {
    let usage = |error: WindowError| ExportError::Usage(error.to_string());
    if let Some(spec) = args.day {
        return Ok(Some((spec.resolve(now, zone).map_err(usage)?, spec.label(now, zone).map_err(usage)?)));
    }
    let Some(since) = args.since else { return Ok(None) };
    // The archive's times are whole seconds; so is the window's end.
    let whole = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
    let until = args.until.map_or(now, |bound| bound.resolve(now, zone).until);
    let window = Window { since: whole(since.resolve(now, zone).since), until: whole(until) };
    if window.since >= window.until {
        return Err(ExportError::Usage(format!(
            "--since {since} ({}) is not before --until ({}): nothing lies between",
            window.since, window.until
        )));
    }
    Ok(Some((window, window.label(zone))))
}

/// What `-o` means: a folder gets files named like the daemon's.
fn output(path: &Path) -> Result<OutputPath, ExportError> {
    let usage = |error: OutputPathError| ExportError::Usage(error.to_string());
    let text = path.to_str().ok_or_else(|| {
        ExportError::Usage(format!("the output path {} is not UTF-8: give another", path.display()))
    })?;
    let separators = ['/', std::path::MAIN_SEPARATOR];
    if text.ends_with(separators) || path.is_dir() {
        let inside = format!("{}/{{name}}-{{date}}.{{ext}}", text.trim_end_matches(separators));
        return OutputPath::parse(&inside).map_err(usage);
    }
    OutputPath::parse(text).map_err(usage)
}

fn archive_folder(settings: &Settings) -> &Path {
    settings.archive.parent().unwrap_or(Path::new(""))
}

fn bound(text: &str) -> Result<DateBound, String> {
    DateBound::parse(text.trim()).ok_or_else(|| format!("expected {}", DateBound::EXPECTED))
}

fn known(names: &[String]) -> String {
    if names.is_empty() {
        "the configuration has no [[digest]]".to_owned()
    } else {
        format!("there are: {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::digest::sample;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        export: ExportArgs,
    }

    fn args(line: &str) -> ExportArgs {
        Cli::try_parse_from(std::iter::once("export").chain(line.split_whitespace())).unwrap().export
    }

    /// Wednesday morning in Berlin; a daily digest is configured.
    fn settings(dir: &Path) -> Settings {
        let daily = DigestPlan {
            name: "daily".to_owned(),
            filter: Some("region:harbour".to_owned()),
            group_by: "region".to_owned(),
            ..DigestPlan::default()
        };
        let mut settings =
            Settings { archive: dir.join("clippings.db"), digests: vec![daily], ..Settings::default() };
        settings.schedule.timezone = TimeZone::get("Europe/Berlin").unwrap();
        settings
    }

    const NOW: &str = "2026-11-25T05:00:00Z";

    fn run(dir: &Path, line: &str) -> Result<Exported, ExportError> {
        let reader = |_: &Window, _: Option<&str>| Ok(sample::articles());
        export(&settings(dir), &args(line), reader, sample::at(NOW))
    }

    /// The window and query that the archive is asked for.
    fn asked(line: &str) -> (String, String, Option<String>) {
        let asked = std::cell::RefCell::new(None);
        let reader = |window: &Window, query: Option<&str>| {
            let query = query.map(str::to_owned);
            *asked.borrow_mut() = Some((window.since.to_string(), window.until.to_string(), query));
            Ok(Vec::new())
        };
        let dir = tempfile::tempdir().unwrap();
        export(&settings(dir.path()), &args(line), reader, sample::at(NOW)).unwrap();
        asked.into_inner().unwrap()
    }

    #[test]
    fn yesterday_in_markdown_on_standard_output_is_the_default() {
        let dir = tempfile::tempdir().unwrap();
        let exported = run(dir.path(), "").unwrap();
        let text = exported.stdout.unwrap();
        assert!(text.starts_with("# Tuesday, 24 November 2026\n"), "{text}");
        let [made] = &exported.made[..] else { panic!("{:?}", exported.made) };
        assert_eq!(
            (made.name.as_str(), made.format, &made.path, made.articles),
            ("clippings", Format::Markdown, &None, 9)
        );
        assert_eq!(made.sha256.len(), 64);
        assert!(exported.warnings.is_empty());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn the_archive_is_asked_for_the_window_and_query() {
        let day = ("2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z");
        for (line, (since, until), query) in [
            ("", day, None),
            ("--day 2026-11-24 --where region:asia", day, Some("region:asia")),
            ("--since 2026-11-24 --until 2026-11-24", day, None),
            ("--since 2026-11-24", (day.0, "2026-11-25T05:00:00Z"), None),
            ("--since 2d --until 2026-11-24T12:00", ("2026-11-23T05:00:00Z", "2026-11-24T11:00:00Z"), None),
            ("--day 24h", ("2026-11-24T05:00:00Z", "2026-11-25T05:00:00Z"), None),
            ("--digest daily", day, Some("region:harbour")),
            ("--digest daily --day 2026-11-24 --where x", day, Some("x")),
        ] {
            assert_eq!(asked(line), (since.to_owned(), until.to_owned(), query.map(str::to_owned)), "{line}");
        }
    }

    #[test]
    fn a_configured_digest_lands_where_the_daemon_puts_it() {
        let dir = tempfile::tempdir().unwrap();
        let exported = run(dir.path(), "--digest daily").unwrap();
        let paths: Vec<PathBuf> = exported.made.iter().map(|m| m.path.clone().unwrap()).collect();
        let at = |name: &str| dir.path().join("digests").join(name);
        assert_eq!(paths, [at("daily-2026-11-24.md"), at("daily-2026-11-24.html")]);
        assert_eq!(exported.stdout, None);
        let first = std::fs::read(&paths[1]).unwrap();
        let again = run(dir.path(), "--digest daily").unwrap();
        assert_eq!(again, exported);
        assert_eq!(std::fs::read(&paths[1]).unwrap(), first);
    }

    #[test]
    fn output_is_a_file_a_folder_or_a_template() {
        let dir = tempfile::tempdir().unwrap();
        let names = |line: &str| -> Vec<(Format, String)> {
            let exported = run(dir.path(), line).unwrap();
            exported
                .made
                .into_iter()
                .map(|m| {
                    let path = m.path.unwrap();
                    assert!(path.is_file());
                    (m.format, path.strip_prefix(dir.path()).unwrap().to_string_lossy().into_owned())
                })
                .collect()
        };
        let at = dir.path().display();
        assert_eq!(names(&format!("-o {at}/a.html")), [(Format::Html, "a.html".to_owned())]);
        assert_eq!(names(&format!("-o {at}/a.txt")), [(Format::Markdown, "a.txt".to_owned())]);
        assert_eq!(names(&format!("-o {at}/a.html --format json")), [(Format::Json, "a.html".to_owned())]);
        assert_eq!(names(&format!("-o {at}")), [(Format::Markdown, "clippings-2026-11-24.md".to_owned())]);
        assert_eq!(
            names(&format!("--digest daily --day 2026-W48 -o {at}/new/")),
            [
                (Format::Markdown, "new/daily-2026-W48.md".to_owned()),
                (Format::Html, "new/daily-2026-W48.html".to_owned())
            ]
        );
        assert_eq!(
            names(&format!("--format json --format md --format json -o {at}/{{since}}.{{ext}}")),
            [(Format::Markdown, "2026-11-24.md".to_owned()), (Format::Json, "2026-11-24.json".to_owned())]
        );
        assert!(
            run(dir.path(), "--digest daily --format json -o -").unwrap().stdout.unwrap().starts_with('{')
        );
    }

    #[test]
    fn contradictions_are_refused_with_advice() {
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path().display();
        for (line, code, part) in [
            ("--format md --format html".to_owned(), 2, "folder with -o"),
            (format!("--format md --format html -o {at}/a.txt"), 2, "{ext}"),
            (format!("-o {at}/{{dat}}.md"), 2, "{date}"),
            ("--since 2026-11-24 --until 2026-11-23".to_owned(), 2, "nothing lies between"),
            ("--digest dayly".to_owned(), 4, "there are: daily"),
        ] {
            let error = run(dir.path(), &line).unwrap_err();
            assert_eq!(error.exit_code(), code, "{line}");
            assert!(error.to_string().contains(part), "{line}: {error}");
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "something was written");
        for line in [
            "--day soon",
            "--until 2026-11-24",
            "--day today --since 1d",
            "--since yesterday,",
            "--format pdf",
        ] {
            let parsed = Cli::try_parse_from(std::iter::once("export").chain(line.split_whitespace()));
            assert!(parsed.is_err(), "{line}");
        }
    }

    #[test]
    fn an_unknown_scheme_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let exported = run(dir.path(), "--group-by regoin").unwrap();
        assert!(exported.warnings[0].contains("\"regoin\""), "{:?}", exported.warnings);
        assert!(run(dir.path(), "--group-by Region").unwrap().warnings.is_empty());
    }
}

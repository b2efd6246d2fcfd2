//! The demo told from beginning to end.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use jiff::{SignedDuration, Timestamp};

use super::outlets::{Paper, Stage};
use super::server::Server;
use super::tell;
use crate::archive::{Archive, Reader};
use crate::digest;
use crate::fetch::Fetcher;
use crate::model::{Article, Format, GroupBy, Settings, Window};
use crate::poll::Poller;
use crate::visit::{Queue, Visitor};
use crate::{config, model};

/// More pages than the demo has.
const MOST_PAGES: usize = 20;
/// Times in the archive have seconds: the two rounds of polls should not share one.
const AN_HOUR: Duration = Duration::from_millis(1100);

/// Plays the demo into the folder, which is empty and ours, and tells it to `out`.
pub async fn play(dir: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    let began = Timestamp::now();
    let server = Server::start(began).await.context("cannot start the demo's web server on 127.0.0.1")?;
    let config = dir.join("clippings.toml");
    let settings = Arc::new(configure(&config, &server)?);
    introduce(out, &server, &settings.archive)?;

    let archive = Archive::open(&settings.archive)?;
    archive.sync(Arc::clone(&settings), began).await?;
    let poller = Poller::new(Arc::clone(&settings), Fetcher::new(&settings.http)?, archive.clone())?;

    tell::heading(out, "1. The first poll: everything is new")?;
    round(out, &poller, &server).await?;

    tokio::time::sleep(AN_HOUR).await;
    server.advance(Stage::HourLater);
    tell::heading(out, "2. An hour later: one article is corrected, one is new, the rest has not changed")?;
    round(out, &poller, &server).await?;
    archive.close().await?;

    let reader = Reader::open(&settings.archive)?;
    let window = Window { since: began, until: Timestamp::now().checked_add(SignedDuration::from_secs(1))? };
    let window = Window { since: whole_second(window.since), until: whole_second(window.until) };
    let articles = reader.window(window, None)?;

    tell::heading(out, "3. What the archive keeps")?;
    show_correction(out, &reader, &articles)?;
    show_reprint(out, &articles)?;
    show_stories(out, &reader, &articles)?;

    tell::heading(out, "4. The digest, cut to each outlet’s terms")?;
    let spec = digest::Spec {
        name: "demo".to_owned(),
        window,
        zone: settings.schedule.timezone.clone(),
        group_by: GroupBy::Outlet,
        filter: None,
    };
    write!(out, "{}", digest::make(articles, spec).render(Format::Markdown))?;

    tell::heading(out, "Try next")?;
    suggest(out, dir, &config, &settings.archive, window)?;
    out.flush()?;
    Ok(())
}

fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// Writes the configuration and reads it back, as every other command does.
fn configure(file: &Path, server: &Server) -> anyhow::Result<Settings> {
    let mut text = String::from(
        "# Written by `clippings demo`. The demo's web server ended with the demo, so a poll with this file\n\
         # finds nobody; everything that reads the archive works.\n\n\
         [archive]\npath = \"clippings.db\"\n\n\
         [schedule]\ndefault = \"@hourly\"\ntimezone = \"UTC\"\n\n\
         [http]\ncontact = \"https://clippings.example/demo\"\n\
         # Private addresses are refused unless they are named here.\nallow_networks = [\"127.0.0.0/8\"]\n\
         per_host_gap = \"0s\"\n",
    );
    for paper in Paper::ALL {
        text.push_str(&format!(
            "\n[[outlet]]\nname = \"{}\"\nhome = \"{}\"\n{}\n[[outlet.feed]]\nname = \"{}\"\nurl = \"{}\"\nfull_text = {}\n",
            paper.name(),
            paper.home(),
            terms(paper),
            model::fold(paper.name()),
            server.url(paper),
            paper == Paper::Reprint,
        ));
    }
    std::fs::write(file, &text).with_context(|| format!("cannot write {}", file.display()))?;
    let loaded = config::read(&text, file, None)
        .map_err(|problems| anyhow::anyhow!("the demo's own configuration is wrong:\n{problems}"))?;
    Ok(loaded.settings)
}

/// What the configuration says of the outlet beyond its address.
fn terms(paper: Paper) -> &'static str {
    match paper {
        Paper::Courier => "tags = [\"country=saltmere\"]\nexcerpt_words = 60\n",
        Paper::Ledger => "tags = [\"country=tarle\"]\nexcerpt_words = 60\n",
        Paper::Reprint => {
            "tags = [\"kind=republisher\"]\nexcerpt_words = 40\n\
             disclaimers = [\"A republisher: look for the original before you quote.\"]\n"
        }
    }
}

fn introduce(out: &mut impl Write, server: &Server, archive: &Path) -> anyhow::Result<()> {
    writeln!(out, "Clippings, shown on three invented outlets. Nothing leaves this machine.\n")?;
    for paper in Paper::ALL {
        writeln!(out, "  {:<17} {:<13} {}", paper.name(), paper.format(), server.url(paper))?;
    }
    writeln!(out, "\n  The archive lies at {}", archive.display())?;
    Ok(())
}

/// Polls every feed once, by the code of `clippings poll` and the daemon.
async fn round(out: &mut impl Write, poller: &Poller, server: &Server) -> anyhow::Result<()> {
    for (paper, (outlet, feed)) in Paper::ALL.into_iter().zip(poller.settings().feeds()) {
        let polled = poller.poll(outlet, feed).await?;
        tell::poll(out, paper, &polled.poll)?;
        if !polled.poll.outcome.is_success() {
            bail!("the demo's own feed {} could not be polled: is loopback HTTP blocked here?", feed.url);
        }
    }
    visits(out, poller).await?;
    tell::answers(out, &server.take_answers())?;
    Ok(())
}

/// Visits the pages that fell due, by the code of the daemon.
async fn visits(out: &mut impl Write, poller: &Poller) -> anyhow::Result<()> {
    let visitor =
        Visitor::new(poller.settings().clone(), poller.fetcher().clone(), poller.archive().clone())?;
    let mut queue = Queue::new(visitor, None, MOST_PAGES);
    queue.start(Timestamp::now())?;
    while !queue.is_idle() {
        if let Some(visited) = queue.done().await? {
            tell::visit(out, &visited)?;
            if !visited.visit.outcome.is_success() {
                bail!("the demo's own page {} could not be read", visited.visit.url);
            }
        }
        queue.start(Timestamp::now())?;
    }
    Ok(())
}

fn show_correction(out: &mut impl Write, reader: &Reader, articles: &[Article]) -> anyhow::Result<()> {
    let Some(edited) = articles.iter().find(|a| a.revisions > 1) else {
        bail!("the demo's corrected article is not in the archive");
    };
    writeln!(out, "  Every wording. {}: “{}”", edited.outlet, edited.title)?;
    let revisions = reader.revisions(edited.id)?;
    for revision in &revisions {
        let others = revisions.iter().filter(|other| other.revision != revision.revision);
        let others: Vec<&str> = others.flat_map(|other| other.text.lines()).collect();
        writeln!(out, "    {}. seen {}", revision.revision, revision.seen_at)?;
        for line in revision.text.lines().filter(|line| !others.contains(line)) {
            writeln!(out, "       {}", shortened(line))?;
        }
    }
    Ok(())
}

fn show_reprint(out: &mut impl Write, articles: &[Article]) -> anyhow::Result<()> {
    let name = Paper::Reprint.name();
    let Some(copy) = articles.iter().filter(|a| a.outlet == name).min_by_key(|a| a.id) else {
        bail!("the demo's republished article is not in the archive");
    };
    writeln!(out, "\n  Tags and notices, apart from the text. {name}: “{}”", copy.title)?;
    for tag in &copy.tags {
        writeln!(out, "    {:<17} {} ({})", tag.scheme, tag.label, tag.origin)?;
    }
    for notice in &copy.disclaimers {
        writeln!(out, "    {:<17} {} ({})", notice.kind.as_str(), shortened(&notice.text), notice.origin)?;
    }
    if let Some(original) = &copy.original_outlet {
        writeln!(out, "    {:<17} {original} (who had it first, by its page’s word)", "original")?;
    }
    Ok(())
}

/// The copies that were linked, and why.
fn show_stories(out: &mut impl Write, reader: &Reader, articles: &[Article]) -> anyhow::Result<()> {
    let mut told = Vec::new();
    for article in articles.iter().filter(|a| a.story_id.is_some() && a.outlet == Paper::Reprint.name()) {
        let Some(story) = reader.story(article.id)?.filter(|story| !told.contains(&story.id)) else {
            continue;
        };
        told.push(story.id);
        writeln!(out, "\n  Copies, linked and not merged. Story {}:", story.id)?;
        for copy in &story.articles {
            writeln!(out, "    {:<17} “{}”", copy.outlet, copy.title)?;
            let other = copy.other.map(|other| format!(" of {other}")).unwrap_or_default();
            writeln!(out, "    {:<17} {}{other}: {}", "", copy.relation, copy.evidence)?;
        }
    }
    Ok(())
}

/// As much of a line as fits beside a label.
fn shortened(line: &str) -> String {
    const WIDTH: usize = 72;
    if line.chars().count() <= WIDTH {
        return line.to_owned();
    }
    let cut: String = line.chars().take(WIDTH).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

/// Three commands that work as printed, from the folder the demo was started in.
fn suggest(
    out: &mut impl Write,
    dir: &Path,
    config: &Path,
    archive: &Path,
    window: Window,
) -> anyhow::Result<()> {
    // As this very program was called: `clippings` where it is installed, a path where cargo runs it.
    let program = std::env::args().next().unwrap_or_else(|| "clippings".to_owned());
    let (config, page) = (config.display().to_string(), dir.join("digest.html").display().to_string());
    let clippings = [program.as_str(), "--config", &config];
    tell::command(
        out,
        "the archive is a SQLite file with documented views",
        &[
            "sqlite3",
            "-readonly",
            "-header",
            "-column",
            &archive.display().to_string(),
            "SELECT outlet, title, revisions FROM articles ORDER BY changed_at DESC LIMIT 5",
        ],
    )?;
    let search = ["search", "slipway region:\"gull island\""];
    tell::command(out, "full text and tags in one query", &[&clippings[..], &search].concat())?;
    let (since, until) = (window.since.to_string(), window.until.to_string());
    let export = ["export", "--since", &since, "--until", &until, "--format", "html", "-o", &page];
    tell::command(out, "the same digest as a page for the browser", &[&clippings[..], &export].concat())?;
    Ok(())
}

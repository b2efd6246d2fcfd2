use std::path::{Path, PathBuf};
use std::time::Duration;

use toml_edit::Document;

use crate::model::{Cadence, Http, Settings, Stories};

use super::address::{listen, network, proxy};
use super::digest::digests;
use super::duration::{between, shown};
use super::feed::schedule;
use super::given::{Given, quoted};
use super::keys::{ARCHIVE, HTTP, METRICS, ROOT, SCHEDULE, STORIES};
use super::outlet::outlets;
use super::path;
use super::report::{Fault, Report};
use super::section::Section;
use super::size::within;
use super::text::{count, text};
use super::visits::visits;
use super::zone::zone;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const YEAR: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// Everything the file says. After a problem was reported, the value is a stand-in.
pub(super) fn settings(
    document: &Document<String>,
    report: &Report,
    state_directory: Option<&Path>,
) -> Settings {
    let root = Section::root(report, document.as_table(), ROOT);
    let default = Settings::default();
    let archive = root.section("archive", ARCHIVE);
    let archive = archive.map_or(default.archive.clone(), |s| s.read("path", default.archive, archive_path));
    let settings = Settings {
        archive: state_directory.unwrap_or(report.folder()).join(archive),
        schedule: cadence(&root),
        http: http(&root),
        visits: visits(&root),
        outlets: outlets(&root),
        digests: digests(&root),
        stories: stories(&root),
        metrics_listen: root
            .section("metrics", METRICS)
            .map_or(default.metrics_listen, |s| s.read("listen", default.metrics_listen, listen)),
    };
    if settings.outlets.is_empty() && !report.is_mended() {
        let fault = Fault::new("no outlet is configured: nothing will be polled")
            .help("add one with its feeds: `clippings add URL`, or [[outlet]] and [[outlet.feed]] by hand");
        report.warn(&(0..0), "outlet", fault);
    }
    settings
}

fn archive_path(given: &Given) -> Result<PathBuf, Fault> {
    let path = path::file(given)?;
    // SQLite would take these for a database that is gone with the process, or read options off them.
    let text = path.to_string_lossy();
    if text.starts_with(':') || text.starts_with("file:") {
        return Err(Fault::new(format!("expected the path of a file, found {}", quoted(&text))));
    }
    Ok(path)
}

fn cadence(root: &Section) -> Cadence {
    let default = Cadence::default();
    let Some(section) = root.section("schedule", SCHEDULE) else { return default };
    let cadence = Cadence {
        default: section.read("default", default.default, schedule),
        timezone: section.read("timezone", default.timezone, zone),
        min: section.read("min", default.min, between(SECOND, YEAR)),
        max: section.read("max", default.max, between(SECOND, YEAR)),
        jitter: section.read("jitter", default.jitter, between(Duration::ZERO, HOUR)),
    };
    if cadence.min > cadence.max
        && let Some(given) = section.given("min").or_else(|| section.given("max"))
    {
        let (min, max) = (shown(cadence.min), shown(cadence.max));
        let fault = Fault::new(format!("schedule.min ({min}) is longer than schedule.max ({max})"));
        given.fault(fault.help("\"auto\" stays between the two: make min the shorter one"));
    }
    cadence
}

fn http(root: &Section) -> Http {
    let default = Http::default();
    let section = root.section("http", HTTP);
    let contact = section.as_ref().and_then(|section| section.given("contact"));
    if contact.as_ref().is_none_or(|given| given.text().is_some_and(|text| text.trim().is_empty())) {
        let at = contact.as_ref().map(|given| given.at.clone());
        let at = at.or_else(|| section.as_ref().map(|section| section.at.clone())).unwrap_or(0..0);
        let fault = Fault::new("is empty: outlets cannot tell who polls them, and some refuse such clients")
            .help("give a web page or mail address that says who you are; it goes into the User-Agent");
        root.report.warn(&at, "http.contact", fault);
    }
    let Some(section) = section else { return default };
    let http = Http {
        contact: section.read("contact", default.contact, contact_text),
        concurrency: section.read("concurrency", default.concurrency, count(1..=1024)),
        per_host: section.read("per_host", default.per_host, count(1..=64)),
        per_host_gap: section.read("per_host_gap", default.per_host_gap, between(Duration::ZERO, HOUR)),
        timeout: section.read("timeout", default.timeout, between(SECOND, HOUR)),
        max_body: section.read("max_body", default.max_body, within(1_000..=1 << 30)),
        allow_networks: section
            .list("allow_networks", network)
            .map_or(default.allow_networks, |list| list.into_iter().map(|(_, network)| network).collect()),
        proxy: section.read("proxy", default.proxy, proxy),
    };
    if http.per_host > http.concurrency
        && let Some(given) = section.given("per_host").or_else(|| section.given("concurrency"))
    {
        given.warn(Fault::new(format!(
            "http.per_host ({}) is more than http.concurrency ({}), which decides",
            http.per_host, http.concurrency
        )));
    }
    http
}

fn stories(root: &Section) -> Stories {
    let default = Stories::default();
    let Some(section) = root.section("stories", STORIES) else { return default };
    Stories { window: section.read("window", default.window, between(DAY, YEAR)) }
}

/// The contact stands in the User-Agent's comment (RFC 9110 §5.6.5), which parentheses would end.
fn contact_text(given: &Given) -> Result<String, Fault> {
    let contact = text(given)?.trim().to_owned();
    let allowed = |c: char| c == ' ' || (c.is_ascii_graphic() && !matches!(c, '(' | ')' | '\\'));
    if !contact.chars().all(allowed) {
        return Err(Fault::new("expected visible ASCII without parentheses and backslashes")
            .help("give the address of a web page, or a mail address"));
    }
    if !contact.is_empty() && !contact.contains('@') && !contact.contains("://") {
        given.warn(
            Fault::new(format!("{} is neither a web page nor a mail address", quoted(&contact)))
                .help("outlets that want to reach you read it"),
        );
    }
    Ok(contact)
}

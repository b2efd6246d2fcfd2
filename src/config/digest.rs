use std::collections::HashMap;

use crate::model::{DigestPlan, Format, OutputPath, WindowSpec, fold_term};
use crate::query::Query;

use super::feed::schedule;
use super::given::{Given, quoted};
use super::keys::DIGEST;
use super::name::Unique;
use super::nearest::nearest;
use super::path;
use super::report::Fault;
use super::section::Section;
use super::text::{name, text, words};

/// The groupings that are no tag scheme.
const GROUPS: [&str; 4] = ["outlet", "feed", "day", "story"];

/// Which digest, by its place, writes a file: its path and, where the path tells formats apart, the format.
type Written = HashMap<(String, String), usize>;

/// `[[digest]]`
pub(super) fn digests(root: &Section) -> Vec<DigestPlan> {
    let mut names = Unique::new("digest");
    let mut files = HashMap::new();
    root.sections("digest", DIGEST).iter().map(|section| digest(section, &mut names, &mut files)).collect()
}

fn digest(section: &Section, names: &mut Unique, files: &mut Written) -> DigestPlan {
    let default = DigestPlan::default();
    let named = section.required("name", "\"daily\"").and_then(|given| {
        let name = given.read(file_name)?;
        names.claim(&given, &name);
        Some(name)
    });
    let plan = DigestPlan {
        name: named.unwrap_or_default(),
        schedule: section.read("schedule", default.schedule, |given| digest_schedule(given)),
        window: section.read("window", default.window, |given| {
            let window = words(given)?;
            WindowSpec::parse(&window).map_err(Fault::of)?;
            Ok(window)
        }),
        formats: formats(section, default.formats),
        output: section.read("output", default.output, output),
        filter: section.read("where", default.filter, |given| {
            let query = text(given)?.trim().to_owned();
            if query.is_empty() {
                return Ok(None);
            }
            Query::parse(&query).map_err(Fault::of)?;
            Ok(Some(query))
        }),
        group_by: section.read("group_by", default.group_by, group_by),
    };
    each_file_once(section, &plan, files);
    plan
}

/// A digest's name becomes part of a file name.
fn file_name(given: &Given) -> Result<String, Fault> {
    let name = name(given)?;
    if name.contains(['/', '\\']) || name.starts_with('.') {
        return Err(Fault::new(format!("expected a name that files may have, found {}", quoted(&name)))
            .help("leave out /, \\ and a dot at the beginning"));
    }
    Ok(name)
}

fn digest_schedule(given: &Given) -> Result<Option<String>, Fault> {
    match given.text().map(str::trim) {
        Some("") => Ok(None),
        Some(text) if text.eq_ignore_ascii_case("auto") => Err(Fault::new(
            "\"auto\" is for feeds: a digest needs its times",
        )
        .help("write, for example, \"0 6 * * *\"; without a schedule it is made by export --digest only")),
        _ => schedule(given).map(Some),
    }
}

/// At least one format, each once.
fn formats(section: &Section, default: Vec<String>) -> Vec<String> {
    let Some(given) = section.given("formats") else { return default };
    let list = given.list(format);
    if given.length() == Some(0) {
        let known = Format::ALL.map(Format::as_str).join(", ");
        given.fault(Fault::new("names no format").help(format!("known: {known}")));
    }
    let mut formats: Vec<String> = Vec::new();
    for (at, format) in list {
        if formats.iter().any(|other| other == format.as_str()) {
            section.report.warn(&at, &given.key, Fault::new(format!("{format} is named twice")));
        } else {
            formats.push(format.to_string());
        }
    }
    formats
}

fn format(given: &Given) -> Result<Format, Fault> {
    let word = words(given)?;
    word.parse::<Format>().map_err(|error| {
        let near = nearest(&word, Format::ALL.map(Format::as_str));
        Fault::of(error).maybe_help(near.map(|near| format!("did you mean {near:?}?")))
    })
}

fn output(given: &Given) -> Result<String, Fault> {
    let output = path::file(given)?.to_string_lossy().into_owned();
    OutputPath::parse(&output).map_err(Fault::of)?;
    Ok(output)
}

fn group_by(given: &Given) -> Result<String, Fault> {
    let written = words(given)?;
    let group = fold_term(&written);
    if group.is_empty() {
        return Err(Fault::new(format!(
            "expected outlet, feed, day, story or a tag scheme, found {}",
            quoted(&written)
        )));
    }
    let plural = |meant: &str| group == format!("{meant}s") || (meant == "story" && group == "stories");
    if let Some(meant) = GROUPS.into_iter().find(|meant| plural(meant)) {
        given.warn(
            Fault::new(format!("groups by the tag scheme {group:?}"))
                .help(format!("did you mean {meant:?}?")),
        );
    }
    Ok(group)
}

/// Two digests, or two formats of one, must not write the same file.
fn each_file_once(section: &Section, plan: &DigestPlan, files: &mut Written) {
    let at = section.given("output").map_or_else(|| section.at.clone(), |given| given.at);
    let problem = |fault| section.report.problem(&at, &section.key("output"), fault);
    let by_format = plan.output.contains("{ext}");
    if plan.formats.len() > 1 && !by_format {
        let message = format!("{} formats would write the same file", plan.formats.len());
        problem(Fault::new(message).help("put {ext} into it"));
    }
    if plan.output.contains("{name}") {
        // Names are unique, or told of already.
        return;
    }
    let this = section.at.start;
    for format in &plan.formats {
        let extension = if by_format { format.clone() } else { String::new() };
        let other = files.insert((plan.output.clone(), extension), this);
        if let Some(other) = other.filter(|other| *other != this) {
            let line = section.report.line(other);
            let message = format!("the digest on line {line} writes the same file");
            problem(Fault::new(message).help("put {name} into it"));
            break;
        }
    }
}

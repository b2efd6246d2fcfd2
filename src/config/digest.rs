use std::collections::HashMap;

use crate::model::{DigestPlan, fold};

use super::feed::schedule;
use super::given::{Given, quoted};
use super::keys::DIGEST;
use super::name::Unique;
use super::nearest::nearest;
use super::path;
use super::report::Fault;
use super::section::Section;
use super::text::{name, text, words};

/// What an `output` may have filled in.
const PLACEHOLDERS: [&str; 5] = ["name", "date", "ext", "since", "until"];

/// The groupings that are no tag scheme.
const GROUPS: [&str; 4] = ["outlet", "feed", "day", "story"];

/// `[[digest]]`
pub(super) fn digests(root: &Section) -> Vec<DigestPlan> {
    let mut names = Unique::new("digest");
    let mut files = HashMap::new();
    root.sections("digest", DIGEST).iter().map(|section| digest(section, &mut names, &mut files)).collect()
}

fn digest(section: &Section, names: &mut Unique, files: &mut HashMap<(String, String), usize>) -> DigestPlan {
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
            (given.report.checks.window)(&window).map_err(|error| {
                Fault::new(error).help("windows are today, yesterday, this-week, last-week, 24h, 7d …")
            })?;
            Ok(window)
        }),
        formats: formats(section, default.formats),
        output: section.read("output", default.output, output),
        filter: section.read("where", default.filter, |given| {
            let query = text(given)?.trim().to_owned();
            if query.is_empty() {
                return Ok(None);
            }
            (given.report.checks.query)(&query).map_err(Fault::new)?;
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

fn formats(section: &Section, default: Vec<String>) -> Vec<String> {
    let Some(list) = section.list("formats", format) else { return default };
    if list.is_empty() && section.given("formats").is_some_and(|given| is_empty_list(&given)) {
        let fault = Fault::new("names no format").help(format!("known: {}", DigestPlan::FORMATS.join(", ")));
        section.given("formats").inspect(|given| given.fault(fault));
    }
    let mut formats = Vec::new();
    for (at, format) in list {
        if formats.contains(&format) {
            let fault = Fault::new(format!("{format} is named twice"));
            section.report.warn(&at, &section.key("formats"), fault);
        } else {
            formats.push(format);
        }
    }
    formats
}

fn is_empty_list(given: &Given) -> bool {
    given.sort() == "a list" && given.length() == 0
}

fn format(given: &Given) -> Result<String, Fault> {
    let format = words(given)?.to_lowercase();
    let format = if format == "md" { "markdown".to_owned() } else { format };
    if DigestPlan::FORMATS.contains(&format.as_str()) {
        return Ok(format);
    }
    let help = match nearest(&format, DigestPlan::FORMATS) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("known: {}", DigestPlan::FORMATS.join(", ")),
    };
    Err(Fault::new(format!("no format is called {}", quoted(&format))).help(help))
}

fn output(given: &Given) -> Result<String, Fault> {
    let output = path::file(given)?.to_string_lossy().into_owned();
    let known = || format!("known: {}", PLACEHOLDERS.map(|p| format!("{{{p}}}")).join(" "));
    let mut rest = output.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        let inside = rest[at..].strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let Some((placeholder, after)) = inside else {
            return Err(Fault::new(format!("has a brace without its other half, found {}", quoted(&output)))
                .help(known()));
        };
        if !PLACEHOLDERS.contains(&placeholder) {
            let help = match nearest(placeholder, PLACEHOLDERS) {
                Some(near) => format!("did you mean {{{near}}}?"),
                None => known(),
            };
            return Err(Fault::new(format!("{{{placeholder}}} is not known here")).help(help));
        }
        rest = after;
    }
    Ok(output)
}

fn group_by(given: &Given) -> Result<String, Fault> {
    let written = words(given)?;
    let group = fold(&written);
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
fn each_file_once(section: &Section, plan: &DigestPlan, files: &mut HashMap<(String, String), usize>) {
    let at = section.given("output").map_or_else(|| section.at.clone(), |given| given.at);
    let line = section.report.line(section.at.start);
    if plan.formats.len() > 1 && !plan.output.contains("{ext}") {
        let fault = Fault::new(format!("{} formats would write the same file", plan.formats.len()))
            .help("put {ext} into it");
        section.report.problem(&at, &section.key("output"), fault);
    }
    if plan.output.contains("{name}") {
        // Names are unique, or told of already.
        return;
    }
    for format in &plan.formats {
        let extension = if plan.output.contains("{ext}") { format.clone() } else { String::new() };
        if let Some(other) = files.insert((plan.output.clone(), extension), line)
            && other != line
        {
            let fault = Fault::new(format!("the digest on line {other} writes the same file"))
                .help("put {name} into it");
            section.report.problem(&at, &section.key("output"), fault);
            break;
        }
    }
}

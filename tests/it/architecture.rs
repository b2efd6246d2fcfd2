//! Holds the house to its plan (`ARCHITECTURE.md`): floors, doors, sizes, names, and no clock or
//! input and output where decisions are made. Every breach is named with its file and line.

mod source;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use source::Source;

/// A module uses lower floors only, never its own or a higher one.
const FLOORS: &[(usize, &[&str])] = &[
    (0, &["model"]),
    (1, &["markup", "date"]),
    (
        2,
        &[
            "schedule",
            "parse",
            "page",
            "normalise",
            "annotate",
            "identity",
            "story",
            "query",
            "robots",
            "completeness",
        ],
    ),
    (3, &["config", "fetch", "archive", "telemetry"]),
    (4, &["poll", "visit", "digest"]),
    (5, &["daemon"]),
    (6, &["cli"]),
    (7, &["main"]),
];

/// Below this floor values go in and values come out: no clock, no input and output, no runtime.
const FIRST_WITH_EFFECTS: usize = 3;

/// Who may name a foreign crate.
enum Who {
    /// These modules only: its doors.
    Doors(&'static [&'static str]),
    /// Whoever stands on a floor with effects.
    Effects,
    /// Everyone: it brings values, and no way to the outside.
    All,
}
use Who::{All, Doors, Effects};

/// Every dependency of the program.
const CRATES: &[(&str, Who)] = &[
    // The wire. The demonstration serves its invented outlets itself.
    ("reqwest", Doors(&["fetch"])),
    ("rustls", Doors(&["fetch"])),
    ("webpki_root_certs", Doors(&["fetch"])),
    ("hyper", Doors(&["fetch", "telemetry", "cli"])),
    ("h2", Doors(&["fetch"])),
    ("hyper_util", Doors(&["fetch", "telemetry", "cli"])),
    ("http_body_util", Doors(&["fetch", "telemetry", "cli"])),
    ("flate2", Doors(&["fetch", "parse", "cli"])),
    ("brotli_decompressor", Doors(&["fetch"])),
    // Feeds and markup.
    ("feed_rs", Doors(&["parse"])),
    ("quick_xml", Doors(&["parse"])),
    ("encoding_rs", Doors(&["parse"])),
    ("chardetng", Doors(&["parse"])),
    ("ammonia", Doors(&["markup"])),
    ("html5ever", Doors(&["markup"])),
    ("scraper", Doors(&["markup"])),
    ("trafilatura", Doors(&["page"])),
    ("dom_smoothie", Doors(&["page"])),
    // Time. chrono is what cron and feed-rs speak; inside the house it is jiff.
    ("cron", Doors(&["schedule"])),
    ("chrono", Doors(&["schedule", "parse"])),
    // Effects.
    ("rusqlite", Doors(&["archive"])),
    ("zstd", Doors(&["archive", "fetch"])),
    ("toml_edit", Doors(&["config"])),
    ("askama", Doors(&["digest"])),
    ("sd_notify", Doors(&["telemetry", "daemon"])),
    ("prometheus_client", Doors(&["telemetry"])),
    ("tracing_subscriber", Doors(&["telemetry"])),
    ("clap", Doors(&["cli"])),
    ("clap_complete", Doors(&["cli"])),
    ("clap_mangen", Doors(&["cli"])),
    ("indicatif", Doors(&["cli"])),
    ("similar", Doors(&["cli"])),
    ("anyhow", Doors(&["cli", "main"])),
    ("tokio", Effects),
    ("tracing", Effects),
    // Values.
    ("jiff", All),
    ("url", All),
    ("ipnet", All),
    ("serde", All),
    ("serde_json", All),
    ("sha2", All),
    ("strsim", All),
    ("thiserror", All),
    ("unicode_normalization", All),
    ("aho_corasick", All),
];

/// What pure code must not name: the clock, and ways to the outside.
const EFFECTS: &[&str] = &[
    "Timestamp::now",
    "ZonedDateTime::now",
    "Zoned::now",
    "SystemTime::now",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "TimeZone::system",
    "TimeZone::try_system",
    "std::fs",
    "std::env",
    "std::process",
    "std::thread",
    "File::open",
    "println!",
    "eprintln!",
];

/// Lines of a file before its tests.
const LONGEST_FILE: usize = 400;
/// Half of the files have at most so many.
const LONGEST_MEDIAN: usize = 150;
/// Names that say where things were put because nobody knew where they belong.
const EMPTY_NAMES: &[&str] = &["util", "utils", "common", "misc", "helper", "helpers"];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().find(|(_, rooms)| rooms.contains(&room)).map(|(floor, _)| *floor)
}

/// Files of the program: without tests and without `lib.rs`, which only lists the modules.
fn program(sources: &[Source]) -> impl Iterator<Item = (&Source, usize)> {
    sources.iter().filter(|s| !s.is_test()).filter_map(|s| Some((s, floor(s.room())?)))
}

fn rooms_without_a_floor(sources: &[Source]) -> Vec<String> {
    let strange = sources.iter().filter(|s| s.path != "lib.rs" && floor(s.room()).is_none());
    strange.map(|s| format!("{}: {} stands on no floor: give it one in FLOORS", s.at(0), s.room())).collect()
}

fn steps_up(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for (source, own) in program(sources) {
        for (line, used) in source.rooms_used() {
            let Some(other) = floor(&used) else { continue };
            if used != source.room() && other >= own {
                breaches.push(format!(
                    "{}: {} (floor {own}) uses {used} (floor {other}): lower floors only",
                    source.at(line),
                    source.room()
                ));
            }
        }
    }
    breaches
}

fn crates_outside_their_doors(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for (source, own) in program(sources) {
        for (name, who) in CRATES {
            let (allowed, where_) = match who {
                All => continue,
                Effects => (own >= FIRST_WITH_EFFECTS, format!("from floor {FIRST_WITH_EFFECTS} up")),
                Doors(rooms) => (rooms.contains(&source.room()), format!("in {}", rooms.join(", "))),
            };
            let named = source.lines.iter().position(|line| Source::names_crate(line, name));
            if let Some(line) = named.filter(|_| !allowed) {
                breaches.push(format!("{}: {name} may be named {where_} only", source.at(line)));
            }
        }
    }
    breaches
}

fn crates_without_a_door(manifest: &str) -> Vec<String> {
    let dependencies = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    dependencies
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('=').filter(|_| !line.starts_with('#')))
        .map(|(name, _)| name.trim().trim_end_matches(".workspace").replace('-', "_"))
        .filter(|name| !CRATES.iter().any(|(known, _)| known == name))
        .map(|name| format!("Cargo.toml: {name} has no door: say in CRATES who may name it"))
        .collect()
}

fn effects_in_pure_code(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for (source, _) in program(sources).filter(|(_, floor)| *floor < FIRST_WITH_EFFECTS) {
        for (number, line) in source.lines.iter().enumerate() {
            for effect in EFFECTS.iter().filter(|effect| line.contains(**effect)) {
                breaches.push(format!(
                    "{}: {effect} below floor {FIRST_WITH_EFFECTS}: make it an argument",
                    source.at(number)
                ));
            }
        }
    }
    breaches
}

fn sizes(sources: &[Source]) -> Vec<String> {
    let files: Vec<&Source> = program(sources).map(|(source, _)| source).collect();
    let mut breaches: Vec<String> = files
        .iter()
        .filter(|s| s.length > LONGEST_FILE)
        .map(|s| {
            format!("{}: {} lines before the tests, at most {LONGEST_FILE}", s.at(LONGEST_FILE), s.length)
        })
        .collect();
    let mut lengths: Vec<usize> = files.iter().map(|s| s.length).collect();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    if median > LONGEST_MEDIAN {
        breaches
            .push(format!("src: half of the files have more than {median} lines, at most {LONGEST_MEDIAN}"));
    }
    breaches
}

fn empty_names(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources {
        let mut parts = source.path.split('/').map(|part| part.strip_suffix(".rs").unwrap_or(part));
        if let Some(name) = parts.find(|part| EMPTY_NAMES.contains(part)) {
            breaches.push(format!("{}: {name} says nothing: name the thing", source.at(0)));
        }
        for (number, line) in source.lines.iter().enumerate() {
            let name =
                line.trim().trim_end_matches([';', '{', ' ']).rsplit_once("mod ").map(|(_, name)| name);
            if let Some(name) = name.filter(|name| EMPTY_NAMES.contains(name)) {
                breaches.push(format!("{}: {name} says nothing: name the thing", source.at(number)));
            }
        }
    }
    breaches
}

/// Files called like tests are skipped by the rules, so they must be tests.
fn tests_in_the_program(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|s| !s.is_test()) {
        // What stands behind #[cfg(test)] is blank here.
        let shown = source.lines.iter().position(|line| line.trim().ends_with("mod tests;"));
        breaches.extend(shown.map(|line| format!("{}: mod tests without #[cfg(test)]", source.at(line))));
    }
    breaches
}

fn read(folder: &Path, below: &str, into: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read(&path, &format!("{name}/"), into);
        } else if name.ends_with(".rs") {
            into.push(Source::new(&name, &fs::read_to_string(&path).unwrap()));
        }
    }
}

/// All of `src/`.
static HOUSE: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let mut sources = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.len() > 20, "only {} files found", sources.len());
    sources
});

fn none(breaches: Vec<String>) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[test]
fn every_module_stands_on_a_floor_and_uses_lower_ones_only() {
    none(rooms_without_a_floor(&HOUSE));
    none(steps_up(&HOUSE));
}

#[test]
fn foreign_crates_are_named_behind_their_doors_only() {
    none(crates_outside_their_doors(&HOUSE));
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    none(crates_without_a_door(&fs::read_to_string(manifest).unwrap()));
}

#[test]
fn pure_floors_have_no_clock_and_no_way_out() {
    none(effects_in_pure_code(&HOUSE));
}

#[test]
fn files_are_short_and_say_what_they_hold() {
    none(sizes(&HOUSE));
    none(empty_names(&HOUSE));
    none(tests_in_the_program(&HOUSE));
}

/// The rules find what they are for, and let pass what is right.
mod rules {
    use super::*;

    fn one(path: &str, text: &str) -> Vec<Source> {
        vec![Source::new(path, text)]
    }

    #[test]
    fn steps_up_are_found_however_they_are_written() {
        for (path, text, line) in [
            ("schedule/due.rs", "\nuse crate::archive::Archive;\n", 2),
            ("schedule/due.rs", "use crate::{model::Feed, archive::{Archive, Reader}};\n", 1),
            ("schedule/due.rs", "use crate::{\n    model::{Feed, Outlet},\n    query,\n};\n", 1),
            ("schedule/due.rs", "use super::super::fetch;\n", 1),
            ("schedule/mod.rs", "use super::query::Query;\n", 1),
            ("schedule/deep/er.rs", "use super::super::super::cli::run;\n", 1),
            ("schedule/due.rs", "fn a() {\n    crate::daemon::run()\n}\n", 2),
            ("model/a.rs", "#[cfg(test)]\nmod tests { use crate::cli; }\nuse crate::markup;\n", 3),
            ("archive/mod.rs", "use crate::config::Config;\n", 1),
            ("main.rs", "fn main() { clippings::cli::run() }\n", 0),
            ("schedule/due.rs", "use crate::model::{Cadence, archive};\nuse super::archive;\n", 0),
            ("schedule/due.rs", "use crate::schedule::plan;\nuse super::super::model::Feed;\n", 0),
            (
                "schedule/due.rs",
                "// crate::cli\n/* crate::cli /* */ crate::cli */\nconst A: &str = \"crate::cli\";\n",
                0,
            ),
            (
                "schedule/due.rs",
                "const A: &str = r#\"\"crate::cli\"#;\nconst B: char = '\"'; // crate::cli \"\n",
                0,
            ),
            ("schedule/due.rs", "fn a<'a>(b: &'a str) -> char { '\\'' }\nuse crate::cli;\n", 2),
            ("schedule/due.rs", "#[cfg(test)]\nmod tests {\n    use crate::cli;\n}\n", 0),
            ("schedule/due.rs", "#[cfg(test)]\nuse crate::cli;\nuse crate::model;\n", 0),
            ("schedule/tests/due.rs", "use crate::cli;\n", 0),
        ] {
            let breaches = steps_up(&one(path, text));
            match line {
                0 => assert!(breaches.is_empty(), "{path} {text:?}: {breaches:?}"),
                _ => {
                    let place = format!("src/{path}:{line}: ");
                    assert!(
                        breaches.len() == 1 && breaches[0].starts_with(&place),
                        "{path} {text:?}: {breaches:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn crates_outside_their_doors_are_found() {
        for (path, text, line) in [
            ("poll/mod.rs", "use rusqlite::Connection;\n", 1),
            ("poll/mod.rs", "\nfn a(e: &rusqlite::Error) {}\n", 2),
            ("poll/mod.rs", "use rusqlite as sql;\n", 1),
            ("poll/mod.rs", "use ::rusqlite::Connection;\n", 1),
            ("schedule/plan.rs", "async fn a() { tokio::time::sleep(b).await }\n", 1),
            ("markup/mod.rs", "use tracing::warn;\n", 1),
            ("fetch/mod.rs", "use tokio::net::TcpStream;\n", 0),
            ("archive/open.rs", "use rusqlite::Connection;\n", 0),
            ("poll/mod.rs", "use crate::archive::rusqlite_free;\n", 0),
            ("poll/mod.rs", "let cron = plan.cron; // cron::Schedule\n", 0),
            ("poll/mod.rs", "#[cfg(test)]\nmod tests { use rusqlite::Connection; }\n", 0),
        ] {
            let breaches = crates_outside_their_doors(&one(path, text));
            assert_eq!(breaches.len(), usize::from(line > 0), "{path} {text:?}: {breaches:?}");
            assert!(line == 0 || breaches[0].starts_with(&format!("src/{path}:{line}: ")), "{breaches:?}");
        }
        let manifest = "[package]\n\n[dependencies]\n# why\njiff = \"1\"\nleft-pad = { version = \"1\" }\n\n[dev-dependencies]\ninsta = \"1\"\n";
        let breaches = crates_without_a_door(manifest);
        assert!(breaches.len() == 1 && breaches[0].contains("left_pad"), "{breaches:?}");
    }

    #[test]
    fn clocks_in_pure_code_are_found() {
        let clock = "fn a() {\n    jiff::Timestamp::now()\n}\n";
        assert!(
            effects_in_pure_code(&one("schedule/due.rs", clock))[0].starts_with("src/schedule/due.rs:2: ")
        );
        assert_eq!(effects_in_pure_code(&one("model/due.rs", "use std::fs;\nuse std::env;\n")).len(), 2);
        assert!(effects_in_pure_code(&one("poll/due.rs", clock)).is_empty());
        assert!(effects_in_pure_code(&one("schedule/due.rs", "/// Not `Timestamp::now`.\n")).is_empty());
        assert!(effects_in_pure_code(&one("schedule/tests.rs", clock)).is_empty());
    }

    #[test]
    fn sizes_and_names_are_found() {
        let long = "fn a() {}\n".repeat(LONGEST_FILE + 1);
        assert!(sizes(&one("poll/mod.rs", &long))[0].starts_with("src/poll/mod.rs:401: "));
        let tested = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{\n{long}}}\n");
        assert!(sizes(&one("poll/mod.rs", &tested)).is_empty());
        let middling = "fn a() {}\n".repeat(LONGEST_MEDIAN + 1);
        let many: Vec<Source> = (0..3).map(|n| Source::new(&format!("poll/{n}.rs"), &middling)).collect();
        assert_eq!(sizes(&many).len(), 1);

        assert_eq!(empty_names(&one("poll/util.rs", "")).len(), 1);
        assert_eq!(empty_names(&one("helpers/mod.rs", "")).len(), 1);
        assert_eq!(empty_names(&one("poll/mod.rs", "\npub mod misc {\n")).len(), 1);
        assert!(empty_names(&one("poll/mod.rs", "mod due;\nmod commons;\n")).is_empty());
        assert_eq!(rooms_without_a_floor(&one("attic/mod.rs", "")).len(), 1);
        assert_eq!(tests_in_the_program(&one("poll/mod.rs", "mod tests;\n")).len(), 1);
        assert!(tests_in_the_program(&one("poll/mod.rs", "#[cfg(test)]\nmod tests;\n")).is_empty());
    }
}

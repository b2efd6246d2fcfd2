mod refusals;
mod shipped;

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::tz::TimeZone;

use super::{Loaded, Problems, load, read};
use crate::model::{FullText, Origin, Secret, Select, Settings, Tag, Visits};

const FILE: &str = "conf/clippings.toml";

fn good(text: &str) -> Loaded {
    read(text, Path::new(FILE), None).unwrap_or_else(|problems| panic!("{problems}"))
}

fn bad(text: &str) -> Problems {
    read(text, Path::new(FILE), None).expect_err("problems")
}

/// `line:column key` of each problem.
fn places(problems: &Problems) -> Vec<String> {
    let place = |p: &super::Problem| {
        let place = p.place.expect("a place");
        format!("{}:{} {}", place.line, place.column, p.key)
    };
    problems.iter().map(place).collect()
}

/// A feed with these lines in it.
fn feed(lines: &str) -> String {
    format!("[[outlet]]\nname = \"C\"\n[[outlet.feed]]\nurl = \"https://c.example/\"\n{lines}\n")
}

/// A digest with these lines in it.
fn digest(lines: &str) -> String {
    format!("[[digest]]\nname = \"d\"\n{lines}\n")
}

#[test]
fn a_whole_file_is_read_as_it_says() {
    let Loaded { settings, warnings } = good(
        r#"
[archive]
path = "news.db"
[schedule]
default = "@hourly"
timezone = "Europe/Berlin"
min = "5m"
max = "1d"
jitter = 0
[http]
contact = "https://news.example/"
concurrency = 8
per_host = 1
per_host_gap = "1500ms"
timeout = "1m"
max_body = "5MiB"
allow_networks = ["127.0.0.0/8", "::1"]
proxy = "socks5h://localhost:1080"
[[outlet]]
name = "Example Courier"
home = "https://courier.example"
tags = ["Country = Côte d'Ivoire"]
disclaimers = [" Views are the authors' own. "]
excerpt_words = 50
[[outlet.feed]]
url = "https://www.courier.example/rss/world.xml"
[[outlet.feed]]
url = "https://courier.example/news"
name = "front"
schedule = "5,35 * * * *"
full_text = true
tags = ["section=world"]
headers = { Accept-Language = "en", Cookie = { file = "courier.cookie" }, X-Token = { credential = "t" } }
enabled = false
select = { item = "article", link = "h2 a" }
[[digest]]
name = "asia"
where = "region:asia"
formats = ["md", "json"]
group_by = "Country"
[metrics]
listen = "127.0.0.1:9464"
"#,
    );
    assert_eq!(warnings, []);
    assert_eq!(settings.archive, Path::new("conf/news.db"));
    assert_eq!(settings.schedule.default, "@hourly");
    assert_eq!(settings.schedule.timezone, TimeZone::get("Europe/Berlin").unwrap());
    assert_eq!(settings.schedule.min, Duration::from_secs(300));
    assert_eq!(settings.schedule.max, Duration::from_secs(86_400));
    assert_eq!(settings.schedule.jitter, Duration::ZERO);
    let http = &settings.http;
    assert_eq!((http.concurrency, http.per_host, http.max_body), (8, 1, 5 << 20));
    assert_eq!(http.per_host_gap, Duration::from_millis(1500));
    assert_eq!(http.allow_networks, ["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()]);
    assert_eq!(http.proxy.as_deref(), Some("socks5h://localhost:1080"));
    let outlet = &settings.outlets[0];
    assert_eq!(outlet.home.as_deref(), Some("https://courier.example/"));
    let tag = |scheme: &str, term: &str, label: &str| Tag {
        scheme: scheme.into(),
        term: term.into(),
        label: label.into(),
        origin: Origin::Config,
    };
    assert_eq!(outlet.tags, [tag("country", "cote-divoire", "Côte d'Ivoire")]);
    assert_eq!(outlet.disclaimers, ["Views are the authors' own."]);
    assert_eq!(outlet.excerpt_words, 50);
    let [world, front] = outlet.feeds.as_slice() else { panic!("two feeds") };
    assert_eq!(world.name, "courier.example-world");
    assert_eq!((world.enabled, world.full_text, &world.schedule), (true, FullText::Never, &None));
    assert_eq!((front.name.as_str(), front.outlet.as_str()), ("front", "Example Courier"));
    assert_eq!((front.enabled, front.full_text), (false, FullText::Always));
    assert_eq!(front.schedule.as_deref(), Some("5,35 * * * *"));
    assert_eq!(front.tags, [tag("section", "world", "world")]);
    let select = Select { item: "article".into(), link: Some("h2 a".into()), ..Select::default() };
    assert_eq!(front.select, Some(select));
    assert_eq!(
        front.headers,
        [
            ("Accept-Language".to_owned(), Secret::Plain("en".into())),
            ("Cookie".to_owned(), Secret::File("conf/courier.cookie".into())),
            ("X-Token".to_owned(), Secret::Credential("t".into())),
        ]
    );
    let digest = &settings.digests[0];
    assert_eq!(digest.filter.as_deref(), Some("region:asia"));
    assert_eq!(digest.formats, ["markdown", "json"]);
    assert_eq!((digest.group_by.as_str(), &digest.schedule), ("country", &None));
    assert_eq!(settings.metrics_listen, Some("127.0.0.1:9464".parse().unwrap()));
}

#[test]
fn an_empty_file_means_the_defaults_and_warns() {
    let Loaded { settings, warnings } = good("");
    assert_eq!(settings, Settings { archive: "conf/clippings.db".into(), ..Settings::default() });
    assert!(warnings.iter().any(|w| w.message.contains("no outlet is configured")));
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_file() {
    let problems = bad("colour = 1\n\
         [http]\n\
         concurency = 4\n\
         per_host = 0\n\
         timeout = 30\n\
         \n\
         [[outlet]]\n\
         name = \"Courier\"\n\
         tags = [\"country=xx\", \"europe\"]\n\
         [[outlet.feed]]\n\
         name = \"world\"\n\
         url = \"courier.example/rss\"\n\
         [[outlet.feed]]\n\
         full_text = \"yes\"\n\
         [[outlet]]\n\
         name = \"Courier\"\n");
    assert_eq!(
        places(&problems),
        [
            "1:1 colour",
            "3:1 http.concurency",
            "4:12 http.per_host",
            "5:11 http.timeout",
            "9:23 outlet[\"Courier\"].tags[2]",
            "12:7 outlet[\"Courier\"].feed[\"world\"].url",
            "13:1 outlet[\"Courier\"].feed[2].url",
            "14:13 outlet[\"Courier\"].feed[2].full_text",
            "16:8 outlet[\"Courier\"].name",
        ],
        "{problems}"
    );
    let text = problems.to_string();
    for part in [
        "conf/clippings.toml:3:1: http.concurency: is not a known key\n    help: did you mean concurrency?",
        "from 1 to 64, found 0",
        "the duration 30 has no unit",
        "found \"europe\"",
        "did you mean \"https://courier.example/rss\"?",
        "feed[2].url: is missing",
        "expected true, false or \"if-short\", found \"yes\"",
        "another outlet is called \"Courier\", on line 8",
    ] {
        assert!(text.contains(part), "{part:?} in\n{text}");
    }
}

#[test]
fn syntax_errors_have_their_line_and_do_not_hide_what_follows() {
    let problems = bad("[http]\n\
         timeout = 30s\n\
         contact = \"https://news.example/\n\
         max_body = \"20 stones\"\n\
         [[outlet]]\n\
         name = \"C\"\n\
         [[outlet.feed]]\n\
         url = https://c.example/\n");
    let lines: Vec<usize> = problems.iter().map(|p| p.place.expect("a place").line).collect();
    assert_eq!(lines, [2, 3, 4, 8], "{problems}");
    // The broken url is not missing as well.
    assert!(!problems.to_string().contains("is missing"), "{problems}");

    let twice = bad("[http]\ntimeout = \"1s\"\ntimeout = \"2s\"\nper_host = 0\n");
    assert_eq!(places(&twice), ["3:1 timeout", "4:12 http.per_host"], "{twice}");
    assert!(twice.to_string().contains("duplicate key"), "{twice}");
}

#[test]
fn a_broken_header_is_told_on_its_own_line() {
    for text in ["\n[[outlet]\nname = \"C\"\n", "\n[outlet\nname = \"C\"\n", "\n[[outlet\r\nname = \"C\"\r\n"]
    {
        let problems = bad(text);
        let lines: Vec<usize> = problems.iter().filter_map(|p| Some(p.place?.line)).collect();
        assert_eq!(lines, [2], "{text:?}\n{problems}");
    }
}

#[test]
fn what_follows_an_open_bracket_is_not_guessed_at() {
    for text in ["[http\nper_host = 0\n", "[http]\nallow_networks = [\nper_host = 0\n", "a = {\n", "\u{1}"] {
        let problems = bad(text);
        assert_eq!(problems.count(), 1, "{text:?}\n{problems}");
        assert!(problems.to_string().contains("not TOML"), "{problems}");
        assert!(problems.to_string().contains("The rest of the file was not checked"), "{problems}");
    }
}

#[test]
fn hostile_texts_are_refused_without_a_panic() {
    let deep = "a = ".to_owned() + &"[".repeat(100_000);
    let keys = "a.".repeat(100_000) + "a = 1";
    let wrong = "x = y\n".repeat(1000);
    for text in [deep.as_str(), &keys, &wrong, "= 1", "\"", "é = é", "[\u{0}]", "a = \"\\q\"", "\r\r"] {
        let problems = bad(text);
        assert!((1..=20).contains(&problems.count()), "{} problems", problems.count());
    }
}

#[test]
fn lower_floors_are_asked_and_their_words_passed_on() {
    let text = "[schedule]\ndefault = \"61 * * * *\"\n".to_owned()
        + &feed("schedule = \"@never\"\nselect = { item = \"h2 a\", date = \"[[\" }")
        + &digest("schedule = \"* *\"\nwindow = \"whenever\"\nwhere = \"(asia\"");
    let problems = bad(&text);
    let told = places(&problems);
    assert_eq!(
        told,
        [
            "2:11 schedule.default",
            "7:12 outlet[\"C\"].feed[1].schedule",
            "8:34 outlet[\"C\"].feed[1].select.date",
            "11:12 digest[\"d\"].schedule",
            "12:10 digest[\"d\"].window",
            "13:9 digest[\"d\"].where",
        ],
        "{problems}"
    );
    let helps = problems.iter().filter(|problem| problem.help.is_some()).count();
    let text = problems.to_string();
    assert_eq!(text.lines().count(), problems.count() + helps, "one line each:\n{text}");
    for part in
        ["minute field", "@never is not known", "not a CSS selector", "2 fields", "is no window", "column 1"]
    {
        assert!(text.contains(part), "{part:?} in\n{text}");
    }
}

#[test]
fn feeds_without_a_name_are_named_around_those_that_have_one() {
    let text = r#"
[[outlet]]
name = "A"
feed = [{ url = "https://c.example/rss" }, { url = "https://c.example/atom" }]
[[outlet]]
name = "B"
feed = [{ url = "https://www.c.example/x", name = "c.example" }]
"#;
    let settings = good(text).settings;
    let names: Vec<&str> = settings.feeds().map(|(_, feed)| feed.name.as_str()).collect();
    assert_eq!(names, ["c.example-2", "c.example-3", "c.example"]);
    refusals::refused(&[(
        text.replace("/atom\" }", "/atom\", name = \"c.example\" }"),
        &["another feed is called"],
    )]);
}

#[test]
fn what_stops_nothing_is_a_warning() {
    let text = "[http]\nconcurrency = 1\nper_host = 2\nallow_networks = [\"10.1.2.3/8\", \"0.0.0.0/0\"]\n\
         [metrics]\nlisten = \"0.0.0.0:9464\"\n\
         [[outlet]]\nname = \"Courier\"\ntags = [\"a=b\", \"A=b\", \"author=x\"]\n\
         [[outlet]]\nname = \"COURIER\"\n\
         [[outlet.feed]]\nurl = \"https://c.example\"\n[[outlet.feed]]\nurl = \"https://c.example/\"\n\
         [[digest]]\nname = \"d\"\ngroup_by = \"stories\"\nformats = [\"md\", \"markdown\"]\n";
    let text = good(text).warnings.iter().map(|w| format!("{w}\n")).collect::<String>();
    for part in [
        ":1:1: http.contact: is empty",
        ":3:12: http.per_host: http.per_host (2) is more than",
        "10.1.2.3/8 is read as 10.0.0.0/8",
        "0.0.0.0/0 lets feeds reach every private address",
        "can be read by other machines",
        ":7:1: outlet[\"Courier\"]: the outlet has no feed",
        "the tag a=b is given twice",
        "author: means something else",
        ":11:8: outlet[\"COURIER\"].name: queries cannot tell",
        ":15:7: outlet[\"COURIER\"].feed[2].url: the same address stands on line 13",
        "did you mean \"story\"?",
        "markdown is named twice",
    ] {
        assert!(text.contains(part), "{part:?} in\n{text}");
    }
}

#[test]
fn a_relative_archive_counts_from_the_state_directory() {
    let archive = |text: &str, state: Option<&str>| {
        read(text, Path::new(FILE), state.map(Path::new)).unwrap().settings.archive
    };
    let state = Some("/var/lib/clippings");
    assert_eq!(archive("", state), Path::new("/var/lib/clippings/clippings.db"));
    assert_eq!(archive("archive.path = \"/srv/a.db\"", state), Path::new("/srv/a.db"));
    assert_eq!(archive("archive.path = \"a.db\"", None), Path::new("conf/a.db"));
    let first = |list: &str| super::first_directory(list.as_ref());
    assert_eq!(first("/var/lib/a:/var/lib/b"), Some(PathBuf::from("/var/lib/a")));
    assert_eq!(first(""), None);
}

#[test]
fn load_reads_the_file_and_looks_for_the_secrets() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("clippings.toml");
    let text = feed("headers = { Cookie = { file = \"cookie\" } }");
    std::fs::write(&file, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    let missing = |loaded: Loaded| loaded.warnings.iter().any(|w| w.message.contains("secret file"));
    assert!(missing(load(&file).unwrap()));
    std::fs::write(dir.path().join("cookie"), "a=b\n").unwrap();
    assert!(!missing(load(&file).unwrap()));
}

#[test]
fn visits_and_the_rule_for_full_text_are_read() {
    let text = "[visits]\nenabled = false\nconcurrency = 3\nrevisit = [\"2h\", \"2d\"]\nattempts = 2\n"
        .to_owned()
        + &feed("full_text = \"if-short\"");
    let settings = good(&text).settings;
    let hours = |hours: u64| Duration::from_secs(hours * 3600);
    let visits = Visits { enabled: false, concurrency: 3, revisit: vec![hours(2), hours(48)], attempts: 2 };
    assert_eq!(settings.visits, visits);
    assert_eq!(settings.outlets[0].feeds[0].full_text, FullText::IfShort);
    assert!(good("[visits]\nrevisit = []\n").settings.visits.revisit.is_empty());
    for (revisit, said) in [
        ("[\"6h\", \"1h\"]", "does not come after"),
        ("[\"1s\"]", "expected a duration from 1m"),
        ("\"1h\"", "expected a list"),
    ] {
        let problems = bad(&format!("[visits]\nrevisit = {revisit}\n")).to_string();
        assert!(problems.contains(said), "{problems}");
    }
    assert!(bad(&feed("full_text = \"true\"")).to_string().contains("without quotes"));
}

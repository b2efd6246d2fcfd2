//! The command line: exit codes, problems told all at once, secrets never told, the same bytes twice.

use crate::outlet::{Outlet, Piece};
use crate::world::World;

fn polled() -> (Outlet, World) {
    let outlet = Outlet::start();
    let now = jiff::Timestamp::now().to_string();
    outlet.publishes("/rss/world", Piece::new("ferry").by("Ines Calloway").at(&now));
    outlet.publishes("/rss/world", Piece::new("fog").tagged(Some("region"), "Asia").at(&now));
    let world = World::with(&outlet, &["/rss/world"]);
    world.run(&["poll"]).ok();
    (outlet, world)
}

#[test]
fn a_bad_config_is_told_whole() {
    let mut world = World::new();
    world.config(|c| {
        c.set("http", "concurency", "8")
            .set("http", "timeout", "\"soon\"")
            .set("http", "max_body", "true")
            .set("http", "allow_networks", "[\"10.0.0.0/99\"]")
            .set("schedule", "timezone", "\"Europe/Berlim\"")
            .set("schedule", "default", "\"61 * * * *\"")
            .outlet("Courier", |o| {
                o.feed("coast", "courier.example/rss");
                o.feed("coast", "https://courier.example/rss");
            });
    });
    for command in [&["check"][..], &["poll"], &["run"], &["feeds"], &["export"]] {
        let output = world.run(command).exits(78);
        for word in [
            "clippings.toml",
            "concurency",
            "concurrency",
            "timeout",
            "max_body",
            "10.0.0.0/99",
            "Europe/Berlin",
            "61",
            "courier.example/rss",
            "coast",
        ] {
            assert!(output.stderr.contains(word), "{command:?} does not tell of {word}: {}", output.told());
        }
    }
    assert!(!world.archive().exists());
}

#[test]
fn toml_that_cannot_be_read_names_its_line() {
    let mut world = World::new();
    world.config(|c| {
        c.raw("[[outlet]\nname = \"Courier\"\n");
    });
    let output = world.run(&["check"]).exits(78);
    let line = 1 + std::fs::read_to_string(world.path("clippings.toml"))
        .unwrap()
        .lines()
        .position(|l| l == "[[outlet]")
        .unwrap();
    assert!(output.stderr.contains(&format!("clippings.toml:{line}")), "{}", output.told());
}

#[test]
fn no_config_at_all_is_told_with_what_to_do() {
    let world = World::new();
    std::fs::remove_file(world.path("clippings.toml")).unwrap();
    let output = world.run(&["poll"]).exits(78);
    assert!(output.stderr.contains("clippings.toml") && output.stderr.contains("init"), "{}", output.told());
    world.run(&["--config", "elsewhere.toml", "poll"]).exits(78).says("elsewhere.toml");
}

#[test]
fn check_praises_a_config_that_is_right() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["check"]).ok();
    assert!(outlet.all_requests().is_empty());
    world.run(&["check", "--fetch"]).ok().says("rss");
    assert_eq!(outlet.requests("/rss").len(), 1);
    outlet.goes_down("/rss", 500);
    world.run(&["check", "--fetch"]).exits(3).says("500");
    assert!(!world.archive().exists(), "check made an archive");
}

#[test]
fn init_writes_a_config_that_is_right_and_never_overwrites() {
    let world = World::new();
    world.run(&["init", "--dir", "new"]).ok();
    let path = world.path("new/clippings.toml");
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written.contains("[[outlet]]"), "{written}");
    world.run(&["--config", "new/clippings.toml", "check"]).ok();
    std::fs::write(&path, written.clone() + "# mine\n").unwrap();
    let again = world.run(&["init", "--dir", "new"]);
    assert_ne!(again.code, Some(0), "{}", again.told());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), written + "# mine\n");
}

#[test]
fn a_secret_is_sent_and_never_told() {
    const SECRET: &str = "s3cret-of-the-coast";
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let mut world = World::new();
    world.write("token", format!("Bearer {SECRET}\nsecond line\n"));
    world.config(|c| {
        c.outlet("Courier", |o| {
            let headers = "{ Authorization = { file = \"token\" }, X-Reader = \"archive\" }";
            o.feed_with("coast", &outlet.url("/rss"), &[("headers", headers)]);
        });
    });
    for args in [&["check"][..], &["poll"], &["poll", "--json"], &["feeds"], &["feeds", "--json"]] {
        world.run(args).ok().never_says(SECRET);
    }
    let mut loud = world.command(&["poll"]);
    loud.env("RUST_LOG", "trace");
    crate::world::Output::of(loud).ok().never_says(SECRET);
    outlet.goes_down("/rss", 401);
    world.run(&["poll"]).exits(3).never_says(SECRET);
    let request = &outlet.requests("/rss")[0];
    assert_eq!(request.text("authorization"), Some(&*format!("Bearer {SECRET}")));
    assert_eq!(request.text("x-reader"), Some("archive"));
    for (name, bytes) in world.archive_files() {
        assert!(!bytes.windows(SECRET.len()).any(|w| w == SECRET.as_bytes()), "{name} holds the secret");
    }
    // Written into the file itself it is refused, and not repeated either.
    world.config(|c| {
        c.outlet("Other", |o| {
            let headers = format!("{{ Authorization = \"Bearer {SECRET}\" }}");
            o.feed_with("other", &outlet.url("/rss"), &[("headers", &headers)]);
        });
    });
    world.run(&["check"]).exits(78).says("Authorization").never_says(SECRET);
}

#[test]
fn an_unknown_feed_is_not_found_and_the_nearest_is_named() {
    let (outlet, world) = polled();
    outlet.forget_requests();
    world.run(&["poll", "rss-wolrd"]).exits(4).says("rss-world");
    assert!(outlet.all_requests().is_empty());
}

#[test]
fn poll_says_how_it_went_by_its_exit_code() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    outlet.publishes("/atom", Piece::new("two"));
    outlet.goes_down("/atom", 500);
    let world = World::with(&outlet, &["/rss", "/atom"]);
    world.run(&["poll"]).exits(3);
    world.run(&["poll", "rss"]).ok();
    world.run(&["poll", "atom"]).exits(3);
    let lines = world.run(&["poll", "--json"]).exits(3).json_lines();
    let mut told: Vec<String> = lines.iter().map(|l| format!("{} {}", l["feed"], l["outcome"])).collect();
    told.sort();
    assert_eq!(told, ["\"atom\" \"http-error\"", "\"rss\" \"not-modified\""]);
}

#[test]
fn a_feed_that_is_switched_off_is_not_polled() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    outlet.publishes("/atom", Piece::new("two"));
    let mut world = World::with(&outlet, &["/rss"]);
    world.config(|c| {
        c.outlet("Other", |o| {
            o.feed_with("off", &outlet.url("/atom"), &[("enabled", "false")]);
        });
    });
    world.run(&["poll"]).ok();
    assert!(outlet.requests("/atom").is_empty());
    assert_eq!(world.rows("select name, enabled from feeds order by name"), ["off|0", "rss|1"]);
}

#[test]
fn wrong_usage_is_2() {
    let world = World::new();
    world.run(&["pol"]).exits(2);
    world.run(&["poll", "--no-such-thing"]).exits(2);
    world.run(&["--help"]).ok().says("poll");
    world.run(&["--version"]).ok().says(env!("CARGO_PKG_VERSION"));
}

#[test]
fn feeds_tells_of_health() {
    let (outlet, world) = polled();
    let line = &world.run(&["feeds", "--json"]).ok().json_lines()[0];
    assert_eq!(line["name"], "rss-world");
    assert_eq!(line["health"], "ok");
    assert_eq!(line["articles"], 2);
    outlet.goes_down("/rss/world", 500);
    world.run(&["poll"]).exits(3);
    world.run(&["feeds"]).ok().says("rss-world").says("failing");
}

#[test]
fn export_gives_the_same_bytes_twice() {
    let (outlet, world) = polled();
    for format in ["markdown", "json", "html"] {
        let first = world.run(&["export", "--day", "today", "--format", format]).ok();
        assert!(first.stdout.contains("The harbour master on ferry"), "{}", first.told());
        // A poll that brings nothing new changes nothing.
        world.run(&["poll"]).ok();
        let second = world.run(&["export", "--day", "today", "--format", format]).ok();
        assert_eq!(first.stdout, second.stdout, "{format}");
    }
    outlet.publishes("/rss/world", Piece::new("storm").at(&jiff::Timestamp::now().to_string()));
    world.run(&["poll"]).ok();
    let third = world.run(&["export", "--day", "today"]).ok();
    assert!(third.stdout.contains("The harbour master on storm"), "{}", third.told());
}

#[test]
fn export_and_search_speak_the_query_language() {
    let (_outlet, world) = polled();
    let asia = world.run(&["export", "--day", "today", "--where", "region:asia"]).ok();
    assert!(asia.stdout.contains("on fog") && !asia.stdout.contains("on ferry"), "{}", asia.told());
    world.run(&["search", "quay region:asia"]).ok().says("on fog").never_says("on ferry");
    let found = world.run(&["search", "harbour", "--json"]).ok().json_lines();
    assert_eq!(found.len(), 2);
    world.run(&["search", "(harbour"]).exits(2);
    world.run(&["show", "1"]).ok().says("The harbour master on");
    world.run(&["show", "999"]).exits(4);
}

//! Article pages of invented outlets, read by the real binary and compared with what they were read as before.

use std::path::{Path, PathBuf};

use crate::outlet::Outlet;
use crate::world::World;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages").join(name)
}

/// `extract --json` of a fixture.
fn extracted(name: &str, url: &str) -> serde_json::Value {
    let world = World::new();
    let page = fixture(name);
    let output = world.run(&["extract", page.to_str().unwrap(), "--url", url, "--json"]).ok();
    output.json_lines().remove(0)
}

fn snapshot(name: &str, url: &str) {
    let shown = serde_json::to_string_pretty(&extracted(name, url)).unwrap();
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../fixtures/snapshots" }, {
        insta::assert_snapshot!(format!("page-{}", name.replace('.', "-")), shown);
    });
}

#[test]
fn a_reprint_says_everything_that_stands_around_it() {
    snapshot("reprint.html", "https://quaystreet.example/the-strait-that-nobody-charts/5602217");
}

#[test]
fn a_page_in_an_old_charset_with_broken_data_is_read() {
    snapshot("kurier.html", "https://kurier.example/insel/faehre-bruecke-wer-zahlt-112233.html");
}

#[test]
fn labelled_lists_are_read_from_plain_words() {
    snapshot("wrapped-lists.html", "https://isleswire.example/2026/02/11/log");
}

#[test]
fn what_stands_in_an_articles_place_is_told_apart() {
    for (name, kind) in [
        ("paywall.html", "paywall"),
        ("consent.html", "consent"),
        ("login.html", "login"),
        ("missing.html", "no-article"),
        ("reprint.html", "article"),
    ] {
        assert_eq!(extracted(name, "https://outlet.example/a/b")["kind"], kind, "{name}");
    }
}

#[test]
fn a_page_is_fetched_by_its_address_and_told_to_a_person() {
    let outlet = Outlet::start();
    outlet.shows_text("/story", &std::fs::read_to_string(fixture("reprint.html")).unwrap());
    let world = World::new();
    world
        .run(&["extract", &outlet.url("/story")])
        .ok()
        .says("The Strait That Nobody Charts")
        .says("by: Marta Ellingwood")
        .says("theme: Media Disinformation, Militarization and WMD")
        .says("fair-use (article): ");
    outlet.shows_text("/robots.txt", "User-agent: *\nDisallow: /\n");
    world.run(&["extract", &outlet.url("/story")]).exits(1).says("robots.txt forbids");
}

#[test]
fn what_cannot_be_read_is_said() {
    let world = World::new();
    world.run(&["extract", "nowhere.html"]).exits(1).says("cannot read nowhere.html");
    let page = fixture("login.html");
    let page = page.to_str().unwrap();
    world.run(&["extract", page, "--url", "/a"]).exits(1).says("absolute address");
}

//! Digests that the daemon makes on schedule, and those made by hand.

use std::fs;

use crate::outlet::{Outlet, Piece};
use crate::world::World;

fn world(outlet: &Outlet, schedule: &str) -> World {
    outlet.publishes("/rss", Piece::new("ferry").by("Ines Calloway"));
    let mut world = World::with(outlet, &["/rss"]);
    world.config(|c| {
        c.raw(&format!(
            "[[digest]]\nname = \"daily\"\nwindow = \"today\"\nformats = [\"markdown\", \"html\"]\n{schedule}"
        ));
    });
    world
}

#[test]
fn the_daemon_makes_them_when_they_are_due() {
    let outlet = Outlet::start();
    let world = world(&outlet, "schedule = \"* * * * * *\"\n");
    world.run(&["poll"]).ok();
    let mut daemon = world.daemon();
    daemon.until("both files", || world.rows("select distinct format from digests").len() == 2);
    daemon.stop();
    for row in world.rows("select format, path, name, articles, since < until from digests") {
        let cells: Vec<&str> = row.split('|').collect();
        assert_eq!(cells[2..], ["daily", "1", "1"], "{row}");
        let file = world.path("digests").join(cells[1].rsplit('/').next().unwrap());
        let text = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        assert!(text.contains("The harbour master on ferry"), "{text}");
        assert_eq!(text.starts_with("<!"), cells[0] == "html", "{row}");
    }
}

#[test]
fn export_makes_a_configured_one_at_once() {
    let outlet = Outlet::start();
    let world = world(&outlet, "");
    world.run(&["poll"]).ok();
    world.run(&["export", "--digest", "daily"]).ok();
    let mut files: Vec<String> = fs::read_dir(world.path("digests"))
        .unwrap()
        .map(|entry| entry.unwrap().path().extension().unwrap().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, ["html", "md"]);
    assert_eq!(
        world.rows("select name, format, articles, length(sha256) from digests order by format"),
        ["daily|html|1|64", "daily|markdown|1|64"]
    );
    world.run(&["export", "--digest", "dialy"]).exits(4).says("daily");
}

#[test]
fn a_page_asks_nobody_for_anything() {
    let outlet = Outlet::start();
    let world = world(&outlet, "");
    outlet.edits("ferry", |p| {
        p.body = Some(
            "<p>See <img src=\"https://tracker.example/pixel.gif\"> and \
             <script src=\"https://tracker.example/x.js\"></script><iframe src=\"https://tracker.example/\"></iframe> \
             <a href=\"javascript:alert(1)\">this</a>.</p>"
                .to_owned(),
        );
    });
    world.run(&["poll"]).ok();
    let page = world.run(&["export", "--day", "today", "--format", "html"]).ok();
    for word in ["<script", "<iframe", "javascript:", "src=\"http", "src='http", "@import", "url(http"] {
        page.stdout.to_lowercase().contains(word).then(|| panic!("the page holds {word}: {}", page.told()));
    }
    let html = world.one("select text from articles");
    assert!(!html.contains("alert"), "{html}");
}

//! What people do with an archive: look at an article, copy the file, check it.

use rusqlite::Connection;

use crate::outlet::{Outlet, Piece};
use crate::world::{World, rows};

fn polled() -> (Outlet, World) {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("ferry").by("Ines Calloway").tagged(Some("region"), "Gull Island"));
    let mut world = World::with(&outlet, &["/rss"]);
    world.config(|c| {
        c.every_second();
    });
    world.run(&["poll"]).ok();
    (outlet, world)
}

#[test]
fn show_tells_all_of_an_article() {
    let (outlet, world) = polled();
    world
        .run(&["show", "1"])
        .ok()
        .says("The harbour master on ferry")
        .says("Ines Calloway")
        .says("Gull Island")
        .says("He spoke at length.");
    world.run(&["show", "https://courier.example/ferry"]).ok().says("He spoke at length.");
    world.run(&["show", "1", "--html"]).ok().says("<p>He spoke at length.</p>");
    outlet.edits("ferry", |p| p.body = Some("<p>The harbour master was silent.</p>".to_owned()));
    world.run(&["poll"]).ok();
    world.run(&["show", "1", "--diff"]).ok().says("He spoke at length.").says("silent.+}");
    let article = &world.run(&["show", "1", "--json"]).ok().json_lines()[0];
    assert_eq!(article["title"], "The harbour master on ferry");
    assert_eq!(article["revisions"].as_array().map_or(2, Vec::len), 2);
}

#[test]
fn a_backup_is_whole_while_the_daemon_runs_and_never_overwrites() {
    let (outlet, world) = polled();
    let mut daemon = world.daemon();
    for n in 0..3 {
        outlet.publishes("/rss", Piece::new(&format!("later-{n}")));
        let copy = format!("copy-{n}.db");
        world.run(&["backup", &copy]).ok();
        let db = Connection::open(world.path(&copy)).unwrap();
        assert_eq!(rows(&db, "pragma integrity_check"), ["ok"]);
        assert_eq!(rows(&db, "select title from articles where id = 1"), ["The harbour master on ferry"]);
        drop(db);
        daemon.until("the next article", || world.count("select count(*) from articles") == n + 2);
    }
    daemon.stop();
    let before = std::fs::read(world.path("copy-0.db")).unwrap();
    assert_ne!(world.run(&["backup", "copy-0.db"]).code, Some(0));
    assert!(before == std::fs::read(world.path("copy-0.db")).unwrap(), "overwritten");
    // A copy is an archive.
    std::fs::rename(world.path("copy-2.db"), world.archive()).unwrap();
    for tail in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(world.path(&format!("clippings.db{tail}")));
    }
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 4);
    world.integrity();
}

#[test]
fn verify_praises_what_is_whole_and_finds_what_is_not() {
    let (_outlet, world) = polled();
    world.run(&["verify"]).ok().says("clippings.db");
    let db = Connection::open(world.archive()).unwrap();
    db.execute_batch("pragma foreign_keys = off; delete from revision").unwrap();
    drop(db);
    world.run(&["verify"]).exits(1);
}

#[test]
fn completions_and_man_are_printed() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish"] {
        world.run(&["completions", shell]).ok().says("clippings");
    }
    world.run(&["man"]).ok().says(".TH");
}

//! A database that is not ours, newer than us, empty or damaged is refused with 78 and left as it was.

use rusqlite::Connection;

use crate::outlet::{Outlet, Piece};
use crate::world::World;

/// A world with a feed, since without one nothing needs the archive.
fn world() -> World {
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed("coast", "http://127.0.0.1:9/rss");
        });
    });
    world
}

const EVERY: [&str; 6] = ["run", "poll", "feeds", "export", "search harbour", "verify"];

/// Every one of these commands refuses the archive, and not a byte or file changes.
#[track_caller]
fn refused_by(commands: &[&str], world: &World, word: &str) {
    let before = world.archive_files();
    assert!(!before.is_empty());
    for command in commands {
        let args: Vec<&str> = command.split(' ').collect();
        let output = world.run(&args).exits(78);
        assert!(output.stderr.contains("clippings.db"), "does not name the file: {}", output.told());
        assert!(output.stderr.to_lowercase().contains(word), "does not say {word:?}: {}", output.told());
        for (old, new) in before.iter().zip(world.archive_files()) {
            assert_eq!(old.0, new.0, "{command} made or removed a file");
            assert!(old.1 == new.1, "{command} changed {}", old.0);
        }
        assert_eq!(world.archive_files().len(), before.len(), "{command} made or removed a file");
    }
}

fn polled() -> (Outlet, World) {
    let outlet = Outlet::start();
    for n in 0..40 {
        outlet.publishes("/rss", Piece::new(&format!("article-{n}")));
    }
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    (outlet, world)
}

#[track_caller]
fn refused(world: &World, word: &str) {
    refused_by(&EVERY, world, word);
}

/// As [`refused`]; and since it is not ours at all, not even a daemon's lock is put beside it.
#[track_caller]
fn refused_as_strange(world: &World, word: &str) {
    refused(world, word);
    assert!(!world.path("clippings.db.lock").exists(), "a lock file was put beside it");
}

/// Everything into the main file, so that what we do to that file is all there is.
fn checkpointed(world: &World, sql: &str) {
    let db = Connection::open(world.archive()).unwrap();
    db.execute_batch(sql).unwrap();
    db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).unwrap();
    db.query_row("pragma journal_mode = delete", [], |_| Ok(())).unwrap();
}

#[test]
fn a_newer_database() {
    let (_outlet, world) = polled();
    checkpointed(&world, "pragma user_version = 9999");
    refused_as_strange(&world, "newer");
}

#[test]
fn a_foreign_database() {
    let world = world();
    let db = Connection::open(world.archive()).unwrap();
    db.execute_batch("create table recipes (name text); insert into recipes values ('soup')").unwrap();
    drop(db);
    refused_as_strange(&world, "not");
    let db = Connection::open(world.archive()).unwrap();
    assert_eq!(crate::world::rows(&db, "select name from recipes"), ["soup"]);
}

#[test]
fn a_foreign_database_in_use() {
    let world = world();
    let db = Connection::open(world.archive()).unwrap();
    db.query_row("pragma journal_mode = wal", [], |_| Ok(())).unwrap();
    db.execute_batch("create table articles (name text); insert into articles values ('soup')").unwrap();
    // Its user has it open: the table stands in the WAL only.
    refused_as_strange(&world, "not");
    drop(db);
}

#[test]
fn an_empty_file() {
    let world = world();
    world.write("clippings.db", "");
    refused_as_strange(&world, "empty");
}

#[test]
fn a_file_that_is_no_database() {
    let world = world();
    world.write("clippings.db", "Dear diary, today the ferry did not sail.\n".repeat(200));
    refused_as_strange(&world, "not");
}

#[test]
fn a_folder_in_the_archives_place() {
    let world = world();
    std::fs::create_dir(world.archive()).unwrap();
    let output = world.run(&["poll"]).exits(78);
    assert!(output.stderr.contains("clippings.db"), "{}", output.told());
    assert!(world.archive().is_dir());
}

#[test]
fn a_database_cut_short() {
    let (_outlet, world) = polled();
    checkpointed(&world, "");
    let bytes = std::fs::read(world.archive()).unwrap();
    world.write("clippings.db", &bytes[..bytes.len() / 2 / 4096 * 4096]);
    refused(&world, "damaged");
}

#[test]
fn a_database_with_a_damaged_page() {
    let (_outlet, world) = polled();
    checkpointed(&world, "");
    let mut bytes = std::fs::read(world.archive()).unwrap();
    // The root page of the schema stays; the pages after it are noise.
    for (n, byte) in bytes.iter_mut().enumerate().skip(4096).take(6 * 4096) {
        *byte = (n * 31 % 251) as u8;
    }
    world.write("clippings.db", &bytes);
    // Whoever may write looks for damage first; a reader finds what stands in its way.
    refused_by(&["run", "poll", "feeds", "search harbour"], &world, "damaged");
    assert_ne!(world.run(&["verify"]).code, Some(0));
}

#[test]
fn a_database_with_a_damaged_header() {
    let (_outlet, world) = polled();
    checkpointed(&world, "");
    let mut bytes = std::fs::read(world.archive()).unwrap();
    bytes[16..100].fill(0xff);
    world.write("clippings.db", &bytes);
    let before = world.archive_files();
    let output = world.run(&["poll"]).exits(78);
    assert!(output.stderr.contains("clippings.db"), "{}", output.told());
    assert_eq!(world.archive_files(), before);
}

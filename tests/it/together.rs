//! Several processes on one archive: what two of them see at once is still one article.

use std::thread;

use crate::outlet::{Outlet, Piece};
use crate::world::World;

const PATHS: [&str; 3] = ["/rss", "/atom", "/json"];

#[test]
fn processes_that_make_the_archive_at_once_make_one() {
    let outlet = Outlet::start();
    for path in PATHS {
        for n in 0..5 {
            outlet.publishes(path, Piece::new(&format!("{}-{n}", &path[1..])));
        }
    }
    let world = World::with(&outlet, &PATHS);
    thread::scope(|s| {
        for _ in 0..5 {
            s.spawn(|| world.run(&["poll"]).ok());
        }
    });
    assert_eq!(world.count("select count(*) from articles"), 15);
    assert_eq!(world.one("select count(*), sum(new) from polls"), "15|15");
    world.integrity();
    let names: Vec<String> = world.archive_files().into_iter().map(|(name, _)| name).collect();
    assert!(names.iter().all(|n| !n.contains("new")), "left behind: {names:?}");
}

#[test]
fn polls_by_hand_beside_the_daemon_double_nothing() {
    let outlet = Outlet::start();
    // One article in three feeds, and the feeds are polled by two processes at once.
    outlet.publishes("/rss", Piece::new("shared"));
    outlet.republishes("/atom", "shared");
    outlet.republishes("/json", "shared");
    let mut world = World::with(&outlet, &PATHS);
    world.config(|c| {
        c.every_second();
    });
    let mut daemon = world.daemon();
    daemon.until("an archive", || world.archive().exists());
    for round in 0..8 {
        outlet.publishes(PATHS[round % 3], Piece::new(&format!("round-{round}")));
        outlet.republishes(PATHS[(round + 1) % 3], &format!("round-{round}"));
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| world.run(&["poll"]).ok());
            }
        });
    }
    daemon.stop();
    assert_eq!(world.count("select count(*) from articles"), 9);
    assert_eq!(world.count("select count(*) from revisions"), 9);
    assert_eq!(world.count("select count(*) from sightings"), 3 + 16);
    assert_eq!(world.one("select sum(new) from polls"), "9");
    world.integrity();
}

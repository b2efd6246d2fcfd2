//! When things go wrong at the outlet: slower and slower, never for ever, and never louder.

use std::time::Duration;

use super::{Behaviour, alter, scheduled, wait};
use crate::outlet::{Garbage, Outlet, Piece};
use crate::world::World;

pub const BEHAVIOURS: &[Behaviour] = &[
    ("a failed poll is one request: no retries", "retry storms; RFC 9110 §9.2.2", no_retries),
    (
        "failures in a row wait longer and longer, up to schedule.max",
        "thundering herds after an outage",
        back_off,
    ),
    ("what only a person mends weighs more than a hiccup", "years of 404s in the logs", weights),
    ("the first success ends the wait", "feeds that never came back", recovers),
    ("410 stops the polls, and says so", "RFC 9110 §15.5.11", gone),
    (
        "a permanent redirect is suggested after days and proof only",
        "RFC 9110 §15.4.2; a day of maintenance",
        moved,
    ),
    (
        "a permanent redirect to the same document is suggested",
        "a move of nothing but the address",
        moved_as_it_is,
    ),
    ("a permanent redirect to a login page changes nothing", "captive portals, parked domains", login),
    ("a temporary redirect is not remembered", "RFC 9110 §15.4.3", temporary),
    ("an answer without end is left at http.max_body", "downloads nobody wants", endless),
];

fn no_retries() {
    let (outlet, world) = scheduled("auto");
    outlet.goes_down("/rss", 500);
    world.run(&["poll"]).exits(3);
    outlet.resets("/rss");
    world.run(&["poll"]).exits(3);
    outlet.sends_garbage("/rss", Garbage::ShortOfLength);
    world.run(&["poll"]).exits(3);
    assert_eq!(outlet.all_requests().len(), 3);
}

/// The waits after so many failures.
fn waits(code: u16, failures: usize) -> Vec<i64> {
    let (outlet, world) = scheduled("auto");
    world.run(&["poll"]).ok();
    outlet.goes_down("/rss", code);
    (0..failures)
        .map(|_| {
            world.run(&["poll"]).exits(3);
            wait(&world, "rss")
        })
        .collect()
}

fn back_off() {
    let waits = waits(500, 10);
    // Doubling, give or take a quarter.
    assert!(waits.windows(2).take(6).all(|w| w[1] > w[0]), "{waits:?}");
    assert!(waits.iter().all(|wait| (600..=86_401).contains(wait)), "{waits:?}");
    assert!(waits[9] > 12 * 3600, "{waits:?}");
}

fn weights() {
    let (hiccup, missing) = (waits(500, 4), waits(404, 4));
    assert!(missing[3] > 4 * hiccup[3], "{missing:?} {hiccup:?}");
}

fn recovers() {
    let (outlet, world) = scheduled("*/10 * * * *");
    outlet.goes_down("/rss", 500);
    for _ in 0..9 {
        world.run(&["poll"]).exits(3);
    }
    assert!(wait(&world, "rss") > 3600);
    world.run(&["feeds"]).ok().says("failed 9 times in a row since 20").says("500");
    let since = world.one("select failing_since = (select min(started_at) from polls) from feed");
    assert_eq!(since, "1");
    outlet.comes_back("/rss");
    world.run(&["poll"]).ok();
    assert!(wait(&world, "rss") <= 601);
    assert_eq!(world.one("select failures, strain, failing_since from feed"), "0|0|∅");
}

fn gone() {
    let (outlet, mut world) = scheduled("* * * * * *");
    world.config(|c| {
        c.every_second();
    });
    outlet.goes_down("/rss", 410);
    let mut daemon = world.daemon();
    daemon.until("the 410", || outlet.requests("/rss").len() == 1);
    std::thread::sleep(Duration::from_millis(2500));
    let log = daemon.log();
    daemon.stop();
    assert_eq!(outlet.requests("/rss").len(), 1);
    assert!(log.contains("not polled any more"), "{log}");
    world.run(&["feeds"]).ok().says("not polled any more").says("gone");
    assert_eq!(world.one("select next_due_at from feeds"), "∅");
    // By hand neither, unless somebody names it.
    world.run(&["poll"]).ok().says("clippings poll rss").says("0 feeds polled");
    world.run(&["poll", "--anyway"]).ok();
    let line = world.run(&["poll", "--json"]).ok().json_lines().remove(0);
    assert_eq!((&line["outcome"], &line["next_due_at"]), (&"held".into(), &serde_json::Value::Null));
    assert_eq!(outlet.requests("/rss").len(), 1);
    world.run(&["poll", "rss"]).exits(3);
    assert_eq!(outlet.requests("/rss").len(), 2);
    outlet.comes_back("/rss");
    world.run(&["poll", "rss"]).ok();
    assert_eq!(world.one("select health, next_due_at is not null from feeds"), "ok|1");
}

fn moved() {
    let outlet = Outlet::start();
    outlet.publishes("/old", Piece::new("one"));
    let world = World::with(&outlet, &["/old"]);
    world.run(&["poll"]).ok();
    // Its articles, and one more, at a new address.
    outlet.republishes("/new", "one");
    outlet.publishes("/new", Piece::new("two"));
    outlet.redirects("/old", 301, "/new");
    world.run(&["poll"]).ok().never_says("url = ");
    world.run(&["feeds"]).ok().never_says("has moved for good");
    alter(&world, "update feed set moved_since = '2026-01-01T00:00:00Z'");
    let new = outlet.url("/new");
    world.run(&["feeds"]).ok().says("has moved for good").says(&format!("url = \"{new}\""));
    assert_eq!(world.one("select moved_overlap from feed"), "1");
    // Back at the old address, nothing is suggested any more.
    outlet.comes_back("/old");
    world.run(&["poll"]).ok();
    world.run(&["feeds"]).ok().never_says("has moved");

    // Another feed behind the redirect: no article is known, so nothing is suggested however long it holds. What
    // was first seen there proves nothing when it is seen there again, nor when it does not change.
    outlet.publishes("/other", Piece::new("elsewhere"));
    outlet.redirects("/old", 308, "/other");
    world.run(&["poll"]).ok();
    outlet.publishes("/other", Piece::new("elsewhere-too"));
    world.run(&["poll"]).ok();
    world.run(&["poll"]).ok();
    alter(&world, "update feed set moved_since = '2026-01-01T00:00:00Z'");
    world.run(&["feeds"]).ok().never_says("has moved");
    // And further on to another address of the stranger's.
    outlet.republishes("/farther", "elsewhere");
    outlet.redirects("/old", 301, "/farther");
    world.run(&["poll"]).ok();
    alter(&world, "update feed set moved_since = '2026-01-01T00:00:00Z'");
    world.run(&["feeds"]).ok().never_says("has moved");
}

/// The same document at another address, polled again and again, is as good as articles known before.
fn moved_as_it_is() {
    let outlet = Outlet::start();
    let rss = "<rss version='2.0'><channel><title>The Lamplighter</title><item><guid>urn:lamp:7</guid>\
               <link>https://lamplighter.example/7</link><title>Oil runs short</title></item></channel></rss>";
    outlet.shows_text("/old", rss);
    outlet.shows_text("/new", rss);
    let world = World::with(&outlet, &["/old"]);
    world.run(&["poll"]).ok();
    outlet.redirects("/old", 301, "/new");
    world.run(&["poll"]).ok();
    alter(&world, "update feed set moved_since = '2026-01-01T00:00:00Z'");
    world.run(&["feeds"]).ok().says("has moved for good").says(&outlet.url("/new"));
}

fn login() {
    for garbage in [Garbage::LoginPage, Garbage::ParkedPage] {
        let (outlet, world) = scheduled("auto");
        world.run(&["poll"]).ok();
        outlet.sends_garbage("/login", garbage);
        outlet.redirects("/rss", 301, "/login");
        world.run(&["poll"]).exits(3);
        assert_eq!(world.one("select moved_to, moved_since from feed"), "∅|∅");
        alter(&world, "update feed set moved_since = '2026-01-01T00:00:00Z'");
        world.run(&["feeds"]).ok().never_says("has moved");
    }
}

fn temporary() {
    for code in [302, 303, 307] {
        let (outlet, world) = scheduled("auto");
        world.run(&["poll"]).ok();
        outlet.republishes("/elsewhere", "one");
        outlet.redirects("/rss", code, "/elsewhere");
        world.run(&["poll"]).ok();
        world.run(&["poll"]).ok();
        assert_eq!(world.one("select moved_to from feed"), "∅", "{code}");
        assert_eq!(outlet.requests("/rss").len(), 3, "the old address is asked each time");
    }
}

fn endless() {
    let (outlet, mut world) = scheduled("auto");
    world.config(|c| {
        c.set("http", "max_body", "\"100kB\"");
    });
    outlet.sends_garbage("/rss", Garbage::Endless);
    world.run(&["poll"]).exits(3);
    assert_eq!(world.one("select outcome, bytes <= 100000 from polls"), "too-large|1");
    assert_eq!(outlet.requests("/rss").len(), 1);
}

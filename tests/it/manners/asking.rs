//! Conditional requests: never a download of what we have.

use super::{Behaviour, alter};
use crate::outlet::{Garbage, Keeps, Outlet, Piece};
use crate::world::World;

pub const BEHAVIOURS: &[Behaviour] = &[
    ("the ETag comes back byte for byte, weak ones and odd ones", "RFC 9110 §13.1.2, §8.8.3", etags),
    (
        "the date comes back as it was given, never one of our own",
        "RFC 9110 §13.1.3; Kroll, feed reader score",
        dates,
    ),
    ("both validators come back where both were given", "RFC 9110 §13.1.3", both),
    ("a first request is unconditional, all others are conditional", "RFC 9110 §13; Kroll", conditional),
    (
        "it stays conditional over restarts and edits of the configuration",
        "Kroll: clients that forget",
        remembers,
    ),
    ("failures and garbage do not cost the validators", "Kroll: unconditional after errors", failures),
    ("without validators nothing is invented", "RFC 9110 §13.1", nothing_invented),
    (
        "a server whose validators lie is found out by a rare probe",
        "feeds that fell silent behind a CDN",
        probe,
    ),
    ("an honest server is probed with one request more, and believed", "cost of the probe", honest),
];

fn polls(path: &str, keeps: Keeps, times: usize) -> (Outlet, World) {
    let outlet = Outlet::start();
    outlet.publishes(path, Piece::new("one"));
    outlet.keeps(path, keeps);
    let world = World::with(&outlet, &[path]);
    for _ in 0..times {
        world.run(&["poll"]).ok();
    }
    (outlet, world)
}

fn etags() {
    for etag in [&b"W/\"weak\""[..], b"\"a, b\"", b"unquoted", b"\"caf\xe9\"", b"\"x;gzip\""] {
        let (outlet, _world) =
            polls("/rss", Keeps::Fixed { etag: Some(etag.to_vec()), last_modified: None }, 2);
        assert_eq!(outlet.requests("/rss")[1].header("if-none-match"), Some(etag));
        assert_eq!(outlet.requests("/rss")[1].header("if-modified-since"), None);
    }
}

fn dates() {
    for date in ["Fri, 20 Nov 2026 08:30:00 GMT", "Friday, 20-Nov-26 08:30:00 GMT", "2026-11-20 08:30", "0"] {
        let keeps = Keeps::Fixed { etag: None, last_modified: Some(date.as_bytes().to_vec()) };
        let (outlet, _world) = polls("/rss", keeps, 2);
        assert_eq!(outlet.requests("/rss")[1].text("if-modified-since"), Some(date));
        assert_eq!(outlet.requests("/rss")[1].header("if-none-match"), None);
    }
}

fn both() {
    let (outlet, _world) = polls("/rss", Keeps::Both, 2);
    let request = &outlet.requests("/rss")[1];
    assert!(request.header("if-none-match").is_some() && request.header("if-modified-since").is_some());
}

fn conditional() {
    let (outlet, world) = polls("/atom", Keeps::Etag, 3);
    outlet.publishes("/atom", Piece::new("two"));
    world.run(&["poll"]).ok();
    world.run(&["poll"]).ok();
    let asked: Vec<(bool, u16)> =
        outlet.requests("/atom").iter().map(|r| (r.is_conditional(), r.status)).collect();
    assert_eq!(asked, [(false, 200), (true, 304), (true, 304), (true, 200), (true, 304)]);
}

fn remembers() {
    let (outlet, mut world) = polls("/rss", Keeps::Both, 1);
    world.config(|c| {
        c.set("schedule", "jitter", "\"30s\"").outlet("Another", |o| {
            o.set("tags", "[\"country=xx\"]").feed_with(
                "off",
                "https://other.example/rss",
                &[("enabled", "false")],
            );
        });
    });
    world.run(&["poll"]).ok();
    world.config(|c| {
        c.set("schedule", "default", "\"* * * * * *\"").set("schedule", "min", "\"1s\"");
    });
    let mut daemon = world.daemon();
    daemon.until("a third request", || outlet.requests("/rss").len() > 2);
    daemon.stop();
    assert!(outlet.requests("/rss").iter().skip(1).all(|r| r.is_conditional()));
}

fn failures() {
    let (outlet, world) = polls("/rss", Keeps::Both, 1);
    outlet.goes_down("/rss", 500);
    world.run(&["poll"]).exits(3);
    for garbage in [Garbage::Empty, Garbage::LoginPage, Garbage::TruncatedGzip, Garbage::ShortOfLength] {
        outlet.sends_garbage("/rss", garbage);
        world.run(&["poll"]).exits(3);
    }
    outlet.comes_back("/rss");
    world.run(&["poll"]).ok();
    let requests = outlet.requests("/rss");
    assert!(requests.iter().skip(1).all(|r| r.is_conditional()), "{requests:?}");
    assert_eq!(requests.last().map(|r| r.status), Some(304));
}

fn nothing_invented() {
    let (outlet, world) = polls("/rss", Keeps::Nothing, 3);
    assert!(outlet.requests("/rss").iter().all(|r| !r.is_conditional()));
    assert_eq!(world.rows("select outcome from polls order by id"), ["ok", "unchanged", "unchanged"]);
}

/// The server says 304 to its own date for ever, whatever it publishes.
fn probe() {
    let stuck = Keeps::Fixed { etag: Some(b"\"stuck\"".to_vec()), last_modified: None };
    let (outlet, world) = polls("/rss", stuck, 1);
    outlet.publishes("/rss", Piece::new("two"));
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select outcome from polls order by id desc limit 1"), "not-modified");
    assert_eq!(world.count("select count(*) from articles"), 1);
    // A week later.
    alter(&world, "update feed set last_body_at = '2026-01-01T00:00:00Z'");
    outlet.forget_requests();
    world.run(&["poll"]).ok();
    let asked: Vec<bool> = outlet.requests("/rss").iter().map(|r| r.is_conditional()).collect();
    assert_eq!(asked, [true, false], "304, and then once without");
    assert_eq!(world.count("select count(*) from articles"), 2);
    let notes = world.one("select notes from polls order by id desc limit 1");
    assert!(notes.contains("\"probe\":1") && notes.contains("\"lying-validators\":1"), "{notes}");
    world.run(&["feeds"]).ok().says("although there is news");
    // From now on it is not believed.
    outlet.publishes("/rss", Piece::new("three"));
    outlet.forget_requests();
    world.run(&["poll"]).ok();
    assert_eq!(outlet.requests("/rss").len(), 1);
    assert_eq!(world.count("select count(*) from articles"), 3);
}

fn honest() {
    let (outlet, world) = polls("/rss", Keeps::Both, 2);
    alter(&world, "update feed set not_modified_run = 49");
    outlet.forget_requests();
    world.run(&["poll"]).ok();
    world.run(&["poll"]).ok();
    let asked: Vec<bool> = outlet.requests("/rss").iter().map(|r| r.is_conditional()).collect();
    assert_eq!(asked, [true, false, true]);
    assert_eq!(
        world.one("select outcome, notes from polls order by id desc limit 1 offset 1"),
        "unchanged|{\"probe\":1}"
    );
    assert_eq!(world.one("select lied_at from feed"), "∅");
}

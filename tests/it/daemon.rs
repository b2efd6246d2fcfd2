//! The daemon: it polls what is due, survives restarts without asking twice, stops in order and alone.

use std::time::Duration;

use crate::outlet::{Keeps, Outlet, Piece, Stall};
use crate::world::World;

/// A world whose daemon polls these paths every second.
fn busy(outlet: &Outlet, paths: &[&str]) -> World {
    let mut world = World::with(outlet, paths);
    world.config(|c| {
        c.every_second();
    });
    world
}

#[test]
fn it_polls_on_schedule_and_keeps_what_comes() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    outlet.publishes("/atom", Piece::new("two"));
    let world = busy(&outlet, &["/rss", "/atom"]);
    let mut daemon = world.daemon();
    daemon.until("four polls a feed", || {
        outlet.requests("/rss").len() >= 4 && outlet.requests("/atom").len() >= 4
    });
    outlet.publishes("/rss", Piece::new("three"));
    daemon.until("the new article", || world.count("select count(*) from articles") == 3);
    daemon.stop();
    world.integrity();
    // A new feed is polled at once, which may be just before its first fire.
    let requests = outlet.requests("/rss");
    let gaps: Vec<Duration> = requests.windows(2).skip(1).map(|w| w[1].began - w[0].began).collect();
    assert!(gaps.iter().all(|g| *g > Duration::from_millis(400)), "polled too often: {gaps:?}");
}

#[test]
fn a_restart_asks_nothing_that_is_not_due() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    outlet.publishes("/atom", Piece::new("two"));
    // The schedule of `World` fires once a year.
    let world = World::with(&outlet, &["/rss", "/atom"]);
    let mut daemon = world.daemon();
    daemon.until("the first polls", || {
        world.archive().exists() && world.count("select count(*) from articles") == 2
    });
    daemon.stop();
    assert_eq!(outlet.forget_requests(), 2);
    for _ in 0..3 {
        let daemon = world.daemon();
        std::thread::sleep(Duration::from_millis(700));
        daemon.stop();
    }
    assert_eq!(outlet.forget_requests(), 0, "a restart polled what was not due");
}

#[test]
fn after_a_restart_every_question_is_conditional_byte_for_byte() {
    type Bytes = Option<&'static [u8]>;
    let odd: [(&str, Bytes, Bytes); 5] = [
        ("/rss/spaced", Some(b"W/\"a b\""), None),
        ("/rss/bare", Some(b"never quoted"), Some(b"Fri, 20 Nov 2026 08:30:00 GMT")),
        ("/rss/latin", Some(b"\"caf\xe9\""), None),
        ("/rss/gzip", Some(b"\"5f-1a;gzip\", \"x\""), None),
        ("/rss/date", None, Some(b"yesterday, about six")),
    ];
    let outlet = Outlet::start();
    for (n, (path, etag, date)) in odd.iter().enumerate() {
        outlet.publishes(path, Piece::new(&format!("article-{n}")));
        let keeps = Keeps::Fixed { etag: etag.map(<[u8]>::to_vec), last_modified: date.map(<[u8]>::to_vec) };
        outlet.keeps(path, keeps);
    }
    let paths: Vec<&str> = odd.iter().map(|(path, ..)| *path).collect();
    let world = World::with(&outlet, &paths);
    world.run(&["poll"]).ok();
    let world = {
        let mut world = world;
        world.config(|c| {
            c.every_second();
        });
        world
    };
    outlet.forget_requests();
    for round in 1..=2 {
        let mut daemon = world.daemon();
        daemon.until("a poll of each", || paths.iter().all(|p| outlet.requests(p).len() >= round));
        daemon.stop();
    }
    for (path, etag, date) in odd {
        for request in outlet.requests(path) {
            assert_eq!(request.header("if-none-match"), etag, "{path}");
            assert_eq!(request.header("if-modified-since"), date, "{path}");
            assert_eq!(request.status, 304, "{path}");
        }
    }
    assert_eq!(world.count("select count(*) from articles"), 5);
}

#[test]
fn what_was_missed_is_polled_once_not_in_a_burst() {
    let outlet = Outlet::start();
    let paths: Vec<String> = (0..12).map(|n| format!("/rss/{n}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    for path in &paths {
        outlet.publishes(path, Piece::new(&path.replace('/', "-")));
    }
    let mut world = busy(&outlet, &paths);
    world.run(&["poll"]).ok();
    outlet.forget_requests();
    std::thread::sleep(Duration::from_secs(3));
    // Due every second when it went down, once a year now that it is up again: what is overdue is overdue.
    world.config(|c| {
        c.set("schedule", "default", "\"0 4 1 1 *\"");
    });
    let mut daemon = world.daemon();
    daemon.until("a poll of each", || paths.iter().all(|p| !outlet.requests(p).is_empty()));
    std::thread::sleep(Duration::from_secs(1));
    daemon.stop();
    for path in &paths {
        assert_eq!(outlet.requests(path).len(), 1, "{path}");
    }
    let requests = outlet.all_requests();
    let spread = requests[11].began - requests[0].began;
    assert!(spread > Duration::from_secs(1), "twelve overdue feeds within {spread:?}");
}

#[test]
fn told_to_stop_in_mid_poll_it_stops_in_time() {
    for signal in ["TERM", "INT"] {
        let outlet = Outlet::start();
        outlet.publishes("/rss", Piece::new("one"));
        outlet.publishes("/atom", Piece::new("two"));
        outlet.publishes("/json", Piece::new("three"));
        outlet.stalls("/rss", Stall::BeforeHead);
        outlet.stalls("/atom", Stall::AfterBytes(100));
        let mut world = World::with(&outlet, &["/rss", "/atom", "/json"]);
        world.config(|c| {
            c.set("http", "timeout", "\"60s\"").set("http", "per_host", "8");
        });
        let mut daemon = world.daemon();
        daemon.until("polls that hang", || {
            outlet.all_requests().len() == 3 && world.archive().exists() && {
                world.rows("select title from articles").len() == 1
            }
        });
        daemon.signal(signal);
        let status = daemon.wait(Duration::from_secs(10));
        assert_eq!(status.code(), Some(0), "after SIG{signal}\n{}", daemon.log());
        world.integrity();
        // The next start finds nothing in its way.
        outlet.comes_back("/rss");
        outlet.comes_back("/atom");
        world.run(&["poll"]).ok();
        assert_eq!(world.count("select count(*) from articles"), 3);
    }
}

#[test]
fn a_second_daemon_is_refused_at_once() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let world = busy(&outlet, &["/rss"]);
    let mut first = world.daemon();
    first
        .until("an article", || world.archive().exists() && world.rows("select id from articles").len() == 1);
    let second = world.run(&["run"]);
    assert!(matches!(second.code, Some(1 | 78)), "{}", second.told());
    assert!(second.took < Duration::from_secs(5), "{}", second.told());
    assert!(second.stderr.contains("clippings.db"), "does not name the archive: {}", second.told());
    let polls = outlet.requests("/rss").len();
    first.until("more polls by the first", || outlet.requests("/rss").len() > polls + 1);
    first.stop();
    // A daemon that is gone holds nothing.
    let mut third = world.daemon();
    third.until("polls by the third", || outlet.requests("/rss").len() > polls + 4);
    third.stop();
}

#[test]
fn a_daemon_whose_config_is_wrong_exits_78() {
    let mut world = World::new();
    world.config(|c| {
        c.set("schedule", "default", "\"61 * * * *\"");
    });
    let output = world.run(&["run"]).exits(78);
    assert!(output.stderr.contains("schedule.default"), "{}", output.told());
    assert!(!world.archive().exists(), "an archive was made for a config that is wrong");
}

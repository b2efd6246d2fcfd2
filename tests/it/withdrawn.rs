//! Withdrawn: gone while older ones still stand; not what rolled off, and nothing after a broken answer.

use crate::outlet::{Garbage, Outlet, Piece};
use crate::world::World;

fn piece(day: u32) -> Piece {
    Piece::new(&format!("story-{day}")).at(&format!("2026-11-{day:02}T08:00:00Z"))
}

/// A world that has polled six articles, the newest on top.
fn polled(paths: &[&str]) -> (Outlet, World) {
    let outlet = Outlet::start();
    for path in paths {
        (1..=6).for_each(|day| outlet.publishes(path, piece(day)));
    }
    let world = World::with(&outlet, paths);
    world.run(&["poll"]).ok();
    (outlet, world)
}

const WITHDRAWN: &str = "select url from articles where withdrawn_at is not null order by url";

#[test]
fn pulled_from_the_middle_is_withdrawn_and_comes_back() {
    for path in ["/rss", "/atom", "/json"] {
        let (outlet, world) = polled(&[path]);
        outlet.withdraws(path, "story-4");
        world.run(&["poll"]).ok();
        assert_eq!(world.rows(WITHDRAWN), ["https://courier.example/story-4"], "{path}");
        let last = "select withdrawn_at = (select max(started_at) from polls) from articles where withdrawn_at is not null";
        assert_eq!(world.rows(last), ["1"], "{path}");
        assert_eq!(world.rows("select feed, returned_at from withdrawals"), [format!("{}|∅", &path[1..])]);
        world.run(&["verify"]).ok();
        // Nothing more is said about it by the polls that follow.
        outlet.publishes(path, piece(7));
        world.run(&["poll"]).ok();
        assert_eq!(world.count("select count(*) from withdrawals"), 1);

        outlet.republishes(path, "story-4");
        world.run(&["poll"]).ok();
        assert_eq!(world.rows(WITHDRAWN), [""; 0], "{path}");
        assert_eq!(
            world.rows("select returned_at is not null from withdrawals"),
            ["1"],
            "{path}: it is kept that it was"
        );
        world.run(&["verify"]).ok();
    }
}

#[test]
fn rolled_off_the_end_is_not_withdrawn() {
    let (outlet, world) = polled(&["/rss"]);
    for day in 7..=9 {
        outlet.publishes("/rss", piece(day));
        outlet.has_window("/rss", 6);
        world.run(&["poll"]).ok();
    }
    // A shorter window, and a pinned article on top of it.
    outlet.has_window("/rss", 4);
    outlet.publishes("/rss", piece(1));
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(WITHDRAWN), [""; 0]);
    assert_eq!(world.count("select count(*) from gaps"), 0);
}

#[test]
fn empty_and_broken_answers_withdraw_nothing() {
    let (outlet, world) = polled(&["/rss"]);
    for garbage in
        [Garbage::Empty, Garbage::LoginPage, Garbage::Binary, Garbage::ShortOfLength, Garbage::CutOff]
    {
        outlet.sends_garbage("/rss", garbage);
        world.run(&["poll"]);
        assert_eq!(world.rows(WITHDRAWN), [""; 0], "{garbage:?}");
    }
    outlet.comes_back("/rss");
    let shown = outlet.shows("/rss");
    outlet.drops_all("/rss");
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(WITHDRAWN), [""; 0], "an empty list");
    // One article of six is left: a broken feed, not five decisions.
    outlet.republishes("/rss", shown[5].rsplit('/').next().unwrap());
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(WITHDRAWN), [""; 0], "most of it is missing");
}

#[test]
fn what_another_feed_still_shows_is_not_withdrawn() {
    let (outlet, world) = polled(&["/rss/world", "/rss/front"]);
    outlet.withdraws("/rss/world", "story-4");
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(WITHDRAWN), [""; 0]);
    outlet.withdraws("/rss/front", "story-4");
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(WITHDRAWN), ["https://courier.example/story-4"]);
}

#[test]
fn a_feed_in_no_order_is_not_judged() {
    let outlet = Outlet::start();
    for day in [3, 6, 1, 5, 2, 4] {
        outlet.publishes("/rss/popular", piece(day));
    }
    let world = World::with(&outlet, &["/rss/popular"]);
    world.run(&["poll"]).ok();
    outlet.withdraws("/rss/popular", "story-5");
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(WITHDRAWN), [""; 0]);
}

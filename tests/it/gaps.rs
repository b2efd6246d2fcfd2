//! The ledger of gaps: found in the transaction that keeps the poll, told to the user, and filled from
//! older pages where the outlet has them.

use crate::outlet::{Outlet, Piece};
use crate::world::World;

/// An article of that day of November 2026.
fn piece(day: u32) -> Piece {
    Piece::new(&format!("story-{day}")).at(&format!("2026-11-{day:02}T08:00:00Z"))
}

fn publishes(outlet: &Outlet, path: &str, days: impl Iterator<Item = u32>) {
    days.for_each(|day| outlet.publishes(path, piece(day)));
}

/// The feed has moved on: it shows the articles of these days and nothing else.
fn moves_on(outlet: &Outlet, path: &str, days: impl Iterator<Item = u32>) {
    outlet.drops_all(path);
    publishes(outlet, path, days);
}

/// Three articles, of the first days of the month, and the poll that showed them.
fn first_poll(outlet: &Outlet, path: &str) -> World {
    publishes(outlet, path, 1..=3);
    let world = World::with(outlet, &[path]);
    world.run(&["poll"]).ok();
    world
}

const LEDGER: &str = "select reason, filled_by, filled_at is not null, pages, recovered from gaps";

#[test]
fn a_window_that_moved_on_is_a_gap() {
    let outlet = Outlet::start();
    publishes(&outlet, "/rss", 1..=4);
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    // It grows, then it rolls: something is shared each time.
    publishes(&outlet, "/rss", 5..=6);
    world.run(&["poll"]).ok();
    outlet.has_window("/rss", 4);
    publishes(&outlet, "/rss", 7..=8);
    outlet.has_window("/rss", 4);
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(LEDGER), [""; 0], "no gap yet");

    moves_on(&outlet, "/rss", 20..=23);
    world.run(&["poll"]).ok().says("items may be missing").says("late-poll");
    assert_eq!(world.rows(LEDGER), ["late-poll|∅|0|0|0"]);
    // From the poll before it to the poll that found it: the dates lie before both.
    let ends = "select g.after = p.started_at, g.before = g.found_at, g.feed from gaps as g
        join polls as p on p.id = (select max(id) - 1 from polls)";
    assert_eq!(world.rows(ends), ["1|1|rss"]);
    let line = &world.run(&["feeds", "--json"]).ok().json_lines()[0];
    assert_eq!((&line["gaps"], &line["gaps_open"]), (&1.into(), &1.into()), "{line}");
    world.run(&["feeds"]).ok().says("1 gap, 1 open");
    // The poll after it finds nothing more.
    outlet.publishes("/rss", piece(24));
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from gaps"), 1);
    world.run(&["verify"]).ok();
}

#[test]
fn an_outage_is_told_from_a_late_poll() {
    let outlet = Outlet::start();
    let world = first_poll(&outlet, "/rss");
    outlet.goes_down("/rss", 500);
    world.run(&["poll"]).exits(3);
    moves_on(&outlet, "/rss", 10..=12);
    outlet.comes_back("/rss");
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(LEDGER), ["outage|∅|0|0|0"]);
    // After the failures, from the last poll that showed anything.
    assert_eq!(world.one("select after = (select min(started_at) from polls) from gaps"), "1");
}

#[test]
fn rewritten_ids_are_told_by_their_titles() {
    let outlet = Outlet::start();
    let world = first_poll(&outlet, "/rss");
    outlet.drops_all("/rss");
    for day in 1..=3 {
        let (old, new) = (piece(day), piece(day + 20));
        // Not even the words are the same, or they would be known again.
        let new = new.says("<p>Quay closed, says desk.</p>");
        let summary = Some("Closed quay.".to_owned());
        outlet.publishes("/rss", Piece { title: old.title, published: old.published, summary, ..new });
    }
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(LEDGER), ["ids-rewritten|∅|0|0|0"]);
    let line = &world.run(&["feeds", "--json"]).ok().json_lines()[0];
    assert_eq!(line["gaps_open"], 0, "nothing need be missing: {line}");
}

#[test]
fn a_pinned_article_does_not_hide_a_gap() {
    let outlet = Outlet::start();
    publishes(&outlet, "/atom", 2..=5);
    outlet.publishes("/atom", piece(1));
    let world = World::with(&outlet, &["/atom"]);
    world.run(&["poll"]).ok();
    moves_on(&outlet, "/atom", 10..=13);
    outlet.republishes("/atom", "story-1");
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(LEDGER), ["late-poll|∅|0|0|0"]);
    assert_eq!(world.count("select count(*) from articles where withdrawn_at is not null"), 0);
}

#[test]
fn pages_of_rfc_5005_fill_a_gap() {
    for (path, rel) in [("/rss", "next"), ("/atom", "prev-archive")] {
        let outlet = Outlet::start();
        let world = first_poll(&outlet, path);
        let page = |n: u32| format!("{path}?page={n}");
        moves_on(&outlet, path, 10..=12);
        outlet.links(path, rel, &page(2));
        publishes(&outlet, &page(2), 7..=9);
        outlet.links(&page(2), rel, &page(3));
        // The third page reaches back to what was there before; the fourth need not be asked for.
        publishes(&outlet, &page(3), 2..=6);
        outlet.links(&page(3), rel, &page(4));
        publishes(&outlet, &page(4), 1..=1);
        world.run(&["poll"]).ok();
        assert_eq!(world.rows(LEDGER), [format!("late-poll|{rel}|1|2|6")], "{path}");
        assert_eq!(world.count("select count(*) from articles"), 12, "{path}");
        assert_eq!(outlet.requests(&page(4)).len(), 0, "{path}");
        // A page is not the feed: the next poll asks with the feed's own validators and finds no gap.
        world.run(&["poll"]).ok();
        assert_eq!(outlet.requests(path).last().map(|r| r.status), Some(304), "{path}");
        assert_eq!(world.count("select gaps_open from feeds"), 0);
        world.run(&["verify"]).ok();
    }
}

#[test]
fn pages_of_wordpress_fill_a_gap() {
    let outlet = Outlet::start();
    let post = |day: u32| Piece { id: format!("https://courier.example/?p={day}"), ..piece(day) };
    let publishes = |path: &str, days: std::ops::RangeInclusive<u32>| {
        days.for_each(|day| outlet.publishes(path, post(day)))
    };
    publishes("/feed/", 1..=3);
    let world = World::with(&outlet, &["/feed/"]);
    world.run(&["poll"]).ok();
    outlet.drops_all("/feed/");
    publishes("/feed/", 10..=12);
    publishes("/feed/?paged=2", 7..=9);
    publishes("/feed/?paged=3", 3..=6);
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(LEDGER), ["late-poll|paged|1|2|6"]);
    assert_eq!(world.count("select count(*) from articles"), 12);
}

#[test]
fn a_gap_that_cannot_be_filled_says_why() {
    // One page that is not there, and pages without end.
    let outlet = Outlet::start();
    for path in ["/rss/lost", "/rss/endless"] {
        publishes(&outlet, path, 1..=3);
    }
    let world = World::with(&outlet, &["/rss/lost", "/rss/endless"]);
    world.run(&["poll"]).ok();
    for path in ["/rss/lost", "/rss/endless"] {
        moves_on(&outlet, path, 20..=22);
        outlet.links(path, "next", &format!("{path}?page=0"));
    }
    for n in 0..40u32 {
        let page = |n: u32| format!("/rss/endless?page={n}");
        outlet.publishes(&page(n), Piece::new(&format!("deep-{n}")));
        outlet.links(&page(n), "next", &page(n + 1));
    }
    world.run(&["poll"]).ok().says("the gap stays open");
    let ledger = "select feed, filled_at is null, pages, recovered, note is not null from gaps order by feed";
    assert_eq!(world.rows(ledger), ["rss-endless|1|20|20|1", "rss-lost|1|0|0|1"]);
    assert!(world.one("select note from gaps where feed = 'rss-lost'").contains("404"));
    assert_eq!(outlet.all_requests().iter().filter(|r| r.path.contains("page=")).count(), 21);
}

#[test]
fn a_gap_is_filled_by_the_feeds_own_proxy() {
    // The proxy answers for a host that nobody else can reach: a request around it finds nothing.
    let proxy = Outlet::start();
    let at = |rest: &str| format!("http://203.0.113.9.courier.example/rss{rest}");
    publishes(&proxy, &at(""), 1..=3);
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed_with("proxied", &at(""), &[("proxy", &crate::world::quoted(&proxy.url("/")))]);
        });
    });
    world.run(&["poll"]).ok();
    moves_on(&proxy, &at(""), 10..=12);
    proxy.links(&at(""), "next", &at("?page=2"));
    publishes(&proxy, &at("?page=2"), 2..=9);
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(LEDGER), ["late-poll|next|1|1|6"]);
    assert_eq!(proxy.requests(&at("?page=2")).len(), 1);
}

/// How the filling of the only gap ended.
const ENDED: &str =
    "select ended, tries, next_try_at is not null, filled_at is not null, pages, recovered from gaps";

#[test]
fn a_page_that_cannot_be_had_is_asked_for_again_later() {
    let outlet = Outlet::start();
    let world = first_poll(&outlet, "/rss");
    moves_on(&outlet, "/rss", 20..=22);
    outlet.links("/rss", "next", "/rss?page=2");
    publishes(&outlet, "/rss?page=2", 10..=12);
    outlet.links("/rss?page=2", "next", "/rss?page=3");
    publishes(&outlet, "/rss?page=3", 3..=9);
    outlet.goes_down("/rss?page=3", 500);
    world.run(&["poll"]).ok().says("the gap stays open");
    assert_eq!(world.rows(ENDED), ["again|1|1|0|1|3"]);
    assert_eq!(world.one("select julianday(next_try_at) - julianday(found_at) > 0.041 from gaps"), "1");

    // Its time has not come.
    world.run(&["poll"]).ok();
    assert_eq!(outlet.requests("/rss?page=3").len(), 1);
    // It has, and the page fails still: the next wait is longer.
    let comes = "update gap set next_try_at = '2026-01-01T00:00:00Z'";
    world.alter(comes);
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(ENDED), ["again|2|1|0|1|3"]);
    // It comes back. Only what was missing is read.
    outlet.comes_back("/rss?page=3");
    world.alter(comes);
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(ENDED), ["filled|3|0|1|2|9"]);
    assert_eq!(outlet.requests("/rss?page=2").len(), 1);
    world.run(&["verify"]).ok();
}

#[test]
fn a_page_that_never_comes_is_given_up_after_four_tries() {
    let outlet = Outlet::start();
    let world = first_poll(&outlet, "/rss");
    moves_on(&outlet, "/rss", 20..=22);
    outlet.links("/rss", "next", "/rss?page=2");
    outlet.goes_down("/rss?page=2", 503);
    for _ in 0..6 {
        world.run(&["poll"]);
        world.alter("update gap set next_try_at = '2026-01-01T00:00:00Z' where next_try_at is not null");
        world.alter("delete from host_patience");
        world.alter("update feed set held_until = null, held_by = null");
    }
    assert_eq!(world.rows(ENDED), ["failed|4|0|0|0|0"]);
    assert!(world.one("select note from gaps").contains("503"));
}

#[test]
fn pages_that_end_before_they_reach_back_do_not_fill_a_gap() {
    let outlet = Outlet::start();
    let world = first_poll(&outlet, "/rss");
    moves_on(&outlet, "/rss", 20..=22);
    outlet.links("/rss", "next", "/rss?page=2");
    publishes(&outlet, "/rss?page=2", 10..=12);
    world.run(&["poll"]).ok().says("no older page is left");
    assert_eq!(world.rows(ENDED), ["exhausted|1|0|0|1|3"]);
    assert_eq!(world.count("select gaps_open from feeds"), 1);
}

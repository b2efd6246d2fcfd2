//! The configuration changes: while the daemon runs, and between two runs.

use crate::outlet::{Outlet, Piece};
use crate::world::World;

fn outlet() -> Outlet {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    outlet.publishes("/atom", Piece::new("two"));
    outlet
}

#[test]
fn hup_takes_over_a_new_config_and_keeps_the_old_one_where_that_is_wrong() {
    let outlet = outlet();
    let mut world = World::with(&outlet, &["/rss"]);
    world.config(|c| {
        c.every_second();
    });
    let mut daemon = world.daemon();
    daemon.until("the first feed", || !outlet.requests("/rss").is_empty());
    world.config(|c| {
        c.outlet("Other", |o| {
            o.feed("other", &outlet.url("/atom"));
        });
    });
    daemon.signal("HUP");
    daemon.until("the new feed", || !outlet.requests("/atom").is_empty());
    let right = std::fs::read(world.path("clippings.toml")).unwrap();
    world.write("clippings.toml", "[schedule]\ndefault = \"never\"\n");
    daemon.signal("HUP");
    let polls = outlet.requests("/atom").len();
    daemon.until("more polls", || outlet.requests("/atom").len() > polls + 2);
    assert!(daemon.log().contains("schedule.default"), "{}", daemon.log());
    world.write("clippings.toml", right);
    daemon.stop();
    assert_eq!(world.count("select count(*) from articles"), 2);
}

#[test]
fn a_feed_that_is_gone_from_the_config_keeps_its_articles() {
    let outlet = outlet();
    let world = World::with(&outlet, &["/rss", "/atom"]);
    world.run(&["poll"]).ok();
    world.write("clippings.toml", World::with(&outlet, &["/rss"]).config_text());
    outlet.forget_requests();
    world.run(&["poll"]).ok();
    assert!(outlet.requests("/atom").is_empty());
    assert_eq!(world.count("select count(*) from articles"), 2);
    assert_eq!(world.rows("select name, health from feeds order by name"), ["atom|disabled", "rss|ok"]);
}

#[test]
fn a_new_address_makes_old_validators_void() {
    let outlet = outlet();
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed("coast", &outlet.url("/rss"));
        });
    });
    world.run(&["poll"]).ok();
    let text = world.config_text().replace("/rss\"", "/atom\"");
    world.write("clippings.toml", text);
    world.run(&["poll"]).ok();
    assert!(!outlet.requests("/atom")[0].is_conditional());
    assert_eq!(world.count("select count(*) from articles"), 2);
    assert_eq!(world.rows("select name, articles from feeds"), ["coast|2"]);
}

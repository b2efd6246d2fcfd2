//! Silence: a feed that answers and says nothing is reported, with the time it was last alive.

use crate::outlet::{Garbage, Outlet, Piece};
use crate::world::World;

const SILENT: &str = "select silent_how, silent_since = (select min(started_at) from polls) from feeds";

fn polled() -> (Outlet, World) {
    let outlet = Outlet::start();
    (1..=6).for_each(|n| outlet.publishes("/rss", Piece::new(&format!("story-{n}"))));
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(SILENT), ["∅|∅"]);
    (outlet, world)
}

#[test]
fn a_feed_that_has_become_a_web_page_is_silent() {
    let (outlet, world) = polled();
    outlet.sends_garbage("/rss", Garbage::LoginPage);
    world.run(&["poll"]).exits(3).says("fallen silent");
    world.run(&["poll"]).exits(3).never_says("fallen silent");
    assert_eq!(world.rows(SILENT), ["not-a-feed|1"]);
    let line = &world.run(&["feeds", "--json"]).ok().json_lines()[0];
    assert_eq!((&line["silent_how"], &line["health"]), (&"not-a-feed".into(), &"failing".into()), "{line}");
    world.run(&["feeds"]).ok().says("silent (not-a-feed), last alive 20");
    outlet.comes_back("/rss");
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(SILENT), ["∅|∅"], "it speaks again");
}

#[test]
fn an_empty_list_is_silent_until_it_is_none() {
    let (outlet, world) = polled();
    outlet.drops_all("/rss");
    world.run(&["poll"]).ok().says("fallen silent");
    assert_eq!(world.rows(SILENT), ["empty|1"]);
    // 304 says that it is empty still.
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select outcome from polls order by id desc limit 1"), "not-modified");
    assert_eq!(world.rows(SILENT), ["empty|1"]);
    // A failure in between says nothing new.
    outlet.goes_down("/rss", 500);
    world.run(&["poll"]).exits(3);
    assert_eq!(world.rows(SILENT), ["empty|1"]);
    outlet.comes_back("/rss");
    outlet.publishes("/rss", Piece::new("story-7"));
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(SILENT), ["∅|∅"]);
}

#[test]
fn somebody_elses_content_is_silence() {
    let (outlet, world) = polled();
    let shown = outlet.shows("/rss");
    outlet.drops_all("/rss");
    outlet.is_called("/rss", "Best Casino Offers");
    for n in 1..=6 {
        let url = format!("https://casino.example.net/{n}");
        let offer = Piece { id: url.clone(), link: Some(url), ..Piece::new(&format!("offer-{n}")) };
        outlet.publishes("/rss", offer);
    }
    world.run(&["poll"]).ok().says("fallen silent");
    assert_eq!(world.rows(SILENT), ["other-content|1"]);
    assert_eq!(world.count("select count(*) from gaps"), 0, "that is no gap of the outlet's");
    outlet.publishes("/rss", Piece::new("one-more").says("<p>Win.</p>").at("2026-11-02T08:00:00Z"));
    outlet.withdraws("/rss", "one-more");
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(SILENT), ["other-content|1"], "as long as nothing of its own comes");
    outlet.drops_all("/rss");
    outlet.is_called("/rss", "Courier /rss");
    shown.iter().for_each(|id| outlet.republishes("/rss", id.rsplit('/').next().unwrap()));
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(SILENT), ["∅|∅"]);
}

#[test]
fn quiet_against_its_own_rhythm_is_silence() {
    let outlet = Outlet::start();
    let now = jiff::Timestamp::now();
    // Every half hour for half a day.
    for n in (0..24).rev() {
        let at = now - jiff::SignedDuration::from_mins(30 * n);
        outlet.publishes("/rss", Piece::new(&format!("story-{n}")).at(&at.to_string()));
    }
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select silent_how from feeds"), "∅");
    // The archive as it would be had all of this been five days ago.
    let back = "update feed_memory set rhythm = json_set(rhythm,
        '$.watched', json_extract(rhythm, '$.watched') - 432000, '$.newest', json_extract(rhythm, '$.newest') - 432000)";
    assert_eq!(world.alter(back), 1);
    world.run(&["poll"]).ok().says("fallen silent").says("quiet");
    let days = "select silent_how, round(julianday('now') - julianday(silent_since)) from feeds";
    assert_eq!(world.rows(days), ["quiet|5"]);
    outlet.publishes("/rss", Piece::new("back-again").at(&jiff::Timestamp::now().to_string()));
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select silent_how from feeds"), "∅");
}

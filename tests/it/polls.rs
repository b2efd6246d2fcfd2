//! What polls keep: first and second, an edit, one article in three feeds, a feed down and back.

use std::time::Duration;

use crate::outlet::{Garbage, Keeps, Outlet, Piece};
use crate::world::World;

fn ferry() -> Piece {
    Piece::new("ferry")
        .titled("Ferry & “fog” at <six>")
        .says("<p>The ferry waits.</p>\n<p>So do <b>we</b>.</p>")
        .by("Ines Calloway")
        .by("Bram Ostrander")
        .tagged(Some("https://courier.example/regions"), "Gull Island")
        .tagged(None, "Météo")
        .rights("© 2026 Courier Press")
        .pictured("https://courier.example/ferry.jpg", "Aino Castellane")
        .at("2026-11-20T08:30:00Z")
}

/// A world that has polled the ferry once, from a path of this format.
fn polled(path: &str) -> (Outlet, World) {
    let outlet = Outlet::start();
    outlet.publishes(path, ferry());
    outlet.copyright(path, "Copyright Courier, all rights reserved");
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Harbour Courier", |o| {
            o.set("home", "\"https://courier.example/\"")
                .set("tags", "[\"country=xx\"]")
                .set("disclaimers", "[\"Read with care.\"]")
                .feed_with("coast", &outlet.url(path), &[("tags", "[\"section=world\"]")]);
        });
    });
    world.run(&["poll"]).ok().says("coast");
    (outlet, world)
}

#[test]
fn what_could_not_be_read_is_no_longer_offered_once_the_feed_is_well() {
    for keeps in [Keeps::Nothing, Keeps::Both] {
        let outlet = Outlet::start();
        outlet.publishes("/rss", ferry());
        outlet.keeps("/rss", keeps);
        let world = World::with(&outlet, &["/rss"]);
        world.run(&["poll"]).ok();
        outlet.sends_garbage("/rss", Garbage::LoginPage);
        world.run(&["poll"]).exits(3);
        world.run(&["feeds"]).ok().says("--bad-body");
        outlet.goes_down("/rss", 500);
        world.run(&["poll"]).exits(3);
        world.run(&["feeds"]).ok().says("--bad-body");
        // The same document as before: unchanged, or a 304.
        outlet.comes_back("/rss");
        world.run(&["poll"]).ok();
        world.run(&["feeds"]).ok().never_says("--bad-body");
    }
}

#[test]
fn a_first_poll_keeps_the_article() {
    for path in ["/rss", "/atom", "/json"] {
        let (outlet, world) = polled(path);
        let columns = "outlet, url, title, text, text_from, published_at, published_from, revisions, words";
        assert_eq!(
            world.rows(&format!("select {columns} from articles")),
            ["Harbour Courier|https://courier.example/ferry|Ferry & “fog” at <six>|\
              The ferry waits.\n\nSo do we.|feed-content|2026-11-20T08:30:00Z|feed|1|6"],
            "{path}"
        );
        assert_eq!(
            world.one("select summary, language, original_outlet, withdrawn_at from articles"),
            "What the harbour master said about ferry, in short.|en|∅|∅",
            "{path}"
        );
        let byline = world.one("select byline from articles");
        assert!(byline.contains("Ines Calloway") && byline.contains("Bram Ostrander"), "{byline}");
        let raw = world.one("select published_raw from articles");
        assert_eq!(raw.contains("20 Nov 2026 08:30:00"), path == "/rss", "{path}: {raw}");
        if path != "/atom" {
            let image = world.one("select image_url from articles");
            assert_eq!(image, "https://courier.example/ferry.jpg", "{path}");
        }
        if path == "/rss" {
            assert_eq!(world.one("select image_credit from articles"), "Aino Castellane");
        }
        assert_eq!(outlet.requests(path).len(), 1, "{path}");
        world.integrity();
    }
}

#[test]
fn a_first_poll_keeps_tags_authors_and_notices() {
    for path in ["/rss", "/atom", "/json"] {
        let (_outlet, world) = polled(path);
        // JSON Feed has no schemes.
        let facet = if path == "/json" { "category" } else { "https://courier.example/regions" };
        let mut expected = vec![
            format!("{facet}|gull-island|Gull Island|feed"),
            "category|meteo|Météo|feed".to_owned(),
            "country|xx|xx|config".to_owned(),
            "section|world|world|config".to_owned(),
        ];
        expected.sort();
        let mut tags = world.rows("select scheme, term, label, origin from article_tags");
        tags.sort();
        assert_eq!(tags, expected, "{path}");
        assert_eq!(
            world.rows("select name from article_authors order by position"),
            ["Ines Calloway", "Bram Ostrander"],
            "{path}"
        );
        let mut notices = world.rows("select kind, text, origin from article_disclaimers");
        notices.sort();
        let mut expected = vec!["disclaimer|Read with care.|config"];
        if path != "/json" {
            expected.insert(0, "copyright|Copyright Courier, all rights reserved|feed");
            expected.insert(1, "copyright|© 2026 Courier Press|feed");
        }
        expected.sort_unstable();
        assert_eq!(notices, expected, "{path}");
        assert_eq!(
            world.rows("select kind, outlet, articles from disclaimers where text = 'Read with care.'"),
            ["disclaimer|Harbour Courier|1"]
        );
    }
}

#[test]
fn a_first_poll_is_told_of_in_every_view() {
    let (outlet, world) = polled("/rss");
    assert_eq!(
        world.rows("select feed, guid, url, first_seen_at = last_seen_at from sightings"),
        ["coast|https://courier.example/ferry|https://courier.example/ferry|1"]
    );
    assert_eq!(world.rows("select revision, title from revisions"), ["1|Ferry & “fog” at <six>"]);
    assert_eq!(world.rows("select name, home from outlets"), ["Harbour Courier|https://courier.example/"]);
    assert_eq!(
        world.rows(
            "select name, outlet, url, title, enabled, health, failures, last_error, articles from feeds"
        ),
        [format!("coast|Harbour Courier|{}|Courier /rss|1|ok|0|∅|1", outlet.url("/rss"))]
    );
    assert_eq!(
        world.rows("select feed, outcome, http_status, entries, new, revised, error, bytes > 500 from polls"),
        ["coast|ok|200|1|1|0|∅|1"]
    );
    assert_eq!(world.count("select count(*) from gaps"), 0);
}

#[test]
fn a_second_poll_adds_nothing() {
    for (path, keeps, outcome) in [
        ("/rss", Keeps::Both, "not-modified"),
        ("/atom", Keeps::Etag, "not-modified"),
        ("/json", Keeps::Date, "not-modified"),
        ("/rss", Keeps::Nothing, "unchanged"),
    ] {
        let outlet = Outlet::start();
        outlet.publishes(path, ferry());
        outlet.keeps(path, keeps);
        let world = World::with(&outlet, &[path]);
        world.run(&["poll"]).ok();
        let before = world.rows("select * from articles");
        world.run(&["poll"]).ok();
        assert_eq!(
            world.rows("select outcome, new, revised from polls order by id"),
            ["ok|1|0", &format!("{outcome}|0|0")],
            "{path}"
        );
        assert_eq!(world.rows("select * from articles"), before, "{path}");
        assert_eq!(world.count("select count(*) from revisions"), 1);
        assert_eq!(outlet.requests(path)[1].is_conditional(), outcome == "not-modified", "{path}");
    }
}

#[test]
fn other_bytes_with_the_same_entries_add_nothing() {
    for path in ["/rss", "/atom", "/json"] {
        let outlet = Outlet::start();
        outlet.publishes(path, ferry());
        outlet.publishes(path, Piece::new("fog"));
        outlet.fidgets(path);
        let world = World::with(&outlet, &[path]);
        for _ in 0..3 {
            world.run(&["poll"]).ok();
        }
        assert_eq!(
            world.rows("select outcome, entries, new, revised from polls order by id"),
            ["ok|2|2|0", "ok|2|0|0", "ok|2|0|0"],
            "{path}"
        );
        assert_eq!(world.count("select count(*) from articles"), 2);
        assert_eq!(world.count("select count(*) from revisions"), 2);
        assert_eq!(world.count("select count(*) from sightings"), 2);
    }
}

#[test]
fn an_edit_becomes_a_revision_and_the_old_wording_stays() {
    for path in ["/rss", "/atom", "/json"] {
        let (outlet, world) = polled(path);
        outlet.edits("ferry", |p| {
            p.title = "Ferry sails".to_owned();
            p.body = Some("<p>The ferry sails at noon.</p>".to_owned());
        });
        world.run(&["poll"]).ok();
        assert_eq!(
            world.rows("select revision, title, text from revisions order by revision"),
            [
                "1|Ferry & “fog” at <six>|The ferry waits.\n\nSo do we.",
                "2|Ferry sails|The ferry sails at noon."
            ],
            "{path}"
        );
        assert_eq!(
            world.rows("select title, text, revisions, changed_at >= first_seen_at from articles"),
            ["Ferry sails|The ferry sails at noon.|2|1"],
            "{path}"
        );
        assert_eq!(world.one("select new, revised from polls order by id desc limit 1"), "0|1");
        let change = world.one("select change from revisions where revision = 2");
        assert_eq!(change, "headline,body");
        // Back to the old wording is an edit too.
        outlet.edits("ferry", |p| *p = ferry());
        world.run(&["poll"]).ok();
        assert_eq!(world.one("select revisions, text from articles"), "3|The ferry waits.\n\nSo do we.");
        world.integrity();
    }
}

#[test]
fn one_article_in_three_feeds_is_one_article_with_three_sightings() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", ferry());
    outlet.republishes("/atom", "ferry");
    outlet.republishes("/json", "ferry");
    let world = World::with(&outlet, &["/rss", "/atom", "/json"]);
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 1);
    assert_eq!(world.rows("select feed from sightings order by feed"), ["atom", "json", "rss"]);
    assert_eq!(world.one("select sum(new) from polls"), "1");
    assert_eq!(world.rows("select articles from feeds"), ["1", "1", "1"]);
    // Three renderings of one wording are no edits.
    world.run(&["poll"]).ok();
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select revisions from articles"), "1");
    assert_eq!(world.count("select count(*) from sightings"), 3);
    world.integrity();
}

#[test]
fn an_article_that_leaves_the_feed_stays_in_the_archive() {
    let (outlet, world) = polled("/rss");
    outlet.drops_all("/rss");
    outlet.publishes("/rss", Piece::new("fog"));
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 2);
    assert_eq!(world.count("select count(*) from articles where withdrawn_at is not null"), 0);
}

#[test]
fn a_feed_down_and_back_loses_nothing() {
    let (outlet, world) = polled("/rss");
    outlet.closes();
    world.run(&["poll"]).exits(3).says("coast");
    outlet.opens();
    outlet.goes_down("/rss", 500);
    world.run(&["poll"]).exits(3).says("500");
    outlet.resets("/rss");
    world.run(&["poll"]).exits(3);
    assert_eq!(
        world.rows("select outcome, http_status from polls order by id"),
        ["ok|200", "network|∅", "http-error|500", "network|∅"]
    );
    assert_eq!(world.one("select health, failures, last_error is not null from feeds"), "failing|3|1");
    assert_eq!(world.count("select count(*) from articles"), 1);
    outlet.publishes("/rss", Piece::new("fog"));
    outlet.comes_back("/rss");
    std::thread::sleep(Duration::from_millis(10));
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select health, failures from feeds"), "ok|0");
    assert_eq!(
        world.rows("select title from articles order by id"),
        ["Ferry & “fog” at <six>", "The harbour master on fog"]
    );
    // Failures have not cost the validators: every question after the first was conditional.
    assert!(outlet.requests("/rss").iter().skip(1).all(|r| r.status == 0 || r.is_conditional()));
}

const EPISODE: &str = r#"<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Fog Horn</title>
<item><title>Fog, and who measures it</title><guid isPermaLink="false">fog-1</guid>
<link>https://courier.example/fog</link><author>ines@courier.example (Ines Calloway)</author>
<dc:contributor>Bram Ostrander</dc:contributor><atom:contributor><atom:name>Tove Lind</atom:name></atom:contributor>
<enclosure url="https://courier.example/fog.mp3" type="audio/mpeg" length="1000"/>
<itunes:duration>1:02:03</itunes:duration><comments>https://courier.example/fog#talk</comments>
<atom:link rel="self" href="https://courier.example/fog.xml"/>
<atom:link rel="via" href="https://wire.example/77" title="The wire"/>
<atom:link rel="alternate" hreflang="de" href="https://courier.example/de/nebel"/>
<description>&lt;img src="/fog.jpg"&gt;</description></item></channel></rss>"#;

#[test]
fn a_poll_keeps_the_parts_feeds_hang_on_an_article() {
    let outlet = Outlet::start();
    outlet.shows_text("/rss", EPISODE);
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    assert_eq!(
        world.rows("select name, role from article_authors order by position"),
        ["Ines Calloway|author", "Bram Ostrander|contributor", "Tove Lind|contributor"]
    );
    assert_eq!(world.one("select byline from articles"), "Ines Calloway");
    assert_eq!(world.one("select role, duration_s from article_media"), "enclosure|3723");
    assert_eq!(
        world.rows("select rel, url, language, title from article_links order by rel"),
        [
            "alternate|https://courier.example/de/nebel|de|∅",
            "replies|https://courier.example/fog#talk|∅|∅",
            "via|https://wire.example/77|∅|The wire"
        ]
    );
    // A text of nothing but a picture is kept as the picture.
    let shown = world.run(&["show", "1", "--html"]).ok();
    shown.says("<img src=\"https://courier.example/fog.jpg\">");
    // Unchanged, it is the same article and nothing is added.
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from article_links"), 3);
    world.integrity();
}

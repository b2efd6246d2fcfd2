//! Which ids a feed may give its articles without one of them being kept twice, or two of them as one.

use crate::outlet::{Outlet, Piece};
use crate::world::World;

const TOPICS: [&str; 6] = [
    "Night ferry to Gull Island waits five hours outside the harbour in dense fog while passengers sleep on benches",
    "Judges dismiss an appeal by the former treasurer against her sentence for fraud although two witnesses withdrew",
    "Farmers north of the river begin to sow winter barley three weeks late after the wettest October on record",
    "Teachers accept an offer of shorter classes and smaller rises, ending a strike that closed eleven schools",
    "Divers find the anchor of a cutter lost before the war and will lift it when the spring tides have passed",
    "Council sells its last quarry to a family that means to flood it and let anglers fish there for pike",
];

fn piece(number: usize) -> Piece {
    let topic = TOPICS[number % TOPICS.len()];
    Piece::new(&format!("story-{number}"))
        .titled(&topic.split(' ').take(5).collect::<Vec<_>>().join(" "))
        .says(&format!("<p>{topic}, the desk reports as number {number}.</p>"))
        .at(&format!("2026-11-{:02}T08:00:00Z", number + 1))
}

/// A world that has polled so many articles, as `id` would have their guids.
fn polled(path: &str, articles: usize, id: impl Fn(usize) -> Option<String>) -> (Outlet, World) {
    let outlet = Outlet::start();
    for number in 0..articles {
        outlet.publishes(path, Piece { guid: id(number), summary: None, ..piece(number) });
    }
    let world = World::with(&outlet, &[path]);
    world.run(&["poll"]).ok();
    (outlet, world)
}

/// Changes every article the feed shows, and polls.
fn each(outlet: &Outlet, world: &World, articles: usize, edit: impl Fn(usize, &mut Piece)) {
    for number in 0..articles {
        outlet.edits(&format!("story-{number}"), |p| edit(number, p));
    }
    world.run(&["poll"]).ok();
}

const KEPT: &str = "select (select count(*) from articles), (select count(*) from revisions),
    (select count(*) from sightings), (select count(*) from gaps)";
const POLICY: &str = "select identity, identity_why from feeds";

#[test]
fn appended_counters_double_nothing() {
    // `…/story-1#0` today, `…/story-1#1` tomorrow: the link stays.
    let (outlet, world) = polled("/rss", 4, |n| Some(format!("https://courier.example/story-{n}#0")));
    assert_eq!(world.rows(POLICY), ["guid|∅"]);
    for round in 1..4 {
        each(&outlet, &world, 4, |n, p| p.guid = Some(format!("https://courier.example/story-{n}#{round}")));
    }
    assert_eq!(world.rows(KEPT), ["4|4|4|0"]);
    assert_eq!(world.rows(POLICY), ["link|4 known entries came under other ids"]);
    assert_eq!(world.rows("select distinct matched_by, renamed from sightings"), ["address|2"]);
    world.run(&["feeds"]).ok().says("told apart by link since");
    let line = &world.run(&["feeds", "--json"]).ok().json_lines()[0];
    assert_eq!(line["identity"], "link", "{line}");
    assert!(line["identity_since"].is_string(), "{line}");
    world.run(&["verify"]).ok();
}

#[test]
fn the_fall_is_logged_once() {
    let (outlet, world) = polled("/atom", 4, |n| Some(format!("urn:x:{n}:0")));
    let bump = |round: usize| {
        for n in 0..4 {
            outlet.edits(&format!("story-{n}"), |p| p.guid = Some(format!("urn:x:{n}:{round}")));
        }
    };
    bump(1);
    world.run(&["poll"]).ok().says("told apart by less").says("4 known entries came under other ids");
    bump(2);
    world.run(&["poll"]).ok().never_says("told apart");
}

#[test]
fn an_outlet_without_ids_is_told_apart_by_links() {
    for path in ["/rss", "/json"] {
        let (outlet, world) = polled(path, 4, |_| Some(String::new()));
        assert_eq!(world.rows(POLICY), ["link|4 entries without id"], "{path}");
        each(&outlet, &world, 4, |n, p| p.title = format!("{} ({n})", p.title));
        outlet.publishes(path, piece(4).guid(""));
        world.run(&["poll"]).ok();
        assert_eq!(world.rows(KEPT), ["5|9|5|0"], "{path}");
    }
}

#[test]
fn without_ids_and_links_by_date_and_title() {
    let outlet = Outlet::start();
    for number in 0..4 {
        outlet.publishes("/rss", Piece { link: None, ..piece(number).guid("") });
    }
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(POLICY), ["link+date+title|4 entries without link"]);
    each(&outlet, &world, 4, |n, p| p.says_also(&format!("More of {n} in the evening.")));
    assert_eq!(world.rows(KEPT), ["4|8|4|0"]);
}

#[test]
fn other_ids_at_every_poll_double_nothing() {
    let (outlet, world) = polled("/rss", 5, |n| Some(format!("urn:uuid:{n}-0")));
    for round in 1..4 {
        each(&outlet, &world, 5, |n, p| p.guid = Some(format!("urn:uuid:{n}-{round}")));
        // Something new comes meanwhile.
        outlet.publishes("/rss", piece(5 + round).guid(&format!("urn:uuid:new-{round}")));
        world.run(&["poll"]).ok();
    }
    assert_eq!(world.rows(KEPT), ["8|8|8|0"]);
    assert_eq!(world.rows("select identity from feeds"), ["link"]);
}

#[test]
fn other_ids_and_other_links_double_nothing() {
    // Both change at every poll: the words say that the articles are the same, few as they are.
    let (outlet, world) = polled("/rss", 4, |n| Some(format!("0-{n}")));
    for round in 1..4 {
        each(&outlet, &world, 4, |n, p| {
            p.guid = Some(format!("{round}-{n}"));
            p.link = Some(format!("https://courier.example/r{round}/s{n}"));
        });
    }
    assert_eq!(world.rows(KEPT), ["4|4|4|0"]);
    assert_eq!(world.rows("select identity from feeds"), ["link+date+title"]);
    assert_eq!(world.rows("select distinct matched_by, renamed from sightings"), ["text|3"]);
}

#[test]
fn rewritten_once_with_their_headlines_too() {
    // A new system for the site: other ids, other addresses, and an edit in the same night.
    let (outlet, world) = polled("/atom", 4, |n| Some(format!("https://courier.example/?p={n}")));
    each(&outlet, &world, 4, |n, p| {
        p.guid = Some(format!("https://courier.example/new/{n}"));
        p.link = Some(format!("https://courier.example/new/{n}"));
        p.says_also(&format!("Brought up to date overnight, with {n} names of those concerned."));
    });
    assert_eq!(world.rows(KEPT), ["4|8|4|0"]);
    assert_eq!(world.rows("select distinct matched_by from sightings"), ["title+date"]);
}

#[test]
fn a_slug_that_follows_its_headline_is_one_article() {
    let (outlet, world) = polled("/rss", 2, |_| None);
    outlet.publishes(
        "/rss",
        Piece { link: Some("https://courier.example/2026/ferry-waits-4411829".to_owned()), ..piece(3) }
            .guid("https://courier.example/2026/ferry-waits-4411829"),
    );
    world.run(&["poll"]).ok();
    outlet.edits("story-3", |p| {
        p.title = "Strike is over".to_owned();
        p.link = Some("https://courier.example/2026/ferry-sails-4411829".to_owned());
        p.guid.clone_from(&p.link);
    });
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(KEPT), ["3|4|3|0"]);
    assert_eq!(world.count("select count(*) from sightings where matched_by = 'loose-address'"), 1);
}

#[test]
fn dates_touched_at_every_poll_are_no_edit() {
    for path in ["/rss", "/atom", "/json"] {
        let (outlet, world) = polled(path, 4, |_| None);
        for day in 20..23 {
            let at = format!("2026-11-{day}T10:00:00Z").parse().ok();
            each(&outlet, &world, 4, |_, p| (p.published, p.updated) = (at, at));
        }
        assert_eq!(world.rows(KEPT), ["4|4|4|0"], "{path}");
        assert_eq!(world.rows(POLICY), ["guid|∅"], "{path}");
        // An edit among touched dates was not announced by them.
        let at = "2026-11-23T10:00:00Z".parse().ok();
        each(&outlet, &world, 4, |n, p| {
            (p.published, p.updated) = (at, at);
            if n == 2 {
                p.says_also("The seed was dearer, too.");
            }
        });
        assert_eq!(
            world.rows("select change, announced from revisions where revision > 1"),
            ["body|no"],
            "{path}"
        );
    }
}

#[test]
fn a_recycled_guid_is_another_article() {
    for (path, moving_link) in [("/rss", true), ("/rss", false), ("/atom", true)] {
        let outlet = Outlet::start();
        let bulletin = |day: usize| {
            let link = if moving_link { format!("bulletin-{day}") } else { "bulletin".to_owned() };
            let shown = Piece { link: Some(format!("https://courier.example/{link}")), ..piece(day) };
            Piece {
                id: "https://courier.example/bulletin".to_owned(),
                summary: None,
                ..shown.titled("Evening bulletin")
            }
        };
        outlet.publishes(path, piece(5));
        outlet.publishes(path, bulletin(0));
        let world = World::with(&outlet, &[path]);
        world.run(&["poll"]).ok();
        for day in 1..4 {
            outlet.edits("bulletin", |p| *p = bulletin(day));
            world.run(&["poll"]).ok();
        }
        // Four bulletins and the other article, each in one wording.
        assert_eq!(world.rows(KEPT), ["5|5|5|0"], "{path} {moving_link}");
        let policy = if moving_link { "link" } else { "link+date+title" };
        assert_eq!(world.rows("select identity from feeds"), [policy], "{path} {moving_link}");
        assert_eq!(world.count("select count(*) from articles where title = 'Evening bulletin'"), 4);
        // Its address shows the latest.
        let address = if moving_link { "bulletin-3" } else { "bulletin" };
        world.run(&["show", &format!("https://courier.example/{address}")]).ok().says("eleven schools");
        world.run(&["verify"]).ok();
    }
}

#[test]
fn ids_that_count_from_the_top_are_not_believed() {
    // The newest is always 1: every id moves on to another article.
    let outlet = Outlet::start();
    let world = World::with(&outlet, &["/rss"]);
    for newest in 0..5 {
        outlet.publishes("/rss", Piece { summary: None, ..piece(newest) });
        for number in 0..=newest {
            outlet.edits(&format!("story-{number}"), |p| p.guid = Some((newest - number).to_string()));
        }
        world.run(&["poll"]).ok();
    }
    assert_eq!(world.rows(KEPT), ["5|5|5|0"]);
    assert_eq!(world.rows("select identity from feeds"), ["link"]);
    world.run(&["verify"]).ok();
}

#[test]
fn one_guid_for_all_is_none() {
    let (outlet, world) = polled("/rss", 4, |_| Some("courier".to_owned()));
    assert_eq!(world.rows(POLICY), ["link|4 entries share their id"]);
    outlet.publishes("/rss", piece(4).guid("courier"));
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 5);
    // One pair in a longer document is a slip, and costs neither of the two.
    let pair = |n: usize| Some(if n < 2 { "twice".to_owned() } else { n.to_string() });
    let (_outlet, world) = polled("/rss", 12, pair);
    assert_eq!(world.count("select count(*) from articles"), 12);
    assert_eq!(world.rows(POLICY), ["guid|∅"]);
}

#[test]
fn one_text_at_two_addresses_of_an_outlet_is_one_article() {
    let outlet = Outlet::start();
    let long = Piece { summary: None, ..piece(0) }
        .says(&format!("<p>{}</p><p>{}</p><p>{}</p>", TOPICS[0], TOPICS[1], TOPICS[2]));
    let at = |id: &str| Piece {
        id: format!("https://courier.example/{id}"),
        link: Some(format!("https://courier.example/{id}")),
        ..long.clone()
    };
    outlet.publishes("/rss/world", at("world/ferry"));
    outlet.publishes("/rss/coast", at("coast/ferry"));
    // The same words weeks later are another article.
    outlet.publishes("/rss/coast", at("coast/ferry-again").at("2026-11-28T08:00:00Z"));
    // And another outlet's copy stays its own.
    let other = Outlet::start();
    other.publishes(
        "/rss/herald",
        Piece { link: Some("https://herald.example/ferry".to_owned()), ..at("herald") }.guid("h"),
    );
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed("world", &outlet.url("/rss/world")).feed("coast", &outlet.url("/rss/coast"));
        });
        c.outlet("Herald", |o| {
            o.feed("herald", &other.url("/rss/herald"));
        });
    });
    for feed in ["world", "coast", "herald", "world", "coast"] {
        world.run(&["poll", feed]).ok();
    }
    assert_eq!(
        world.rows("select article_id, feed, matched_by from sightings order by article_id, feed desc"),
        ["1|world|new", "1|coast|text", "2|coast|new", "3|herald|new"].map(str::to_owned)
    );
    assert_eq!(world.rows("select outlet from articles order by id"), ["Courier", "Courier", "Herald"]);
}

#[test]
fn one_text_twice_in_a_document_is_one_article() {
    let outlet = Outlet::start();
    let long = Piece { summary: None, ..piece(0) }
        .says(&format!("<p>{}</p><p>{}</p><p>{}</p>", TOPICS[0], TOPICS[1], TOPICS[2]));
    for id in ["world/ferry", "coast/ferry"] {
        let address = format!("https://courier.example/{id}");
        outlet.publishes("/rss", Piece { id: address.clone(), link: Some(address), ..long.clone() });
    }
    outlet.fidgets("/rss");
    let world = World::with(&outlet, &["/rss"]);
    for _ in 0..3 {
        world.run(&["poll"]).ok();
    }
    assert_eq!(world.rows(KEPT), ["1|1|2|0"], "both ids are kept");
    assert_eq!(
        world.rows("select url, matched_by from sightings order by 1"),
        ["https://courier.example/coast/ferry|new", "https://courier.example/world/ferry|text"]
    );
    assert_eq!(world.one("select articles from feeds"), "1");
    // An edit of both is one edit; what is pulled from one place still stands in the other.
    for id in ["world/ferry", "coast/ferry"] {
        outlet.edits(id, |p| p.says_also("Nobody was hurt."));
    }
    for n in 1..4 {
        outlet.publishes("/rss", piece(n));
    }
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select revisions from articles where id = 1"), "2");
    outlet.withdraws("/rss", "coast/ferry");
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from withdrawals"), 0);
    world.run(&["verify"]).ok();
}

#[test]
fn stubs_that_are_all_alike_are_not_one_article() {
    let outlet = Outlet::start();
    let stub = "To read on you need a subscription. ".repeat(12);
    for number in 0..4 {
        outlet.publishes(
            "/rss",
            Piece { summary: None, ..piece(number) }
                .says(&format!("<p>{stub}</p>"))
                .at("2026-11-03T08:00:00Z"),
        );
    }
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(KEPT), ["4|4|4|0"]);
}

#[test]
fn what_was_taken_for_an_article_can_be_taken_apart_again() {
    let outlet = Outlet::start();
    let link = "https://courier.example/ferry";
    let long = format!("<p>{} And the desk goes on for a while about the harbour.</p>", TOPICS[0]);
    let first = Piece { link: Some(link.to_owned()), summary: None, ..piece(0) };
    outlet.publishes("/rss/front", first.says(&long).titled("Night ferry waits outside the harbour"));
    let world = World::with(&outlet, &["/rss/front", "/rss/travel", "/rss/sea"]);
    world.run(&["poll", "rss-front"]).ok();
    // Two desks show the same address, one of them under a headline of its own.
    let other = Piece { link: Some(link.to_owned()), summary: None, ..piece(6) };
    let other =
        other.says("<p>Passengers of the night ferry to Gull Island sleep on benches in dense fog.</p>");
    outlet.publishes("/rss/travel", other.titled("Fog: passengers sleep on benches"));
    outlet.republishes("/rss/sea", "story-0");
    world.run(&["poll"]).ok();
    let sightings = "select feed, matched_by, coalesce(title, 'the same') from sightings order by feed";
    let before = [
        "rss-front|new|the same",
        "rss-sea|address|the same",
        "rss-travel|address|Fog: passengers sleep on benches",
    ];
    assert_eq!(world.rows(sightings), before);
    assert_eq!(world.rows("select title from articles"), ["Night ferry waits outside the harbour"]);

    world.run(&["show", "1"]).ok().says("as “Fog: passengers sleep on benches”");
    world.run(&["unmerge", "1", "rss-front"]).exits(4).says("was made of what rss-front shows");
    world.run(&["unmerge", "1", "rss-nowhere"]).exits(4).says("never showed article 1");
    world.run(&["unmerge", "99", "rss-travel"]).exits(4).says("no article");
    world
        .run(&["unmerge", "1", "rss-travel"])
        .ok()
        .says("Article 2 is what rss-travel shows: Fog: passengers");
    let two = "select id, title, instr(text, 'sleep on benches in dense fog') > 0 from articles order by id";
    let apart = ["1|Night ferry waits outside the harbour|0", "2|Fog: passengers sleep on benches|1"];
    assert_eq!(world.rows(two), apart);
    world.run(&["search", "benches fog"]).ok().says("Fog: passengers sleep on benches");

    // It stays so: further polls and edits know whose they are.
    outlet.edits("story-6", |p| p.title = "Fog: passengers slept on benches".to_owned());
    outlet.edits("story-0", |p| p.title = "Night ferry waits five hours".to_owned());
    world.run(&["poll"]).ok();
    let apart = ["1|Night ferry waits five hours|0", "2|Fog: passengers slept on benches|1"];
    assert_eq!(world.rows(two), apart);
    let sightings = "select article_id, feed, matched_by from sightings order by feed";
    assert_eq!(world.rows(sightings), ["1|rss-front|new", "1|rss-sea|address", "2|rss-travel|person"]);
    world.run(&["unmerge", "2", "rss-travel"]).exits(4).says("was made of what rss-travel shows");
    world.integrity();
    world.run(&["verify"]).ok();
}

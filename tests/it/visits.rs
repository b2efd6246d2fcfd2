//! Visits of article pages: what they bring, what they must never bring, and whom they must not disturb.

use std::time::{Duration, Instant};

use crate::outlet::{Keeps, Outlet, Piece, Stall};
use crate::world::World;

/// Sentences of one subject, none like another: enough for a body that readers find.
fn body(subject: &str, paragraphs: usize) -> String {
    let paragraph = |n: usize| {
        format!(
            "<p>In the {n}. hour of the {subject} the harbour master walked to the end of the quay, counted the boats \
             that had come back, and wrote number {} into the book that lies under the lamp. Nobody on the island \
             could remember a night of so much rain, and the {subject} was talked of in every house along the \
             shore until the morning came.</p>",
            n * 17 + subject.len()
        )
    };
    (1..=paragraphs).map(paragraph).collect()
}

/// A page as an outlet's templates make it: a masthead and a footer around the article.
fn page(title: &str, body: &str, below: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} | Courier</title>\
         <meta property=\"og:type\" content=\"article\"><meta property=\"og:title\" content=\"{title}\">\
         <meta name=\"author\" content=\"Aino Castellane\"></head><body>\
         <header><nav><a href=\"/\">Home</a> <a href=\"/news\">News</a></nav></header>\
         <main><article><h1>{title}</h1>{body}{below}</article></main>\
         <footer><p>Imprint</p></footer></body></html>"
    )
}

/// An outlet whose feed `/rss` gives teasers of these articles, each with a page at `/a/NAME`.
fn outlet(names: &[&str]) -> (Outlet, World) {
    let outlet = Outlet::start();
    for name in names {
        teaser(&outlet, name);
        outlet.shows_page(
            &format!("/a/{name}"),
            &page(&format!("The night of the {name}"), &body(name, 6), ""),
        );
    }
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed_with("coast", &outlet.url("/rss"), &[("full_text", "true")]);
        });
    });
    (outlet, world)
}

fn teaser(outlet: &Outlet, name: &str) {
    let mut piece = Piece::new(name).titled(&format!("The night of the {name}"));
    (piece.link, piece.body) = (Some(outlet.url(&format!("/a/{name}"))), None);
    outlet.publishes("/rss", piece);
}

/// Changes the archive as time would.
fn alter(world: &World, sql: &str) {
    assert!(world.alter(sql) > 0, "{sql}");
}

/// Visits again what was visited.
fn again(world: &World) {
    alter(world, "update page set due_at = '2026-01-01T00:00:00Z'");
    alter(world, "update visit set started_at = strftime('%Y-%m-%dT%H:%M:%SZ', started_at, '-1 day')");
    world.run(&["poll"]).ok();
}

fn outcomes(world: &World) -> Vec<String> {
    world.rows("select outcome from visits order by id")
}

const LATEST: &str = "select outcome from visits order by id desc limit 1";

#[test]
fn a_page_brings_the_text_and_what_stands_around_it() {
    let (outlet, world) = outlet(&["storm"]);
    let below = "<p>Region: <a href=\"/r/coast\" rel=\"tag\">Saltmere Coast</a></p>\
         <p>The original source of this article is <a href=\"https://ledger.example/storm\">Northern Ledger</a></p>\
         <p>Copyright © Aino Castellane, Northern Ledger, 2026</p>\
         <p>Disclaimer: The contents of this article are of sole responsibility of the author. The Courier will not \
         be responsible for any inaccurate statement in this article.</p>";
    outlet.shows_page("/a/storm", &page("The night of the storm", &body("storm", 6), below));
    world.run(&["poll"]).ok().says("1 page visited, 0 without the article; 1 article fuller or edited");
    assert_eq!(world.rows("select text_from, words > 200, byline from articles"), ["page|1|Aino Castellane"]);
    assert_eq!(
        world.rows("select revision, change from revisions order by revision"),
        ["1|first", "2|fuller"]
    );
    assert_eq!(
        world.rows("select scheme, term, label, origin from article_tags where scheme = 'region'"),
        ["region|saltmere-coast|Saltmere Coast|page"]
    );
    let kinds = world.rows(
        "select distinct kind, origin from article_disclaimers where kind in ('disclaimer', 'attribution') order by 1",
    );
    assert_eq!(kinds, ["attribution|page", "disclaimer|page"]);
    assert_eq!(world.one("select original_outlet from articles"), "Northern Ledger");
    assert_eq!(world.one("select instr(text, 'sole responsibility') from articles"), "0");
    assert_eq!(world.rows("select state, last_outcome, failures from pages"), ["read|ok|0"]);
    world.run(&["show", "1"]).ok().says("the article’s page").says("last visited");
    world.run(&["feeds", "--json"]).ok().says("\"visited\":1");
    world.run(&["verify"]).ok();
    world.integrity();
}

#[test]
fn only_pages_that_are_wanted_are_visited() {
    let (outlet, mut world) = outlet(&["storm"]);
    let mut whole = Piece::new("whole").says(&body("regatta", 4));
    whole.link = Some(outlet.url("/a/whole"));
    outlet.publishes("/rss", whole);
    world.run(&["poll", "--no-visits"]).ok().never_says("visited");
    assert_eq!(world.count("select count(*) from visits"), 0);
    assert_eq!(world.count("select count(*) from pages where state = 'waiting'"), 2);
    // The same by configuration, and then by rule.
    world.config(|c| {
        c.set("visits", "enabled", "false");
    });
    world.run(&["poll"]).ok().never_says("visited");
    let mut other = World::new();
    other.config(|c| {
        c.outlet("Courier", |o| {
            o.feed_with("coast", &outlet.url("/rss"), &[("full_text", "\"if-short\"")]);
        });
    });
    other.run(&["poll"]).ok();
    assert_eq!(other.rows("select url like '%/a/storm' from visits"), ["1"]);
    assert!(outlet.requests("/a/whole").is_empty());
}

#[test]
fn full_text_switched_on_counts_for_what_is_there_already() {
    let (outlet, _) = outlet(&["storm", "flood"]);
    let mut world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from pages"), 0);
    let text = world.config_text().replace("name = \"rss\"", "name = \"rss\"\nfull_text = true");
    world.write("clippings.toml", text);
    world.run(&["poll"]).ok().says("2 pages visited");
    assert_eq!(world.count("select count(*) from articles where text_from = 'page'"), 2);
    world.config(|_| {});
}

#[test]
fn a_second_look_is_conditional_and_an_edit_is_a_revision() {
    let (outlet, world) = outlet(&["storm"]);
    world.run(&["poll"]).ok();
    again(&world);
    assert_eq!(outcomes(&world), ["ok", "not-modified"]);
    assert_eq!(outlet.requests("/a/storm").iter().map(|r| r.status).collect::<Vec<_>>(), [200, 304]);
    // A server without validators: the same bytes are recognised.
    outlet.keeps("/a/storm", Keeps::Nothing);
    alter(&world, "update page set etag = null, last_modified = null");
    again(&world);
    assert_eq!(world.one(LATEST), "unchanged");
    assert_eq!(world.one("select revisions from articles"), "2");
    // The whole text in the teaser's place is nothing that the outlet edited.
    world.run(&["export", "--day", "today"]).ok().says("The night of the storm").never_says("edited:");
    let edited = body("storm", 6).replacen("counted the boats", "counted eleven drowned boats", 1);
    outlet.shows_page("/a/storm", &page("The night of the storm", &edited, ""));
    again(&world);
    assert_eq!(world.one(LATEST), "ok");
    assert_eq!(
        world.rows("select revision, change like '%body%' from revisions where revision = 3"),
        ["3|1"]
    );
    assert_eq!(world.one("select instr(text, 'eleven drowned boats') > 0 from articles"), "1");
    // The headline alone.
    outlet.shows_page("/a/storm", &page("The night of the great storm", &edited, ""));
    again(&world);
    assert_eq!(world.one("select title from articles"), "The night of the great storm");
    assert_eq!(world.one("select change from revisions where revision = 4"), "headline");
    world.run(&["export", "--day", "today"]).ok().says("edited: 2 times, last ");
}

#[test]
fn feed_and_page_do_not_revise_each_other_for_ever() {
    let (outlet, world) = outlet(&["storm"]);
    world.run(&["poll"]).ok();
    for round in 1..=3 {
        // The feed's document changes, its teaser of this article does not.
        teaser(&outlet, &format!("calm-{round}"));
        again(&world);
    }
    assert_eq!(world.one("select revisions from articles where url like '%/a/storm'"), "2");
    // The teaser itself changes: the text stays the page's.
    outlet
        .edits("storm", |piece| piece.summary = Some("What the harbour master said, in other words.".into()));
    world.run(&["poll"]).ok();
    assert_eq!(
        world.rows("select text_from, words > 200 from articles where url like '%/a/storm'"),
        ["page|1"]
    );
}

#[test]
fn the_feeds_own_full_text_stays_where_it_is_as_long() {
    let (outlet, world) = outlet(&[]);
    let mut piece = Piece::new("storm").titled("The night of the storm").says(&body("storm", 6));
    piece.link = Some(outlet.url("/a/storm"));
    outlet.publishes("/rss", piece);
    outlet.shows_page("/a/storm", &page("The night of the storm", &body("storm", 6), ""));
    world.run(&["poll"]).ok();
    assert_eq!(outcomes(&world), ["ok"]);
    assert_eq!(world.rows("select text_from, revisions from articles"), ["feed-content|1"]);
    // The feed has a part of it only.
    outlet.edits("storm", |piece| piece.body = Some(body("storm", 2)));
    let (outlet, world) = self::outlet(&[]);
    let mut piece = Piece::new("storm").titled("The night of the storm").says(&body("storm", 2));
    piece.link = Some(outlet.url("/a/storm"));
    outlet.publishes("/rss", piece);
    outlet.shows_page("/a/storm", &page("The night of the storm", &body("storm", 6), ""));
    world.run(&["poll"]).ok();
    assert_eq!(world.rows("select text_from, revisions from articles"), ["page|2"]);
}

#[test]
fn what_the_host_reserves_is_kept_with_its_pages() {
    let (outlet, world) = outlet(&["storm", "flood"]);
    outlet.shows_text(
        "/robots.txt",
        "License: https://courier.example/rsl.xml\nUser-agent: *\nContent-Usage: train-ai=n\n\
         Content-Usage: /a/flood train-ai=y\nDisallow: /drafts\n",
    );
    outlet.says("/a/storm", "TDM-Reservation", "1");
    outlet.says("/a/storm", "TDM-Policy", "https://courier.example/tdm.json");
    outlet.says("/a/flood", "TDM-Reservation", "0");
    outlet.says("/a/flood", "Content-Usage", "search=y");
    outlet.says("/a/flood", "Link", "</rsl.xml>; rel=\"license\"; type=\"application/rsl+xml\"");
    world.run(&["poll"]).ok();
    let reserved = |name: &str| {
        world.rows(&format!(
            "select d.text, d.origin from article_disclaimers d join articles a on a.id = d.article_id \
             where d.kind = 'licence' and a.url like '%/{name}' order by 1"
        ))
    };
    assert_eq!(
        reserved("storm"),
        [
            "Content-Usage: train-ai=n|page",
            "https://courier.example/rsl.xml|page",
            "tdm-reservation: 1; tdm-policy: https://courier.example/tdm.json|page",
        ]
    );
    let licence = format!("{}|page", outlet.url("/rsl.xml"));
    let mut flood = vec![
        "Content-Usage: search=y|page",
        "Content-Usage: train-ai=y|page",
        licence.as_str(),
        "https://courier.example/rsl.xml|page",
    ];
    flood.sort_unstable();
    assert_eq!(reserved("flood"), flood);
    world
        .run(&["extract", &outlet.url("/a/storm")])
        .ok()
        .says("licence (outlet): https://courier.example/rsl.xml");
}

#[test]
fn robots_txt_is_obeyed_and_told() {
    let (outlet, world) = outlet(&["storm"]);
    outlet.shows_text("/robots.txt", "User-agent: *\nDisallow: /a/\n");
    world.run(&["poll"]).ok().says("1 without the article");
    assert_eq!(world.rows("select outcome, http_status from visits"), ["robots|∅"]);
    assert!(outlet.requests("/a/storm").is_empty());
    assert!(world.one("select due_at from pages") > world.one("select last_visited_at from pages"));
    world.run(&["feeds"]).ok().says("the last one: robots");
}

#[test]
fn what_is_not_the_article_never_becomes_its_text() {
    let names = ["paywall", "consent", "login", "home", "other", "film", "empty"];
    let (outlet, world) = outlet(&names);
    let stub = "<p>In the first hour of the storm the harbour master walked to the end of the quay.</p>\
         <div class=\"paywall\"><p>Subscribe to continue reading this article.</p>\
         <form action=\"/subscribe\"><button>Subscribe now</button></form></div>";
    let paywalled = page("The night of the paywall", stub, "").replace(
        "</head>",
        "<script type=\"application/ld+json\">{\"@context\": \"https://schema.org\", \"@type\": \"NewsArticle\", \
         \"headline\": \"The night of the paywall\", \"isAccessibleForFree\": false}</script></head>",
    );
    outlet.shows_page("/a/paywall", &paywalled);
    outlet.shows_page(
        "/a/consent",
        "<!DOCTYPE html><html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1>\
         <p>We and our partners store and access cookies on your device. Do you consent?</p>\
         <form action=\"/consent\"><button>Accept all</button><button>Reject all</button></form></body></html>",
    );
    outlet.shows_page(
        "/a/login",
        "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form action=\"/login\">\
         <input name=\"user\"><input type=\"password\" name=\"password\"><button>Sign in</button></form></body></html>",
    );
    outlet.redirects("/a/home", 302, &outlet.url("/"));
    outlet.shows_page("/", &page("Courier", &body("front page", 6), ""));
    outlet.redirects("/a/other", 301, &outlet.url("/a/paywall"));
    outlet.says("/a/film", "Content-Type", "video/mp4");
    outlet.shows_text("/a/film", "no page at all");
    outlet.shows_page(
        "/a/empty",
        "<!DOCTYPE html><html><head><title>Nothing</title></head><body></body></html>",
    );
    world.run(&["poll"]).ok().says("7 pages visited, 7 without the article");
    assert_eq!(
        world.rows("select substr(url, instr(url, '/a/') + 3), outcome from visits order by 1"),
        [
            "consent|consent",
            "empty|no-article",
            "film|not-html",
            "home|home-page",
            "login|login",
            "other|other-article",
            "paywall|paywall"
        ]
    );
    assert_eq!(world.count("select count(*) from articles where text_from = 'page' or revisions > 1"), 0);
    assert_eq!(world.count("select count(*) from article_tags where origin = 'page'"), 0);
    assert_eq!(world.count("select count(*) from article_disclaimers where origin = 'page'"), 0);
}

#[test]
fn a_page_behind_another_articles_address_is_not_kept_twice() {
    let (outlet, world) = outlet(&["storm", "copy"]);
    outlet.redirects("/a/copy", 301, &outlet.url("/a/storm"));
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select outcome from visits where url like '%/a/copy'"), "other-article");
    assert_eq!(world.one("select text_from from articles where url like '%/a/copy'"), "feed-summary");
}

#[test]
fn what_a_page_calls_itself_is_the_articles_address_in_other_feeds() {
    let (outlet, _) = outlet(&["storm"]);
    let mut world = World::new();
    // One feed knows the article by a number, the other by the address that its page gives.
    let canonical =
        format!("<link rel=\"canonical\" href=\"{}\">", outlet.url("/news/the-night-of-the-storm"));
    let numbered = page("The night of the storm", &body("storm", 6), "").replacen(
        "</head>",
        &format!("{canonical}</head>"),
        1,
    );
    outlet.shows_page("/a/storm", &numbered);
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed_with("coast", &outlet.url("/rss"), &[("full_text", "true")]);
            o.feed("late", &outlet.url("/rss/late"));
        });
    });
    world.run(&["poll", "coast"]).ok();
    assert_eq!(
        world.count("select count(*) from pages where canonical_url like '%/news/the-night-of-the-storm'"),
        1
    );
    let mut piece = Piece::new("by-name").titled("The night of the storm");
    piece.link = Some(outlet.url("/news/the-night-of-the-storm?utm_source=late"));
    outlet.publishes("/rss/late", piece);
    world.run(&["poll", "late"]).ok();
    let seen = world.rows("select article_id, feed, matched_by from sightings order by feed");
    assert_eq!(seen, ["1|coast|new", "1|late|address"]);
    assert_eq!(world.count("select count(*) from articles"), 1);
}

#[test]
fn a_page_that_is_gone_is_noted_and_the_article_stays() {
    let (outlet, world) = outlet(&["storm"]);
    world.run(&["poll"]).ok();
    let text = world.one("select text from articles");
    outlet.goes_down("/a/storm", 404);
    again(&world);
    assert_eq!(world.rows("select last_outcome, gone_since is not null from pages"), ["not-found|1"]);
    assert_eq!(world.one("select text from articles"), text);
    world.run(&["show", "1"]).ok().says("gone since");
    outlet.comes_back("/a/storm");
    outlet.shows_page("/a/storm", &page("The night of the storm", &body("storm", 6), ""));
    again(&world);
    assert_eq!(world.rows("select last_outcome, gone_since from pages"), ["not-modified|∅"]);
}

#[test]
fn a_page_that_cannot_be_had_is_tried_again_and_given_up() {
    let (outlet, world) = outlet(&["storm"]);
    outlet.goes_down("/a/storm", 500);
    for failures in 1..=5 {
        if failures > 1 {
            alter(&world, "update page set due_at = '2026-01-01T00:00:00Z'");
            world.alter("delete from page_host");
        }
        world.run(&["poll"]).ok();
        assert_eq!(world.rows("select failures, state from pages").len(), 1);
    }
    assert_eq!(world.rows("select failures, state, due_at from pages"), ["5|given-up|∅"]);
    world.run(&["feeds"]).ok().says("1 given up");
}

#[test]
fn a_429_for_a_page_holds_its_host_for_polls_too() {
    let (outlet, world) = outlet(&["storm", "flood"]);
    outlet.is_busy("/a/flood", 429, "600");
    world.run(&["poll"]).ok();
    assert_eq!(outcomes(&world), ["busy"], "the other one of the host was not asked");
    assert_eq!(world.count("select count(*) from pages where due_at is not null"), 2);
    world.run(&["poll"]).ok();
    assert_eq!(outcomes(&world).len(), 1, "nor after it");
    assert_eq!(world.count("select count(*) from host_patience"), 1);
}

#[test]
fn the_backlog_outlives_kill_9() {
    let (outlet, mut world) = outlet(&["one", "two", "three", "four", "five"]);
    world.config(|c| {
        c.every_second();
    });
    for name in ["one", "two", "three", "four"] {
        outlet.is_slow(&format!("/a/{name}"), Duration::from_secs(3600));
    }
    let mut daemon = world.daemon();
    daemon.until("the first visit", || {
        world.archive().exists() && world.count("select count(*) from visits") == 1
    });
    daemon.kill();
    world.integrity();
    assert_eq!(world.count("select count(*) from pages where state = 'waiting' and due_at is not null"), 4);
    for name in ["one", "two", "three", "four"] {
        outlet.is_slow(&format!("/a/{name}"), Duration::ZERO);
    }
    let mut daemon = world.daemon();
    daemon.until("the rest", || world.count("select count(*) from pages where state = 'read'") == 5);
    daemon.stop();
    world.integrity();
}

#[test]
fn a_backlog_of_slow_pages_does_not_delay_polls() {
    let names: Vec<String> = (0..30).map(|n| format!("night-{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (outlet, mut world) = outlet(&names);
    for name in &names {
        outlet.stalls(&format!("/a/{name}"), Stall::BeforeHead);
    }
    world.config(|c| {
        c.every_second().set("http", "timeout", "\"30s\"");
    });
    let began = Instant::now();
    let mut daemon = world.daemon();
    daemon.until("a visit that hangs", || outlet.all_requests().iter().any(|r| r.path.starts_with("/a/")));
    let before = outlet.requests("/rss").len();
    daemon.until("ten polls", || outlet.requests("/rss").len() >= before + 10);
    assert_eq!(
        outlet.all_requests().iter().filter(|r| r.path.starts_with("/a/") && r.ended.is_none()).count(),
        1
    );
    // One hanging visit takes its 30 s; behind it, ten polls would have taken 300.
    assert!(began.elapsed() < Duration::from_secs(200), "{:?}", began.elapsed());
    // … and it does not keep the daemon from stopping.
    daemon.stop();
}

#[test]
fn a_changed_notice_is_seen_to_change() {
    let (outlet, world) = outlet(&["storm"]);
    let notice = |who: &str| {
        format!(
            "<p>Disclaimer: The views expressed in this article are those of the author alone and do not bind {who}.</p>"
        )
    };
    outlet.shows_page("/a/storm", &page("The night of the storm", &body("storm", 6), &notice("the Courier")));
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from disclaimers where kind = 'disclaimer'"), 1);
    alter(
        &world,
        "update disclaimer set first_seen_at = '2026-01-01T00:00:00Z', last_seen_at = '2026-01-01T00:00:00Z'",
    );
    alter(&world, "update article_disclaimer set last_seen_at = '2026-01-01T00:00:00Z'");
    alter(&world, "update page set last_read_at = '2026-01-01T00:00:00Z'");
    // A 304 says that it stands there still.
    again(&world);
    assert_eq!(world.one(LATEST), "not-modified");
    assert_eq!(
        world.one("select last_seen_at > first_seen_at from disclaimers where kind = 'disclaimer'"),
        "1"
    );
    alter(&world, "update disclaimer set last_seen_at = '2026-01-02T00:00:00Z'");
    outlet
        .shows_page("/a/storm", &page("The night of the storm", &body("storm", 6), &notice("its publisher")));
    again(&world);
    assert_eq!(
        world.rows(
            "select text like '%its publisher%', last_seen_at > '2026-02-01' from disclaimers
             where kind = 'disclaimer' order by id"
        ),
        ["0|0", "1|1"]
    );
    assert_eq!(world.count("select count(*) from article_disclaimers where kind = 'disclaimer'"), 2);
}

/// Words in an order of their own for each seed: articles of which none is a copy of another.
fn unlike(seed: u64) -> String {
    const WORDS: &str = "harbour gulls lamp rope tide board engine school winter barley council bridge ledger \
        chapel market orchard signal ferry doctor quarry mill bell wagon letter garden sailor meadow tower stove candle \
        river crane anchor ticket parish kettle fence saddle chimney violin basket lantern hammer pasture";
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut state = seed;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[usize::try_from(state >> 33).unwrap() % words.len()]
    };
    let mut sentence = || format!("The {}. ", (0..11).map(|_| word()).collect::<Vec<_>>().join(" "));
    (0..6).map(|_| format!("<p>{}</p>", (0..4).map(|_| sentence()).collect::<String>())).collect()
}

/// A line that no lexicon knows stands under every article; after three of them on two days it is furniture.
#[test]
fn what_recurs_under_an_outlets_articles_is_not_their_text() {
    let names = ["storm", "flood", "drought", "frost"];
    let (outlet, world) = outlet(&[]);
    let slogan = "<p>Saltmere knows its weather by the colour of the gulls and the mood of the ferrymen.</p>";
    for (day, name) in names.iter().enumerate() {
        let mut piece = Piece::new(name).titled(&format!("The night of the {name}"));
        piece = piece.at(&format!("2026-11-{:02}T08:00:00Z", 10 + day));
        (piece.link, piece.body) = (Some(outlet.url(&format!("/a/{name}"))), None);
        let page = page(&format!("The night of the {name}"), &unlike(day as u64 + 7), slogan);
        outlet.shows_page(&format!("/a/{name}"), &page);
        outlet.publishes("/rss", piece);
        // A process of its own for each, so that what recurs is found out anew.
        world.run(&["poll"]).ok().says("1 page visited");
    }
    assert_eq!(world.count("select count(*) from articles where story_id is not null"), 0);
    let has = "select a.title from articles as a where text like '%mood of the ferrymen%' order by a.id";
    assert_eq!(
        world.rows(has),
        ["The night of the storm", "The night of the flood", "The night of the drought"],
        "the fourth is read with what the three have taught"
    );
    assert_eq!(world.one("select words > 200 from articles where title like '%frost'"), "1");
}

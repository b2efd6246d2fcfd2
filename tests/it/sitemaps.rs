//! Sitemaps as feeds, and the body of a feed that cannot be read.

use crate::outlet::Outlet;
use crate::world::World;

const XMLNS: &str = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
                     xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'";

/// A news sitemap of these articles, by the last part of their addresses.
fn news(articles: &[&str]) -> String {
    let row = |article: &&str| {
        format!(
            "<url><loc>https://fjord.example/{article}</loc><news:news><news:publication><news:name>Fjord Times\
             </news:name><news:language>nb</news:language></news:publication><news:publication_date>2026-11-20\
             </news:publication_date><news:title>On {article}</news:title></news:news></url>"
        )
    };
    format!("<urlset {XMLNS}>{}</urlset>", articles.iter().map(row).collect::<String>())
}

fn titles(world: &World) -> Vec<String> {
    world.rows("select title from articles order by title")
}

#[test]
fn an_index_is_polled_for_what_its_sitemaps_show() {
    let outlet = Outlet::start();
    outlet.shows_text(
        "/index.xml",
        &format!(
            "<sitemapindex {XMLNS}><sitemap><loc>/news-b.xml</loc></sitemap><sitemap><loc>/news-a.xml</loc></sitemap>\
             <sitemap><loc>/pages.xml</loc></sitemap></sitemapindex>"
        ),
    );
    outlet.shows_text("/news-a.xml", &news(&["crane", "ferry"]));
    outlet.shows_text("/news-b.xml", &news(&["ferry", "quay"]));
    outlet.shows_text("/pages.xml", &format!("<urlset {XMLNS}><url><loc>/about</loc></url></urlset>"));
    let world = World::with(&outlet, &["/index.xml"]);
    world.run(&["poll"]).ok().says("3 entries, 3 new");
    assert_eq!(titles(&world), ["On crane", "On ferry", "On quay"]);
    assert_eq!(world.one("select guid from sightings where url like '%quay'"), "https://fjord.example/quay");

    // The index says nothing of when its sitemaps changed: they are looked at all the same.
    outlet.shows_text("/news-a.xml", &news(&["tide", "crane", "ferry"]));
    world.run(&["poll"]).ok().says("4 entries, 1 new");
    assert_eq!(titles(&world), ["On crane", "On ferry", "On quay", "On tide"]);

    // What was read is kept, what was not is said, and nothing is missing for that.
    outlet.goes_down("/news-b.xml", 500);
    outlet.shows_text("/news-a.xml", &news(&["wharf", "tide", "crane", "ferry"]));
    world.run(&["poll"]).ok().says("4 entries, 1 new").says("/news-b.xml");
    assert_eq!(titles(&world), ["On crane", "On ferry", "On quay", "On tide", "On wharf"]);
    assert_eq!(world.count("select count(*) from articles where withdrawn_at is not null"), 0);
    assert_eq!(world.count("select count(*) from gaps"), 0);
    assert_eq!(world.count("select count(*) from polls where notes like '%\"sitemaps-unread\":1%'"), 1);

    // Where it does say so, it is enough to ask for the index.
    outlet.shows_text("/news-b.xml", &news(&["ferry", "quay"]));
    outlet.shows_text(
        "/index.xml",
        &format!(
            "<sitemapindex {XMLNS}><sitemap><loc>/news-a.xml</loc><lastmod>2026-11-20T08:00:00Z</lastmod></sitemap></sitemapindex>"
        ),
    );
    world.run(&["poll"]).ok();
    let asked = outlet.requests("/news-a.xml").len();
    world.run(&["poll"]).ok().says("unchanged");
    assert_eq!(outlet.requests("/news-a.xml").len(), asked);
    world.integrity();
}

#[test]
fn a_sitemap_that_is_gone_takes_no_other_along() {
    let outlet = Outlet::start();
    let index = |rows: &[&str]| {
        let rows: String = rows.iter().map(|row| format!("<sitemap><loc>{row}</loc></sitemap>")).collect();
        format!("<sitemapindex {XMLNS}>{rows}</sitemapindex>")
    };
    // The first is named like news, so that it is asked for before the others.
    outlet.shows_text("/index.xml", &index(&["/news-gone.xml", "/2026.xml", "/pages.xml"]));
    outlet.shows_text("/2026.xml", &index(&["/2026-11.xml", "/2026.xml"]));
    outlet.shows_text("/2026-11.xml", &news(&["crane"]));
    outlet.shows_text("/pages.xml", &format!("<urlset {XMLNS}><url><loc>/about</loc></url></urlset>"));
    let world = World::with(&outlet, &["/index.xml"]);
    world.run(&["poll"]).ok().says("1 entries, 1 new").says("/news-gone.xml");
    assert_eq!(titles(&world), ["On crane"]);

    // More than one poll reads: as many as it may, and the others are counted.
    let many: Vec<String> = (0..8).map(|n| format!("/k{n}.xml")).collect();
    outlet.shows_text("/index.xml", &index(&many.iter().map(String::as_str).collect::<Vec<_>>()));
    for (n, path) in many.iter().enumerate() {
        outlet.shows_text(path, &news(&[&format!("tide-{n}")]));
    }
    world.run(&["poll"]).ok().says("5 entries, 5 new").never_says("not read");
    assert_eq!(world.count("select count(*) from polls where notes like '%\"sitemaps-left-out\":3%'"), 1);
    assert_eq!(world.count("select count(*) from gaps"), 0);

    // Where nothing can be read, the poll has failed, and the feed is not gone.
    outlet.shows_text("/index.xml", &index(&["/news-gone.xml"]));
    world.run(&["poll"]).exits(3).says("/news-gone.xml");
    assert_eq!(world.one("select outcome from polls order by id desc limit 1"), "not-found");
    world.integrity();
}

#[test]
fn an_index_without_news_is_no_feed() {
    let outlet = Outlet::start();
    outlet.shows_text(
        "/index.xml",
        &format!("<sitemapindex {XMLNS}><sitemap><loc>/index.xml</loc></sitemap><sitemap><loc>/pages.xml</loc></sitemap>\
                  <sitemap><loc>https://elsewhere.example/news.xml</loc></sitemap></sitemapindex>"),
    );
    outlet.shows_text("/pages.xml", &format!("<urlset {XMLNS}><url><loc>/about</loc></url></urlset>"));
    let world = World::with(&outlet, &["/index.xml"]);
    world.run(&["poll"]).exits(3).says("none of the 1 sitemaps that were read holds news");
    world.run(&["check", "--fetch"]).exits(3).says("sitemap index");
    assert_eq!(titles(&world), [""; 0]);
}

#[test]
fn what_could_not_be_read_can_be_looked_at() {
    let outlet = Outlet::start();
    outlet.shows_text("/rss", "<!doctype html><title>We are moving</title><p>Back on Monday.</p>");
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).exits(3);
    let feed = world.one("select name from feeds");
    world.run(&["feeds"]).ok().says(&format!("clippings feeds --bad-body {feed}"));
    world.run(&["feeds", "--bad-body", &feed]).ok().says("<p>Back on Monday.</p>");
    assert_eq!(world.run(&["feeds", "--json"]).ok().json_lines()[0]["bad_body_kept"], true);
    outlet.shows_text("/rss", "<rss version='2.0'><channel><item><title>Back</title></item></channel></rss>");
    world.run(&["poll"]).ok();
    world.run(&["feeds"]).ok().never_says("--bad-body");
    world.run(&["feeds", "--bad-body", &feed]).exits(4).says("no unreadable answer");
}

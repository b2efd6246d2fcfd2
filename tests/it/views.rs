//! The SQL views are a promise: every one, with at least these columns, in an archive that is new.

use crate::outlet::{Outlet, Piece};
use crate::world::World;

const PROMISED: &str = "
articles: id outlet url title byline summary text text_from language published_at published_raw published_from
  first_seen_at changed_at revisions words image_url image_credit original_outlet original_url story_id withdrawn_at
article_tags: article_id scheme term label origin
article_disclaimers: article_id disclaimer_id kind text origin position scope last_seen_at
disclaimers: id kind text outlet first_seen_at last_seen_at articles
article_authors: article_id position name uri email role
article_links: article_id rel url type language title
sightings: article_id feed guid url first_seen_at last_seen_at
revisions: article_id revision seen_at change title summary text
stories: id articles outlets first_article_id first_seen_at
story_articles: story_id article_id relation score evidence
outlets: name home
feeds: name outlet url title enabled health last_polled_at last_changed_at next_due_at failures last_error articles
polls: feed started_at duration_ms outcome http_status bytes entries new revised error
gaps: feed after before reason found_at filled_at filled_by pages recovered note
withdrawals: article_id feed withdrawn_at returned_at
pages: article_id feed url host state due_at failures last_visited_at last_outcome first_read_at last_read_at
  canonical_url gone_since
visits: article_id url started_at duration_ms outcome http_status bytes conditional revised error
feed_pages: feed full_text wanted visited waiting given_up last_outcome
digests: name since until made_at format path sha256 articles
";

fn promised() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut views: Vec<(&str, Vec<&str>)> = Vec::new();
    for word in PROMISED.split_whitespace() {
        match (word.strip_suffix(':'), views.last_mut()) {
            (Some(view), _) => views.push((view, Vec::new())),
            (None, Some((_, columns))) => columns.push(word),
            (None, None) => panic!("{word} stands before any view"),
        }
    }
    views
}

#[test]
fn every_view_is_there_with_its_columns() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    let views = promised();
    assert_eq!(views.len(), 19);
    let db = world.db();
    for (view, columns) in views {
        let quoted: Vec<String> = columns.iter().map(|c| format!("\"{c}\"")).collect();
        let sql = format!("select {} from {view}", quoted.join(", "));
        let mut statement = db.prepare(&sql).unwrap_or_else(|e| panic!("{view}: {e}"));
        // Not only parsed: read to the end.
        let mut rows = statement.query([]).unwrap_or_else(|e| panic!("{view}: {e}"));
        while rows.next().unwrap_or_else(|e| panic!("{view}: {e}")).is_some() {}
        assert_eq!(
            world.rows(&format!("select type from sqlite_schema where name = '{view}'")),
            ["view"],
            "{view} is to be a view"
        );
    }
}

#[test]
fn times_are_text_in_utc() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    let shape = "____-__-__T__:__:__Z";
    for (view, column) in [
        ("articles", "published_at"),
        ("articles", "first_seen_at"),
        ("articles", "changed_at"),
        ("sightings", "first_seen_at"),
        ("sightings", "last_seen_at"),
        ("revisions", "seen_at"),
        ("feeds", "last_polled_at"),
        ("feeds", "last_changed_at"),
        ("polls", "started_at"),
    ] {
        let sql = format!("select typeof({column}), {column} like '{shape}' from {view}");
        assert_eq!(world.rows(&sql), ["text|1"], "{view}.{column}");
    }
}

#[test]
fn schema_tells_of_every_view() {
    let world = World::new();
    let text = world.run(&["schema"]).ok().stdout;
    for (view, columns) in promised() {
        assert!(text.contains(view), "schema does not tell of {view}:\n{text}");
        for column in columns {
            assert!(text.contains(column), "schema does not tell of {view}.{column}");
        }
    }
    assert!(!world.run(&["schema", "--json"]).ok().json_lines().is_empty());
}

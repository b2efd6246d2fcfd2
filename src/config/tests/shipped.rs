//! The files that come with the program: complete, in step with the defaults, and right.

use std::path::Path;

use toml_edit::{DocumentMut, Item, TableLike};

use crate::config::keys::{
    ARCHIVE, DIGEST, FEED, HTTP, METRICS, OUTLET, ROOT, SCHEDULE, SECRET, SELECT, VISITS,
};
use crate::config::{Loaded, read, starter};
use crate::model::{DigestPlan, Feed, Outlet, Secret, Settings};

const SHIPPED: &str = include_str!("../../../config/clippings.toml");

fn loaded(text: &str) -> Loaded {
    read(text, Path::new("clippings.toml"), None).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The shipped file with its examples: lines that begin with `#` and no space.
fn with_examples() -> String {
    let uncomment = |line: &str| match line.strip_prefix('#') {
        Some(example) if example.starts_with(|c: char| c == '[' || c.is_ascii_lowercase()) => {
            example.to_owned()
        }
        _ => line.to_owned(),
    };
    SHIPPED.lines().map(uncomment).collect::<Vec<_>>().join("\n")
}

fn table<'a>(parent: &'a dyn TableLike, key: &str) -> &'a dyn TableLike {
    let item = parent.get(key).unwrap_or_else(|| panic!("{key} does not stand in the shipped file"));
    match item {
        Item::ArrayOfTables(tables) => tables.get(0).expect("one table"),
        item => item.as_table_like().expect("a table"),
    }
}

#[test]
fn the_shipped_file_loads_as_it_is_and_says_what_is_missing() {
    let Loaded { settings, warnings } = loaded(SHIPPED);
    assert_eq!(settings, Settings::default(), "the shipped values are the defaults");
    let keys: Vec<&str> = warnings.iter().map(|warning| warning.key.as_str()).collect();
    assert_eq!(keys, ["outlet", "http.contact"]);
}

#[test]
fn every_key_stands_in_the_shipped_file() {
    let document: DocumentMut = with_examples().parse().unwrap();
    let root: &dyn TableLike = document.as_table();
    let outlet = table(root, "outlet");
    let feed = table(outlet, "feed");
    for (name, table, keys) in [
        ("the file", root, ROOT),
        ("archive", table(root, "archive"), ARCHIVE),
        ("schedule", table(root, "schedule"), SCHEDULE),
        ("http", table(root, "http"), HTTP),
        ("visits", table(root, "visits"), VISITS),
        ("metrics", table(root, "metrics"), METRICS),
        ("digest", table(root, "digest"), DIGEST),
        ("outlet", outlet, OUTLET),
        ("feed", feed, FEED),
        ("select", table(feed, "select"), SELECT),
    ] {
        for key in keys {
            assert!(table.contains_key(key), "{name}: {key} does not stand in the shipped file");
        }
    }
    for key in SECRET {
        assert!(SHIPPED.contains(&format!("{{ {key} = ")), "{key} does not stand in the shipped file");
    }
}

#[test]
fn the_examples_load_and_show_the_defaults() {
    let settings = loaded(&with_examples()).settings;
    let outlet = &settings.outlets[0];
    let feed = &outlet.feeds[0];
    assert_eq!(outlet.excerpt_words, Outlet::default().excerpt_words);
    assert_eq!((feed.full_text, feed.enabled), (Feed::default().full_text, Feed::default().enabled));
    assert_eq!(feed.headers[1].1, Secret::File("courier.token".into()));
    let (digest, default) = (&settings.digests[0], DigestPlan::default());
    assert_eq!(
        (&digest.window, &digest.formats, &digest.output, &digest.group_by),
        (&default.window, &default.formats, &default.output, &default.group_by)
    );
    // The file says what the name would be without one.
    let nameless = with_examples().replace("name = \"courier-world\"", "");
    assert_eq!(loaded(&nameless).settings.outlets[0].feeds[0].name, "courier.example-world");
}

#[test]
fn the_starter_loads_and_asks_for_the_contact_only() {
    let Loaded { settings, warnings } = loaded(starter());
    assert_eq!(settings.outlets.len(), 6);
    assert_eq!(settings.feeds().count(), 6);
    assert_eq!(settings.digests.len(), 1);
    let keys: Vec<&str> = warnings.iter().map(|warning| warning.key.as_str()).collect();
    assert_eq!(keys, ["http.contact"]);
}

use crate::model::Outlet;

use super::address::web;
use super::feed::{Shared, feeds, tags};
use super::keys::OUTLET;
use super::name::{Unique, assign};
use super::report::Fault;
use super::section::Section;
use super::text::{count, name, words};

/// More words than any article has: a larger number is a typing error.
const MOST_EXCERPT_WORDS: u32 = 100_000;

/// `[[outlet]]`, their feeds inside and every feed named.
pub(super) fn outlets(root: &Section) -> Vec<Outlet> {
    let mut names = Unique::new("outlet");
    let mut shared = Shared::new();
    let sections = root.sections("outlet", OUTLET);
    let mut outlets: Vec<Outlet> =
        sections.iter().map(|section| outlet(section, &mut names, &mut shared)).collect();
    assign(&mut outlets);
    outlets
}

fn outlet(section: &Section, names: &mut Unique, shared: &mut Shared) -> Outlet {
    let default = Outlet::default();
    let named = section.required("name", "\"Example Courier\"").and_then(|given| {
        let name = given.read(name)?;
        names.claim(&given, &name);
        Some(name)
    });
    let name = named.unwrap_or_default();
    let feeds = feeds(section, &name, shared);
    if feeds.is_empty() && !section.report.is_mended() {
        let fault = Fault::new("the outlet has no feed").help("add [[outlet.feed]] with its url below it");
        section.report.warn(&section.at, &section.path, fault);
    }
    Outlet {
        home: section.read("home", default.home, |given| match given.text() {
            Some("") => Ok(None),
            _ => web(given).map(|url| Some(url.to_string())),
        }),
        tags: tags(section),
        disclaimers: section
            .list("disclaimers", words)
            .unwrap_or_default()
            .into_iter()
            .map(|(_, d)| d)
            .collect(),
        excerpt_words: section.read("excerpt_words", default.excerpt_words, count(0..=MOST_EXCERPT_WORDS)),
        feeds,
        name,
    }
}

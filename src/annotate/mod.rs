//! Tags and disclaimers of a draft: what the feed says of the item, what it says of itself, and what
//! the configuration says of outlet and feed.

use std::collections::HashSet;

use crate::model::{
    Category, Disclaimer, DisclaimerKind, Draft, Entry, Feed, MAX_INHERITED, Origin, Outlet, ParsedFeed,
    Right, Tag, fold_term,
};

/// The scheme of a category without scheme or domain.
const CATEGORY: &str = "category";

/// Fills in the tags and disclaimers of a draft made of `entry`.
pub fn annotate(draft: &mut Draft, entry: &Entry, parsed: &ParsedFeed, outlet: &Outlet, feed: &Feed) {
    let said = entry.categories.iter().filter_map(tag);
    let configured = outlet.tags.iter().chain(&feed.tags).cloned();
    let mut seen: HashSet<_> = draft.tags.iter().map(key).collect();
    let new = said.chain(configured).filter(|tag| seen.insert(key(tag)));
    draft.tags.extend(new);

    // The item's own rights come first: they are the more exact.
    let rights = entry.rights.iter().chain(parsed.rights.iter().take(MAX_INHERITED));
    let rights = rights.map(|Right { kind, text }| (*kind, text.trim(), Origin::Feed));
    let standing = outlet.disclaimers.iter();
    let standing = standing.map(|text| (DisclaimerKind::Disclaimer, text.trim(), Origin::Config));
    let known: Vec<_> = draft.disclaimers.iter().map(|d| (d.kind, d.text.clone())).collect();
    let mut seen: HashSet<_> = known.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
    let new =
        rights.chain(standing).filter(|(kind, text, _)| !text.is_empty() && seen.insert((*kind, *text)));
    draft.disclaimers.extend(new.map(|(kind, text, origin)| Disclaimer {
        kind,
        text: text.to_owned(),
        origin,
    }));
}

/// What makes a tag the same.
fn key(tag: &Tag) -> (String, String, Origin) {
    (tag.scheme.clone(), tag.term.clone(), tag.origin)
}

/// A category as a tag; `None` where it says nothing.
fn tag(category: &Category) -> Option<Tag> {
    let printed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let label = printed(category.label.as_deref().filter(|l| !l.trim().is_empty()).unwrap_or(&category.term));
    let named = if category.term.trim().is_empty() { &label } else { &category.term };
    let mut term = fold_term(named);
    if term.is_empty() {
        // Nothing but signs ("+++"): kept as it is, folded only in case.
        term = printed(named).to_lowercase();
    }
    if term.is_empty() {
        return None;
    }
    let scheme = match category.scheme.as_deref().map(str::trim).filter(|s| !s.is_empty()) {
        None => CATEGORY.to_owned(),
        // An address is a name of its own; anything else is a label such as "Region".
        Some(scheme) if scheme.contains("://") || scheme.starts_with("urn:") => scheme.to_owned(),
        Some(scheme) => {
            Some(fold_term(scheme)).filter(|s| !s.is_empty()).unwrap_or_else(|| CATEGORY.to_owned())
        }
    };
    Some(Tag { scheme, term, label, origin: Origin::Feed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_the_feeds_own() {
        let tag = |scheme: Option<&str>, term: &str| {
            super::tag(&Category { term: term.into(), scheme: scheme.map(str::to_owned), label: None })
                .map(|t| (t.scheme, t.term, t.label))
        };
        let expect = |s: &str, t: &str, l: &str| Some((s.to_owned(), t.to_owned(), l.to_owned()));
        assert_eq!(tag(None, " North  Korea "), expect("category", "north-korea", "North Korea"));
        assert_eq!(
            tag(Some("In-depth Report"), "Nuclear War"),
            expect("in-depth-report", "nuclear-war", "Nuclear War")
        );
        assert_eq!(
            tag(Some("https://courier.example/ns/Region"), "Asia"),
            expect("https://courier.example/ns/Region", "asia", "Asia")
        );
        assert_eq!(tag(None, "+++"), expect("category", "+++", "+++"));
        assert_eq!(tag(None, "  "), None);
    }

    #[test]
    fn a_list_of_rights_is_not_every_items() {
        let rights = (0..500).map(|n| Right { kind: DisclaimerKind::Copyright, text: format!("© {n}") });
        let parsed = ParsedFeed { rights: rights.collect(), ..ParsedFeed::default() };
        let own = (0..500).map(|n| Right { kind: DisclaimerKind::Licence, text: format!("licence {n}") });
        let entry = Entry { rights: own.collect(), ..Entry::default() };
        let mut draft = Draft::default();
        annotate(&mut draft, &entry, &parsed, &Outlet::default(), &Feed::default());
        assert_eq!(draft.disclaimers.len(), 500 + MAX_INHERITED);
    }

    #[test]
    fn rights_and_standing_notices_become_disclaimers_once() {
        let right = |text: &str| Right { kind: DisclaimerKind::Copyright, text: text.to_owned() };
        let entry = Entry { rights: vec![right("© A")], ..Entry::default() };
        let parsed = ParsedFeed { rights: vec![right("© A"), right("© B")], ..ParsedFeed::default() };
        let outlet = Outlet { disclaimers: vec!["Views are the author's.".into()], ..Outlet::default() };
        let feed = Feed::default();
        let mut draft = Draft::default();
        annotate(&mut draft, &entry, &parsed, &outlet, &feed);
        let texts: Vec<_> = draft.disclaimers.iter().map(|d| (d.text.as_str(), d.origin)).collect();
        assert_eq!(
            texts,
            [("© A", Origin::Feed), ("© B", Origin::Feed), ("Views are the author's.", Origin::Config)]
        );
    }
}

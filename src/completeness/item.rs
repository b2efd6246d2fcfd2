use jiff::Timestamp;

use crate::model::fold;

/// An item as a document of the feed showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which one: the archive's number for it in this feed.
    pub sighting: i64,
    /// When the feed says it was published.
    pub published: Option<Timestamp>,
    /// When the feed showed it first.
    pub first_seen: Timestamp,
    /// Plain text.
    pub title: String,
    /// Shown for the first time.
    pub new: bool,
}

/// How many of these items have the title of one of those; an item without one counts for nothing.
pub(super) fn same_titles(these: &[&Item], those: &[&Item]) -> usize {
    let folded: std::collections::HashSet<String> = those.iter().map(|item| fold(&item.title)).collect();
    these.iter().filter(|item| !item.title.is_empty() && folded.contains(&fold(&item.title))).count()
}

/// For the tests of the judgements: items named by a number and a day of the month, newest first.
#[cfg(test)]
pub(super) fn items(named: &[(i64, i8)]) -> Vec<Item> {
    let item = |&(sighting, day): &(i64, i8)| {
        let at: Timestamp = format!("2026-11-{day:02}T08:00:00Z").parse().expect("a time");
        Item { sighting, published: Some(at), first_seen: at, title: format!("Title {sighting}"), new: false }
    };
    named.iter().map(item).collect()
}

//! Gaps: between two documents of a feed there may have been items that neither shows.

use std::collections::HashSet;
use std::fmt;

use jiff::Timestamp;

use super::Item;
use super::item::same_titles;

/// A document of fewer items is no window: nothing can be told from what it does not share.
const WINDOW: usize = 2;
/// So many items may be pinned: they stand in every document, whatever passed below them.
const PINNED: usize = 2;

/// Why items may be missing: the word in `gaps.reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// We asked too late for the pace of the feed (or did not run).
    LatePoll,
    /// The polls in between failed.
    Outage,
    /// The feed gave its items other ids and addresses; nothing need be missing.
    IdsRewritten,
}

impl Reason {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::LatePoll => "late-poll",
            Reason::Outage => "outage",
            Reason::IdsRewritten => "ids-rewritten",
        }
    }

    /// Of that word.
    pub fn from_word(word: &str) -> Option<Reason> {
        [Reason::LatePoll, Reason::Outage, Reason::IdsRewritten].into_iter().find(|r| r.as_str() == word)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Compares two successive documents of a feed, each in its own order; `failed` = polls between them did.
///
/// A gap is where all of the new document is new: what stood in the old one has rolled off, and so may
/// have others that came and went in between. Pinned items do not hide it: one or two that stand still
/// while everything younger than they has gone are no overlap.
pub fn judge(last: &[Item], now: &[Item], failed: bool) -> Option<Reason> {
    if last.len() < WINDOW || now.len() < WINDOW {
        return None;
    }
    let fresh: Vec<&Item> = now.iter().filter(|item| item.new).collect();
    let known: Vec<&Item> = now.iter().filter(|item| !item.new).collect();
    if fresh.is_empty() || !(known.is_empty() || all_pinned(&known, &fresh, last)) {
        return None;
    }
    let before: Vec<&Item> = last.iter().collect();
    let renamed = same_titles(&fresh, &before);
    if renamed > 0 && renamed * 2 >= fresh.len().min(before.len()) {
        return Some(Reason::IdsRewritten);
    }
    Some(if failed { Reason::Outage } else { Reason::LatePoll })
}

/// Do the known items stand still while all that was younger has gone?
fn all_pinned(known: &[&Item], fresh: &[&Item], last: &[Item]) -> bool {
    let stay: HashSet<i64> = known.iter().map(|item| item.sighting).collect();
    let gone: Vec<&Item> = last.iter().filter(|item| !stay.contains(&item.sighting)).collect();
    // Where fewer have come than have gone, nothing can have passed in between.
    if known.len() > PINNED || gone.len() < WINDOW || fresh.len() < gone.len() {
        return false;
    }
    known.iter().all(|pinned| {
        gone.iter().all(|item| matches!((pinned.published, item.published), (Some(a), Some(b)) if a < b))
    })
}

/// Until when items may be missing: what the new document shows reaches back to its oldest item, where
/// all of it is dated; else up to the poll that brought it.
pub fn until(now: &[Item], after: Timestamp, polled: Timestamp) -> Timestamp {
    let fresh = now.iter().filter(|item| item.new);
    let oldest =
        fresh.map(|item| item.published).try_fold(Timestamp::MAX, |oldest, at| at.map(|at| oldest.min(at)));
    oldest.filter(|at| *at > after && *at < polled).unwrap_or(polled)
}

#[cfg(test)]
mod tests {
    use super::super::item::items;
    use super::{Item, Reason, judge, until};

    fn new(named: &[(i64, i8)]) -> Vec<Item> {
        items(named).into_iter().map(|item| Item { new: true, ..item }).collect()
    }

    fn both(new_ones: &[(i64, i8)], known: &[(i64, i8)]) -> Vec<Item> {
        [new(new_ones), items(known)].concat()
    }

    #[test]
    fn nothing_shared_is_a_gap() {
        let last = items(&[(3, 3), (2, 2), (1, 1)]);
        let now = new(&[(9, 9), (8, 8), (7, 7)]);
        assert_eq!(judge(&last, &now, false), Some(Reason::LatePoll));
        assert_eq!(judge(&last, &now, true), Some(Reason::Outage));
        assert_eq!(judge(&last, &both(&[(4, 4)], &[(3, 3)]), true), None, "one of them is enough");
        assert_eq!(judge(&last, &items(&[(3, 3), (2, 2)]), true), None, "nothing came");
        assert_eq!(judge(&last, &items(&[(0, 1), (-1, 1)]), true), None, "older ones, known all of them");
    }

    #[test]
    fn what_is_no_window_tells_nothing() {
        assert_eq!(judge(&[], &new(&[(2, 2), (1, 1)]), false), None, "the first document");
        assert_eq!(judge(&items(&[(1, 1)]), &new(&[(2, 2)]), false), None, "a feed of one item");
    }

    #[test]
    fn pinned_items_do_not_hide_a_gap() {
        let last = items(&[(1, 1), (5, 5), (4, 4), (3, 3)]);
        let over = both(&[(9, 9), (8, 8), (7, 7)], &[(1, 1)]);
        assert_eq!(judge(&last, &over, false), Some(Reason::LatePoll));
        // The oldest of all stays because fewer have come than the window holds.
        assert_eq!(judge(&items(&[(2, 2), (1, 1)]), &both(&[(3, 3)], &[(1, 1)]), false), None);
        assert_eq!(judge(&last, &both(&[(9, 9), (8, 8), (7, 7)], &[(5, 5)]), false), None, "a true overlap");
    }

    #[test]
    fn rewritten_ids_are_told_by_their_titles() {
        let last = items(&[(3, 3), (2, 2), (1, 1)]);
        let mut now = new(&[(13, 3), (12, 2), (11, 1)]);
        for (item, old) in now.iter_mut().zip(&last) {
            item.title = old.title.to_uppercase();
        }
        assert_eq!(judge(&last, &now, true), Some(Reason::IdsRewritten));
    }

    #[test]
    fn a_gap_ends_where_the_window_begins() {
        let at = |s: &str| s.parse().expect("a time");
        let (after, polled) = (at("2026-11-05T00:00:00Z"), at("2026-11-20T00:00:00Z"));
        let now = new(&[(9, 19), (8, 12)]);
        assert_eq!(until(&now, after, polled), at("2026-11-12T08:00:00Z"));
        assert_eq!(
            until(&new(&[(9, 19), (8, 2)]), after, polled),
            polled,
            "a date before the gap says nothing"
        );
        let undated = [&now[..1], &[Item { published: None, ..now[1].clone() }]].concat();
        assert_eq!(until(&undated, after, polled), polled);
    }
}

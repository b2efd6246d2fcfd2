//! Withdrawn: an item is gone while older ones still stand. One that rolled off the end is not.

use std::collections::HashSet;

use jiff::Timestamp;

use super::Item;
use super::item::same_titles;

/// Where new items pushed out old ones, so many older ones must stand: one or two may be pinned.
const WITNESSES: usize = 3;
/// One pair in so many may stand against the order (a pinned item, an item with a new date).
const ONE_IN: usize = 5;

/// Which items of the last document the outlet has pulled, by their sightings.
///
/// Careful rather than complete: a feed is judged only where its order is known, by dates or by when we
/// saw its items first, newest on top (or all of it upside down); an item counts as pulled where some that
/// are older, and stood below it, still stand. Where new items may have pushed it out of a full window
/// there must be three of them, since pinned items stand for ever. An answer that has lost more than
/// half of its items is broken, and an item that comes again under another name was renamed.
pub fn judge(last: &[Item], now: &[Item]) -> Vec<i64> {
    let here: HashSet<i64> = now.iter().map(|item| item.sighting).collect();
    let gone = last.iter().filter(|item| !here.contains(&item.sighting)).count();
    if now.is_empty() || gone == 0 || gone * 2 > last.len() {
        return Vec::new();
    }
    let Some(ordered) = newest_first(last) else { return Vec::new() };
    let came = now.iter().filter(|item| item.new).count();
    let needed = if came == 0 || now.len() < last.len() { 1 } else { WITNESSES };
    let fresh: Vec<&Item> = now.iter().filter(|item| item.new).collect();
    let mut pulled = Vec::new();
    for (at, (item, age)) in ordered.iter().enumerate() {
        if here.contains(&item.sighting) || same_titles(&[item], &fresh) > 0 {
            continue;
        }
        let below = ordered[at + 1..].iter();
        let witnesses = below.filter(|(older, its)| its <= age && here.contains(&older.sighting)).count();
        if witnesses >= needed {
            pulled.push(item.sighting);
        }
    }
    pulled
}

/// The items with what orders them, newest first; `None` where no order is to be seen.
fn newest_first(items: &[Item]) -> Option<Vec<(&Item, Timestamp)>> {
    let dated: Option<Vec<(&Item, Timestamp)>> =
        items.iter().map(|item| item.published.map(|at| (item, at))).collect();
    let seen: Vec<(&Item, Timestamp)> = items.iter().map(|item| (item, item.first_seen)).collect();
    [dated, Some(seen)].into_iter().flatten().find_map(|mut order| {
        if !falls(&order) {
            order.reverse();
        }
        falls(&order).then_some(order)
    })
}

fn falls(order: &[(&Item, Timestamp)]) -> bool {
    let (mut down, mut up) = (0, 0);
    for pair in order.windows(2) {
        match pair[0].1.cmp(&pair[1].1) {
            std::cmp::Ordering::Greater => down += 1,
            std::cmp::Ordering::Less => up += 1,
            std::cmp::Ordering::Equal => {}
        }
    }
    down > 0 && up * ONE_IN <= down
}

#[cfg(test)]
mod tests {
    use super::super::item::items;
    use super::{Item, judge};

    fn last() -> Vec<Item> {
        items(&[(7, 7), (6, 6), (5, 5), (4, 4), (3, 3), (2, 2), (1, 1)])
    }

    fn now(new: &[(i64, i8)], known: &[i64]) -> Vec<Item> {
        let new = items(new).into_iter().map(|item| Item { new: true, ..item });
        let known =
            known.iter().map(|id| last().into_iter().find(|i| i.sighting == *id).expect("one of the last"));
        new.chain(known).collect()
    }

    #[test]
    fn gone_while_older_ones_stand_is_pulled() {
        assert_eq!(judge(&last(), &now(&[], &[7, 6, 4, 3, 2, 1])), [5]);
        assert_eq!(
            judge(&last(), &now(&[(8, 8)], &[7, 6, 4, 3, 2, 1])),
            [5],
            "an older one would have gone first"
        );
        assert_eq!(
            judge(&last(), &now(&[(8, 8)], &[7, 6, 5, 4, 3, 1])),
            [0i64; 0],
            "too near the end to tell"
        );
        assert_eq!(
            judge(&last(), &now(&[], &[7, 6, 5, 4, 3, 1])),
            [2],
            "nothing came that could push it out"
        );
    }

    #[test]
    fn rolled_off_the_end_is_not() {
        assert!(judge(&last(), &now(&[(9, 9), (8, 8)], &[7, 6, 5, 4, 3])).is_empty());
        assert!(judge(&last(), &now(&[], &[7, 6, 5, 4])).is_empty(), "a shorter window");
        // Pinned at the bottom, and on top.
        assert!(judge(&last(), &now(&[(9, 9), (8, 8)], &[7, 6, 5, 4, 1])).is_empty());
        let pinned = items(&[(1, 1), (7, 7), (6, 6), (5, 5), (4, 4), (3, 3), (2, 2)]);
        assert!(judge(&pinned, &now(&[(9, 9)], &[1, 7, 6, 5, 4, 3])).is_empty());
    }

    #[test]
    fn broken_answers_withdraw_nothing() {
        assert!(judge(&last(), &[]).is_empty());
        assert!(judge(&last(), &now(&[], &[1])).is_empty(), "most of it is missing");
        assert!(judge(&[], &now(&[(9, 9)], &[])).is_empty());
    }

    #[test]
    fn without_an_order_nothing_is_told() {
        let popular = items(&[(3, 3), (7, 7), (1, 1), (5, 5), (4, 4), (6, 6), (2, 2)]);
        assert!(judge(&popular, &now(&[], &[3, 7, 5, 4, 6, 2])).is_empty());
        let undated = |items: Vec<Item>| -> Vec<Item> {
            items.into_iter().map(|item| Item { published: None, ..item }).collect()
        };
        assert_eq!(
            judge(&undated(last()), &now(&[], &[7, 6, 4, 3, 2, 1])),
            [5],
            "first seen one after another"
        );
        let mut at_once = undated(last());
        let first = at_once[0].first_seen;
        at_once.iter_mut().for_each(|item| item.first_seen = first);
        assert!(judge(&at_once, &now(&[], &[7, 6, 4, 3, 2, 1])).is_empty());
        let upside_down: Vec<Item> = last().into_iter().rev().collect();
        assert_eq!(judge(&upside_down, &now(&[], &[1, 2, 3, 4, 6, 7])), [5]);
    }

    #[test]
    fn renamed_is_not_pulled() {
        let mut renamed = now(&[(15, 5)], &[7, 6, 4, 3, 2, 1]);
        renamed[0].title = "TITLE 5".to_owned();
        assert!(judge(&last(), &renamed).is_empty());
    }
}

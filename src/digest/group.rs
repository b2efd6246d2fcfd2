use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::markup;
use crate::model::{Article, GroupBy, fold, fold_term};

use super::{Group, Spec, moment};

/// Which articles stand together; the members keep the order of `articles`.
pub fn group(articles: &[Article], spec: &Spec) -> Vec<Group> {
    // Key → (label, members); a BTreeMap, for an order that no hash seed decides.
    let mut groups: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    let mut rest = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        let keys = keys(article, spec);
        if keys.is_empty() {
            rest.push(index);
        }
        for (key, label) in keys {
            let (_, members) = groups.entry(key).or_insert_with(|| (label, Vec::new()));
            if members.last() != Some(&index) {
                members.push(index);
            }
        }
    }
    if spec.group_by == GroupBy::Story {
        settle_stories(articles, &mut groups, &mut rest);
    }
    if let GroupBy::Scheme(scheme) = &spec.group_by {
        settle_labels(articles, scheme, &mut groups);
    }

    let mut groups: Vec<Group> =
        groups.into_iter().map(|(key, (label, members))| Group { key: Some(key), label, members }).collect();
    groups.sort_by_cached_key(|g| {
        let copies = if spec.group_by == GroupBy::Story { g.members.len() } else { 0 };
        // Days sort by their key, which is the date; their labels are words.
        let name = if spec.group_by == GroupBy::Day { String::new() } else { fold(&g.label) };
        (Reverse(copies), name, g.key.clone())
    });
    if !rest.is_empty() {
        let label = match &spec.group_by {
            GroupBy::Outlet | GroupBy::Day => String::from("—"),
            GroupBy::Feed => String::from("— in no feed"),
            GroupBy::Story => String::from("— in one outlet only"),
            GroupBy::Scheme(scheme) => format!("— without {}", markup::plain(scheme)),
        };
        groups.push(Group { key: None, label, members: rest });
    }
    groups
}

/// The groups an article stands in, with what they are called.
fn keys(article: &Article, spec: &Spec) -> Vec<(String, String)> {
    let same = |name: &str| (name.to_owned(), markup::plain(name));
    match &spec.group_by {
        GroupBy::Outlet => vec![same(&article.outlet)],
        GroupBy::Feed => article.seen.iter().map(|seen| same(&seen.feed)).collect(),
        GroupBy::Day => {
            let day = spec.zone.to_datetime(article.published_at).date();
            vec![(day.to_string(), moment::day(day))]
        }
        GroupBy::Story => article.story_id.map(|id| (id.to_string(), String::new())).into_iter().collect(),
        GroupBy::Scheme(scheme) => article
            .tags
            .iter()
            .filter(|tag| is_scheme(&tag.scheme, scheme))
            .map(|tag| (tag.term.clone(), markup::plain(&tag.label)))
            .collect(),
    }
}

/// A story is called by the title it was first published under, and its copies follow that article in the
/// order in which they came out. One article is no group: its copies lie outside the window.
fn settle_stories(
    articles: &[Article],
    groups: &mut BTreeMap<String, (String, Vec<usize>)>,
    rest: &mut Vec<usize>,
) {
    groups.retain(|_, (label, members)| {
        if let [only] = members[..] {
            rest.push(only);
            return false;
        }
        members.sort_by_key(|&i| (articles[i].published_at, articles[i].id));
        *label = members.first().map(|&i| markup::plain(&articles[i].title)).unwrap_or_default();
        true
    });
    rest.sort_unstable();
}

/// A term is called by the label most articles print for it; of equally frequent ones, the first
/// in byte order.
fn settle_labels(articles: &[Article], scheme: &str, groups: &mut BTreeMap<String, (String, Vec<usize>)>) {
    for (term, (label, members)) in groups {
        let mut printed: BTreeMap<&str, usize> = BTreeMap::new();
        for &index in members.iter() {
            for tag in articles[index].tags.iter().filter(|t| is_scheme(&t.scheme, scheme) && t.term == *term)
            {
                *printed.entry(&tag.label).or_default() += 1;
            }
        }
        if let Some((most, _)) = printed.into_iter().min_by_key(|&(text, count)| (Reverse(count), text)) {
            *label = markup::plain(most);
        }
        if label.is_empty() {
            label.clone_from(term);
        }
    }
}

/// Is it the scheme that was asked for? `In-depth Report` asks for `in-depth-report`.
fn is_scheme(scheme: &str, wanted: &str) -> bool {
    scheme == wanted || fold_term(scheme) == fold_term(wanted)
}

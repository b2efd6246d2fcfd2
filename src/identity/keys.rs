//! Under which keys an entry is looked up.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::{Fingerprint, Policy, names_a_page, wording};
use crate::model::{Draft, fold};

/// How keys begin that are made of a guid, …
const BY_GUID: &str = "guid ";
/// … of a canonical address, …
const BY_LINK: &str = "url ";
/// … of title and date.
const BY_TITLE: &str = "title ";

/// The keys of one entry of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// Within the feed: its guid, else its address, else title and date, as far as the feed's policy trusts
    /// them. Unique in the document.
    pub own: String,
    /// Another form of `own`, under which an earlier document may have shown the entry; it counts only
    /// where the words are the same.
    pub other: Option<String>,
    /// Across feeds: the canonical address, where it identifies the article in this document.
    pub url: Option<String>,
    /// Across feeds: the guid, where it is unique in the world (an address, `urn:`, `tag:`).
    pub guid: Option<String>,
}

impl Keys {
    /// Of what [`Keys::own`] is made; `None` where of title and date.
    pub fn made_of(&self) -> Option<Policy> {
        if self.own.starts_with(BY_GUID) {
            Some(Policy::Guid)
        } else if self.own.starts_with(BY_LINK) {
            Some(Policy::Link)
        } else {
            None
        }
    }
}

/// Keys for every draft of one document, in order, from those that the feed's policy trusts.
///
/// A key that the document repeats does not identify: some outlets give every item the same guid, or
/// link them all to the home page. Then the next one serves: link, then link with title and date. An
/// entry that repeats another in every one of these is the same entry twice, and gets the same key.
pub fn keys(drafts: &[Draft], policy: Policy) -> Vec<Keys> {
    let mut guids: HashMap<&str, usize> = HashMap::new();
    let mut urls: HashMap<&str, usize> = HashMap::new();
    for draft in drafts {
        if let Some(guid) = &draft.guid {
            *guids.entry(guid).or_default() += 1;
        }
        if let Some(url) = &draft.url_key {
            *urls.entry(url).or_default() += 1;
        }
    }
    let mut made: Vec<Keys> = drafts
        .iter()
        .map(|draft| {
            let guid = draft.guid.as_deref().filter(|guid| guids.get(guid) == Some(&1));
            let guid = guid.filter(|_| policy == Policy::Guid);
            let url = draft.url_key.as_deref().filter(|url| urls.get(url) == Some(&1) && names_a_page(url));
            let own = match (guid, url.filter(|_| policy < Policy::LinkDateTitle)) {
                (Some(guid), _) => format!("{BY_GUID}{guid}"),
                (None, Some(url)) => format!("{BY_LINK}{url}"),
                (None, None) => {
                    let date = draft.published.as_ref().map_or("", |when| when.raw.as_str());
                    let url = draft.url_key.as_deref().unwrap_or_default();
                    // Without even a date, the beginning of the text tells apart what a title may not.
                    let first: String =
                        draft.text.chars().take(if date.is_empty() { 80 } else { 0 }).collect();
                    format!("{BY_TITLE}{} {date} {url} {}", fold(&draft.title), fold(&first))
                }
            };
            Keys {
                own,
                other: None,
                url: url.map(str::to_owned),
                guid: guid.filter(|guid| is_worldwide(guid)).map(str::to_owned),
            }
        })
        .collect();
    tell_apart(&mut made, drafts);
    made
}

/// Where even title and date are the same, other words make another entry: two bulletins of one minute
/// are not to be lost for one. All of them get their words into the key, so that their order in the
/// document does not matter; the other form of the key finds them when there is only one of them.
fn tell_apart(keys: &mut [Keys], drafts: &[Draft]) {
    let mut prints: HashMap<String, HashSet<Fingerprint>> = HashMap::new();
    let by_title = |keys: &Keys| keys.own.starts_with(BY_TITLE);
    for (keys, draft) in keys.iter().zip(drafts).filter(|(keys, _)| by_title(keys)) {
        prints.entry(keys.own.clone()).or_default().insert(wording(draft));
    }
    for (keys, draft) in keys.iter_mut().zip(drafts).filter(|(keys, _)| by_title(keys)) {
        let shared = prints.get(&keys.own).is_some_and(|prints| prints.len() > 1);
        let print: String = wording(draft).iter().map(|byte| format!("{byte:02x}")).collect();
        let exact = format!("{} {print}", keys.own);
        keys.other = Some(if shared { std::mem::replace(&mut keys.own, exact) } else { exact });
    }
}

fn is_worldwide(guid: &str) -> bool {
    let lower = guid.get(..5).unwrap_or_default().to_ascii_lowercase();
    if lower.starts_with("urn:") || lower.starts_with("tag:") {
        return true;
    }
    Url::parse(guid).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && (url.path().len() > 1 || url.query().is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::{Policy, keys};
    use crate::model::Draft;

    fn draft(guid: Option<&str>, url: Option<&str>, title: &str) -> Draft {
        Draft {
            guid: guid.map(str::to_owned),
            url_key: url.map(str::to_owned),
            title: title.to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_repeated_guid_does_not_identify() {
        let made = keys(
            &[
                draft(Some("1"), Some("courier.example/a"), "A"),
                draft(Some("1"), Some("courier.example/b"), "B"),
                draft(Some("urn:x:3"), Some("courier.example/c"), "C"),
            ],
            Policy::Guid,
        );
        assert_eq!(made[0].own, "url courier.example/a");
        assert_eq!(made[1].own, "url courier.example/b");
        assert_eq!(made[2].own, "guid urn:x:3");
        assert_eq!(made[2].guid.as_deref(), Some("urn:x:3"));
        assert_eq!(made[0].guid, None);
    }

    #[test]
    fn entries_that_share_all_but_their_words_are_told_apart() {
        let said = |text: &str| Draft { text: text.to_owned(), ..draft(None, None, "Bulletin") };
        let made = keys(&[said("One"), said("Two"), said("One")], Policy::Guid);
        assert_eq!(made[0].other, made[2].other);
        assert_ne!(made[0].own, made[1].own);
        assert_eq!(made[0].own, made[2].own, "the same entry twice");
        let dated = |text: &str| Draft {
            published: Some(crate::model::When { at: None, raw: "today".into() }),
            ..said(text)
        };
        let made = keys(&[dated("One"), dated("Two")], Policy::Guid);
        let turned = keys(&[dated("Two"), dated("One")], Policy::Guid);
        assert_ne!(made[0].own, made[1].own);
        assert_eq!(made[0].own, turned[1].own, "whatever the order");
        let alone = keys(&[dated("One")], Policy::Guid);
        assert_eq!(made[0].other.as_deref(), Some(alone[0].own.as_str()));
        assert_eq!(alone[0].other.as_deref(), Some(made[0].own.as_str()));
    }

    #[test]
    fn a_link_that_all_items_share_does_not_identify() {
        let made = keys(
            &[
                draft(None, Some("courier.example/live"), "Morning bulletin"),
                draft(None, Some("courier.example/live"), "Evening bulletin"),
                draft(Some("7"), Some("courier.example/"), "Home"),
            ],
            Policy::Guid,
        );
        assert_ne!(made[0].own, made[1].own);
        assert_eq!(made[0].url, None);
        assert_eq!(made[2].url, None, "a home page is no article");
        assert_eq!(made[2].guid, None, "7 means something in one feed only");
    }

    #[test]
    fn what_the_policy_does_not_trust_is_no_key() {
        let drafts = [draft(Some("urn:x:1"), Some("courier.example/a"), "A"), draft(Some("2"), None, "B")];
        let own = |policy| keys(&drafts, policy).into_iter().map(|k| k.own).collect::<Vec<_>>();
        assert_eq!(own(Policy::Guid), ["guid urn:x:1", "guid 2"]);
        assert_eq!(own(Policy::Link)[0], "url courier.example/a");
        assert!(own(Policy::LinkDateTitle).iter().all(|key| key.starts_with("title ")));
        assert_eq!(keys(&drafts, Policy::Link)[0].guid, None, "not across feeds either");
    }
}

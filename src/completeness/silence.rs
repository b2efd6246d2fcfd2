//! Silence: a feed that answers and says nothing.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::model::{Outcome, fold};

/// By its rhythm a feed owes so many items before it is called quiet …
const OWED: f64 = 4.0;
/// … and is quiet for so many times its longest quiet so far …
const LONGEST_TIMES: f64 = 2.0;
/// … and for at least so long.
const AT_LEAST: SignedDuration = SignedDuration::from_hours(24);

/// How a feed is silent: the word in `feeds.silent_how`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Silence {
    /// Against its own rhythm nothing new has come.
    Quiet,
    /// Its address gives something else, such as a web page.
    NotAFeed,
    /// It has become an empty list.
    Empty,
    /// Other title, other sites: somebody else's content.
    OtherContent,
}

impl Silence {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Silence::Quiet => "quiet",
            Silence::NotAFeed => "not-a-feed",
            Silence::Empty => "empty",
            Silence::OtherContent => "other-content",
        }
    }
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Silence {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let all = [Silence::Quiet, Silence::NotAFeed, Silence::Empty, Silence::OtherContent];
        all.into_iter().find(|silence| silence.as_str() == word).ok_or_else(|| word.to_owned())
    }
}

/// What is to be judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signs {
    /// Of this poll.
    pub outcome: Outcome,
    /// Items in the document, where there was one.
    pub entries: u32,
    /// The feed has shown items before.
    pub has_spoken: bool,
    /// The document is somebody else's: [`is_foreign`].
    pub foreign: bool,
    /// What was found at the poll before.
    pub before: Option<Silence>,
    /// The feed's rhythm.
    pub quiet: Quiet,
}

/// A feed's quiet, measured by its own rhythm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quiet {
    /// When the poll began.
    pub now: Timestamp,
    /// When the last new item came.
    pub newest: Option<Timestamp>,
    /// Items the rhythm has foretold since.
    pub awaited: f64,
    /// The longest quiet so far, in seconds.
    pub longest: f64,
}

/// Is the feed silent after this poll? `None` = it is alive, or nothing is known against it. A failure of
/// the network or the server says nothing new: `failures` tells of it.
pub fn judge(signs: &Signs) -> Option<Silence> {
    let quiet = || signs.quiet.is_long().then_some(Silence::Quiet);
    match signs.outcome {
        Outcome::NotAFeed | Outcome::HtmlPage | Outcome::LoginPage if signs.has_spoken => {
            Some(Silence::NotAFeed)
        }
        Outcome::Empty if signs.has_spoken => Some(Silence::Empty),
        Outcome::Ok if signs.entries == 0 && signs.has_spoken => Some(Silence::Empty),
        Outcome::Ok if signs.foreign => Some(Silence::OtherContent),
        Outcome::Ok => quiet(),
        // The same document as before, so what was said of it holds.
        Outcome::NotModified | Outcome::Unchanged => match signs.before {
            Some(Silence::Empty | Silence::OtherContent) => signs.before,
            _ => quiet(),
        },
        _ => signs.before,
    }
}

impl Quiet {
    fn is_long(&self) -> bool {
        let Some(newest) = self.newest else { return false };
        let quiet = self.now.duration_since(newest);
        self.awaited >= OWED && quiet >= AT_LEAST && quiet.as_secs_f64() >= LONGEST_TIMES * self.longest
    }
}

/// The sites that articles stand on: host names without what stands before the outlet's own name.
pub fn sites<'a>(addresses: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    addresses.filter_map(|address| Some(site(Url::parse(address).ok()?.host_str()?))).collect()
}

/// `news.courier.example` → `courier.example`, `www.courier.co.uk` → `courier.co.uk`: near enough, without
/// the list of public suffixes, to tell one outlet from another.
fn site(host: &str) -> String {
    let labels: Vec<&str> = host.split('.').collect();
    let numeric = labels.last().is_some_and(|last| last.parse::<u8>().is_ok());
    let keep = match labels.as_slice() {
        _ if numeric => labels.len(),
        [.., second, top] if labels.len() > 2 && second.len() <= 3 && top.len() == 2 => 3,
        _ => 2,
    };
    labels[labels.len().saturating_sub(keep)..].join(".")
}

/// Is a document somebody else's? Its title is another one and none of its articles stand on a site that
/// the feed's did when it was last its own. (An outlet that moves house takes its title along.)
pub fn is_foreign(
    own: &BTreeSet<String>,
    own_title: Option<&str>,
    sites: &BTreeSet<String>,
    title: Option<&str>,
) -> bool {
    let (Some(own_title), Some(title)) = (own_title, title) else { return false };
    !own.is_empty() && !sites.is_empty() && own.is_disjoint(sites) && fold(own_title) != fold(title)
}

#[cfg(test)]
mod tests {
    use super::{Quiet, Signs, Silence, is_foreign, judge, sites};
    use crate::model::Outcome;

    fn at(text: &str) -> jiff::Timestamp {
        text.parse().expect("a time")
    }

    fn signs(outcome: Outcome, entries: u32, before: Option<Silence>) -> Signs {
        let quiet = Quiet { now: at("2026-11-24T08:00:00Z"), newest: None, awaited: 0.0, longest: 0.0 };
        Signs { outcome, entries, has_spoken: true, foreign: false, before, quiet }
    }

    #[test]
    fn what_an_answer_says() {
        let empty = Some(Silence::Empty);
        assert_eq!(judge(&signs(Outcome::Ok, 0, None)), empty);
        assert_eq!(judge(&signs(Outcome::NotModified, 0, empty)), empty, "as it was");
        assert_eq!(judge(&signs(Outcome::Timeout, 0, empty)), empty, "says nothing new");
        assert_eq!(judge(&signs(Outcome::Timeout, 0, None)), None);
        assert_eq!(judge(&signs(Outcome::Ok, 3, empty)), None, "it speaks again");
        assert_eq!(judge(&signs(Outcome::NotAFeed, 0, None)), Some(Silence::NotAFeed));
        assert_eq!(
            judge(&signs(Outcome::NotModified, 0, Some(Silence::NotAFeed))),
            None,
            "the old one is back"
        );
        assert_eq!(
            judge(&Signs { foreign: true, ..signs(Outcome::Ok, 9, None) }),
            Some(Silence::OtherContent)
        );
        for outcome in [Outcome::Ok, Outcome::NotAFeed] {
            assert_eq!(
                judge(&Signs { has_spoken: false, ..signs(outcome, 0, None) }),
                None,
                "it never spoke"
            );
        }
    }

    #[test]
    fn quiet_is_measured_by_the_feeds_own_rhythm() {
        let judge = |newest: &str, awaited, days: f64| {
            let quiet = Quiet {
                now: at("2026-11-24T08:00:00Z"),
                newest: Some(at(newest)),
                awaited,
                longest: days * 86_400.0,
            };
            judge(&Signs { quiet, ..signs(Outcome::NotModified, 0, None) })
        };
        assert_eq!(judge("2026-11-20T08:00:00Z", 30.0, 0.5), Some(Silence::Quiet));
        assert_eq!(judge("2026-11-20T08:00:00Z", 30.0, 3.0), None, "it has been as quiet before");
        assert_eq!(judge("2026-11-20T08:00:00Z", 2.0, 0.5), None, "it owes little");
        assert_eq!(judge("2026-11-24T01:00:00Z", 30.0, 0.01), None, "hours are no silence");
    }

    #[test]
    fn another_title_on_other_sites_is_somebody_else() {
        let own = sites(["https://www.courier.example/a", "https://sport.courier.example/b"].into_iter());
        assert_eq!(own.len(), 1);
        let theirs = sites(["https://casino.example.net/x"].into_iter());
        assert!(is_foreign(&own, Some("Courier"), &theirs, Some("Casino")));
        assert!(!is_foreign(&own, Some("Courier"), &theirs, Some("COURIER")), "it moved house");
        assert!(!is_foreign(&own, Some("Courier"), &own, Some("The Courier")), "it took another title");
        assert!(!is_foreign(&own, Some("Courier"), &theirs, None));
        assert!(!is_foreign(&Default::default(), Some("Courier"), &theirs, Some("Casino")));
        let british = sites(["http://news.courier.co.uk/", "http://127.0.0.1/x"].into_iter());
        assert!(british.contains("courier.co.uk") && british.contains("127.0.0.1"), "{british:?}");
    }
}

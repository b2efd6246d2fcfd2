//! How far a feed's ids are trusted: a policy for each feed, which falls by evidence and rises again by
//! long good behaviour.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

/// Documents in a row in which ids were in order …
const GOOD_DOCUMENTS: u32 = 12;
/// … over at least so long, before they are trusted again.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// By what a feed's entries are told apart: the word in `feeds.identity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Policy {
    /// The feed's ids (`guid`, `id`), byte for byte.
    #[default]
    Guid,
    /// Its links, since its ids are missing or lie.
    Link,
    /// Links with date and title, since its links alone do not tell entries apart either.
    LinkDateTitle,
}

impl Policy {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Policy::Guid => "guid",
            Policy::Link => "link",
            Policy::LinkDateTitle => "link+date+title",
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Policy {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        [Policy::Guid, Policy::Link, Policy::LinkDateTitle]
            .into_iter()
            .find(|policy| policy.as_str() == s)
            .ok_or_else(|| format!("no way to identify entries is called {s:?}"))
    }
}

/// What one document tells of one kind of key, ids or links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Entries without one.
    pub missing: u32,
    /// Entries that share one with another entry of the document.
    pub repeated: u32,
    /// Entries known before that came with the key they had.
    pub steady: u32,
    /// Entries known before, by something else, that came with another key.
    pub changed: u32,
    /// Keys that an article had before, and another article has now.
    pub reused: u32,
}

/// What one document tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Observed {
    /// Entries in it.
    pub entries: u32,
    /// Of its ids.
    pub guids: Evidence,
    /// Of its links.
    pub links: Evidence,
}

/// Why the policy changed, with the number of entries that gave the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Most entries have no key.
    Missing(Policy, u32),
    /// One key stands at several entries.
    Repeated(Policy, u32),
    /// Entries came again under other keys.
    Changed(Policy, u32),
    /// Keys were given to other articles.
    Reused(Policy, u32),
    /// They have been in order for long.
    Good(Policy, u32),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = |policy: &Policy, n: u32| match (policy, n) {
            (Policy::Guid, 1) => "id",
            (Policy::Guid, _) => "ids",
            (_, 1) => "link",
            (_, _) => "links",
        };
        let entries = |n: u32| if n == 1 { "entry" } else { "entries" };
        match self {
            Why::Missing(policy, n) => write!(f, "{n} {} without {}", entries(*n), noun(policy, 1)),
            Why::Repeated(policy, n) => write!(f, "{n} {} share their {}", entries(*n), noun(policy, 1)),
            Why::Changed(policy, n) => {
                write!(f, "{n} known {} came under other {}", entries(*n), noun(policy, 2))
            }
            Why::Reused(policy, n) => write!(f, "{n} {} given to other articles", noun(policy, *n)),
            Why::Good(policy, n) => write!(f, "{} in order in {n} documents", noun(policy, 2)),
        }
    }
}

/// A change of policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// Before.
    pub from: Policy,
    /// From now on.
    pub to: Policy,
    /// Why.
    pub why: Why,
}

/// A feed's policy, and how long the keys above it have been in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trust {
    /// By what its entries are told apart.
    pub policy: Policy,
    /// Documents in a row in which the keys that are not trusted were in order.
    pub good: u32,
    /// Since when.
    pub good_since: Option<Timestamp>,
}

impl Trust {
    /// Learns from a document that was polled at `now`, and says whether the policy changed.
    ///
    /// It falls at once, as far as the evidence goes: the archive finds articles by their words and
    /// addresses meanwhile, so nothing doubles. It rises one step after twelve documents in a row, over a
    /// week or more, in which the mistrusted keys were all there, distinct, steady and not reused. Documents
    /// that show nothing known say nothing.
    pub fn learn(&mut self, observed: &Observed, now: Timestamp) -> Option<Shift> {
        let from = self.policy;
        let mut why = None;
        for (policy, lower, evidence) in [
            (Policy::Guid, Policy::Link, &observed.guids),
            (Policy::Link, Policy::LinkDateTitle, &observed.links),
        ] {
            if self.policy == policy
                && let Some(reason) = breach(policy, evidence, observed.entries)
            {
                (self.policy, self.good, self.good_since) = (lower, 0, None);
                why = Some(reason);
            }
        }
        if let Some(why) = why {
            return Some(Shift { from, to: self.policy, why });
        }
        let (above, evidence) = match self.policy {
            Policy::Guid => return None,
            Policy::Link => (Policy::Guid, &observed.guids),
            Policy::LinkDateTitle => (Policy::Link, &observed.links),
        };
        let Evidence { missing, repeated, steady, changed, reused } = *evidence;
        if missing + repeated + changed + reused > 0 {
            (self.good, self.good_since) = (0, None);
        } else if steady > 0 {
            self.good = self.good.saturating_add(1);
            let since = *self.good_since.get_or_insert(now);
            if self.good >= GOOD_DOCUMENTS && now.duration_since(since) >= GOOD_FOR {
                let why = Why::Good(above, self.good);
                *self = Trust { policy: above, ..Trust::default() };
                return Some(Shift { from, to: above, why });
            }
        }
        None
    }
}

/// Do these keys fail to identify? A slip in a long document is borne: a key that the document repeats does
/// not count in it anyway, and an article that comes under another one is found by its address.
fn breach(policy: Policy, evidence: &Evidence, entries: u32) -> Option<Why> {
    let Evidence { missing, repeated, steady, changed, reused } = *evidence;
    let known = steady + changed;
    if reused > 0 {
        Some(Why::Reused(policy, reused))
    } else if missing * 2 > entries {
        Some(Why::Missing(policy, missing))
    } else if repeated * 4 >= entries && repeated > 1 {
        Some(Why::Repeated(policy, repeated))
    } else if changed * 4 >= known && changed > 0 {
        Some(Why::Changed(policy, changed))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{Evidence, Observed, Policy, Trust, Why};

    fn now() -> Timestamp {
        "2026-11-24T08:00:00Z".parse().expect("a time")
    }

    fn observed(guids: Evidence) -> Observed {
        Observed { entries: 10, guids, links: Evidence { steady: 10, ..Evidence::default() } }
    }

    const GOOD: Evidence = Evidence { missing: 0, repeated: 0, steady: 10, changed: 0, reused: 0 };

    #[test]
    fn it_falls_by_evidence() {
        let fall = |guids| {
            let mut trust = Trust::default();
            let shift = trust.learn(&observed(guids), now());
            shift.map(|shift| (shift.to, shift.why))
        };
        assert_eq!(fall(GOOD), None);
        let bad = |why| Some((Policy::Link, why));
        assert_eq!(fall(Evidence { missing: 6, ..GOOD }), bad(Why::Missing(Policy::Guid, 6)));
        assert_eq!(fall(Evidence { repeated: 3, ..GOOD }), bad(Why::Repeated(Policy::Guid, 3)));
        assert_eq!(fall(Evidence { changed: 4, ..GOOD }), bad(Why::Changed(Policy::Guid, 4)));
        assert_eq!(fall(Evidence { reused: 1, ..GOOD }), bad(Why::Reused(Policy::Guid, 1)));
        assert_eq!(fall(Evidence { missing: 3, repeated: 2, changed: 2, ..GOOD }), None, "slips are borne");
    }

    #[test]
    fn it_falls_as_far_as_the_evidence_goes() {
        let none = Evidence { missing: 10, ..Evidence::default() };
        let mut trust = Trust::default();
        let shift = trust.learn(&Observed { entries: 10, guids: none, links: none }, now()).expect("a fall");
        assert_eq!((shift.from, shift.to), (Policy::Guid, Policy::LinkDateTitle));
        assert_eq!(shift.why.to_string(), "10 entries without link");
    }

    #[test]
    fn it_rises_after_many_good_documents_over_a_week() {
        let mut trust = Trust { policy: Policy::Link, ..Trust::default() };
        let after = |hours: i64| now() + SignedDuration::from_hours(hours);
        for hour in 0..160 {
            assert_eq!(trust.learn(&observed(GOOD), after(hour)), None, "hour {hour}");
        }
        let shift = trust.learn(&observed(GOOD), after(168)).expect("a rise");
        assert_eq!((shift.from, shift.to, trust.policy), (Policy::Link, Policy::Guid, Policy::Guid));
        // One slip, and it begins again; what shows nothing known says nothing.
        let mut trust = Trust { policy: Policy::Link, good: 99, good_since: Some(after(-999)) };
        trust.learn(&observed(Evidence { changed: 1, ..GOOD }), now());
        assert_eq!(trust.good, 0);
        trust.learn(&observed(Evidence::default()), now());
        assert_eq!(trust.good, 0);
    }
}

//! The verdict on one entry: what the archive found under its keys is accepted, or not.

use jiff::{SignedDuration, Timestamp};

use super::another::{Look, is_another, is_same, titles_agree};
use super::{Fingerprint, Policy, edit};
use crate::model::fold;

/// Two articles of the same words this far apart are two bulletins.
const SAME_DAY: SignedDuration = SignedDuration::from_hours(24);
/// Words of a text that make the title needless.
const SPEAKS_FOR_ITSELF: usize = 100;
/// Words below which an undated entry says too little to be found again by them.
const TOO_FEW: usize = 8;

/// A sighting of this feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// `sighting.id`
    pub sighting: i64,
    /// Its article.
    pub article: i64,
    /// The words this feed showed last.
    pub wording: Fingerprint,
    /// Everything else it showed last.
    pub details: Fingerprint,
}

impl Own {
    /// What differs from what this feed showed last.
    pub fn change(&self, wording: &Fingerprint, details: &Fingerprint) -> Difference {
        if self.wording != *wording {
            Difference::Wording
        } else if self.details != *details {
            Difference::Details
        } else {
            Difference::Nothing
        }
    }
}

/// What differs from what the same feed showed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Nothing.
    Nothing,
    /// Tags, authors, notices, dates: added to the article, no new wording.
    Details,
    /// The words: perhaps a revision.
    Wording,
}

/// By what an entry was taken for an article that the archive has: the word in `sightings.matched_by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchedBy {
    /// It was not: its first sighting made the article.
    New,
    /// The canonical address.
    Address,
    /// An id that is unique in the world (an address, `urn:`, `tag:`).
    WorldwideGuid,
    /// A looser form of the address, and the words.
    LooseAddress,
    /// Title and date of an entry that left the feed at the same poll, and the words.
    TitleAndDate,
    /// All words of the text.
    Text,
}

impl MatchedBy {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            MatchedBy::New => "new",
            MatchedBy::Address => "address",
            MatchedBy::WorldwideGuid => "worldwide-guid",
            MatchedBy::LooseAddress => "loose-address",
            MatchedBy::TitleAndDate => "title+date",
            MatchedBy::Text => "text",
        }
    }
}

/// An article that one of an entry's keys proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Which key.
    pub by: MatchedBy,
    /// The article's number.
    pub article: i64,
    /// This feed's sighting of it, if it has one.
    pub own: Option<Own>,
    /// That sighting is another entry of this document: then they are two.
    pub taken: bool,
    /// What we show of it.
    pub look: Look<'a>,
    /// When it was published, or seen first.
    pub at: Timestamp,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// This feed showed it before, under another key.
    Renamed(Own),
    /// Another feed showed it before.
    SeenAgain(i64),
    /// This document shows the article twice, under two ids.
    Twice(i64),
    /// Another article under the same key.
    Another,
    /// The key says too little here.
    Unproven,
}

/// Decides on a candidate; `new` is the entry, seen at `now`.
///
/// What identifies (an address, a worldwide id) is accepted unless the words say that it was given to another
/// article; what proposes (a looser address, title and date) must be confirmed by the words, and equal
/// words by the day.
pub fn judge(candidate: &Candidate<'_>, new: &Look<'_>, policy: Policy, now: Timestamp) -> Verdict {
    let old = &candidate.look;
    let accepted = match candidate.by {
        MatchedBy::New => false,
        MatchedBy::Address | MatchedBy::WorldwideGuid if is_another(old, new) => return Verdict::Another,
        MatchedBy::Address if policy == Policy::LinkDateTitle && candidate.own.is_some() => {
            fold(old.title) == fold(new.title) || is_same(old, new)
        }
        MatchedBy::Address | MatchedBy::WorldwideGuid => true,
        MatchedBy::LooseAddress | MatchedBy::TitleAndDate => !is_another(old, new) && is_same(old, new),
        MatchedBy::Text => is_same_day(candidate.at, new.published.unwrap_or(now)) && speaks(old, new),
    };
    match &candidate.own {
        _ if !accepted => Verdict::Unproven,
        None => Verdict::SeenAgain(candidate.article),
        Some(_) if candidate.taken && candidate.by == MatchedBy::Text => Verdict::Twice(candidate.article),
        Some(_) if candidate.taken => Verdict::Unproven,
        Some(own) => Verdict::Renamed(own.clone()),
    }
}

/// Is an entry that left a feed the one that came with the very same words? With few words it must have the
/// same date, too, since bulletins repeat themselves.
pub fn is_renamed(old: &Look<'_>, new: &Look<'_>, long: bool) -> bool {
    match (old.published, new.published) {
        (Some(old), Some(new)) if long => is_same_day(old, new),
        (Some(old), Some(new)) => old == new,
        (None, None) => {
            long || new.title.split_whitespace().chain(new.text.split_whitespace()).count() >= TOO_FEW
        }
        _ => long,
    }
}

fn is_same_day(a: Timestamp, b: Timestamp) -> bool {
    a.duration_since(b).abs() <= SAME_DAY
}

/// A text that all articles of the day share, such as an invitation to subscribe, makes them not one.
fn speaks(old: &Look<'_>, new: &Look<'_>) -> bool {
    titles_agree(old.title, new.title)
        || (new.text.split_whitespace().count() >= SPEAKS_FOR_ITSELF && !edit::is_stub(new.text))
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Look, MatchedBy, Own, Policy, Verdict, is_renamed, judge};

    const FERRY: &str =
        "The night ferry to Gull Island waited outside the harbour for hours because of dense fog";
    const COURT: &str =
        "Judges dismissed an appeal by former treasurer Aino Castellane against her sentence for fraud";

    fn look(text: &'static str, day: i8) -> Look<'static> {
        let published = Some(format!("2026-11-{day:02}T08:00:00Z").parse().expect("a time"));
        Look { title: "Evening news", summary: None, text, published, address: Some("courier.example/a") }
    }

    fn own() -> Own {
        Own { sighting: 5, article: 7, wording: [1; 16], details: [1; 16] }
    }

    fn verdict(
        by: MatchedBy,
        own: Option<Own>,
        taken: bool,
        old: Look<'static>,
        new: Look<'static>,
    ) -> Verdict {
        let at = old.published.expect("dated");
        judge(&Candidate { by, article: 7, own, taken, look: old, at }, &new, Policy::Guid, at)
    }

    #[test]
    fn what_identifies_is_accepted_unless_the_words_deny_it() {
        for by in [MatchedBy::Address, MatchedBy::WorldwideGuid] {
            let (old, new) = (look(FERRY, 3), look(FERRY, 9));
            assert_eq!(verdict(by, None, false, old, new), Verdict::SeenAgain(7));
            assert_eq!(verdict(by, Some(own()), false, old, new), Verdict::Renamed(own()));
            assert_eq!(verdict(by, Some(own()), true, old, new), Verdict::Unproven, "twins in one document");
            assert_eq!(verdict(by, None, false, old, look(COURT, 4)), Verdict::Another);
        }
    }

    #[test]
    fn what_proposes_must_be_confirmed() {
        for by in [MatchedBy::LooseAddress, MatchedBy::TitleAndDate] {
            assert_eq!(verdict(by, None, false, look(FERRY, 3), look(FERRY, 3)), Verdict::SeenAgain(7));
            assert_eq!(verdict(by, None, false, look(FERRY, 3), look(COURT, 3)), Verdict::Unproven);
        }
    }

    #[test]
    fn equal_words_count_on_one_day() {
        let text = |own, taken, day| verdict(MatchedBy::Text, own, taken, look(FERRY, 3), look(FERRY, day));
        assert_eq!(text(None, false, 3), Verdict::SeenAgain(7));
        assert_eq!(text(None, false, 5), Verdict::Unproven, "a bulletin");
        assert_eq!(text(Some(own()), true, 3), Verdict::Twice(7));
        let titled = |title| Look { title, ..look(FERRY, 3) };
        let strangers =
            verdict(MatchedBy::Text, None, false, titled("Harbour closed"), titled("Appeal fails"));
        assert_eq!(strangers, Verdict::Unproven, "few words, and nothing in common in the titles");
    }

    #[test]
    fn few_words_need_their_date() {
        assert!(is_renamed(&look(FERRY, 3), &look(FERRY, 3), false));
        assert!(!is_renamed(&look(FERRY, 3), &look(FERRY, 4), false));
        let undated = |text| Look { published: None, ..look(text, 1) };
        assert!(is_renamed(&undated(FERRY), &undated(FERRY), false));
        assert!(!is_renamed(&undated("Rain."), &undated("Rain."), false));
    }
}

//! The verdict on one entry.

use super::Fingerprint;

/// What the archive found under an entry's keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The feed's own sighting under the entry's own key.
    pub own: Option<Own>,
    /// An article another feed, or this one under another key, has shown under the same address or
    /// worldwide guid.
    pub elsewhere: Option<i64>,
    /// This feed's sighting of the article `elsewhere`, if it has one.
    pub elsewhere_own: Option<Own>,
    /// The key of `elsewhere_own` also stands in this document: then they are two entries.
    pub elsewhere_in_document: bool,
}

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

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// An article the archive does not have.
    New,
    /// This feed showed it before.
    Known {
        /// Which sighting.
        sighting: i64,
        /// Of which article.
        article: i64,
        /// What is different.
        change: Change,
    },
    /// Another feed showed it before.
    SeenAgain {
        /// Which article.
        article: i64,
    },
}

/// What differs from what the same feed showed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Nothing,
    /// Tags, authors, notices, dates: added to the article, no new wording.
    Details,
    /// The words: a revision.
    Wording,
}

/// Decides. Layers; the first that decides wins: the feed's own key, then an address or worldwide guid
/// that any feed has shown.
pub fn judge(known: &Known, wording: &Fingerprint, details: &Fingerprint) -> Verdict {
    let same = |own: &Own| Verdict::Known {
        sighting: own.sighting,
        article: own.article,
        change: if own.wording != *wording {
            Change::Wording
        } else if own.details != *details {
            Change::Details
        } else {
            Change::Nothing
        },
    };
    if let Some(own) = &known.own {
        return same(own);
    }
    match (known.elsewhere, &known.elsewhere_own) {
        // The feed gave the article a new guid (some append #0, #1 to those of unchanged items).
        (Some(_), Some(own)) if !known.elsewhere_in_document => same(own),
        // Two items of one document with one address are two articles.
        (Some(_), Some(_)) | (None, _) => Verdict::New,
        (Some(article), None) => Verdict::SeenAgain { article },
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Known, Own, Verdict, judge};

    const A: [u8; 16] = [1; 16];
    const B: [u8; 16] = [2; 16];

    fn own() -> Own {
        Own { sighting: 5, article: 7, wording: A, details: A }
    }

    #[test]
    fn layers_decide_in_order() {
        let known = |change| Verdict::Known { sighting: 5, article: 7, change };
        let mine = Known { own: Some(own()), ..Known::default() };
        assert_eq!(judge(&Known::default(), &A, &A), Verdict::New);
        assert_eq!(judge(&mine, &A, &A), known(Change::Nothing));
        assert_eq!(judge(&mine, &A, &B), known(Change::Details));
        assert_eq!(judge(&mine, &B, &B), known(Change::Wording));
        let other = Known { elsewhere: Some(7), ..Known::default() };
        assert_eq!(judge(&other, &A, &A), Verdict::SeenAgain { article: 7 });
        let renamed = Known { elsewhere: Some(7), elsewhere_own: Some(own()), ..Known::default() };
        assert_eq!(judge(&renamed, &A, &A), known(Change::Nothing));
        let twins = Known { elsewhere_in_document: true, ..renamed };
        assert_eq!(judge(&twins, &A, &A), Verdict::New);
    }
}

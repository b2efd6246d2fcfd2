//! The rule: from a comparison to a score, a refusal, a relation.
//!
//! The numbers were tuned on labelled pairs of news texts; ARCHITECTURE.md says how to measure a change.

use super::{Comparison, Declared};

/// The version of the rule, stored with every link. It goes up whenever any two texts would be judged
/// differently; `clippings story relink --dry-run` then shows what that changes.
pub const RULE: u32 = 2;
/// From this score on two articles are linked …
pub const LINK: f64 = 0.54;
/// … and from this one on it is suggested to a person, or linked where something else speaks for it: the
/// one names the other's outlet as its source, or both stand at one address.
pub const SUGGEST: f64 = 0.42;

/// What it costs if no number agrees …
const NUMBERS: f64 = 0.3;
/// … in a text that has at least one number in so many words; the cost falls with their density.
const WORDS_PER_NUMBER: f64 = 30.0;
/// What it costs if the dates lie so many days apart.
const DAYS: f64 = 0.3;
const FAR: f64 = 14.0;
/// What it costs if nothing of the shorter text beyond the passage, and not the longer one's beginning,
/// agrees: a quotation.
const QUOTED: f64 = 0.25;
/// The most that a passage taken over into another text can score: worth a suggestion.
const PASSAGE: f64 = 0.5;
/// Texts below so many words are short: their numbers and dates must agree …
pub(super) const SHORT: f64 = 60.0;
/// … and below so many tiny: their titles must agree, too.
const TINY: f64 = 30.0;
/// Days within which short texts are about the same day's news …
const SAME_NEWS: f64 = 2.0;
/// … or, where another outlet prints them under the same title, the same week's.
const SAME_WEEK: f64 = 8.0;
/// Titles agree from this share of words on.
const TITLES: f64 = 0.5;
/// Texts below so many words may be bulletins, …
const BULLETIN: f64 = 300.0;
/// … which one outlet says again after more than so many days, …
const AGAIN: f64 = 9.0;
/// … or several of them.
const AGAIN_ELSEWHERE: f64 = 14.0;
/// A text in two languages shares less than this with itself.
const SAME_LANGUAGE: f64 = 0.95;

/// What an article is to another one of its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Nearly all of either stands in the other.
    Copy,
    /// It is a part of the other.
    Excerpt,
    /// The other is a part of it.
    Contains,
    /// Much of the shorter stands in the longer.
    Adapted,
    /// The same outlet's later or earlier version.
    Update,
    /// Both stand at one address, and the texts agree.
    SameUrl,
    /// One names the other as its source, or a person has joined them.
    Declared,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Relation; 7] = [
        Relation::Copy,
        Relation::Excerpt,
        Relation::Contains,
        Relation::Adapted,
        Relation::Update,
        Relation::SameUrl,
        Relation::Declared,
    ];

    /// The word in `story_articles.relation`.
    pub fn as_str(self) -> &'static str {
        match self {
            Relation::Copy => "copy",
            Relation::Excerpt => "excerpt",
            Relation::Contains => "contains",
            Relation::Adapted => "adapted",
            Relation::Update => "update",
            Relation::SameUrl => "same-url",
            Relation::Declared => "declared",
        }
    }

    /// The relation of that word.
    pub fn of(word: &str) -> Option<Relation> {
        Relation::ALL.into_iter().find(|relation| relation.as_str() == word)
    }

    /// What the other one is to this one.
    #[must_use]
    pub fn reversed(self) -> Relation {
        match self {
            Relation::Excerpt => Relation::Contains,
            Relation::Contains => Relation::Excerpt,
            other => other,
        }
    }
}

impl Comparison {
    /// From 0, nothing in common, to 1, a copy.
    pub fn score(&self) -> f64 {
        let missing = self.numbers_missing as f64;
        let density = missing * WORDS_PER_NUMBER / self.length.max(1.0);
        let numbers = missing / self.numbers.max(1) as f64 * density.min(1.0);
        let days = (self.days / FAR).min(1.0);
        let quoted = (1.0 - self.found) * (1.0 - self.longer_lead);
        let score = (self.found + self.lead) / 2.0 - QUOTED * quoted - NUMBERS * numbers - DAYS * days;
        let most = if self.is_passage() { PASSAGE } else { 1.0 };
        score.clamp(0.0, most)
    }

    /// A part of the shorter text in the middle of the longer one: quoted, or background that both have.
    fn is_passage(&self) -> bool {
        self.found < 0.75 && self.longer_lead < 0.25
    }

    /// Why the two are not copies, whatever their score; `None` where nothing speaks against it.
    pub fn refusal(&self) -> Option<&'static str> {
        let missing = self.numbers_missing as f64;
        let several = missing >= 2.0 && missing >= 0.4 * self.numbers as f64;
        let dense = missing * WORDS_PER_NUMBER > self.length;
        if self.shorter == 0 {
            return Some("one of them has no words of its own");
        }
        if self.languages_differ && self.found.min(self.found_back()) < SAME_LANGUAGE {
            return Some("they are in different languages");
        }
        if self.length < BULLETIN && self.days > if self.same_outlet { AGAIN } else { AGAIN_ELSEWHERE } {
            return Some("a short text that is said again so much later is a bulletin");
        }
        if self.same_outlet && self.days >= 1.0 && several && dense {
            return Some("the same outlet's same words with other numbers on another day are a bulletin");
        }
        if self.length < SHORT {
            let titles = self.titles >= TITLES;
            let same_week = titles && !self.same_outlet && self.days <= SAME_WEEK;
            if self.days > SAME_NEWS && !same_week {
                return Some("they are short and from different days");
            }
            // A misprint corrected on the same day.
            let corrected = titles && self.days <= 1.0 && missing <= 0.25 * self.numbers as f64;
            if self.numbers_missing > 0 && !corrected {
                return Some("they are short and their numbers disagree");
            }
        }
        if self.length < TINY && self.titles < TITLES {
            return Some("they are tiny and their titles disagree");
        }
        None
    }

    /// `shared_back` as a share of `longer`.
    pub fn found_back(&self) -> f64 {
        self.shared_back as f64 / self.longer.max(1) as f64
    }

    /// Which of two links holds when both cannot: a text buried in another one is the weaker tie.
    pub fn strength(&self) -> f64 {
        self.score() - QUOTED * (1.0 - self.longer_lead)
    }

    /// What the first of the two is to the second.
    pub fn relation(&self, declared: Option<Declared>, same_url: bool) -> Relation {
        if declared.is_some() {
            return Relation::Declared;
        }
        if same_url {
            return Relation::SameUrl;
        }
        let (found, back) = (self.found, self.found_back());
        if self.same_outlet && found < 1.0 && back >= 0.5 {
            return Relation::Update;
        }
        if found >= 0.8 && back >= 0.75 {
            return Relation::Copy;
        }
        match (found >= 0.8, self.first_is_shorter) {
            (true, true) => Relation::Excerpt,
            (true, false) => Relation::Contains,
            (false, _) => Relation::Adapted,
        }
    }
}

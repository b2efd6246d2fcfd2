use jiff::Timestamp;

use super::{Author, Disclaimer, Tag};

/// What the archive holds of an article, as digests and `show` read it: the rows of the view
/// `articles` with those that hang on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// `articles.id`.
    pub id: i64,
    /// The outlet's name.
    pub outlet: String,
    /// Its address.
    pub url: Option<String>,
    /// Plain text.
    pub title: String,
    /// The authors' names, joined.
    pub byline: Option<String>,
    /// Plain text.
    pub summary: Option<String>,
    /// Plain, readable text.
    pub text: String,
    /// `articles.text_from`.
    pub text_from: String,
    /// Sanitised HTML of the text.
    pub html: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// When it was published (or first seen, where nobody says).
    pub published_at: Timestamp,
    /// `articles.published_from`.
    pub published_from: String,
    /// When we first saw it.
    pub first_seen_at: Timestamp,
    /// When its wording last changed.
    pub changed_at: Timestamp,
    /// How many wordings we hold, at least 1.
    pub revisions: u32,
    /// How many of them are edits of the outlet's: neither the first, nor the whole text that we found after a
    /// teaser.
    pub edits: u32,
    /// When the last edit was seen.
    pub edited_at: Option<Timestamp>,
    /// Words in the text.
    pub words: u32,
    /// Lead picture.
    pub image_url: Option<String>,
    /// Whose picture.
    pub image_credit: Option<String>,
    /// Who had it first.
    pub original_outlet: Option<String>,
    /// Where it stood first.
    pub original_url: Option<String>,
    /// The story it belongs to.
    pub story_id: Option<i64>,
    /// When the outlet pulled it.
    pub withdrawn_at: Option<Timestamp>,
    /// In order.
    pub authors: Vec<Author>,
    /// In order.
    pub tags: Vec<Tag>,
    /// In order.
    pub disclaimers: Vec<Disclaimer>,
    /// Where it was seen, first sighting first.
    pub seen: Vec<Seen>,
    /// The outlet's terms: at most so many words in a digest; 0 = all.
    pub excerpt_words: u32,
}

/// A sighting: one article in one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The feed's name.
    pub feed: String,
    /// The feed's id for it.
    pub guid: Option<String>,
    /// The address this feed gives.
    pub url: Option<String>,
    /// First poll that showed it.
    pub first_seen_at: Timestamp,
    /// Last poll that showed it.
    pub last_seen_at: Timestamp,
    /// By what its entry was taken for this article: `sightings.matched_by`.
    pub matched_by: Option<String>,
    /// How often it came under another id or link since.
    pub renamed: u32,
    /// The feed's own headline, where that is not the article's.
    pub title: Option<String>,
}

/// One wording of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Counts from 1.
    pub revision: u32,
    /// The poll that showed it first.
    pub seen_at: Timestamp,
    /// What changed against the one before: `first`, or words such as `headline,body`.
    pub change: String,
    /// Did the outlet say so: `note`, `date` or `no`.
    pub announced: Option<String>,
    /// False where it is kept beside the text and never shown in its place: a stub, a notice of withdrawal.
    pub shown: bool,
    /// The names it stood under.
    pub byline: Option<String>,
    /// Plain text.
    pub title: String,
    /// Plain text.
    pub summary: Option<String>,
    /// Plain text.
    pub text: String,
}

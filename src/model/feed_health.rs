use jiff::{SignedDuration, Timestamp};

/// A permanent redirect is believed once it has held so long.
pub const MOVE_PROVEN_AFTER: SignedDuration = SignedDuration::from_hours(3 * 24);

/// A row of the view `feeds`, as `clippings feeds` prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedHealth {
    /// The feed's name.
    pub name: String,
    /// The outlet's name.
    pub outlet: String,
    /// Its address.
    pub url: String,
    /// The feed's own title.
    pub title: Option<String>,
    /// Polled at all?
    pub enabled: bool,
    /// `new`, `ok`, `failing`, `gone` or `disabled`.
    pub health: String,
    /// Last attempt.
    pub last_polled_at: Option<Timestamp>,
    /// Last new or revised article.
    pub last_changed_at: Option<Timestamp>,
    /// Next attempt.
    pub next_due_at: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// Of the last failure, in words.
    pub last_error: Option<String>,
    /// Articles seen in it.
    pub articles: u64,
    /// Possible losses known of.
    pub gaps: u64,
    /// Of them, those that were not filled.
    pub gaps_open: u64,
    /// When it was last alive, where it has fallen silent.
    pub silent_since: Option<Timestamp>,
    /// `quiet`, `empty`, `not-a-feed` or `other-content`.
    pub silent_how: Option<String>,
    /// By what its entries are told apart: `guid`, `link` or `link+date+title`.
    pub identity: String,
    /// Since when; `None` = from the beginning.
    pub identity_since: Option<Timestamp>,
    /// Why.
    pub identity_why: Option<String>,
    /// What the parser repaired in the last document, `kind×count`, comma separated.
    pub notes: String,
    /// Last attempt that did its work.
    pub last_success_at: Option<Timestamp>,
    /// The first of the failures in a row.
    pub failing_since: Option<Timestamp>,
    /// A wish of the server or publisher holds it back until then.
    pub held_until: Option<Timestamp>,
    /// Which wish.
    pub held_by: Option<String>,
    /// Where a permanent redirect points.
    pub moved_to: Option<String>,
    /// Since when.
    pub moved_since: Option<Timestamp>,
    /// Articles seen there that the feed had shown before the redirect began.
    pub moved_overlap: u32,
    /// When it was found to answer 304 although it had new articles.
    pub lied_at: Option<Timestamp>,
}

impl FeedHealth {
    /// The address to be configured instead: a permanent redirect that has held for
    /// [`MOVE_PROVEN_AFTER`] and leads to a feed with articles that were known before it began. Outlets redirect
    /// everything to a page of theirs for a day and then regret it, and lapsed domains lead to strangers.
    pub fn new_address(&self) -> Option<&str> {
        let held = self.last_success_at?.duration_since(self.moved_since?);
        let strange = self.silent_how.as_deref() == Some("other-content");
        let proven = held >= MOVE_PROVEN_AFTER && self.moved_overlap > 0 && !strange;
        self.moved_to.as_deref().filter(|_| proven)
    }
}

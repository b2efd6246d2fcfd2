//! The words of the house: one word, one thing. Values only: nothing here acts, reads a clock or
//! knows a library that reads feeds, speaks HTTP or keeps rows.
//!
//! | word | meaning |
//! | --- | --- |
//! | [`Outlet`] | who publishes. Not "source": Atom's `<source>` is something else |
//! | [`Feed`] | one URL of an outlet that we poll |
//! | [`Entry`] | an item as one fetch showed it, untouched |
//! | [`Draft`] | a normalised entry, before we know whether we have it |
//! | [`Article`] | what the archive holds, once, for ever |
//! | [`Tag`], [`Disclaimer`] | a publisher's tag; a legal or editorial notice |
//! | [`Validators`] | `ETag` and `Last-Modified` kept to ask conditionally (RFC 9110 §8.8) |
//! | [`Page`] | what an article’s own web page says |
//! | [`Poll`] | one attempt at one feed: a row, whatever came of it |
//! | [`Visit`] | one attempt at one article's page: a row, whatever came of it |

mod article;
mod digest_terms;
mod draft;
mod entry;
mod feed_health;
mod language;
mod length;
mod notice;
mod outcome;
mod outlet;
mod output_path;
mod pace;
mod page;
mod poll;
mod settings;
mod tag;
mod time;
mod visit;
mod vitals;
mod window_spec;

pub use article::{Article, Revision, Seen};
pub use digest_terms::{Format, FormatError, GroupBy, GroupByError};
pub use draft::{Draft, PublishedFrom, TextFrom};
pub use entry::{
    Author, Category, Content, ContentKind, Entry, Link, MAX_INHERITED, Media, Note, ParsedFeed, Source,
    byline,
};
pub use feed_health::{FeedHealth, MOVE_PROVEN_AFTER};
pub use language::language;
pub use length::{is_spaceless, word_count};
pub use notice::{Disclaimer, DisclaimerKind, Right};
pub use outcome::Outcome;
pub use outlet::{Feed, FullText, Outlet, Secret, Select};
pub use output_path::{OutputPath, OutputPathError, OutputValues};
pub use pace::Pace;
pub use page::{Notice, Original, Page, PageKind, Scope};
pub use poll::{Poll, Validators};
pub use settings::{Cadence, DigestPlan, Http, Settings, Stories, Visits};
pub use tag::{Origin, Tag, fold, fold_term, fold_text};
pub use time::{When, Window};
pub use visit::{PageStatus, Visit, VisitOutcome};
pub use vitals::{FeedVitals, Vitals};
pub use window_spec::{WindowError, WindowSpec};

//! The archive: the one door to SQLite.
//!
//! One writer thread owns the one connection that writes; every finished poll is one atomic unit in a
//! `BEGIN IMMEDIATE` transaction. Readers open their own read-only connections and never block it
//! (SQLite's WAL). A file that is not ours, newer than us, empty or damaged is refused and left as it
//! was.

mod audit;
mod backup;
mod bad_body;
mod due;
mod entries;
mod error;
mod fill;
mod find;
mod habit;
mod hang;
mod keep;
mod lock;
mod manners;
mod markup;
mod memory;
mod migrate;
mod missing;
mod open;
mod packed;
mod page_text;
mod pages;
mod paragraphs;
mod parts;
mod read;
mod record;
mod search;
mod show;
mod spent;
mod stories;
mod times;
mod trust;
mod unmerge;
mod views;
mod visits;
mod vitals;
mod wording;
mod writer;

pub use audit::{Audit, HostAudit};
pub use backup::{Finding, backup, verify};
pub use bad_body::BadBody;
pub use due::{DueFeed, Synced};
pub use error::{ArchiveError, OpenError};
pub use fill::{GapEnd, GapPage, PageKept};
pub use lock::Lock;
pub use manners::{LYING_VALIDATORS, PROBE, Question, Standing};
pub use migrate::{APPLICATION_ID, SCHEMA_VERSION};
pub use missing::{Gap, Missing, SITEMAPS_LEFT_OUT, SITEMAPS_UNREAD};
pub use pages::{DuePage, FeedPages, PageQuestion, Wanted};
pub use paragraphs::EdgeParagraph;
pub use read::{Hit, Reader};
pub use record::{DigestMade, Finished, Moved, Recorded, Tally, WhenDue};
pub use search::Filter;
pub use spent::{Spent, Step};
pub use stories::{
    Relinked, Ruled, Story, StoryArticle, StoryChange, StoryError, Suggestion, relink_dry_run,
};
pub use unmerge::{UnmergeError, Unmerged};
pub use views::{Column, View, views};
pub use visits::{FinishedVisit, Read, VisitKept};
pub use writer::{Archive, Heartbeat};

//! The query language of `search` and of a digest's `where`.
//!
//! | written | finds articles |
//! | --- | --- |
//! | `grain export` | with both words (`AND` may be written between them) |
//! | `"grain export"` | with the words next to each other |
//! | `grain*` | with a word that begins so |
//! | `grain OR wheat`, `-grain`, `NOT grain` | with either; without |
//! | `(grain OR wheat) export` | `OR` binds less than writing side by side |
//! | `outlet:courier`, `feed:"courier world"`, `author:vale` | of that outlet, feed, author |
//! | `lang:en` | in that language |
//! | `region:asia`, `theme:"nuclear war"` | with that tag: any name that is none of the fields is a tag scheme |
//! | `tag:asia`, `tag:region=asia` | with that tag in whatever scheme; in that one (for a scheme called like a field) |
//! | `disclaimer:sponsored` | with a notice of that kind |
//! | `since:2026-11-24`, `until:yesterday` | from that day's beginning; to that day's end |
//! | `edited:yes`, `edited:no` | whose wording changed since we first saw it; did not |
//! | `edited:stealth` | whose wording changed without a correction or a newer date |
//!
//! Days are read in the configured zone; besides `2026-11-24` there are `2026-11-24T10:00`, `today`,
//! `yesterday`, and `12h`, `7d`, `2w` ago. Values fold case and accents. `OR`, `AND`, `NOT` are
//! upper case; in quotes they are words.
//!
//! What is a field: letters, digits and hyphens, beginning with a letter, then a colon with a value
//! right after it. So `12:30` and `https://courier.example/` are plain words; put quotes round
//! anything else with a colon. Signs without a letter or digit (`&`, a lone `-`) are passed over.
//!
//! [`Query::parse`] makes an [`Expr`] of it; the archive makes SQL of that.

mod ast;
mod date;
mod error;
mod field;
mod lex;
mod parse;
mod show;
#[cfg(test)]
mod tests;

pub use ast::{Expr, Query};
pub use date::DateBound;
pub use error::{Problem, QueryError};

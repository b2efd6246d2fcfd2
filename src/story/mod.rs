//! Stories: which articles are copies of one text, why, and how sure that is.
//!
//! Pure: the archive keeps the index and the links, and lends both to [`place`] as a [`Shelf`].
//!
//! | file | part |
//! | --- | --- |
//! | `words` | a text as folded, hashed words |
//! | `sample` | runs of four words (shingles), and which of them stand in the index |
//! | `document` | an article as it is compared |
//! | `furniture` | runs that many stories share: no sign of a copy |
//! | `compare` | two texts word for word |
//! | `rule` | comparison → score, refusal, relation |
//! | `evidence` | the same for a person to read |
//! | `place` | a newcomer: candidates from the index, held against it one by one |
//! | `settle` | links and people's rulings → stories |
//!
//! The rule, in short. Candidates share sampled shingles. Of the two texts without furniture, the share of
//! the shorter that stands in the longer counts one half, the same for its first third the other half;
//! numbers that disagree and days between the dates cost something, and so does a passage that neither
//! fills the one nor begins the other, which is a quotation. Short texts must agree in their numbers, tiny
//! ones in their title, and what one outlet says again after more than a week in so many words is a bulletin.

mod compare;
mod document;
mod evidence;
mod furniture;
mod numeral;
mod place;
mod rule;
mod sample;
mod settle;
#[cfg(test)]
mod tests;
mod words;

pub use compare::{Comparison, compare};
pub use document::{Declared, Document};
pub use evidence::evidence;
pub use furniture::{Furniture, STORIES};
pub use place::{CANDIDATES, Holder, Link, Shelf, judge, place};
pub use rule::{LINK, RULE, Relation, SUGGEST};
pub use sample::{SHINGLE, key, probes, sample, shingles};
pub use settle::{Member, Tie, settle};
pub use words::{MAX_WORDS, Words};

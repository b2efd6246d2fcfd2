//! Is it the same article, and is it the same wording? Canonical addresses, keys, how far a feed's ids are
//! trusted, and the verdicts.
//!
//! Pure: the archive looks up what [`Keys`] name, has every find judged by [`judge`], every other wording
//! by [`edit::judge`], and carries the verdicts out, inside one transaction.

mod address;
mod another;
mod bulletin;
pub mod edit;
mod fingerprint;
mod keys;
mod page_wording;
mod token;
mod trust;
mod verdict;

pub use address::{Claim, canonical, claim, loose, names_a_page};
pub use another::{Look, is_another, is_same, titles_agree};
pub use fingerprint::{Fingerprint, Parts, WordsKey, details, has_text, notice, wording, words_key};
pub use keys::{Keys, keys};
pub use page_wording::page_has_more;
pub use trust::{Evidence, Observed, Policy, Shift, Trust, Why};
pub use verdict::{Candidate, Difference, MatchedBy, Own, Verdict, is_renamed, judge};

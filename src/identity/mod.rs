//! Is it the same article? Canonical addresses, keys, fingerprints and the verdict.
//!
//! Pure: the archive looks up what [`Keys`] name and asks [`judge`], inside one transaction.

mod address;
mod fingerprint;
mod keys;
mod verdict;

pub use address::{Claim, canonical, claim, loose};
pub use fingerprint::{Fingerprint, details, notice, wording};
pub use keys::{Keys, keys};
pub use verdict::{Change, Known, Own, Verdict, judge};

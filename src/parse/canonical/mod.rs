//! From a reading to the model, by way of feed-rs.
//!
//! feed-rs makes the model: every dialect has become one [canonical Atom document](atom), which holds
//! nothing feed-rs stumbles over and is read by it whole. What Atom cannot say, and what feed-rs drops
//! or changes on the way (raw dates, addresses as written, rights beside rights, licences, sources,
//! media), goes [beside] it, entry by entry, and is put back here.

mod atom;
mod beside;
mod door;

use super::note::Notes;
use super::reading::Reading;
use crate::model::ParsedFeed;
use crate::parse::error::ParseError;

/// # Errors
/// [`ParseError::Unreadable`] if feed-rs refuses the canonical document: a fault of ours, told as such.
pub(super) fn make(reading: Reading<'_>, notes: &mut Notes) -> Result<ParsedFeed, ParseError> {
    let canonical = atom::write(&reading);
    let feed = door::read(&canonical)?;
    drop(canonical);
    Ok(beside::merge(feed, reading, notes))
}

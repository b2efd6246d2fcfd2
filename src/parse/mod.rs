//! Feed documents: the one door to feed-rs.
//!
//! ```text
//! bytes ── decode ──▶ text ── xml ──▶ tree ── dialect ──▶ reading ─ canonical ▶ ParsedFeed
//!          inflate,           tolerant         what the           canonical Atom → feed-rs,
//!          charset            tree             document says      and what Atom cannot say
//! ```
//!
//! Repair is always on: a document that needs none takes the same way, so there is one behaviour to
//! test and no feed changes its meaning on the day it breaks. What was repaired is counted in
//! [`crate::model::ParsedFeed::notes`], by the kinds in [`NOTE_KINDS`].
//!
//! Pure: values in, values out; no clock, no I/O, no panic on any input, no recursion on nesting.

mod canonical;
mod decode;
mod dialect;
mod error;
mod limits;
mod note;
mod reading;
mod twice;
mod xml;

use crate::model::{ParsedFeed, Select};

pub use decode::{may_be_packed, page_text, unpacked_len};
pub use error::ParseError;
pub use limits::{
    MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_ENTITIES, MAX_ENTITY_BYTES, MAX_ENTRIES, MAX_LIST, MAX_NAMESPACES,
};
pub use note::{DAMAGED_COMPRESSION, NOT_COMPRESSED, NOTE_KINDS, TRUNCATED};

/// What is known of a document besides its bytes.
#[derive(Debug, Clone)]
pub struct Hints {
    /// HTTP `Content-Type`.
    pub content_type: Option<String>,
    /// The document's own address: relative addresses count from it.
    pub base: Option<String>,
    /// CSS selectors, for a page without a feed.
    pub select: Option<Select>,
    /// Entries beyond this are left out, with a note.
    pub max_entries: usize,
}

impl Default for Hints {
    fn default() -> Self {
        Hints { content_type: None, base: None, select: None, max_entries: MAX_ENTRIES }
    }
}

/// Reads a feed document: RSS 0.9x, 1.0, 1.1 and 2.0, Atom 0.3 and 1.0, CDF, JSON Feed, news sitemaps
/// and sitemap indexes, pages with `h-feed`, and pages read by CSS selectors.
///
/// # Errors
/// [`ParseError::NotAFeed`] with what it is instead and the feeds it names;
/// [`ParseError::Unreadable`] and [`ParseError::Limit`] if it is a feed that nothing helps;
/// [`ParseError::Select`] for a selector that is not CSS.
pub fn parse(bytes: &[u8], hints: &Hints) -> Result<ParsedFeed, ParseError> {
    let mut notes = note::Notes::default();
    let text = decode::decode(bytes, hints.content_type.as_deref(), &mut notes)?;
    let reading = dialect::read(&text, hints, &mut notes)?;
    let mut feed = canonical::make(reading, &mut notes)?;
    feed.notes = notes.into_vec();
    Ok(feed)
}

#[cfg(test)]
mod tests;

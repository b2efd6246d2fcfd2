//! Bytes to text: compressed bodies, byte order marks, declared encodings, and what to do when none of
//! them is true. One bad byte never costs a feed.

mod charset;
mod inflate;
mod mixed;
mod strip;

use std::borrow::Cow;

use super::error::ParseError;
use super::note::Notes;

pub use inflate::{may_be_packed, unpacked_len};

/// A web page as text: decoded as feeds are, by the same evidence.
///
/// # Errors
/// [`ParseError::Limit`] if it is larger than [`super::MAX_BYTES`] once unpacked, and
/// [`ParseError::Unreadable`] if it is packed and cannot be unpacked, or empty.
pub fn page_text(bytes: &[u8], content_type: Option<&str>) -> Result<String, ParseError> {
    decode(bytes, content_type, &mut Notes::default()).map(Cow::into_owned)
}

/// The document as text, without characters XML forbids.
///
/// # Errors
/// [`ParseError::Limit`] if it is larger than [`super::MAX_BYTES`] once unpacked, and
/// [`ParseError::Unreadable`] if it is packed and cannot be unpacked, or empty.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    content_type: Option<&str>,
    notes: &mut Notes,
) -> Result<Cow<'a, str>, ParseError> {
    Ok(match inflate::inflate(bytes, notes)? {
        Cow::Borrowed(bytes) => strip::strip(charset::text(bytes, content_type, notes), notes),
        Cow::Owned(bytes) => {
            let text = strip::strip(charset::text(&bytes, content_type, notes), notes);
            Cow::Owned(text.into_owned())
        }
    })
}

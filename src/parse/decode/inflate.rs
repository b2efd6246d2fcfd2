use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::parse::error::ParseError;
use crate::parse::limits::MAX_BYTES;
use crate::parse::note::Notes;

/// Unpacks a body that is gzip or zlib inside (a server that compresses and does not say so, or
/// says so twice). Whatever could be unpacked of a damaged body is kept.
pub(super) fn inflate<'a>(bytes: &'a [u8], notes: &mut Notes) -> Result<Cow<'a, [u8]>, ParseError> {
    within(bytes, MAX_BYTES, notes)
}

/// Does the body look as if it were packed inside? Then it is worth asking for [`unpacked_len`].
pub fn may_be_packed(bytes: &[u8]) -> bool {
    matches!(*bytes, [0x1f, 0x8b, ..] | [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] | [0x80..=0xbf, ..])
}

/// How many bytes a body has once what is packed inside is unpacked, as the reader does it; `None` where they are
/// more than `limit`. A body that cannot be unpacked has as many as it has.
pub fn unpacked_len(bytes: &[u8], limit: usize) -> Option<usize> {
    match within(bytes, limit, &mut Notes::default()) {
        Ok(unpacked) => Some(unpacked.len()),
        Err(ParseError::Limit { .. }) => None,
        Err(_) => Some(bytes.len()),
    }
}

fn within<'a>(bytes: &'a [u8], limit: usize, notes: &mut Notes) -> Result<Cow<'a, [u8]>, ParseError> {
    let mut bytes = Cow::Borrowed(bytes);
    // Twice at most: "compressed twice" is seen, more is a trap.
    for _ in 0..2 {
        let unpacked = match *bytes {
            [0x1f, 0x8b, ..] => unpack(MultiGzDecoder::new(&*bytes), limit),
            [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => unpack(ZlibDecoder::new(&*bytes), limit),
            // Raw deflate has no signature: only if this cannot be text.
            [0x80..=0xbf, ..] => match unpack(DeflateDecoder::new(&*bytes), limit) {
                out if out.trim_ascii_start().starts_with(b"<") => out,
                _ => break,
            },
            _ => break,
        };
        if unpacked.is_empty() {
            return Err(ParseError::Unreadable {
                why: "the body is compressed and damaged from its start".into(),
            });
        }
        if unpacked.len() > limit {
            return Err(ParseError::Limit { what: "bytes once unpacked", limit, found: unpacked.len() });
        }
        notes.add("inflated");
        bytes = Cow::Owned(unpacked);
    }
    if bytes.len() > limit {
        return Err(ParseError::Limit { what: "bytes", limit, found: bytes.len() });
    }
    Ok(bytes)
}

/// One byte more than the limit where there are more.
fn unpack(decoder: impl Read, limit: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut limited = decoder.take(limit as u64 + 1);
    // An error in the middle leaves what came before it in `out`: better than nothing.
    let _ = limited.read_to_end(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn unpacks_gzip_and_zlib_and_keeps_what_is_whole() {
        let text = b"<rss><channel><title>a</title></channel></rss>".repeat(50);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(&text).expect("memory");
        let gzip = gzip.finish().expect("memory");
        let mut notes = Notes::default();
        assert_eq!(&*inflate(&gzip, &mut notes).expect("whole"), &text[..]);
        let cut = inflate(&gzip[..gzip.len() - 12], &mut notes).expect("cut off");
        assert!(text.starts_with(&cut) && !cut.is_empty());
        assert_eq!(&*inflate(b"<rss/>", &mut notes).expect("plain"), b"<rss/>");
        assert!(inflate(&[0x1f, 0x8b, 0, 0], &mut notes).is_err());
    }

    #[test]
    fn a_body_packed_inside_is_as_long_as_what_comes_out() {
        let text = b"<rss><channel><title>a</title></channel></rss>".repeat(50);
        let gzip = |bytes: &[u8]| {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            gzip.write_all(bytes).expect("memory");
            gzip.finish().expect("memory")
        };
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(&text).expect("memory");
        let zlib = zlib.finish().expect("memory");
        for packed in [gzip(&text), gzip(&gzip(&text)), zlib, text.clone()] {
            assert_eq!(unpacked_len(&packed, text.len()), Some(text.len()));
            assert_eq!(unpacked_len(&packed, text.len() - 1), None);
            assert!(packed == text || may_be_packed(&packed));
        }
        // Damaged after the limit, or from the start.
        let (whole, number) = (gzip(&text), text.len());
        assert_eq!(unpacked_len(&whole[..whole.len() - 9], number / 2), None);
        assert_eq!(unpacked_len(&[0x1f, 0x8b, 0, 0], 10), Some(4));
        // Text that begins with a guillemet in Latin-1 is no raw deflate.
        assert_eq!(unpacked_len(b"\xabRiver\xbb", 10), Some(7));
        assert!(!may_be_packed("<rss/>".as_bytes()) && !may_be_packed(b""));
    }
}

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::parse::error::ParseError;
use crate::parse::limits::MAX_BYTES;
use crate::parse::note::Notes;

/// Unpacks a body that is gzip or zlib inside (a server that compresses and does not say so, or
/// says so twice). Whatever could be unpacked of a damaged body is kept.
pub(super) fn inflate<'a>(bytes: &'a [u8], notes: &mut Notes) -> Result<Cow<'a, [u8]>, ParseError> {
    let mut bytes = Cow::Borrowed(bytes);
    // Twice at most: "compressed twice" is seen, more is a trap.
    for _ in 0..2 {
        let unpacked = match *bytes {
            [0x1f, 0x8b, ..] => unpack(MultiGzDecoder::new(&*bytes))?,
            [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => unpack(ZlibDecoder::new(&*bytes))?,
            // Raw deflate has no signature: only if this cannot be text.
            [first, ..] if first > 0x7f && first < 0xc0 => match unpack(DeflateDecoder::new(&*bytes)) {
                Ok(out) if out.trim_ascii_start().starts_with(b"<") => out,
                _ => break,
            },
            _ => break,
        };
        if unpacked.is_empty() {
            return Err(ParseError::Unreadable {
                why: "the body is compressed and damaged from its start".into(),
            });
        }
        notes.add("inflated");
        bytes = Cow::Owned(unpacked);
    }
    if bytes.len() > MAX_BYTES {
        return Err(ParseError::Limit { what: "bytes", limit: MAX_BYTES, found: bytes.len() });
    }
    Ok(bytes)
}

fn unpack(decoder: impl Read) -> Result<Vec<u8>, ParseError> {
    let mut out = Vec::new();
    let mut limited = decoder.take(MAX_BYTES as u64 + 1);
    // An error in the middle leaves what came before it in `out`: better than nothing.
    let _ = limited.read_to_end(&mut out);
    if out.len() > MAX_BYTES {
        return Err(ParseError::Limit { what: "bytes once unpacked", limit: MAX_BYTES, found: out.len() });
    }
    Ok(out)
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
}

//! HTML, packed. It says what the text says and a little more: zstd with the text as its dictionary
//! keeps little but the markup (RFC 8878 §5; a dictionary without magic number is raw content).

use std::io;

use zstd::bulk::{Compressor, Decompressor};

/// zstd's default: higher levels gain little on a few kilobytes.
pub(super) const LEVEL: i32 = 3;
/// A body unpacked from the archive: more than any page we keep.
const MAX_HTML: usize = 64 << 20;

/// Packs HTML that stands beside `text`.
pub(super) fn pack(html: &str, text: &str) -> io::Result<Vec<u8>> {
    Compressor::with_dictionary(LEVEL, text.as_bytes())?.compress(html.as_bytes())
}

/// Unpacks what [`pack`] made beside the same text.
pub(super) fn unpack(packed: &[u8], text: &str) -> io::Result<String> {
    let size = Decompressor::upper_bound(packed).unwrap_or(MAX_HTML).min(MAX_HTML);
    let html = Decompressor::with_dictionary(text.as_bytes())?.decompress(packed, size)?;
    String::from_utf8(html).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};

    #[test]
    fn what_is_packed_beside_a_text_is_unpacked_beside_it() {
        let text = "The ferry between Saltmere and Gull Island will not sail from Monday. ".repeat(20);
        for (html, text) in
            [(format!("<p>{text}</p>"), text.as_str()), (String::new(), ""), ("<b>x</b>".into(), "")]
        {
            let packed = pack(&html, text).unwrap();
            assert_eq!(unpack(&packed, text).unwrap(), html);
        }
        let packed = pack(&format!("<p>{text}</p>"), &text).unwrap();
        assert!(packed.len() < text.len() / 20, "{} bytes", packed.len());
        assert!(unpack(&packed, "another text").map_or(true, |html| !html.contains("Saltmere")));
    }
}

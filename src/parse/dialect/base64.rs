/// Decodes base64 (RFC 4648), white space and missing padding forgiven; `None` where it is something else.
pub(super) fn decode(s: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(s.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in s.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(out)
}

/// A run of so many signs without a space is data, not words.
const MIN_RUN: usize = 40;

/// Is it data in base64? A word, such as `test`, could be, too, and is not.
pub(super) fn is_data(s: &str) -> bool {
    s.split_ascii_whitespace().any(|run| run.len() >= MIN_RUN) && decode(s).is_some()
}

/// How files of pictures, sounds, films and fonts begin.
const SIGNATURES: [&[u8]; 9] =
    [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"OggS", b"ID3", b"\0\0\0", b"wOF", b"\0\x01\0\0"];

/// Is it a picture, a sound, a film or a font in base64, of whatever length? Words hold white space that base64 forgives,
/// so that decoding alone proves nothing.
pub(super) fn is_media(s: &str) -> bool {
    let begins = |bytes: Vec<u8>| SIGNATURES.iter().any(|signature| bytes.starts_with(signature));
    decode(s).is_some_and(begins)
}

#[cfg(test)]
mod tests {
    use super::{decode, is_data, is_media};

    #[test]
    fn media_are_known_by_their_beginning() {
        assert!(is_media("iVBORw0K\n Ggo=") && is_media("/9j/4AAQSkZJRg"));
        assert!(!is_media("The new tram at the quay") && !is_media("Tram") && !is_media(""));
    }

    #[test]
    fn words_are_no_data() {
        assert!(is_data(&format!("\n  {}\n  {}=\n", "iVBORw0KGgo/".repeat(6), "AAAA".repeat(5))));
        assert!(!is_data("test") && !is_data("Plain words of a title") && !is_data("{\"a\":1}"));
    }

    #[test]
    fn decodes() {
        assert_eq!(decode("SGVs\n bG8=").as_deref(), Some(&b"Hello"[..]));
        assert_eq!(decode("SGVsbG8").as_deref(), Some(&b"Hello"[..]));
        assert_eq!(decode("not base64!"), None);
    }
}

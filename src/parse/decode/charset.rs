use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::mixed::mixed;
use crate::parse::note::Notes;

/// Text out of bytes. In order: a byte order mark; UTF-16 or UTF-32 by its zeros; valid UTF-8
/// (which hardly ever is anything else, whatever is declared); the HTTP charset; the XML declaration,
/// or what an HTML page says of itself; UTF-8 with stray windows-1252 bytes; a detector.
pub(super) fn text<'a>(bytes: &'a [u8], content_type: Option<&str>, notes: &mut Notes) -> Cow<'a, str> {
    if let Some(text) = utf_32(bytes) {
        return Cow::Owned(text);
    }
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        let body = &bytes[bom..];
        // A mark of UTF-8 over bytes that are not UTF-8 is a lie.
        if encoding != UTF_8 || std::str::from_utf8(body).is_ok() {
            return encoding.decode_without_bom_handling(body).0;
        }
        return guess(body, Some(UTF_8), notes);
    }
    if let Some(encoding) = utf_16_by_zeros(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let declared = declared_in_xml(bytes).or_else(|| declared_in_html(bytes));
    let over_http = content_type.and_then(charset_of);
    if let Ok(text) = std::str::from_utf8(bytes) {
        // 7-bit encodings look like ASCII and are not.
        if let Some(encoding) =
            [over_http.as_deref(), declared.as_deref()].into_iter().flatten().find_map(seven_bit)
        {
            return encoding.decode_without_bom_handling(bytes).0;
        }
        let says_other =
            |label: &str| Encoding::for_label(label.trim().as_bytes()).is_none_or(|e| e != UTF_8);
        if !text.is_ascii() && declared.as_deref().or(over_http.as_deref()).is_some_and(says_other) {
            notes.add("encoding-wrong");
        }
        return Cow::Borrowed(text);
    }
    let known = |label: &Option<String>| label.as_deref().and_then(|l| for_label(l));
    // A proxy's default of ISO-8859-1 says less than the document's own word.
    let http = known(&over_http).filter(|e| *e != WINDOWS_1252 || declared.is_none());
    match http.or_else(|| known(&declared)).filter(|e| *e != UTF_16LE && *e != UTF_16BE) {
        Some(encoding) if encoding != UTF_8 => {
            let (text, malformed) = encoding.decode_without_bom_handling(bytes);
            if malformed { guess(bytes, Some(encoding), notes) } else { text }
        }
        declared => guess(bytes, declared, notes),
    }
}

/// The bytes are not quite what is declared, or nothing is. A document that says UTF-8 and holds some is UTF-8, so
/// that one bad byte neither spoils it nor lets its encoding change from poll to poll.
fn guess<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>, notes: &mut Notes) -> Cow<'a, str> {
    if let Some(text) = mixed(bytes, declared == Some(UTF_8)) {
        notes.add("encoding-mixed");
        return Cow::Owned(text);
    }
    if let Some(encoding) = declared.filter(|e| *e != UTF_8) {
        // A declared encoding with some bad bytes is still the best guess.
        notes.add("encoding-wrong");
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    notes.add("encoding-guessed");
    encoding.decode_without_bom_handling(bytes).0
}

fn utf_32(bytes: &[u8]) -> Option<String> {
    let (big, start) = match bytes {
        [0, 0, 0xfe, 0xff, ..] => (true, 4),
        [0xff, 0xfe, 0, 0, ..] => (false, 4),
        [0, 0, 0, b'<', ..] => (true, 0),
        [b'<', 0, 0, 0, ..] => (false, 0),
        _ => return None,
    };
    let unit = |b: &[u8; 4]| if big { u32::from_be_bytes(*b) } else { u32::from_le_bytes(*b) };
    Some(
        bytes[start..]
            .as_chunks::<4>()
            .0
            .iter()
            .map(|b| char::from_u32(unit(b)).unwrap_or('\u{fffd}'))
            .collect(),
    )
}

fn utf_16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, b'<', 0, ..] => Some(UTF_16BE),
        [b'<', 0, c, 0, ..] if *c != 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// The label in `<?xml … encoding="…"?>`, wherever in the first kilobyte it stands. In EBCDIC too, the
/// declaration cannot be read: such a document is not worth a table.
fn declared_in_xml(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(1024)];
    let start = head.windows(5).position(|w| w.eq_ignore_ascii_case(b"<?xml"))?;
    let head = &head[start..];
    let head = &head[..head.iter().position(|b| *b == b'>').unwrap_or(head.len())];
    let at = head.windows(8).position(|w| w.eq_ignore_ascii_case(b"encoding"))? + 8;
    let rest = String::from_utf8_lossy(&head[at..]);
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end =
        rest.find(|c: char| c == '"' || c == '\'' || c == '?' || c.is_whitespace()).unwrap_or(rest.len());
    Some(rest[..end].to_owned()).filter(|label| !label.is_empty())
}

/// The label in a page's `<meta charset=…>` or `<meta … content="text/html; charset=…">`, in its first
/// 4 kB: browsers look no further than one, and pages put it further down.
fn declared_in_html(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let mut tags = head.match_indices("<meta").map(|(at, _)| {
        let tag = &head[at..];
        &tag[..tag.find('>').unwrap_or(tag.len())]
    });
    tags.find_map(|tag| {
        let value = tag.split_once("charset")?.1.trim_start().strip_prefix('=')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| matches!(c, '"' | '\'' | ';' | '/') || c.is_whitespace());
        Some(value[..end.unwrap_or(value.len())].to_owned()).filter(|label| !label.is_empty())
    })
}

fn charset_of(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

fn seven_bit(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes()).filter(|e| *e == encoding_rs::ISO_2022_JP)
}

/// Labels the Encoding Standard does not have, met in feeds.
fn for_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().to_ascii_lowercase().replace('_', "-");
    Encoding::for_label(label.as_bytes()).or_else(|| {
        Encoding::for_label(match label.as_str() {
            "cp936" | "ms936" | "gb18030-2000" => b"gb18030",
            "cp949" | "uhc" | "ms949" => b"euc-kr",
            "cp950" | "ms950" | "big5-hkscs-2001" => b"big5",
            "cp932" | "ms932" | "shiftjis" | "sjis" => b"shift_jis",
            "eucjp" | "euc_jp" | "ujis" => b"euc-jp",
            "cp1250" | "win-1250" => b"windows-1250",
            "cp1251" | "win-1251" | "windows-cp1251" => b"windows-1251",
            "cp1252" | "win-1252" | "ansi" | "latin-1" => b"windows-1252",
            "koi8r" | "koi8" => b"koi8-r",
            _ => return None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], content_type: Option<&str>) -> String {
        text(bytes, content_type, &mut Notes::default()).into_owned()
    }

    #[test]
    fn every_way_to_say_it() {
        let utf_16: Vec<u8> = "<a>é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf_16, None), "<a>é");
        assert_eq!(read(b"\xef\xbb\xbf<a>\xc3\xa9", Some("text/xml; charset=iso-8859-1")), "<a>é");
        assert_eq!(
            read(b"<?xml version='1.0' encoding='koi8-r'?>\xf4\xc5\xd3\xd4", None),
            "<?xml version='1.0' encoding='koi8-r'?>Тест"
        );
        assert_eq!(read(b"<a>\xe9t\xe9", Some("text/xml; charset=\"ISO-8859-1\"")), "<a>été");
        assert_eq!(read("<?xml encoding='iso-8859-1'?>é".as_bytes(), None), "<?xml encoding='iso-8859-1'?>é");
    }

    #[test]
    fn a_page_says_it_in_a_meta_tag() {
        for meta in [
            "<meta charset=windows-1251>",
            "<META http-equiv='Content-Type' content='text/html; charset=windows-1251'/>",
            "<meta name=a content=b><meta charset = \"cp1251\" />",
        ] {
            let page = [meta.as_bytes(), b"\xd2\xe5\xf1\xf2"].concat();
            assert_eq!(read(&page, None), format!("{meta}Тест"));
            assert_eq!(read(&page, Some("text/html; charset=koi8-r")), format!("{meta}рЕЯР"), "HTTP first");
        }
    }

    #[test]
    fn references_in_the_middle_of_characters_are_bytes() {
        let bytes = b"\xd0\x9c\xd0\xbe\xd1&#129;\xd0\xba\xd0\xb2\xd0\xb0, \xe3&#129;&#144;, caf\xe9 \xe2\x80&#157; a&#129; &#233;";
        assert_eq!(read(bytes, None), "Москва, ぐ, café ” a&#129; &#233;");
        assert_eq!(read("и&#129;".as_bytes(), None), "и&#129;", "sound UTF-8 is left alone");
    }

    #[test]
    fn one_bad_byte_costs_nothing() {
        let mut notes = Notes::default();
        let bytes = b"<?xml version='1.0' encoding='utf-8'?>na\xc3\xafve caf\xe9 \xe2\x80\x99 \x92";
        assert_eq!(text(bytes, None, &mut notes), "<?xml version='1.0' encoding='utf-8'?>naïve café ’ ’");
        assert_eq!(notes.into_vec()[0].kind, "encoding-mixed");
        assert_eq!(
            read(b"<?xml encoding='utf-8'?>caf\xe9 cr\xe8me br\xfbl\xe9e", None),
            "<?xml encoding='utf-8'?>café crème brûlée"
        );
    }
}

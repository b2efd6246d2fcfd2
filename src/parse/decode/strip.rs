use std::borrow::Cow;

use crate::parse::note::Notes;

/// The text without characters XML 1.0 forbids (§2.2), without a mark at its start, and with C1 controls read
/// as the windows-1252 they were meant to be.
pub(super) fn strip<'a>(text: Cow<'a, str>, notes: &mut Notes) -> Cow<'a, str> {
    let text = match text {
        Cow::Borrowed(s) => Cow::Borrowed(s.trim_start_matches('\u{feff}')),
        Cow::Owned(mut s) => {
            let bom = s.len() - s.trim_start_matches('\u{feff}').len();
            s.drain(..bom);
            Cow::Owned(s)
        }
    };
    let count = text.bytes().filter(|b| is_forbidden_byte(*b)).count() + others(&text);
    if count == 0 {
        return text;
    }
    notes.add_many("control-characters", u32::try_from(count).unwrap_or(u32::MAX));
    Cow::Owned(text.chars().filter_map(kept).collect())
}

fn is_forbidden_byte(b: u8) -> bool {
    b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r') || b == 0x7f
}

/// U+FFFE, U+FFFF and the C1 controls, which take more than a byte.
fn others(text: &str) -> usize {
    // C1 is C2 80..9F, the noncharacters are EF BF BE and EF BF BF.
    let bytes = text.as_bytes();
    bytes.windows(2).filter(|w| w[0] == 0xc2 && w[1] < 0xa0).count()
        + bytes.windows(3).filter(|w| w[0] == 0xef && w[1] == 0xbf && w[2] >= 0xbe).count()
}

fn kept(c: char) -> Option<char> {
    match c {
        '\u{80}'..='\u{9f}' => {
            let byte = [u32::from(c) as u8];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            text.chars().next().filter(|c| !c.is_control())
        }
        '\u{fffe}' | '\u{ffff}' => None,
        c if c.is_ascii() && is_forbidden_byte(c as u8) => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_goes() {
        let mut notes = Notes::default();
        assert_eq!(strip("\u{feff}a\u{0}\u{b}b\u{93}c\u{ffff}\u{7f}\n".into(), &mut notes), "ab“c\n");
        assert_eq!(notes.into_vec()[0].count, 5);
        assert!(matches!(strip("é’\u{fffd}".into(), &mut Notes::default()), Cow::Borrowed(_)));
    }
}

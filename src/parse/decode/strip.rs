use std::borrow::Cow;

use crate::parse::note::Notes;

/// The text without characters XML 1.0 forbids (§2.2) and without a mark at its start. C1 controls stay: what
/// they were meant to be is found out text by text.
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
    Cow::Owned(text.chars().filter(kept).collect())
}

fn is_forbidden_byte(b: u8) -> bool {
    b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r') || b == 0x7f
}

/// U+FFFE and U+FFFF, which are EF BF BE and EF BF BF.
fn others(text: &str) -> usize {
    text.matches("\u{fffe}").count() + text.matches("\u{ffff}").count()
}

fn kept(c: &char) -> bool {
    match c {
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_ascii() || !is_forbidden_byte(*c as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_goes() {
        let mut notes = Notes::default();
        assert_eq!(strip("\u{feff}a\u{0}\u{b}bc\u{ffff}\u{7f}\n".into(), &mut notes), "abc\n");
        assert_eq!(notes.into_vec()[0].count, 4);
        assert!(matches!(strip("é’\u{fffd}".into(), &mut Notes::default()), Cow::Borrowed(_)));
    }
}

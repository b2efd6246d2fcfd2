use std::borrow::Cow;

use crate::parse::note::Notes;

/// The text without the ASCII controls XML 1.0 forbids (§2.2) and without a mark at its start. C1 controls stay: what
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
    let count = text.bytes().filter(|b| is_forbidden(*b)).count();
    if count == 0 {
        return text;
    }
    notes.add_many("control-characters", u32::try_from(count).unwrap_or(u32::MAX));
    Cow::Owned(text.chars().filter(|c| !c.is_ascii() || !is_forbidden(*c as u8)).collect())
}

fn is_forbidden(b: u8) -> bool {
    b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r') || b == 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_goes() {
        let mut notes = Notes::default();
        assert_eq!(strip("\u{feff}a\u{0}\u{b}bc\u{7f}\n".into(), &mut notes), "abc\n");
        assert_eq!(notes.into_vec()[0].count, 3);
        assert!(matches!(strip("é’\u{fffd}".into(), &mut Notes::default()), Cow::Borrowed(_)));
    }
}

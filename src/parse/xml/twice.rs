use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// Text with two old mistakes undone: UTF-8 that somebody took for ISO-8859-1 and encoded again (`Ã©` for
/// `é`), and C1 controls that were meant as windows-1252 (U+0093 for `“`).
///
/// The first is undone only if the whole text allows it: every character fits into a byte, and the bytes are
/// valid UTF-8. A text where that is so by chance hardly exists.
pub(super) fn undo(text: Cow<'_, str>) -> Cow<'_, str> {
    // Characters from U+0080 to U+00FF begin with C2 or C3.
    if !text.bytes().any(|b| b == 0xc2 || b == 0xc3) {
        return text;
    }
    if let Some(once) = decode_again(&text) {
        return Cow::Owned(once);
    }
    if text.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        return Cow::Owned(text.chars().map(from_c1).collect());
    }
    text
}

fn decode_again(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        bytes.push(u8::try_from(u32::from(c)).ok()?);
    }
    String::from_utf8(bytes).ok()
}

fn from_c1(c: char) -> char {
    match c {
        '\u{80}'..='\u{9f}' => {
            let byte = [u32::from(c) as u8];
            WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next().unwrap_or(c)
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::undo;

    #[test]
    fn undoes_what_was_done_twice() {
        assert_eq!(undo("FÃ¼r Â£30".into()), "Für £30");
        assert_eq!(undo("Für £30, ça".into()), "Für £30, ça");
        assert_eq!(undo("\u{93}a\u{94} ü".into()), "“a” ü");
        assert_eq!(undo("Ã¼ and ’".into()), "Ã¼ and ’");
    }
}

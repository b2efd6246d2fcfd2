use std::borrow::Cow;

/// Is this a character that no reader sees and that can only mislead: a control, a bidi override
/// or isolate, a zero-width filler, a noncharacter?
///
/// Zero-width joiners stay (Persian, Hindi and emoji need them), and so do the plain direction
/// marks U+200E and U+200F. Newline and tab are not junk: what they become is the caller's matter.
pub fn is_junk(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{e0001}')
        || (u32::from(c) & 0xfffe) == 0xfffe
}

/// Is this a character that turns the direction of what follows: an embedding, an override or an isolate?
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// HTML without characters that turn the direction of what follows, so that nothing reads otherwise than it says.
/// Other junk stays: a soft hyphen is typography there.
pub(super) fn unturned(html: String) -> String {
    if html.contains(turns) { html.replace(turns, "") } else { html }
}

/// The same text without [junk](is_junk); borrowed where there is none.
pub fn clean(s: &str) -> Cow<'_, str> {
    if s.chars().any(is_junk) {
        Cow::Owned(s.chars().filter(|c| !is_junk(*c)).collect())
    } else {
        Cow::Borrowed(s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_what_misleads_and_keeps_what_scripts_need() {
        assert_eq!(clean("a\u{0}b\u{1b}[1m\u{202e}c\u{2066}\u{200b}\u{feff}d\u{fffe}"), "ab[1mcd");
        assert_eq!(clean("می\u{200c}خواهم 👨\u{200d}👩\u{200d}👧"), "می\u{200c}خواهم 👨\u{200d}👩\u{200d}👧");
        assert!(matches!(clean("plain"), Cow::Borrowed(_)));
    }
}

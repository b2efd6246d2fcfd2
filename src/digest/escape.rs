/// One line of a stranger's words as CommonMark that means just these words: no emphasis, link,
/// picture, code, HTML, entity, heading, list, quotation, table or rule comes of it. The line has no
/// line break and no space at its ends (see `plain`).
///
/// Beyond CommonMark it also disarms what GitHub's dialect makes of bare text: `~`, `|`, and the
/// addresses it would link by itself (`https://…`, `www.…`).
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let start = line_start(text);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let escaped = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' => true,
            // Within a word an underscore is only itself.
            '_' => !(before.is_alphanumeric() && rest.starts_with(char::is_alphanumeric)),
            '&' => is_entity(rest),
            ':' => rest.starts_with("//"),
            '.' => at >= 3 && text.as_bytes()[at - 3..at].eq_ignore_ascii_case(b"www"),
            // At the end it would close a heading.
            '#' => rest.is_empty(),
            _ => false,
        };
        if escaped || start == Some(at) {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// A link; the words are as harmless as those of [`line`]. The address is one of `link::web`.
pub fn link(words: &str, address: &str) -> String {
    format!("[{}]({})", line(words), destination(address))
}

/// Where the character stands that would make the line a block: `#`, `>`, `+`, `-`, `=`, `1.`, `1)`.
fn line_start(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits)? {
        b'#' | b'>' | b'+' | b'-' | b'=' if digits == 0 => Some(0),
        b'.' | b')' if (1..=9).contains(&digits) => Some(digits),
        _ => None,
    }
}

/// Does a character reference follow the ampersand?
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name[length..].starts_with(';')
}

/// A link's destination: in angle brackets unless it is of the plainest kind.
fn destination(address: &str) -> String {
    let plain = address.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:/?=%+,;@#".contains(&b));
    if plain { address.to_owned() } else { format!("<{}>", address.replace('&', "&amp;")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        for (given, written) in [
            ("plain words, 3.5 % (really) — ok!", "plain words, 3.5 % (really) — ok!"),
            ("*a* **b** `c` ~~d~~", r"\*a\* \*\*b\*\* \`c\` \~\~d\~\~"),
            ("[x](javascript:y) ![i](z)", r"\[x\](javascript:y) !\[i\](z)"),
            ("<b>&lt;&#60;AT&T &c", r"\<b>\&lt;\&#60;AT&T &c"),
            ("snake_case _em_ __st__", r"snake_case \_em\_ \_\_st\_\_"),
            ("# head", r"\# head"),
            ("C # ##", r"C # #\#"),
            ("> quote", r"\> quote"),
            ("- item", r"\- item"),
            ("+ item", r"\+ item"),
            ("1. item", r"1\. item"),
            ("12) item", r"12\) item"),
            ("2026 was", "2026 was"),
            ("1234567890. no list", "1234567890. no list"),
            ("--- rule", r"\--- rule"),
            ("=====", r"\====="),
            ("a|b", r"a\|b"),
            ("back\\", r"back\\"),
            (
                "see https://courier.example/ or WWW.courier.example",
                r"see https\://courier.example/ or WWW\.courier.example",
            ),
            ("", ""),
        ] {
            assert_eq!(line(given), written, "{given:?}");
        }
    }

    #[test]
    fn destinations_stay_inside() {
        assert_eq!(link("a]b", "https://courier.example/a?b=1"), r"[a\]b](https://courier.example/a?b=1)");
        assert_eq!(
            link("a", "https://courier.example/(a)?x=1&copy;=2"),
            "[a](<https://courier.example/(a)?x=1&amp;copy;=2>)"
        );
    }
}

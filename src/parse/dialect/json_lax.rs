//! What is nearly JSON, made JSON.

use std::iter::Peekable;
use std::str::Chars;

/// JSON of what nearly is.
#[derive(Debug)]
pub(super) struct Repaired {
    pub(super) json: String,
    /// The document ended in its middle.
    pub(super) cut: bool,
}

/// Raw line breaks inside strings escaped, commas before a closing bracket dropped, escapes and words that are
/// JavaScript's or Python's and not JSON's made JSON's, half a surrogate pair (RFC 8259 §8.2) made U+FFFD, and
/// whatever is open at the end closed (a document cut off in the middle). One pass, linear.
pub(super) fn repair(s: &str) -> Repaired {
    let mut out = String::with_capacity(s.len() + 16);
    let mut open: Vec<char> = Vec::new();
    let mut in_string = false;
    let mut chars = s.chars().peekable();
    while let Some(c) = chars.next() {
        if in_string {
            match c {
                '\\' => escape(&mut chars, &mut out),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                c if c.is_control() => {}
                c => {
                    in_string = c != '"';
                    out.push(c);
                }
            }
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                drop_comma(&mut out);
                if open.pop() != Some(c) {
                    // A bracket too many ends the document.
                    break;
                }
            }
            // `1e5` is a number.
            c if c.is_ascii_alphabetic() && !out.ends_with(|c: char| c.is_ascii_digit() || c == '.') => {
                word(c, &mut chars, &mut out);
                continue;
            }
            _ => {}
        }
        out.push(c);
        if open.is_empty() && matches!(c, '}' | ']') {
            return Repaired { json: out, cut: false };
        }
    }
    if in_string {
        out.push('"');
    }
    close(&mut out, &open);
    Repaired { json: out, cut: true }
}

/// What stands after a backslash.
fn escape(chars: &mut Peekable<Chars<'_>>, out: &mut String) {
    // One at the very end was cut off.
    let Some(&c) = chars.peek() else { return };
    match c {
        '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => {
            chars.next();
            out.extend(['\\', c]);
        }
        'u' => match hex(chars, 4) {
            Some(unit) => utf_16(unit, chars, out),
            // Cut off, or no number: the text `\u`.
            None if chars.clone().nth(4).is_none() => chars.by_ref().for_each(drop),
            None => out.push_str("\\\\"),
        },
        // JavaScript's.
        'x' => match hex(chars, 2) {
            Some(unit) => utf_16(unit, chars, out),
            None => out.push_str("\\\\"),
        },
        // A backslash before a letter is what somebody wrote and did not escape; before a sign it escapes what needs
        // no escape (`\'`, `\-`).
        c if c.is_alphanumeric() => out.push_str("\\\\"),
        c if c.is_control() => {}
        c => {
            chars.next();
            out.push(c);
        }
    }
}

/// Writes the character that begins with this unit, with its second half if that follows.
fn utf_16(unit: u16, chars: &mut Peekable<Chars<'_>>, out: &mut String) {
    let second = || {
        let mut ahead = chars.clone();
        (ahead.next() == Some('\\') && ahead.peek() == Some(&'u'))
            .then(|| hex(&mut ahead, 4).zip(Some(ahead)))?
    };
    let whole = match (0xd800..=0xdbff).contains(&unit).then(second).flatten() {
        Some((low, ahead)) if (0xdc00..=0xdfff).contains(&low) => {
            *chars = ahead;
            char::decode_utf16([unit, low]).next()
        }
        _ => char::decode_utf16([unit]).next(),
    };
    match whole.and_then(Result::ok).unwrap_or('\u{fffd}') {
        c if c == '"' || c == '\\' => out.extend(['\\', c]),
        c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        c => out.push(c),
    }
}

/// The number of so many hexadecimal digits after the letter ahead; nothing is taken where it is none.
fn hex(chars: &mut Peekable<Chars<'_>>, digits: usize) -> Option<u16> {
    let mut ahead = chars.clone();
    ahead.next();
    let mut number = 0;
    for _ in 0..digits {
        number = number << 4 | ahead.next()?.to_digit(16)?;
    }
    *chars = ahead;
    u16::try_from(number).ok()
}

/// A word outside strings that begins with `first`: those JavaScript and Python write and JSON has not are what
/// comes nearest.
fn word(first: char, chars: &mut Peekable<Chars<'_>>, out: &mut String) {
    let start = out.len();
    out.push(first);
    while let Some(c) = chars.next_if(char::is_ascii_alphabetic) {
        out.push(c);
    }
    let meant = match &out[start..] {
        "NaN" | "Infinity" | "undefined" | "None" => "null",
        "True" => "true",
        "False" => "false",
        _ => return,
    };
    out.truncate(start);
    // `-Infinity`
    if out.ends_with('-') {
        out.pop();
    }
    out.push_str(meant);
}

/// Closes what is open after an item that was cut off; the broken member goes.
fn close(out: &mut String, open: &[char]) {
    let trimmed = out.trim_end();
    if trimmed.ends_with(':') {
        out.push_str("null");
    } else if trimmed.ends_with('"') && open.last() == Some(&'}') && ends_with_key(trimmed) {
        out.push_str(":null");
    } else {
        drop_comma(out);
    }
    out.extend(open.iter().rev());
}

/// Is the last string of an object cut off a key: does `{` or `,` stand before it?
fn ends_with_key(s: &str) -> bool {
    let body = &s[..s.len() - 1];
    let start =
        body.char_indices().rev().find(|(i, c)| *c == '"' && !body[..*i].ends_with('\\')).map(|(i, _)| i);
    start.is_some_and(|i| body[..i].trim_end().ends_with(['{', ',']))
}

fn drop_comma(out: &mut String) {
    let len = out.trim_end().len();
    if out[..len].ends_with(',') {
        out.truncate(len - 1);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::repair;

    fn value(s: &str) -> Value {
        serde_json::from_str(&repair(s).json).expect("repaired")
    }

    #[test]
    fn repairs_what_generators_and_broken_lines_leave() {
        assert_eq!(value("{\"a\": [1, 2,], }"), json!({"a": [1, 2]}));
        assert_eq!(value("{\"a\": \"b\nc\"}trailing"), json!({"a": "b\nc"}));
        assert_eq!(value("{\"a\": [{\"b\": \"c\"}, {\"d\": \"e"), json!({"a": [{"b": "c"}, {"d": "e"}]}));
        assert_eq!(value("{\"a\": [{\"b\": 1}, {\"d"), json!({"a": [{"b": 1}, {"d": null}]}));
        assert_eq!(value("{\"a\":"), json!({"a": null}));
        assert!(repair("{\"a\":").cut && !repair("{\"a\": NaN}").cut);
    }

    #[test]
    fn half_a_character_is_lost_and_nothing_else() {
        for (given, expected) in [
            (r#"cut \ud83c… \uDF89 whole \ud83c\udf89"#, "cut \u{fffd}… \u{fffd} whole 🎉"),
            (r#"\ud83c\ud83c\udf89 \u00e9 \ud83c\n"#, "\u{fffd}🎉 é \u{fffd}\n"),
            (r#"\u0022 \u005c \u0007 \ud83c\u0041"#, "\" \\ \u{7} \u{fffd}A"),
        ] {
            assert_eq!(value(&format!("{{\"a\": \"{given}\"}}")), json!({"a": expected}), "{given}");
        }
    }

    #[test]
    fn escapes_of_other_languages() {
        for (given, expected) in [
            (r#"It\'s 5\-3 \x41 \"so\" \\ \/"#, "It's 5-3 A \"so\" \\ /"),
            (r#"C:\Quay \user \xyz \u12"#, r#"C:\Quay \user \xyz \u12"#),
        ] {
            assert_eq!(value(&format!("{{\"a\": \"{given}\"}}")), json!({"a": expected}), "{given}");
        }
        for cut in [r#"{"a": "b\"#, r#"{"a": "b\u"#, r#"{"a": "b\ud8"#] {
            assert_eq!(value(cut), json!({"a": "b"}), "{cut}");
        }
    }

    #[test]
    fn words_of_other_languages() {
        assert_eq!(
            value(r#"{"a": NaN, "b": -Infinity, "c": [True, undefined, None], "d": -1e5, "e": "NaN \q"}"#),
            json!({"a": null, "b": null, "c": [true, null, null], "d": -1e5, "e": "NaN \\q"})
        );
    }
}

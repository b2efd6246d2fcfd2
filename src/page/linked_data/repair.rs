use serde_json::{Deserializer, Value};

use crate::markup;

/// The values of a script: as they stand where that is JSON, else mended. What nobody can read is none.
pub(super) fn values(script: &str) -> Vec<Value> {
    let text = script.trim();
    if let Ok(value) = serde_json::from_str(text) {
        return vec![value];
    }
    let decoded = (!text.contains('"') && text.contains("&quot;")).then(|| markup::decode(text));
    let mended = mend(decoded.as_deref().unwrap_or(text));
    // Several objects after one another, or one that breaks off: what comes before is kept.
    Deserializer::from_str(&mended).into_iter::<Value>().map_while(Result::ok).take(50).collect()
}

/// What is nearly JSON, made JSON in one pass: comments and wrappers (`<!--`, `//<![CDATA[`) dropped,
/// raw line breaks and controls in strings escaped, quotes inside a string kept as such, escapes JSON
/// does not have resolved, commas before a closing bracket dropped, whatever is open at the end closed.
fn mend(s: &str) -> String {
    let mut out = String::with_capacity(s.len() + 16);
    let mut open: Vec<char> = Vec::new();
    let mut rest = s.find(['{', '[']).map_or("", |start| outside_comment(s, start));
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            c if c.is_whitespace() => {
                rest = after;
                continue;
            }
            '"' => {
                rest = string(after, &mut out);
                continue;
            }
            '/' if after.starts_with('*') => {
                rest = after.find("*/").map_or("", |end| &after[end + 2..]);
                continue;
            }
            '/' if after.starts_with('/') => {
                rest = after.find('\n').map_or("", |end| &after[end..]);
                continue;
            }
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                drop_comma(&mut out);
                if open.last() == Some(&c) {
                    open.pop();
                } else {
                    // A bracket too many, or the wrong one: passed over.
                    rest = after;
                    continue;
                }
            }
            ',' if out.ends_with(['{', '[', ',']) => {
                rest = after;
                continue;
            }
            // `;` after the last brace, `-->`, `]]>`
            _ if open.is_empty() => {
                rest = after;
                continue;
            }
            _ => {}
        }
        out.push(c);
        rest = after;
    }
    drop_comma(&mut out);
    if out.ends_with(':') {
        out.push_str("null");
    }
    out.extend(open.iter().rev());
    out
}

/// `//<![CDATA[` holds a bracket that opens nothing.
fn outside_comment(s: &str, start: usize) -> &str {
    match s[start..].strip_prefix("[CDATA[") {
        Some(after) => after.find(['{', '[']).map_or("", |at| &after[at..]),
        None => &s[start..],
    }
}

/// Copies a string whose opening quote has been read; returns what follows it.
fn string<'a>(s: &'a str, out: &mut String) -> &'a str {
    out.push('"');
    let mut chars = s.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some((_, e @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't'))) => out.extend(['\\', e]),
                Some((next, 'u')) if is_hex(&s[next + 1..]) => out.push_str("\\u"),
                // `\'` and its kin: JavaScript's, not JSON's.
                Some((_, e)) => out.push(e),
                None => break,
            },
            '"' if closes(&s[at + 1..]) => {
                out.push('"');
                return &s[at + 1..];
            }
            '"' => out.push_str("\\\""),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    ""
}

fn is_hex(s: &str) -> bool {
    s.len() >= 4 && s.as_bytes()[..4].iter().all(u8::is_ascii_hexdigit)
}

/// Does a quote close its string, by what follows? Headlines are put into JSON with their quotation marks
/// raw.
fn closes(after: &str) -> bool {
    let after = after.trim_start();
    match after.chars().next() {
        None | Some(':' | '}' | ']') => true,
        Some(',') => {
            let next = after[1..].trim_start().chars().next();
            next.is_none_or(|c| {
                matches!(c, '"' | '{' | '[' | '}' | ']' | '-' | '/')
                    || c.is_ascii_digit()
                    || matches!(c, 't' | 'f' | 'n')
            })
        }
        Some(_) => false,
    }
}

fn drop_comma(out: &mut String) {
    if out.ends_with(',') {
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::values;

    #[test]
    fn what_is_nearly_json_is_read() {
        for (script, value) in [
            ("{\"a\": [1, 2,], }", json!({"a": [1, 2]})),
            ("{\"a\": \"b\nc\td\"};", json!({"a": "b c d"})),
            ("<!--\n{\"a\": 1}\n-->", json!({"a": 1})),
            ("//<![CDATA[\n{\"a\": 1}\n//]]>", json!({"a": 1})),
            (
                "/* ours */ {\"a\": 1, // so\n \"b\": \"http://x.example/\"}",
                json!({"a": 1, "b": "http://x.example/"}),
            ),
            ("{\"a\": \"He said \"no\" again\", \"b\": 1}", json!({"a": "He said \"no\" again", "b": 1})),
            ("{\"a\": \"it\\'s \\u00e9\"}", json!({"a": "it's é"})),
            ("{&quot;a&quot;: 1}", json!({"a": 1})),
            ("{\"a\": {\"b\": 1", json!({"a": {"b": 1}})),
            ("{\"a\": 1,, \"b\": 2}", json!({"a": 1, "b": 2})),
        ] {
            assert_eq!(values(script), [value], "{script}");
        }
        assert_eq!(values("{\"a\": 1}{\"b\": 2}").len(), 2);
        assert!(values("window.x = 1").is_empty());
    }

    #[test]
    fn broken_scripts_cost_linear_time() {
        for part in [", ", "{\"a\":", "\"", "[", "\\", "/*", "{\"a\": \"b\" "] {
            let _ = values(&format!("{{\"x\" {}", part.repeat(200_000)));
        }
    }
}

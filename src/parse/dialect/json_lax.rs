/// What is nearly JSON, made JSON: raw line breaks inside strings escaped, commas before a closing bracket
/// dropped, and whatever is open at the end closed (a document cut off in the middle). One pass, linear.
pub(super) fn repair(s: &str) -> String {
    let mut out = String::with_capacity(s.len() + 16);
    let mut open: Vec<char> = Vec::new();
    let mut in_string = false;
    let mut escaped = false;
    for c in s.chars() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                '\n' => {
                    out.push_str("\\n");
                    continue;
                }
                '\r' => continue,
                '\t' => {
                    out.push_str("\\t");
                    continue;
                }
                c if c.is_control() => continue,
                _ => {}
            }
            out.push(c);
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
            _ => {}
        }
        out.push(c);
        if open.is_empty() && matches!(c, '}' | ']') {
            return out;
        }
    }
    if escaped {
        out.pop();
    }
    if in_string {
        out.push('"');
    }
    close(&mut out, &open);
    out
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
        serde_json::from_str(&repair(s)).expect("repaired")
    }

    #[test]
    fn repairs_what_generators_and_broken_lines_leave() {
        assert_eq!(value("{\"a\": [1, 2,], }"), json!({"a": [1, 2]}));
        assert_eq!(value("{\"a\": \"b\nc\"}trailing"), json!({"a": "b\nc"}));
        assert_eq!(value("{\"a\": [{\"b\": \"c\"}, {\"d\": \"e"), json!({"a": [{"b": "c"}, {"d": "e"}]}));
        assert_eq!(value("{\"a\": [{\"b\": 1}, {\"d"), json!({"a": [{"b": 1}, {"d": null}]}));
        assert_eq!(value("{\"a\":"), json!({"a": null}));
    }
}

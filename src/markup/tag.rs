//! The inside of a tag, read tolerantly: shared by the HTML tokens here and the XML scanner of `parse`.

/// Where tags end, with a memory of what was sought in vain, so that a document of unclosed quotes
/// costs linear time.
#[derive(Debug, Default)]
pub(crate) struct TagEnds {
    no_double: Option<usize>,
    no_single: Option<usize>,
}

impl TagEnds {
    /// `start` is the position after `<` and its name has begun there. Returns the position of the
    /// closing `>`, or `None` where another `<` or the end of the text comes first: then it is no tag.
    ///
    /// `>` and `<` inside a quoted value are part of it, if the quote closes as a quote does: before white
    /// space, `/`, `>` or `?`. A quote that does not is taken for a letter.
    pub(crate) fn find(&mut self, s: &str, start: usize) -> Option<usize> {
        let bytes = s.as_bytes();
        let mut at = start;
        let mut after_equals = false;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => return Some(at),
                b'<' => return None,
                b'"' | b'\'' if after_equals => {
                    after_equals = false;
                    if let Some(end) = self.closing_quote(bytes, at) {
                        at = end;
                    }
                }
                b'=' => after_equals = true,
                b' ' | b'\t' | b'\n' | b'\r' => {}
                _ => after_equals = false,
            }
            at += 1;
        }
        None
    }

    fn closing_quote(&mut self, bytes: &[u8], open: usize) -> Option<usize> {
        let quote = bytes[open];
        let memory = if quote == b'"' { &mut self.no_double } else { &mut self.no_single };
        if memory.is_some_and(|from| open >= from) {
            return None;
        }
        let Some(len) = bytes[open + 1..].iter().position(|b| *b == quote) else {
            *memory = Some(open);
            return None;
        };
        let end = open + 1 + len;
        let value = &bytes[open + 1..end];
        // A value with a tag inside is real (`title="<b>x</b>"`) only if it closes like a value.
        let closes =
            matches!(bytes.get(end + 1), None | Some(b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>' | b'?'));
        if closes || !value.contains(&b'<') { Some(end) } else { None }
    }
}

/// The attributes of a tag, in order: name and raw value (references not resolved, quotes off).
/// Values may be unquoted or missing; nothing here fails.
#[derive(Debug, Clone)]
pub(crate) struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    /// `inside` is what stands between the tag's name and its `>`.
    pub(crate) fn new(inside: &'a str) -> Self {
        Attributes(inside)
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let s = self.0.trim_start_matches(|c: char| {
            c.is_ascii_whitespace() || matches!(c, '/' | '=' | '"' | '\'' | '?')
        });
        let len =
            s.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/' | '>')).unwrap_or(s.len());
        if len == 0 {
            self.0 = "";
            return None;
        }
        let (name, rest) = s.split_at(len);
        let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
            self.0 = rest;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        if let Some(quote) = quoted
            && let Some(end) = value[1..].find(quote)
        {
            self.0 = &value[end + 2..];
            return Some((name, &value[1..=end]));
        }
        let value = if quoted.is_some() { &value[1..] } else { value };
        let end = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
        self.0 = &value[end..];
        // `<a href=x/>`: the slash closes the tag.
        let bare = &value[..end];
        Some((name, if self.0.is_empty() { bare.strip_suffix('/').unwrap_or(bare) } else { bare }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(s: &str) -> Vec<(&str, &str)> {
        Attributes::new(s).collect()
    }

    #[test]
    fn attributes_of_every_kind() {
        assert_eq!(
            all(r#" a="1" b='2 3' c=4 d e = "5""#),
            [("a", "1"), ("b", "2 3"), ("c", "4"), ("d", ""), ("e", "5")]
        );
        assert_eq!(all(r#" href=http://a.example/b/ /"#), [("href", "http://a.example/b/")]);
        assert_eq!(all(r#" x="open"#), [("x", "open")]);
        assert_eq!(all(""), []);
    }

    #[test]
    fn tags_end_where_a_reader_would_end_them() {
        let end = |s: &str| TagEnds::default().find(s, 1);
        assert_eq!(end(r#"<a title="x > y">"#), Some(16));
        assert_eq!(end("<b and <c>"), None);
        assert_eq!(end(r#"<a href="x>text</a> <a href="y">"#), Some(10));
        assert_eq!(end("<a"), None);
    }
}

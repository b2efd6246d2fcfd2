use super::clean::is_junk;
use super::entity::{decode, entity};
use super::token::{Token, Tokens};

/// One line of plain text out of a title that may be HTML: the tags of elements HTML knows are
/// dropped, then character references are resolved, once; white space is folded.
///
/// The rules, since feeds do not say which of the two a title is:
/// - a tag counts as markup only if HTML knows its name: `AT&T <b>buys</b>` is `AT&T buys`, while
///   `Vec<String>` and `a < b` stay;
/// - references resolve once, after tags are gone: `&amp;lt;b&amp;gt;` is `&lt;b&gt;`, `&lt;b&gt;` is `<b>`;
/// - `<br>` and the ends of blocks are a space.
pub fn line(s: &str) -> String {
    if !s.contains('<') {
        return fold(&decode(s));
    }
    let mut out = String::with_capacity(s.len());
    let mut tokens = Tokens::new(s);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(raw) => out.push_str(&decode(raw)),
            Token::Open { name, inside, whole } => {
                let lower = name.to_ascii_lowercase();
                if lower == "script" || lower == "style" {
                    tokens.skip_content(&lower, inside);
                } else if !is_known(&lower) {
                    out.push_str(whole);
                } else if breaks(&lower) {
                    out.push(' ');
                }
            }
            Token::Close(name) => {
                let lower = name.to_ascii_lowercase();
                if !is_known(&lower) {
                    out.push_str("</");
                    out.push_str(name);
                    out.push('>');
                } else if breaks(&lower) {
                    out.push(' ');
                }
            }
        }
    }
    fold(&out)
}

/// One line out of text that is plain already (Atom `type="text"`): white space folded, no
/// [junk](super::is_junk), nothing resolved.
pub fn plain(s: &str) -> String {
    fold(s)
}

/// Does the text hold a tag HTML knows, or a character reference? Then it is meant as HTML.
pub fn looks_like_html(s: &str) -> bool {
    let known = |token| match token {
        Token::Open { name, .. } | Token::Close(name) => is_known(&name.to_ascii_lowercase()),
        Token::Text(_) => false,
    };
    s.contains('<') && Tokens::new(s).any(known)
        || s.match_indices('&')
            .any(|(at, _)| entity(&s[at..]).is_some_and(|(_, len)| s.as_bytes()[at + len - 1] == b';'))
}

fn fold(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut space = false;
    for c in s.chars() {
        if c.is_whitespace() {
            space = true;
        } else if !is_junk(c) {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(c);
        }
    }
    out
}

fn breaks(name: &str) -> bool {
    matches!(
        name,
        "br" | "p" | "div" | "li" | "tr" | "td" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote"
    )
}

/// Is it an element of HTML that turns up in feeds? `name` is in lower case.
pub fn is_known(name: &str) -> bool {
    KNOWN.binary_search(&name).is_ok()
}

/// Sorted.
const KNOWN: [&str; 106] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "map",
    "mark",
    "nav",
    "nobr",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_come_out_as_people_read_them() {
        for (given, expected) in [
            ("AT&T <b>buys</b> Q&A", "AT&T buys Q&A"),
            ("a < b, Vec<String> &amp; c", "a < b, Vec<String> & c"),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
            ("&lt;b&gt; explained", "<b> explained"),
            ("one<br/>two\n three ", "one two three"),
            ("it&#8217;s \u{202e}odd\u{0}", "it’s odd"),
            ("x<script>y</script>z", "xz"),
        ] {
            assert_eq!(line(given), expected, "{given:?}");
        }
        assert_eq!(plain("a &amp; <b>\n c"), "a &amp; <b> c");
    }

    #[test]
    fn tells_html_from_text() {
        assert!(looks_like_html("a <b>c</b>") && looks_like_html("a &amp; b") && looks_like_html("x<br>"));
        assert!(!looks_like_html("AT&T a < b Vec<T> &c."));
        assert!(KNOWN.is_sorted());
    }
}

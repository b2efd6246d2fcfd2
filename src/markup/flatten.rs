use std::borrow::Cow;

use url::Url;

use super::entity::decode;
use super::tag::Attributes;
use super::token::{Token, Tokens};

/// Elements nested deeper than this lose their tags (not their text) before a tree is built: html5ever's
/// time grows with the square of the depth. Browsers stop at 512; articles stay below 40.
pub const MAX_DEPTH: usize = 200;

/// Larger pages are not made a tree of: it takes some sixty times their size. Honest pages stay below 2 MB.
pub const MAX_PAGE: usize = 4 << 20;

/// The same HTML with nesting cut at [`MAX_DEPTH`], addresses absolute, and one-pixel pictures
/// gone. Borrowed where nothing of that applies.
pub(super) fn flatten<'a>(html: &'a str, base: Option<&Url>) -> Cow<'a, str> {
    let mut out: Option<String> = None;
    let mut open: Vec<&str> = Vec::new();
    let mut over = 0_usize;
    let mut tokens = Tokens::new(html);
    // Everything before `done` has been copied, once there is an `out`.
    let mut done = 0;
    let mut change = |from: usize, to: usize, with: &str| {
        let out = out.get_or_insert_with(|| String::with_capacity(html.len() + 64));
        out.push_str(&html[done..from]);
        out.push_str(with);
        done = to;
    };
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(_) => {}
            Token::Open { name, inside, whole } => {
                let start = whole.as_ptr().addr() - html.as_ptr().addr();
                let end = start + whole.len();
                if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
                    tokens.skip_raw(name);
                    continue;
                }
                if name.eq_ignore_ascii_case("img") && is_tracker(inside) {
                    change(start, end, "");
                    continue;
                }
                if !is_void(name) && !inside.ends_with('/') {
                    if closes_itself(name) && open.last().is_some_and(|last| last.eq_ignore_ascii_case(name))
                    {
                        open.pop();
                    }
                    if open.len() >= MAX_DEPTH {
                        over += 1;
                        change(start, end, "");
                        continue;
                    }
                    open.push(name);
                }
                if let Some(base) = base
                    && let Some(tag) = absolute(name, inside, base)
                {
                    change(start, end, &tag);
                }
            }
            Token::Close(name) => {
                if over > 0 {
                    over -= 1;
                    let start = name.as_ptr().addr() - html.as_ptr().addr() - 2;
                    // As the tokens have it: a tag cut off ends before the next one.
                    let end = match html[start + 1..].find(['>', '<']).map(|i| start + 1 + i) {
                        Some(end) if html.as_bytes()[end] == b'>' => end + 1,
                        Some(end) => end,
                        None => html.len(),
                    };
                    change(start, end, "");
                } else if let Some(at) = open.iter().rposition(|o| o.eq_ignore_ascii_case(name)) {
                    open.truncate(at);
                }
            }
        }
    }
    match out {
        Some(mut out) => {
            out.push_str(&html[done..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(html),
    }
}

/// Is this a picture of at most one pixel, put there to count readers?
fn is_tracker(inside: &str) -> bool {
    let tiny = |value: &str| matches!(value.trim().trim_end_matches("px"), "0" | "1");
    Attributes::new(inside).any(|(name, value)| {
        (name.eq_ignore_ascii_case("width") || name.eq_ignore_ascii_case("height")) && tiny(value)
    })
}

/// The tag with its addresses absolute; `None` where they are already.
fn absolute(name: &str, inside: &str, base: &Url) -> Option<String> {
    let is_address = |attribute: &str| {
        ["href", "src", "poster", "cite"].iter().any(|known| known.eq_ignore_ascii_case(attribute))
    };
    let resolve = |attribute: &str, value: &str| -> Option<String> {
        if !is_address(attribute) || value.trim().is_empty() || Url::parse(value.trim()).is_ok() {
            return None;
        }
        base.join(decode(value).trim()).ok().map(String::from)
    };
    if !Attributes::new(inside).any(|(attribute, value)| resolve(attribute, value).is_some()) {
        return None;
    }
    let mut tag = format!("<{name}");
    for (attribute, value) in Attributes::new(inside) {
        let value = match resolve(attribute, value) {
            Some(address) => address.replace('&', "&amp;"),
            None => value.to_owned(),
        };
        tag.push_str(&format!(" {attribute}=\"{}\"", value.replace('"', "&quot;")));
    }
    if inside.ends_with('/') {
        tag.push('/');
    }
    tag.push('>');
    Some(tag)
}

fn is_void(name: &str) -> bool {
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    ]
    .iter()
    .any(|void| void.eq_ignore_ascii_case(name))
}

/// Elements whose start closes an open one of the same name (`<p>a<p>b`).
fn closes_itself(name: &str) -> bool {
    ["p", "li", "dt", "dd", "tr", "td", "th", "option"].iter().any(|n| n.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_depth_and_keeps_text() {
        let html = format!("{}deep{}tail", "<div>".repeat(5_000), "</div>".repeat(5_000));
        let flat = flatten(&html, None);
        assert_eq!(flat.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(flat.matches("</div>").count(), MAX_DEPTH);
        assert!(flat.contains("deep") && flat.ends_with("tail"));
        let broken = format!("{}a</b <i>c</i>", "<b>".repeat(MAX_DEPTH + 2));
        assert!(flatten(&broken, None).ends_with("<b>ac"), "a tag cut off ends before the next one");
    }

    #[test]
    fn borrows_what_needs_nothing() {
        assert!(matches!(flatten("<p>a<p>b <a href=\"https://x.example/\">c</a>", None), Cow::Borrowed(_)));
    }

    #[test]
    fn addresses_become_absolute() {
        let base = Url::parse("https://courier.example/a/b").expect("a good address");
        assert_eq!(
            flatten("x <a href='../c?d=1&amp;e=2'>y</a><img src=/z.png alt=\"q\">", Some(&base)),
            "x <a href=\"https://courier.example/c?d=1&amp;e=2\">y</a><img src=\"https://courier.example/z.png\" alt=\"q\">"
        );
    }
}

use std::borrow::Cow;

use url::Url;

use super::embed::Embeds;
use super::rewrite::{is_tracker, rewritten};
use super::token::{Token, Tokens};

/// Elements nested deeper than this lose their tags (not their text) before a tree is built: html5ever's
/// time grows with the square of the depth. Browsers stop at 512; articles stay below 40.
pub const MAX_DEPTH: usize = 200;

/// Larger pages are not made a tree of: it takes some sixty times their size. Honest pages stay below 2 MB.
pub const MAX_PAGE: usize = 4 << 20;

/// Of a page that is larger, scripts and styles longer than this are left out first.
const MAX_SCRIPT: usize = 256 << 10;

/// Tags beyond this lose their brackets and attributes, not their text: a tree takes some 400 bytes a tag.
/// Of some 6,000 texts of real feeds the richest had 826.
pub(super) const MAX_TAGS: usize = 50_000;

/// A text is cut in two, invisibly, at the next sign to be escaped after so many bytes: html5ever's time to
/// write a text grows with its length times the number of such signs in it.
const MAX_TEXT: usize = 512;

/// The same HTML with nesting cut at [`MAX_DEPTH`], addresses absolute, one-pixel pictures gone, embedded pages
/// links to them, and what a hostile document could cost time and memory with, bounded. Borrowed where nothing of that applies.
pub(super) fn flatten<'a>(html: &'a str, base: Option<&Url>) -> Cow<'a, str> {
    rewrite(html, base, None)
}

/// The same, with links in the place of what the text loads from elsewhere.
pub(super) fn flatten_to_keep<'a>(html: &'a str, base: Option<&Url>) -> Cow<'a, str> {
    rewrite(html, base, Some(Embeds::default()))
}

fn rewrite<'a>(html: &'a str, base: Option<&Url>, mut embeds: Option<Embeds>) -> Cow<'a, str> {
    let mut flat = Flat { html, out: String::new(), done: 0, run: 0 };
    let mut open: Vec<&str> = Vec::new();
    let mut over = 0_usize;
    // Too deep for their tags, blocks still part what stands in them: each edge begins a paragraph, unless one has
    // just begun.
    let mut is_fresh = false;
    let mut tags = 0_usize;
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => {
                is_fresh &= text.trim().is_empty();
                flat.text(text);
            }
            Token::Open { name, inside, whole } => {
                let start = whole.as_ptr().addr() - html.as_ptr().addr();
                let end = start + whole.len();
                let dropped = drops_content(name);
                let linking = embeds.as_mut().filter(|_| tags < MAX_TAGS);
                let embed = linking.and_then(|embeds| embeds.link(name, inside, base));
                if dropped == Dropped::Raw && tokens.skip_content(name, inside) {
                    // Nothing of it is kept; a page's tree has use for its scripts.
                    if embeds.is_some() {
                        tags += usize::from(embed.is_some());
                        flat.change(start, tokens.position(), embed.as_deref().unwrap_or_default());
                    }
                    flat.run = 0;
                    continue;
                }
                let is_empty = inside.ends_with('/');
                let swallows = dropped == Dropped::Raw
                    || dropped == Dropped::Tree && (is_empty || tokens.closing(name).is_none());
                tags += 1;
                if let Some(link) = embed {
                    // An `object` is open no longer: what it holds for browsers that cannot show it stays.
                    flat.change(start, end, &link);
                    flat.run = 0;
                    continue;
                }
                if swallows || tags > MAX_TAGS || name.eq_ignore_ascii_case("img") && is_tracker(inside) {
                    flat.change(start, end, "");
                    continue;
                }
                if !is_void(name) && !is_empty {
                    if closes_itself(name) && open.last().is_some_and(|last| last.eq_ignore_ascii_case(name))
                    {
                        open.pop();
                    }
                    if open.len() >= MAX_DEPTH {
                        over += 1;
                        let parts = is_block(name) && !is_fresh;
                        is_fresh |= parts;
                        flat.change(start, end, if parts { "<p>" } else { "" });
                        continue;
                    }
                    open.push(name);
                }
                flat.run = 0;
                if let Some(tag) = rewritten(name, inside, base) {
                    flat.change(start, end, &tag);
                }
            }
            Token::Close(name) => {
                if over > 0 || tags > MAX_TAGS {
                    let parts = over > 0 && tags <= MAX_TAGS && is_block(name) && !is_fresh;
                    is_fresh |= parts;
                    over = over.saturating_sub(1);
                    let start = name.as_ptr().addr() - html.as_ptr().addr() - 2;
                    // As the tokens have it: a tag cut off ends before the next one.
                    let end = match html[start + 1..].find(['>', '<']).map(|i| start + 1 + i) {
                        Some(end) if html.as_bytes()[end] == b'>' => end + 1,
                        Some(end) => end,
                        None => html.len(),
                    };
                    flat.change(start, end, if parts { "<p>" } else { "" });
                } else if let Some(at) = open.iter().rposition(|o| o.eq_ignore_ascii_case(name)) {
                    open.truncate(at);
                    flat.run = 0;
                }
            }
        }
    }
    flat.finish()
}

/// The HTML as it becomes; untouched as long as `done` is 0.
struct Flat<'a> {
    html: &'a str,
    out: String,
    /// So much of the HTML has been copied.
    done: usize,
    /// Bytes of text since the last tag.
    run: usize,
}

impl<'a> Flat<'a> {
    fn change(&mut self, from: usize, to: usize, with: &str) {
        if self.done == 0 {
            self.out.reserve(self.html.len() + 64);
        }
        self.out.push_str(&self.html[self.done..from]);
        self.out.push_str(with);
        self.done = to;
    }

    /// A text that is cut by comments becomes several in the tree.
    fn text(&mut self, text: &'a str) {
        if self.run + text.len() <= MAX_TEXT {
            self.run += text.len();
            return;
        }
        let start = text.as_ptr().addr() - self.html.as_ptr().addr();
        let mut at = 0;
        loop {
            let from = (at + MAX_TEXT.saturating_sub(self.run)).min(text.len());
            // What has to be escaped: ampersands, and what begins like a fixed space. A reference holds neither.
            let Some(next) = text.as_bytes()[from..].iter().position(|b| matches!(b, b'&' | 0xc2)) else {
                self.run += text.len() - at;
                return;
            };
            at = from + next;
            self.run = 0;
            self.change(start + at, start + at, "<!---->");
        }
    }

    fn finish(mut self) -> Cow<'a, str> {
        if self.done == 0 {
            return Cow::Borrowed(self.html);
        }
        self.out.push_str(&self.html[self.done..]);
        Cow::Owned(self.out)
    }
}

#[derive(PartialEq, Eq)]
enum Dropped {
    No,
    /// With the elements in it.
    Tree,
    /// With everything to its closing tag.
    Raw,
}

/// Does an element go with its content? What is neither closed nor empty would take the rest of the text along.
fn drops_content(name: &str) -> Dropped {
    let is = |n: &&str| n.eq_ignore_ascii_case(name);
    if RAW.iter().any(is) {
        Dropped::Raw
    } else if TREES.iter().any(is) {
        Dropped::Tree
    } else {
        Dropped::No
    }
}

const RAW: [&str; 8] = ["script", "style", "iframe", "noscript", "noembed", "noframes", "textarea", "title"];
const TREES: [&str; 6] = ["svg", "math", "template", "select", "plaintext", "xmp"];

fn is_void(name: &str) -> bool {
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    ]
    .iter()
    .any(|void| void.eq_ignore_ascii_case(name))
}

/// Elements that stand on lines of their own.
fn is_block(name: &str) -> bool {
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "table",
        "tr",
        "td",
        "th",
        "center",
        "address",
    ]
    .iter()
    .any(|block| block.eq_ignore_ascii_case(name))
}

/// A page without the scripts that alone are too long to be read, so that what follows them is.
pub(super) fn without_long_scripts(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        let Token::Open { name, inside, whole } = token else { continue };
        if !RAW.iter().any(|n| n.eq_ignore_ascii_case(name)) {
            continue;
        }
        let from = whole.as_ptr().addr() - html.as_ptr().addr() + whole.len();
        if tokens.skip_content(name, inside) && tokens.position() - from > MAX_SCRIPT {
            out.push_str(&html[done..from]);
            done = tokens.position();
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[done..]);
    Cow::Owned(out)
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
    fn what_is_too_deep_keeps_its_lines_apart() {
        let html =
            format!("{}<p>One.</p><p>Two <b>and</b> a half.</p><ul><li>Three</li></ul>", "<div>".repeat(600));
        assert!(flatten(&html, None).ends_with("<div><p>One.<p>Two and a half.<p>Three<p>"));
    }

    #[test]
    fn a_long_script_goes_alone() {
        let script = "x".repeat(MAX_SCRIPT);
        let html = format!("<p>One<script>short</script><script type=a>{script}</script><p>Two");
        assert_eq!(without_long_scripts(&html), "<p>One<script>short</script><script type=a></script><p>Two");
        let open = format!("<p>One<script>{script}");
        assert!(without_long_scripts(&open).starts_with("<p>One"));
    }

    #[test]
    fn bounds_tags_and_attributes() {
        let flat = flatten(&"<p>word ".repeat(MAX_TAGS + 3), None).into_owned();
        assert_eq!(flat.matches("<p>").count(), MAX_TAGS);
        assert!(flat.ends_with("<p>word word word word "));
        let html = format!("<p {}>", (0..500).map(|n| format!("a{n} ")).collect::<String>());
        assert_eq!(flatten(&html, None).matches("=\"\"").count(), 64);
        let html = format!("<img alt=\"b\" src=\"data:image/png;base64,{}\">", "A".repeat(20_000));
        assert_eq!(flatten(&html, None), "<img alt=\"b\">");
        assert!(flatten(&"&amp;".repeat(10_000), None).matches("<!---->").count() == 97);
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

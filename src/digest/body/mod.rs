//! An article's sanitised HTML, made fit to stand inside a digest's page.
//!
//! The archive's HTML is safe already. A digest asks for more: nothing in it may load anything (a
//! digest must not phone home), its headings stand below the article's own, and whatever an older
//! version or another hand put into the archive must not close the page's elements or run. So
//! nothing is copied but text, the elements named here and the attributes named here, and every
//! element that is opened is closed.

mod element;

use super::{excerpt, link};
use crate::markup;
use crate::markup::tag::Attributes;
use crate::markup::token::{Token, Tokens};
use element::Kind;

/// A piece that stands on its own: a paragraph, a list, a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Well-nested HTML.
    pub html: String,
    /// Words in it.
    pub words: usize,
}

/// Deeper elements are left out; their text stays. Browsers stop at 512.
const MAX_DEPTH: usize = 60;

/// The blocks of an article's HTML.
pub fn blocks(html: &str) -> Vec<Block> {
    let mut writer = Writer::default();
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => writer.text(text),
            Token::Close(name) => writer.end(&name.to_ascii_lowercase()),
            Token::Open { name, inside, .. } => {
                let name = name.to_ascii_lowercase();
                let kind = Kind::of(&name);
                writer.start(&name, kind, inside);
                if kind.hides_content() {
                    tokens.skip_content(&name, inside);
                }
            }
        }
    }
    writer.finish()
}

/// Plain paragraphs as blocks.
pub fn plain_blocks(paragraphs: &[Vec<String>]) -> Vec<Block> {
    let mut out = Vec::with_capacity(paragraphs.len());
    for lines in paragraphs {
        let escaped: Vec<String> = lines.iter().map(|l| escape(l)).collect();
        let words = lines.iter().map(|l| excerpt::words(l)).sum();
        out.push(Block { html: format!("<p>{}</p>", escaped.join("<br>")), words });
    }
    out
}

/// Text as HTML text or as an attribute's value in double quotes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[derive(Default)]
struct Writer {
    blocks: Vec<Block>,
    html: String,
    words: usize,
    /// Open elements: those that were written, and wrappers that were not.
    open: Vec<Open>,
}

struct Open {
    /// As the document calls it, for its end tag.
    name: String,
    /// As it was written; `None` = it was not.
    written: Option<&'static str>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let text = markup::clean(text);
        if text.is_empty() || (text.trim().is_empty() && !self.inside_block()) {
            return;
        }
        self.paragraph();
        self.words += excerpt::words(&text);
        // Character references stand as they are: the text comes from a document, not from a string.
        self.html.push_str(&text.replace('<', "&lt;").replace('>', "&gt;"));
    }

    fn start(&mut self, name: &str, kind: Kind, attributes: &str) {
        match kind {
            Kind::Loads(what) => {
                return self.loaded(what, attribute(attributes, "src"), attribute(attributes, "alt"));
            }
            Kind::Break if self.inside_block() => return self.html.push_str("<br>"),
            Kind::Rule if !self.inside_block() => {
                return self.blocks.push(Block { html: "<hr>".to_owned(), words: 0 });
            }
            _ if self.open.len() >= MAX_DEPTH => return,
            _ => {}
        }
        match kind {
            // A link inside a link would close the outer one.
            Kind::Inline("a") if self.is_open("a") => {}
            Kind::Inline(called) => {
                self.paragraph();
                self.write_open(name, called, attributes);
            }
            Kind::Wrapper => {
                self.close_paragraph();
                if self.inside_block() {
                    self.write_open(name, "div", attributes);
                } else {
                    self.cut();
                    self.open.push(Open { name: name.to_owned(), written: None });
                }
            }
            Kind::Block(called) => {
                self.close_paragraph();
                self.cut();
                self.write_open(name, called, attributes);
            }
            Kind::Loads(_) | Kind::Break | Kind::Rule | Kind::Hidden | Kind::Unknown => {}
        }
    }

    fn end(&mut self, name: &str) {
        // An end tag without its start tag says nothing; one that crosses others closes them.
        if let Some(depth) = self.open.iter().rposition(|open| open.name == name) {
            self.close_to(depth);
        }
        if !self.inside_block() {
            self.cut();
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.close_to(0);
        self.cut();
        self.blocks
    }

    /// What a page would load is a link that the reader may follow.
    fn loaded(&mut self, what: &str, address: Option<&str>, alternative: Option<&str>) {
        let label = match alternative.map(str::trim) {
            Some(alt) if !alt.is_empty() => format!("{what}: {}", quoted(alt)),
            _ => what.to_owned(),
        };
        let Some(href) = address.and_then(href) else { return };
        self.paragraph();
        if self.is_open("a") || self.open.len() >= MAX_DEPTH {
            self.html.push_str(&format!("[{label}]"));
        } else {
            self.html.push_str(&format!(r#"<a class="media" href="{href}" rel="noreferrer">[{label}]</a>"#));
        }
    }

    fn write_open(&mut self, name: &str, called: &'static str, attributes: &str) {
        self.html.push('<');
        self.html.push_str(called);
        let mut put = |name: &str, value: &str| self.html.push_str(&format!(r#" {name}="{value}""#));
        for key in ["lang", "dir"] {
            if let Some(value) = attribute(attributes, key).filter(|v| is_token(v)) {
                put(key, value);
            }
        }
        match called {
            "a" => {
                if let Some(href) = attribute(attributes, "href").and_then(href) {
                    put("href", &href);
                    put("rel", "noreferrer");
                }
            }
            "td" | "th" => {
                for key in ["colspan", "rowspan"] {
                    if let Some(value) = attribute(attributes, key).filter(|v| is_small_number(v)) {
                        put(key, value);
                    }
                }
            }
            "ol" => {
                if let Some(value) = attribute(attributes, "start").filter(|v| is_small_number(v)) {
                    put("start", value);
                }
            }
            _ => {}
        }
        self.html.push('>');
        self.open.push(Open { name: name.to_owned(), written: Some(called) });
    }

    /// Text between blocks is a paragraph of its own.
    fn paragraph(&mut self) {
        if !self.inside_block() {
            self.write_open("p", "p", "");
        }
    }

    /// A block inside a paragraph ends the paragraph (HTML standard §13.2.6.4.7).
    fn close_paragraph(&mut self) {
        let depth = self.open.iter().rposition(|o| o.written.is_some_and(element::is_block));
        if let Some(depth) = depth.filter(|&d| self.open[d].written == Some("p")) {
            self.close_to(depth);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some(Open { written: Some(called), .. }) = self.open.pop() {
                self.html.push_str(&format!("</{called}>"));
            }
        }
    }

    fn cut(&mut self) {
        if self.inside_block() {
            return;
        }
        let html = std::mem::take(&mut self.html);
        let words = std::mem::take(&mut self.words);
        if words > 0 || html.contains("href=") {
            self.blocks.push(Block { html, words });
        }
    }

    fn inside_block(&self) -> bool {
        self.open.iter().any(|open| open.written.is_some())
    }

    fn is_open(&self, called: &str) -> bool {
        self.open.iter().any(|open| open.written == Some(called))
    }
}

/// The raw value of an attribute, character references and all.
fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    Attributes::new(attributes).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
}

/// A raw value of `href` or `src` as we are willing to link to it. Of the character references only
/// that of the ampersand is read: others have no business in a sanitised address's scheme and host.
fn href(raw: &str) -> Option<String> {
    link::web(&raw.replace("&amp;", "&")).map(|address| escape(&address))
}

/// A raw value as text: its character references stand as they are.
fn quoted(raw: &str) -> String {
    markup::plain(raw).replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn is_token(value: &str) -> bool {
    (1..=35).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_small_number(value: &str) -> bool {
    (1..=4).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(html: &str) -> String {
        blocks(html).into_iter().map(|b| b.html).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn good_html_passes() {
        for html in [
            "<p>One <em>two</em> &amp; <a href=\"https://courier.example/?a=1&amp;b=2\" rel=\"noreferrer\">three</a></p>",
            "<ul><li>One</li><li><p>Two</p></li></ul>",
            "<blockquote><p>Said.</p></blockquote>",
            "<table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>",
            "<ol start=\"3\"><li>x</li></ol>",
            "<p lang=\"fr\">Bon<br>jour</p>",
        ] {
            assert_eq!(body(html), html);
        }
        assert_eq!(body("<h2>Head</h2><p>a</p><hr><p>b</p>"), "<h4>Head</h4>\n<p>a</p>\n<hr>\n<p>b</p>");
    }

    #[test]
    fn wrappers_part_blocks_and_bare_text_is_a_paragraph() {
        assert_eq!(
            body("<div class=x><section>One<div>Two</div>three <b>four</b></section></div> five"),
            "<p>One</p>\n<p>Two</p>\n<p>three <b>four</b></p>\n<p> five</p>"
        );
        assert_eq!(body("<li><div>a</div></li>"), "<li><div>a</div></li>");
        assert_eq!(body("<p></p><p> </p><div></div>"), "");
        assert_eq!(blocks("<p>one two</p><p>three</p>").iter().map(|b| b.words).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn nothing_loads() {
        let out = body(
            r#"<p>a<img src="https://pics.example/1.jpg" alt='A "view"' onerror=x srcset="https://pics.example/2.jpg 2x">b</p>
               <iframe src="https://films.example/e"><p>no frames</p></iframe><img src="data:image/png;base64,AA">
               <video src="https://films.example/v.mp4" poster="https://films.example/p.jpg"><source src="https://films.example/v.webm"></video>
               <p style="background:url(https://pics.example/3.jpg)">c</p>"#,
        );
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            out,
            "<p>a<a class=\"media\" href=\"https://pics.example/1.jpg\" rel=\"noreferrer\">[Picture: A &quot;view&quot;]</a>b</p> \
             <p><a class=\"media\" href=\"https://films.example/e\" rel=\"noreferrer\">[Embedded page]</a> \
             <a class=\"media\" href=\"https://films.example/v.mp4\" rel=\"noreferrer\">[Film]</a><a class=\"media\" href=\"https://films.example/v.webm\" rel=\"noreferrer\">[Recording]</a> </p> <p>c</p>"
        );
        assert!(!out.contains("<img") && !out.contains("style") && !out.contains("data:"));
    }

    #[test]
    fn hostile_html_stays_inside_and_does_nothing() {
        for (given, written) in [
            ("</article></main><p>a</p></body>", "<p>a</p>"),
            ("<p>a<script>alert(1)</script>b", "<p>ab</p>"),
            ("a<ScRiPt src=//x>alert(1)</sCrIpT >b", "<p>ab</p>"),
            ("<p onclick=x style=y class=z id=g1>a</p>", "<p>a</p>"),
            ("<a href=\"javascript:alert(1)\">a</a>", "<p><a>a</a></p>"),
            ("<a href='&#106;avascript:alert(1)'>a</a>", "<p><a>a</a></p>"),
            (
                "<a href=https://x.example/\"onclick=y>a</a>",
                "<p><a href=\"https://x.example/%22onclick=y\" rel=\"noreferrer\">a</a></p>",
            ),
            ("<p>1 < 2 > 0</p>", "<p>1 &lt; 2 &gt; 0</p>"),
            ("<p>a<!-- <script> -->b<!doctype x><?php y ?></p>", "<p>ab</p>"),
            ("<p>a<b>b</p>c", "<p>a<b>b</b></p>\n<p>c</p>"),
            ("<p>a<ul><li>b</ul>", "<p>a</p>\n<ul><li>b</li></ul>"),
            (
                "<a href=https://x.example/>a<a href=https://y.example/>b</a>",
                "<p><a href=\"https://x.example/\" rel=\"noreferrer\">ab</a></p>",
            ),
            ("<p>a<style>p{}", "<p>a</p>"),
            ("<p title=\"<script>\">a", "<p>a</p>"),
            (
                "<meta http-equiv=refresh content=0><base href=x><link rel=x><input><form action=x>a</form>b",
                "<p>a</p>\n<p>b</p>",
            ),
            ("<p>a<", "<p>a&lt;</p>"),
            ("<p>a<b", "<p>a&lt;b</p>"),
            ("<", "<p>&lt;</p>"),
            ("<é><p>a\u{0}\u{1b}</p>", "<p>&lt;é&gt;</p>\n<p>a</p>"),
        ] {
            assert_eq!(body(given), written, "{given:?}");
        }
    }

    #[test]
    fn depth_is_bounded_and_everything_closed() {
        let deep = "<div><blockquote><b>".repeat(5_000) + "x";
        let out = body(&deep);
        assert!(out.matches("<blockquote>").count() <= MAX_DEPTH);
        for name in ["blockquote", "b", "div"] {
            let (open, close) = (format!("<{name}>"), format!("</{name}>"));
            assert_eq!(out.matches(&open).count(), out.matches(&close).count(), "{name}");
        }
    }

    /// Elements of a page that closes what it opens, in order.
    fn assert_nested(html: &str, from: &str) {
        let mut open = Vec::new();
        for tag in html.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
            match tag.strip_prefix('/') {
                Some(_) => assert_eq!(open.pop(), Some(name), "{html:?} from {from:?}"),
                None if matches!(name, "br" | "hr") => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?} stay open in {html:?} from {from:?}");
    }

    #[test]
    fn any_jumble_of_tags_comes_out_nested() {
        let pieces = [
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<ul>",
            "<li>",
            "</ul>",
            "<b>",
            "</b>",
            "<a href=\"https://x.example/\">",
            "</a>",
            "<table>",
            "<td>",
            "</table>",
            "<h2>",
            "</h2>",
            "<br>",
            "<hr>",
            "<img src=https://x.example/i>",
            "<blockquote>",
            "</blockquote>",
            "word ",
            "<form>",
            "<script>",
            "</script>",
            "<video src=https://x.example/v>",
            "</video>",
            "<",
            "<!--",
            "-->",
            "\"",
            "<p title='",
            "'>",
        ];
        let mut state = 1_u64;
        for _ in 0..4_000 {
            let mut html = String::new();
            for _ in 0..20 {
                // Knuth's MMIX generator: the same jumbles at every run.
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                html.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            for block in blocks(&html) {
                assert_nested(&block.html, &html);
            }
        }
    }
}

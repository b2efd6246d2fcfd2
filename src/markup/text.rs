use super::clean::is_junk;
use super::entity::decode;
use super::token::{Token, Tokens};

/// Quotes and lists nested deeper than this look the same as at this depth.
const MAX_INDENT: usize = 8;

/// Plain, readable text out of HTML: paragraphs separated by a blank line, `<br>` as a newline, list
/// items with `• ` or their number, quotes with `> `, a table's rows a line each with ` | `
/// between cells, headings on their own line, preformatted text line for line, white space folded, no
/// markup, no [junk](super::is_junk).
///
/// Iterative and linear: nesting of any depth costs nothing.
pub fn text(html: &str) -> String {
    let mut writer = Writer { out: String::with_capacity(html.len() / 2), ..Writer::default() };
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(raw) => writer.text(&decode(raw)),
            Token::Open { name, inside, .. } => {
                let name = name.to_ascii_lowercase();
                if SKIPPED.contains(&name.as_str()) {
                    tokens.skip_content(&name, inside);
                } else {
                    writer.open(&name);
                }
            }
            Token::Close(name) => writer.close(&name.to_ascii_lowercase()),
        }
    }
    let end = writer.out.trim_end().len();
    writer.out.truncate(end);
    writer.out
}

/// Elements whose content is not for reading.
const SKIPPED: [&str; 9] =
    ["script", "style", "template", "noscript", "iframe", "svg", "textarea", "select", "title"];

#[derive(Default)]
struct Writer {
    out: String,
    /// Newlines owed before the next word: 0, 1 or 2.
    breaks: u8,
    /// A space owed before the next word.
    space: bool,
    /// Open lists: the next number of an ordered one.
    lists: Vec<Option<u32>>,
    /// Lists beyond [`MAX_INDENT`].
    deeper_lists: usize,
    quotes: usize,
    pre: usize,
    /// A bullet owed before the next word.
    bullet: Option<String>,
    /// A cell of the current row has been written.
    cells: bool,
}

impl Writer {
    fn text(&mut self, s: &str) {
        for c in s.chars() {
            if self.pre > 0 && c == '\n' {
                self.newline();
            } else if c.is_whitespace() {
                if self.pre > 0 && self.breaks == 0 && !self.out.is_empty() && !self.out.ends_with('\n') {
                    self.out.push(' ');
                } else {
                    self.space = true;
                }
            } else if !is_junk(c) {
                self.begin();
                self.out.push(c);
            }
        }
    }

    /// Pays what is owed before a word.
    fn begin(&mut self) {
        if self.breaks > 0 && !self.out.is_empty() {
            let end = self.out.trim_end_matches(' ').len();
            self.out.truncate(end);
            for _ in 0..self.breaks.min(2) {
                self.out.push('\n');
            }
        }
        let at_start = self.out.is_empty() || self.breaks > 0;
        if at_start {
            for _ in 0..self.quotes.min(MAX_INDENT) {
                self.out.push_str("> ");
            }
        } else if self.space && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
        if let Some(bullet) = self.bullet.take() {
            self.out.push_str(&bullet);
        }
        self.breaks = 0;
        self.space = false;
    }

    fn newline(&mut self) {
        self.breaks = (self.breaks + 1).min(2);
        self.space = false;
    }

    fn at_least(&mut self, breaks: u8) {
        self.breaks = self.breaks.max(breaks);
        self.space = false;
    }

    fn open(&mut self, name: &str) {
        match name {
            "br" => self.newline(),
            "li" => {
                self.at_least(1);
                let depth = self.lists.len().saturating_sub(1);
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}. ");
                        *number = number.saturating_add(1);
                        mark
                    }
                    _ => "• ".to_owned(),
                };
                self.bullet = Some("  ".repeat(depth) + &mark);
            }
            "ul" | "ol" => {
                self.at_least(if self.lists.is_empty() { 2 } else { 1 });
                if self.lists.len() < MAX_INDENT {
                    self.lists.push((name == "ol").then_some(1));
                } else {
                    self.deeper_lists += 1;
                }
            }
            "blockquote" => {
                self.at_least(2);
                self.quotes += 1;
            }
            "pre" => {
                self.at_least(2);
                self.pre += 1;
            }
            "tr" => {
                self.at_least(1);
                self.cells = false;
            }
            "td" | "th" => {
                if self.cells && self.breaks == 0 {
                    self.out.push_str(" | ");
                }
                self.cells = true;
            }
            "dt" | "dd" | "summary" | "figcaption" | "caption" | "option" => self.at_least(1),
            _ if is_paragraph(name) => self.at_least(2),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "ul" | "ol" => {
                if self.deeper_lists > 0 {
                    self.deeper_lists -= 1;
                } else {
                    self.lists.pop();
                }
                self.bullet = None;
                self.at_least(if self.lists.is_empty() { 2 } else { 1 });
            }
            "li" => self.at_least(1),
            "blockquote" => {
                self.quotes = self.quotes.saturating_sub(1);
                self.at_least(2);
            }
            "pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.at_least(2);
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" => self.at_least(2),
            "tr" | "dt" | "dd" | "summary" | "figcaption" | "caption" => self.at_least(1),
            _ if is_paragraph(name) => self.at_least(2),
            _ => {}
        }
    }
}

/// Elements that begin and end a paragraph.
fn is_paragraph(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "aside"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "address"
            | "figure"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "table"
            | "dl"
            | "form"
            | "fieldset"
            | "details"
            | "center"
            | "hgroup"
            | "body"
    )
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn reads_as_a_person_would_lay_it_out() {
        let html = "<h2>Ferry&nbsp;back</h2><p>The  ferry\nruns <b>again</b>.<br>Daily.</p>\
            <blockquote><p>“At last”</p><p>said one</p></blockquote>\
            <ul><li>one</li><li>two<ol><li>a</li><li>b</li></ol></li></ul>\
            <table><tr><th>Day</th><th>Trips</th></tr><tr><td>Mon</td><td>4</td></tr></table>\
            <script>var x = '<p>no</p>';</script><pre>x\n  y</pre>end";
        insta::assert_snapshot!(text(html), @r"
        Ferry back

        The ferry runs again.
        Daily.

        > “At last”

        > said one

        • one
        • two
          1. a
          2. b

        Day | Trips
        Mon | 4

        x
        y

        end
        ");
    }

    #[test]
    fn leaves_no_markup_and_no_junk() {
        assert_eq!(text("a &lt;b&gt; &amp;amp; c\u{202e}d\u{200b}<!-- x -->"), "a <b> &amp; cd");
        assert_eq!(text("plain < text"), "plain < text");
        assert_eq!(text("<p></p><p> </p>"), "");
    }

    #[test]
    fn depth_costs_neither_stack_nor_time() {
        let deep =
            format!("{}x{}", "<div><blockquote><ul><li>".repeat(100_000), "</li></ul>".repeat(100_000));
        assert!(text(&deep).ends_with('x'));
    }
}

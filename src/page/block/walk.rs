use super::place::{self, Place};
use super::{Block, Link, MAX_BLOCKS, MainText};
use crate::markup::{Child, Element, clean};

/// No tree is deeper after `Dom::parse`, save where html5ever opens formatting again.
const MAX_DEPTH: usize = 400;
/// Names of an element beyond this are not kept.
const MAX_NAMES: usize = 200;

/// What is not for reading.
const SKIPPED: [&str; 16] = [
    "script", "style", "template", "noscript", "iframe", "object", "svg", "textarea", "select", "title",
    "head", "math", "canvas", "button", "option", "datalist",
];

/// What is known on the way down to an element.
#[derive(Clone, Copy, Default)]
struct Around<'a> {
    depth: usize,
    place: Place,
    in_body: bool,
    in_article: bool,
    /// Every element so far leads to the article's paragraphs.
    on_path: bool,
    /// The block's own element and the two around it, the nearest first.
    elements: [Option<Element<'a>>; 3],
}

pub(super) fn walk(root: Element<'_>, main: &MainText<'_>) -> Vec<Block> {
    let mut writer =
        Writer { main, blocks: Vec::new(), text: String::new(), space: false, links: Vec::new() };
    let around = Around {
        on_path: true,
        in_article: main.path.is_empty(),
        in_body: main.path.is_empty(),
        ..Around::default()
    };
    writer.inside(root, &around);
    writer.flush(&around);
    writer.blocks
}

struct Writer<'m, 'a> {
    main: &'m MainText<'a>,
    blocks: Vec<Block>,
    text: String,
    space: bool,
    links: Vec<Link>,
}

impl<'a> Writer<'_, 'a> {
    /// Writes what an element holds. The depth of the tree is bounded, and so is this recursion.
    fn inside(&mut self, element: Element<'a>, around: &Around<'a>) {
        if around.depth > MAX_DEPTH {
            return;
        }
        for child in element.children() {
            match child {
                Child::Text(text) => self.write(text),
                Child::Element(e) => self.element(e, around),
            }
        }
    }

    fn element(&mut self, e: Element<'a>, around: &Around<'a>) {
        let name = e.name();
        if SKIPPED.contains(&name) || e.attr("hidden").is_some() || self.blocks.len() >= MAX_BLOCKS {
            return;
        }
        if name == "br" {
            self.line_break();
        } else if is_block(name) {
            self.flush(around);
            let inner = self.enter(e, around);
            self.inside(e, &inner);
            self.flush(&inner);
        } else {
            let inner = Around { depth: around.depth + 1, on_path: false, ..*around };
            let inner = if around.on_path && self.main.leads_through(e, around.depth + 1) {
                Around { on_path: true, ..self.enter(e, around) }
            } else {
                inner
            };
            let from = self.links.len();
            if name == "a"
                && let Some(href) = e.attr("href")
            {
                let at = self.text.len() + usize::from(self.space && !self.text.is_empty());
                self.links.push(Link { text: String::new(), href: href.trim().to_owned(), at });
            }
            self.inside(e, &inner);
            // A block inside a link has flushed it away.
            if name == "a"
                && let Some(link) = self.links.get_mut(from)
            {
                link.text = self.text.get(link.at..).unwrap_or_default().trim().to_owned();
            }
        }
    }

    fn enter(&self, e: Element<'a>, around: &Around<'a>) -> Around<'a> {
        let depth = around.depth + 1;
        let on_path = around.on_path && self.main.leads_through(e, depth);
        let in_article = around.in_article || (on_path && depth == self.main.article_depth);
        let in_body = around.in_body || (on_path && depth + 1 == self.main.path.len());
        // Where all of the page is the article, its foot is the site's.
        let has_foot = in_article && self.main.article_depth > 1;
        // What leads to the article's paragraphs holds more than its classes say ("has-sidebar").
        let place =
            if on_path { Place::Main } else { inner_place(around.place, place::by_name(e), has_foot, e) };
        let [nearest, next, _] = around.elements;
        Around { depth, place, in_body, in_article, on_path, elements: [Some(e), nearest, next] }
    }

    fn write(&mut self, text: &str) {
        for c in clean(text).chars() {
            if c.is_whitespace() {
                self.space = true;
                continue;
            }
            if self.space && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.space = false;
            self.text.push(c);
        }
    }

    fn line_break(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.space = false;
    }

    fn flush(&mut self, around: &Around<'a>) {
        self.space = false;
        let text = std::mem::take(&mut self.text);
        let links = std::mem::take(&mut self.links);
        let text = text.trim_end().to_owned();
        if text.is_empty() || self.blocks.len() >= MAX_BLOCKS {
            return;
        }
        self.blocks.push(Block {
            text,
            links,
            place: around.place,
            element: around.elements[0].map_or_else(String::new, |e| e.name().to_owned()),
            names: names(around.elements),
            in_body: around.in_body,
            in_article: around.in_article,
            before: 0,
            after: 0,
        });
    }
}

/// What elements are called, the outermost first.
fn names(elements: [Option<Element<'_>>; 3]) -> String {
    let mut names = String::new();
    for element in elements.into_iter().rev().flatten() {
        for attribute in ["id", "class", "role", "itemprop"] {
            let value = element.attr(attribute).unwrap_or_default();
            let value = &value[..value.floor_char_boundary(MAX_NAMES)];
            if !value.is_empty() {
                names.push_str(if names.is_empty() { "" } else { " " });
                names.push_str(&value.to_lowercase());
            }
        }
    }
    names
}

/// An element inside a place stands there as well; an article's head and foot are the article's.
fn inner_place(outer: Place, own: Option<Place>, has_foot: bool, e: Element<'_>) -> Place {
    let own = match own {
        // Another article beside or in the one that is read.
        None | Some(Place::Main) if e.name() == "article" => Some(Place::Teaser),
        Some(Place::Header | Place::Footer) if has_foot => None,
        own => own,
    };
    match (outer, own) {
        (outer, None) => outer,
        (outer, Some(_)) if outer.is_foreign() && outer != Place::Nav => outer,
        (Place::Footer, Some(Place::Nav | Place::Figure | Place::Aside | Place::Header)) => Place::Footer,
        (Place::Nav, Some(Place::Footer)) => Place::Footer,
        (Place::Nav | Place::Figure, Some(Place::Ad)) => Place::Ad,
        (Place::Nav | Place::Figure, Some(_)) => outer,
        (_, Some(own)) => own,
    }
}

fn is_block(name: &str) -> bool {
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
            | "figcaption"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "table"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "form"
            | "fieldset"
            | "details"
            | "summary"
            | "center"
            | "hgroup"
            | "body"
            | "blockquote"
            | "pre"
            | "video"
            | "audio"
            | "picture"
            | "dialog"
            | "menu"
            | "ins"
            | "legend"
    ) || name.contains('-')
}

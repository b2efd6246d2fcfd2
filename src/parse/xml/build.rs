use std::borrow::Cow;
use std::cell::OnceCell;

use super::balance::Balance;
use super::grammar::{Field, Leaf, field, is_item, is_void, leaf};
use super::namespace::Scopes;
use super::scan::{Markup, Scanner};
use super::tree::{Id, Kind, Tree};
use crate::parse::limits::{MAX_DEPTH, MAX_ELEMENTS};
use crate::parse::note::Notes;
use crate::parse::twice::Undo;

/// Builds the tree of a document. Cannot fail: what cannot be read as markup is text, what is not closed
/// is closed, and what goes beyond a limit is left out with a note.
pub(crate) fn build<'a>(s: &'a str, notes: &mut Notes) -> Tree<'a> {
    let mut builder = Builder {
        s,
        at: 0,
        scanner: Scanner::default(),
        tree: Tree::new(s.len() / 64 + 8),
        open: Vec::new(),
        scopes: Scopes::default(),
        leaf: None,
        over: 0,
        elements: 0,
        balance: OnceCell::new(),
        notes,
    };
    builder.tree.undo = Undo::of(s);
    builder.run();
    builder.tree
}

pub(super) struct Open<'a> {
    pub(super) id: Id,
    pub(super) raw_name: &'a str,
    pub(super) is_item: bool,
}

/// The innermost element that holds text: its place among the open ones, and how it is read.
#[derive(Clone, Copy)]
pub(super) struct InLeaf {
    pub(super) at: usize,
    pub(super) leaf: Leaf,
    /// Declared to hold XML of another kind: only the next item ends it early.
    pub(super) foreign: bool,
}

pub(super) struct Builder<'a, 'n> {
    pub(super) s: &'a str,
    pub(super) at: usize,
    scanner: Scanner,
    pub(super) tree: Tree<'a>,
    pub(super) open: Vec<Open<'a>>,
    pub(super) scopes: Scopes<'a>,
    pub(super) leaf: Option<InLeaf>,
    /// Open elements beyond [`MAX_DEPTH`].
    pub(super) over: usize,
    elements: usize,
    /// Asked for only where something inside a text or an item does not look as if it belonged there.
    balance: OnceCell<Balance>,
    pub(super) notes: &'n mut Notes,
}

impl<'a> Builder<'a, '_> {
    fn run(&mut self) {
        let mut text_from = 0;
        while let Some(found) = self.s[self.at..].find('<') {
            let start = self.at + found;
            let open = self.open.last().map_or("", |o| o.raw_name);
            let markup = self.scanner.read(self.s, start, open, &mut self.tree.entities);
            if markup == Markup::Literal {
                self.notes.add("stray-less-than");
                self.at = start + 1;
                continue;
            }
            self.text(text_from, start);
            match markup {
                Markup::Start { name, inside, closed, end } => {
                    self.at = end;
                    if self.elements >= MAX_ELEMENTS {
                        self.notes.add("too-many-elements");
                        return;
                    }
                    self.start(name, inside, closed);
                }
                Markup::End { name, end } => {
                    self.at = end;
                    self.end(name);
                }
                Markup::CData { text, end, closed, nested } => {
                    self.at = end;
                    if !closed {
                        self.notes.add("unclosed-cdata");
                    }
                    let parent = self.parent();
                    if nested {
                        self.notes.add("nested-cdata");
                        for piece in text.split("<![CDATA[").flat_map(|text| text.split("]]>")) {
                            self.tree.append(parent, Kind::CData(piece));
                        }
                    } else {
                        self.tree.append(parent, Kind::CData(text));
                    }
                }
                Markup::Skip { end, unclosed_comment } => {
                    self.at = end;
                    if unclosed_comment {
                        self.notes.add("unclosed-comment");
                    }
                }
                Markup::Literal => {}
            }
            text_from = self.at;
        }
        // What follows the last tag is a broken tag or a text that was cut off.
        self.text(text_from, self.s.len());
        if !self.open.is_empty() {
            self.notes.add("truncated");
        }
    }

    /// Has the open element at this place an end tag of its own?
    pub(super) fn is_closed(&self, place: usize) -> bool {
        let name_at = self.open[place].raw_name.as_ptr().addr() - self.s.as_ptr().addr();
        self.balance.get_or_init(|| Balance::of(self.s)).is_closed(name_at)
    }

    pub(super) fn parent(&self) -> Id {
        self.open.last().map_or(Tree::DOCUMENT, |o| o.id)
    }

    fn text(&mut self, from: usize, to: usize) {
        let raw = &self.s[from..to];
        // Blanks between elements say nothing, except inside of text with markup.
        if raw.is_empty() || (self.leaf.is_none() && raw.trim_ascii().is_empty()) {
            return;
        }
        let parent = self.parent();
        self.tree.append(parent, Kind::Text(raw));
    }

    fn start(&mut self, raw_name: &'a str, inside: &'a str, closed: bool) {
        // A prefix may be declared on the very element that uses it. The declarations belong to the
        // depth the element will have, which is known only after recovery; a prefix rarely changes
        // its meaning, so look with the declarations in force first.
        let depth = self.open.len();
        self.scopes.declare(depth, inside);
        let (ns, local, declared) = self.scopes.resolve(raw_name);
        let name = lower(local);
        if !declared {
            self.notes.add("undeclared-prefix");
        }
        let item = is_item(ns, &name);
        if item {
            self.close_before_item();
        } else {
            self.close_before_field(ns, &name, inside);
        }
        if self.open.len() != depth {
            // The declarations move with their element.
            self.scopes.declare(self.open.len(), inside);
        }
        self.elements += 1;
        let parent = self.parent();
        if self.open.len() >= MAX_DEPTH {
            self.notes.add("too-deep");
            if !closed && !is_void(ns, &name) {
                self.over += 1;
            }
            return;
        }
        // A body or a division is a text inside an entry; outside, it is the page around a feed.
        let is_page = matches!(&*name, "body" | "div") && !item && !self.open.iter().any(|o| o.is_item);
        let leaf_kind = if self.leaf.is_none() && !is_page { leaf(ns, &name) } else { Leaf::No };
        let void = closed || (self.leaf.is_some() && is_void(ns, &name));
        let foreign = leaf_kind != Leaf::No && holds_foreign_xml(inside);
        let id = self.tree.append(parent, Kind::Element { ns, name, raw_name, inside });
        if void {
            self.scopes.close(self.open.len());
            return;
        }
        if leaf_kind != Leaf::No {
            self.leaf = Some(InLeaf { at: self.open.len(), leaf: leaf_kind, foreign });
        }
        self.open.push(Open { id, raw_name, is_item: item });
    }

    /// Closes open elements until only `len` are left.
    pub(super) fn close_to(&mut self, len: usize) {
        self.open.truncate(len);
        self.scopes.close(len);
        self.over = 0;
        if self.leaf.is_some_and(|leaf| leaf.at >= len) {
            self.leaf = None;
        }
    }

    /// Is the next thing after white space a field of a feed, or the end of an item?
    pub(super) fn field_follows(&self) -> bool {
        let rest = self.s[self.at..].trim_ascii_start();
        let Some(tag) = rest.strip_prefix('<') else { return rest.is_empty() };
        let (closing, tag) = tag.strip_prefix('/').map_or((false, tag), |t| (true, t));
        let name = super::scan::name_of(tag);
        if closing {
            return super::grammar::is_frame(name);
        }
        let (ns, local, _) = self.scopes.resolve(name);
        field(ns, &lower(local)) != Field::No
    }
}

pub(super) fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// `type="application/xml"`, `image/svg+xml`, …: not XHTML, and not a text.
fn holds_foreign_xml(inside: &str) -> bool {
    inside.contains("xml")
        && crate::markup::tag::Attributes::new(inside).any(|(name, value)| {
            let value = value.to_ascii_lowercase();
            name.eq_ignore_ascii_case("type")
                && (value.ends_with("/xml") || value.ends_with("+xml"))
                && !value.contains("xhtml")
        })
}

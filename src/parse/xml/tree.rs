use std::borrow::Cow;
use std::cell::Cell;

use super::entities::Entities;
use super::namespace::Ns;
use crate::parse::note::Notes;
use crate::parse::twice::Undo;

/// A node's place in its tree.
pub(crate) type Id = u32;

/// No node.
pub(super) const NONE: Id = Id::MAX;

#[derive(Debug)]
pub(super) enum Kind<'a> {
    Element {
        ns: Ns,
        /// Local name in lower case.
        name: Cow<'a, str>,
        /// As written, prefix included.
        raw_name: &'a str,
        /// The attributes as written.
        inside: &'a str,
    },
    /// References not resolved.
    Text(&'a str),
    CData(&'a str),
}

#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) next: Id,
    pub(super) first: Id,
    pub(super) last: Id,
}

/// What a document says: elements with their attributes and texts, in order. All nodes lie in one vector,
/// so neither building nor dropping it recurses.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) entities: Entities,
    /// How double encoding is undone.
    pub(super) undo: Undo,
    double_encoded: Cell<u32>,
}

impl<'a> Tree<'a> {
    /// The document itself; its children are the roots.
    pub(crate) const DOCUMENT: Id = 0;

    pub(super) fn new(capacity: usize) -> Self {
        let mut nodes = Vec::with_capacity(capacity);
        let kind = Kind::Element { ns: Ns::Other, name: Cow::Borrowed(""), raw_name: "", inside: "" };
        nodes.push(Node { kind, next: NONE, first: NONE, last: NONE });
        Tree { nodes, entities: Entities::default(), undo: Undo::default(), double_encoded: Cell::new(0) }
    }

    pub(super) fn append(&mut self, parent: Id, kind: Kind<'a>) -> Id {
        let id = Id::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node { kind, next: NONE, first: NONE, last: NONE });
        let last = std::mem::replace(&mut self.nodes[parent as usize].last, id);
        if last == NONE {
            self.nodes[parent as usize].first = id;
        } else {
            self.nodes[last as usize].next = id;
        }
        id
    }

    /// An element's namespace and local name in lower case; `None` for text.
    pub(crate) fn name(&self, id: Id) -> Option<(Ns, &str)> {
        match &self.nodes[id as usize].kind {
            Kind::Element { ns, name, .. } => Some((*ns, name)),
            _ => None,
        }
    }

    /// Where in the document an element's name stands, in bytes.
    pub(crate) fn position(&self, id: Id, document: &str) -> usize {
        match self.nodes[id as usize].kind {
            Kind::Element { raw_name, .. } => {
                raw_name.as_ptr().addr().saturating_sub(document.as_ptr().addr())
            }
            _ => 0,
        }
    }

    /// Notes what the resolving of references, which happens as texts are read, had to put up with.
    pub(crate) fn report(&self, notes: &mut Notes) {
        notes.add_many("html-entity", self.entities.html.get());
        notes.add_many("unknown-entity", self.entities.unknown.get());
        notes.add_many("control-characters", self.entities.forbidden.get());
        notes.add_many("entity-limit", self.entities.refused.get());
        notes.add_many("double-encoded", self.double_encoded.get());
    }

    /// A text with its references resolved once, double encoding undone: see [`Undo`].
    pub(super) fn resolve<'t>(&self, raw: &'t str) -> Cow<'t, str> {
        match self.undo(Cow::Borrowed(raw)) {
            Cow::Borrowed(raw) if raw.contains('&') => self.undo(self.entities.resolve(raw)),
            Cow::Borrowed(raw) => Cow::Borrowed(raw),
            Cow::Owned(once) => Cow::Owned(self.entities.resolve(&once).into_owned()),
        }
    }

    pub(super) fn undo<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        match self.undo.undo(&text) {
            Some(once) => {
                self.double_encoded.set(self.double_encoded.get().saturating_add(1));
                Cow::Owned(once)
            }
            None => text,
        }
    }

    /// The child elements.
    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.all_children(id).filter(|id| matches!(self.nodes[*id as usize].kind, Kind::Element { .. }))
    }

    pub(super) fn all_children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let first = self.nodes[id as usize].first;
        let some = |id: Id| (id != NONE).then_some(id);
        std::iter::successors(some(first), move |id| some(self.nodes[*id as usize].next))
    }

    /// The first child of that name, whatever its namespace.
    pub(crate) fn child(&self, id: Id, wanted: &str) -> Option<Id> {
        self.children(id).find(|c| self.name(*c).is_some_and(|(_, name)| name == wanted))
    }

    /// All elements below, in document order, without recursion.
    pub(crate) fn descendants(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        // Children are appended while their parent is open, so a subtree is one run of the vector.
        let end = self.subtree_end(id);
        (id + 1..end).filter(|id| matches!(self.nodes[*id as usize].kind, Kind::Element { .. }))
    }

    /// The elements below that satisfy `wanted`, without those inside one that does.
    pub(crate) fn outermost(&self, id: Id, wanted: impl Fn(Id) -> bool) -> Vec<Id> {
        let end = self.subtree_end(id);
        let mut found = Vec::new();
        let mut at = id + 1;
        while at < end {
            if wanted(at) {
                found.push(at);
                at = self.subtree_end(at);
            } else {
                at += 1;
            }
        }
        found
    }

    fn subtree_end(&self, id: Id) -> Id {
        let mut at = id;
        while self.nodes[at as usize].last != NONE {
            at = self.nodes[at as usize].last;
        }
        at + 1
    }

    /// Has it child elements?
    pub(crate) fn has_elements(&self, id: Id) -> bool {
        self.children(id).next().is_some()
    }

    /// The text inside, references resolved once, markup dropped, ends trimmed; `None` if blank.
    pub(crate) fn text(&self, id: Id) -> Option<Cow<'a, str>> {
        let mut children = self.all_children(id);
        let text = match (children.next(), children.next()) {
            (None, _) => return None,
            (Some(only), None) => match self.nodes[only as usize].kind {
                Kind::Text(raw) => self.resolve(raw.trim_ascii()),
                Kind::CData(text) => self.undo(Cow::Borrowed(text)),
                Kind::Element { .. } => Cow::Owned(self.deep_text(id)),
            },
            _ => Cow::Owned(self.deep_text(id)),
        };
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return None;
        }
        Some(match text {
            Cow::Borrowed(s) => Cow::Borrowed(s.trim()),
            Cow::Owned(ref s) if s.len() == trimmed.len() => text,
            Cow::Owned(ref s) => Cow::Owned(s.trim().to_owned()),
        })
    }

    fn deep_text(&self, id: Id) -> String {
        let mut out = String::new();
        for at in id + 1..self.subtree_end(id) {
            match self.nodes[at as usize].kind {
                Kind::Text(raw) => out.push_str(&self.entities.resolve(raw)),
                Kind::CData(text) => out.push_str(text),
                Kind::Element { .. } => {}
            }
        }
        self.undo(Cow::Owned(out)).into_owned()
    }
}

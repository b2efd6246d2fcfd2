use super::namespace::Ns;
use super::tree::{Id, Kind, NONE, Tree};
use crate::markup::tag::Attributes;

impl Tree<'_> {
    /// The markup inside an element, as HTML: prefixes dropped, references resolved and escaped
    /// anew. A single `<div>` around everything, which Atom demands (RFC 4287 §3.1.1.3), is taken off.
    pub(crate) fn inner_markup(&self, id: Id) -> String {
        let mut of = id;
        if let Some(only) = self.only_div(id) {
            of = only;
        }
        let mut out = String::new();
        // Text escaped once more by a feed that also uses real tags: `&lt;p&gt;…<br/>`.
        let escaped = self
            .all_children(of)
            .any(|c| matches!(self.nodes[c as usize].kind, Kind::Text(raw) if raw.contains("&lt;/")));
        let mut open: Vec<(Id, &str)> = Vec::new();
        let mut at = self.nodes[of as usize].first;
        loop {
            if at == NONE {
                let Some((parent, name)) = open.pop() else { break };
                out.push_str("</");
                out.push_str(name);
                out.push('>');
                at = self.nodes[parent as usize].next;
                continue;
            }
            let node = &self.nodes[at as usize];
            match &node.kind {
                Kind::Text(raw) => {
                    let text = self.entities.resolve(raw);
                    if escaped { out.push_str(&text) } else { push_text(&mut out, &text) }
                }
                // A CDATA section among tags holds markup nearly always.
                Kind::CData(text) => out.push_str(text),
                Kind::Element { raw_name, inside, .. } => {
                    let name = raw_name.rsplit_once(':').map_or(*raw_name, |(_, local)| local);
                    out.push('<');
                    out.push_str(name);
                    self.push_attributes(&mut out, inside);
                    if node.first == NONE && is_void(name) {
                        out.push_str(" />");
                    } else {
                        out.push('>');
                        open.push((at, name));
                        at = node.first;
                        continue;
                    }
                }
            }
            at = node.next;
        }
        self.undo(out.into()).into_owned()
    }

    fn push_attributes(&self, out: &mut String, inside: &str) {
        for (name, raw) in Attributes::new(inside) {
            if name.starts_with("xmlns") || name.starts_with("xml:") {
                continue;
            }
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            for c in self.entities.resolve(raw).chars() {
                match c {
                    '&' => out.push_str("&amp;"),
                    '"' => out.push_str("&quot;"),
                    '<' => out.push_str("&lt;"),
                    c => out.push(c),
                }
            }
            out.push('"');
        }
    }

    fn only_div(&self, id: Id) -> Option<Id> {
        let mut found = None;
        for child in self.all_children(id) {
            match &self.nodes[child as usize].kind {
                Kind::Text(raw) | Kind::CData(raw) if raw.trim().is_empty() => {}
                Kind::Element { name, ns, .. } if *name == "div" && *ns != Ns::Media && found.is_none() => {
                    found = Some(child);
                }
                _ => return None,
            }
        }
        found
    }
}

fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

fn is_void(name: &str) -> bool {
    ["br", "img", "hr", "input", "wbr", "col", "area", "embed", "source", "track", "param"]
        .iter()
        .any(|void| void.eq_ignore_ascii_case(name))
}

use std::collections::HashMap;
use std::hash::Hash;

use scraper::node::Element as RawElement;
use scraper::{ElementRef, Node as Raw};

use super::dom::{Dom, Element};

/// A page written anew as HTML with parts of it left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pruned {
    /// Well-formed; without scripts, styles, comments and what readers cannot see.
    pub html: String,
    /// Elements in it.
    pub elements: usize,
    /// Characters of text in it.
    pub chars: usize,
    /// How deep its elements are nested.
    pub depth: usize,
    /// What html5ever's writer costs for the worst run of text: its bytes times the signs in it that may have to
    /// be escaped. It starts over at each of them.
    pub cost: usize,
}

impl Dom {
    /// Writes the page without scripts, styles, drawings, form controls and the elements that
    /// `is_left_out`: it is asked for each element that is not inside of one left out already, with the
    /// characters of text inside the element and on the whole page.
    pub fn prune(&self, mut is_left_out: impl FnMut(Element<'_>, usize, usize) -> bool) -> Pruned {
        let root = self.root().raw();
        let sizes = sizes(root, |e| e.id());
        let whole = sizes.get(&root.id()).copied().unwrap_or_default();
        let mut out = Pruned::default();
        // An explicit stack: nesting costs no stack of ours.
        let mut open = vec![(root, root.children())];
        write_open(&mut out.html, root.value());
        let (mut run, mut signs) = (0_usize, 0_usize);
        while let Some((element, children)) = open.last_mut() {
            let Some(node) = children.next() else {
                write_close(&mut out.html, element.value());
                (run, signs) = (0, 0);
                open.pop();
                continue;
            };
            match node.value() {
                Raw::Text(text) => {
                    out.chars += text.trim().len();
                    run += text.len();
                    signs += text.bytes().filter(|b| matches!(b, b'&' | 0xc2)).count();
                    out.cost = out.cost.max(run.saturating_mul(signs));
                    escape(&mut out.html, text, false);
                }
                Raw::Element(value) => {
                    let Some(inner) = ElementRef::wrap(node) else { continue };
                    let size = sizes.get(&node.id()).copied().unwrap_or_default();
                    if is_unseen(value.name()) || is_left_out(Element::of(inner), size, whole) {
                        // What stood around it does not run together.
                        out.html.push(' ');
                        continue;
                    }
                    (run, signs) = (0, 0);
                    out.elements += 1;
                    write_open(&mut out.html, value);
                    if !is_void(value.name()) {
                        open.push((inner, inner.children()));
                        out.depth = out.depth.max(open.len());
                    }
                }
                _ => {}
            }
        }
        out
    }
}

/// Characters of text inside each element, scripts and styles not counted; `key` tells elements apart.
fn sizes<'a, K: Hash + Eq>(root: ElementRef<'a>, key: impl Fn(&ElementRef<'a>) -> K) -> HashMap<K, usize> {
    let mut sizes = HashMap::new();
    let mut open = vec![(root, root.children(), 0_usize)];
    while let Some((element, children, size)) = open.last_mut() {
        let Some(node) = children.next() else {
            let (id, size) = (key(element), *size);
            sizes.insert(id, size);
            open.pop();
            if let Some((_, _, outer)) = open.last_mut() {
                *outer += size;
            }
            continue;
        };
        match node.value() {
            Raw::Text(text) => *size += text.trim().len(),
            Raw::Element(value) if !is_unseen(value.name()) => {
                if let Some(inner) = ElementRef::wrap(node) {
                    open.push((inner, inner.children(), 0));
                }
            }
            _ => {}
        }
    }
    sizes
}

/// Elements that hold nothing to read.
fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "svg"
            | "noscript"
            | "template"
            | "iframe"
            | "object"
            | "input"
            | "select"
            | "textarea"
            | "canvas"
            | "math"
            | "link"
            | "meta"
            | "map"
            | "dialog"
    )
}

fn is_void(name: &str) -> bool {
    matches!(name, "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "source" | "track" | "wbr")
}

fn write_open(out: &mut String, element: &RawElement) {
    out.push('<');
    out.push_str(element.name());
    for (name, value) in element.attrs() {
        if is_kept(name, value) {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(out, value, true);
            out.push('"');
        }
    }
    out.push('>');
}

fn write_close(out: &mut String, element: &RawElement) {
    out.push_str("</");
    out.push_str(element.name());
    out.push('>');
}

/// Attributes by which parts of a page are told apart, and what the text needs.
fn is_kept(name: &str, value: &str) -> bool {
    match name {
        "style" => value.contains("none") || value.contains("hidden"),
        "class" | "id" => value.len() <= 2_000,
        "href" | "src" | "alt" | "title" | "role" | "itemprop" | "itemtype" | "itemscope" | "rel"
        | "datetime" | "lang" | "dir" | "hidden" | "colspan" | "rowspan" | "width" | "height"
        | "aria-hidden" | "start" | "type" | "cite" => value.len() <= 8_000,
        _ => false,
    }
}

fn escape(out: &mut String, text: &str, in_attribute: bool) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'&' => out.push_str("&amp;"),
            b'<' => out.push_str("&lt;"),
            b'>' => out.push_str("&gt;"),
            _ if in_attribute => out.push_str("&quot;"),
            _ => out.push('"'),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::super::Dom;

    #[test]
    fn what_is_left_out_leaves_no_trace() {
        let dom = Dom::parse(
            "<title>T</title><body class=x onload=y()><script>a()</script><p>One &lt;b&gt; <b style='color:red'>two</b>\
             <div class=ad>buy</div><p>three<br>four<!-- no --><style>p{}</style>",
        );
        let pruned = dom.prune(|e, size, whole| {
            assert!(size <= whole);
            e.attr("class") == Some("ad")
        });
        assert_eq!(
            pruned.html,
            "<html><head><title>T</title></head><body class=\"x\"> <p>One &lt;b&gt; <b>two</b></p> <p>three<br>four </p></body></html>"
        );
        assert_eq!(pruned.elements, 7);
    }

    #[test]
    fn depth_costs_no_stack() {
        let dom = Dom::parse(&"<div><b>x".repeat(20_000));
        assert!(dom.prune(|_, _, _| false).html.contains("xx") || dom.prune(|_, _, _| false).elements > 0);
    }
}

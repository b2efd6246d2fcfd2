//! Closing what nobody closed: the rules by which a feed's fields end each other.

use super::build::{Builder, lower};
use super::grammar::{Field, Leaf, field, is_frame};
use super::namespace::Ns;
use crate::markup::is_known;
use crate::markup::tag::Attributes;

impl<'a> Builder<'a, '_> {
    /// An item begins: whatever is still open inside the feed ends, the last item included. But an item inside
    /// something else inside an item, all of which are closed where they should be, is meant to stand there.
    pub(super) fn close_before_item(&mut self) {
        if self.leaf.is_some_and(|leaf| leaf.foreign) {
            return;
        }
        let open_item = self.open.iter().position(|o| o.is_item);
        let until = match (open_item, self.leaf) {
            (Some(item), _) => item,
            (None, Some(leaf)) => leaf.at,
            (None, None) => return,
        };
        let is_nested = open_item.is_some() && !self.open.last().is_some_and(|o| o.is_item);
        if is_nested && (until..self.open.len()).all(|place| self.is_closed(place)) {
            return;
        }
        self.notes.add_many("unclosed-element", (self.open.len() - until) as u32);
        self.close_to(until);
    }

    /// A field begins inside an element that holds text: the text ends, if this can only be the next field.
    pub(super) fn close_before_field(&mut self, ns: Ns, name: &str, inside: &str) {
        let Some(leaf) = self.leaf else { return };
        if leaf.foreign {
            return;
        }
        // A drawing describes itself in Dublin Core and RDF: `<svg><metadata><dc:title>`.
        let is_open = |drawing: &str| {
            self.open[leaf.at + 1..].iter().any(|open| {
                let local = open.raw_name.rsplit_once(':').map_or(open.raw_name, |(_, local)| local);
                local.eq_ignore_ascii_case(drawing)
            })
        };
        if !matches!(ns, Ns::Core | Ns::Atom) && (is_open("svg") || is_open("math")) {
            return;
        }
        let directly_inside = self.open.len() == leaf.at + 1;
        let ends = match (field(ns, name), leaf.leaf) {
            (Field::No, _) | (_, Leaf::No) => false,
            (Field::Yes, Leaf::Plain) => true,
            (Field::Yes, Leaf::Markup) => true,
            (Field::Maybe, Leaf::Plain) => directly_inside || name != "title",
            // HTML has `<link rel=… href=…>`, `<source>`, `<summary>`; a feed's stand alone.
            (Field::Maybe, Leaf::Markup) => {
                directly_inside && !(name == "link" && has_attributes_of_html(inside))
            }
        };
        // One that is closed where it should be holds what it holds: `<dc:creator><rdf:Seq>…</dc:creator>`.
        if ends && !self.is_closed(leaf.at) {
            self.notes.add_many("unclosed-element", (self.open.len() - leaf.at) as u32);
            self.close_to(leaf.at);
        }
    }

    /// An end tag.
    pub(super) fn end(&mut self, name: &'a str) {
        if self.over > 0 {
            // It may close one of those we did not open.
            if !is_frame(name) {
                self.over -= 1;
                return;
            }
            self.over = 0;
        }
        let Some(top) = self.open.last() else {
            self.notes.add("unmatched-end-tag");
            return;
        };
        if top.raw_name == name || top.raw_name.eq_ignore_ascii_case(name) {
            self.close_to(self.open.len() - 1);
            return;
        }
        let frame = is_frame(name);
        // In a text with markup, an HTML end tag without a start is no reason to leave the text.
        let floor = match self.leaf {
            Some(leaf) if !frame && is_html(name) => leaf.at,
            _ => 0,
        };
        for at in (floor..self.open.len()).rev() {
            let open = &self.open[at];
            if same_name(open.raw_name, name) {
                self.notes.add_many("unclosed-element", (self.open.len() - 1 - at) as u32);
                self.close_to(at);
                return;
            }
            if open.is_item && !frame {
                break;
            }
        }
        self.notes.add("unmatched-end-tag");
        // `<description>…</desc><link>`: the end tag was meant for the text it stands in.
        if let Some(leaf) = self.leaf
            && self.open.len() == leaf.at + 1
            && !is_html(name)
            && self.field_follows()
        {
            self.close_to(leaf.at);
        }
    }
}

/// Equal in any case; with a prefix on one side only, by the local name.
fn same_name(open: &str, end: &str) -> bool {
    if open.eq_ignore_ascii_case(end) {
        return true;
    }
    match (open.rsplit_once(':'), end.rsplit_once(':')) {
        (Some((_, local)), None) => local.eq_ignore_ascii_case(end) && is_frame(end),
        (None, Some((_, local))) => local.eq_ignore_ascii_case(open) && is_frame(open),
        _ => false,
    }
}

fn is_html(name: &str) -> bool {
    is_known(&lower(name))
}

/// An HTML `<link>` has `rel` with a word feeds do not use, such as `stylesheet`.
fn has_attributes_of_html(inside: &str) -> bool {
    Attributes::new(inside).any(|(name, value)| {
        name.eq_ignore_ascii_case("rel")
            && ["stylesheet", "icon", "shortcut icon", "preload"]
                .iter()
                .any(|v| v.eq_ignore_ascii_case(value))
    })
}

#[cfg(test)]
mod tests {
    use super::super::build::build;
    use super::super::tree::Tree;
    use super::*;
    use crate::parse::note::Notes;

    /// The fields of every item, as `name=text`.
    fn items(xml: &str) -> Vec<Vec<String>> {
        let tree = build(xml, &mut Notes::default());
        let items = tree
            .descendants(Tree::DOCUMENT)
            .filter(|id| tree.name(*id).is_some_and(|(ns, n)| ns == Ns::Core && n == "item"));
        items
            .map(|item| {
                tree.children(item)
                    .map(|c| {
                        let name = tree.name(c).map_or("", |(_, name)| name);
                        let text = if tree.has_elements(c) {
                            tree.inner_markup(c)
                        } else {
                            tree.text(c).unwrap_or_default().into_owned()
                        };
                        format!("{name}={text}")
                    })
                    .collect()
            })
            .collect()
    }

    #[test]
    fn unclosed_and_misspelt_fields_end_at_the_next_one() {
        assert_eq!(
            items(
                "<rss><channel><item><title>a<link>b</link><description>c</desc><pubDate>d</pubDate></item>\
                   <item><title>e</title><description><p>f<br>g<guid>h</guid><item><title>i</title></channel></rss>"
            ),
            [
                vec!["title=a", "link=b", "description=c", "pubdate=d"],
                vec!["title=e", "description=<p>f<br />g</p>", "guid=h"],
                vec!["title=i"]
            ]
        );
    }

    #[test]
    fn markup_inside_text_stays_there() {
        assert_eq!(
            items("<item><description>a </p>b <b>c</description><title>d < e</TITLE></item>"),
            [vec!["description=a b <b>c</b>", "title=d < e"]]
        );
        assert_eq!(
            items("<item><description><details><summary>x</summary>y</details></description></item>"),
            [vec!["description=<details><summary>x</summary>y</details>"]]
        );
    }

    #[test]
    fn a_drawing_describes_itself_inside_a_text() {
        assert_eq!(
            items(
                "<item><description><p>a</p><svg><metadata><dc:title>Tree</dc:title></metadata></svg><p>b</p>\
                 </description><dc:creator>c</dc:creator></item>"
            ),
            [vec![
                "description=<p>a</p><svg><metadata><title>Tree</title></metadata></svg><p>b</p>",
                "creator=c"
            ]]
        );
        assert_eq!(
            items("<item><description><p>a<svg></description><dc:creator>c</dc:creator></item>"),
            [vec!["description=<p>a<svg></svg></p>", "creator=c"]]
        );
    }

    #[test]
    fn depth_is_bounded() {
        let deep =
            format!("<rss><item>{}<title>x</title></item><item/></rss>", "<media:group>".repeat(100_000));
        assert_eq!(items(&deep).len(), 2);
    }
}

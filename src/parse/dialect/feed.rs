use super::address::{self, Base, Room};
use super::text::{self, Untyped};
use super::{category, entry, pace, people, rdf, rights};
use crate::parse::limits::MAX_LIST;
use crate::parse::note::Notes;
use crate::parse::reading::Reading;
use crate::parse::xml::{Id, Ns, Tree};

/// Reads an RSS, RDF, Atom or CDF document whose root is known.
pub(super) fn read<'a>(tree: &Tree<'a>, root: Id, base: &Base, max: usize, notes: &mut Notes) -> Reading<'a> {
    let atom = tree.name(root).is_some_and(|(ns, name)| ns == Ns::Atom && matches!(name, "feed" | "entry"));
    let base = base.inside(tree, root);
    let head = head(tree, root);
    let head_base = if head == root { base.clone() } else { base.inside(tree, head) };
    let mut reading = Reading { format: format(tree, root, notes), ..Reading::default() };
    reading.language = tree.xml_attribute(root, "xml:lang").or_else(|| tree.xml_attribute(head, "xml:lang"));
    let is_entry = tree.name(root).is_some_and(|(_, name)| matches!(name, "entry" | "item"));
    if !is_entry {
        read_head(tree, head, &head_base, atom, &mut reading, notes);
    }
    let items = items(tree, root, notes);
    for (n, id) in items.iter().enumerate() {
        if n >= max {
            notes.add_many("too-many-entries", u32::try_from(items.len() - max).unwrap_or(u32::MAX));
            break;
        }
        let base = if *id > head { &head_base } else { &base };
        reading.items.push(entry::read(tree, *id, base, atom, notes));
    }
    reading
}

/// The element that holds the feed's own fields.
fn head(tree: &Tree<'_>, root: Id) -> Id {
    let is_channel = |id: &Id| tree.name(*id).is_some_and(|(_, name)| name == "channel");
    tree.children(root).find(is_channel).unwrap_or(root)
}

/// The outermost items, in document order. Items outside the root are taken if it has none:
/// somebody closed the channel too early. A second document after the first is left alone.
fn items(tree: &Tree<'_>, root: Id, notes: &mut Notes) -> Vec<Id> {
    let is_item = |id: Id| {
        tree.name(id)
            .is_some_and(|(ns, name)| matches!(ns, Ns::Core | Ns::Atom) && matches!(name, "item" | "entry"))
    };
    if is_item(root) {
        return vec![root];
    }
    let inside = tree.outermost(root, is_item);
    let all = tree.outermost(Tree::DOCUMENT, is_item);
    if all.len() == inside.len() {
        return inside;
    }
    let name = tree.name(root);
    let second = tree.children(Tree::DOCUMENT).filter(|id| *id != root).any(|id| tree.name(id) == name);
    if second && !inside.is_empty() {
        notes.add("several-documents");
        return inside;
    }
    notes.add("second-feed");
    all
}

fn format(tree: &Tree<'_>, root: Id, notes: &mut Notes) -> String {
    let version = tree.attribute(root, "version");
    match tree.name(root) {
        Some((_, "rss")) => {
            let known = ["0.90", "0.91", "0.92", "0.93", "0.94", "2.0"];
            match version.as_deref().map(str::trim) {
                Some(version) if known.contains(&version) => format!("rss {version}"),
                Some(other) => {
                    notes.add("rss-version");
                    let safe: String =
                        other.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').take(8).collect();
                    format!("rss {safe}").trim_end().to_owned()
                }
                None => {
                    notes.add("rss-version");
                    "rss".to_owned()
                }
            }
        }
        Some((_, "rdf")) if tree.xml_declares(root, "netscape.com") => "rss 0.90".to_owned(),
        Some((_, "rdf")) => "rss 1.0".to_owned(),
        Some((_, "channel")) if tree.xml_declares(root, "purl.org/net/rss1.1") => "rss 1.1".to_owned(),
        Some((Ns::Atom, _)) => "atom 1.0".to_owned(),
        Some((_, "feed" | "entry")) => match version.as_deref().map(str::trim) {
            Some("0.3") => "atom 0.3".to_owned(),
            _ => "atom".to_owned(),
        },
        _ => {
            notes.add("no-rss-element");
            "rss".to_owned()
        }
    }
}

fn read_head<'a>(
    tree: &Tree<'a>,
    head: Id,
    base: &Base,
    atom: bool,
    out: &mut Reading<'a>,
    notes: &mut Notes,
) {
    let room = Room::new(MAX_LIST);
    out.pace = pace::read(tree, head);
    let titles = if atom { Untyped::Plain } else { Untyped::Guess };
    out.id = tree.attribute(head, "about");
    let fields = tree.children(head).filter_map(|child| Some((child, tree.name(child)?)));
    let fields = fields.flat_map(|(child, (ns, name))| {
        rdf::members(tree, child, ns).into_iter().map(move |of| (of, ns, name))
    });
    for (child, ns, name) in fields {
        match (ns, name) {
            (Ns::Core | Ns::Atom, "item" | "entry") => {}
            (Ns::Core | Ns::Atom | Ns::Dc, "title") => {
                out.title = out.title.take().or_else(|| text::read(tree, child, titles));
            }
            (Ns::Core | Ns::Atom, "description" | "subtitle" | "tagline" | "info" | "abstract")
            | (Ns::Dc, "description") => {
                out.description = out.description.take().or_else(|| text::read(tree, child, Untyped::Guess));
            }
            (Ns::Itunes, "summary" | "subtitle") if out.description.is_none() => {
                out.description = text::read(tree, child, Untyped::Guess);
            }
            (Ns::Core | Ns::Atom, "id" | "guid") => out.id = tree.text(child).or(out.id.take()),
            (Ns::Core | Ns::Atom, "link") => {
                if let Some(link) = address::link(tree, child, base).filter(|_| room.take()) {
                    out.links.push(link);
                }
            }
            (Ns::Core | Ns::Dc, "language") => out.language = tree.text(child).or(out.language.take()),
            (Ns::Core | Ns::Atom, "pubdate" | "published" | "issued") | (Ns::DcTerms, "issued") => {
                out.published = tree.text(child).or(out.published.take());
            }
            (Ns::Core | Ns::Atom, "updated" | "modified" | "lastbuilddate")
            | (Ns::Dc, "date")
            | (Ns::DcTerms, "modified") => {
                out.updated = tree.text(child).or(out.updated.take());
            }
            // RSS 2.0: who answers for the content of the whole, not who wrote what stands in it.
            (Ns::Core, "managingeditor") => {
                out.editors.extend(people::read(tree, child, base).filter(|_| room.take()));
            }
            (Ns::Core | Ns::Atom, "author") | (Ns::Dc, "creator" | "author") | (Ns::Itunes, "author") => {
                if let Some(author) = people::read(tree, child, base)
                    && !out.authors.contains(&author)
                    && room.take()
                {
                    out.authors.push(author);
                }
            }
            (Ns::Core | Ns::Atom, "category" | "keywords")
            | (Ns::Dc, "subject")
            | (Ns::Itunes | Ns::Media, "category" | "keywords") => {
                if room.take() {
                    category::read(tree, child, ns, name, &mut out.categories);
                }
            }
            (Ns::Core | Ns::Atom, "image" | "logo" | "icon") | (Ns::Itunes, "image") => {
                out.image = out.image.take().or_else(|| image(tree, child, base));
            }
            (Ns::Core | Ns::Atom, "generator") => {
                out.generator = out.generator.take().or_else(|| tree.text(child))
            }
            (Ns::Core, "ttl") => out.pace.ttl_minutes = tree.text(child).and_then(|t| t.parse().ok()),
            _ => {
                if let Some(right) = rights::read(tree, child, ns, name, base).filter(|_| room.take()) {
                    out.rights.push(right);
                }
            }
        }
    }
    notes.add_many("list-cut", room.refused.get());
    if let Some(href) = tree.attribute(head, "href").and_then(|h| base.resolve(&h)) {
        out.links.push(crate::model::Link { href, rel: Some("alternate".to_owned()), ..Default::default() });
    }
    out.updated = out.updated.take().or_else(|| tree.attribute(head, "lastmod"));
    rights::with_links(&mut out.rights, &out.links);
    out.link = address::page(&out.links);
}

fn image(tree: &Tree<'_>, id: Id, base: &Base) -> Option<String> {
    let address = tree.attribute(id, "href").or_else(|| tree.attribute(id, "url")).or_else(|| {
        let url = tree.child(id, "url").and_then(|url| tree.text(url));
        url.or_else(|| if tree.has_elements(id) { None } else { tree.text(id) })
    });
    address.and_then(|a| base.resolve(&a))
}

use crate::markup;
use crate::model::{ContentKind, DisclaimerKind, Link, Right};
use crate::parse::reading::Item;
use crate::parse::xml::{Id, Ns, Tree};

use super::address::Base;
use super::rsl;
use super::text::{self, Untyped};

/// A statement of rights or a licence, if the element is one.
pub(super) fn read(tree: &Tree<'_>, id: Id, ns: Ns, name: &str, base: &Base) -> Option<Right> {
    let kind = match (ns, name) {
        (Ns::Core | Ns::Atom, "rights" | "copyright")
        | (Ns::Dc | Ns::DcTerms, "rights")
        | (Ns::DcTerms, "rightsholder" | "accessrights")
        | (Ns::Media, "copyright")
        | (Ns::Prism, "copyright") => DisclaimerKind::Copyright,
        (Ns::Rsl, "content" | "license") => {
            return rsl::read(tree, id, base).map(|text| Right { kind: DisclaimerKind::Licence, text });
        }
        (Ns::Core | Ns::Cc | Ns::DcTerms | Ns::Media | Ns::Podcast, "license" | "licence") => {
            DisclaimerKind::Licence
        }
        _ => return None,
    };
    let address = ["resource", "url", "href"].iter().find_map(|name| tree.attribute(id, name));
    let text = text::read(tree, id, Untyped::Guess).map(|t| match t.kind {
        ContentKind::Html => markup::text(&t.body),
        ContentKind::Text => markup::clean(&t.body).into_owned(),
    });
    let text = text.filter(|t| !t.is_empty());
    let text = match (text, address) {
        // "CC BY 4.0 https://…": the name and where it is explained.
        (Some(text), Some(address)) if kind == DisclaimerKind::Licence && !text.contains(&*address) => {
            format!("{text} {}", base.resolve(&address)?)
        }
        (Some(text), _) => text,
        (None, Some(address)) => base.resolve(&address)?,
        (None, None) => return None,
    };
    Some(Right { kind, text })
}

/// Adds the licences an entry's texts name for themselves (`<a rel="license">`).
pub(super) fn in_texts(item: &mut Item<'_>, base: &Base) {
    for text in [&item.content, &item.summary].into_iter().flatten().filter(|t| t.kind == ContentKind::Html) {
        let licences = markup::licences(&text.body).into_iter().filter_map(|href| base.resolve(&href));
        item.rights.extend(licences.map(|text| Right { kind: DisclaimerKind::Licence, text }));
    }
}

/// Adds the licences among the links (RFC 4946), and drops what is said twice.
pub(super) fn with_links(rights: &mut Vec<Right>, links: &[Link]) {
    for link in links.iter().filter(|l| l.rel.as_deref().is_some_and(|r| r.eq_ignore_ascii_case("license"))) {
        rights.push(Right { kind: DisclaimerKind::Licence, text: link.href.clone() });
    }
    let mut seen: Vec<Right> = Vec::new();
    rights.retain(|right| {
        let new = !seen.contains(right);
        if new {
            seen.push(right.clone());
        }
        new
    });
}

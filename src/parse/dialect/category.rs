use crate::markup;
use crate::model::Category;
use crate::parse::limits::MAX_LIST;
use crate::parse::xml::{Id, Ns, Tree};

/// The scheme of what iTunes lists as categories and keywords.
const ITUNES: &str = "http://www.itunes.com/";
/// The default scheme of `media:category`.
const MEDIA: &str = "http://search.yahoo.com/mrss/category_schema";

/// The categories of an element that is known to name some: `category`, `dc:subject`, `keywords`,
/// `itunes:category`, `media:keywords`, `taxo:topics`.
pub(super) fn read(tree: &Tree<'_>, id: Id, ns: Ns, name: &str, out: &mut Vec<Category>) {
    let attribute = |name| tree.attribute(id, name).map(|v| v.trim().to_owned());
    let text = || tree.text(id).map(|t| markup::line(&t)).filter(|t| !t.is_empty());
    match (ns, name) {
        (Ns::Itunes, "category") => {
            let nested = tree.descendants(id).filter(|d| tree.name(*d) == Some((Ns::Itunes, "category")));
            for id in std::iter::once(id).chain(nested) {
                let term = tree.attribute(id, "text").map(|t| markup::line(&t)).or_else(|| {
                    if tree.has_elements(id) { None } else { tree.text(id).map(|t| markup::line(&t)) }
                });
                push(out, term, Some(ITUNES.to_owned()), None);
            }
        }
        (Ns::Itunes, _) => list(&text().unwrap_or_default(), Some(ITUNES), out),
        (Ns::Media, "keywords") | (Ns::Core, "tags") => list(&text().unwrap_or_default(), None, out),
        (Ns::Media, _) => {
            let label = attribute("label").map(|l| markup::line(&l));
            push(out, text(), attribute("scheme").or_else(|| Some(MEDIA.to_owned())), label)
        }
        (Ns::Taxonomy, _) => {
            for li in tree.descendants(id) {
                push(
                    out,
                    tree.attribute(li, "resource").map(|r| r.into_owned()),
                    Some("taxo".to_owned()),
                    None,
                );
            }
        }
        _ => {
            let scheme = attribute("scheme").or_else(|| attribute("domain"));
            let label = attribute("label").map(|l| markup::line(&l));
            if let Some(term) = attribute("term") {
                let text = text().filter(|t| *t != term);
                push(out, Some(term), scheme, label.or(text));
            } else if tree.has_elements(id) && ns == Ns::Dc {
                // `<dc:subject><taxo:topic rdf:about="…"><rdf:value>…`: the topic is what is named, its address and
                // links are not. Lists in markup, and plain markup inside.
                let before = out.len();
                let of = |wanted: &'static str| {
                    tree.descendants(id).filter(move |d| tree.name(*d).is_some_and(|(_, n)| n == wanted))
                };
                for value in of("value").chain(of("li")) {
                    push(out, tree.text(value).map(|t| markup::line(&t)), None, None);
                }
                if out.len() == before {
                    push(out, text(), scheme, label);
                }
            } else {
                push(out, text().or_else(|| label.clone()), scheme, label);
            }
        }
    }
}

fn list(text: &str, scheme: Option<&str>, out: &mut Vec<Category>) {
    for term in text.split(',').map(str::trim) {
        push(out, Some(term.to_owned()), scheme.map(str::to_owned), None);
    }
}

fn push(out: &mut Vec<Category>, term: Option<String>, scheme: Option<String>, label: Option<String>) {
    let Some(term) = term.filter(|t| !t.is_empty()) else { return };
    if out.len() >= MAX_LIST {
        return;
    }
    let label = label.filter(|l| *l != term);
    let category = Category { term, scheme, label };
    if !out.contains(&category) {
        out.push(category);
    }
}

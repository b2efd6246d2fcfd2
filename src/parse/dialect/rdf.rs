use crate::parse::xml::{Id, Ns, Tree};

/// The values of a property: the members of an RDF container (`<dc:creator><rdf:Seq><rdf:li>…`), of alternatives the
/// first, which is the preferred one; else the element itself.
pub(super) fn members(tree: &Tree<'_>, id: Id, ns: Ns) -> Vec<Id> {
    if !matches!(ns, Ns::Dc | Ns::DcTerms | Ns::Prism) || !tree.has_elements(id) {
        return vec![id];
    }
    let container = tree.children(id).find_map(|c| match tree.name(c) {
        Some((Ns::Rdf, name @ ("bag" | "seq" | "alt"))) => Some((c, name == "alt")),
        _ => None,
    });
    let Some((container, is_choice)) = container else { return vec![id] };
    // `rdf:li`, and `rdf:_1`, which is the same counted by hand.
    let is_member =
        |c: &Id| tree.name(*c).is_some_and(|(ns, n)| ns == Ns::Rdf && (n == "li" || n.starts_with('_')));
    tree.children(container).filter(is_member).take(if is_choice { 1 } else { usize::MAX }).collect()
}

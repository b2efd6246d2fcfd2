use super::address::Base;
use crate::markup;
use crate::parse::xml::{Id, Ns, Tree};

/// Terms of one statement; a hostile one may have thousands.
const MAX_TERMS: usize = 32;

/// What an element of Really Simple Licensing (RSL 1.0) says, in one line: `RSL: permits usage: search; prohibits
/// usage: ai-train; payment: attribution; licence server https://…`. `None` where it says nothing.
pub(super) fn read(tree: &Tree<'_>, id: Id, base: &Base) -> Option<String> {
    let mut terms: Vec<String> = Vec::new();
    for (at, element) in std::iter::once(id).chain(tree.descendants(id)).enumerate() {
        let Some((Ns::Rsl | Ns::Core, name)) = tree.name(element) else { continue };
        if terms.len() >= MAX_TERMS {
            break;
        }
        let sort = tree.attribute(element, "type").filter(|_| at > 0).map(|t| markup::plain(&t));
        let says = if tree.has_elements(element) { None } else { tree.text(element) };
        let says = says.map(|text| markup::line(&text)).filter(|text| !text.is_empty());
        // `<amount currency="USD">5</amount>`: without it, five of what?
        let currency = tree.attribute(element, "currency").map(|c| markup::plain(&c));
        let says = match (says, currency) {
            (Some(says), Some(currency)) => Some(format!("{says} {currency}")),
            (says, _) => says,
        };
        terms.extend(match (sort, says) {
            (Some(sort), Some(says)) => Some(format!("{name} {sort}: {says}")),
            (Some(says), None) | (None, Some(says)) => Some(format!("{name}: {says}")),
            (None, None) => None,
        });
        let server = tree.attribute(element, "server").and_then(|address| base.resolve(&address));
        terms.extend(server.map(|server| format!("licence server {server}")));
    }
    (!terms.is_empty()).then(|| format!("RSL: {}", terms.join("; ")))
}

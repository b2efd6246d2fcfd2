use std::borrow::Cow;

use super::namespace::{Ns, by_address};
use super::tree::{Id, Kind, Tree};
use crate::markup::tag::Attributes;

impl<'a> Tree<'a> {
    /// The value of an attribute by its local name, in any case and with any prefix, references resolved and
    /// trimmed; `None` where there is none or it is blank.
    pub(crate) fn attribute(&self, id: Id, wanted: &str) -> Option<Cow<'a, str>> {
        let Kind::Element { inside, .. } = self.nodes[id as usize].kind else { return None };
        if inside.is_empty() {
            return None;
        }
        let is_it = |name: &str| {
            let local = name.rsplit_once(':').map_or(name, |(prefix, local)| {
                // A namespace declaration is not an attribute.
                if prefix.eq_ignore_ascii_case("xmlns") { "" } else { local }
            });
            local.eq_ignore_ascii_case(wanted)
        };
        let (_, raw) = Attributes::new(inside).find(|(name, _)| is_it(name))?;
        let value = self.entities.resolve(raw.trim());
        (!value.trim().is_empty()).then_some(value)
    }

    /// Is there an attribute of exactly that name, blank ones included?
    pub(crate) fn has_attribute(&self, id: Id, wanted: &str) -> bool {
        let Kind::Element { inside, .. } = self.nodes[id as usize].kind else { return false };
        Attributes::new(inside).any(|(name, _)| name.eq_ignore_ascii_case(wanted))
    }

    /// Does the element itself declare a feed's namespace: RSS's, Atom's, old ones included?
    pub(crate) fn declares_feed(&self, id: Id) -> bool {
        let Kind::Element { inside, .. } = self.nodes[id as usize].kind else { return false };
        Attributes::new(inside).any(|(name, value)| {
            let prefix = name.get(..5).unwrap_or_default();
            prefix.eq_ignore_ascii_case("xmlns")
                && !value.trim().is_empty()
                && matches!(by_address(value), Some(Ns::Core | Ns::Atom))
        })
    }

    /// Does the element declare a namespace whose address contains `part`?
    pub(crate) fn xml_declares(&self, id: Id, part: &str) -> bool {
        let Kind::Element { inside, .. } = self.nodes[id as usize].kind else { return false };
        Attributes::new(inside).any(|(name, value)| name.starts_with("xmlns") && value.contains(part))
    }

    /// `xml:base`, `xml:lang` and the like: the attribute of exactly that name.
    pub(crate) fn xml_attribute(&self, id: Id, wanted: &str) -> Option<Cow<'a, str>> {
        let Kind::Element { inside, .. } = self.nodes[id as usize].kind else { return None };
        if !inside.contains("xml:") {
            return None;
        }
        let (_, raw) = Attributes::new(inside).find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        let value = self.entities.resolve(raw.trim());
        (!value.trim().is_empty()).then_some(value)
    }
}

use std::borrow::Cow;
use std::cell::Cell;

use url::Url;

use crate::model::Link;
use crate::parse::xml::{Id, Tree};

/// What relative addresses count from.
#[derive(Debug, Clone, Default)]
pub(super) struct Base {
    url: Option<Url>,
    /// It comes from an `xml:base` of the document, not from where the document was found.
    declared: bool,
}

impl Base {
    /// An address that is not absolute is no base.
    pub(super) fn new(address: Option<&str>) -> Self {
        let url = address.and_then(|a| Url::parse(a.trim()).ok()).filter(|url| !url.cannot_be_a_base());
        Base { url, declared: false }
    }

    /// The base the document itself declares here, if it does.
    pub(super) fn declared(&self) -> Option<String> {
        self.url.as_ref().filter(|_| self.declared).map(Url::to_string)
    }

    /// The base inside an element: its `xml:base`, if it has one that can be read.
    pub(super) fn inside(&self, tree: &Tree<'_>, id: Id) -> Base {
        match tree.xml_attribute(id, "xml:base") {
            Some(address) => {
                let address = address.trim();
                let url = match &self.url {
                    Some(base) => base.join(address).ok(),
                    None => Url::parse(address).ok(),
                };
                match url.filter(|url| !url.cannot_be_a_base()) {
                    Some(url) => Base { url: Some(url), declared: true },
                    None => self.clone(),
                }
            }
            None => self.clone(),
        }
    }

    /// An address made absolute. One that is absolute already stays as it is written, letter for letter:
    /// comparing addresses is `identity`'s work. `None` for a blank one.
    pub(super) fn resolve(&self, address: &str) -> Option<String> {
        let address = &*unescaped(address.trim());
        if address.is_empty() {
            return None;
        }
        let address: String = if address.contains(['\n', '\r', '\t']) {
            address.split(['\n', '\r', '\t']).map(str::trim).collect()
        } else {
            address.to_owned()
        };
        if has_scheme(&address) {
            return Some(address);
        }
        match &self.url {
            Some(base) => Some(base.join(&address).map_or(address, String::from)),
            None => Some(address),
        }
    }
}

/// An ampersand that was escaped twice is still escaped in the address: `?a=1&amp;b=2`.
fn unescaped(address: &str) -> Cow<'_, str> {
    let mut address = Cow::Borrowed(address);
    for escaped in ["&amp;", "&#38;", "&#038;", "&#x26;"] {
        // Three times at most: more is nobody's mistake.
        for _ in 0..3 {
            if address.contains(escaped) {
                address = Cow::Owned(address.replace(escaped, "&"));
            }
        }
    }
    address
}

/// Does it begin as an absolute address does (RFC 3986 §3.1)?
pub(super) fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// Is it the address of a web page?
pub(super) fn is_web(address: &str) -> bool {
    address.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("http")) && has_scheme(address)
}

/// A `<link>`: Atom's with attributes, or RSS's with a text.
pub(super) fn link(tree: &Tree<'_>, id: Id, base: &Base) -> Option<Link> {
    let attribute = |name| tree.attribute(id, name).map(|v| v.trim().to_owned());
    let href = match attribute("href").or_else(|| attribute("resource")) {
        Some(href) => href,
        // An empty reference is the document itself (RFC 3986 §4.4).
        None if tree.has_attribute(id, "href") && tree.text(id).is_none() => {
            base.inside(tree, id).url?.into()
        }
        None => tree.text(id)?.into_owned(),
    };
    let rel = attribute("rel").map(|rel| {
        let short =
            rel.rsplit_once("relation/").filter(|(p, _)| p.contains("iana.org")).map(|(_, r)| r.to_owned());
        short.unwrap_or(rel)
    });
    Some(Link {
        href: base.inside(tree, id).resolve(&href)?,
        rel: Some(rel.unwrap_or_else(|| "alternate".to_owned())),
        media_type: attribute("type"),
        language: attribute("hreflang"),
        title: attribute("title"),
    })
}

/// The page among the links: the first alternate that is a page, else the first alternate.
pub(super) fn page(links: &[Link]) -> Option<String> {
    let alternate = |l: &&Link| l.rel.as_deref().is_none_or(|r| r.eq_ignore_ascii_case("alternate"));
    let is_page = |l: &&Link| {
        l.media_type.as_deref().is_none_or(|t| {
            let t = t.to_ascii_lowercase();
            t == "html" || t.starts_with("text/html") || t.starts_with("application/xhtml")
        })
    };
    let mut alternates = links.iter().filter(alternate);
    alternates.clone().find(is_page).or_else(|| alternates.next()).map(|l| l.href.clone())
}

/// A budget of list entries: one hostile entry must not hold a million authors.
#[derive(Debug)]
pub(super) struct Room {
    left: Cell<usize>,
    /// Things that found no room.
    pub(super) refused: Cell<u32>,
}

impl Room {
    pub(super) fn new(limit: usize) -> Self {
        Room { left: Cell::new(limit), refused: Cell::new(0) }
    }

    /// Is there room for one more?
    pub(super) fn take(&self) -> bool {
        let left = self.left.get();
        if left == 0 {
            self.refused.set(self.refused.get().saturating_add(1));
            return false;
        }
        self.left.set(left - 1);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_addresses_stay_as_written() {
        let base = Base::new(Some("https://courier.example/a/feed.xml"));
        assert_eq!(base.resolve("HTTP://Other.example/Ü x").as_deref(), Some("HTTP://Other.example/Ü x"));
        assert_eq!(base.resolve(" ../b\n?c ").as_deref(), Some("https://courier.example/b?c"));
        assert_eq!(base.resolve("//cdn.example/x").as_deref(), Some("https://cdn.example/x"));
        assert_eq!(Base::default().resolve("b").as_deref(), Some("b"));
        assert_eq!(base.resolve("  "), None);
        let twice = "https://other.example/?a=1&amp;b=2&#38;c=3&amp;amp;d=4&amp;#038;e=5&ampere=6";
        let once = "https://other.example/?a=1&b=2&c=3&d=4&e=5&ampere=6";
        assert_eq!(base.resolve(twice).as_deref(), Some(once));
    }
}

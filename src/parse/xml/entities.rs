use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use crate::markup::entity;
use crate::parse::limits::{MAX_ENTITIES, MAX_ENTITY_BYTES};

/// A longer name of an entity is not looked for.
const MAX_NAME: usize = 64;

/// The entities a document declares for itself, and the resolving of references.
///
/// A value is expanded once, when it is declared, and the sum of what expansion adds is bounded: neither
/// a "billion laughs" nor a quadratic blow-up gets anywhere.
#[derive(Debug, Default)]
pub(super) struct Entities {
    declared: HashMap<String, String>,
    added: Cell<usize>,
    /// References to nothing, bare ampersands included.
    pub(super) unknown: Cell<u32>,
    /// References HTML knows and XML does not.
    pub(super) html: Cell<u32>,
    /// References to characters XML forbids, which stand for nothing.
    pub(super) forbidden: Cell<u32>,
    /// References not expanded because of the limit.
    pub(super) refused: Cell<u32>,
}

impl Entities {
    /// Reads the internal subset of a DOCTYPE.
    pub(super) fn declare(&mut self, subset: &str) {
        let room = MAX_ENTITIES.saturating_sub(self.declared.len());
        for declaration in subset.split("<!ENTITY").skip(1).take(room) {
            let Some((name, rest)) =
                declaration.trim_ascii_start().split_once(|c: char| c.is_ascii_whitespace())
            else {
                continue;
            };
            let rest = rest.trim_ascii_start();
            // `SYSTEM "file:///…"` is never followed.
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some(end) = rest[1..].find(quote) else { continue };
            let value = self.resolve(&rest[1..=end]).into_owned();
            // The first declaration of a name counts (XML 1.0 §4.2).
            self.declared.entry(name.to_owned()).or_insert(value);
        }
    }

    /// Text with its references resolved, once.
    pub(super) fn resolve<'a>(&self, raw: &'a str) -> Cow<'a, str> {
        let Some(first) = raw.find('&') else { return Cow::Borrowed(raw) };
        let mut out = String::with_capacity(raw.len());
        out.push_str(&raw[..first]);
        let mut rest = &raw[first..];
        loop {
            let len = self.one(rest, &mut out);
            rest = &rest[len..];
            match rest.find('&') {
                Some(at) => {
                    out.push_str(&rest[..at]);
                    rest = &rest[at..];
                }
                None => break,
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// Resolves the reference `rest` starts with; returns its length.
    fn one(&self, rest: &str, out: &mut String) -> usize {
        if !self.declared.is_empty()
            && let Some(end) = rest.bytes().take(MAX_NAME).position(|b| b == b';')
            && let Some(value) = rest.get(1..end).and_then(|name| self.declared.get(name))
        {
            let added = self.added.get() + value.len();
            if added > MAX_ENTITY_BYTES {
                self.refused.set(self.refused.get().saturating_add(1));
            } else {
                self.added.set(added);
                out.push_str(value);
            }
            return end + 1;
        }
        // The five of XML are nearly all there are.
        for (name, text) in [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')] {
            if rest.starts_with(name) {
                out.push(text);
                return name.len();
            }
        }
        match entity(rest) {
            Some((text, len)) => {
                if !rest.starts_with("&#") && !rest.starts_with("&apos;") {
                    self.html.set(self.html.get().saturating_add(1));
                }
                if text.is_empty() {
                    self.forbidden.set(self.forbidden.get().saturating_add(1));
                }
                out.push_str(&text);
                len
            }
            None => {
                self.unknown.set(self.unknown.get().saturating_add(1));
                out.push('&');
                1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_entities_are_used_and_bounded() {
        let mut entities = Entities::default();
        entities.declare(
            r#"<!ENTITY foo "b&#97;r"> <!ENTITY two '&foo;&foo;'> <!ENTITY x SYSTEM "file:///etc/passwd">"#,
        );
        assert_eq!(entities.resolve("&foo; &two; &x; &amp; & co"), "bar barbar &x; & & co");
        assert_eq!(entities.unknown.get(), 2);

        let mut bomb = Entities::default();
        let mut subset = String::from("<!ENTITY a0 \"ha ha ha ha ha \">");
        for i in 1..40 {
            subset += &format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10));
        }
        bomb.declare(&subset);
        assert!(bomb.resolve(&"&a39;".repeat(1000)).len() <= 2 * MAX_ENTITY_BYTES);
        assert!(bomb.refused.get() > 0);
    }
}

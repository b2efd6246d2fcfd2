//! The article as microdata (HTML Living Standard §5) or RDFa Lite of the visible page say it, in the form of a
//! JSON-LD node, so that what reads the one can read the others.

use serde_json::{Map, Value};

use crate::markup::{Child, Css, Dom, Element};

/// Properties of one article, and elements looked at for them.
const MOST_PROPERTIES: usize = 200;
const MOST_ELEMENTS: usize = 20_000;
/// Characters of a value: a longer one is a body.
const LONGEST: usize = 400;
/// Things inside of things.
const MOST_DEPTH: usize = 3;

/// How a page writes types and properties.
#[derive(Clone, Copy)]
struct Syntax {
    type_of: &'static str,
    property: &'static str,
}

const MICRODATA: Syntax = Syntax { type_of: "itemtype", property: "itemprop" };
const RDFA: Syntax = Syntax { type_of: "typeof", property: "property" };

/// The first thing that is an article, with what it says of itself.
pub(super) fn article(dom: &Dom) -> Option<(&'static str, Map<String, Value>)> {
    [("microdata", MICRODATA, "[itemtype]"), ("rdfa", RDFA, "[typeof]")].into_iter().find_map(
        |(name, syntax, css)| {
            let css = Css::new(css);
            let mut things = dom.select(&css).take(100);
            let thing =
                things.find(|e| is_article(*e, syntax) && !e.ancestors().any(|a| is_article(a, syntax)))?;
            let node = node(thing, syntax, 0);
            Some((name, node)).filter(|(_, node)| node.len() > 1)
        },
    )
}

fn is_article(element: Element<'_>, syntax: Syntax) -> bool {
    element.attr(syntax.type_of).is_some_and(|t| t.split_ascii_whitespace().map(bare).any(super::is_article))
}

/// A name without the vocabulary it is of.
fn bare(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

fn node(thing: Element<'_>, syntax: Syntax, depth: usize) -> Map<String, Value> {
    let mut node = Map::new();
    if let Some(kind) = thing.attr(syntax.type_of).and_then(|t| t.split_ascii_whitespace().next()) {
        node.insert("@type".to_owned(), Value::String(bare(kind).to_owned()));
    }
    let mut open = vec![thing];
    let mut looked_at = 0;
    let mut found = 0;
    while let Some(element) = open.pop() {
        looked_at += 1;
        if looked_at > MOST_ELEMENTS || found >= MOST_PROPERTIES {
            break;
        }
        let is_thing = element.attr(syntax.type_of).is_some() && element.key() != thing.key();
        let names = element.attr(syntax.property).filter(|_| element.key() != thing.key());
        if let Some(names) = names {
            let value = if is_thing && depth < MOST_DEPTH {
                Some(Value::Object(self::node(element, syntax, depth + 1)))
            } else {
                value(element).map(Value::String)
            };
            for name in names.split_ascii_whitespace().map(bare) {
                if let Some(value) = value.clone() {
                    found += 1;
                    push(&mut node, name, value);
                }
            }
        }
        // What is inside of another thing is that one's.
        if !is_thing {
            let inner: Vec<Element<'_>> = element
                .children()
                .filter_map(|c| match c {
                    Child::Element(e) => Some(e),
                    Child::Text(_) => None,
                })
                .collect();
            open.extend(inner.into_iter().rev());
        }
    }
    node
}

fn push(node: &mut Map<String, Value>, name: &str, value: Value) {
    match node.get_mut(name) {
        Some(Value::Array(all)) => all.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
        None => {
            node.insert(name.to_owned(), value);
        }
    }
}

/// What a property's element says: for machines, else as an address, else in words.
fn value(element: Element<'_>) -> Option<String> {
    let said = ["content", "href", "src", "datetime", "resource"].iter().find_map(|a| element.attr(a));
    let said = match said {
        Some(said) => said.trim().to_owned(),
        None if element.texts().map(str::len).take(64).sum::<usize>() > 8 * LONGEST => return None,
        None => element.line(),
    };
    (!said.is_empty() && said.chars().count() <= LONGEST).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::article;
    use crate::markup::Dom;

    #[test]
    fn both_syntaxes_read_as_one() {
        for (html, name) in [
            (
                "<article itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop=headline>Ferry</h1><span itemprop=author itemscope \
                 itemtype='https://schema.org/Person'><b itemprop=name>Ilse Varn</b></span><i itemprop=articleSection>Local</i>\
                 <i itemprop=articleSection>Boats</i><link itemprop=license href='https://l.example/by'></article>",
                "microdata",
            ),
            (
                "<div vocab='https://schema.org/' typeof=NewsArticle><h1 property=headline>Ferry</h1><span property=author typeof=Person>\
                 <b property=name>Ilse Varn</b></span><i property='schema:articleSection'>Local</i><i property=articleSection>Boats</i>\
                 <a property=license href='https://l.example/by'>free</a></div>",
                "rdfa",
            ),
        ] {
            let (syntax, node) = article(&Dom::parse(html)).expect(name);
            assert_eq!(syntax, name);
            let node = serde_json::Value::Object(node);
            assert_eq!(
                node,
                serde_json::json!({
                    "@type": "NewsArticle", "headline": "Ferry", "author": {"@type": "Person", "name": "Ilse Varn"},
                    "articleSection": ["Local", "Boats"], "license": "https://l.example/by",
                })
            );
        }
        assert!(
            article(&Dom::parse("<div itemscope itemtype='https://schema.org/Person'><b itemprop=name>I"))
                .is_none()
        );
    }
}

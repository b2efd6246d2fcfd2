//! JSON-LD (schema.org) of a page, read tolerantly: `@graph`, arrays, references by `@id`, and what is
//! nearly JSON.

mod marked;
mod repair;

use serde_json::{Map, Value};

use crate::markup::{Css, Dom};

/// Scripts beyond this are not read: an article's own stands among the first.
const MAX_SCRIPTS: usize = 40;
/// A longer script is not read.
const MAX_SCRIPT: usize = 2 << 20;
/// Nodes beyond this are not kept.
const MAX_NODES: usize = 5_000;
/// How deep nodes are sought inside one another; serde_json stops at 128.
const MAX_DEPTH: usize = 12;

/// The nodes of a page's JSON-LD, outer ones first, each with how deep it stands.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    nodes: Vec<(usize, Map<String, Value>)>,
    marked: Option<(&'static str, Map<String, Value>)>,
}

impl LinkedData {
    /// Reads all `application/ld+json` scripts of a page.
    pub(super) fn read(dom: &Dom) -> Self {
        let css = Css::new("script[type*='ld+json' i]");
        let mut found = LinkedData { marked: marked::article(dom), ..LinkedData::default() };
        for script in dom.select(&css).take(MAX_SCRIPTS) {
            let text: String = script.texts().collect();
            if text.len() <= MAX_SCRIPT {
                for value in repair::values(&text) {
                    found.take(value, 0);
                }
            }
        }
        found.nodes.sort_by_key(|(depth, _)| *depth);
        found
    }

    /// The article as microdata or RDFa of the visible page say it, and which of them.
    pub(super) fn marked(&self) -> Option<(&'static str, &Map<String, Value>)> {
        self.marked.as_ref().map(|(syntax, node)| (*syntax, node))
    }

    fn take(&mut self, value: Value, depth: usize) {
        if depth > MAX_DEPTH || self.nodes.len() >= MAX_NODES {
            return;
        }
        match value {
            Value::Array(items) => items.into_iter().for_each(|item| self.take(item, depth)),
            Value::Object(node) => {
                for (key, inner) in &node {
                    if inner.is_object() || inner.is_array() {
                        // A graph's nodes stand beside one another, not inside it.
                        self.take(inner.clone(), depth + usize::from(key != "@graph"));
                    }
                }
                if node.contains_key("@type") || node.contains_key("@id") {
                    self.nodes.push((depth, node));
                }
            }
            _ => {}
        }
    }

    /// All nodes whose type `is` wanted, the outermost first, in document order; with their depth.
    pub(super) fn of_type(
        &self,
        is: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = (usize, &Map<String, Value>)> {
        self.numbered(is).map(|(_, depth, node)| (depth, node))
    }

    /// The same, with the number that [`LinkedData::at`] finds a node by.
    pub(super) fn numbered(
        &self,
        is: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = (usize, usize, &Map<String, Value>)> {
        let all = self.nodes.iter().enumerate().map(|(at, (depth, node))| (at, *depth, node));
        all.filter(move |(_, _, node)| types(node).any(&is))
    }

    /// The node of that number.
    pub(super) fn at(&self, number: usize) -> Option<&Map<String, Value>> {
        self.nodes.get(number).map(|(_, node)| node)
    }

    /// The node that a value is or refers to by `@id`.
    pub(super) fn node<'a>(&'a self, value: &'a Value) -> Option<&'a Map<String, Value>> {
        let node = value.as_object()?;
        let Some(id) = node.get("@id").and_then(Value::as_str).filter(|_| node.len() == 1) else {
            return Some(node);
        };
        let named = |n: &&(usize, Map<String, Value>)| {
            n.1.len() > 1 && n.1.get("@id").and_then(Value::as_str) == Some(id)
        };
        self.nodes.iter().find(named).map(|(_, node)| node).or(Some(node))
    }

    /// A field's values, in order: an array's items, or the one value.
    pub(super) fn values<'a>(node: &'a Map<String, Value>, key: &str) -> &'a [Value] {
        match node.get(key) {
            Some(Value::Array(items)) => items,
            Some(value) => std::slice::from_ref(value),
            None => &[],
        }
    }

    /// The field's first text; a node's `name`, `@value` or `url` stand for it.
    pub(super) fn text(&self, node: &Map<String, Value>, key: &str) -> Option<String> {
        Self::values(node, key).iter().find_map(|value| self.text_of(value))
    }

    /// The words of a value.
    pub(super) fn text_of(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            Value::Object(_) => {
                let node = self.node(value)?;
                ["name", "@value", "url", "@id"].iter().find_map(|key| {
                    node.get(*key)?.as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
                })
            }
            _ => None,
        }
    }
}

/// A node's types, without the vocabulary's address.
pub(super) fn types(node: &Map<String, Value>) -> impl Iterator<Item = &str> {
    LinkedData::values(node, "@type")
        .iter()
        .filter_map(Value::as_str)
        .map(|name| name.rsplit(['/', '#', ':']).next().unwrap_or(name))
}

/// Is it a type of article?
pub(super) fn is_article(name: &str) -> bool {
    name.ends_with("Article")
        || name.ends_with("Posting")
        || matches!(name, "Report" | "Review" | "ClaimReview" | "Recipe")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_found_wherever_they_stand() {
        let dom = Dom::parse(
            "<script type='application/ld+json'>{\"@graph\": [{\"@type\": \"Organization\", \"@id\": \"#o\", \"name\": \"Courier\"},\
             {\"@type\": [\"NewsArticle\"], \"headline\": \"A\", \"publisher\": {\"@id\": \"#o\"}}]}</script>\
             <script type='application/LD+JSON; charset=utf-8'>[{\"@type\": \"https://schema.org/WebPage\", \
             \"mainEntity\": {\"@type\": \"BlogPosting\", \"headline\": \"B\"}}]</script>",
        );
        let data = LinkedData::read(&dom);
        let articles: Vec<_> = data.of_type(is_article).collect();
        assert_eq!(articles.len(), 2);
        assert_eq!(data.text(articles[0].1, "publisher").as_deref(), Some("Courier"));
        assert_eq!((articles[1].0, data.text(articles[1].1, "headline").as_deref()), (1, Some("B")));
        assert_eq!(data.of_type(|t| t == "WebPage").count(), 1);
    }
}

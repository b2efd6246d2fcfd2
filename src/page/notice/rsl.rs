//! Really Simple Licensing 1.0 inside a page: `<script type="application/rsl+xml">` (§4).

use std::sync::LazyLock;

use crate::markup::{Child, Css, Dom, Element, line};

/// Scripts, and elements of each, that are read.
const MAX_SCRIPTS: usize = 4;
const MAX_ELEMENTS: usize = 100;
/// A longer script is none.
const MAX_SCRIPT: usize = 64 * 1024;

static SCRIPTS: LazyLock<Css> = LazyLock::new(|| Css::new("script[type^='application/rsl+xml' i]"));
static ALL: LazyLock<Css> = LazyLock::new(|| Css::new("*"));

/// What the page's scripts state, one text each: "RSL: permits usage: search; prohibits usage: ai-train".
pub(super) fn inline(dom: &Dom) -> Vec<String> {
    dom.select(&SCRIPTS)
        .take(MAX_SCRIPTS)
        .filter_map(|script| in_words(&script.texts().collect::<String>()))
        .collect()
}

fn in_words(xml: &str) -> Option<String> {
    if xml.len() > MAX_SCRIPT {
        return None;
    }
    // Names and values are all that counts, and those a reader of HTML finds as well.
    let dom = Dom::parse(xml);
    let said: Vec<String> = dom.select(&ALL).take(MAX_ELEMENTS).filter_map(one).collect();
    (!said.is_empty()).then(|| format!("RSL: {}", said.join("; ")))
}

fn one(element: Element<'_>) -> Option<String> {
    let name = element.name().rsplit(':').next().unwrap_or_default();
    let sort = element.attr("type").map(line).filter(|s| !s.is_empty());
    let text: String =
        element.children().filter_map(|c| if let Child::Text(t) = c { Some(t) } else { None }).collect();
    let text = line(&text);
    let said = match name {
        "content" => {
            format!("licence server {}", element.attr("server").map(line).filter(|s| !s.is_empty())?)
        }
        "permits" | "prohibits" if !text.is_empty() => format!("{name} {}: {text}", sort.unwrap_or_default()),
        "payment" => format!("payment: {}", sort?),
        "standard" | "custom" | "terms" | "copyright" if !text.is_empty() => format!("{name}: {text}"),
        _ => return None,
    };
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_one_licence_in_words() {
        let page = r#"<script type="application/rsl+xml"><rsl xmlns="https://rslstandard.org/rsl"><content url="/" server="https://licences.example/">
            <license><permits type="usage">search</permits><prohibits type="usage">ai-train ai-input</prohibits>
            <payment type="attribution"><standard>https://licences.example/by</standard></payment></license></content></rsl></script>
            <script type="application/rsl+xml"><rsl/></script><script>let a = "<permits>all</permits>";</script>"#;
        assert_eq!(
            inline(&Dom::parse(page)),
            [
                "RSL: licence server https://licences.example/; permits usage: search; prohibits usage: ai-train ai-input; payment: attribution; standard: https://licences.example/by"
            ]
        );
    }
}

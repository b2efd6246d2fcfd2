//! What says that a link leads to a tag: its mark, its address, the name of the part it stands in.

use crate::markup::Element;
use crate::model::fold;

/// Is the part called after what it holds?
pub(super) fn is_named_for_tags(element: Element<'_>) -> bool {
    element.is_named(|word| {
        matches!(
            word,
            "tag"
                | "tags"
                | "taglist"
                | "topic"
                | "topics"
                | "keyword"
                | "keywords"
                | "facet"
                | "facets"
                | "theme"
                | "themes"
                | "categories"
                | "themen"
                | "schlagworte"
                | "taxonomy"
        )
    })
}

/// Does a link lead to a list of articles under a word: marked so, or by its path?
pub(super) fn is_tag_link(link: Element<'_>, scheme: &str) -> bool {
    if link.attr("rel").is_some_and(|r| r.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("tag"))) {
        return true;
    }
    let href = link.attr("href").unwrap_or_default().to_lowercase();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let says = [
        "tag",
        "tags",
        "topic",
        "topics",
        "thema",
        "themen",
        "theme",
        "themes",
        "keyword",
        "keywords",
        "category",
        "categories",
        "schlagwort",
        "etiqueta",
        "tema",
        "temas",
        "region",
        "sujet",
        "mot-cle",
        "section",
        "search",
        "subject",
        "subjects",
        "people",
        "country",
        "label",
    ];
    let mut parts = path.split('/').filter(|p| !p.is_empty());
    parts.any(|p| says.contains(&p) || p == scheme)
        || href.contains("tag=")
        || href.contains("topic=")
        || href.contains("keyword=")
}

/// Does an item's address end with its own words? One may be an article's; several are a list of tags.
pub(super) fn is_named_address(words: &str, link: Option<Element<'_>>) -> bool {
    let href = link.and_then(|l| l.attr("href")).unwrap_or_default().to_lowercase();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let last = path.split('/').rfind(|p| !p.is_empty()).unwrap_or_default();
    fold(last.trim_end_matches(".html")) == fold(words)
}

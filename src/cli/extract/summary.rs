use std::fmt::Write;

use super::json::moment;
use crate::cli::document::row;
use crate::model::{Author, Page};

/// The page for a person: its head, its tags by facet, its notices, and the text.
pub(super) fn page(page: &Page) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", page.title.as_deref().unwrap_or("(no title)"));
    row(&mut out, "kind", Some(page.kind.as_str()));
    let authors: Vec<&str> = page.authors.iter().filter_map(called).collect();
    row(&mut out, "by", Some(&authors.join(", ")));
    row(&mut out, "published", page.published.as_ref().and_then(moment).as_deref());
    row(&mut out, "modified", page.modified.as_ref().and_then(moment).as_deref());
    row(&mut out, "site", page.site.as_deref());
    row(&mut out, "section", page.section.as_deref());
    row(&mut out, "language", page.language.as_deref());
    row(&mut out, "address", page.canonical_url.as_deref());
    row(&mut out, "picture", page.image_url.as_deref());
    row(&mut out, "picture credit", page.image_credit.as_deref());
    row(&mut out, "licence", page.licence.as_deref());
    if let Some(original) = &page.original {
        let named = [original.outlet.as_deref(), original.url.as_deref()];
        let named: Vec<&str> = named.into_iter().flatten().collect();
        row(&mut out, "original", Some(&named.join(", ")));
    }
    let mut schemes: Vec<&str> = Vec::new();
    for tag in &page.tags {
        if !schemes.contains(&tag.scheme.as_str()) {
            schemes.push(&tag.scheme);
        }
    }
    for scheme in schemes {
        let labels = page.tags.iter().filter(|t| t.scheme == scheme).map(|t| t.label.as_str());
        row(&mut out, scheme, Some(&labels.collect::<Vec<_>>().join(", ")));
    }
    if !page.notices.is_empty() {
        let _ = writeln!(out, "\nnotices:");
        for notice in &page.notices {
            let named = format!("{} ({})", notice.kind, notice.scope.as_str());
            row(&mut out, &named, Some(&notice.text));
        }
    }
    if !page.text.is_empty() {
        let _ = writeln!(out, "\n{}", page.text);
    }
    out
}

fn called(author: &Author) -> Option<&str> {
    author.name.as_deref().or(author.email.as_deref()).or(author.uri.as_deref())
}

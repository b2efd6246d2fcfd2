//! Where an article stands: site, section, language, address.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::super::linked_data::LinkedData;
use super::super::signals::Signals;
use crate::markup::{self, Css};
use crate::model::{self, Page};

/// A section's name has at most so many characters.
const LONGEST_SECTION: usize = 60;

pub(super) fn site(signals: &Signals<'_>, page: &mut Page) {
    let data = &signals.data;
    let publisher = || {
        let node = signals.article().or_else(|| signals.page_node())?;
        name(data, node, "publisher").map(|n| ("json-ld publisher", n))
    };
    let website = || {
        let (_, node) = data.of_type(|t| t == "WebSite").next()?;
        node.get("name").and_then(Value::as_str).map(|n| ("json-ld website", n.to_owned()))
    };
    let named =
        signals.meta(&["og:site_name"]).or_else(publisher).or_else(website).or_else(|| {
            signals.meta(&["application-name", "apple-mobile-web-app-title", "dc.publisher", "cre"])
        });
    if let Some((from, name)) = named {
        page.site = Some(markup::line(&name)).filter(|n| !n.is_empty() && !n.starts_with("http"));
        note(page, "site", from, page.site.is_some());
    }
}

/// The name of what a field holds or refers to; never an address.
pub(super) fn name(data: &LinkedData, node: &Map<String, Value>, key: &str) -> Option<String> {
    data.text(node, key).filter(|n| !n.starts_with("http") && !n.starts_with('#'))
}

pub(super) fn canonical(signals: &Signals<'_>, page: &mut Page) {
    let data = || {
        let node = signals.article()?;
        let value = node.get("url").or_else(|| node.get("mainEntityOfPage"))?;
        let url = value.as_str().or_else(|| value.get("@id").and_then(Value::as_str))?;
        signals.absolute(url).map(|u| ("json-ld", u))
    };
    let link = signals.canonical.clone().map(|url| ("canonical", url));
    let named = link
        .or_else(|| signals.meta(&["og:url"]).and_then(|(from, url)| Some((from, signals.absolute(&url)?))))
        .or_else(data);
    if let Some((from, url)) = named {
        page.canonical_url = Some(url);
        note(page, "canonical_url", from, true);
    }
}

pub(super) fn language(signals: &Signals<'_>, page: &mut Page) {
    let root = signals.dom.root();
    let html = root.attr("lang").or_else(|| root.attr("xml:lang")).map(|l| ("html", l.to_owned()));
    let data = || {
        let node = signals.article().or_else(|| signals.page_node())?;
        Some(("json-ld", signals.data.text(node, "inLanguage")?))
    };
    let meta = || signals.meta(&["og:locale", "content-language", "language", "dc.language", "inlanguage"]);
    // `lang=""` and themes that were never translated say less than what follows.
    for (from, given) in [html, data(), meta()].into_iter().flatten() {
        if let Some(tag) = model::language(&given) {
            page.language = Some(tag);
            note(page, "language", from, true);
            return;
        }
    }
}

static BREADCRUMB: LazyLock<Css> =
    LazyLock::new(|| Css::new("[class*='breadcrumb' i] a, [itemtype*='BreadcrumbList'] a"));

pub(super) fn section(signals: &Signals<'_>, page: &mut Page) {
    let data = || {
        let node = signals.article()?;
        Some(("json-ld", signals.data.text(node, "articleSection")?))
    };
    let meta = || {
        signals.meta(&[
            "article:section",
            "parsely-section",
            "articlesection",
            "cxenseparse:recs:section",
            "sailthru.section",
            "dc.subject",
            "section",
        ])
    };
    let marked = || {
        let (syntax, node) = signals.data.marked()?;
        Some((syntax, signals.data.text(node, "articleSection")?))
    };
    let crumb = || {
        let mut crumbs = signals.dom.select(&BREADCRUMB).take(20).map(|a| a.line()).filter(|l| !l.is_empty());
        crumbs.nth(1).map(|l| ("breadcrumb", l))
    };
    for (from, name) in [data(), meta(), marked(), crumb()].into_iter().flatten() {
        let name = markup::line(&name);
        let named = !name.is_empty() && name.chars().count() <= LONGEST_SECTION && !name.starts_with("http");
        if named && page.site.as_deref() != Some(&name) {
            page.section = Some(name);
            note(page, "section", from, true);
            return;
        }
    }
}

/// Notes which signal gave a field.
pub(super) fn note(page: &mut Page, field: &'static str, from: &str, given: bool) {
    if given {
        page.from.insert(field, from.to_owned());
    }
}

//! Notices that the markup declares: schema.org fields, `meta` elements, `rel=license`, reservations of
//! text and data mining.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::markup::{Css, Dom};
use crate::model::{DisclaimerKind, Notice, Scope};
use crate::page::Hints;
use crate::page::linked_data::{LinkedData, is_article, types};

static META: LazyLock<Css> = LazyLock::new(|| Css::new("meta[name][content]"));
static LINKS: LazyLock<Css> = LazyLock::new(|| Css::new("link[rel][href]"));

/// Fields of an article whose words are a notice.
const FIELDS: [(&str, DisclaimerKind); 5] = [
    ("copyrightNotice", DisclaimerKind::Copyright),
    ("license", DisclaimerKind::Licence),
    ("usageInfo", DisclaimerKind::Licence),
    ("acquireLicensePage", DisclaimerKind::Licence),
    ("creditText", DisclaimerKind::Attribution),
];

pub(super) fn read(dom: &Dom, data: &LinkedData, hints: &Hints<'_>) -> Vec<Notice> {
    let mut notices = Vec::new();
    // The outermost article is the page's; others are teasers.
    if let Some((_, article)) = data.of_type(is_article).next() {
        declared(data, article, &mut notices);
    }
    metas(dom, &mut notices);
    for link in dom.select(&LINKS) {
        let rel = link.attr("rel").unwrap_or_default().to_ascii_lowercase();
        // Really Simple Licensing 1.0 §4: <link rel="license" type="application/rsl+xml">.
        if rel.split_ascii_whitespace().any(|r| r == "license") {
            push(&mut notices, DisclaimerKind::Licence, link.attr("href").unwrap_or_default(), Scope::Outlet);
        }
    }
    for text in hints.reservations {
        push(&mut notices, DisclaimerKind::Licence, text, Scope::Outlet);
    }
    notices
}

fn declared(data: &LinkedData, article: &Map<String, Value>, notices: &mut Vec<Notice>) {
    for (field, kind) in FIELDS {
        if let Some(text) = data.text(article, field) {
            push(notices, kind, &text, Scope::Article);
        }
    }
    for value in LinkedData::values(article, "correction") {
        let node = data.node(value);
        let text = node.and_then(|n| data.text(n, "text")).or_else(|| data.text_of(value));
        push(notices, DisclaimerKind::Correction, text.as_deref().unwrap_or_default(), Scope::Article);
    }
    if !article.contains_key("copyrightNotice")
        && let (Some(holder), Some(year)) =
            (data.text(article, "copyrightHolder"), data.text(article, "copyrightYear"))
        && !holder.contains("://")
    {
        push(notices, DisclaimerKind::Copyright, &format!("© {year} {holder}"), Scope::Article);
    }
    if types(article).any(|t| t == "AdvertiserContentArticle") {
        let sponsor = data.text(article, "sponsor").unwrap_or_else(|| "AdvertiserContentArticle".to_owned());
        push(notices, DisclaimerKind::Sponsored, &sponsor, Scope::Article);
    }
}

fn metas(dom: &Dom, notices: &mut Vec<Notice>) {
    let mut policy = None;
    let mut is_reserved = false;
    for meta in dom.select(&META) {
        let name = meta.attr("name").unwrap_or_default().to_ascii_lowercase();
        let content = meta.attr("content").unwrap_or_default();
        match name.as_str() {
            "copyright"
            | "rights"
            | "dc.rights"
            | "dcterms.rights"
            | "dc.rightsholder"
            | "dcterms.rightsholder"
                if is_claim(content) =>
            {
                push(notices, DisclaimerKind::Copyright, content, Scope::Outlet);
            }
            "dcterms.license" | "dc.rights.license" | "citation_license" => {
                push(notices, DisclaimerKind::Licence, content, Scope::Article);
            }
            // W3C TDM Reservation Protocol §3.3.
            "tdm-reservation" => is_reserved = content.trim() == "1",
            "tdm-policy" => policy = Some(content.trim().to_owned()),
            _ => {}
        }
    }
    if is_reserved {
        let policy = policy.map(|p| format!("; tdm-policy: {p}")).unwrap_or_default();
        push(notices, DisclaimerKind::Licence, &format!("tdm-reservation: 1{policy}"), Scope::Outlet);
    }
}

/// `<meta name="copyright" content="©">` claims nothing.
fn is_claim(content: &str) -> bool {
    content.chars().filter(|c| c.is_alphanumeric()).count() > 3
}

fn push(notices: &mut Vec<Notice>, kind: DisclaimerKind, text: &str, scope: Scope) {
    let text = crate::markup::line(text);
    if !text.is_empty() {
        notices.push(Notice { kind, text, language: None, scope });
    }
}

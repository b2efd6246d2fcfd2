//! Notices that the markup declares: schema.org fields, `meta` elements, `rel=license`, reservations of
//! text and data mining.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::{fold, rsl};
use crate::markup::Css;
use crate::model::{DisclaimerKind, Notice, Scope};
use crate::page::Hints;
use crate::page::licence::{creative_commons, named};
use crate::page::linked_data::{LinkedData, types};
use crate::page::signals::Signals;

static LINKS: LazyLock<Css> = LazyLock::new(|| Css::new("link[rel][href]"));

/// Fields of an article whose words are a notice.
const FIELDS: [(&str, DisclaimerKind); 5] = [
    ("copyrightNotice", DisclaimerKind::Copyright),
    ("license", DisclaimerKind::Licence),
    ("usageInfo", DisclaimerKind::Licence),
    ("acquireLicensePage", DisclaimerKind::Licence),
    ("creditText", DisclaimerKind::Attribution),
];

pub(super) fn read(signals: &Signals<'_>, hints: &Hints<'_>) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let Some(article) = signals.article() {
        declared(&signals.data, article, &mut notices);
    }
    metas(signals, &mut notices);
    for link in signals.dom.select(&LINKS) {
        let rel = link.attr("rel").unwrap_or_default().to_ascii_lowercase();
        // Really Simple Licensing 1.0 §4: <link rel="license" type="application/rsl+xml">.
        if rel.split_ascii_whitespace().any(|r| r == "license") {
            let href = link.attr("href").unwrap_or_default();
            let address = signals.absolute(href).unwrap_or_else(|| href.to_owned());
            push(&mut notices, DisclaimerKind::Licence, &address, Scope::Outlet);
        }
    }
    for text in rsl::inline(signals.dom) {
        push(&mut notices, DisclaimerKind::Licence, &text, Scope::Outlet);
    }
    for text in hints.reservations {
        push(&mut notices, DisclaimerKind::Licence, &reserved(signals, text), Scope::Outlet);
    }
    notices
}

/// A licence's address in the header (`/rsl.xml`) counts from the page's own, whatever `<base>` says; what is
/// no address stays as it is.
fn reserved(signals: &Signals<'_>, text: &str) -> String {
    let is_path = text.starts_with(['/', '.']) && !text.contains(char::is_whitespace);
    let joined = signals.url.as_ref().filter(|_| is_path).and_then(|base| base.join(text).ok());
    joined.map_or_else(|| text.to_owned(), String::from)
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

fn metas(signals: &Signals<'_>, notices: &mut Vec<Notice>) {
    for name in
        ["copyright", "rights", "dc.rights", "dcterms.rights", "dc.rightsholder", "dcterms.rightsholder"]
    {
        for content in signals.metas(name).filter(|c| is_claim(c)) {
            // A licence of the page's own is the article's: no site has it in each page's head for another.
            if is_licence(content) {
                push(notices, DisclaimerKind::Licence, content, Scope::Article);
            } else {
                push(notices, DisclaimerKind::Copyright, content, Scope::Outlet);
            }
        }
    }
    for name in ["dcterms.license", "dc.rights.license", "citation_license"] {
        for content in signals.metas(name) {
            push(notices, DisclaimerKind::Licence, content, Scope::Article);
        }
    }
    // W3C TDM Reservation Protocol §3.3.
    if signals.metas("tdm-reservation").any(|c| c == "1") {
        let policy =
            signals.metas("tdm-policy").next().map(|p| format!("; tdm-policy: {p}")).unwrap_or_default();
        push(notices, DisclaimerKind::Licence, &format!("tdm-reservation: 1{policy}"), Scope::Outlet);
    }
}

/// `<meta name="copyright" content="©">` claims nothing.
fn is_claim(content: &str) -> bool {
    content.chars().filter(|c| c.is_alphanumeric()).count() > 3
}

/// `<meta name="dc.rights" content="https://creativecommons.org/licenses/by/4.0/">`, or its name alone.
fn is_licence(content: &str) -> bool {
    let claims = content.contains('©') || fold(content).contains("copyright");
    creative_commons(content).is_some() || !claims && named(content).is_some()
}

fn push(notices: &mut Vec<Notice>, kind: DisclaimerKind, text: &str, scope: Scope) {
    let text = crate::markup::line(text);
    if !text.is_empty() {
        notices.push(Notice { kind, text, language: None, scope });
    }
}

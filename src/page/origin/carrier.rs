//! Fields and elements that carry the original source.

use std::sync::LazyLock;

use super::{Own, own};
use crate::markup::Css;
use crate::model::Original;
use crate::page::linked_data::LinkedData;
use crate::page::notice::{AGENCIES, Agency, agency_in_byline, fold};
use crate::page::signals::Signals;

static METAS: LazyLock<Css> = LazyLock::new(|| {
    Css::new(
        "meta[name='original-source' i], meta[name='syndication-source' i], meta[property='article:original_source' i]",
    )
});
static TITLE: LazyLock<Css> = LazyLock::new(|| Css::new("title"));
static CANONICAL: LazyLock<Css> = LazyLock::new(|| Css::new("link[rel~='canonical' i][href]"));

/// JSON-LD `isBasedOn`, `sourceOrganization` of the page's article. Its `publisher` counts only where the
/// page has another name of its own.
pub(super) fn linked_data(signals: &Signals<'_>, own: &Own) -> Option<Original> {
    let data = &signals.data;
    let article = signals.article().or_else(|| data.marked().map(|(_, node)| node))?;
    for field in ["isBasedOn", "isBasedOnUrl"] {
        for value in LinkedData::values(article, field) {
            let node = data.node(value);
            let url = value.as_str().map(str::to_owned).or_else(|| {
                let node = node?;
                ["url", "@id"].iter().find_map(|key| node.get(*key)?.as_str().map(str::to_owned))
            });
            let url = url.and_then(|u| own.resolve(&u)).filter(|u| {
                // What a study says is a source of facts, not the article's origin.
                u.host_str()
                    .is_some_and(|h| !own.is_host(h) && !h.ends_with("nih.gov") && !h.ends_with("doi.org"))
            });
            let outlet = node
                .and_then(|n| data.text(n, "publisher"))
                .filter(|name| !own.is(name) && !name.contains("://"));
            if url.is_some() || outlet.is_some() {
                return Some(Original { outlet, url: url.map(String::from), evidence: field.to_owned() });
            }
        }
    }
    let named = LinkedData::values(article, "sourceOrganization").iter().find_map(|value| {
        // "https://courier.example/#publisher" is the page's own, whatever it is called.
        let is_home = data.node(value).is_some_and(|node| {
            ["@id", "url"].iter().filter_map(|key| node.get(*key)?.as_str()).any(|at| own.is_home(at))
        });
        data.text_of(value).filter(|name| !is_home && !own.is(name) && !name.contains("://"))
    })?;
    Some(Original { outlet: Some(named), url: None, evidence: "sourceOrganization".to_owned() })
}

/// `original-source` and `syndication-source` to another host.
pub(super) fn metas(signals: &Signals<'_>, own: &Own) -> Option<Original> {
    signals.dom.select(&METAS).find_map(|meta| {
        let content = meta.attr("content")?;
        let url = own.resolve(content).filter(|u| u.host_str().is_some_and(|h| !own.is_host(h)))?;
        let evidence = meta.attr("name").or(meta.attr("property"))?.to_ascii_lowercase();
        Some(Original { outlet: own::host_of(url.as_str()), url: Some(url.into()), evidence })
    })
}

/// `<meta name="source" content="来源：新华网">`: the name alone, as Chinese sites give it.
pub(super) fn source(signals: &Signals<'_>, own: &Own) -> Option<Original> {
    let content = signals.metas("source").next()?;
    let name = content.rsplit(['：', ':']).next().unwrap_or(content).trim();
    // A site that gives its own name gives it in the title as well.
    let in_title = signals.dom.select(&TITLE).next().is_some_and(|title| title.line().contains(name));
    let is_other = !in_title && !own.is(name) && !content.contains("//");
    let is_name = is_other && (2..=40).contains(&name.chars().count());
    is_name.then(|| Original { outlet: Some(name.to_owned()), url: None, evidence: "source".to_owned() })
}

/// A canonical address on another outlet's host.
pub(super) fn canonical(signals: &Signals<'_>, own: &Own) -> Option<Original> {
    signals.dom.select(&CANONICAL).find_map(|link| {
        let url =
            own.resolve(link.attr("href")?).filter(|u| u.host_str().is_some_and(|h| !own.is_host(h)))?;
        // The site's front page is a fault of its template, not the article's address.
        let is_article = url.path().trim_matches('/').contains(|c: char| c.is_alphanumeric());
        let is_archive = url.host_str().is_some_and(|h| h.ends_with("archive.org") || h == "localhost");
        (is_article && !is_archive).then(|| Original {
            outlet: own::host_of(url.as_str()),
            url: Some(url.into()),
            evidence: "rel=canonical".to_owned(),
        })
    })
}

/// The agency that is named as the text's author, alone or behind the people who wrote it for the agency.
pub(super) fn byline(signals: &Signals<'_>) -> Option<(&'static Agency, String)> {
    let in_data = signals.article().and_then(|article| {
        let last = LinkedData::values(article, "author").last()?;
        signals.data.text_of(last)
    });
    let in_metas = ["author", "article:author", "og:article:author", "parsely-author", "sailthru.author"];
    let in_metas = in_metas.iter().flat_map(|name| signals.metas(name)).map(crate::markup::line);
    in_data.into_iter().chain(in_metas).find_map(|name| Some((agency_in_byline(&name)?, name)))
}

/// The agency a credit gives the text to; none where it only gave material.
pub(super) fn agency_of(credit: &str) -> Option<&'static Agency> {
    let folded = fold(credit);
    let only_helped = [
        "material",
        "contribut",
        "additional",
        "informationen von",
        "input",
        "avec ",
        "con informacion",
        "com informac",
        "files from",
        "mit ",
    ];
    if only_helped.iter().any(|w| folded.contains(w)) {
        return None;
    }
    let words = || folded.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|w| !w.is_empty());
    let spaced = format!(" {} ", words().collect::<Vec<_>>().join(" "));
    AGENCIES.iter().find(|a| a.called.iter().any(|c| spaced.contains(&format!(" {c} "))))
}

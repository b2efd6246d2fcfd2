//! The licence of a page's text: its address, or its name.

use std::sync::LazyLock;

use super::block::{Block, Place};
use super::signals::Signals;
use crate::markup::Css;
use crate::model::{DisclaimerKind, Notice, Scope};

static LINKS: LazyLock<Css> =
    LazyLock::new(|| Css::new("a[href*='creativecommons.org/'], a[rel~=license], link[rel~=license]"));

/// The licence that a page gives its text, by what is most exact: the article's JSON-LD, microdata or RDFa, `rel=license`, a
/// link to a Creative Commons licence in the article or around it, the words of a notice. A picture's
/// licence is not the article's.
///
/// Creative Commons licences come as `https://creativecommons.org/licenses/by-sa/4.0/` where the
/// version is known, else as `CC BY-SA`; others as the address or the name that the page gives.
pub(super) fn read(signals: &Signals<'_>, blocks: &[Block], notices: &[Notice]) -> Option<String> {
    let marked = signals.data.marked().map(|(_, node)| node);
    let mut articles = signals.article().into_iter().chain(marked);
    let declared = articles.find_map(|article| signals.data.text(article, "license"));
    if let Some(licence) = declared.as_deref().and_then(creative_commons) {
        return Some(licence);
    }
    let mut best: Option<(usize, String)> = None;
    let mut offer = |weight: usize, licence: String| {
        if best.as_ref().is_none_or(|(w, _)| weight > *w) {
            best = Some((weight, licence));
        }
    };
    for block in blocks {
        for link in &block.links {
            if let Some(licence) = creative_commons(&link.href) {
                offer(weight(block), licence);
            }
        }
    }
    for element in signals.dom.select(&LINKS) {
        let href = element.attr("href").unwrap_or_default();
        let is_declared = element.attr("rel").is_some_and(|r| r.to_ascii_lowercase().contains("license"));
        let is_picture = element.ancestors().take(6).any(|e| matches!(e.name(), "figure" | "figcaption"));
        // A badge has no words; links with words are weighed by the block they stand in.
        let is_badge = element.line().is_empty();
        if let Some(licence) = creative_commons(href).filter(|_| !is_picture && (is_declared || is_badge)) {
            offer(if is_declared { 50 } else { 15 }, licence);
        }
    }
    // "© 2016 The Quay CC-BY-SA", in words only, around the text.
    let around = blocks.iter().filter(|b| b.after == 0 && !b.is_paragraph() && b.text.len() < 400);
    for block in around {
        if let Some(licence) = named(&block.text) {
            offer(weight(block), licence);
        }
    }
    for notice in notices.iter().filter(|n| n.kind == DisclaimerKind::Licence) {
        if let Some(licence) = named(&notice.text) {
            offer(if notice.scope == Scope::Image { 1 } else { 40 }, licence);
        }
    }
    best.filter(|(weight, _)| *weight > 4).map(|(_, licence)| licence).or(declared)
}

/// How sure a link in this block speaks of the text.
fn weight(block: &Block) -> usize {
    let text = block.text.to_lowercase();
    let says = ["licen", "lizen", "licenc", "лиценз"].iter().any(|w| text.contains(w));
    let of_picture = block.place == Place::Figure
        || ["foto", "bild", "image", "photo", "picture", "flickr", "wikimedia", "imagen"]
            .iter()
            .any(|w| text.contains(w));
    match block.place {
        Place::Ad | Place::Comment | Place::Teaser | Place::Figure => 1,
        _ if of_picture && !says => 2,
        _ if of_picture => 6,
        Place::Footer | Place::Aside if says => 30,
        _ if says => 35,
        _ if block.is_paragraph() => 4,
        _ => 20,
    }
}

/// An address of a Creative Commons licence, made the canonical one: `https`, no `www`, no `deed`.
pub(super) fn creative_commons(address: &str) -> Option<String> {
    let lower = address.trim().to_ascii_lowercase();
    let rest = lower.split_once("creativecommons.org/")?.1;
    let mut parts = rest.split(['/', '?', '#']).filter(|p| !p.is_empty());
    match parts.next()? {
        "licenses" => {
            let class = parts.next().filter(|c| is_class(c))?;
            let mut path = format!("https://creativecommons.org/licenses/{class}/");
            if let Some(version) = parts.next().filter(|v| v.starts_with(|c: char| c.is_ascii_digit())) {
                path.push_str(version);
                path.push('/');
                if let Some(country) = parts.next().filter(|c| c.len() == 2 || *c == "igo") {
                    path.push_str(country);
                    path.push('/');
                }
            }
            Some(path)
        }
        "publicdomain" => {
            let what = parts.next().filter(|w| matches!(*w, "zero" | "mark"))?;
            let version = parts.next().unwrap_or("1.0");
            Some(format!("https://creativecommons.org/publicdomain/{what}/{version}/"))
        }
        _ => None,
    }
}

fn is_class(class: &str) -> bool {
    matches!(class, "by" | "by-sa" | "by-nd" | "by-nc" | "by-nc-sa" | "by-nc-nd" | "by-nd-nc" | "by-sa-nc")
}

/// A licence by its name in running text: "CC BY-NC-SA 3.0 DE", "Creative Commons Attribution-NonCommercial
/// 4.0", "Namensnennung - Weitergabe unter gleichen Bedingungen 3.0 Deutschland", "CC0".
pub(super) fn named(text: &str) -> Option<String> {
    let lower = super::notice::fold(text);
    if let Some(licence) = creative_commons(&lower) {
        return Some(licence);
    }
    let is_cc = [
        "creative commons",
        "creative-commons",
        "cc by",
        "cc-by",
        "cc0",
        "cc-lizenz",
        "creativecommons",
        "cc:",
        "(cc)",
    ]
    .iter()
    .any(|w| lower.contains(w));
    if !is_cc {
        return gnu(&lower);
    }
    if lower.contains("cc0") || lower.contains("cc 0") {
        return Some("CC0".to_owned());
    }
    let class = abbreviated(&lower).or_else(|| spelt(&lower))?;
    let version = lower
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|v| v.trim_matches('.'))
        .find(|v| matches!(*v, "1.0" | "2.0" | "2.1" | "2.5" | "3.0" | "4.0"));
    Some(match version {
        Some(version) => format!("https://creativecommons.org/licenses/{class}/{version}/"),
        None => format!("CC {}", class.to_uppercase()),
    })
}

fn gnu(lower: &str) -> Option<String> {
    ["gnu free documentation license", "gnu-lizenz fur freie dokumentation"]
        .iter()
        .any(|w| lower.contains(w))
        .then(|| "GFDL".to_owned())
}

/// `by-nc-sa` as letters behind "CC".
fn abbreviated(lower: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = lower[from..].find("by") {
        let at = from + at;
        from = at + 2;
        let before = lower[..at].trim_end_matches([' ', '-', '_', ':', '(', '"']);
        if !before.ends_with("cc") && !before.ends_with("commons") && !before.ends_with(')') {
            continue;
        }
        let mut class = "by".to_owned();
        for part in lower[at + 2..].split(['-', ' ', '_', '/']).filter(|p| !p.is_empty()).take(2) {
            match part.trim_matches(|c: char| !c.is_ascii_alphabetic()) {
                "nc" => class.push_str("-nc"),
                "sa" => class.push_str("-sa"),
                "nd" => class.push_str("-nd"),
                _ => break,
            }
        }
        return Some(class);
    }
    None
}

/// The conditions in words, in eight languages, folded.
#[rustfmt::skip]
fn spelt(lower: &str) -> Option<String> {
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    let attribution = has(&["attribution", "namensnennung", "paternite", "reconocimiento", "atribucion", "attribuzione", "atribuicao", "naamsvermelding", "атрибуци"]);
    if !attribution {
        return None;
    }
    let mut class = "by".to_owned();
    if has(&["noncommercial", "non-commercial", "nicht kommerziell", "nicht-kommerziell", "nichtkommerziell", "keine kommerzielle", "pas d'utilisation commerciale", "nocomercial", "no comercial", "non commerciale", "naocomercial", "nao comercial", "nietcommercieel", "niet-commercieel", "некоммерческ"]) {
        class.push_str("-nc");
    }
    if has(&["sharealike", "share-alike", "share alike", "weitergabe unter gleichen", "partage dans les memes", "partage a l'identique", "compartirigual", "compartir igual", "condividi allo stesso", "compartilhaigual", "compartilha igual", "gelijkdelen", "с сохранением условий"]) {
        class.push_str("-sa");
    } else if has(&["noderiv", "no deriv", "no-deriv", "keine bearbeitung", "pas de modification", "sin obra derivada", "sinderivada", "sinobraderivada", "non opere derivate", "semderivac", "geenafgeleide", "geen afgeleide", "без производных"]) {
        class.push_str("-nd");
    }
    Some(class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::Dom;
    use crate::page::{Hints, block, notice};

    fn licence(html: &str) -> Option<String> {
        let dom = Dom::parse(html);
        let hints = Hints { url: Some("https://quay.example/a"), ..Hints::default() };
        let signals = Signals::gather(&dom, &hints);
        let blocks = block::read(&dom);
        let found = notice::read(&signals, &blocks, &hints);
        read(&signals, &blocks, &found.notices)
    }

    #[test]
    fn addresses_become_the_canonical_one() {
        for (address, canonical) in [
            (
                "http://www.creativecommons.org/licenses/by-nc-sa/3.0/de/deed.de",
                "https://creativecommons.org/licenses/by-nc-sa/3.0/de/",
            ),
            ("//creativecommons.org/licenses/BY/4.0", "https://creativecommons.org/licenses/by/4.0/"),
            (
                "https://creativecommons.org/licenses/by-sa/4.0/?ref=chooser",
                "https://creativecommons.org/licenses/by-sa/4.0/",
            ),
            (
                "https://creativecommons.org/publicdomain/zero/1.0/",
                "https://creativecommons.org/publicdomain/zero/1.0/",
            ),
        ] {
            assert_eq!(creative_commons(address).as_deref(), Some(canonical), "{address}");
        }
        assert_eq!(creative_commons("https://creativecommons.org/"), None);
        assert_eq!(creative_commons("https://other.example/licenses/by/4.0/"), None);
    }

    #[test]
    fn names_are_read_in_words_and_letters() {
        for (text, licence) in [
            ("Lizenz: CC BY-NC-ND 3.0 DE", "https://creativecommons.org/licenses/by-nc-nd/3.0/"),
            ("cc-by-sa", "CC BY-SA"),
            (
                "Creative Commons Attribution-NonCommercial-ShareAlike 4.0",
                "https://creativecommons.org/licenses/by-nc-sa/4.0/",
            ),
            (
                "Creative Commons Namensnennung - Keine Bearbeitung 3.0 Deutschland",
                "https://creativecommons.org/licenses/by-nd/3.0/",
            ),
            ("Creative Commons (BY-NC)", "CC BY-NC"),
            ("under CC0", "CC0"),
        ] {
            assert_eq!(named(text).as_deref(), Some(licence), "{text}");
        }
        assert_eq!(named("Creative Commons is an organisation"), None);
        assert_eq!(named("by the sea"), None);
    }

    #[test]
    fn a_pictures_licence_is_not_the_texts() {
        let text = "<p>The ferry to the outer islands ran again on Monday after a winter in which nobody crossed the sound.</p>".repeat(3);
        let picture = "<figure><img><figcaption>Photo: Ada, <a href='https://creativecommons.org/licenses/by/2.0/'>CC BY</a></figcaption></figure>";
        let credit =
            "<p>Foto: Ada / flickr, <a href='https://creativecommons.org/licenses/by/2.0/'>CC BY</a></p>";
        let page = |extra: &str| {
            format!("<body><article><h1>F</h1><div>{picture}{text}{credit}</div></article>{extra}")
        };
        assert_eq!(licence(&page("")), None);
        let badge = "<footer><a rel=license href='http://creativecommons.org/licenses/by-sa/3.0/de/'><img></a></footer>";
        assert_eq!(
            licence(&page(badge)).as_deref(),
            Some("https://creativecommons.org/licenses/by-sa/3.0/de/")
        );
        let said = "<footer><p>Content is licensed under CC BY-NC 4.0.</p></footer>";
        assert_eq!(licence(&page(said)).as_deref(), Some("https://creativecommons.org/licenses/by-nc/4.0/"));
    }
}

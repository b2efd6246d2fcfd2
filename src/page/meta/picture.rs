//! The lead picture and whose it is.

use std::sync::LazyLock;

use serde_json::Value;

use super::super::linked_data::LinkedData;
use super::super::signals::Signals;
use super::lead::lead;
use super::place::note;
use crate::markup::{self, Css, Element};
use crate::model::Page;

/// A longer text is a caption, not a credit.
const LONGEST_CREDIT: usize = 120;
/// Figures of a page that are looked at.
const MOST_FIGURES: usize = 60;

static MICRODATA: LazyLock<Css> = LazyLock::new(|| Css::new("[itemprop~='image'], link[rel~='image_src']"));
static FIGURE: LazyLock<Css> = LazyLock::new(|| {
    Css::new("figure, .wp-caption, [class*='caption' i], [class*='figure' i], [itemtype*='ImageObject']")
});
static IMG: LazyLock<Css> = LazyLock::new(|| Css::new("img, source, amp-img"));
static CREDIT: LazyLock<Css> = LazyLock::new(|| {
    Css::new(
        "[class*='credit' i], [class*='copyright' i], [class*='source' i], [class*='quelle' i], [class*='photographer' i], [class*='rights' i], \
         [itemprop~='copyrightHolder'], [itemprop~='author'], [itemprop~='creditText'], [class*='fotograf' i], small, cite",
    )
});
static CAPTION: LazyLock<Css> =
    LazyLock::new(|| Css::new("figcaption, .wp-caption-text, [class*='caption' i]"));

/// What stands before the name in a caption.
const LABELS: [&str; 16] = [
    "image credit:",
    "photo credit:",
    "picture credit:",
    "credit:",
    "photo:",
    "photos:",
    "photograph:",
    "image:",
    "foto:",
    "bild:",
    "quelle:",
    "crédit photo :",
    "photo by ",
    "foto di ",
    "fuente:",
    "фото:",
];

pub(super) fn picture(signals: &Signals<'_>, page: &mut Page) {
    let data = || {
        let node = signals.article()?;
        let url = LinkedData::values(node, "image").iter().find_map(|v| address(&signals.data, v));
        let url = url.or_else(|| address(&signals.data, node.get("thumbnailUrl")?))?;
        Some(("json-ld", signals.absolute(&url)?))
    };
    let named =
        |names: &[&'static str]| signals.meta(names).and_then(|(n, url)| Some((n, signals.absolute(&url)?)));
    let marked = || {
        let element = signals.dom.select(&MICRODATA).next()?;
        let url = ["content", "href", "src"].iter().find_map(|a| element.attr(a))?;
        Some(("microdata", signals.absolute(url)?))
    };
    let found = named(&["og:image", "og:image:secure_url", "og:image:url"])
        .or_else(data)
        .or_else(|| {
            named(&[
                "twitter:image",
                "twitter:image:src",
                "parsely-image-url",
                "sailthru.image.full",
                "image",
                "thumbnail",
            ])
        })
        .or_else(marked)
        .or_else(|| Some(("article", lead(signals)?)));
    let Some((from, url)) = found else { return };
    page.image_url = Some(url);
    note(page, "image", from, true);
    if let Some((from, credit)) = credit(signals, page) {
        page.image_credit = Some(credit);
        note(page, "image_credit", from, true);
    }
}

fn address(data: &LinkedData, value: &Value) -> Option<String> {
    match value {
        Value::String(url) => Some(url.clone()),
        Value::Object(_) => {
            let node = data.node(value)?;
            let url = node.get("url").or_else(|| node.get("contentUrl")).or_else(|| node.get("@id"))?;
            LinkedData::values(&[("u".to_owned(), url.clone())].into_iter().collect(), "u")
                .first()?
                .as_str()
                .map(str::to_owned)
        }
        Value::Array(items) => items.first().and_then(|v| address(data, v)),
        _ => None,
    }
}

/// The credit in the data, else the one that stands in the picture's figure.
fn credit(signals: &Signals<'_>, page: &Page) -> Option<(&'static str, String)> {
    let stem = page.image_url.as_deref().map(stem).filter(|s| s.len() >= 4)?;
    let node = signals
        .article()
        .and_then(|n| LinkedData::values(n, "image").iter().find_map(|v| signals.data.node(v)));
    if let Some(node) = node {
        let said = ["creditText", "copyrightNotice", "copyrightHolder", "creator", "author"]
            .iter()
            .find_map(|key| signals.data.text(node, key));
        let said = said
            .map(|c| markup::line(&c))
            .filter(|c| !c.is_empty() && c.chars().count() <= LONGEST_CREDIT && !c.starts_with("http"));
        if said.is_some() {
            return said.map(|c| ("json-ld", c));
        }
    }
    let figures = signals.dom.select(&FIGURE).take(MOST_FIGURES);
    let mut figures = figures.filter(|f| {
        f.select(&IMG).take(8).any(|img| {
            ["src", "data-src", "srcset", "data-srcset"]
                .iter()
                .filter_map(|a| img.attr(a))
                .any(|src| src.contains(stem))
        })
    });
    let figure = figures.next()?;
    let marked = figure
        .select(&CREDIT)
        .map(Element::line)
        .find(|l| !l.is_empty() && l.chars().count() <= LONGEST_CREDIT);
    let captioned = || {
        figure
            .select(&CAPTION)
            .map(Element::line)
            .find_map(|l| after_label(&l))
            .or_else(|| after_label(&figure.line()))
    };
    marked.map(|c| after_label(&c).unwrap_or(c)).or_else(captioned).map(|c| ("figure", c))
}

/// What a picture's address has of its own: the file's name without size and ending.
fn stem(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').find(|p| p.len() >= 4).unwrap_or_default();
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    match name.rsplit_once('-') {
        Some((name, size)) if size.contains('x') && size.bytes().all(|b| b.is_ascii_digit() || b == b'x') => {
            name
        }
        _ => name,
    }
}

fn after_label(caption: &str) -> Option<String> {
    let lower = caption.to_lowercase();
    // Lower case may take other lengths: then the caption is left alone.
    if lower.len() != caption.len() {
        return None;
    }
    let at = LABELS.iter().filter_map(|label| lower.rfind(label).map(|at| at + label.len())).max()?;
    let credit = caption[at..].trim().trim_end_matches([')', ']', '.']);
    (!credit.is_empty() && credit.chars().count() <= LONGEST_CREDIT).then(|| credit.to_owned())
}

//! The first picture that stands in the article, for pages that name none.

use std::sync::LazyLock;

use super::super::signals::Signals;
use crate::markup::{Css, Element};

/// Pictures of a page that are looked at.
const MOST: usize = 200;
/// Shorter sides, in CSS pixels, are icons' and portraits'.
const SMALL: u32 = 150;

static INSIDE: LazyLock<Css> = LazyLock::new(|| {
    Css::new(
        "article img, main img, [itemprop~='articleBody'] img, [class*='article' i] img, [class*='content' i] img",
    )
});

/// Attributes that hold the picture where a script is to put it in place later, those that say most first.
const LAZY: [&str; 7] =
    ["data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset", "srcset", "src"];

/// Words in the file's name, or in the element's class, of what is no picture of the article.
const NO_PICTURE: [&str; 17] = [
    "avatar",
    "logo",
    "icon",
    "sprite",
    "pixel",
    "placeholder",
    "spacer",
    "blank",
    "missing",
    "loading",
    "badge",
    "banner",
    "gravatar",
    "author",
    "emoji",
    "arrow",
    "button",
];

/// Elements whose pictures belong to something else.
const ELSEWHERE: [&str; 10] = [
    "related",
    "recommend",
    "teaser",
    "sidebar",
    "author",
    "byline",
    "share",
    "social",
    "newsletter",
    "promo",
];

/// Its address, absolute.
pub(super) fn lead(signals: &Signals<'_>) -> Option<String> {
    let pictures = signals.dom.select(&INSIDE).take(MOST).filter(|img| !is_elsewhere(*img));
    pictures.filter_map(shown).find_map(|address| signals.absolute(&address))
}

fn is_elsewhere(img: Element<'_>) -> bool {
    img.ancestors().any(|around| {
        let class = around.attr("class").unwrap_or_default().to_ascii_lowercase();
        matches!(around.name(), "aside" | "nav" | "footer" | "noscript")
            || class.split([' ', '-', '_']).any(|word| ELSEWHERE.iter().any(|other| word.starts_with(other)))
    })
}

/// The picture that the element shows, or will once a script has run; `None` for an icon.
fn shown(img: Element<'_>) -> Option<String> {
    let side = |name: &str| img.attr(name).and_then(|v| v.trim().trim_end_matches("px").parse::<u32>().ok());
    if [side("width"), side("height")].into_iter().flatten().any(|side| side < SMALL) {
        return None;
    }
    let class = img.attr("class").unwrap_or_default().to_ascii_lowercase();
    if NO_PICTURE.iter().any(|word| *word != "placeholder" && class.contains(word)) {
        return None;
    }
    LAZY.iter().filter_map(|name| largest(img.attr(name)?)).find(|address| is_picture(address))
}

/// Of candidates for several widths (`srcset`, HTML Living Standard §4.8.4.2.1) the largest. Addresses may
/// themselves hold commas, but not blanks.
fn largest(value: &str) -> Option<String> {
    let mut best: Option<(f64, &str)> = None;
    let mut words = value.split_ascii_whitespace().peekable();
    while let Some(word) = words.next() {
        let address = word.trim_matches(',');
        let size = words.next_if(|next| {
            let number = next.trim_end_matches([',', 'w', 'x', 'h']);
            number.len() < next.len() && number.parse::<f64>().is_ok()
        });
        let size =
            size.and_then(|size| size.trim_end_matches([',', 'w', 'x', 'h']).parse().ok()).unwrap_or(0.0);
        if !address.is_empty() && best.is_none_or(|(most, _)| size > most) {
            best = Some((size, address));
        }
    }
    best.map(|(_, address)| address.to_owned())
}

/// Not a placeholder, an icon or a drawing, by its address.
fn is_picture(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    let is_drawn = [".svg", ".gif", ".ico"].iter().any(|ending| path.ends_with(ending));
    !(is_drawn
        || lower.starts_with("data:")
        || lower.contains("if(this")
        || NO_PICTURE.iter().any(|word| file.contains(word))
        || is_small(&lower))
}

/// `-100x100.jpg`, `/80x80/`, `?w=94&`: does the address say that it is a small one?
fn is_small(address: &str) -> bool {
    let parts = address.split(|c: char| !(c.is_ascii_alphanumeric() || c == '='));
    // Less is a ratio, such as 16x9.
    let number = |text: &str| text.parse::<u32>().ok().filter(|n| *n >= 30);
    parts.into_iter().any(|part| {
        let sides = part.split_once('x').and_then(|(w, h)| Some((number(w)?, number(h)?)));
        let named =
            ["w=", "width=", "h=", "height="].iter().find_map(|name| number(part.strip_prefix(name)?));
        sides.is_some_and(|(w, h)| w.min(h) < SMALL) || named.is_some_and(|side| side < SMALL)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_picture, largest, lead};
    use crate::markup::Dom;
    use crate::page::Hints;
    use crate::page::signals::Signals;

    fn lead_of(html: &str) -> Option<String> {
        let dom = Dom::parse(html);
        lead(&Signals::gather(&dom, &Hints { url: Some("https://courier.example/a/1"), ..Hints::default() }))
    }

    #[test]
    fn the_first_picture_of_the_article_is_what_its_script_will_show() {
        let page = r#"<main><div class="author-box"><img src="/jo.jpg"></div>
            <article><img src="/one.jpg" width="40" height="40">
            <img src="/wait/placeholder.png" data-srcset="/harbour.jpg 320w, /harbour@2.jpg 1280w" class="lazy">
            <img src="/second.jpg"></article><aside><img src="/tide.jpg"></aside></main>"#;
        assert_eq!(lead_of(page).as_deref(), Some("https://courier.example/harbour@2.jpg"));
        let none =
            r#"<article><p>No picture.</p><div class="related-articles"><img src="/b.jpg"></div></article>"#;
        assert_eq!(lead_of(none), None);
    }

    #[test]
    fn of_several_widths_the_largest_is_taken() {
        let set =
            "https://p.example/a,b.jpg 320w, https://p.example/a,b-2.jpg 1280w, https://p.example/c.jpg 640w";
        assert_eq!(largest(set).as_deref(), Some("https://p.example/a,b-2.jpg"));
        assert_eq!(largest("/one.jpg, /two.jpg 2x").as_deref(), Some("/two.jpg"));
        assert_eq!(largest("https://p.example/plain.jpg").as_deref(), Some("https://p.example/plain.jpg"));
        assert_eq!(largest(" \n"), None);
    }

    #[test]
    fn icons_and_placeholders_are_no_pictures() {
        for no in [
            "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
            "/img/placeholder.png",
            "/static/logo.svg",
            "/people/jo-author.jpg",
            "/2026/11/harbour-100x100.jpg",
            "/2026/11/harbour.jpg?w=94&crop=1",
        ] {
            assert!(!is_picture(no), "{no}");
        }
        for yes in ["/2026/11/harbour-1200x630.jpg", "/2026/11/harbour.jpg?w=940", "/max/800/1x2.jpeg"] {
            assert!(is_picture(yes), "{yes}");
        }
    }
}

//! What is never the article: left out before anybody looks for it.

use crate::markup::{Dom, Element, Pruned};

/// A part that holds more of the page's text than this is not left out by its name: sites call the whole
/// article `related-content` or `newsletter-layout`. In hundredths.
const MOST_SHARE: usize = 30;

/// Words of a class or an id by which a part is furniture, wherever they stand in a name.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "share", "sharing", "shares", "sharebar", "sharebuttons", "social", "socials", "addtoany", "sharethis", "sharedaddy",
    "related", "recommended", "recommendation", "recommendations", "recirc", "recirculation", "teaser", "teasers", "readmore", "outbrain", "taboola", "trending", "mostread",
    "newsletter", "newsletters", "signup", "promo", "promobox", "advert", "advertisement", "advertising", "adslot", "adbox", "anzeige", "werbung", "publicidad",
    "commentlist", "disqus", "breadcrumb", "breadcrumbs", "pagination", "cookie", "consent", "gdpr", "taglist", "tagcloud", "figcaption", "articlesby", "memberlink", "facebooklink", "authorbox", "donate", "donation",
];
/// The same, which name layouts as well ("sidebar-grid__content"): only as the last word of a name.
#[rustfmt::skip]
const LAST: &[&str] = &[
    "sidebar", "banner", "menu", "navbar", "footer", "print", "bio", "tags", "credit", "credits", "copyright", "caption", "rating", "modal", "popup", "subscribe", "subscription", "skip", "toolbar", "tooltip", "pager", "comments", "respond", "byline", "sponsor", "popular",
];
/// The same, where they stand together.
const PHRASES: &[&str] = &[
    "read-more",
    "read_more",
    "more-from",
    "most-read",
    "also-read",
    "author-bio",
    "author-box",
    "about-author",
    "wp-caption-text",
    "image-credit",
    "photo-credit",
    "social-share",
    "share-button",
    "tag-list",
    "post-tags",
    "entry-tags",
    "article-tags",
    "post-meta",
    "entry-meta",
    "cookie-",
    "newsletter-",
    "ad-slot",
    "ad-container",
    "sign-up",
    "screen-reader-text",
    "visually-hidden",
];

/// The page without furniture.
pub(super) fn prune(dom: &Dom) -> Pruned {
    dom.prune(is_furniture)
}

/// The page with all that can be read, for sites whose names of parts mislead.
pub(super) fn keep(dom: &Dom) -> Pruned {
    dom.prune(|element, _, _| matches!(element.name(), "nav" | "button" | "dialog"))
}

fn is_furniture(element: Element<'_>, size: usize, whole: usize) -> bool {
    if size * 100 > whole * MOST_SHARE {
        return false;
    }
    match element.name() {
        "nav" | "figcaption" | "button" | "dialog" => return true,
        "html" | "head" | "body" | "main" | "article" | "title" | "h1" | "h2" | "h3" => return false,
        "footer" => return true,
        _ => {}
    }
    let hidden = element.attr("hidden").is_some()
        || element.attr("style").is_some_and(|s| s.replace(' ', "").contains("display:none"));
    if hidden && size < 400
        || element.attr("role").is_some_and(|r| {
            matches!(r, "navigation" | "complementary" | "contentinfo" | "dialog" | "search" | "banner")
        })
    {
        return true;
    }
    let marks = [element.attr("class"), element.attr("id")];
    marks.into_iter().flatten().any(|mark| is_named(&mark.to_ascii_lowercase()))
}

/// Does it stand inside of furniture? For those who look at the whole page.
pub(super) fn is_inside(element: Element<'_>) -> bool {
    element
        .ancestors()
        .take(30)
        .chain([element])
        .any(|e| is_furniture(e, 0, 1) && !matches!(e.name(), "header"))
}

fn is_named(mark: &str) -> bool {
    PHRASES.iter().any(|p| mark.contains(p))
        || mark.split_whitespace().any(|name| {
            let mut words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
            words.clone().any(|word| NAMES.contains(&word))
                || words.next_back().is_some_and(|word| LAST.contains(&word))
        })
}

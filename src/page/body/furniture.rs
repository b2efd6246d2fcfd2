//! What is never the article: left out before anybody looks for it.

use crate::markup::{Dom, Element, Pruned};

/// A part that holds more of the page's text than this is not left out by its name: sites call the whole
/// article `related-content` or `newsletter-layout`. In hundredths.
const MOST_SHARE: usize = 30;

/// Words of a class or an id by which a part is furniture.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "share", "sharing", "shares", "sharebar", "sharebuttons", "social", "socials", "addtoany", "sharethis", "sharedaddy",
    "related", "recommended", "recommendation", "recommendations", "recirc", "recirculation", "teaser", "teasers", "readmore", "outbrain", "taboola", "trending", "popular", "mostread",
    "newsletter", "newsletters", "subscribe", "subscription", "signup", "promo", "promobox", "advert", "advertisement", "advertising", "adslot", "adbox", "anzeige", "werbung", "publicidad", "sponsor",
    "comments", "commentlist", "disqus", "respond", "breadcrumb", "breadcrumbs", "pagination", "pager", "cookie", "consent", "gdpr", "paywall", "banner", "navbar", "sitenav", "menu", "sidebar",
    "tags", "taglist", "tagcloud", "byline", "caption", "figcaption", "credit", "credits", "copyright", "articlesby", "memberlink", "facebooklink", "authorbox", "bio", "footer", "skip", "toolbar", "tooltip", "modal", "popup", "print", "rating", "donate", "donation",
];
/// The same, where they stand together.
const PHRASES: [&str; 26] = [
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

fn is_named(mark: &str) -> bool {
    mark.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| NAMES.contains(&word))
        || PHRASES.iter().any(|p| mark.contains(p))
}

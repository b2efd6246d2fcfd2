//! What is never the article: left out before anybody looks for it.

use crate::markup::{Dom, Element, Pruned};
use crate::model::fold;

/// A shorter line may be anything.
const SHORTEST_LINE: usize = 8;

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

/// What others have found and is none of the text: lists of tags, notices.
#[derive(Default)]
pub(super) struct LeftOut<'a> {
    parts: Vec<Element<'a>>,
    /// Folded.
    lines: Vec<String>,
    longest: usize,
}

impl<'a> LeftOut<'a> {
    /// `parts` go whole; `lines` go where a block says nothing else.
    pub(super) fn new(parts: Vec<Element<'a>>, lines: &[String]) -> Self {
        let mut lines: Vec<String> =
            lines.iter().map(|l| fold(l)).filter(|l| l.len() >= SHORTEST_LINE).collect();
        // Where one holds another, the longer goes first.
        lines.sort_by_key(|l| std::cmp::Reverse(l.len()));
        let longest = lines.iter().map(String::len).sum::<usize>();
        LeftOut { parts, lines, longest }
    }

    fn holds(&self, element: Element<'_>, size: usize) -> bool {
        if self.parts.contains(&element) {
            return true;
        }
        let is_block =
            matches!(element.name(), "p" | "div" | "li" | "section" | "small" | "em" | "h4" | "h5" | "h6");
        if self.lines.is_empty() || !is_block || size < SHORTEST_LINE || size > self.longest + 100 {
            return false;
        }
        let mut rest = fold(&element.line());
        for line in &self.lines {
            if rest.contains(line.as_str()) {
                rest = rest.replace(line.as_str(), "");
            }
        }
        rest.chars().all(|c| c == '-')
    }
}

/// The page without furniture and what is left out.
pub(super) fn prune(dom: &Dom, left_out: &LeftOut<'_>) -> Pruned {
    dom.prune(|element, size, whole| is_furniture(element, size, whole) || left_out.holds(element, size))
}

/// The page with all that can be read, for sites whose names of parts mislead.
pub(super) fn keep(dom: &Dom, left_out: &LeftOut<'_>) -> Pruned {
    dom.prune(|element, size, _| {
        matches!(element.name(), "nav" | "button" | "dialog") || left_out.holds(element, size)
    })
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

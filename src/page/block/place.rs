use crate::markup::{Child, Element};

/// So many levels below a page's wrapper its `main` is looked for …
const WRAPPED: usize = 3;
/// … among so many elements of each.
const MOST_WRAPPED: usize = 32;

/// Where on a page a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Place {
    /// The article, or nowhere else in particular.
    #[default]
    Main,
    /// The site's head.
    Header,
    /// Navigation, consent banners, menus.
    Nav,
    /// Beside the article, or a box in it.
    Aside,
    /// The site's foot.
    Footer,
    /// A picture's caption or credit.
    Figure,
    /// An advertisement slot.
    Ad,
    /// Readers' comments.
    Comment,
    /// A pointer to another article, or an invitation to subscribe.
    Teaser,
}

impl Place {
    /// Is what stands here somebody else's: neither the article's nor the outlet's?
    pub fn is_foreign(self) -> bool {
        matches!(self, Place::Ad | Place::Comment | Place::Teaser | Place::Nav)
    }
}

/// The words of an element's id, classes, role and data attributes that say what it is, in lower case.
pub(super) fn tokens(element: Element<'_>) -> impl Iterator<Item = String> {
    ["id", "class", "role"]
        .into_iter()
        .filter_map(move |name| element.attr(name))
        .flat_map(|value| value.split(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|t| t.len() > 1)
        .map(str::to_ascii_lowercase)
}

/// The place an element's name or attributes put it in.
pub(super) fn by_name(element: Element<'_>) -> Option<Place> {
    let by_element = match element.name() {
        "nav" | "dialog" | "menu" => Some(Place::Nav),
        "header" => Some(Place::Header),
        "footer" => Some(Place::Footer),
        "aside" => Some(Place::Aside),
        "figure" | "figcaption" | "picture" | "video" | "audio" => Some(Place::Figure),
        "ins" if element.attr("data-ad-client").is_some() => Some(Place::Ad),
        _ => None,
    };
    // What the classes say is more exact: <aside class=ad>, <aside class=related>.
    let mut found = None;
    let (mut picture, mut credit) = (false, false);
    for token in tokens(element) {
        if let Some(place) = by_token(&token) {
            found = found.max_by_rank(place);
        }
        picture |= is_picture(&token);
        credit |= matches!(
            token.as_str(),
            "credit" | "credits" | "copyright" | "source" | "quelle" | "author" | "legend" | "copy"
        );
    }
    // <div class=image><img><span class=copyright>.
    picture = picture || (credit && element.parent().is_some_and(|p| tokens(p).any(|t| is_picture(&t))));
    if picture && credit && found.is_none() {
        found = Some(Place::Figure);
    }
    let found = found.filter(|_| !wraps_page(element));
    match (by_element, found) {
        // A figure stays one, whatever else it is.
        (Some(Place::Figure), Some(Place::Aside | Place::Header | Place::Footer)) => by_element,
        (_, Some(_)) => found,
        (_, None) => by_element,
    }
}

/// A wrapper called after the menu beside it ("nav-drawer-slide") holds the page's `main`, and is no menu.
fn wraps_page(element: Element<'_>) -> bool {
    if !matches!(element.name(), "div" | "section" | "body") {
        return false;
    }
    let is_main = |e: &Element<'_>| e.name() == "main" || e.attr("role") == Some("main");
    let mut level = vec![element];
    for _ in 0..WRAPPED {
        level = level.into_iter().flat_map(elements).take(MOST_WRAPPED).collect();
        if level.iter().any(is_main) {
            return true;
        }
    }
    false
}

fn elements(around: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    around.children().filter_map(|child| match child {
        Child::Element(element) => Some(element),
        Child::Text(_) => None,
    })
}

fn is_picture(token: &str) -> bool {
    matches!(token, "image" | "img" | "photo" | "picture" | "foto" | "bild" | "media")
}

trait Rank {
    fn max_by_rank(self, other: Place) -> Self;
}

impl Rank for Option<Place> {
    /// An advertisement in a related list is an advertisement.
    fn max_by_rank(self, other: Place) -> Self {
        let rank = |place| match place {
            Place::Ad => 5,
            Place::Comment => 4,
            Place::Teaser => 3,
            Place::Figure => 2,
            Place::Nav | Place::Footer => 1,
            _ => 0,
        };
        match self {
            Some(mine) if rank(mine) >= rank(other) => self,
            _ => Some(other),
        }
    }
}

fn by_token(token: &str) -> Option<Place> {
    Some(match token {
        "ad" | "ads" | "adv" | "advert" | "adverts" | "advertisement" | "advertising" | "adslot"
        | "adunit" | "adbox" | "adsbygoogle" | "gpt" | "dfp" | "anzeige" | "werbung" | "reklame"
        | "publicite" | "publicidad" | "publicidade" | "pubblicita" | "advertentie" | "reklama" => Place::Ad,
        "comments" | "comment" | "commentlist" | "disqus" | "respond" | "kommentare" | "commentaires"
        | "comentarios" | "commenti" | "reacties" => Place::Comment,
        "related" | "relatedposts" | "teaser" | "teasers" | "recommended" | "recommendations"
        | "recommendation" | "recirculation" | "recirc" | "mostread" | "popular" | "trending"
        | "outbrain" | "taboola" | "promo" | "newsletter" | "signup" | "tile" | "card" | "cards"
        | "carousel" => Place::Teaser,
        "caption" | "captions" | "figcaption" | "figure" | "gallery" | "slideshow" | "imagecredit"
        | "photocredit" | "bildunterschrift" => Place::Figure,
        "nav" | "navigation" | "menu" | "breadcrumb" | "breadcrumbs" | "cookie" | "cookies" | "consent"
        | "gdpr" | "modal" | "popup" | "navbar" => Place::Nav,
        "footer" | "colophon" | "contentinfo" | "sitefooter" | "fuss" | "fusszeile" | "rodape"
        | "piepagina" => Place::Footer,
        "sidebar" | "aside" | "complementary" | "widget" | "widgets" => Place::Aside,
        "masthead" | "banner" => Place::Header,
        // "picImgCaption", "photocaption".
        _ if token.len() < 20 && token.ends_with("caption") => Place::Figure,
        _ => return None,
    })
}

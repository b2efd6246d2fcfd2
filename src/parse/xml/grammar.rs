//! What recovery knows of feeds: which elements hold text, and which elements can only be the next
//! field of a feed, never part of a text.

use super::namespace::Ns;

/// How an element's content is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    /// It holds elements.
    No,
    /// It holds a short text: a date, an address, a name. Any field of a feed ends it.
    Plain,
    /// It may hold markup: only what HTML does not have ends it.
    Markup,
}

pub(super) fn leaf(ns: Ns, name: &str) -> Leaf {
    match ns {
        Ns::Core | Ns::Atom => match name {
            "title" | "link" | "guid" | "id" | "pubdate" | "published" | "updated" | "issued"
            | "modified" | "created" | "lastbuilddate" | "comments" | "language" | "generator" | "docs"
            | "ttl" | "managingeditor" | "webmaster" | "uri" | "email" | "name" | "category" | "keywords"
            | "rating" | "width" | "height" | "icon" | "logo" => Leaf::Plain,
            "description" | "summary" | "content" | "subtitle" | "tagline" | "info" | "rights"
            | "copyright" | "body" | "fullitem" | "abstract" | "fulltext" => Leaf::Markup,
            _ => Leaf::No,
        },
        Ns::Dc | Ns::DcTerms => {
            if name == "description" || name == "abstract" {
                Leaf::Markup
            } else {
                Leaf::Plain
            }
        }
        Ns::Content if name == "encoded" => Leaf::Markup,
        Ns::Yandex if matches!(name, "full-text" | "content") => Leaf::Markup,
        Ns::WordPress if name == "encoded" => Leaf::Markup,
        Ns::Rdf if name == "value" => Leaf::Markup,
        Ns::Media => match name {
            "title" | "keywords" | "credit" | "copyright" => Leaf::Plain,
            "description" | "text" => Leaf::Markup,
            _ => Leaf::No,
        },
        Ns::Itunes => match name {
            "summary" | "subtitle" => Leaf::Markup,
            "category" | "owner" => Leaf::No,
            _ => Leaf::Plain,
        },
        Ns::Xhtml if matches!(name, "body" | "div") => Leaf::Markup,
        Ns::News | Ns::Sitemap => match name {
            "loc" | "lastmod" | "title" | "keywords" | "publication_date" | "name" | "language"
            | "genres" => Leaf::Plain,
            _ => Leaf::No,
        },
        _ => Leaf::No,
    }
}

/// Is this element a field of a feed?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    No,
    /// HTML or SVG has an element of the same name.
    Maybe,
    Yes,
}

pub(super) fn field(ns: Ns, name: &str) -> Field {
    match ns {
        Ns::Core | Ns::Atom => match name {
            "item" | "entry" | "channel" | "pubdate" | "guid" | "updated" | "published" | "issued"
            | "modified" | "lastbuilddate" | "enclosure" | "category" | "author" | "comments"
            | "description" | "managingeditor" | "webmaster" | "generator" | "ttl" | "docs" | "id"
            | "copyright" | "rights" | "content" | "subtitle" | "tagline" | "contributor" => Field::Yes,
            "title" | "link" | "summary" | "source" | "image" | "language" => Field::Maybe,
            _ => Field::No,
        },
        Ns::Dc
        | Ns::DcTerms
        | Ns::Content
        | Ns::Media
        | Ns::Itunes
        | Ns::Slash
        | Ns::Wfw
        | Ns::Feedburner
        | Ns::GeoRss
        | Ns::Thread
        | Ns::WordPress
        | Ns::Yandex
        | Ns::Podcast
        | Ns::Prism
        | Ns::Cc
        | Ns::Syndication
        | Ns::News
        | Ns::Sitemap => Field::Yes,
        Ns::Rdf => {
            if name == "li" {
                Field::No
            } else {
                Field::Yes
            }
        }
        _ => Field::No,
    }
}

/// An item of a feed: nothing but the next item, or the end of the feed, stands beside it.
pub(super) fn is_item(ns: Ns, name: &str) -> bool {
    matches!(ns, Ns::Core | Ns::Atom) && matches!(name, "item" | "entry")
        || ns == Ns::Sitemap && name == "url"
}

/// Elements whose end tag closes everything inside, whatever it is.
pub(super) fn is_frame(name: &str) -> bool {
    ["item", "entry", "channel", "feed", "rss", "rdf", "url", "urlset"]
        .iter()
        .any(|n| n.eq_ignore_ascii_case(name))
}

/// HTML elements without content.
pub(super) fn is_void(ns: Ns, name: &str) -> bool {
    matches!(ns, Ns::Core | Ns::Xhtml | Ns::Atom | Ns::Other)
        && matches!(name, "br" | "img" | "hr" | "input" | "wbr" | "col" | "area" | "embed")
}

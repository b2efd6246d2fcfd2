use super::{Pace, Right, When};

/// A feed's rights count for each of its entries, its authors for those that name none (RFC 4287, 4.2.1), up to so
/// many: a longer list is of something else, such as of whoever writes there, and would be kept once for every entry.
pub const MAX_INHERITED: usize = 16;

/// What one feed document says, before any judgement of ours.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParsedFeed {
    /// Format and version: `rss 2.0`, `rss 1.0`, `atom 1.0`, `json feed 1.1`, `sitemap news`, …
    pub format: String,
    /// Plain text.
    pub title: Option<String>,
    /// Plain text.
    pub description: Option<String>,
    /// The feed's own id (Atom `id`, JSON Feed `feed_url`).
    pub id: Option<String>,
    /// The web page the feed belongs to; absolute.
    pub link: Option<String>,
    /// Every link, with its relation (`self`, `hub`, `next`, `prev-archive`, …).
    pub links: Vec<Link>,
    /// BCP 47 as given.
    pub language: Option<String>,
    /// When the feed says it was published.
    pub published: Option<When>,
    /// When the feed says it changed.
    pub updated: Option<When>,
    /// Authors of the feed as a whole, and of every item that names none (RFC 4287 §4.2.1).
    pub authors: Vec<Author>,
    /// RSS `managingEditor`: who answers for the feed, and wrote none of it for all we know.
    pub editors: Vec<Author>,
    /// Categories of the feed as a whole.
    pub categories: Vec<Category>,
    /// Rights and licences of the feed as a whole.
    pub rights: Vec<Right>,
    /// What made the feed, as it says.
    pub generator: Option<String>,
    /// The feed's picture.
    pub image: Option<String>,
    /// What else the feed says of when to ask.
    pub pace: Pace,
    /// The items, in document order.
    pub entries: Vec<Entry>,
    /// What had to be repaired or left out: kind and count.
    pub notes: Vec<Note>,
}

/// An item as one fetch showed it, untouched but for decoding and absolute addresses.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// `guid`, `id`, `rdf:about`: only from the feed, byte for byte; never invented.
    pub id: Option<String>,
    /// RSS `guid isPermaLink`: false only where the feed says so.
    pub id_is_permalink: bool,
    /// Plain text, entities resolved once.
    pub title: Option<String>,
    /// The article's page; absolute.
    pub link: Option<String>,
    /// Every link, with its relation (`alternate`, `via`, `related`, `canonical`, `replies`, …).
    pub links: Vec<Link>,
    /// First published.
    pub published: Option<When>,
    /// Last changed; absent where the feed does not say.
    pub updated: Option<When>,
    /// In document order.
    pub authors: Vec<Author>,
    /// Who else had a part in it (Atom and Dublin Core `contributor`), in document order.
    pub contributors: Vec<Author>,
    /// In document order, duplicates as given.
    pub categories: Vec<Category>,
    /// Rights and licences of this item.
    pub rights: Vec<Right>,
    /// The short form.
    pub summary: Option<Content>,
    /// The full form.
    pub content: Option<Content>,
    /// Address of content that lives elsewhere (Atom `content/@src`).
    pub content_src: Option<String>,
    /// What relative addresses inside `summary` and `content` count from, where the feed says so (`xml:base`);
    /// else they count from `link`.
    pub base: Option<String>,
    /// Enclosures, `media:*`, images.
    pub media: Vec<Media>,
    /// Where the item was taken from (RSS `source`, Atom `source`).
    pub source: Option<Source>,
    /// BCP 47 as given; `xml:lang` included.
    pub language: Option<String>,
    /// The page with the comments.
    pub comments: Option<String>,
    /// Anything more that may help identity, such as WordPress's `post-id`.
    pub extra: Vec<(String, String)>,
}

/// A piece of content with what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// HTML or plain text, as the feed gave it (decoded once).
    pub body: String,
    /// Which of the two.
    pub kind: ContentKind,
}

/// What a [`Content`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentKind {
    /// Markup.
    Html,
    /// Plain text.
    Text,
}

/// A link with its relation (RFC 8288).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Link {
    /// Absolute where the base is known.
    pub href: String,
    /// `alternate` where the feed gives none.
    pub rel: Option<String>,
    /// Media type.
    pub media_type: Option<String>,
    /// `hreflang`.
    pub language: Option<String>,
    /// `title`.
    pub title: Option<String>,
}

/// Somebody who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Author {
    /// As printed.
    pub name: Option<String>,
    /// Home page.
    pub uri: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

/// The authors' names in one line; an address stands for who gives no name.
pub fn byline(authors: &[Author]) -> Option<String> {
    let names: Vec<&str> = authors.iter().filter_map(|a| a.name.as_deref().or(a.email.as_deref())).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// A category as the feed gives it (RFC 4287 §4.2.2).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Category {
    /// The term.
    pub term: String,
    /// RSS `domain`, Atom `scheme`, a taxonomy.
    pub scheme: Option<String>,
    /// The label, where it differs.
    pub label: Option<String>,
}

/// An enclosure, a picture, a film.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Media {
    /// Absolute.
    pub url: String,
    /// Media type as given.
    pub media_type: Option<String>,
    /// Bytes as given.
    pub length: Option<u64>,
    /// How long it plays, in seconds.
    pub duration_s: Option<u32>,
    /// `enclosure`, `media`, `thumbnail` or `image`.
    pub role: &'static str,
    /// `media:title`.
    pub title: Option<String>,
    /// `media:description` or `alt`.
    pub description: Option<String>,
    /// In one line: every `media:credit`, then `media:copyright` and `media:license`, which are the picture's or the film's
    /// and not the article's.
    pub credit: Option<String>,
}

/// Where an item was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// The outlet's or feed's name.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// Something we repaired or left out while reading: a kind (a closed list, see `parse`) and how often.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Note {
    /// Lower-case-with-hyphens.
    pub kind: &'static str,
    /// How often, at least 1.
    pub count: u32,
}

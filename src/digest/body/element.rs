/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// May stand inside a paragraph; written by this name.
    Inline(&'static str),
    /// Ends a paragraph; written by this name.
    Block(&'static str),
    /// Means nothing but that a new paragraph begins.
    Wrapper,
    /// Would load something, of this sort: becomes a link to it.
    Loads(&'static str),
    /// `br`
    Break,
    /// `hr`
    Rule,
    /// Its content is no text of the article.
    Hidden,
    /// Left out; its content stays.
    Unknown,
}

const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "strong", "sub", "sup", "time", "u", "var",
];

const BLOCK: [&str; 19] = [
    "p",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "pre",
    "figure",
    "figcaption",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
];

const WRAPPER: [&str; 13] = [
    "div", "section", "article", "main", "header", "footer", "aside", "nav", "center", "details", "summary",
    "address", "form",
];

const HIDDEN: [&str; 16] = [
    "script", "style", "template", "noscript", "object", "svg", "math", "textarea", "title", "select",
    "head", "xmp", "noembed", "noframes", "canvas", "button",
];

impl Kind {
    /// `name` in lower case.
    pub(super) fn of(name: &str) -> Kind {
        match name {
            "br" => return Kind::Break,
            "hr" => return Kind::Rule,
            // The article's title is an h3: its own headings stand below that.
            "h1" | "h2" | "h3" => return Kind::Block("h4"),
            "h4" => return Kind::Block("h5"),
            "h5" | "h6" => return Kind::Block("h6"),
            "img" => return Kind::Loads("Picture"),
            "iframe" => return Kind::Loads("Embedded page"),
            "video" => return Kind::Loads("Film"),
            "audio" => return Kind::Loads("Sound"),
            // Of a `video` or `audio`; the `source` of a `picture` has no `src`.
            "source" => return Kind::Loads("Recording"),
            _ => {}
        }
        if let Some(known) = INLINE.iter().find(|known| **known == name) {
            Kind::Inline(known)
        } else if let Some(known) = BLOCK.iter().find(|known| **known == name) {
            Kind::Block(known)
        } else if WRAPPER.contains(&name) {
            Kind::Wrapper
        } else if HIDDEN.contains(&name) {
            Kind::Hidden
        } else {
            Kind::Unknown
        }
    }

    /// Is what stands up to the end tag passed over?
    pub(super) fn hides_content(self) -> bool {
        matches!(self, Kind::Hidden | Kind::Loads("Embedded page"))
    }
}

/// Does the element, as written, hold blocks or end a paragraph?
pub(super) fn is_block(called: &str) -> bool {
    called == "div" || matches!(Kind::of(called), Kind::Block(_))
}

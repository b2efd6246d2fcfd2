//! A read-only tree of a web page, for rooms that must know where on the page a thing stands.

use std::borrow::Cow;
use std::hash::Hash;

use scraper::{ElementRef, Html, Node as Raw, Selector};

use super::flatten::{MAX_PAGE, flatten, without_long_scripts};

/// A page as a tree: at most its first [`MAX_PAGE`] bytes, nested at most
/// [`MAX_DEPTH`](super::MAX_DEPTH) deep.
pub struct Dom {
    html: Html,
}

/// One element of a [`Dom`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    inner: ElementRef<'a>,
}

/// What an element holds, in document order.
#[derive(Clone, Copy, PartialEq)]
pub enum Child<'a> {
    /// An element.
    Element(Element<'a>),
    /// A piece of text, references resolved, blanks as they stand.
    Text(&'a str),
}

/// A CSS selector of ours, known when the program is written.
pub struct Css(Option<Selector>);

impl Css {
    /// Compiles a selector. One that is not CSS finds nothing: a test of the room that writes it
    /// must find something.
    pub fn new(selector: &str) -> Self {
        Css(Selector::parse(selector).ok())
    }
}

impl Dom {
    /// Makes a tree of a page: of its first 4 MB, for which very long scripts do not count.
    pub fn parse(html: &str) -> Self {
        let html = if html.len() > MAX_PAGE { without_long_scripts(html) } else { Cow::Borrowed(html) };
        Dom { html: Html::parse_document(&flatten(&html[..html.floor_char_boundary(MAX_PAGE)], None)) }
    }

    /// The `html` element, which html5ever makes where a page has none.
    pub fn root(&self) -> Element<'_> {
        Element { inner: self.html.root_element() }
    }

    /// All elements that `css` finds, in document order.
    pub fn select<'a>(&'a self, css: &'a Css) -> impl Iterator<Item = Element<'a>> {
        css.0.iter().flat_map(|s| self.html.select(s)).map(|inner| Element { inner })
    }
}

impl<'a> Element<'a> {
    pub(super) fn of(inner: ElementRef<'a>) -> Self {
        Element { inner }
    }

    pub(super) fn raw(self) -> ElementRef<'a> {
        self.inner
    }

    /// What tells it from every other element of its page: a key for maps.
    pub fn key(self) -> impl Copy + Eq + Hash + use<> {
        self.inner.id()
    }

    /// Its name in lower case.
    pub fn name(self) -> &'a str {
        self.inner.value().name()
    }

    /// An attribute's value, by its name in lower case.
    pub fn attr(self, name: &str) -> Option<&'a str> {
        self.inner.value().attr(name)
    }

    /// Is a word of its `class` or `id` such a one? Words are what stands between other signs than ASCII
    /// letters and digits, in lower case: `related-teaser_2` is `related`, `teaser`, `2`.
    pub fn is_named(self, is: impl Fn(&str) -> bool) -> bool {
        let marks = [self.attr("class"), self.attr("id")].into_iter().flatten();
        marks
            .map(str::to_ascii_lowercase)
            .any(|mark| mark.split(|c: char| !c.is_ascii_alphanumeric()).any(&is))
    }

    /// What it holds, in document order; comments are left out.
    pub fn children(self) -> impl Iterator<Item = Child<'a>> {
        self.inner.children().filter_map(|node| match node.value() {
            Raw::Text(text) => Some(Child::Text(text)),
            Raw::Element(_) => ElementRef::wrap(node).map(|inner| Child::Element(Element { inner })),
            _ => None,
        })
    }

    /// Its parent element.
    pub fn parent(self) -> Option<Element<'a>> {
        self.inner.parent().and_then(ElementRef::wrap).map(|inner| Element { inner })
    }

    /// The elements around it, the nearest first.
    pub fn ancestors(self) -> impl Iterator<Item = Element<'a>> {
        self.inner.ancestors().filter_map(ElementRef::wrap).map(|inner| Element { inner })
    }

    /// The elements beside it that come after it, the nearest first.
    pub fn next_siblings(self) -> impl Iterator<Item = Element<'a>> {
        self.inner.next_siblings().filter_map(ElementRef::wrap).map(|inner| Element { inner })
    }

    /// The elements beside it that come before it, the nearest first.
    pub fn prev_siblings(self) -> impl Iterator<Item = Element<'a>> {
        self.inner.prev_siblings().filter_map(ElementRef::wrap).map(|inner| Element { inner })
    }

    /// All elements inside that `css` finds, in document order; itself not.
    pub fn select<'c>(self, css: &'c Css) -> impl Iterator<Item = Element<'a>> + use<'a, 'c> {
        let inner = self.inner;
        css.0.iter().flat_map(move |s| inner.select(s)).map(|inner| Element { inner })
    }

    /// All pieces of text inside, in document order, scripts and styles included.
    pub fn texts(self) -> impl Iterator<Item = &'a str> {
        self.inner.text()
    }

    /// All its words in one line.
    pub fn line(self) -> String {
        super::pick::words(self.inner)
    }

    /// What is inside, as HTML, unsanitised.
    pub fn inner_html(self) -> String {
        self.inner.inner_html()
    }

    /// Itself as HTML, unsanitised.
    pub fn html(self) -> String {
        self.inner.html()
    }
}

#[cfg(test)]
mod tests {
    use super::{Child, Css, Dom};

    #[test]
    fn a_page_is_walked_both_ways() {
        let dom = Dom::parse("<p id=a>One <b>two</b> three<p id=b>Four");
        let css = Css::new("p");
        let all: Vec<_> = dom.select(&css).collect();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].line(), "One two three");
        let kinds: Vec<_> = all[0]
            .children()
            .map(|c| match c {
                Child::Element(e) => e.name().to_owned(),
                Child::Text(t) => t.to_owned(),
            })
            .collect();
        assert_eq!(kinds, ["One ", "b", " three"]);
        assert_eq!(all[0].next_siblings().next().and_then(|e| e.attr("id")), Some("b"));
        assert_eq!(all[1].prev_siblings().next().and_then(|e| e.attr("id")), Some("a"));
        assert!(all[1].ancestors().any(|e| e.name() == "html"));
        assert_eq!(dom.root().select(&Css::new("b")).count(), 1);
        assert_eq!(dom.select(&Css::new("p[")).count(), 0, "not CSS");
    }
}

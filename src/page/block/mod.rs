//! A page's blocks: its paragraphs, headings, captions and lines in document order, each with where it
//! stands. What a sentence means depends on that: "All rights reserved" under the site's foot is the
//! outlet's, under the article its own, under a picture the picture's.

mod main_text;
mod place;
mod walk;

use crate::markup::{Dom, Element};

pub(super) use main_text::MainText;
pub use place::Place;

/// Blocks beyond this are not read: honest pages stay below 3,000.
const MAX_BLOCKS: usize = 10_000;
/// A body paragraph has at least so many characters; shorter ones are labels, bylines, credits.
const PARAGRAPH: usize = 80;

/// A run of text that a reader sees as one block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// Plain text; `<br>` is a line break, other white space one space.
    pub text: String,
    /// In document order.
    pub links: Vec<Link>,
    /// Where on the page it stands.
    pub place: Place,
    /// The block's element: `p`, `h2`, `li`, `div` …
    pub element: String,
    /// `id`, `class`, `role` and `itemprop` of its element and the two around it, in lower case.
    pub names: String,
    /// It stands in the element that holds most of the article's paragraphs.
    pub in_body: bool,
    /// It stands in the element that holds the article: body, byline, tags, what is under it.
    pub in_article: bool,
    /// Body paragraphs before it.
    pub before: usize,
    /// Body paragraphs after it.
    pub after: usize,
}

/// A link inside a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Its address as written.
    pub href: String,
    /// Where in the block's text its words begin, in bytes.
    pub at: usize,
}

impl Block {
    /// Is it one of the article's paragraphs, by its shape: long, in the body, not mostly links?
    pub fn is_paragraph(&self) -> bool {
        let linked: usize = self.links.iter().map(|l| l.text.len()).sum();
        self.in_body
            && self.place == Place::Main
            && self.text.len() >= PARAGRAPH
            && linked * 2 < self.text.len()
    }
}

/// Reads the blocks of a page, in document order: its first 10,000.
pub fn read(dom: &Dom) -> Vec<Block> {
    blocks(dom.root(), &MainText::find(dom))
}

fn blocks(root: Element<'_>, main: &MainText<'_>) -> Vec<Block> {
    let mut blocks = walk::walk(root, main);
    let mut before = 0;
    let all = blocks.iter().filter(|b| b.is_paragraph()).count();
    for block in &mut blocks {
        block.before = before;
        before += usize::from(block.is_paragraph());
        block.after = all - before;
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<body class='has-sidebar no-comments'><header><nav><a href=/>Home</a></nav></header>\
        <div class=page><article class=post><h1>Ferry back</h1><div class='wp-caption'><img><p class=wp-caption-text>\
        Photo: A. Quay</p></div><p>The ferry runs again after a winter in which nobody crossed the sound, the harbour master said.\
        <p>Boats leave at seven and at noon from the northern pier, and in the evening if the tide allows it, he said.\
        <aside class=related-posts><a href=/x>More on ferries</a></aside>\
        <p>Originally in<br><a href=https://quay.example/>The Quay</a><div class=ad-slot>Sponsored</div></article>\
        <div id=comments><p>First! All rights reserved, and I mean all of them, for ever and ever, in every country of the world.</div></div>\
        <footer>© The Courier</footer>";

    #[test]
    fn each_block_knows_where_it_stands() {
        let dom = Dom::parse(PAGE);
        let blocks = read(&dom);
        let at = |text: &str| blocks.iter().find(|b| b.text.starts_with(text)).expect(text);
        for (text, place, in_article) in [
            ("Home", Place::Nav, false),
            ("Ferry back", Place::Main, true),
            ("Photo", Place::Figure, true),
            ("The ferry runs", Place::Main, true),
            ("More on", Place::Teaser, true),
            ("Originally in", Place::Main, true),
            ("Sponsored", Place::Ad, true),
            ("First!", Place::Comment, false),
            ("© The", Place::Footer, false),
        ] {
            assert_eq!((at(text).place, at(text).in_article), (place, in_article), "{text}");
        }
        let origin = at("Originally in");
        assert_eq!(origin.text, "Originally in\nThe Quay");
        assert_eq!(
            origin.links,
            [Link { text: "The Quay".into(), href: "https://quay.example/".into(), at: 14 }]
        );
        assert_eq!((origin.before, origin.after, origin.in_body), (2, 0, true));
    }

    #[test]
    fn deep_and_wide_pages_end() {
        let deep = format!("{}<p>x", "<div><b>".repeat(50_000));
        assert_eq!(read(&Dom::parse(&deep)).len(), 1);
        assert_eq!(read(&Dom::parse(&"<p>x".repeat(MAX_BLOCKS + 10))).len(), MAX_BLOCKS);
    }
}

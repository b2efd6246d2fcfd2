use askama::Template;

use super::sheet::{Body, Card, Entry, Sheet, counted, sheet};
use super::{Digest, body, notice, plain};

/// Texts of more words than this are folded …
const LONG: usize = 180;
/// … behind a beginning of at least so many.
const BEGINNING: usize = 100;

/// The digest as one page that needs nothing but itself.
pub fn render(digest: &Digest) -> String {
    // Rendering writes into a string; only a template that gives up could fail, and ours never does.
    Page { sheet: sheet(digest) }.render().unwrap_or_else(|e| {
        format!("<!doctype html><title>Digest</title><p>{}", body::escape(&e.to_string()))
    })
}

#[derive(Template)]
#[template(config = "src/digest/askama.toml", path = "digest.html")]
struct Page<'a> {
    sheet: Sheet<'a>,
}

/// An article's text, ready for the page.
struct Folded {
    beginning: String,
    rest: String,
    rest_words: usize,
}

impl Page<'_> {
    fn folded(&self, card: &Card<'_>) -> Folded {
        let blocks = match card.body {
            Body::Html(html, text) => {
                let blocks = body::blocks(html);
                // Of an HTML that holds nothing readable, the text is what is left.
                if blocks.is_empty() { body::plain_blocks(&plain::paragraphs(text)) } else { blocks }
            }
            Body::Text(text) => body::plain_blocks(&plain::paragraphs(text)),
        };
        let total: usize = blocks.iter().map(|b| b.words).sum();
        let mut folded = Folded { beginning: String::new(), rest: String::new(), rest_words: 0 };
        let mut shown = 0;
        for block in blocks {
            let part =
                if total > LONG && shown >= BEGINNING { &mut folded.rest } else { &mut folded.beginning };
            if total > LONG && shown >= BEGINNING {
                folded.rest_words += block.words;
            }
            shown += block.words;
            part.push_str(&block.html);
            part.push('\n');
        }
        folded
    }
}

//! Those who are asked where the article stands. The one door to `trafilatura` and `dom_smoothie`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::super::linked_data::LinkedData;
use super::super::signals::Signals;
use super::vote::{Words, likeness};
use crate::markup::{self, Pruned};

/// Quick voices that are so alike need no further ones. In hundredths.
const AGREED: f32 = 0.97;
/// Less text is not an article body but a teaser.
const SHORTEST_SAID: usize = 300;

/// On deeper pages trafilatura takes minutes and multiplies the text; sane ones stay below 60.
const DEEPEST: usize = 100;

/// What one of them found.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    pub(super) name: &'static str,
    /// As it came: not sanitised.
    pub(super) html: String,
    pub(super) text: String,
    pub(super) words: Words,
}

/// Asks the quick and exact before the slow and generous.
pub(super) fn hear(page: &Pruned, said: Option<&Words>) -> Vec<Voice> {
    let html = page.html.as_str();
    let mut heard: Vec<Voice> = Vec::new();
    if page.depth > DEEPEST {
        heard.extend(voice("dom-smoothie", html, smoothie));
        return heard;
    }
    heard.extend(voice("trafilatura-precise", html, |html| {
        trafilatura(html, trafilatura::ExtractionFocus::FavorPrecision)
    }));
    heard.extend(voice("dom-smoothie", html, smoothie));
    let agreed = match &heard[..] {
        [one, other] => {
            let alike = likeness(&one.words, &other.words);
            let told = said.is_none_or(|said| likeness(&one.words, said) >= AGREED || alike >= 0.99);
            alike >= AGREED && told
        }
        _ => false,
    };
    if !agreed {
        heard.extend(voice("trafilatura", html, |html| {
            trafilatura(html, trafilatura::ExtractionFocus::Balanced)
        }));
    }
    heard
}

/// Foreign code reads strangers' pages here; where it fails on one, it is as if it had found nothing. So is
/// an article larger than its page: on unclosed formatting elements text is found over and over.
fn voice(name: &'static str, page: &str, ask: impl FnOnce(&str) -> Option<String>) -> Option<Voice> {
    let html = catch_unwind(AssertUnwindSafe(|| ask(page))).ok().flatten()?;
    if html.len() > 2 * page.len() + 1_000 {
        return None;
    }
    let text = markup::text(&html);
    let words = Words::of(&text);
    (!text.trim().is_empty()).then_some(Voice { name, html, text, words })
}

fn trafilatura(html: &str, focus: trafilatura::ExtractionFocus) -> Option<String> {
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_links(true)
        .with_images(true)
        .with_focus(focus);
    trafilatura::extract(html, &options).ok().map(|found| found.content_html)
}

fn smoothie(html: &str) -> Option<String> {
    let config = dom_smoothie::Config { disable_json_ld: true, ..dom_smoothie::Config::default() };
    let mut reader = dom_smoothie::Readability::new(html, None, Some(config)).ok()?;
    reader.parse().ok().map(|article| article.content.to_string())
}

/// The text as JSON-LD says it, where it is an article's and not a teaser.
pub(super) fn in_data(signals: &Signals<'_>) -> Option<String> {
    let node = signals.article()?;
    let value = LinkedData::values(node, "articleBody").first()?.as_str()?;
    // Some put HTML there, some escape it twice.
    let text = if markup::looks_like_html(value) { markup::text(value) } else { value.to_owned() };
    let text = if markup::looks_like_html(&text) { markup::text(&text) } else { text };
    (text.chars().count() >= SHORTEST_SAID).then_some(text)
}

/// Plain text as HTML, a paragraph a line.
pub(super) fn paragraphs(text: &str) -> String {
    let escape = |line: &str| line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(|line| format!("<p>{}</p>", escape(line)))
        .collect()
}

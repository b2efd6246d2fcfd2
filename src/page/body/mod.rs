//! Where the article stands on its page: several readers are asked, and what they agree on is taken.
//!
//! 1. [`furniture`]: what is never the article goes first (scripts, share buttons, captions, teasers), so
//!    that the readers below see less of it and have less to do.
//! 2. [`voices`]: trafilatura in two moods and dom_smoothie look for the article, and JSON-LD may say its
//!    text outright. The quick ones come first; the slow ones are spared where those agree.
//! 3. [`vote`]: the voice that agrees best with all others is taken, the standfirst put before it.
//!
//! Text and HTML are made of the chosen part by [`crate::markup`], so paragraphs, lists, quotes and
//! headings stand.

mod furniture;
mod standfirst;
mod voices;
mod vote;

use super::signals::Signals;
use crate::markup;

/// Larger pages, once pruned, are not given to the readers: they take some milliseconds per 10 kB.
const MOST_BYTES: usize = 1_500_000;
/// Nor are pages of more elements.
const MOST_ELEMENTS: usize = 25_000;

/// The article as it stands on its page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Body {
    /// Plain text with paragraphs.
    pub(super) text: String,
    /// Sanitised.
    pub(super) html: String,
    /// Which voice.
    pub(super) from: &'static str,
}

/// Finds the article; nothing where there is none.
pub(super) fn read(signals: &Signals<'_>, title: Option<&str>) -> Option<Body> {
    let pruned = furniture::prune(signals.dom);
    let said = voices::in_data(signals);
    let readable = pruned.html.len() <= MOST_BYTES && pruned.elements <= MOST_ELEMENTS;
    let heard = if readable { voices::hear(&pruned.html, said.as_deref()) } else { Vec::new() };
    let chosen = vote::choose(&heard, said.as_deref());
    let base = signals.url.as_ref();
    let (html, from) = match (chosen, said) {
        (Some(voice), _) => (voice.html.clone(), voice.name),
        (None, Some(text)) => (voices::paragraphs(&text), "json-ld"),
        (None, None) => return None,
    };
    let html = vote::without_doubtful(&html, &heard, from);
    let html = standfirst::put_before(signals, title, html);
    let html = markup::sanitise(&html, base);
    let text = markup::text(&html);
    let text = text.trim();
    (!text.is_empty()).then(|| Body { text: text.to_owned(), html, from })
}

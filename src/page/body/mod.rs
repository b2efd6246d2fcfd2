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

mod edges;
mod furniture;
mod standfirst;
mod voices;
mod vote;

use super::signals::Signals;
use crate::markup::{self, Pruned};

/// Larger pages, once pruned, are not given to the readers: they take some milliseconds per 10 kB.
const MOST_BYTES: usize = 1_500_000;
/// Nor are pages of more elements.
const MOST_ELEMENTS: usize = 25_000;

/// Less text than this may be all that was left of an article, in bytes.
const LITTLE: usize = 500;
/// As may less than this of the page's text, in hundredths.
const LEAST_SHARE: usize = 12;

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
pub(super) fn read(signals: &Signals<'_>, title: Option<&str>, authors: &[String]) -> Option<Body> {
    let pruned = furniture::prune(signals.dom);
    let said = voices::in_data(signals);
    let mut heard = hear(&pruned, said.as_deref());
    // Too little of what there is: the names of its parts mislead, so all of it is looked at.
    let found = heard.iter().map(|v| v.text.len()).max().unwrap_or_default();
    if found < LITTLE || found * 100 < pruned.chars * LEAST_SHARE {
        let again = hear(&furniture::keep(signals.dom), said.as_deref());
        let more = again.iter().map(|v| v.text.len()).max().unwrap_or_default();
        if more > 2 * found {
            heard = again;
        }
    }
    let chosen = vote::choose(&heard, said.as_deref());
    let base = signals.url.as_ref();
    let (html, from) = match (chosen, said) {
        (Some(voice), _) => (voice.html.clone(), voice.name),
        (None, Some(text)) => (voices::paragraphs(&text), "json-ld"),
        (None, None) => return None,
    };
    let html = edges::trim(&html, title, authors);
    let html = standfirst::put_before(signals, title, html);
    let html = markup::sanitise(&html, base);
    let text = markup::text(&html);
    let text = text.trim();
    (!text.is_empty()).then(|| Body { text: text.to_owned(), html, from })
}

/// Asks those who read, unless the page is beyond what they can be asked.
fn hear(page: &Pruned, said: Option<&str>) -> Vec<voices::Voice> {
    if page.html.len() > MOST_BYTES || page.elements > MOST_ELEMENTS {
        return Vec::new();
    }
    voices::hear(&page.html, said)
}

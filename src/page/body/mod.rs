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

use std::sync::LazyLock;

use furniture::LeftOut;
use vote::Words;

use super::notice::Found;
use super::signals::Signals;
use crate::markup::{self, Css, Dom, Element, Pruned};
use crate::model::{Page, Scope};

/// Larger pages, once pruned, are not given to the readers: they take some milliseconds per 10 kB.
const MOST_BYTES: usize = 1_500_000;
/// Nor are pages of more elements.
const MOST_ELEMENTS: usize = 15_000;

/// Nor are texts that alone would take seconds to write ([`Pruned::cost`]): a hundred thousand © in one piece.
const MOST_COST: usize = 1 << 31;

/// Less text than this may be all that was left of an article, in bytes.
const LITTLE: usize = 500;
/// As may less than this of the page's text, in hundredths.
const LEAST_SHARE: usize = 12;

/// A shorter paragraph of such a page is not known to be text, in bytes.
const PLAIN_PARAGRAPH: usize = 60;

static PARAGRAPH: LazyLock<Css> = LazyLock::new(|| Css::new("p, h2, h3"));

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

/// What is known of the page before its body is sought.
pub(super) struct Known<'a> {
    title: Option<&'a str>,
    /// Who and where: authors, site, section, original outlet. Lines of the head that say no more are none of
    /// the text.
    names: Vec<String>,
    left_out: LeftOut<'a>,
}

impl<'a> Known<'a> {
    /// Gathers it of what has been read: the page so far, the parts that hold lists of tags, the notices.
    pub(super) fn of(page: &'a Page, lists: Vec<Element<'a>>, found: &Found) -> Self {
        let authors = page.authors.iter().filter_map(|a| a.name.clone());
        let outlet = page.original.as_ref().and_then(|o| o.outlet.clone());
        let places = [page.site.clone(), page.section.clone(), outlet].into_iter().flatten();
        // A picture's credit goes with the picture; an advertisement's label is no line of the text.
        let own = found.notices.iter().filter(|n| matches!(n.scope, Scope::Article | Scope::Outlet));
        let lines: Vec<String> = own.map(|n| n.text.clone()).chain(found.furniture.iter().cloned()).collect();
        Known {
            title: page.title.as_deref(),
            names: authors.chain(places).collect(),
            left_out: LeftOut::new(lists, &lines),
        }
    }
}

/// Finds the article; nothing where there is none.
pub(super) fn read(signals: &Signals<'_>, known: &Known<'_>) -> Option<Body> {
    let pruned = furniture::prune(signals.dom, &known.left_out);
    let said = voices::in_data(signals);
    let said_words = said.as_deref().map(Words::of);
    let mut heard = hear(&pruned, said_words.as_ref());
    // Too little of what there is: the names of its parts mislead, so all of it is looked at.
    let found = heard.iter().map(|v| v.text.len()).max().unwrap_or_default();
    if found < LITTLE || found * 100 < pruned.chars * LEAST_SHARE {
        let again = hear(&furniture::keep(signals.dom, &known.left_out), said_words.as_ref());
        let more = again.iter().map(|v| v.text.len()).max().unwrap_or_default();
        if more > 2 * found {
            heard = again;
        }
    }
    let chosen = vote::choose(&heard, said_words.as_ref());
    let base = signals.base.as_ref();
    let (html, from) = match (chosen, said) {
        (Some(voice), _) => (voice.html.clone(), voice.name),
        (None, Some(text)) => (voices::paragraphs(&text), "json-ld"),
        (None, None) if is_beyond(&pruned) => (plain(signals.dom), "paragraphs"),
        (None, None) => return None,
    };
    let html = edges::trim(&html, known);
    let html = standfirst::put_before(signals, known.title, html);
    let html = markup::sanitise(&html, base);
    let text = markup::text(&html);
    let text = text.trim();
    (!text.is_empty()).then(|| Body { text: text.to_owned(), html, from })
}

/// Asks those who read, unless the page is beyond what they can be asked.
fn hear(page: &Pruned, said: Option<&Words>) -> Vec<voices::Voice> {
    if is_beyond(page) {
        return Vec::new();
    }
    voices::hear(page, said)
}

fn is_beyond(page: &Pruned) -> bool {
    page.html.len() > MOST_BYTES || page.elements > MOST_ELEMENTS || page.cost > MOST_COST
}

/// Of a page that is too large for those who read: its long paragraphs, with the headings between them.
fn plain(dom: &Dom) -> String {
    let mut out = String::new();
    for element in dom.select(&PARAGRAPH).filter(|e| !furniture::is_inside(*e)) {
        let line = element.line();
        let wanted = element.name() != "p" || line.len() >= PLAIN_PARAGRAPH;
        if wanted && !line.is_empty() && out.len() < MOST_BYTES {
            out.push_str(&voices::paragraphs(&line));
        }
    }
    out
}

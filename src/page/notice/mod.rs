//! Notices: the legal and editorial sentences that stand around an article. Found in the whole page, each
//! with whose it is ([`Scope`], decided before its kind), its kind, its words and their language.
//!
//! In this order: what the markup declares ([`structured`]), then the [`lexicon`] of nine languages with
//! where in the article a phrase counts, then what recurs over an outlet's articles ([`recurring()`]).

mod agency;
mod classify;
mod copyright;
mod doubt;
mod lexicon;
mod pattern;
mod recurring;
mod scope;
mod sentence;
mod structured;

use super::Hints;
use super::block::Block;
use super::signals::Signals;
use crate::model::{DisclaimerKind, Notice, Scope};

pub(super) use agency::{AGENCIES, Agency, agency_in, agency_in_byline};
pub(super) use classify::Segment;
pub(super) use doubt::needs_link;
pub(super) use lexicon::Sense;
pub(super) use recurring::Shape;
pub use recurring::{Paragraph, Recurring, recurring};
pub(super) use sentence::fold;

/// Notices beyond this are not kept: no honest page has as many.
const MAX_NOTICES: usize = 60;
/// A longer notice is cut: terms of use are no notice.
const MAX_TEXT: usize = 4_000;

/// What was found in a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In document order, what the markup declares first.
    pub(super) notices: Vec<Notice>,
    /// Lines that are part of the page and not of the article.
    pub(super) furniture: Vec<String>,
    /// Every piece with a sense, by the block it stands in.
    pub(super) segments: Vec<(usize, Segment)>,
}

/// Reads the notices of a page.
pub(super) fn read(signals: &Signals<'_>, blocks: &[Block], hints: &Hints<'_>) -> Found {
    let mut found = Found { segments: classify::blocks(blocks), ..Found::default() };
    for notice in structured::read(signals, hints) {
        add(&mut found.notices, notice);
    }
    for (at, segment) in &found.segments {
        let block = &blocks[*at];
        match segment.sense {
            Sense::Furniture => found.furniture.push(segment.text.clone()),
            Sense::Notice(kind) => {
                if let Some(scope) = scope::of(block, kind, &segment.text) {
                    add(&mut found.notices, notice(segment, kind, scope));
                }
            }
            Sense::Image => {
                if let Some(kind) = scope::of_picture(&segment.text) {
                    let text = segment.text.clone();
                    add(&mut found.notices, Notice { kind, text, language: None, scope: Scope::Image });
                }
            }
        }
    }
    found
}

/// Reads the notices of a text that stands alone, such as a feed's.
pub(super) fn of_text(blocks: &[Block]) -> Found {
    let mut found = Found { segments: classify::blocks(blocks), ..Found::default() };
    for (_, segment) in &found.segments {
        if let Sense::Notice(kind) = segment.sense {
            add(&mut found.notices, notice(segment, kind, Scope::Article));
        }
    }
    found
}

fn notice(segment: &Segment, kind: DisclaimerKind, scope: Scope) -> Notice {
    let mut text = segment.text.clone();
    text.truncate(text.floor_char_boundary(MAX_TEXT));
    Notice { kind, text, language: segment.language.map(str::to_owned), scope }
}

/// The same words twice (over and under an article) are one notice, the nearest scope's.
fn add(notices: &mut Vec<Notice>, notice: Notice) {
    let words = |n: &Notice| fold(&n.text);
    let folded = words(&notice);
    match notices.iter().position(|n| n.kind == notice.kind && words(n) == folded) {
        Some(at) => notices[at].scope = notices[at].scope.min(notice.scope),
        None if notices.len() < MAX_NOTICES => notices.push(notice),
        None => {}
    }
}

#[cfg(test)]
mod tests;

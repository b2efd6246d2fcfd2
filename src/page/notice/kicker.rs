//! The line above a headline that says an article is paid for.

use super::classify::Segment;
use super::lexicon::Sense;
use super::sentence::fold;
use crate::model::DisclaimerKind;
use crate::page::block::{Block, Place};

/// What stands there, folded. Above a slot the same words are the slot's label.
const PAID: [&str; 10] = [
    "anzeige",
    "werbung",
    "advertisement",
    "ad",
    "publicite",
    "publicidad",
    "pubblicita",
    "publicidade",
    "advertentie",
    "реклама",
];
/// What a line above a headline is called, as parts of names.
const KICKERS: [&str; 12] = [
    "kicker",
    "eyebrow",
    "overline",
    "topline",
    "dachzeile",
    "spitzmarke",
    "roofline",
    "rubric",
    "rubrik",
    "label",
    "badge",
    "surtitle",
];
/// Parts of the names of slots, which hold labels as well.
const SLOTS: [&str; 8] = ["slot", "banner", "adlabel", "ad-", "ads-", "ad_", "google", "placement"];

/// "Anzeige" directly above the article's own headline, in what is called its kicker: the article is paid for.
pub(super) fn read(blocks: &[Block], found: &mut [(usize, Segment)]) {
    for (at, segment) in found.iter_mut().filter(|(_, s)| s.sense == Sense::Furniture) {
        let block = &blocks[*at];
        let is_called_so = |names: &[&str]| names.iter().any(|name| block.names.contains(name));
        let is_above = blocks.get(*at + 1).is_some_and(|next| next.element == "h1" && next.in_article);
        if block.in_article
            && block.place == Place::Main
            && is_above
            && PAID.contains(&fold(&block.text).as_str())
            && is_called_so(&KICKERS)
            && !is_called_so(&SLOTS)
        {
            segment.sense = Sense::Notice(DisclaimerKind::Sponsored);
        }
    }
}

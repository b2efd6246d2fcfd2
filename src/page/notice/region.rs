//! Where in its article a block stands, as far as the lexicon asks.

use super::lexicon::{Form, Phrase, Sense, Where};
use crate::model::DisclaimerKind;
use crate::page::block::{Block, Place};

/// Paragraphs of the article before or after which a phrase of its edges counts.
const EDGE: usize = 2;
/// Lines below a label that are looked at.
const MAX_BELOW: usize = 12;

/// Where a block stands in its article.
pub(super) struct Region<'a> {
    pub(super) block: &'a Block,
    /// Body paragraphs after it that are no notices.
    pub(super) after: usize,
    /// The blocks after it.
    pub(super) rest: &'a [Block],
}

impl Region<'_> {
    fn is_lead(&self) -> bool {
        self.block.before < EDGE && self.block.place != Place::Footer
    }

    pub(super) fn is_tail(&self) -> bool {
        !self.block.in_article
            || (self.after < EDGE && self.block.before > 0)
            || self.block.place == Place::Aside
    }

    /// May the phrase stand here?
    pub(super) fn counts(&self, phrase: &Phrase) -> bool {
        let is_label =
            phrase.form == Form::WholeLine && phrase.sense == Sense::Notice(DisclaimerKind::Sponsored);
        match phrase.place {
            Where::Lead if is_label => self.is_lead() || self.is_end(),
            Where::Any => true,
            Where::Lead => self.is_lead(),
            Where::Tail => self.is_tail(),
            Where::Edge => self.is_lead() || self.is_tail(),
        }
    }

    /// Between two paragraphs of the article.
    pub(super) fn is_middle(&self) -> bool {
        self.block.in_body && !self.is_lead() && !self.is_tail()
    }

    /// Under the story's last paragraph, with nothing but plain lines below: over a list of links a label is
    /// the list's.
    fn is_end(&self) -> bool {
        let is_plain = |b: &Block| {
            let linked: usize = b.links.iter().map(|l| l.text.len()).sum();
            b.place == Place::Main && b.element == "p" && linked * 2 <= b.text.len()
        };
        self.block.in_body
            && (self.block.before > 0 && self.after == 0)
            && is_plain(self.block)
            && self.rest.iter().take_while(|b| b.in_article).take(MAX_BELOW).all(is_plain)
    }
}

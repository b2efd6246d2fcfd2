//! What each line of a page is: which sentences begin a notice, of what sense, and where it ends.

use std::collections::HashSet;
use std::ops::Range;

use super::agency;
use super::copyright;
use super::doubt;
use super::kicker;
use super::lexicon::{Form, LEXICON, Phrase, Sense, tells_language};
use super::region::Region;
use super::scope;
use super::sentence::Line;
use super::voice;
use crate::model::DisclaimerKind;
use crate::page::block::{Block, Place};

/// A line of furniture is no longer than this.
const MAX_FURNITURE: usize = 240;
/// A longer line is not a picture's credit, whatever names stand in it.
const MAX_CREDIT: usize = 220;
/// A line without a sense of its own goes on the notice before it from this length.
const CONTINUES: usize = 40;
/// Steps of comparison for one line; an honest one needs some hundreds.
const MAX_TRIES: usize = 20_000;
/// The same for all lines of a page.
const MAX_TRIES_OF_PAGE: usize = 400_000;
/// No longer line is read: its sentences would be pages.
const MAX_LINE: usize = 20_000;

/// A piece of a block with a sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::page) struct Segment {
    pub(in crate::page) sense: Sense,
    /// BCP 47 of the words that gave it away; `None` where they are of no language ("©").
    pub(in crate::page) language: Option<&'static str>,
    /// As printed, lines broken as in the block.
    pub(in crate::page) text: String,
    /// Where in the block's text it begins.
    pub(in crate::page) at: usize,
    /// Where in the block's text the name begins that the phrase leads to.
    pub(in crate::page) name_at: Option<usize>,
    /// It only names what stands under it.
    is_label: bool,
}

/// All pieces of all blocks that have a sense, in document order, each with its block's number.
pub(super) fn blocks(blocks: &[Block]) -> Vec<(usize, Segment)> {
    let mut found: Vec<(usize, Vec<Segment>)> = Vec::new();
    // From the end: paragraphs that are notices themselves do not push others into the middle.
    let mut paragraphs_after = 0;
    let mut tries = MAX_TRIES_OF_PAGE;
    for (at, block) in blocks.iter().enumerate().rev() {
        if block.place.is_foreign() && block.place != Place::Nav {
            continue;
        }
        let region = Region { block, after: paragraphs_after, rest: &blocks[at + 1..] };
        let mut segments = block_segments(block, &region, &mut tries);
        if block.place == Place::Nav {
            // Sites hang their foot and their licence into what they call a menu; the rest is none of ours.
            segments.retain(|s| scope::stands_in_menu(s.sense, &s.text));
        }
        let noticed: usize = segments.iter().map(|s| s.text.len()).sum();
        if block.is_paragraph() && noticed * 2 < block.text.len() {
            paragraphs_after += 1;
        }
        if !segments.is_empty() {
            found.push((at, segments));
        }
    }
    found.reverse();
    let mut flat = Vec::new();
    for (at, segments) in found {
        flat.extend(segments.into_iter().map(|s| (at, s)));
    }
    labelled(blocks, &mut flat);
    kicker::read(blocks, &mut flat);
    flat
}

/// A sentence's sense, before sentences are joined.
struct Hit {
    sense: Sense,
    language: Option<&'static str>,
    /// Where the words after the phrase begin, in the printed line.
    name_at: Option<usize>,
    is_label: bool,
    /// It begins with "Source:".
    is_source: bool,
}

impl Hit {
    /// Of two hits of a sentence the lesser counts: the more exact sense, then the one whose language is known.
    /// "Source: APA/dpa" is no picture's credit, though "/dpa" alone is one.
    fn order(&self) -> (usize, bool) {
        let is_credit = self.is_source && self.sense == Sense::Notice(DisclaimerKind::Agency);
        (if is_credit { 0 } else { rank(self.sense) + 1 }, self.language.is_none())
    }
}

fn block_segments(block: &Block, region: &Region<'_>, tries: &mut usize) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut begin = 0;
    // A line without a sense of its own may go on the notice before it, inside one block only.
    let mut open = false;
    for printed in block.text.split('\n') {
        let line_at = begin;
        begin += printed.len() + 1;
        if printed.is_empty() || printed.len() > MAX_LINE {
            open = false;
            continue;
        }
        let line = Line::new(printed);
        let hits = hits(&line, region, tries);
        let mut own = join(&line, hits, line_at);
        if own.is_empty() {
            own.extend(wire_sign(block, region, printed, line_at));
        }
        if own.is_empty() {
            let goes_on = open && printed.len() >= CONTINUES && !region.is_middle();
            match segments.last_mut().filter(|s| goes_on && continues(s.sense)) {
                Some(last) => {
                    last.text.push('\n');
                    last.text.push_str(printed);
                }
                None => open = false,
            }
            continue;
        }
        open = true;
        segments.extend(own);
    }
    segments
}

/// The dateline of the first paragraph, or the sign behind the last one: a few words, the rest is the text.
fn wire_sign(block: &Block, region: &Region<'_>, printed: &str, line_at: usize) -> Option<Segment> {
    let range = agency::sign(printed, block, region.after)?;
    let sense = Sense::Notice(DisclaimerKind::Agency);
    let text = printed[range.clone()].to_owned();
    Some(Segment { sense, language: None, text, at: line_at + range.start, name_at: None, is_label: false })
}

/// Kinds of notice that are longer than a line.
fn continues(sense: Sense) -> bool {
    use DisclaimerKind::{Correction, Disclaimer, EditorNote, FairUse, Licence};
    matches!(sense, Sense::Notice(Disclaimer | FairUse | Licence | Correction | EditorNote))
}

/// The best sense of each sentence of a line.
fn hits(line: &Line<'_>, region: &Region<'_>, of_page: &mut usize) -> Vec<Option<Hit>> {
    let mut best: Vec<Option<Hit>> = (0..line.sentences()).map(|_| None).collect();
    let mut offer = |sentence: usize, hit: Hit| {
        let slot = &mut best[sentence];
        if slot.as_ref().is_none_or(|old| hit.order() < old.order()) {
            *slot = Some(hit);
        }
    };
    let mut tried = HashSet::new();
    let given = MAX_TRIES.min(*of_page);
    let mut tries = given;
    for (at, number) in LEXICON.candidates(&line.folded) {
        let Some(phrase) = LEXICON.phrases.get(usize::from(number)).filter(|p| region.counts(p)) else {
            continue;
        };
        let sentence = line.sentence_at(at);
        if !tried.insert((number, sentence)) {
            continue;
        }
        if let Some(found) = fits(line, sentence, phrase, region, &mut tries)
            && (!phrase.names || doubt::names_somebody(&line.folded[found.end..]))
            && voice::is_notice(line, sentence, &found, phrase.sense, region.block, region.is_middle())
        {
            let name_at = phrase.names.then(|| line.printed_at(found.end));
            let is_label = phrase.form == Form::Label;
            let words = &line.folded[found];
            let language = tells_language(words).then_some(phrase.language);
            let is_source = doubt::needs_link(words);
            offer(sentence, Hit { sense: phrase.sense, language, name_at, is_label, is_source });
        }
    }
    *of_page -= given - tries;
    for sentence in copyright::sentences(line, region.block, region.is_middle()) {
        let sense = Sense::Notice(DisclaimerKind::Copyright);
        let hit = Hit { sense, language: None, name_at: None, is_label: false, is_source: false };
        offer(sentence, hit);
    }
    if region.is_tail() && agency::is_sourced(line.printed) {
        let sense = Sense::Notice(DisclaimerKind::Agency);
        best[0] = Some(Hit { sense, language: None, name_at: None, is_label: false, is_source: true });
    }
    // A line that begins as a credit is one, with all its sentences.
    if best[0].as_ref().is_some_and(|h| h.sense == Sense::Image) {
        best.truncate(1);
    }
    best
}

/// Of two senses of a sentence the more exact one counts.
fn rank(sense: Sense) -> usize {
    use DisclaimerKind as K;
    let order = [
        Sense::Image,
        Sense::Notice(K::Correction),
        Sense::Notice(K::FairUse),
        Sense::Notice(K::Agency),
        Sense::Notice(K::Attribution),
        Sense::Notice(K::Ai),
        Sense::Notice(K::Sponsored),
        Sense::Notice(K::Disclaimer),
        // "Note to readers: we may earn a commission": what it says is more exact than what it is called.
        Sense::Notice(K::EditorNote),
        Sense::Notice(K::Licence),
        Sense::Notice(K::Copyright),
        Sense::Notice(K::Contact),
        Sense::Notice(K::Other),
        Sense::Furniture,
    ];
    order.iter().position(|s| *s == sense).unwrap_or(order.len())
}

/// Does the phrase stand in this sentence as it must? Where, in the folded line.
fn fits(
    line: &Line<'_>,
    sentence: usize,
    phrase: &Phrase,
    region: &Region<'_>,
    tries: &mut usize,
) -> Option<Range<usize>> {
    if matches!(phrase.form, Form::LineStart | Form::WholeLine | Form::Label) && sentence != 0 {
        return None;
    }
    let range = line.folded_sentence(sentence);
    let ends = |from: usize, tries: &mut usize| Some(from..phrase.pattern.ends(&line.folded, from, tries)?);
    let found = match phrase.form {
        Form::Anywhere => {
            // "The views expressed in the report are those of its authors" is news in the middle of a text.
            if region.is_middle() && (sentence > 0 || line.sentences() > 3 || !stands_in_text(phrase.sense)) {
                return None;
            }
            let (from, to) = phrase.pattern.find(&line.folded[range.clone()], tries)?;
            range.start + from..range.start + to
        }
        Form::SentenceStart | Form::LineStart => {
            opened(&line.folded, range).find_map(|from| ends(from, tries))?
        }
        Form::WholeLine | Form::Label => {
            let whole = 0..line.folded.len();
            opened(&line.folded, whole).find_map(|from| ends(from, tries))?
        }
    };
    let length = line.printed.len();
    match phrase.sense {
        Sense::Furniture if length > MAX_FURNITURE => None,
        Sense::Image if length > MAX_CREDIT || (phrase.form == Form::Anywhere && length > MAX_CREDIT / 2) => {
            None
        }
        _ => Some(found),
    }
}

/// Kinds that stand between paragraphs too, and speak of the article they stand in.
fn stands_in_text(sense: Sense) -> bool {
    use DisclaimerKind::{Ai, Attribution, Correction, Disclaimer, EditorNote, Licence};
    matches!(sense, Sense::Notice(Ai | Attribution | Correction | Disclaimer | EditorNote | Licence))
}

/// Where a sentence may begin: as it stands, or after the signs in front of its first word.
fn opened(folded: &str, range: Range<usize>) -> impl Iterator<Item = usize> {
    let sentence = &folded[range.clone()];
    let bare = sentence.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '"').len();
    let at = range.start + sentence.len() - bare;
    [range.start, at].into_iter().take(if bare == sentence.len() { 1 } else { 2 })
}

/// Joins sentences: one without a sense goes on the one before it.
fn join(line: &Line<'_>, hits: Vec<Option<Hit>>, line_at: usize) -> Vec<Segment> {
    let mut segments: Vec<(Range<usize>, Hit)> = Vec::new();
    for (sentence, hit) in hits.into_iter().enumerate() {
        let range = line.printed_sentence(sentence);
        match (hit, segments.last_mut()) {
            (Some(hit), Some((open, last))) if last.sense == hit.sense => {
                open.end = range.end;
                last.name_at = last.name_at.or(hit.name_at);
                last.language = last.language.or(hit.language);
            }
            (Some(hit), _) => segments.push((range, hit)),
            (None, Some((open, _))) => open.end = range.end,
            (None, None) => {}
        }
    }
    // A credit and a line of furniture are whole lines.
    if let Some((range, hit)) = segments.first_mut()
        && matches!(hit.sense, Sense::Image | Sense::Furniture)
    {
        *range = 0..line.printed.len();
        segments.truncate(1);
    }
    segments
        .into_iter()
        .map(|(range, hit)| Segment {
            sense: hit.sense,
            language: hit.language,
            text: line.printed[range.clone()].to_owned(),
            at: line_at + range.start,
            name_at: hit.name_at.map(|at| line_at + at),
            is_label: hit.is_label,
        })
        .collect()
}

/// "Editor's note" on a line of its own names what stands under it.
fn labelled(blocks: &[Block], found: &mut Vec<(usize, Segment)>) {
    let is_label = |at: usize, s: &Segment| {
        let is_block = s.text.len() == blocks[at].text.len();
        let is_few = s.text.split_whitespace().count() <= 5 && !s.text.contains(|c: char| c.is_ascii_digit());
        // "CC licensed" that leads to the licence is one.
        let is_link = doubt::leads_to_licence(&blocks[at]);
        s.is_label || (is_block && is_few && !is_link && !s.text.ends_with('.') && continues(s.sense))
    };
    let labels: Vec<(usize, Sense, Option<&'static str>)> =
        found.iter().filter(|(at, s)| is_label(*at, s)).map(|(at, s)| (*at, s.sense, s.language)).collect();
    for (at, sense, language) in labels {
        let next = at + 1;
        let free = !found.iter().any(|(other, _)| *other == next);
        let named = blocks.get(next).filter(|b| free && (CONTINUES..2_000).contains(&b.text.len()));
        if let Some(block) = named.filter(|b| !b.place.is_foreign() && b.element != "h1") {
            let text = block.text.clone();
            let segment = Segment { sense, language, text, at: 0, name_at: None, is_label: false };
            let place = found.partition_point(|(other, _)| *other < next);
            found.insert(place, (next, segment));
        }
    }
    // The label itself says nothing, whether or not something stands under it.
    for (at, segment) in found.iter_mut() {
        let names = segment.is_label || (!segment.text.contains([':', '©', '.']) && is_label(*at, segment));
        if names && continues(segment.sense) {
            segment.sense = Sense::Furniture;
        }
    }
    found.retain(|(at, segment)| !doubt::is_menu(&blocks[*at], segment));
}

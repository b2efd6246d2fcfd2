//! Who had a republished article first, as its page says.

mod carrier;
mod name;
mod own;

use super::Hints;
use super::block::{Block, Place};
use super::notice::{Agency, Found, Segment, Sense, agency_in_byline};
use super::signals::Signals;
use crate::model::{DisclaimerKind, Original};

use own::Own;

/// The original's outlet and address. In this order, the more exact first:
///
/// 1. a sentence that says so ("This article first appeared on …"), its link before its words;
/// 2. JSON-LD `isBasedOn`, `sourceOrganization`;
/// 3. `meta` `original-source`, `syndication-source`, `source`;
/// 4. `rel=canonical` to another host;
/// 5. a copyright line that names another outlet ("Copyright © A. Quay, The Courier, 2017");
/// 6. a wire agency's credit, in the dateline, the byline or at the end.
///
/// What names the page's own outlet is dropped. An address that a later signal gives completes an outlet
/// that an earlier one names.
pub(super) fn read(
    signals: &Signals<'_>,
    blocks: &[Block],
    found: &Found,
    hints: &Hints<'_>,
) -> Option<Original> {
    let own = Own::of(signals, hints);
    let said = said(blocks, found, &own);
    let declared = carrier::linked_data(signals, &own);
    let metas = carrier::metas(signals, &own);
    let source = carrier::source(signals, &own);
    let canonical = carrier::canonical(signals, &own);
    let claimed = claimed(blocks, found, &own);
    let wire = wire(blocks, found, carrier::byline(signals), &own);
    let mut all = [said, declared, metas, source, canonical, claimed, wire].into_iter().flatten();
    let mut first = all.next()?;
    for other in all {
        // A second outlet's address is not the first one's.
        let agrees = match (&first.outlet, &other.outlet) {
            (Some(a), Some(b)) => own::same_name(a, b),
            _ => true,
        };
        if agrees {
            first.url = first.url.or(other.url);
            first.outlet = first.outlet.or(other.outlet);
        }
    }
    // An address alone names its host.
    if first.outlet.is_none() {
        first.outlet = first.url.as_deref().and_then(own::host_of);
    }
    Some(first)
}

/// What the sentences of a text say, without its page, or the wire that signs it or stands as its author.
pub(super) fn of_text(
    blocks: &[Block],
    found: &Found,
    authors: &[&str],
    hints: &Hints<'_>,
) -> Option<Original> {
    let own = Own::given(hints);
    let byline = authors.iter().find_map(|name| Some((agency_in_byline(name)?, (*name).to_owned())));
    said(blocks, found, &own).or_else(|| wire(blocks, found, byline, &own))
}

/// Does this sentence name the outlet itself, or nobody?
pub(super) fn names_itself(block: &Block, segment: &Segment, hints: &Hints<'_>) -> bool {
    name::read(block, segment, &Own::given(hints)).is_none()
}

fn of_kind(found: &Found, kind: DisclaimerKind) -> impl Iterator<Item = &(usize, Segment)> {
    found.segments.iter().filter(move |(_, s)| s.sense == Sense::Notice(kind))
}

/// What a sentence says; one with name and address before one with either.
fn said(blocks: &[Block], found: &Found, own: &Own) -> Option<Original> {
    let mut best: Option<(usize, Original)> = None;
    let mut address = None;
    for (at, segment) in of_kind(found, DisclaimerKind::Attribution) {
        let Some(original) = name::read(&blocks[*at], segment, own) else { continue };
        // "First appeared in X. Read the original article": the second sentence has the address.
        address = address.or_else(|| original.url.clone());
        let completeness = usize::from(original.outlet.is_some()) * 2 + usize::from(original.url.is_some());
        if best.as_ref().is_none_or(|(c, _)| completeness > *c) {
            best = Some((completeness, original));
        }
    }
    best.map(|(_, original)| Original { url: original.url.clone().or(address), ..original })
}

/// "Copyright © A. Quay, The Courier, 2017": of two names and a year, the last name is the outlet's.
fn claimed(blocks: &[Block], found: &Found, own: &Own) -> Option<Original> {
    of_kind(found, DisclaimerKind::Copyright).find_map(|(at, segment)| {
        let block = &blocks[*at];
        if !block.in_article {
            return None;
        }
        let (outlet, url) = name::claimed(block, segment)?;
        let foreign = !own.is(&outlet) && !url.as_deref().is_some_and(|u| own.has_host(u));
        foreign.then(|| Original { outlet: Some(outlet), url: None, evidence: segment.text.clone() })
    })
}

/// An agency that signs the text. "With material from" an agency is not the agency's text.
fn wire(
    blocks: &[Block],
    found: &Found,
    byline: Option<(&'static Agency, String)>,
    own: &Own,
) -> Option<Original> {
    let signed = of_kind(found, DisclaimerKind::Agency).find_map(|(at, segment)| {
        // "ASSOCIATED PRESS" under a picture is the picture's.
        let is_text = blocks[*at].in_article && blocks[*at].place != Place::Figure;
        let agency = carrier::agency_of(&segment.text).filter(|_| is_text)?;
        Some((agency, segment.text.clone()))
    });
    let (agency, evidence) = signed.or(byline)?;
    (!own.is(agency.name) && !own.is_host(agency.host)).then(|| Original {
        outlet: Some(agency.name.to_owned()),
        url: None,
        evidence,
    })
}

#[cfg(test)]
mod tests;

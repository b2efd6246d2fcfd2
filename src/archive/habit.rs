//! What an outlet does to all of its entries at once tells of none of them.

use super::entries::Entry;
use super::find::Sighting;
use crate::identity::edit;

/// So many entries change their names at once because the feed does.
const SIGNED_ANEW: usize = 3;

/// Do newer dates tell of edits? Not where they come to entries of the same words as well.
pub(super) fn dates_mean(entries: &[Entry<'_>], owned: &[Option<Sighting>]) -> bool {
    let known = entries.iter().zip(owned).filter_map(|(entry, own)| own.as_ref().map(|own| (entry, own)));
    let same = known.filter(|(entry, own)| own.own.wording == entry.prints.wording);
    let (mut touched, mut all) = (0, 0);
    for (entry, own) in same {
        all += 1;
        touched += usize::from(entry.prints.stamp > own.stamp);
    }
    touched * 2 <= all
}

/// Do other names tell of edits? Not where most entries have others at once: the feed names another desk, or
/// sets its bylines in another way.
pub(super) fn names_mean(entries: &[Entry<'_>], owned: &[Option<Sighting>]) -> bool {
    let known: Vec<bool> = entries
        .iter()
        .zip(owned)
        .filter_map(|(entry, own)| {
            let own = own.as_ref()?;
            Some(edit::is_another_byline(own.byline.as_deref(), entry.draft.byline.as_deref()))
        })
        .collect();
    let signed = known.iter().filter(|signed| **signed).count();
    signed < SIGNED_ANEW || signed * 2 <= known.len()
}

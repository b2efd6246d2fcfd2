use std::collections::BTreeMap;

use crate::model::Note;

/// The closed list of what we repair or leave out, with what each means. The words are shown to
/// users by `parse`, `feeds` and in `polls`.
pub const NOTE_KINDS: [(&str, &str); 29] = [
    ("inflated", "the body was compressed inside"),
    ("encoding-wrong", "the declared encoding did not fit the bytes; another was used"),
    ("encoding-guessed", "no usable encoding was declared; it was guessed"),
    ("encoding-mixed", "UTF-8 with stray windows-1252 bytes in it"),
    ("control-characters", "characters XML forbids were removed"),
    ("junk-before-root", "something stood before the document and was passed over"),
    ("unknown-entity", "an ampersand or a reference to nothing was kept as text"),
    ("stray-less-than", "a `<` that begins no tag was kept as text"),
    ("unclosed-element", "an element had no end tag"),
    ("unmatched-end-tag", "an end tag had no start tag"),
    ("unclosed-cdata", "a CDATA section had no end"),
    ("nested-cdata", "a CDATA section stood inside another, which XML does not know"),
    ("unclosed-comment", "a comment had no end"),
    ("truncated", "the document ended in the middle"),
    ("undeclared-prefix", "a namespace prefix was not declared; its usual meaning was taken"),
    ("too-deep", "elements nested too deeply lost their tags"),
    ("too-many-elements", "the document had more elements than the limit; the rest was left out"),
    ("too-many-entries", "the document had more entries than the limit; the rest was left out"),
    ("rss-version", "`<rss>` had no version, or one that never was"),
    ("no-rss-element", "a channel or items stood without their root"),
    ("bad-date", "a date could not be read; its text was kept"),
    ("html-entity", "a reference that HTML knows and XML does not was resolved"),
    ("json-lax", "JSON Feed values had the wrong type"),
    ("json-repaired", "the JSON was not quite JSON"),
    ("double-encoded", "a text had been encoded as UTF-8 twice, or held windows-1252 as controls"),
    ("entity-limit", "the document's own entities grew over the limit and were left out"),
    ("several-documents", "more than one feed stood in the document"),
    ("second-feed", "entries outside the feed were taken in"),
    ("list-cut", "an entry had more authors, tags, links or media than the limit"),
];

/// Counts of repairs by kind.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<&'static str, u32>);

impl Notes {
    /// Counts one of `kind`, which stands in [`NOTE_KINDS`].
    pub(super) fn add(&mut self, kind: &'static str) {
        self.add_many(kind, 1);
    }

    pub(super) fn add_many(&mut self, kind: &'static str, count: u32) {
        debug_assert!(NOTE_KINDS.iter().any(|(k, _)| *k == kind), "{kind} is not in the list");
        if count > 0 {
            let total = self.0.entry(kind).or_default();
            *total = total.saturating_add(count);
        }
    }

    /// Adds the counts of others.
    pub(super) fn extend(&mut self, others: Notes) {
        for (kind, count) in others.0 {
            self.add_many(kind, count);
        }
    }

    pub(super) fn into_vec(self) -> Vec<Note> {
        self.0.into_iter().map(|(kind, count)| Note { kind, count }).collect()
    }
}

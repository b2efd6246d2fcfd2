//! Fingerprints: has the wording changed, or anything else?

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::model::{DisclaimerKind, Draft};

/// 128 bits of SHA-256: enough that two wordings of one article never meet by chance.
pub type Fingerprint = [u8; 16];

/// Of the words: title, summary and text. White space and Unicode form do not count, since outlets
/// re-wrap and re-encode what they did not edit.
pub fn wording(draft: &Draft) -> Fingerprint {
    let mut hash = Hash::default();
    hash.words(&draft.title);
    hash.words(draft.summary.as_deref().unwrap_or_default());
    hash.words(&draft.text);
    hash.end()
}

/// Of everything else the archive keeps.
pub fn details(draft: &Draft) -> Fingerprint {
    let mut hash = Hash::default();
    for text in [&draft.url, &draft.byline, &draft.language, &draft.image_url, &draft.image_credit] {
        hash.field(text.as_deref().unwrap_or_default());
    }
    for text in [&draft.original_outlet, &draft.original_url] {
        hash.field(text.as_deref().unwrap_or_default());
    }
    hash.field(draft.published.as_ref().map_or("", |when| &when.raw));
    hash.field("authors");
    for author in &draft.authors {
        for text in [&author.name, &author.uri, &author.email] {
            hash.field(text.as_deref().unwrap_or_default());
        }
    }
    // Only where there are any: what never had one is not seen as changed.
    for person in &draft.contributors {
        hash.field("contributor");
        for text in [&person.name, &person.uri, &person.email] {
            hash.field(text.as_deref().unwrap_or_default());
        }
    }
    for link in &draft.links {
        hash.field("link");
        hash.field(link.rel.as_deref().unwrap_or_default());
        hash.field(&link.href);
    }
    hash.field("tags");
    for tag in &draft.tags {
        hash.field(&tag.scheme);
        hash.field(&tag.label);
        hash.field(tag.origin.as_str());
    }
    hash.field("disclaimers");
    for disclaimer in &draft.disclaimers {
        hash.field(disclaimer.kind.as_str());
        hash.field(&disclaimer.text);
    }
    hash.field("media");
    for media in &draft.media {
        hash.field(&media.url);
    }
    hash.end()
}

/// Of a notice: the same words are the same notice, however they are wrapped.
pub fn notice(kind: DisclaimerKind, text: &str) -> Fingerprint {
    let mut hash = Hash::default();
    hash.field(kind.as_str());
    hash.words(text);
    hash.end()
}

#[derive(Default)]
struct Hash(Sha256);

impl Hash {
    fn field(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    fn words(&mut self, text: &str) {
        let mut first = true;
        for word in text.split_whitespace() {
            if !first {
                self.0.update(b" ");
            }
            first = false;
            if word.is_ascii() {
                self.0.update(word.as_bytes());
            } else {
                self.0.update(word.nfc().collect::<String>().as_bytes());
            }
        }
        self.0.update([0]);
    }

    fn end(self) -> Fingerprint {
        let full = self.0.finalize();
        let mut short = Fingerprint::default();
        short.copy_from_slice(&full[..16]);
        short
    }
}

#[cfg(test)]
mod tests {
    use super::{details, wording};
    use crate::model::Draft;

    #[test]
    fn wrapping_is_no_edit_and_a_word_is() {
        let draft = |text: &str| Draft { text: text.to_owned(), ..Draft::default() };
        assert_eq!(wording(&draft("a  b\nc")), wording(&draft("a b c")));
        assert_eq!(wording(&draft("cafe\u{301}")), wording(&draft("café")));
        assert_ne!(wording(&draft("a b c")), wording(&draft("a b d")));
        assert_eq!(details(&draft("a")), details(&draft("b")));
    }

    #[test]
    fn a_word_that_moves_from_title_to_summary_counts() {
        let a = Draft { title: "a".into(), summary: Some("b".into()), ..Draft::default() };
        let b = Draft { title: "a b".into(), summary: Some("".into()), ..Draft::default() };
        assert_ne!(wording(&a), wording(&b));
    }
}

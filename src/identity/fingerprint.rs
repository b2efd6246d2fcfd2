//! Fingerprints: has the wording changed, or anything else?

use sha2::{Digest, Sha256};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::model::{DisclaimerKind, Draft, fold};

/// 128 bits of SHA-256: enough that two wordings of one article never meet by chance.
pub type Fingerprint = [u8; 16];

/// A text of so many words is hardly ever another article's.
const LONG: usize = 40;

/// Of the words: 4 bytes of the title's print, 4 of the summary's and 8 of the text's, so that it can be
/// told which of them changed. White space and Unicode form do not count, since outlets re-wrap and
/// re-encode what they did not edit.
pub fn wording(draft: &Draft) -> Fingerprint {
    let mut all = Fingerprint::default();
    all[..4].copy_from_slice(&print(&draft.title)[..4]);
    all[4..8].copy_from_slice(&print(draft.summary.as_deref().unwrap_or_default())[..4]);
    all[8..].copy_from_slice(&print(&draft.text)[..8]);
    all
}

fn print(text: &str) -> Fingerprint {
    let mut hash = Hash::default();
    hash.words(text);
    hash.end()
}

/// Which parts of a wording differ from those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// The title.
    pub title: bool,
    /// The summary.
    pub summary: bool,
    /// The text.
    pub text: bool,
}

impl Parts {
    /// Compares two prints of [`wording`].
    pub fn that_differ(a: &Fingerprint, b: &Fingerprint) -> Parts {
        Parts { title: a[..4] != b[..4], summary: a[4..8] != b[4..8], text: a[8..] != b[8..] }
    }
}

/// Is this the print of a wording with that text?
pub fn has_text(print_of: &Fingerprint, text: &str) -> bool {
    print_of[8..] == print(text)[..8]
}

/// Under what an article is found again whose ids and addresses were all rewritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WordsKey {
    /// Of the folded words of the text; of a short one, those of title and summary as well.
    pub print: i64,
    /// The text alone is long enough (40 words) to be nobody else's.
    pub long: bool,
}

/// The key of a draft's words: letters and digits, whatever their case and accents.
pub fn words_key(draft: &Draft) -> WordsKey {
    let mut hash = Hash::default();
    let words = hash.folded(&draft.text);
    let long = words >= LONG;
    if !long {
        hash.field("short");
        hash.folded(&draft.title);
        hash.folded(draft.summary.as_deref().unwrap_or_default());
    }
    let mut print = [0; 8];
    print.copy_from_slice(&hash.end()[..8]);
    WordsKey { print: i64::from_le_bytes(print), long }
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
    if let Some(html) = &draft.html {
        hash.field("html");
        hash.field(html);
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
        let mut line = Vec::with_capacity(text.len() + 1);
        let mut push = |word: &[u8]| {
            if !line.is_empty() {
                line.push(b' ');
            }
            line.extend_from_slice(word);
        };
        for word in text.split_ascii_whitespace() {
            if word.is_ascii() {
                push(word.as_bytes());
                continue;
            }
            for word in word.split_whitespace() {
                match is_nfc_quick(word.chars()) {
                    IsNormalized::Yes => push(word.as_bytes()),
                    _ => push(word.nfc().collect::<String>().as_bytes()),
                }
            }
        }
        line.push(0);
        self.0.update(&line);
    }

    /// Returns how many words there are; characters, in scripts without spaces.
    fn folded(&mut self, text: &str) -> usize {
        let mut words = 0;
        let mut line = Vec::with_capacity(text.len());
        for word in text.split_ascii_whitespace() {
            if word.is_ascii() {
                line.extend(word.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase()));
                words += 1;
            } else {
                let folded = fold(word);
                line.extend(folded.bytes().filter(|b| *b != b'-'));
                // A word of Latin letters is seldom longer; three bytes a character elsewhere.
                words += (folded.len() / 24).max(1);
            }
        }
        self.0.update(&line);
        words
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
    use super::{Parts, details, has_text, wording, words_key};
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

    #[test]
    fn it_is_told_which_part_changed() {
        let draft =
            |title: &str, text: &str| Draft { title: title.into(), text: text.into(), ..Draft::default() };
        let (a, b) = (wording(&draft("Ferry", "It waits.")), wording(&draft("Ferry", "It sails.")));
        assert_eq!(Parts::that_differ(&a, &b), Parts { text: true, ..Parts::default() });
        assert!(has_text(&a, "It  waits.") && !has_text(&a, "It sails."));
    }

    #[test]
    fn words_are_found_again_whatever_their_dress() {
        let draft = |title: &str, text: String| Draft { title: title.into(), text, ..Draft::default() };
        let long = |word: &str| format!("{word} ").repeat(50);
        let (a, b) = (words_key(&draft("A", long("Café,"))), words_key(&draft("B", long("CAFE"))));
        assert_eq!(a, b, "the title of a long text does not count");
        assert!(a.long);
        assert_ne!(a, words_key(&draft("A", long("cage"))));
        let short = |title: &str| words_key(&draft(title, "Rain.".into()));
        assert_ne!(short("Monday"), short("Tuesday"));
        assert!(!short("Monday").long);
        assert!(words_key(&draft("東京", "東京都は".repeat(100))).long);
    }
}

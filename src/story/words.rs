//! Text as words to compare: folded, hashed, numbers marked.

use unicode_normalization::char::decompose_compatible;

use super::numeral::{self, Han};

/// Words beyond this are not read: longer than any article, shorter than what a hostile feed can send.
pub const MAX_WORDS: usize = 20_000;
/// Numbers in words are looked for at the beginning: only short texts are asked for them.
const SPELT_WITHIN: usize = 200;
/// Characters of a script without spaces to a word.
const CHARACTERS: f64 = 1.7;
/// Characters in one word of a script that is written without spaces; see [`Words`].
const GROUP: usize = 3;

/// The words of a text, in order, as hashes.
///
/// Folded are case, accents, compatibility forms (NFKD), apostrophes, soft hyphens, and commas in
/// numbers: what outlets change when they set the same text again. Scripts without spaces (Han, kana,
/// Thai, Lao, Khmer, Burmese) are read as overlapping groups of three characters, each of which counts
/// as a word, so that the rest of the house needs no dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// One per word; stable for ever, since samples of what is made of them are stored.
    pub hashes: Vec<u64>,
    /// Positions of the words that hold a digit, in order.
    pub numbers: Vec<u32>,
    /// How many of the words are groups of characters.
    pub groups: usize,
    /// Numbers at the beginning that are written as words, each as the hash it has in digits.
    pub spelt: Vec<u64>,
}

impl Words {
    /// Reads a text, up to [`MAX_WORDS`] words.
    pub fn read(text: &str) -> Words {
        let mut reader = Reader::new(true);
        reader.read(text);
        reader.words
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// No word at all?
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// So many of its words in words of a script with spaces: a group is a character, and a word has 1.7 of them.
    pub fn in_words(&self, words: usize) -> f64 {
        let groups = self.groups as f64 / self.hashes.len().max(1) as f64;
        words as f64 * (1.0 - groups + groups / CHARACTERS)
    }

    /// Is most of it in a script without spaces? Then a word is a character, to a reader.
    pub fn is_unspaced(&self) -> bool {
        self.groups * 2 > self.hashes.len()
    }
}

/// The hash of one word.
pub(super) fn hash_of(word: &str) -> u64 {
    let mut reader = Reader::new(false);
    reader.read(word);
    reader.words.hashes.first().copied().unwrap_or_default()
}

/// The hash that a number has as a word.
pub(super) fn hash_of_digits(digits: &str) -> u64 {
    let mut hash = Fnv::new();
    digits.chars().for_each(|c| hash.char(c));
    mix(hash.hash)
}

struct Reader {
    /// Are numbers in words looked for?
    spells: bool,
    han: Han,
    words: Words,
    word: Fnv,
    /// The last characters of a run without spaces, the newest last.
    run: [u32; GROUP],
    length: usize,
}

impl Reader {
    fn new(spells: bool) -> Reader {
        let (words, word) = (Words::default(), Fnv::new());
        Reader { spells, han: Han::default(), words, word, run: [0; GROUP], length: 0 }
    }

    fn read(&mut self, text: &str) {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if self.words.hashes.len() >= MAX_WORDS {
                return;
            }
            if c.is_ascii() {
                let comma = matches!(c, ',' | '.') && self.word.last_digit();
                match c {
                    'a'..='z' => self.letter(c),
                    'A'..='Z' => self.letter(c.to_ascii_lowercase()),
                    '0'..='9' => self.digit(c),
                    '\'' => {}
                    ',' if comma && chars.peek().is_some_and(char::is_ascii_digit) => {}
                    '.' if comma && chars.peek().is_some_and(char::is_ascii_digit) => self.letter('.'),
                    _ => self.end(),
                }
            } else {
                decompose_compatible(c, |part| self.folded(part));
            }
        }
        self.end();
    }

    fn spelt(&mut self, number: Option<u64>) {
        self.words.spelt.extend(number);
    }

    fn folded(&mut self, c: char) {
        match c {
            // Accents and what is only there for the typesetter: soft hyphen, zero width, apostrophes.
            '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}' => {}
            '\u{3099}' | '\u{309a}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\'' => {}
            c if is_unspaced(c) => self.character(c),
            c if c.is_numeric() => self.digit(c),
            c if c.is_alphanumeric() => c.to_lowercase().for_each(|c| self.letter(c)),
            // Vowel signs of Indic scripts belong to their word.
            c if unicode_normalization::char::is_combining_mark(c) => self.letter(c),
            _ => self.end(),
        }
    }

    fn letter(&mut self, c: char) {
        self.end_run();
        self.word.char(c);
        self.word.digit_last = false;
    }

    fn digit(&mut self, c: char) {
        self.end_run();
        self.word.char(c);
        (self.word.digit, self.word.digit_last) = (true, true);
    }

    fn character(&mut self, c: char) {
        self.end_word();
        self.run.rotate_left(1);
        self.run[GROUP - 1] = u32::from(c);
        if self.spells && self.words.hashes.len() < SPELT_WITHIN {
            let number = self.han.next(c);
            self.spelt(number);
        }
        self.length += 1;
        if self.length >= GROUP {
            self.group(GROUP);
        }
    }

    fn group(&mut self, characters: usize) {
        let mut hash = Fnv::new();
        for c in &self.run[GROUP - characters..] {
            c.to_le_bytes().into_iter().for_each(|byte| hash.byte(byte));
        }
        self.words.hashes.push(mix(hash.hash));
        self.words.groups += 1;
    }

    fn end(&mut self) {
        self.end_word();
        self.end_run();
    }

    fn end_word(&mut self) {
        if self.word.length == 0 {
            return;
        }
        if self.word.digit {
            self.words.numbers.push(u32::try_from(self.words.hashes.len()).unwrap_or(u32::MAX));
        }
        let hash = mix(self.word.hash);
        if self.spells && !self.word.digit && self.words.hashes.len() < SPELT_WITHIN {
            self.spelt(numeral::spelt(hash));
        }
        self.words.hashes.push(hash);
        self.word = Fnv::new();
    }

    fn end_run(&mut self) {
        let number = self.han.end(false);
        self.spelt(number);
        if self.length > 0 && self.length < GROUP {
            self.group(self.length);
        }
        self.length = 0;
    }
}

/// Written without spaces between words?
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{e4f}' | '\u{e80}'..='\u{ecf}' | '\u{1000}'..='\u{103f}' | '\u{1780}'..='\u{17d3}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// FNV-1a, 64 bits: small, and the same for ever.
struct Fnv {
    hash: u64,
    length: usize,
    digit: bool,
    digit_last: bool,
}

impl Fnv {
    fn new() -> Fnv {
        Fnv { hash: 0xcbf2_9ce4_8422_2325, length: 0, digit: false, digit_last: false }
    }

    fn byte(&mut self, byte: u8) {
        self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    fn char(&mut self, c: char) {
        self.length += 1;
        if c.is_ascii() {
            return self.byte(c as u8);
        }
        let mut bytes = [0; 4];
        c.encode_utf8(&mut bytes).bytes().for_each(|byte| self.byte(byte));
    }

    fn last_digit(&self) -> bool {
        self.digit_last
    }
}

/// Spreads a hash over all its bits (the finisher of MurmurHash3): FNV's low bits alone are poor.
pub(super) fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::{MAX_WORDS, Words};

    #[test]
    fn what_outlets_reset_is_the_same_word() {
        for (a, b) in [
            ("Café", "CAFE\u{301}"),
            ("don’t", "don't"),
            ("4,275.4", "4275.4"),
            ("ﬁnance", "finance"),
            ("tempor\u{ad}arily", "temporarily"),
            ("５０％", "50"),
            ("two — three", "two, three"),
            ("Ä", "a"),
        ] {
            assert_eq!(Words::read(a), Words::read(b), "{a} and {b}");
        }
        for (a, b) in [("4.5", "45"), ("cat", "car"), ("12 5", "125"), ("कि", "की")] {
            assert_ne!(Words::read(a).hashes, Words::read(b).hashes, "{a} and {b}");
        }
    }

    #[test]
    fn hashes_are_stable_for_ever() {
        // Samples of them are stored: a change here needs a new sample of every archive.
        assert_eq!(Words::read("Ferry 12").hashes, [0x50f4_fbea_8fb5_21cd, 0x6ed0_26c1_db76_37cc]);
    }

    #[test]
    fn scripts_without_spaces_are_read_in_groups_of_characters() {
        let words = Words::read("大臣は月曜日に港を訪れた。3月5日、");
        assert!(words.is_unspaced());
        assert_eq!(words.numbers.len(), 2);
        // Twelve characters make ten groups; 3, 月, 5, 日 stand alone.
        assert_eq!(words.len(), 14);
        assert_eq!(Words::read("กรุงเทพมหานคร").groups, 11);
        assert!(!Words::read("서울 시장은 월요일").is_unspaced());
    }

    #[test]
    fn a_book_is_read_to_a_limit() {
        assert_eq!(Words::read(&"word ".repeat(MAX_WORDS * 2)).len(), MAX_WORDS);
        assert_eq!(Words::read(&"港".repeat(MAX_WORDS * 2)).len(), MAX_WORDS);
        assert!(Words::read("— … !").is_empty());
    }
}

/// Counts words as [`cut`] does.
pub fn words(text: &str) -> usize {
    let mut counter = Counter::default();
    text.chars().filter(|&c| counter.begins_word(c)).count()
}

/// The first `limit` words of a text, its paragraphs kept, an ellipsis at its end; `None` where the
/// text is not longer than that.
///
/// A word is what stands between white space. In scripts written without spaces, where that would
/// make a whole article one word, each Han or kana character counts as a word (as newsrooms count
/// them), and each fourth of Thai, Lao, Khmer, Burmese and Tibetan.
pub fn cut(text: &str, limit: usize) -> Option<String> {
    let mut counter = Counter::default();
    let mut words = 0;
    for (at, c) in text.char_indices() {
        if counter.begins_word(c) {
            words += 1;
            if words > limit {
                let kept = text[..at].trim_end().trim_end_matches(['.', ',', ';', ':', '…', '–', '—', '-']);
                return Some(format!("{}…", kept.trim_end()));
            }
        }
    }
    None
}

/// Tells where words begin, character by character.
#[derive(Default)]
struct Counter {
    in_word: bool,
    /// Characters of an unspaced alphabet since the last word began.
    run: usize,
}

impl Counter {
    fn begins_word(&mut self, c: char) -> bool {
        if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}') {
            self.in_word = false;
            self.run = 0;
            return false;
        }
        let begins = if is_ideograph(c) {
            self.run = 0;
            true
        } else if is_unspaced(c) {
            self.run += 1;
            if self.run == 5 {
                self.run = 1;
            }
            self.run == 1
        } else {
            self.run = 0;
            !self.in_word
        };
        self.in_word = true;
        begins
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{0f00}'..='\u{0fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_and_paragraphs_are_kept() {
        let text = "One two, three.\n\nFour five six.";
        assert_eq!(words(text), 6);
        assert_eq!(cut(text, 6), None);
        assert_eq!(cut(text, 7), None);
        assert_eq!(cut(text, 5).as_deref(), Some("One two, three.\n\nFour five…"));
        assert_eq!(cut(text, 3).as_deref(), Some("One two, three…"));
        assert_eq!(cut(text, 2).as_deref(), Some("One two…"));
        assert_eq!(cut("", 3), None);
        assert_eq!(cut(" \n\n ", 1), None);
    }

    #[test]
    fn the_ellipsis_is_no_word_of_its_own() {
        for limit in 1..40 {
            let text = "a, b; - c? … d (e) f! g -- h\u{a0}i\u{2009}j".repeat(9);
            let short = cut(&text, limit).unwrap();
            assert!(words(&short) <= limit, "{limit}: {short:?}");
            assert!(short.split_whitespace().count() <= limit, "{limit}: {short:?}");
            assert!(short.ends_with('…'));
        }
    }

    #[test]
    fn scripts_without_spaces_are_counted_too() {
        assert_eq!(words("東京は雨です。"), 6);
        assert_eq!(cut("東京は雨です。明日も雨。", 4).as_deref(), Some("東京は雨…"));
        assert_eq!(words("ภาษาไทยไม่มีช่องว่าง"), 5);
        assert_eq!(words("서울에 비가 온다"), 3);
        assert_eq!(words("GDP成長 3%"), 4);
    }
}

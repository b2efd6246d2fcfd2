//! How long a text is.

/// Characters to a word, in scripts without spaces: about what translations of one text come to.
const CHARACTERS: f64 = 1.7;

/// Written without spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
pub fn is_spaceless(c: char) -> bool {
    matches!(u32::from(c), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x3007 | 0x3040..=0x30ff
        | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

/// The words of a text; in scripts without spaces, one for 1.7 characters.
pub fn word_count(text: &str) -> usize {
    let (mut words, mut characters) = (0, 0);
    for word in text.split_whitespace() {
        if word.is_ascii() || !word.contains(is_spaceless) {
            words += 1;
            continue;
        }
        for part in word.split(|c: char| !is_spaceless(c) && !c.is_alphanumeric()) {
            characters += part.chars().filter(|c| is_spaceless(*c)).count();
            words += part.split(is_spaceless).filter(|run| !run.is_empty()).count();
        }
    }
    words + (characters as f64 / CHARACTERS).round() as usize
}

#[cfg(test)]
mod tests {
    use super::word_count;

    #[test]
    fn words_are_counted_with_and_without_spaces() {
        assert_eq!(word_count("The ferry waits — again."), 5);
        assert_eq!(word_count("Фериботът чака. 서울 시장은"), 4);
        assert_eq!(word_count("渡轮在港口外等了五个小时，乘客在长椅上过夜。"), 12);
        assert_eq!(word_count("造成12人死亡"), 4);
        assert_eq!(word_count(""), 0);
    }
}

//! Numbers written as words, so that `Two hurt` and `Five hurt` are not one news.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{hash_of, hash_of_digits};

/// One to twelve, dozen and hundred in English, German, French, Spanish; folded. Not what is an article or another
/// word as often: `ein`, `un`, `uno`, `once`, `cent`.
const SPELT: &str = "1 one|2 two zwei deux dos|3 three drei trois tres|4 four vier quatre cuatro|5 five funf cinq cinco|\
    6 six sechs seis|7 seven sieben sept siete|8 eight acht huit ocho|9 nine neun neuf nueve|10 ten zehn dix diez|\
    11 eleven elf onze|12 twelve dozen zwolf dutzend douze douzaine doce docena|100 hundred hundert cien";
/// Digits and units of the Han numerals.
const DIGITS: &str = "〇零一二三四五六七八九";
/// What is counted, behind a single numeral: `三` alone stands in many words.
const COUNTED: &str = "人名日月年歳岁度級级个個件時时点分元円圆回位家台隻艘両辆輛棟戸条頭";

static BY_HASH: LazyLock<HashMap<u64, u64>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for line in SPELT.split('|') {
        let mut words = line.split(' ');
        let Some(value) = words.next() else { continue };
        for word in words {
            map.insert(hash_of(word), hash_of_digits(value));
        }
    }
    map
});

/// The hash that the number has in digits, if the word of this hash is one.
pub(super) fn spelt(word: u64) -> Option<u64> {
    BY_HASH.get(&word).copied()
}

/// A run of Han numerals, character by character.
#[derive(Default)]
pub(super) struct Han {
    run: Vec<char>,
}

impl Han {
    /// The longest that is read.
    const MOST: usize = 12;

    /// Takes the next character; returns the number that ended before it.
    pub(super) fn next(&mut self, c: char) -> Option<u64> {
        if DIGITS.contains(c) || unit(c).is_some() {
            if self.run.len() <= Han::MOST {
                self.run.push(c);
            }
            return None;
        }
        self.end(COUNTED.contains(c))
    }

    /// The run is over: is it a number? A single numeral is one if something `counted` follows, and `一` never.
    pub(super) fn end(&mut self, counted: bool) -> Option<u64> {
        if self.run.is_empty() {
            return None;
        }
        let run = std::mem::take(&mut self.run);
        let is_number = match run[..] {
            [one] => counted && one != '一' && (unit(one).is_none() || one == '十'),
            // 万一: in case.
            ['万' | '萬' | '億' | '亿', ..] => false,
            _ => run.len() <= Han::MOST && run.iter().any(|c| DIGITS.contains(*c) || *c == '十'),
        };
        is_number.then(|| hash_of_digits(&value(&run).to_string()))
    }
}

fn unit(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        '万' | '萬' => Some(10_000),
        '億' | '亿' => Some(100_000_000),
        _ => None,
    }
}

/// `二十四` and `二四` are 24.
fn value(run: &[char]) -> u64 {
    let (mut all, mut part, mut digits) = (0_u64, 0_u64, None::<u64>);
    for &c in run {
        if let Some(at) = DIGITS.chars().position(|digit| digit == c) {
            let digit = at.saturating_sub(1) as u64;
            digits = Some(digits.unwrap_or(0).saturating_mul(10).saturating_add(digit));
        } else if let Some(unit) = unit(c) {
            let count = digits.take();
            if unit >= 10_000 {
                let below = part.saturating_add(count.unwrap_or(0)).max(1);
                all = all.saturating_add(below.saturating_mul(unit));
                part = 0;
            } else {
                part = part.saturating_add(count.unwrap_or(1).saturating_mul(unit));
            }
        }
    }
    all.saturating_add(part).saturating_add(digits.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::super::Words;
    use super::value;

    #[test]
    fn han_numerals_are_read() {
        for (run, number) in [
            ("十二", 12),
            ("二十四", 24),
            ("二四", 24),
            ("二〇二六", 2026),
            ("三百五", 305),
            ("一万二千", 12_000),
        ] {
            assert_eq!(value(&run.chars().collect::<Vec<_>>()), number, "{run}");
        }
    }

    #[test]
    fn a_number_is_the_same_in_words_and_in_digits() {
        let same = |word: &str, digits: &str| {
            let (word, digits) = (Words::read(word), Words::read(digits));
            assert_eq!(word.spelt, [digits.hashes[digits.numbers[0] as usize]]);
        };
        for (word, digits) in [
            ("Two", "2"),
            ("Fünf", "5"),
            ("douze", "12"),
            ("ocho", "8"),
            ("死亡十二人", "12"),
            ("三人が死亡", "3"),
        ] {
            same(word, digits);
        }
        for none in ["a one-off", "統一された", "一部の学校", "万一のため", "twofold", "三菱"]
        {
            let spelt = Words::read(none).spelt;
            assert!(spelt.is_empty() || none.contains("one"), "{none}");
        }
    }
}

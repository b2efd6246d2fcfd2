//! UTF-8 with something in it that is none.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// One valid quotation mark or dash of UTF-8 (`E2 80 xx`) weighs as much as so many stray bytes, where UTF-8 is
/// declared: no other encoding has these three bytes in a row with any sense.
const WORTH_OF_A_QUOTE: usize = 8;

/// What speaks for UTF-8, and what against it.
#[derive(Default)]
struct Tally {
    /// Characters beyond ASCII.
    good: usize,
    /// Quotation marks and dashes among them.
    quotes: usize,
    /// Stray bytes.
    bad: usize,
    /// Stretches of ASCII after a stray byte: it stands alone, as accents do and the double bytes of East Asia
    /// do not.
    lone: usize,
    /// Characters cut off in their middle, and halves of surrogate pairs: what is left of one is lost, and it
    /// could not be there if the text were not UTF-8.
    cut: usize,
}

impl Tally {
    /// There must be some real UTF-8, for a text that is windows-1252 throughout has hardly a valid sequence; and
    /// the stray bytes must be few beside it, or stand alone.
    fn is_utf_8(&self, says_so: bool) -> bool {
        if says_so && self.bad == 0 || self.good >= 1 && self.good >= self.bad + self.cut {
            return true;
        }
        self.good > 0
            && (self.bad == 0
                || self.lone * 10 >= self.bad * 9
                || says_so && self.quotes * WORTH_OF_A_QUOTE >= self.bad + self.cut)
    }
}

/// UTF-8 with stray bytes of windows-1252, as editors paste them; with characters that somebody cut by bytes, which
/// become U+FFFD; with surrogate pairs written one by one (CESU-8), which are joined. `None` where
/// the bytes are rather of another encoding. `says_so`: the document is declared as UTF-8.
pub(super) fn mixed(bytes: &[u8], says_so: bool) -> Option<String> {
    let mut tally = Tally::default();
    let mut out = String::with_capacity(bytes.len() + 64);
    let bytes = holes_filled(bytes);
    let (bytes, halves) = surrogates_joined(&bytes);
    let mut after_stray = true;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        tally.good += valid.chars().filter(|c| !c.is_ascii()).count();
        tally.quotes += valid.chars().filter(|c| ('\u{2010}'..='\u{2026}').contains(c)).count();
        tally.lone += usize::from(after_stray && valid.starts_with(|c: char| c.is_ascii()));
        out.push_str(valid);
        let stray = chunk.invalid();
        if is_cut(&out, stray) {
            tally.cut += 1;
            out.push('\u{fffd}');
            after_stray = false;
        } else {
            tally.bad += stray.len();
            out.push_str(&WINDOWS_1252.decode_without_bom_handling(stray).0);
            after_stray = true;
        }
    }
    // Each became U+FFFD, which is valid.
    tally.good -= halves;
    tally.cut += halves;
    tally.is_utf_8(says_so).then_some(out)
}

/// Is it the beginning of a character, and not an accented letter of windows-1252 with its punctuation behind
/// it: `café’`?
fn is_cut(before: &str, stray: &[u8]) -> bool {
    let punctuation = |b: &u8| matches!(b, 0x85 | 0x91..=0x97 | 0xa0 | 0xab | 0xbb);
    let in_a_word = || before.ends_with(|c: char| c.is_alphabetic() && c < '\u{250}');
    stray.len() > 1 && !(in_a_word() && stray[1..].iter().all(punctuation))
}

/// The five bytes windows-1252 has no character for.
const HOLES: [(&[u8], u8); 5] =
    [(b"&#129;", 0x81), (b"&#141;", 0x8d), (b"&#143;", 0x8f), (b"&#144;", 0x90), (b"&#157;", 0x9d)];

/// UTF-8 that somebody wrote as windows-1252 has references in the middle of its characters, where a byte is
/// none of that encoding's: `Ñ&#129;` for `с`. After a byte beyond ASCII they are put back as the bytes they
/// were; one that makes no character becomes the same control as the reference.
fn holes_filled(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut out: Vec<u8> = Vec::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| *b == b'&').map(|next| at + next) {
        at = next + 1;
        let before = if next == done { out.last() } else { bytes[..next].last() };
        if before.is_some_and(|b| !b.is_ascii())
            && let Some((reference, byte)) = HOLES.iter().find(|(r, _)| bytes[next..].starts_with(r))
        {
            out.extend_from_slice(&bytes[done..next]);
            out.push(*byte);
            at = next + reference.len();
            done = at;
        }
    }
    if done == 0 {
        return Cow::Borrowed(bytes);
    }
    out.extend_from_slice(&bytes[done..]);
    Cow::Owned(out)
}

/// CESU-8 (Unicode Technical Report 26), as MySQL and Java write emoji: a surrogate pair as two sequences of three
/// bytes becomes the character it is, half a pair U+FFFD; and how many halves there were.
fn surrogates_joined(bytes: &[u8]) -> (Cow<'_, [u8]>, usize) {
    let unit = |bytes: &[u8]| match bytes {
        [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..] => {
            Some(0xd000 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f))
        }
        _ => None,
    };
    let mut out: Vec<u8> = Vec::new();
    let (mut done, mut at, mut halves) = (0, 0, 0);
    while let Some(next) = bytes[at..].iter().position(|b| *b == 0xed).map(|next| at + next) {
        at = next + 1;
        let Some(first) = unit(&bytes[next..]) else { continue };
        let second = bytes.get(next + 3..).and_then(unit);
        let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
        out.extend_from_slice(&bytes[done..next]);
        let mut utf_8 = [0; 4];
        out.extend_from_slice(pair.unwrap_or('\u{fffd}').encode_utf8(&mut utf_8).as_bytes());
        halves += usize::from(pair.is_none());
        at = next + if pair.is_some() { 6 } else { 3 };
        done = at;
    }
    if done == 0 {
        return (Cow::Borrowed(bytes), 0);
    }
    out.extend_from_slice(&bytes[done..]);
    (Cow::Owned(out), halves)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_character_hurts_nobody_else() {
        for (bytes, expected) in [
            (&b"It\xe2\x80\x99s on: \xf0\x9f\x8e</title>"[..], "It’s on: \u{fffd}</title>"),
            (b"\xe2\x82\xac 5 \xf0\x9f\x8e, \xf0\x9f, \xe2\x80", "€ 5 \u{fffd}, \u{fffd}, \u{fffd}"),
            (b"caf\xc3\xa9 \xe6\x97, caf\xe9\x92s", "café \u{fffd}, café’s"),
            (b"Ferry \xf0\x9f\x9a back", "Ferry \u{fffd} back"),
            (b"\xe2\x80\x9cMoscow\xe2\x80\x9d: \xcc\xee\xf1\xea\xe2\xe0", "“Moscow”: Ìîñêâà"),
        ] {
            assert_eq!(mixed(bytes, true).as_deref(), Some(expected));
        }
    }

    #[test]
    fn surrogates_are_joined() {
        let bytes =
            b"It\xe2\x80\x99s a party \xed\xa0\xbc\xed\xbe\x89 and half \xed\xa0\xbc one \xed\xbe\x89";
        assert_eq!(mixed(bytes, true).as_deref(), Some("It’s a party 🎉 and half \u{fffd} one \u{fffd}"));
        assert_eq!(mixed(b"\xed\xa0\xbc\xed\xbe\x89!", false).as_deref(), Some("🎉!"), "undeclared");
        assert_eq!(mixed("한국 \u{d7a3}".as_bytes(), false).as_deref(), Some("한국 \u{d7a3}"));
    }

    #[test]
    fn other_encodings_are_no_damaged_utf_8() {
        let texts = [
            ("windows-1251", "Совет проголосовал за новый бюджет порта, «СССР», сообщили чиновники"),
            ("koi8-r", "Совет проголосовал за новый бюджет порта, ВЁРСТКА, ещё и ёлка"),
            ("windows-1252", "Der Bürgermeister eröffnete die Fähre: „größer“, sagte er"),
            ("windows-1250", "Žluťoučký kůň úpěl ďábelské ódy, – řekl"),
            ("shift_jis", "港湾当局は新しい予算について火曜日に投票するとアナウンスした"),
            ("euc-jp", "港湾当局は新しい予算について火曜日に投票するとアナウンスした"),
            ("gbk", "港口管理局将于星期二就新预算进行投票,官员们说"),
            ("big5", "港口管理局將於星期二就新預算進行投票,官員們說"),
            ("euc-kr", "항만 당국은 화요일 새 예산안에 대해 투표할 것이라고 관계자들이 말했다"),
        ];
        for (label, text) in texts {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("known");
            let (bytes, ..) = encoding.encode(text);
            assert_eq!(mixed(&bytes, true), None, "{label}");
        }
    }
}

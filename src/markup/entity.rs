use std::borrow::Cow;

/// The longest name in HTML's table is `CounterClockwiseContourIntegral`.
const LONGEST_NAME: usize = 32;

/// Reads one character reference at the start of `s` (which starts with `&`): the text it stands
/// for and how many bytes it takes. `None` where it is only an ampersand.
///
/// Numbers between 128 and 159 mean windows-1252, as in HTML (§13.2.5.80): feeds write `&#147;` and mean a
/// quotation mark. Numbers that name no character, or a control, give the empty string. A
/// missing semicolon is forgiven for numbers and for the five names of XML plus `nbsp`.
pub fn entity(s: &str) -> Option<(Cow<'static, str>, usize)> {
    let rest = s.strip_prefix('&')?;
    if let Some(number) = rest.strip_prefix('#') {
        return numeric(number).map(|(text, len)| (text, len + 2));
    }
    let len = rest.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count();
    if len == 0 {
        return None;
    }
    if rest.as_bytes().get(len) == Some(&b';') {
        if let Some(text) = usual(&rest[..len]) {
            return Some((Cow::Borrowed(text), len + 2));
        }
        let name = &rest[..=len];
        return named(name).or_else(|| caseless(name)).map(|text| (Cow::Owned(text), len + 2));
    }
    let known = ["amp;", "lt;", "gt;", "quot;", "nbsp;"];
    let found = known.iter().find(|known| known[..known.len() - 1] == rest[..len])?;
    // `&amp=1` and `&lt=2` in an address are parameters.
    if rest.as_bytes().get(len) == Some(&b'=') {
        return None;
    }
    named(found).map(|text| (Cow::Owned(text), len + 1))
}

/// The five of XML and the fixed space: nearly all references there are, and no table is asked for them.
fn usual(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        _ => return None,
    })
}

/// By html5ever's table, which is made from the standard's. (quick-xml 0.42 has one too, in which 444 names
/// are wrong: `&alpha;` is a semicolon there.)
fn named(name: &str) -> Option<String> {
    let (first, second) = html5ever::data::NAMED_ENTITIES.get(name)?;
    let chars = [*first, *second].into_iter().filter(|c| *c != 0).filter_map(char::from_u32);
    Some(chars.collect::<String>()).filter(|text| !text.is_empty())
}

/// `&NBSP;`, `&Amp;`: names in the wrong case, where only one reading is possible.
fn caseless(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    if lower == name { None } else { named(&lower) }
}

/// `digits` stands after `&#`.
fn numeric(digits: &str) -> Option<(Cow<'static, str>, usize)> {
    let (value, len) = number(digits)?;
    // A character beyond the first 65,536 as the two halves it has in UTF-16: `&#55356;&#57225;`.
    if (0xd800..=0xdbff).contains(&value)
        && let Some((second, more)) = digits[len..].strip_prefix("&#").and_then(number)
        && (0xdc00..=0xdfff).contains(&second)
    {
        let whole = char::from_u32(0x1_0000 + ((value - 0xd800) << 10) + (second - 0xdc00));
        return Some((Cow::Owned(whole.map_or(String::new(), String::from)), len + 2 + more));
    }
    let text = match value {
        0x80..=0x9f => char::from_u32(value).map_or(String::new(), |c| from_c1(c).to_string()),
        _ => char::from_u32(value)
            .filter(|c| matches!(c, '\t' | '\n' | '\r') || !c.is_control())
            .map_or(String::new(), String::from),
    };
    Some((Cow::Owned(text), len))
}

/// The number that a reference's digits give, and how many bytes they take, the semicolon included.
fn number(digits: &str) -> Option<(u32, usize)> {
    let (radix, skip) = if digits.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let mut value: u32 = 0;
    let mut len = 0;
    for c in digits[skip..].chars() {
        let Some(digit) = c.to_digit(radix) else { break };
        value = value.saturating_mul(radix).saturating_add(digit);
        len += 1;
    }
    if len == 0 {
        return None;
    }
    let mut len = len + skip;
    if digits.as_bytes().get(len) == Some(&b';') {
        len += 1;
    }
    Some((value, len))
}

/// What 128..=159 mean in windows-1252; the five holes stay the controls they are (§13.2.5.80).
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What a C1 control was meant to be: the character windows-1252 has in its place. Others stay.
pub fn from_c1(c: char) -> char {
    match u32::from(c).checked_sub(0x80).and_then(|n| WINDOWS_1252.get(n as usize)) {
        Some(meant) => *meant,
        None => c,
    }
}

/// The byte windows-1252 has for a character beyond Latin-1.
pub fn to_windows_1252(c: char) -> Option<u8> {
    WINDOWS_1252.iter().position(|known| *known == c).map(|n| 0x80 + n as u8)
}

/// Resolves every character reference of HTML once; what is not one stays as it is.
pub fn decode(s: &str) -> Cow<'_, str> {
    let Some(first) = s.find('&') else { return Cow::Borrowed(s) };
    let mut out = String::with_capacity(s.len());
    out.push_str(&s[..first]);
    let mut rest = &s[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = match entity(rest) {
            Some((text, len)) => {
                out.push_str(&text);
                len
            }
            None => {
                out.push('&');
                1
            }
        };
        rest = &rest[len..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The text with what HTML would take for markup written as references, in attributes too.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Plain text as HTML: a paragraph for each that an empty line ends, a `<br>` for other ends of lines.
pub fn paragraphs(text: &str) -> String {
    let blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    blocks.map(|block| format!("<p>{}</p>", escaped(block).replace('\n', "<br>"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_paragraphs() {
        assert_eq!(
            paragraphs("a < b\nc\n\n\n\"d\" & e\n"),
            "<p>a &lt; b<br>c</p><p>&quot;d&quot; &amp; e</p>"
        );
    }

    #[test]
    fn resolves_references_once_and_leaves_ampersands() {
        for (given, expected) in [
            ("AT&T & Q&A", "AT&T & Q&A"),
            ("&amp;amp;", "&amp;"),
            ("&eacute;&hellip;&nbsp;x", "é…\u{a0}x"),
            ("&#147;a&#x94;", "“a”"),
            ("&#0;&#11;&#xD800;&#99999999999;", ""),
            ("&#8217 s", "’ s"),
            ("&#55356;&#57225; &#xD83C;&#xDF89 &#55356; &#57225;&#55356;x", "🎉 🎉  x"),
            ("?a=1&amp=2&lt=3", "?a=1&amp=2&lt=3"),
            ("&unknown; &;", "&unknown; &;"),
            ("&EACUTE;", "é"),
            ("&alpha;&circ;&Amacr;&NotEqualTilde;", "αˆĀ\u{2242}\u{338}"),
            ("&lt b", "< b"),
        ] {
            assert_eq!(decode(given), expected, "{given:?}");
        }
    }
}

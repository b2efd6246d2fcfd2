use std::borrow::Cow;

use crate::markup::{entity, from_c1, to_windows_1252};

/// Texts with two old mistakes undone: UTF-8 that somebody took for ISO-8859-1 and encoded again (`Ã©` for
/// `é`), and C1 controls that were meant as windows-1252 (U+0093 for `“`).
///
/// An archive keeps what the outlet sent, so the first is undone only where it is proven:
///
/// - The whole text proves it: every character beyond ASCII is of Latin-1, and together they are valid
///   UTF-8, which no language writes by chance. A text with one sound character among the broken ones may be
///   about this very mistake. That is feedparser's rule too, so an article reads the same in both.
/// - The document proves it: broken texts outnumber the sound ones by far. Then each run of characters is
///   judged by itself, for a sound one was put among them later.
///
/// Where windows-1252 was meant (`â€™` for `’`) there is less to go by, and the text is left alone, unless it
/// holds C1 controls or a soft hyphen after `Ã`. Nobody writes those; and they have to go from a text that is
/// shown, half a letter with each (`Ñ\u{81}` is `с`), so leaving them alone would lose what cannot be
/// got back.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Undo {
    /// The document proves it.
    run_by_run: bool,
}

/// So many broken texts prove it of a document at least,
const PROOF: usize = 8;
/// and so many to a sound one.
const PROOF_TO_SOUND: usize = 2;
/// With so many more sound ones than broken ones there is nothing to be proven any more.
const CLEARED: usize = 64;

impl Undo {
    /// Judges a document.
    pub(super) fn of(document: &str) -> Undo {
        if !document.bytes().any(|b| b == 0xc2 || b == 0xc3) {
            return Undo::default();
        }
        let (mut broken, mut sound) = (0, 0);
        for run in runs(document).map(|(start, end)| &document[start..end]) {
            match once(run, true) {
                Some(_) => broken += 1,
                None => sound += 1,
            }
            if sound > broken + CLEARED {
                break;
            }
        }
        Undo { run_by_run: broken >= PROOF && broken >= sound * PROOF_TO_SOUND }
    }

    /// Give it the text before its references are resolved: it was the bytes that were encoded twice. `None`
    /// where there is nothing to undo.
    pub(super) fn undo(self, text: &str) -> Option<String> {
        // Characters from U+0080 to U+00FF begin with C2 or C3.
        if !text.bytes().any(|b| b == 0xc2 || b == 0xc3) {
            return None;
        }
        let has_c1 = text.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}'));
        let windows = has_c1 || text.contains("Ã\u{ad}");
        let mut once = once(text, windows);
        if once.is_none() && self.run_by_run {
            once = run_by_run(text, windows);
        }
        match once {
            Some(once) => Some(once.chars().map(from_c1).collect()),
            None if has_c1 => Some(text.chars().map(from_c1).collect()),
            None => None,
        }
    }
}

/// The same where references stand for the broken characters (`&#195;&#169;`), as a document in another
/// encoding has to write them. Other references are left as they are.
pub(super) fn undo_referenced(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (said, len) = entity(rest).unwrap_or((Cow::Borrowed("&"), 1));
        let is_latin = !said.is_empty() && said.chars().all(|c| matches!(c, '\u{80}'..='\u{ff}'));
        out.push_str(if is_latin { &said } else { &rest[..len] });
        found |= is_latin;
        rest = &rest[len..];
    }
    out.push_str(rest);
    if found { Undo::default().undo(&out) } else { None }
}

fn run_by_run(text: &str, windows: bool) -> Option<String> {
    // What would need windows-1252 and does not prove it is left alone whole.
    let needs_windows = |run: &str| once(run, false).is_none() && once(run, true).is_some();
    if !windows && runs(text).any(|(start, end)| needs_windows(&text[start..end])) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let (mut done, mut found) = (0, false);
    for (start, end) in runs(text) {
        out.push_str(&text[done..start]);
        let run = &text[start..end];
        let once = once(run, windows);
        found |= once.is_some();
        out.push_str(once.as_deref().unwrap_or(run));
        done = end;
    }
    out.push_str(&text[done..]);
    found.then_some(out)
}

/// The runs of characters beyond ASCII: where they begin and end.
fn runs(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.as_bytes()[at..].iter().position(|b| !b.is_ascii())?;
        let end = text.as_bytes()[start..].iter().position(u8::is_ascii).map_or(text.len(), |i| start + i);
        at = end;
        Some((start, end))
    })
}

/// The bytes of the text by ISO-8859-1 (or windows-1252), if they are UTF-8.
fn once(text: &str, windows: bool) -> Option<String> {
    // Nearly every text is cleared by its first character beyond ASCII.
    let first = text.find(|c: char| !c.is_ascii())?;
    byte(text[first..].chars().nth(1)?, windows).filter(|b| is_continuation(*b))?;
    let mut bytes = Vec::with_capacity(text.len());
    let mut proof = false;
    let mut before = ['\0'; 2];
    for c in text.chars() {
        let byte = byte(c, windows)?;
        proof |= is_continuation(byte) && !is_end_of_a_word(before, c);
        before = [before[1], c];
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok().filter(|_| proof)
}

fn byte(c: char, windows: bool) -> Option<u8> {
    u8::try_from(u32::from(c)).ok().or_else(|| to_windows_1252(c).filter(|_| windows))
}

fn is_continuation(byte: u8) -> bool {
    matches!(byte, 0x80..=0xbf)
}

/// "AMANHÃ\u{a0}" and "VOILÀ»" are words before a fixed space and a closing mark. (No word ends in Â.)
fn is_end_of_a_word(before: [char; 2], c: char) -> bool {
    matches!(c, '\u{a0}' | '»')
        && before[0].is_ascii_uppercase()
        && before[1].is_uppercase()
        && before[1] != 'Â'
}

#[cfg(test)]
mod tests {
    use super::{Undo, undo_referenced};

    fn undo(text: &str) -> Option<String> {
        Undo::default().undo(text)
    }

    #[test]
    fn undoes_what_was_provably_done_twice() {
        for (given, expected) in [
            ("FÃ¼r Â£30", Some("Für £30")),
            ("un Catalan Ã\u{a0} Hollywood", Some("un Catalan à Hollywood")),
            ("MartÃ\u{ad}n, &#8220;sÃ\u{ad}&#8221;", Some("Martín, &#8220;sí&#8221;")),
            ("Ð\u{9c}Ð¸Ñ\u{80}", Some("Мир")),
            ("\u{93}a\u{94} ü", Some("“a” ü")),
            ("â\u{80}\u{9c}yesâ\u{80}\u{9d}", Some("“yes”")),
            ("â€œyesâ€\u{9d} Ñ\u{81}", Some("“yes” с")),
            ("the USÂ\u{a0}over", Some("the US\u{a0}over")),
            ("MartÃ\u{ad}n Ã–konom", Some("Martín Ökonom")),
        ] {
            assert_eq!(undo(given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn leaves_what_could_be_meant() {
        for sent in
            ["Für £30, ça", "Ã¼ and ’", "Ã¼ and â€™", "CAFÉ\u{a0}: été", "AMANHÃ\u{a0}", "VOILÀ»", "SÃO"]
        {
            assert_eq!(undo(sent), None, "{sent}");
        }
    }

    #[test]
    fn a_document_can_prove_it_for_its_texts() {
        let text = "café by the MusÃ©e";
        assert_eq!(undo(text), None);
        let sane = Undo::of("Été à Paris. It shows MusÃ©e for Musée, Ã¨ for è, Ã\u{a0} for à.");
        assert_eq!(sane.undo(text), None);
        let broken = Undo::of(&"<title>MusÃ©e dâ€™Ã©tÃ©</title>".repeat(3));
        assert_eq!(broken.undo(text).as_deref(), Some("café by the Musée"));
        assert_eq!(broken.undo("café, lâ€™Ã©tÃ©"), None);
        assert_eq!(broken.undo("café, â€œl'Ã©tÃ©â€\u{9d}").as_deref(), Some("café, “l'été”"));
    }

    #[test]
    fn references_can_hide_it() {
        assert_eq!(undo_referenced("CrÃ&#173;tica &amp; &#195;&#169;").as_deref(), Some("Crítica &amp; é"));
        assert_eq!(undo_referenced("caf&#233; & &#8217; &#;"), None);
        assert_eq!(undo_referenced("CrÃ\u{ad}tica"), None);
    }
}

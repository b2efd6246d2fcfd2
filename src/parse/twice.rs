use crate::markup::{from_c1, to_windows_1252};

/// Text with two old mistakes undone: UTF-8 that somebody took for ISO-8859-1 and encoded again (`Ã©` for
/// `é`), and C1 controls that were meant as windows-1252 (U+0093 for `“`).
///
/// The first is undone run by run of characters beyond ASCII. A text with runs that would only make
/// sense by way of windows-1252 (`â€™` for `’`) is left alone, as feedparser leaves it, unless it holds C1
/// controls: nobody writes those, so they prove what happened.
///
/// `None` where there is nothing to undo.
pub(super) fn undo(text: &str) -> Option<String> {
    // Characters from U+0080 to U+00FF begin with C2 or C3.
    if !text.bytes().any(|b| b == 0xc2 || b == 0xc3) {
        return None;
    }
    // So does a soft hyphen after `Ã`, half of an `í`.
    let proven = text.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}')) || text.contains("Ã\u{ad}");
    let runs: Vec<(usize, usize, Run)> = runs(text).collect();
    let is_mixed = runs.iter().any(|(_, _, run)| matches!(run, Run::Sound));
    let has_windows = runs.iter().any(|(_, _, run)| matches!(run, Run::Windows(_)));
    let any_telling = runs.iter().any(|(_, _, run)| matches!(run, Run::Latin(_, true)));
    let undoes = |run: &Run| match run {
        Run::Latin(..) => (proven || !has_windows) && (any_telling || !is_mixed),
        Run::Windows(_) => proven,
        Run::Sound => false,
    };
    if !proven && !runs.iter().any(|(_, _, run)| undoes(run)) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (start, end, run) in &runs {
        out.push_str(&text[done..*start]);
        match run {
            Run::Latin(once, _) | Run::Windows(once) if undoes(run) => out.push_str(once),
            _ => out.extend(text[*start..*end].chars().map(from_c1)),
        }
        done = *end;
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// A run of characters beyond ASCII.
enum Run {
    /// ISO-8859-1 throughout, and valid UTF-8 as such; whether it begins as such runs do.
    Latin(String, bool),
    /// The same by way of windows-1252.
    Windows(String),
    /// Text as it should be.
    Sound,
}

fn runs(text: &str) -> impl Iterator<Item = (usize, usize, Run)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c: char| !c.is_ascii())?;
        let end = text[start..].find(|c: char| c.is_ascii()).map_or(text.len(), |i| start + i);
        at = end;
        Some((start, end, classify(&text[start..end])))
    })
}

fn classify(run: &str) -> Run {
    let bytes: Option<Vec<u8>> = run.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    if let Some(once) = bytes.and_then(|b| String::from_utf8(b).ok()) {
        // "AMANHÃ\u{a0}" and "CAFÉ\u{a0}" are words before a fixed space.
        let telling = run.starts_with('Â') || run.starts_with('Ã') && !run.starts_with("Ã\u{a0}");
        return Run::Latin(once, telling);
    }
    let bytes: Option<Vec<u8>> =
        run.chars().map(|c| u8::try_from(u32::from(c)).ok().or_else(|| to_windows_1252(c))).collect();
    match bytes.and_then(|b| String::from_utf8(b).ok()) {
        Some(once) => Run::Windows(once),
        None => Run::Sound,
    }
}

#[cfg(test)]
mod tests {
    use super::undo;

    #[test]
    fn undoes_what_was_done_twice() {
        for (given, expected) in [
            ("FÃ¼r Â£30", Some("Für £30")),
            ("Für £30, ça", None),
            ("\u{93}a\u{94} ü", Some("“a” ü")),
            ("Ã¼ and ’", Some("ü and ’")),
            ("Ã¼ and â€™", None),
            ("MartÃ\u{ad}n Ã–konom", Some("Martín Ökonom")),
            ("CAFÉ\u{a0}: été", None),
            ("â€œyesâ€\u{9d} Ñ\u{81}", Some("“yes” с")),
        ] {
            assert_eq!(undo(given).as_deref(), expected, "{given}");
        }
    }
}

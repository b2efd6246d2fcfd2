//! Paths of `robots.txt`, with `*` and `$` (RFC 9309 §2.2.3).

/// Longer patterns are cut.
const MAX_PATTERN: usize = 2_048;

/// A path of a rule.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    /// Normal form, without the `$`.
    text: Vec<u8>,
    /// Ended with `$`: the path must end with it.
    ends: bool,
}

impl Pattern {
    pub(super) fn new(given: &str) -> Pattern {
        let (body, ends) = given.strip_suffix('$').map_or((given, false), |body| (body, true));
        // "Disallow: private" is meant as "/private".
        let slash = if body.starts_with(['/', '*']) { "" } else { "/" };
        let mut text = normal(&format!("{slash}{body}"));
        text.truncate(MAX_PATTERN);
        Pattern { text, ends }
    }

    /// Octets, for the rule that the longest one decides.
    pub(super) fn length(&self) -> usize {
        self.text.len() + usize::from(self.ends)
    }

    /// Does the path (in normal form) begin with the pattern? Steps back to the last `*` only, so that a
    /// pattern of many costs no more than the product of the two lengths.
    pub(super) fn fits(&self, path: &[u8]) -> bool {
        let (mut at, mut of) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        loop {
            match self.text.get(of) {
                Some(b'*') => {
                    star = Some((of, at));
                    of += 1;
                    continue;
                }
                None if !self.ends || at == path.len() => return true,
                Some(byte) if path.get(at) == Some(byte) => {
                    (at, of) = (at + 1, of + 1);
                    continue;
                }
                _ => {}
            }
            match star {
                Some((back, from)) if from < path.len() => {
                    star = Some((back, from + 1));
                    (of, at) = (back + 1, from + 1);
                }
                _ => return false,
            }
        }
    }
}

/// Percent-encoding in one form: what need not be encoded is not, the rest is, in upper case.
pub(super) fn normal(path: &str) -> Vec<u8> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut encode = |byte: u8, plain: bool| {
        if plain {
            out.push(byte);
        } else {
            out.extend_from_slice(&[b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
    };
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digit = |n: usize| bytes.get(at + n).and_then(|b| char::from(*b).to_digit(16));
        match (byte, digit(1), digit(2)) {
            (b'%', Some(high), Some(low)) => {
                let byte = u8::try_from(high * 16 + low).unwrap_or_default();
                encode(byte, byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
                at += 3;
            }
            _ => {
                encode(*byte, byte.is_ascii_graphic());
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Pattern, normal};

    #[test]
    fn encodings_have_one_form() {
        for (given, form) in
            [("/a%3cd", "/a%3Cd"), ("/%7Ejoe", "/~joe"), ("/ü", "/%C3%BC"), ("/%", "/%"), ("/%2f", "/%2F")]
        {
            assert_eq!(normal(given), form.as_bytes(), "{given}");
        }
    }

    #[test]
    fn many_stars_cost_little() {
        let pattern = Pattern::new(&"*a".repeat(1_000));
        assert!(!pattern.fits("b".repeat(100_000).as_bytes()));
        assert!(pattern.fits("a".repeat(1_000).as_bytes()));
        assert!(!Pattern::new("/a*$b$").fits(b"/axx"));
        assert!(Pattern::new("/a*b$").fits(b"/a1b2b"));
        assert!(Pattern::new("*").fits(b""));
    }
}

//! Under which terms a host's pages may be used, as its `robots.txt` says.

use super::pattern::Pattern;

/// Licences of one host that are kept.
const MAX_LICENCES: usize = 8;
/// Wishes of one group that are kept.
const MAX_WISHES: usize = 64;
/// A longer address or wish is none.
const MAX_VALUE: usize = 2_048;

/// What one program is told.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    licences: Vec<String>,
    wishes: Vec<Wish>,
}

#[derive(Debug, Clone)]
struct Wish {
    /// The directive, in lower case.
    directive: &'static str,
    pattern: Pattern,
    /// As written, without the path.
    value: String,
}

impl Terms {
    /// `License: https://…` (RSL 1.0): an absolute address, on any host. Anything else is skipped.
    pub(super) fn licence(&mut self, value: &str) {
        let lower = value.get(..8).unwrap_or_default().to_ascii_lowercase();
        let is_address = (lower.starts_with("https://") || lower.starts_with("http://"))
            && value.len() <= MAX_VALUE
            && !value.contains(char::is_whitespace);
        if is_address && self.licences.len() < MAX_LICENCES && !self.licences.iter().any(|l| l == value) {
            self.licences.push(value.to_owned());
        }
    }

    /// `Content-Usage: [path] train-ai=n`, `Content-Signal: search=yes, ai-train=no`.
    pub(super) fn usage(&mut self, directive: &str, value: &str) {
        let directive = match directive {
            "content-usage" => "Content-Usage",
            "content-signal" => "Content-Signal",
            _ => return,
        };
        let (path, wish) = match value.split_once(char::is_whitespace) {
            Some((path, wish)) if path.starts_with('/') => (path, wish.trim()),
            _ => ("/", value),
        };
        let says_something = wish.contains('=') && wish.len() <= MAX_VALUE;
        if says_something && self.wishes.len() < MAX_WISHES {
            self.wishes.push(Wish { directive, pattern: Pattern::new(path), value: wish.to_owned() });
        }
    }

    /// Those that hold for a path in normal form: every licence, and of each directive the wish with the
    /// longest pattern that fits, as for `Allow` and `Disallow`.
    pub(super) fn of(&self, path: &[u8]) -> Vec<String> {
        let mut all = self.licences.clone();
        for directive in ["Content-Usage", "Content-Signal"] {
            let fitting = self.wishes.iter().filter(|w| w.directive == directive && w.pattern.fits(path));
            if let Some(wish) = fitting.max_by_key(|w| w.pattern.length()) {
                all.push(format!("{directive}: {}", wish.value));
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use crate::robots::Robots;

    fn said(file: &str, path: &str) -> Vec<String> {
        Robots::parse(file.as_bytes(), "Clippings").reservations(path)
    }

    #[test]
    fn a_licence_is_the_whole_hosts() {
        let file = "License: https://courier.example/rsl.xml\nUser-agent: other\nDisallow: /\n\
                    LICENSE: HTTPS://rights.example/terms.xml # ours\nLicense: https://courier.example/rsl.xml\n\
                    User-agent: clippings\nAllow: /\n";
        let both = ["https://courier.example/rsl.xml", "HTTPS://rights.example/terms.xml"];
        assert_eq!(said(file, "/a"), both);
        for odd in ["/rsl.xml", "", "ftp://courier.example/x", "https://a b", "httpsé://x"] {
            assert!(said(&format!("License: {odd}\n"), "/a").is_empty(), "{odd}");
        }
        let many = (0..50).map(|n| format!("License: https://courier.example/{n}\n")).collect::<String>();
        assert_eq!(said(&many, "/a").len(), super::MAX_LICENCES);
        // It ends no row of names: both share the rule.
        let row =
            "User-agent: clippings\nLicense: https://courier.example/rsl.xml\nUser-agent: b\nDisallow: /a";
        assert!(!Robots::parse(row.as_bytes(), "Clippings").allows("/a"));
    }

    #[test]
    fn wishes_are_the_groups_and_the_longest_path_decides() {
        let file = "User-agent: *\nContent-Signal: search=yes, ai-train=no\nContent-Usage: train-ai=n\n\
                    Content-Usage: /open/ train-ai=y\nContent-Usage: /open\nAllow: /\n";
        let (usage, signal) = ("Content-Usage: train-ai=n", "Content-Signal: search=yes, ai-train=no");
        assert_eq!(said(file, "/a"), [usage, signal]);
        assert_eq!(said(file, "/open/1"), ["Content-Usage: train-ai=y", signal]);
        let ours = format!("{file}User-agent: Clippings\nContent-Usage: search=y\n");
        assert_eq!(said(&ours, "/a"), ["Content-Usage: search=y"]);
    }
}

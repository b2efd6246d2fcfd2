//! `robots.txt` (RFC 9309): which pages of a host its operator wants left alone. Bytes in, a verdict out.
//!
//! Feeds are not asked about: they are put up to be fetched by programs. Article pages are.
//!
//! The file may also say under which terms the host's pages may be used ([`Robots::reservations`]). Those
//! are no bar to a visit: they are kept with what is visited.

mod pattern;
mod terms;

use pattern::Pattern;
use terms::Terms;

/// So much of the file is read; the RFC (§2.5) asks for 500 KiB at least.
pub const MAX_LENGTH: usize = 512 * 1024;
/// Rules of one group that are kept.
const MAX_RULES: usize = 10_000;

/// What a host's `robots.txt` says to one program.
#[derive(Debug, Clone, Default)]
pub struct Robots {
    rules: Vec<Rule>,
    terms: Terms,
}

#[derive(Debug, Clone)]
struct Rule {
    allows: bool,
    pattern: Pattern,
}

impl Robots {
    /// A host without the file: everything may be visited (§2.3.1.3).
    pub fn allow_all() -> Robots {
        Robots::default()
    }

    /// A host whose file cannot be had because the server fails: nothing may be visited (§2.3.1.4).
    pub fn disallow_all() -> Robots {
        Robots { rules: vec![Rule { allows: false, pattern: Pattern::new("/") }], terms: Terms::default() }
    }

    /// Reads the file for the program that calls itself `product` in its User-Agent: all groups that
    /// name it, else all groups for `*`. What is not understood is skipped, as §2.2.4 wants it; a web
    /// page says nothing.
    pub fn parse(bytes: &[u8], product: &str) -> Robots {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_LENGTH)]);
        let (mut ours, mut everyones) = (None::<Vec<Rule>>, Vec::new());
        let (mut to_us, mut to_all, mut naming) = (false, false, false);
        let (mut our_terms, mut everyones_terms) = (Terms::default(), Terms::default());
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            let allows = match key.as_str() {
                "user-agent" => {
                    // Names in a row share one group; a name behind a rule begins the next.
                    if !naming {
                        (to_us, to_all, naming) = (false, false, true);
                    }
                    to_us |= token(value).eq_ignore_ascii_case(product);
                    to_all |= value == "*";
                    if to_us {
                        ours.get_or_insert_default();
                    }
                    continue;
                }
                "allow" => true,
                "disallow" => false,
                // Of the whole host, whatever group it stands in.
                "license" => {
                    our_terms.licence(value);
                    everyones_terms.licence(value);
                    continue;
                }
                "content-usage" | "content-signal" => {
                    naming = false;
                    if to_us {
                        our_terms.usage(&key, value);
                    }
                    if to_all {
                        everyones_terms.usage(&key, value);
                    }
                    continue;
                }
                _ => continue,
            };
            naming = false;
            let rule = || Rule { allows, pattern: Pattern::new(value) };
            // "Disallow:" alone forbids nothing.
            if value.is_empty() {
                continue;
            }
            if let Some(ours) = ours.as_mut().filter(|rules| to_us && rules.len() < MAX_RULES) {
                ours.push(rule());
            }
            if to_all && everyones.len() < MAX_RULES {
                everyones.push(rule());
            }
        }
        match ours {
            Some(rules) => Robots { rules, terms: our_terms },
            None => Robots { rules: everyones, terms: everyones_terms },
        }
    }

    /// May the page be visited? `path` is the address's path with its query. The longest pattern that
    /// fits decides, and `Allow` where two are as long (§2.2.2); without one the page may be visited.
    pub fn allows(&self, path: &str) -> bool {
        let path = pattern::normal(path);
        let fitting = self.rules.iter().filter(|rule| rule.pattern.fits(&path));
        fitting.max_by_key(|rule| (rule.pattern.length(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

impl Robots {
    /// What the host states of the use of this page: the addresses of its licences (RSL 1.0 `License:`),
    /// and its wishes as it wrote them (`Content-Usage: train-ai=n`, IETF draft aipref-attach;
    /// `Content-Signal: ai-train=no`). `path` as for [`allows`](Robots::allows).
    pub fn reservations(&self, path: &str) -> Vec<String> {
        self.terms.of(&pattern::normal(path))
    }
}

/// The product token of a `User-agent` line (§2.2.1): letters, `_` and `-`. Some write a version behind.
fn token(value: &str) -> &str {
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || c == '_' || c == '-'));
    &value[..end.unwrap_or(value.len())]
}

#[cfg(test)]
mod tests {
    use super::Robots;

    fn allows(file: &str, path: &str) -> bool {
        Robots::parse(file.as_bytes(), "Clippings").allows(path)
    }

    #[test]
    fn the_group_that_names_us_decides_alone() {
        let file = "\u{feff}# Courier\nUser-agent: *\nDisallow: /\n\nUser-agent: other\nuser-agent: CLIPPINGS/2.0\n\
                    Crawl-delay: 9\nDisallow: /private # not for you\nSitemap: https://courier.example/map.xml\n\
                    Allow: /private/press\n\nUser-agent: clippings\nDisallow: /drafts\n";
        for (path, allowed) in [
            ("/", true),
            ("/2026/ferry", true),
            ("/private", false),
            ("/privateer", false),
            ("/private/press/1", true),
            ("/drafts/1", false),
        ] {
            assert_eq!(allows(file, path), allowed, "{path}");
        }
        let stranger = Robots::parse(file.as_bytes(), "Gazette");
        assert!(!stranger.allows("/2026/ferry"));
        // A name that only begins like ours is another's.
        assert!(allows("User-agent: ClippingsPro\nDisallow: /\n", "/a"));
        assert!(!allows("User-agent: clip\nDisallow: /\nUser-agent: *\nDisallow: /a", "/a"));
    }

    #[test]
    fn the_longest_rule_wins_and_allow_wins_a_tie() {
        let file = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nDisallow: /tie\nAllow: /tie\n\
                    Disallow: /*.pdf$\nDisallow: /*?print=\nAllow: /x/*/y\nDisallow: /x\n";
        for (path, allowed) in [
            ("/a", false),
            ("/a/b", true),
            ("/a/b/c/d", false),
            ("/tie/1", true),
            ("/doc.pdf", false),
            ("/doc.pdf?x", true),
            ("/doc?print=1", false),
            ("/x/1/y/2", true),
            ("/x/1", false),
            ("/b", true),
        ] {
            assert_eq!(allows(file, path), allowed, "{path}");
        }
    }

    #[test]
    fn odd_files_say_nothing_or_what_they_can() {
        for file in [
            "",
            "<!doctype html><p>User-agent: none",
            "Disallow: /",
            "User-agent: *\nDisallow:\n",
            "\0\u{fffd}:",
        ] {
            assert!(allows(file, "/a"), "{file}");
        }
        assert!(!allows("User-agent:*\rDisallow:/a\r", "/a"), "old line ends, no blanks");
        assert!(!allows("USER-AGENT: *\nDISALLOW: a", "/a"), "a forgotten slash");
        assert!(allows("User-agent: clippings\nUser-agent: *\n", "/a"), "a group without rules");
        assert!(Robots::allow_all().allows("/a") && !Robots::disallow_all().allows("/a"));
    }
}

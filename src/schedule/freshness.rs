//! How long an answer is fresh (RFC 9111 §4.2): until then, its server has said, asking again brings
//! nothing new.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::http_date;

/// No answer is fresh for longer: `max-age=31536000` on a feed is a mistake of some template.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// The header fields of an answer that say how long it may be used.
#[derive(Debug, Clone, Default)]
pub struct Caching<'a> {
    /// `Cache-Control`, several fields joined by commas.
    pub cache_control: &'a str,
    /// `Expires`.
    pub expires: Option<&'a str>,
    /// `Date`.
    pub date: Option<&'a str>,
    /// `Age`: seconds it has lain in caches on the way.
    pub age: Option<&'a str>,
}

impl Caching<'_> {
    /// Until when the answer is fresh; `None` where its server does not say, or says that it never is.
    ///
    /// `max-age` goes before `Expires` (§5.3). `s-maxage` is for shared caches, which we are not.
    /// `no-cache` and `no-store` mean no freshness; `no-cache="field"` is about that field only.
    /// `immutable` (RFC 8246) adds nothing, since we do not ask within the lifetime in any case. There is
    /// no heuristic freshness: a feed without these fields is polled as its schedule says.
    pub fn fresh_until(&self, received: Timestamp) -> Option<Timestamp> {
        let mut max_age: Option<Option<u64>> = None;
        for (name, value) in directives(self.cache_control) {
            match (name.to_ascii_lowercase().as_str(), value) {
                ("no-cache", None) | ("no-store", _) => return None,
                // Twice: the first counts (§4.2.1). One that is no number means stale.
                ("max-age", value) if max_age.is_none() => {
                    max_age = Some(value.and_then(|v| delta_seconds(v.trim_matches('"'))));
                }
                _ => {}
            }
        }
        let date = self.date.and_then(|date| http_date(date, received));
        let lifetime = match max_age {
            Some(seconds) => Duration::from_secs(seconds?),
            // Both by the server's clock, so that a clock that is wrong cancels out. "0" and the like mean
            // the past.
            None => between(date.unwrap_or(received), http_date(self.expires?, received)?),
        };
        let stated = self.age.and_then(delta_seconds).map_or(Duration::ZERO, Duration::from_secs);
        let apparent = date.map_or(Duration::ZERO, |date| between(date, received));
        let left = lifetime.min(LONGEST).checked_sub(stated.max(apparent))?;
        if left.is_zero() {
            return None;
        }
        received.checked_add(left).ok()
    }
}

/// `name` or `name=value`, quotes kept, split at commas outside quotes.
fn directives(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut quoted = false;
    let parts = text.split(move |c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    parts.map(|part| match part.split_once('=') {
        Some((name, value)) => (name.trim(), Some(value.trim())),
        None => (part.trim(), None),
    })
}

/// Seconds, and the most there can be of them where the number is larger (RFC 9111 §1.2.2); `None` where it is
/// no number.
fn delta_seconds(text: &str) -> Option<u64> {
    let digits = text.trim();
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

fn between(from: Timestamp, to: Timestamp) -> Duration {
    let between: SignedDuration = to.duration_since(from);
    Duration::try_from(between).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Caching;

    #[test]
    fn lifetimes_are_those_of_rfc_9111() {
        let date = Some("Tue, 24 Nov 2026 10:00:00 GMT");
        let later = Some("Tue, 24 Nov 2026 10:10:00 GMT");
        // Received half a minute after Date. Seconds left; 0 = not fresh.
        for (cache_control, expires, date, age, left) in [
            ("max-age=600", None, None, None, 600),
            ("public, Max-Age=600, must-revalidate", None, None, None, 600),
            ("max-age=\"600\"", None, None, None, 600),
            ("max-age=600", None, date, None, 570),
            ("max-age=600", None, date, Some("200"), 400),
            ("max-age=600", None, None, Some("600"), 0),
            ("max-age=600", None, None, Some("junk"), 600),
            ("max-age=600, max-age=9000", None, None, None, 600),
            ("max-age=soon", later, None, None, 0),
            ("max-age=-1", None, None, None, 0),
            ("max-age=0", None, None, None, 0),
            ("s-maxage=600", None, None, None, 0),
            ("max-age=60, s-maxage=600", None, None, None, 60),
            ("no-cache, max-age=600", None, None, None, 0),
            ("no-store", later, None, None, 0),
            ("no-cache=\"Set-Cookie, Vary\", max-age=600", None, None, None, 600),
            ("private=\"a, no-store\", max-age=600", None, None, None, 600),
            ("max-age=600, immutable", None, None, None, 600),
            ("max-age=30", later, date, None, 0),
            ("", later, date, None, 570),
            ("", later, None, None, 570),
            ("public", later, date, None, 570),
            ("", Some("0"), date, None, 0),
            ("", Some("-1"), None, None, 0),
            ("", date, date, None, 0),
            ("", None, date, None, 0),
            ("max-age=99999999999999999999", None, None, None, 366 * 86_400),
            ("max-age=600", None, None, Some("99999999999999999999"), 0),
            ("max-age=+600", None, None, None, 0),
            ("", Some("Tuesday, 24-Nov-26 10:10:00 GMT"), date, None, 570),
            ("", Some("Tue Nov 24 10:10:00 2026"), date, None, 570),
            ("", later, Some("Tue Nov 24 10:00:00 2026"), None, 570),
            ("max-age=999999999999", None, None, None, 366 * 86_400),
        ] {
            let now: jiff::Timestamp = "2026-11-24T10:00:30Z".parse().expect("a time");
            let caching = Caching { cache_control, expires, date, age };
            let until = caching.fresh_until(now);
            assert_eq!(until.map_or(0, |at| at.duration_since(now).as_secs()), left, "{caching:?}");
        }
    }
}

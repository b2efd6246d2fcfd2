//! `Retry-After` (RFC 9110 §10.2.3): seconds or a date.

use std::time::Duration;

use jiff::Timestamp;

use crate::schedule::{RETRY_AFTER_LIMIT, http_date};

pub(super) fn read(value: &[u8], now: Timestamp) -> Option<Timestamp> {
    let text = std::str::from_utf8(value).ok()?.trim();
    // A server's typing error must not silence a feed for years.
    let latest = now.checked_add(RETRY_AFTER_LIMIT).ok()?;
    let at = if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // A number too large for us is as long as we wait.
        let seconds = text.parse().map_or(RETRY_AFTER_LIMIT, Duration::from_secs);
        now.checked_add(seconds.min(RETRY_AFTER_LIMIT)).ok()?
    } else {
        http_date(text, now)?
    };
    (at > now).then(|| at.min(latest))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn seconds_and_dates() {
        let now = "2026-03-01T00:00:00Z".parse().expect("a time");
        let at = |s: &str| Some(s.parse().expect("a time"));
        assert_eq!(read(b"120", now), at("2026-03-01T00:02:00Z"));
        assert_eq!(read(b" Mon, 02 Mar 2026 08:00:00 GMT ", now), at("2026-03-02T08:00:00Z"));
        assert_eq!(read(b"1209600", now), at("2026-03-15T00:00:00Z"), "two weeks are obeyed");
        assert_eq!(read(b"4000000000", now), at("2026-03-31T00:00:00Z"));
        for large in ["4294967296", "999999999999999", "18446744073709551615", "99999999999999999999999"] {
            assert_eq!(read(large.as_bytes(), now), at("2026-03-31T00:00:00Z"), "{large}");
        }
        assert_eq!(read(b"Monday, 02-Mar-26 08:00:00 GMT", now), at("2026-03-02T08:00:00Z"));
        assert_eq!(read(b"Mon Mar  2 08:00:00 2026", now), at("2026-03-02T08:00:00Z"));
        assert_eq!(read(b"Fri, 31 Dec 9999 23:59:59 GMT", now), at("2026-03-31T00:00:00Z"));
        assert_eq!(read(b"Sun, 06 Nov 1994 08:49:37 GMT", now), None, "the past asks for nothing");
        assert_eq!(read(b"soon", now), None);
        assert_eq!(read(b"-5", now), None);
    }
}

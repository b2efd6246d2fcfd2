//! `Retry-After` (RFC 9110 §10.2.3): seconds or a date.

use jiff::{SignedDuration, Timestamp};

use crate::schedule::RETRY_AFTER_LIMIT;

pub(super) fn read(value: &[u8], now: Timestamp) -> Option<Timestamp> {
    let text = std::str::from_utf8(value).ok()?.trim();
    let at = match text.parse::<u32>() {
        Ok(seconds) => now.checked_add(SignedDuration::from_secs(i64::from(seconds))).ok()?,
        Err(_) => {
            jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()?
        }
    };
    // A server's typing error must not silence a feed for years.
    let latest = now.checked_add(RETRY_AFTER_LIMIT).ok()?;
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
        assert_eq!(read(b"Sun, 06 Nov 1994 08:49:37 GMT", now), None, "the past asks for nothing");
        assert_eq!(read(b"soon", now), None);
        assert_eq!(read(b"-5", now), None);
    }
}

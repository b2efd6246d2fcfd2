//! Dates in header fields (RFC 9110 §5.6.7): three forms, of which two are obsolete and all must be read.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::{rfc2822, strtime};
use jiff::tz::TimeZone;

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`. The day
/// of the week is not looked at, since servers get it wrong. Two digits of a year mean the one that is at most
/// fifty years after `now`. The last second of 9999, which means never, is later than any moment we can name.
pub fn http_date(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text) {
        return Some(at);
    }
    let civil = |format: &str, text: &str| -> Option<DateTime> {
        strtime::parse(format, text).ok()?.to_datetime().ok()
    };
    let utc = |civil: DateTime| civil.to_zoned_datetime(TimeZone::UTC).ok();
    if let Some((_, rfc_850)) = text.split_once(',') {
        if civil("%d %b %Y %H:%M:%S GMT", rfc_850.trim()).is_some_and(|at| at.year() == 9999) {
            return Some(Timestamp::MAX);
        }
        let at = utc(civil("%d-%b-%y %H:%M:%S GMT", rfc_850.trim())?)?;
        let century = |years: i16| at.with().year(at.year() + years).build().ok();
        let ahead = i32::from(at.year()) - i32::from(now.to_zoned_datetime(TimeZone::UTC).year());
        return match ahead {
            51.. => century(-100).map(|at| at.timestamp()),
            ..-50 => century(100).map(|at| at.timestamp()),
            _ => Some(at.timestamp()),
        };
    }
    let (_, asctime) = text.split_once(' ')?;
    utc(civil("%b %e %H:%M:%S %Y", asctime.trim())?).map(|at| at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::http_date;

    fn read(text: &str) -> String {
        let now = "2026-11-24T10:00:00Z".parse().expect("a time");
        http_date(text, now).map_or("-".to_owned(), |at| at.to_string())
    }

    #[test]
    fn all_three_forms_are_read() {
        for (text, expected) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
            ("Mon, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
            ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z"),
            ("Tuesday, 24-Nov-26 12:00:00 GMT", "2026-11-24T12:00:00Z"),
            ("Sunday, 24-Nov-75 12:00:00 GMT", "2075-11-24T12:00:00Z"),
            ("Thursday, 24-Nov-77 12:00:00 GMT", "1977-11-24T12:00:00Z"),
            (" Sun Nov  6 08:49:37 1994 ", "1994-11-06T08:49:37Z"),
            ("Sun Nov 16 08:49:37 1994", "1994-11-16T08:49:37Z"),
            ("Sun Nov 06 08:49:37 1994", "1994-11-06T08:49:37Z"),
            ("Fri, 31 Dec 9999 23:59:59 GMT", &jiff::Timestamp::MAX.to_string()),
            ("0", "-"),
            ("-1", "-"),
            ("", "-"),
            ("soon, very soon", "-"),
            ("Sunday, 31-Feb-26 08:49:37 GMT", "-"),
            ("Sun Nov 36 08:49:37 1994", "-"),
            ("2026-11-24T10:00:00Z", "-"),
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }
}

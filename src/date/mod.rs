//! Dates as feeds and pages write them: RFC 822 and 2822, RFC 3339 and ISO 8601, asctime, SQL, epoch
//! seconds, month names in a score of languages, and what is left of each when somebody formats by hand.
//!
//! A date without a zone is taken as UTC, as every reader does. Nothing here asks a clock, so forms that leave
//! out the year (`--03-15`) are not read.

mod iso;
mod moment;
mod names;
mod words;
mod zone;

use jiff::Timestamp;

/// Longer texts are not dates.
const MAX_LEN: usize = 120;

/// Reads a date; `None` where nothing in it is one.
pub fn read(raw: &str) -> Option<Timestamp> {
    reading(raw).map(|r| r.at)
}

/// What a date says besides the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The moment; in UTC where no zone stands.
    pub at: Timestamp,
    /// The zone as written, in seconds east of Greenwich; `None` where none stands.
    pub offset: Option<i32>,
    /// Does a time of day stand in it?
    pub timed: bool,
}

/// Reads a date with its zone; `None` where nothing in it is one.
///
/// The order matters: ISO forms are told by their first four digits, epochs by having nothing but
/// digits, and what is left is read word by word.
pub fn reading(raw: &str) -> Option<Reading> {
    let s = raw.trim();
    if s.is_empty() || s.len() > MAX_LEN {
        return None;
    }
    epoch(s).or_else(|| iso::read(s)).or_else(|| words::read(s)).or_else(|| iso::read_short(s))
}

/// Ten digits are seconds since 1970, thirteen are milliseconds.
fn epoch(s: &str) -> Option<Reading> {
    if !s.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: i64 = s.parse().ok()?;
    let at = match s.len() {
        9 | 10 => Timestamp::from_second(n).ok(),
        13 => Timestamp::from_millisecond(n).ok(),
        _ => None,
    };
    at.map(|at| Reading { at, offset: Some(0), timed: true })
}

#[cfg(test)]
mod tests {
    use super::read;

    fn shown(raw: &str) -> String {
        read(raw).map_or("-".to_owned(), |t| t.to_string())
    }

    #[test]
    fn forms_met_in_feeds() {
        for (raw, expected) in [
            ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu, 01 Jan 04 19:48:21 +0530", "2004-01-01T14:18:21Z"),
            ("01 Jan 2004 19:48 EST", "2004-01-02T00:48:00Z"),
            ("Jan 1, 2004 7:48 PM", "2004-01-01T19:48:00Z"),
            ("Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z"),
            ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53Z"),
            ("Thursday, 1 January 2004 19:48:21 GMT+02:00", "2004-01-01T17:48:21Z"),
            ("2003-12-31T10:14:55-08:00", "2003-12-31T18:14:55Z"),
            ("2003-12-31T10:14:55.5Z", "2003-12-31T10:14:55.5Z"),
            ("2003-12-31 10:14:55 +0100", "2003-12-31T09:14:55Z"),
            ("2003-12", "2003-12-01T00:00:00Z"),
            ("20031231", "2003-12-31T00:00:00Z"),
            ("20031231T101455Z", "2003-12-31T10:14:55Z"),
            ("2003-335", "2003-12-01T00:00:00Z"),
            ("1072910095", "2003-12-31T22:34:55Z"),
            ("2004-05-25 오후 11:23:17", "2004-05-25T14:23:17Z"),
            ("2004년 05월 28일  01:31:15", "2004-05-27T16:31:15Z"),
            ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
            ("2005-március-13T9:15+02:00", "2005-03-13T07:15:00Z"),
            ("mar., 13 janv. 2015 10:00:00 +0100", "2015-01-13T09:00:00Z"),
            ("13. Dezember 2015", "2015-12-13T00:00:00Z"),
            ("15-Jan-2015 08:00", "2015-01-15T08:00:00Z"),
            ("Thu, 31 Jun 2004 24:00:00 GMT", "2004-07-02T00:00:00Z"),
            ("03-12-31", "2003-12-31T00:00:00Z"),
            ("yesterday", "-"),
            ("", "-"),
            ("0000-00-00 00:00:00", "-"),
        ] {
            assert_eq!(shown(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn nonsense_is_refused_without_a_panic() {
        for raw in [
            "99999999999999999999",
            "::::",
            "+-+-",
            "9999-99-99T99:99:99+99:99",
            "1 1 1 1 1 1",
            "T",
            "-",
            "é-é-é",
        ] {
            let _ = read(raw);
        }
    }
}

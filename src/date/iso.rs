use super::moment::Moment;
use super::{Reading, names, zone};

/// Forms that begin with a year of four digits: `2003-12-31T10:14:55-08:00` and its kin (ISO
/// 8601, RFC 3339, SQL), also with `/` or `.` between, a month's name, ordinal days, and none of the
/// signs. What follows a readable date and time is passed over.
pub(super) fn read(s: &str) -> Option<Reading> {
    let (year, digits) = number(s, 4)?;
    if digits != 4 {
        return None;
    }
    let rest = &s[4..];
    let mut moment = Moment { year, month: 1, day: 1, ..Moment::default() };
    let mut default_offset = 0;
    let rest = if let Some(after) = rest.strip_prefix(['-', '/', '.', '\u{2010}', '\u{2013}']) {
        after_separator(after, &mut moment)?
    } else if let Some(after) = rest.strip_prefix('년').or_else(|| rest.strip_prefix('年')) {
        // Korean blog servers write local time without a zone.
        default_offset = if rest.starts_with('년') { 9 * 3600 } else { 0 };
        let (month, len) = number(after.trim_start(), 2)?;
        moment.month = month;
        let after = after.trim_start()[len..].trim_start_matches(['월', '月']).trim_start();
        let (day, len) = number(after, 2)?;
        moment.day = day;
        after[len..].trim_start_matches(['일', '日'])
    } else {
        without_separator(rest, &mut moment)?
    };
    time_and_zone(rest, &mut moment, default_offset)?;
    moment.reading()
}

/// `03-12-31` and `031231`: two digits of the year, in this century.
pub(super) fn read_short(s: &str) -> Option<Reading> {
    let (_, digits) = number(s, 8)?;
    let (year, rest) = match digits {
        // "07-01T…" lacks the year.
        2 if s.as_bytes().get(2) == Some(&b'-') && s.as_bytes().get(5) == Some(&b'-') => {
            (number(s, 2)?.0, &s[3..])
        }
        5 | 6 => (number(s, 2)?.0, &s[2..]),
        _ => return None,
    };
    let mut moment = Moment { year: 2000 + year, month: 1, day: 1, ..Moment::default() };
    let rest =
        if digits == 2 { after_separator(rest, &mut moment)? } else { without_separator(rest, &mut moment)? };
    time_and_zone(rest, &mut moment, 0)?;
    moment.reading()
}

/// `12-31`, `1/5`, `335`, `12`, `március-13`: what follows the year and its separator.
fn after_separator<'a>(s: &'a str, moment: &mut Moment) -> Option<&'a str> {
    if let Some((name, rest)) = s.split_once(['-', ' ', '/'])
        && let Some(month) = names::month(name)
    {
        moment.month = month;
        let (day, len) = number(rest, 2)?;
        moment.day = day;
        return Some(&rest[len..]);
    }
    let (n, len) = number(s, 3)?;
    if len == 3 {
        moment.day = 1;
        moment.month = 1;
        return ordinal(n, moment).map(|()| &s[3..]);
    }
    moment.month = n;
    let rest = &s[len..];
    match rest.strip_prefix(['-', '/', '.', '\u{2010}', '\u{2013}']) {
        Some(after) => {
            let Some((day, len)) = number(after, 2) else { return Some(rest) };
            moment.day = day;
            Some(&after[len..])
        }
        None => Some(rest),
    }
}

/// `1231`, `335`, `12`, or nothing.
fn without_separator<'a>(s: &'a str, moment: &mut Moment) -> Option<&'a str> {
    match number(s, 10) {
        None => Some(s),
        Some((n, 3)) => ordinal(n, moment).map(|()| &s[3..]),
        Some((n, 2)) => {
            moment.month = n;
            Some(&s[2..])
        }
        // 20031231101455, too: SQL without any sign.
        Some((_, 4 | 8 | 10)) => {
            moment.month = number(s, 2)?.0;
            moment.day = number(&s[2..], 2)?.0;
            Some(&s[4..])
        }
        Some(_) => None,
    }
}

/// The day of the year: kept as an overflowing day of January would go beyond its bound, so it is
/// spread over the months.
fn ordinal(n: i64, moment: &mut Moment) -> Option<()> {
    let leap = moment.year % 4 == 0 && (moment.year % 100 != 0 || moment.year % 400 == 0);
    let mut left = n;
    for (month, days) in (1..).zip([31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
        if left <= days {
            (moment.month, moment.day) = (month, left);
            return (left > 0).then_some(());
        }
        left -= days;
    }
    None
}

/// `T10:14:55.5Z`, ` 10:14 PM +0100`, ` 오후 11:23:17`, or nothing. Always succeeds where there is
/// no time; fails where the time is not one.
pub(super) fn time_and_zone(s: &str, moment: &mut Moment, default_offset: i64) -> Option<()> {
    moment.offset = default_offset;
    moment.zoned = default_offset != 0;
    let s = s.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, 'T' | 't' | ',' | '_'));
    let mut half = None;
    let mut s = s;
    if let Some((word, rest)) = s.split_once(' ')
        && let Some(pm) = names::after_noon(word)
    {
        half = Some(pm);
        s = rest.trim_start();
        if !word.is_ascii() && word.starts_with('오') {
            moment.offset = 9 * 3600;
            moment.zoned = true;
        }
    }
    if let Some((hour, len)) = number(s, 2) {
        moment.hour = hour;
        moment.timed = true;
        s = &s[len..];
        for field in [&mut moment.minute, &mut moment.second] {
            let after = match s.strip_prefix([':', '.', 'h', '-']) {
                // `T10-08:00` is an hour and a zone.
                Some(_) if s.starts_with('-') => break,
                Some(after) => after,
                None if len == 2 && s.starts_with(|c: char| c.is_ascii_digit()) => s,
                None => break,
            };
            let Some((n, len)) = number(after, 2) else { break };
            *field = n;
            s = &after[len..];
        }
        if let Some(fraction) = s.strip_prefix(['.', ',', ':']) {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let nine: String = fraction[..digits.min(9)].chars().chain("000000000".chars()).take(9).collect();
            moment.nanosecond = nine.parse().unwrap_or(0);
            s = &fraction[digits..];
        }
    }
    let mut rest = s.trim();
    if let Some(pm) = rest.split_whitespace().next().and_then(names::after_noon) {
        half = Some(pm);
        rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim());
    }
    apply_half(half, moment);
    if !rest.is_empty() {
        let first = rest.split_whitespace().next().unwrap_or(rest);
        // "GMT +0100" says it in two words.
        let offset = zone::offset(&rest.replace(' ', "")).or_else(|| zone::offset(first));
        if let Some(offset) = offset {
            moment.offset = offset;
            moment.zoned = true;
        }
    }
    Some(())
}

pub(super) fn apply_half(half: Option<bool>, moment: &mut Moment) {
    match half {
        Some(true) if moment.hour < 12 => moment.hour += 12,
        Some(false) if moment.hour == 12 => moment.hour = 0,
        _ => {}
    }
}

/// The number of at most `max` digits that `s` begins with, and how many there are.
pub(super) fn number(s: &str, max: usize) -> Option<(i64, usize)> {
    let len = s.bytes().take(max).take_while(u8::is_ascii_digit).count();
    s[..len].parse().ok().map(|n| (n, len))
}

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::model::Window;

/// `24 November 2026, 14:05 CET`: in English, whatever the machine's locale.
pub fn stamp(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%-d %B %Y, %H:%M %Z").to_string()
}

/// `Tuesday, 24 November 2026`
pub fn day(day: Date) -> String {
    day.strftime("%A, %-d %B %Y").to_string()
}

/// The window in words: a day, an ISO week, a month, a row of days or two moments.
pub fn heading(window: &Window, zone: &TimeZone) -> String {
    let Some((first, last)) = window.whole_days(zone) else {
        return span(window, zone);
    };
    let long = |d: Date| d.strftime("%-d %B %Y").to_string();
    let days = first.until(last).map_or(0, |span| span.get_days());
    if days == 0 {
        day(first)
    } else if days == 6 && first.weekday() == Weekday::Monday {
        let week = first.iso_week_date();
        format!("Week {} of {}: {} – {}", week.week(), week.year(), first.strftime("%-d %B"), long(last))
    } else if first.day() == 1 && last == first.last_of_month() {
        first.strftime("%B %Y").to_string()
    } else {
        format!("{} – {}", long(first), long(last))
    }
}

/// `24 November 2026, 06:00 – 25 November 2026, 06:00`, the day once where it is the same.
fn span(window: &Window, zone: &TimeZone) -> String {
    let (since, until) = (zone.to_datetime(window.since), zone.to_datetime(window.until));
    let end = if since.date() == until.date() { "%H:%M" } else { "%-d %B %Y, %H:%M" };
    format!("{} – {}", since.strftime("%-d %B %Y, %H:%M"), until.strftime(end))
}

/// The zone's IANA name, or its offset where it has none.
pub fn zone_name(zone: &TimeZone) -> String {
    match zone.iana_name() {
        Some(name) => name.to_owned(),
        None => zone.to_fixed_offset().map_or_else(|_| "local time".to_owned(), |o| o.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WindowSpec;

    #[test]
    fn windows_are_called_by_their_names() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let now: Timestamp = "2026-11-24T05:00:00Z".parse().unwrap();
        for (spec, words) in [
            ("today", "Tuesday, 24 November 2026"),
            ("last-week", "Week 47 of 2026: 16 November – 22 November 2026"),
            ("last-month", "October 2026"),
            ("24h", "23 November 2026, 06:00 – 24 November 2026, 06:00"),
            ("2h", "24 November 2026, 04:00 – 06:00"),
        ] {
            let window = WindowSpec::parse(spec).unwrap().resolve(now, &berlin).unwrap();
            assert_eq!(heading(&window, &berlin), words);
        }
        assert_eq!(stamp(now, &berlin), "24 November 2026, 06:00 CET");
        assert_eq!(zone_name(&berlin), "Europe/Berlin");
        assert_eq!(zone_name(&TimeZone::UTC), "UTC");
        assert_eq!(zone_name(&TimeZone::fixed(jiff::tz::offset(2))), "+02");
    }
}

use std::time::Duration;

use jiff::{SignedDuration, Span, SpanRelativeTo};

use super::given::{Given, quoted};
use super::report::Fault;

/// A duration from `low` to `high`: `"90s"`, `"10m"`, `"1h 30m"`, `"2d"` (a day is 24 hours), or a plain `0`.
pub(super) fn between(low: Duration, high: Duration) -> impl FnOnce(&Given) -> Result<Duration, Fault> {
    move |given| {
        let duration = match (given.text(), given.integer()) {
            (Some(text), _) => parse(text)?,
            (None, Some(0)) => Duration::ZERO,
            (None, Some(number)) => return Err(unit_missing(&number.to_string())),
            (None, None) => return Err(expected(&given.found())),
        };
        if duration < low || duration > high {
            let (low, high) = (shown(low), shown(high));
            let found = given.found();
            return Err(Fault::new(format!("expected a duration from {low} to {high}, found {found}")));
        }
        Ok(duration)
    }
}

/// A duration as a person writes it.
pub(super) fn shown(duration: Duration) -> String {
    SignedDuration::try_from(duration).map_or_else(|_| format!("{duration:?}"), |d| format!("{d:#}"))
}

fn parse(text: &str) -> Result<Duration, Fault> {
    let text = text.trim();
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(unit_missing(text));
    }
    text.parse::<Span>()
        .and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()))
        .ok()
        .and_then(|duration| Duration::try_from(duration).ok())
        .ok_or_else(|| expected(&quoted(text)))
}

fn expected(found: &str) -> Fault {
    Fault::new(format!("expected a duration, found {found}")).help(
        "write a number with its unit: \"90s\", \"10m\", \"1h 30m\", \"2d\"; months and years \
         have no fixed length",
    )
}

fn unit_missing(number: &str) -> Fault {
    Fault::new(format!("the duration {number} has no unit")).help(format!(
        "write \"{number}s\" for seconds, \"{number}m\" for minutes or \"{number}h\" for hours"
    ))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{parse, shown};

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("0", 0),
            ("0s", 0),
            ("60s", 60),
            ("10m", 600),
            ("1h 30m", 5400),
            ("90 minutes", 5400),
            ("24h", 86_400),
            ("1d", 86_400),
            ("2w", 1_209_600),
            ("PT10M", 600),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        assert_eq!(parse("250ms"), Ok(Duration::from_millis(250)));
    }

    #[test]
    fn what_is_no_duration_is_refused_with_its_reason() {
        for (text, reason) in [
            ("10", "has no unit"),
            ("", "expected a duration"),
            ("-5m", "expected a duration"),
            ("5 ago", "expected a duration"),
            ("1mo", "expected a duration"),
            ("soon", "found \"soon\""),
        ] {
            let fault = parse(text).expect_err(text);
            assert!(fault.message.contains(reason), "{text}: {}", fault.message);
        }
    }

    #[test]
    fn durations_are_shown_as_people_write_them() {
        assert_eq!(shown(Duration::from_secs(86_400)), "24h");
        assert_eq!(shown(Duration::from_secs(90)), "1m 30s");
    }
}

use std::ops::RangeInclusive;

use super::given::{Given, quoted};
use super::report::Fault;

/// Units of size: SI for the decimal ones, IEC 80000-13 for the binary ones.
const UNITS: [(&str, u64); 8] = [
    ("", 1),
    ("B", 1),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

/// A number of bytes inside `range`: `"20MB"`, `"512KiB"`, `"1.5 MiB"` or a plain number.
pub(super) fn within(range: RangeInclusive<u64>) -> impl FnOnce(&Given) -> Result<u64, Fault> {
    move |given| {
        let size = match (given.text(), given.integer()) {
            (Some(text), _) => parse(text)?,
            (None, Some(number)) => u64::try_from(number).map_err(|_| expected(&given.found()))?,
            (None, None) => return Err(expected(&given.found())),
        };
        if !range.contains(&size) {
            let (low, high) = (shown(*range.start()), shown(*range.end()));
            let found = given.found();
            return Err(Fault::new(format!("expected a size from {low} to {high}, found {found}")));
        }
        Ok(size)
    }
}

fn parse(text: &str) -> Result<u64, Fault> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = unit.trim();
    if !number.is_empty() && matches!(unit.to_ascii_lowercase().as_str(), "k" | "m" | "g") {
        let unit = unit.to_ascii_uppercase();
        return Err(Fault::new(format!("the unit of {text:?} can mean two things"))
            .help(format!("write \"{number}{unit}B\" (thousands) or \"{number}{unit}iB\" (1024s)")));
    }
    let factor = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)).map(|(_, factor)| *factor);
    let (Some(factor), false) = (factor, number.is_empty()) else { return Err(expected(&quoted(text))) };
    let whole = number.parse::<u64>().ok().and_then(|n| n.checked_mul(factor));
    // A float of at most 2^53 bytes is exact enough for a limit.
    let fraction = || number.parse::<f64>().ok().filter(|n| n * (factor as f64) < 9e15);
    whole.or_else(|| fraction().map(|n| (n * factor as f64) as u64)).ok_or_else(|| expected(&quoted(text)))
}

fn expected(found: &str) -> Fault {
    Fault::new(format!("expected a size, found {found}"))
        .help("write a number with its unit: \"20MB\", \"512KiB\", or plain bytes")
}

fn shown(size: u64) -> String {
    let unit = UNITS.iter().rev().find(|(_, factor)| size >= *factor && size.is_multiple_of(*factor));
    unit.map_or_else(|| size.to_string(), |(name, factor)| format!("{}{name}", size / factor))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, size) in [
            ("0", 0),
            ("1000", 1000),
            ("20MB", 20_000_000),
            ("20 mb", 20_000_000),
            ("512KiB", 524_288),
            ("1.5MiB", 1_572_864),
            ("2GB", 2_000_000_000),
            ("7B", 7),
        ] {
            assert_eq!(parse(text), Ok(size), "{text}");
        }
    }

    #[test]
    fn what_is_no_size_is_refused_with_its_reason() {
        for (text, reason) in [
            ("20M", "can mean two things"),
            ("", "expected a size"),
            ("MB", "expected a size"),
            ("1.2.3MB", "expected a size"),
            ("-1MB", "expected a size"),
            ("20 stones", "found \"20 stones\""),
            ("99999999999999999999GB", "expected a size"),
        ] {
            let fault = parse(text).expect_err(text);
            assert!(fault.message.contains(reason), "{text}: {}", fault.message);
        }
    }
}

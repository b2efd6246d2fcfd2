use std::fmt::Display;
use std::ops::RangeInclusive;

use super::given::Given;
use super::report::Fault;

/// A string as it stands.
pub(super) fn text(given: &Given) -> Result<String, Fault> {
    match given.text() {
        Some(text) => Ok(text.to_owned()),
        None => Err(Fault::new(format!("expected a string in quotes, found {}", given.found()))),
    }
}

/// A string that says something: trimmed, not empty.
pub(super) fn words(given: &Given) -> Result<String, Fault> {
    let text = text(given)?.trim().to_owned();
    if text.is_empty() { Err(Fault::new("is empty")) } else { Ok(text) }
}

/// A name: words on one line, without control characters.
pub(super) fn name(given: &Given) -> Result<String, Fault> {
    const LONGEST: usize = 200;
    let name = words(given)?;
    if name.chars().any(char::is_control) {
        return Err(Fault::new("contains a line break or another control character"));
    }
    if name.chars().count() > LONGEST {
        return Err(Fault::new(format!("is longer than {LONGEST} characters")));
    }
    Ok(name)
}

/// `true` or `false`.
pub(super) fn flag(given: &Given) -> Result<bool, Fault> {
    given.boolean().ok_or_else(|| {
        let quotes = matches!(given.text(), Some("true" | "false"));
        Fault::new(format!("expected true or false, found {}", given.found()))
            .maybe_help(quotes.then(|| "write it without quotes".to_owned()))
    })
}

/// A whole number inside `range`.
pub(super) fn count<T>(range: RangeInclusive<T>) -> impl FnOnce(&Given) -> Result<T, Fault>
where
    T: TryFrom<i64> + PartialOrd + Display,
{
    move |given| {
        let number = given.integer().and_then(|n| T::try_from(n).ok()).filter(|n| range.contains(n));
        number.ok_or_else(|| {
            let (low, high) = (range.start(), range.end());
            let quotes = given.text().is_some_and(|t| t.parse::<i64>().is_ok());
            Fault::new(format!("expected a whole number from {low} to {high}, found {}", given.found()))
                .maybe_help(quotes.then(|| "write it without quotes".to_owned()))
        })
    }
}

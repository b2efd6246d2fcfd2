//! Times in the archive are TEXT, `YYYY-MM-DDTHH:MM:SSZ`, UTC, whole seconds.

use jiff::Timestamp;

use super::error::ArchiveError;

pub(super) fn text(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

pub(super) fn read(text: &str) -> Result<Timestamp, ArchiveError> {
    text.parse().map_err(|_| ArchiveError::Unreadable { what: "a time", found: text.to_owned() })
}

pub(super) fn read_opt(text: Option<String>) -> Result<Option<Timestamp>, ArchiveError> {
    text.as_deref().map(read).transpose()
}

#[cfg(test)]
mod tests {
    #[test]
    fn years_of_four_digits_sort_as_text() {
        let at: jiff::Timestamp = "0999-01-02T03:04:05.9Z".parse().expect("a time");
        assert_eq!(super::text(at), "0999-01-02T03:04:05Z");
    }
}

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::{Format, Window};

/// Where a digest is written: a path in which `{name}`, `{date}`, `{ext}`, `{since}` and `{until}`
/// are filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputPath(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Name,
    Date,
    Extension,
    Since,
    Until,
}

/// What fills the places of an [`OutputPath`].
#[derive(Debug, Clone, Copy)]
pub struct OutputValues<'a> {
    /// `{name}`: the digest's name; what a file's name cannot hold becomes a hyphen.
    pub name: &'a str,
    /// `{date}`: see [`super::WindowSpec::label`].
    pub date: &'a str,
    /// `{ext}`.
    pub format: Format,
    /// `{since}`, `{until}`: first moment inside and first moment after.
    pub window: Window,
    /// Whose days they are.
    pub zone: &'a TimeZone,
}

/// A path template nobody can fill in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutputPathError {
    /// Nothing there.
    #[error("the output path is empty: write one such as digests/{{name}}-{{date}}.{{ext}}")]
    Empty,
    /// `{dat}`
    #[error(
        "the output path {template:?} has a place {{{place}}}: there are {{name}}, {{date}}, {{ext}}, {{since}} and {{until}}"
    )]
    UnknownPlace {
        /// The whole path.
        template: String,
        /// What stands between the braces.
        place: String,
    },
    /// `{date` or `date}`
    #[error("the output path {0:?} has a brace without its other half: places are written like {{date}}")]
    Unbalanced(String),
}

impl OutputPath {
    /// Reads a template.
    ///
    /// # Errors
    /// [`OutputPathError`] names the place that is wrong and those there are.
    pub fn parse(template: &str) -> Result<OutputPath, OutputPathError> {
        if template.trim().is_empty() {
            return Err(OutputPathError::Empty);
        }
        let unbalanced = || OutputPathError::Unbalanced(template.to_owned());
        let mut parts = Vec::new();
        let mut rest = template;
        while let Some((text, tail)) = rest.split_once('{') {
            let (place, after) = tail.split_once('}').ok_or_else(unbalanced)?;
            if text.contains('}') || place.contains('{') {
                return Err(unbalanced());
            }
            parts.push(Part::Text(text.to_owned()));
            parts.push(match place {
                "name" => Part::Name,
                "date" => Part::Date,
                "ext" => Part::Extension,
                "since" => Part::Since,
                "until" => Part::Until,
                _ => {
                    let (template, place) = (template.to_owned(), place.to_owned());
                    return Err(OutputPathError::UnknownPlace { template, place });
                }
            });
            rest = after;
        }
        if rest.contains('}') {
            return Err(unbalanced());
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(OutputPath(parts))
    }

    /// Does each format get a file of its own?
    pub fn tells_formats_apart(&self) -> bool {
        self.0.contains(&Part::Extension)
    }

    /// Has it places at all?
    pub fn has_places(&self) -> bool {
        self.0.iter().any(|part| !matches!(part, Part::Text(_)))
    }

    /// Fills the places in.
    pub fn fill(&self, values: &OutputValues<'_>) -> PathBuf {
        let mut path = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => path.push_str(text),
                Part::Name => path.push_str(&file_name(values.name)),
                Part::Date => path.push_str(&file_name(values.date)),
                Part::Extension => path.push_str(values.format.extension()),
                Part::Since => path.push_str(&values.moment(values.window.since)),
                Part::Until => path.push_str(&values.moment(values.window.until)),
            }
        }
        PathBuf::from(path)
    }
}

impl OutputValues<'_> {
    fn moment(&self, at: jiff::Timestamp) -> String {
        let local = self.zone.to_datetime(at);
        let form = if self.window.whole_days(self.zone).is_some() { "%Y-%m-%d" } else { "%Y-%m-%dT%H%M" };
        local.strftime(form).to_string()
    }
}

/// A name as a file's name: no folders, no hidden files, nothing a shell or another system trips over.
fn file_name(name: &str) -> String {
    let kept: String =
        name.chars().map(|c| if c.is_alphanumeric() || "-_.+".contains(c) { c } else { '-' }).collect();
    let kept = kept.trim_start_matches('.');
    if kept.is_empty() { "digest".to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WindowSpec;

    fn filled(template: &str, name: &str) -> String {
        let window = WindowSpec::parse("2026-11-24").unwrap();
        let window = window.resolve(jiff::Timestamp::UNIX_EPOCH, &TimeZone::UTC).unwrap();
        let values =
            OutputValues { name, date: "2026-11-24", format: Format::Markdown, window, zone: &TimeZone::UTC };
        OutputPath::parse(template).unwrap().fill(&values).to_string_lossy().into_owned()
    }

    #[test]
    fn places_are_filled_in() {
        assert_eq!(filled("digests/{name}-{date}.{ext}", "daily"), "digests/daily-2026-11-24.md");
        assert_eq!(filled("{since}_{until}", "daily"), "2026-11-24_2026-11-25");
        assert_eq!(filled("plain.md", "daily"), "plain.md");
    }

    #[test]
    fn a_name_cannot_leave_its_folder() {
        assert_eq!(filled("d/{name}.{ext}", "../../etc/passwd"), "d/-..-etc-passwd.md");
        assert_eq!(filled("d/{name}.{ext}", "..."), "d/digest.md");
        assert_eq!(filled("d/{name}.{ext}", "morgen früh?"), "d/morgen-früh-.md");
    }

    #[test]
    fn wrong_places_are_named() {
        for (template, part) in
            [("a-{dat}.md", "{dat}"), ("{name", "other half"), ("name}.md", "other half"), ("{}", "{}")]
        {
            let error = OutputPath::parse(template).unwrap_err().to_string();
            assert!(error.contains(part), "{template}: {error}");
        }
        assert_eq!(OutputPath::parse("  "), Err(OutputPathError::Empty));
    }
}

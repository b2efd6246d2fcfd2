use std::fmt;
use std::str::FromStr;

/// What a digest can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// CommonMark.
    Markdown,
    /// One JSON document.
    Json,
    /// One self-contained HTML page.
    Html,
}

/// No format is called so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no digest format: write markdown (or md), json or html")]
pub struct FormatError(String);

impl Format {
    /// Every format.
    pub const ALL: [Format; 3] = [Self::Markdown, Self::Json, Self::Html];

    /// The word in the configuration and in `digests.format`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// What stands for `{ext}` in a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// The format a file of this extension is expected to have.
    pub fn from_extension(extension: &str) -> Option<Format> {
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }
}

impl FromStr for Format {
    type Err = FormatError;
    fn from_str(text: &str) -> Result<Self, FormatError> {
        match text.trim().to_ascii_lowercase().as_str() {
            "markdown" | "md" => Ok(Self::Markdown),
            "json" => Ok(Self::Json),
            "html" => Ok(Self::Html),
            _ => Err(FormatError(text.to_owned())),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// By what the articles of a digest are grouped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum GroupBy {
    /// By who published.
    #[default]
    Outlet,
    /// By the feeds they were seen in: an article seen in three feeds stands in three groups.
    Feed,
    /// By civil day of publication.
    Day,
    /// Copies of one story together, the most copied first.
    Story,
    /// By the tags of one scheme, such as `region`: an article may stand in several groups.
    Scheme(String),
}

/// The name of a grouping is empty or not one line of text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no grouping: write outlet, feed, day, story or the name of a tag scheme such as region")]
pub struct GroupByError(String);

impl FromStr for GroupBy {
    type Err = GroupByError;
    fn from_str(text: &str) -> Result<Self, GroupByError> {
        Ok(match text.trim() {
            "" => return Err(GroupByError(text.to_owned())),
            word if word.contains(char::is_control) => {
                return Err(GroupByError(text.to_owned()));
            }
            "outlet" => Self::Outlet,
            "feed" => Self::Feed,
            "day" => Self::Day,
            "story" => Self::Story,
            scheme => Self::Scheme(scheme.to_owned()),
        })
    }
}

impl fmt::Display for GroupBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Outlet => "outlet",
            Self::Feed => "feed",
            Self::Day => "day",
            Self::Story => "story",
            Self::Scheme(scheme) => scheme,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_read_back_and_refuse_with_the_list() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
            assert_eq!(Format::from_extension(format.extension()), Some(format));
        }
        assert_eq!("MD".parse(), Ok(Format::Markdown));
        let error = "pdf".parse::<Format>().unwrap_err().to_string();
        assert!(error.contains("\"pdf\"") && error.contains("markdown"), "{error}");
    }

    #[test]
    fn groupings_read_back() {
        for text in ["outlet", "feed", "day", "story", "region", "in-depth-report"] {
            assert_eq!(text.parse::<GroupBy>().unwrap().to_string(), text);
        }
        assert_eq!("region".parse(), Ok(GroupBy::Scheme("region".to_owned())));
        for text in ["", "  ", "a\nb"] {
            assert!(text.parse::<GroupBy>().is_err(), "{text:?}");
        }
    }
}

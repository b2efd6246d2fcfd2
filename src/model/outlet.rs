use std::fmt;
use std::path::PathBuf;

use super::Tag;

/// Who publishes, as the configuration describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlet {
    /// Unique name.
    pub name: String,
    /// Home page.
    pub home: Option<String>,
    /// Tags put on every article of the outlet.
    pub tags: Vec<Tag>,
    /// Standing notices put on every article of the outlet.
    pub disclaimers: Vec<String>,
    /// At most so many words of a text in any digest; 0 = the whole text may be exported.
    pub excerpt_words: u32,
    /// The outlet's feeds, in the order of the file.
    pub feeds: Vec<Feed>,
}

/// One URL of an outlet that we poll, as the configuration describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Unique name; made from the URL where the file gives none.
    pub name: String,
    /// The outlet's name.
    pub outlet: String,
    /// Absolute http or https address.
    pub url: String,
    /// Overrides `schedule.default`; checked when the configuration is read.
    pub schedule: Option<String>,
    /// Fetch each article's page too?
    pub full_text: FullText,
    /// Tags put on every article seen in this feed.
    pub tags: Vec<Tag>,
    /// Extra request headers, in the order of the file.
    pub headers: Vec<(String, Secret)>,
    /// The proxy for this feed; `None` = `http.proxy`, if there is one.
    pub proxy: Option<String>,
    /// Polled at all?
    pub enabled: bool,
    /// CSS selectors for a page without any feed.
    pub select: Option<Select>,
}

impl Default for Feed {
    fn default() -> Self {
        Feed {
            name: String::new(),
            outlet: String::new(),
            url: String::new(),
            schedule: None,
            full_text: FullText::default(),
            tags: Vec::new(),
            headers: Vec::new(),
            proxy: None,
            enabled: true,
            select: None,
        }
    }
}

/// Whether the pages of a feed's articles are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FullText {
    /// No.
    #[default]
    Never,
    /// Each of them.
    Always,
    /// Where the feed gives fewer than [`FullText::SHORT`] words.
    IfShort,
}

impl FullText {
    /// A feed's text of fewer words is a teaser: a fifth of the median article has.
    pub const SHORT: u32 = 120;

    /// The word in the archive.
    pub fn as_str(self) -> &'static str {
        match self {
            FullText::Never => "never",
            FullText::Always => "always",
            FullText::IfShort => "if-short",
        }
    }
}

/// CSS selectors that make a feed of a page that has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Select {
    /// One element an item.
    pub item: String,
    /// The title inside the item.
    pub title: Option<String>,
    /// The link inside the item (its `href`); default: the item's first link.
    pub link: Option<String>,
    /// The date inside the item (`datetime`, `content` or text).
    pub date: Option<String>,
    /// The summary inside the item.
    pub summary: Option<String>,
    /// The authors inside the item.
    pub author: Option<String>,
}

/// A header's value, or where to read it. `Debug` never prints the value.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// Written in the configuration itself.
    Plain(String),
    /// The first line of a file, read at each use.
    File(PathBuf),
    /// A systemd credential: a file of this name in `$CREDENTIALS_DIRECTORY`.
    Credential(String),
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Secret::Plain(_) => f.write_str("Plain(…)"),
            Secret::File(path) => write!(f, "File({})", path.display()),
            Secret::Credential(name) => write!(f, "Credential({name})"),
        }
    }
}

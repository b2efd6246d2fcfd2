//! Digests: the articles of one window, chosen by the archive, grouped and ordered here, cut to
//! their outlets' terms, and written as CommonMark, JSON or one self-contained HTML page.
//!
//! Pure but for [`publish`] and [`write()`], which put files in place. The same articles, [`Spec`] and
//! version of the program give the same bytes: there is no clock here, no locale, no random id, and
//! the order in which the articles come does not matter. What can change the bytes of a past window
//! is what changes its articles: a new wording, a tag or notice learned later, a new link to a story,
//! other terms of the outlet. Polls that find nothing new change nothing: the time of the *last*
//! sighting is not printed, nor are sightings after the window's end. Names of zones and their
//! rules come from the time zone database of the machine.
//!
//! | file | part |
//! | --- | --- |
//! | `make` | articles → [`Digest`]: order, terms |
//! | `group` | which article stands in which groups |
//! | `excerpt` | counting and cutting words |
//! | `sheet` | [`Digest`] → what a page says, whatever its syntax |
//! | `notice` | notices that several articles of a group share are printed once |
//! | `moment`, `plain`, `link` | times in the zone; strangers' words as lines; addresses we link to |
//! | `markdown` + `escape`, `json`, `html` + `body` | the three formats |
//! | `job` | what a `[[digest]]` of the configuration asks for at a moment |
//! | `publish`, `write` | files, put in place whole or not at all |

mod body;
mod escape;
mod excerpt;
mod group;
mod html;
mod job;
mod json;
mod link;
mod make;
mod markdown;
mod moment;
mod notice;
mod plain;
mod publish;
#[cfg(test)]
pub(crate) mod sample;
mod sheet;
#[cfg(test)]
mod tests;
mod write;

use jiff::tz::TimeZone;

use crate::model::{Article, Window};
pub use crate::model::{Format, GroupBy, OutputPath, WindowError, WindowSpec};
pub use job::{Job, JobError};
pub use make::make;
pub use publish::{Made, PublishError, publish};
pub use write::{WriteError, write};

/// What a digest is made of, apart from its articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The digest's name, as in the configuration.
    pub name: String,
    /// Which articles: the archive has chosen by it.
    pub window: Window,
    /// Days and printed times are of this zone.
    pub zone: TimeZone,
    /// How the articles are grouped.
    pub group_by: GroupBy,
    /// The query that chose among the articles of the window, for the digest to say so.
    pub filter: Option<String>,
}

/// Articles of one window, chosen, ordered and cut to the outlets' terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// What it was made of.
    pub spec: Spec,
    /// The window in words: `Tuesday, 24 November 2026`.
    pub title: String,
    /// Every article once, in the order in which the groups first show them.
    pub clippings: Vec<Clipping>,
    /// At least one article in each; none where nothing was archived.
    pub groups: Vec<Group>,
}

/// An article as a digest prints it: nothing of it is beyond its outlet's terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Clipping {
    /// The article; where its outlet allows only excerpts, `text` holds no more than the allowed
    /// words, and `summary` and `html` are empty.
    pub article: Article,
    /// Was anything cut off?
    pub cut: bool,
}

/// Articles that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What the articles have in common: an outlet's or feed's name, a day, a story's id, a term;
    /// `None` for the articles without any (the last group).
    pub key: Option<String>,
    /// The same as printed.
    pub label: String,
    /// Indices into [`Digest::clippings`], newest first; in a story the oldest first, whose copies the
    /// others are.
    pub members: Vec<usize>,
}

impl Digest {
    /// The digest as bytes of one format.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Markdown => markdown::render(self),
            Format::Json => json::render(self),
            Format::Html => html::render(self),
        }
    }

    /// Grouped by a tag scheme that not one of the articles has? Most likely a misspelt name.
    pub fn scheme_unknown(&self) -> Option<&str> {
        match &self.spec.group_by {
            GroupBy::Scheme(scheme)
                if !self.groups.is_empty() && self.groups.iter().all(|g| g.key.is_none()) =>
            {
                Some(scheme)
            }
            _ => None,
        }
    }
}

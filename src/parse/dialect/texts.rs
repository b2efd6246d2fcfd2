use std::borrow::Cow;

use crate::model::Author;
use crate::parse::reading::{Item, Text};

/// The forms in which an entry can hold its text, and what stands in where another field is missing.
#[derive(Default)]
pub(super) struct Texts<'a> {
    /// `description`, `summary` and their kin, in document order.
    pub(super) short: Vec<Text<'a>>,
    /// `content:encoded`, `content`, `body`, in document order.
    pub(super) full: Vec<Text<'a>>,
    /// Full forms of older or private vocabularies (`content:items`, `yandex:full-text`, `turbo:content`): only where
    /// there is no other.
    pub(super) spare: Vec<Text<'a>>,
    pub(super) last_resort: Option<Text<'a>>,
    pub(super) last_resort_title: Option<Text<'a>>,
    /// A date of creation is one of publication, for want of a better.
    pub(super) created: Option<Cow<'a, str>>,
    /// The authors of the feed an entry was taken from.
    pub(super) source_authors: Vec<Author>,
}

impl<'a> Texts<'a> {
    /// The first short form is the summary, the longest full form the content. Where there is no full
    /// form, a second and longer short form is it. `media:description` only where there is nothing else.
    pub(super) fn into(self, item: &mut Item<'a>) {
        let longest = |forms: Vec<Text<'a>>| {
            forms.into_iter().reduce(|a, b| if b.body.len() > a.body.len() { b } else { a })
        };
        let mut short = self.short.into_iter();
        item.summary = short.next();
        item.content = longest(self.full).or_else(|| longest(self.spare));
        if item.content.is_none() {
            let first = item.summary.as_ref().map_or(0, |s| s.body.len());
            item.content = short.find(|s| s.body.len() > first);
        }
        if item.content.is_none() && item.summary.is_none() {
            item.summary = self.last_resort;
        }
        item.title = item.title.take().or(self.last_resort_title);
        item.published = item.published.take().or(self.created);
        if item.authors.is_empty() {
            item.authors = self.source_authors;
        }
    }
}

use std::borrow::Cow;

use crate::model::{Author, Category, ContentKind, Link, Media, Pace, Right, Source};

/// A text of a document with what it is.
#[derive(Debug, Clone)]
pub(super) struct Text<'a> {
    pub(super) body: Cow<'a, str>,
    pub(super) kind: ContentKind,
}

/// What a document says, in any dialect, each statement at its place: the input of [`super::canonical`].
#[derive(Debug, Default)]
pub(super) struct Reading<'a> {
    pub(super) format: String,
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) title: Option<Text<'a>>,
    pub(super) description: Option<Text<'a>>,
    pub(super) link: Option<String>,
    pub(super) links: Vec<Link>,
    pub(super) language: Option<Cow<'a, str>>,
    pub(super) published: Option<Cow<'a, str>>,
    pub(super) updated: Option<Cow<'a, str>>,
    pub(super) authors: Vec<Author>,
    pub(super) editors: Vec<Author>,
    pub(super) categories: Vec<Category>,
    pub(super) rights: Vec<Right>,
    pub(super) generator: Option<Cow<'a, str>>,
    pub(super) image: Option<String>,
    pub(super) pace: Pace,
    pub(super) items: Vec<Item<'a>>,
}

/// One entry of a [`Reading`].
#[derive(Debug, Default)]
pub(super) struct Item<'a> {
    pub(super) id: Option<Cow<'a, str>>,
    /// The feed says that the id is no address.
    pub(super) id_is_no_link: bool,
    /// It says that the id is one, or the id looks like nothing else.
    pub(super) id_is_link: bool,
    pub(super) title: Option<Text<'a>>,
    pub(super) link: Option<String>,
    pub(super) links: Vec<Link>,
    pub(super) published: Option<Cow<'a, str>>,
    pub(super) updated: Option<Cow<'a, str>>,
    pub(super) authors: Vec<Author>,
    pub(super) contributors: Vec<Author>,
    pub(super) categories: Vec<Category>,
    pub(super) rights: Vec<Right>,
    pub(super) summary: Option<Text<'a>>,
    pub(super) content: Option<Text<'a>>,
    pub(super) content_src: Option<String>,
    /// `xml:base` in force for the texts.
    pub(super) base: Option<String>,
    pub(super) media: Vec<Media>,
    pub(super) source: Option<Source>,
    pub(super) language: Option<Cow<'a, str>>,
    pub(super) comments: Option<String>,
    pub(super) extra: Vec<(String, String)>,
}

//! An article as it is compared.

use super::Words;
use super::sample::shingles;

/// An article as it is compared: words and shingles of its text, and what else counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// `articles.id`
    pub article: i64,
    /// Its outlet, as a number.
    pub outlet: i64,
    /// The outlet's name, folded.
    pub outlet_name: String,
    /// When it was published: seconds since 1970.
    pub at: i64,
    /// BCP 47, where somebody says.
    pub language: Option<String>,
    /// Its canonical address.
    pub url_key: Option<String>,
    /// The outlet it says it has the text from, folded.
    pub original_outlet: Option<String>,
    /// The canonical address it says the text stood at first.
    pub original_key: Option<String>,
    /// Of the title.
    pub title: Words,
    /// Of the text.
    pub words: Words,
    /// Of the text, in order.
    pub shingles: Vec<u64>,
}

/// How one of two articles names the other one as its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declared {
    /// By its address: enough in itself.
    Address,
    /// By the outlet's name: the text must confirm it.
    Outlet,
}

impl Document {
    /// Reads title and text of the article; the other fields are filled in by whoever knows them.
    pub fn read(article: i64, title: &str, text: &str) -> Document {
        let words = Words::read(text);
        let shingles = shingles(&words);
        Document { article, title: Words::read(title), words, shingles, ..Document::default() }
    }

    /// Does this one name the other as its source, or the other way round?
    pub fn declared(&self, other: &Document) -> Option<Declared> {
        let same = |name: &Option<String>, other: &Option<String>| name.is_some() && name == other;
        if same(&self.original_key, &other.url_key) || same(&other.original_key, &self.url_key) {
            return Some(Declared::Address);
        }
        let by_name = |copy: &Document, source: &Document| {
            copy.outlet != source.outlet
                && copy.original_outlet.as_deref().is_some_and(|name| name == source.outlet_name)
        };
        (by_name(self, other) || by_name(other, self)).then_some(Declared::Outlet)
    }
}

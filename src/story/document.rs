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
    /// What the outlet is called: its name and its site, folded.
    pub outlet_names: Vec<String>,
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

    /// Does one of the two name the other as its source?
    pub fn declared(&self, other: &Document) -> Option<Declared> {
        self.names(other).or_else(|| other.names(self))
    }

    /// Does this one name the other as its source?
    pub fn names(&self, source: &Document) -> Option<Declared> {
        if self.original_key.is_some() && self.original_key == source.url_key {
            return Some(Declared::Address);
        }
        let named = self.original_outlet.as_ref().is_some_and(|name| source.outlet_names.contains(name));
        (named && self.outlet != source.outlet).then_some(Declared::Outlet)
    }
}

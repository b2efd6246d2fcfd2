//! An article as people name it on the command line: by its number, or by its address.

use super::NOT_FOUND;
use super::context::Told;
use crate::archive::Reader;
use crate::model::Article;

/// The article; where there is none, the person is told.
pub(super) fn find(reader: &Reader, asked: &str) -> anyhow::Result<Article> {
    reader.article(number(reader, asked)?)?.ok_or_else(|| missing(asked))
}

/// Its number. One that is given as a number is not looked up.
pub(super) fn number(reader: &Reader, asked: &str) -> anyhow::Result<i64> {
    let id = match asked.parse::<i64>() {
        Ok(id) => Some(id),
        Err(_) => reader.article_of_url(asked)?,
    };
    id.ok_or_else(|| missing(asked))
}

fn missing(asked: &str) -> anyhow::Error {
    eprintln!("clippings: the archive has no article {asked:?}. `clippings search` finds numbers.");
    Told(NOT_FOUND).into()
}

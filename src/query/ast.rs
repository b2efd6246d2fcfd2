use super::{DateBound, QueryError, parse};
use crate::model::DisclaimerKind;

/// A query that was read. Its `Display` parses to the same query again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What is asked for.
    pub expr: Expr,
}

/// What an article must be. `All` and `Any` hold at least two, none of their own kind (they are
/// flattened), and the depth is bounded, so that whoever walks it may recurse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// Every one.
    All(Vec<Expr>),
    /// At least one.
    Any(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// A word of the text, folded by [`fold_text`](crate::model::fold_text). It may hold signs
    /// (`u.s.`, `in-depth`): an index that splits there looks for the pieces side by side.
    Word(String),
    /// Words side by side, folded, single spaces between.
    Phrase(String),
    /// The beginning of a word, folded, without its `*`.
    Prefix(String),
    /// The outlet's name, folded by [`fold_text`](crate::model::fold_text).
    Outlet(String),
    /// The feed's name, folded likewise.
    Feed(String),
    /// A part of the author's name, folded likewise.
    Author(String),
    /// A language tag in lower case; `en` is meant to find `en-gb` too.
    Lang(String),
    /// A tag in any scheme: its term, folded by [`fold_term`](crate::model::fold_term).
    Tag(String),
    /// A tag in one scheme.
    Scheme {
        /// Folded by [`fold_term`](crate::model::fold_term).
        scheme: String,
        /// Folded by [`fold_term`](crate::model::fold_term).
        term: String,
    },
    /// A notice of this kind.
    Disclaimer(DisclaimerKind),
    /// Published at or after the first moment of this.
    Since(DateBound),
    /// Published before the last moment of this is over.
    Until(DateBound),
    /// Has (or has not) more than one wording.
    Edited(bool),
    /// Was edited, and the outlet did not say so.
    Stealth,
}

impl Query {
    /// Bytes of query we read.
    pub const MAX_LENGTH: usize = 4_096;
    /// Parentheses and negations inside each other.
    pub const MAX_DEPTH: usize = 32;
    /// Words, phrases and fields in one query.
    pub const MAX_TERMS: usize = 256;

    /// Reads a query; see the [module](super) for the language.
    ///
    /// # Errors
    /// Says at which column what is wrong and what is expected.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        parse::parse(text)
    }
}

impl std::str::FromStr for Query {
    type Err = QueryError;
    fn from_str(text: &str) -> Result<Self, QueryError> {
        Query::parse(text)
    }
}

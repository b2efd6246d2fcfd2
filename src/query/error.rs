use std::fmt;

use super::Query;
use crate::model::DisclaimerKind;

/// Why a text is not a query, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("query, column {column}: {problem}")]
pub struct QueryError {
    /// Counts characters from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing to look for.
    Empty,
    /// Longer than [`Query::MAX_LENGTH`] bytes.
    TooLong,
    /// Deeper than [`Query::MAX_DEPTH`].
    TooDeep,
    /// More terms than [`Query::MAX_TERMS`].
    TooManyTerms,
    /// A quote without its partner.
    OpenQuote,
    /// `""`, or quotes with signs only in them.
    EmptyPhrase,
    /// `(` without `)`.
    Unclosed,
    /// `)` without `(`.
    Unopened,
    /// `()`, or an operator with nothing after it.
    Missing {
        /// What it stands after.
        after: String,
    },
    /// An operator with nothing before it.
    NothingBefore {
        /// `OR` or `AND`.
        operator: &'static str,
    },
    /// `*` elsewhere than at the end of a word.
    Star,
    /// A field without a value.
    EmptyField {
        /// Its name.
        field: String,
    },
    /// A field with a parenthesis for a value.
    Group {
        /// Its name.
        field: String,
    },
    /// A value that its field cannot have.
    Value {
        /// Its name.
        field: String,
        /// As written.
        found: String,
        /// What it can have.
        expected: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Empty => {
                f.write_str("there is nothing to look for: expected a word, a \"phrase\" or field:value")
            }
            Problem::TooLong => write!(f, "the query is longer than {} bytes", Query::MAX_LENGTH),
            Problem::TooDeep => {
                write!(f, "more than {} parentheses and negations inside each other", Query::MAX_DEPTH)
            }
            Problem::TooManyTerms => write!(f, "more than {} words, phrases and fields", Query::MAX_TERMS),
            Problem::OpenQuote => f.write_str("this quote is not closed: expected another \" after it"),
            Problem::EmptyPhrase => f.write_str("no word stands between these quotes"),
            Problem::Unclosed => f.write_str("this parenthesis is not closed: expected ) after it"),
            Problem::Unopened => f.write_str("this parenthesis closes none: remove it, or write ( before it"),
            Problem::Missing { after } => {
                write!(f, "nothing stands after {after}: expected a word, a \"phrase\", field:value or (")
            }
            Problem::NothingBefore { operator } => write!(
                f,
                "{operator} stands between two things, and nothing stands before it (in quotes it is a word)"
            ),
            Problem::Star => {
                f.write_str("a * may stand at the end of a word only, and not in the value of a field")
            }
            Problem::EmptyField { field } => write!(
                f,
                "nothing stands after {field}: — expected a value right after the colon; to look for the word, \
                 write it in quotes"
            ),
            Problem::Group { field } => {
                write!(f, "{field}: takes one value, not a parenthesis: write ({field}:one OR {field}:two)")
            }
            Problem::Value { field, found, expected } => {
                write!(f, "{field}:{found} is not possible: expected {expected}")
            }
        }
    }
}

impl Problem {
    /// For `disclaimer:` with an unknown kind: names the nearest one and all.
    pub(super) fn kind(found: &str) -> Problem {
        let all = DisclaimerKind::ALL.map(DisclaimerKind::as_str);
        let nearest = all
            .iter()
            .map(|kind| (strsim::damerau_levenshtein(found, kind), *kind))
            .min()
            .filter(|(distance, _)| *distance <= 3);
        let hint = nearest.map(|(_, kind)| format!(" (did you mean {kind}?)")).unwrap_or_default();
        Problem::Value {
            field: "disclaimer".to_owned(),
            found: found.to_owned(),
            expected: format!("one of {}{hint}", all.join(", ")),
        }
    }
}

use unicode_normalization::char::is_combining_mark;

use super::{Problem, Query, QueryError};

/// A piece of a query and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// Counts characters from 1.
    pub column: usize,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Open,
    Close,
    /// `-` right before something, or `NOT`.
    Not,
    Or,
    And,
    /// Without blanks, quotes and parentheses.
    Word(String),
    /// What stood between the quotes.
    Phrase(String),
    Field {
        name: String,
        value: String,
        quoted: bool,
    },
}

/// Cuts a query into its pieces, in one pass, without looking at what they mean.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, QueryError> {
    if text.len() > Query::MAX_LENGTH {
        return Err(QueryError { column: 1, problem: Problem::TooLong });
    }
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0 };
    let mut tokens = Vec::new();
    while let Some(c) = lexer.peek() {
        let column = lexer.at + 1;
        let kind = match c {
            c if c.is_whitespace() => {
                lexer.at += 1;
                continue;
            }
            '(' => lexer.sign(Kind::Open),
            ')' => lexer.sign(Kind::Close),
            '-' if lexer.negates() => lexer.sign(Kind::Not),
            c if is_quote(c) => Kind::Phrase(lexer.quoted()?),
            _ => match lexer.word()? {
                Some(kind) => kind,
                None => continue,
            },
        };
        tokens.push(Token { column, kind });
    }
    Ok(tokens)
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
}

impl Lexer {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn sign(&mut self, kind: Kind) -> Kind {
        self.at += 1;
        kind
    }

    fn take_while(&mut self, take: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.peek().is_some_and(&take) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect()
    }

    /// Does the `-` here stand right before something it can negate? A dash between words, `--` or
    /// `->` say nothing.
    fn negates(&self) -> bool {
        let rest = &self.chars[self.at..];
        let end = rest.iter().position(|c| !is_wordy(*c)).unwrap_or(rest.len());
        let (run, next) = (&rest[..end], rest.get(end));
        run.iter().any(|c| c.is_alphanumeric())
            || (run.iter().all(|c| *c == '-') && next.is_some_and(|c| is_quote(*c) || *c == '('))
    }

    /// From one quote to the next.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let column = self.at + 1;
        self.at += 1;
        let text = self.take_while(|c| !is_quote(c));
        if self.peek().is_none() {
            return Err(QueryError { column, problem: Problem::OpenQuote });
        }
        self.at += 1;
        Ok(text)
    }

    /// A word, an operator, or a field with its value; `None` for signs that say nothing.
    fn word(&mut self) -> Result<Option<Kind>, QueryError> {
        let column = self.at + 1;
        if let Some(name) = self.field_name() {
            self.at += name.chars().count() + 1;
            let kind = match self.peek() {
                Some('(') => {
                    return Err(QueryError { column: self.at + 1, problem: Problem::Group { field: name } });
                }
                Some(c) if is_quote(c) => Kind::Field { name, value: self.quoted()?, quoted: true },
                _ => Kind::Field { name, value: self.take_while(is_wordy), quoted: false },
            };
            return Ok(Some(kind));
        }
        let word = self.take_while(is_wordy);
        Ok(match word.as_str() {
            "OR" => Some(Kind::Or),
            "AND" => Some(Kind::And),
            "NOT" => Some(Kind::Not),
            _ if word.contains(char::is_alphanumeric) => Some(Kind::Word(word)),
            _ if word.contains('*') => return Err(QueryError { column, problem: Problem::Star }),
            _ => None,
        })
    }

    /// The field name that stands here, if a colon follows it, and not `://` as in an address.
    fn field_name(&self) -> Option<String> {
        let rest = &self.chars[self.at..];
        // Marks too: some systems hand over é as two characters.
        let colon = rest.iter().position(|c| !(c.is_alphanumeric() || *c == '-' || is_combining_mark(*c)))?;
        let is_name =
            rest[0].is_alphabetic() && rest[colon] == ':' && !rest[colon + 1..].starts_with(&['/', '/']);
        is_name.then(|| rest[..colon].iter().collect())
    }
}

/// Typographic quotes count, too: shells and editors make them of `"` unasked.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}')
}

fn is_wordy(c: char) -> bool {
    !c.is_whitespace() && !is_quote(c) && c != '(' && c != ')'
}

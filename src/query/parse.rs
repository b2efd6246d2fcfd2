//! Recursive descent; the depth is counted before every step down.
//!
//! ```text
//! any  = all { "OR" all }
//! all  = one { ["AND"] one }
//! one  = ("-" | "NOT") one | "(" any ")" | word | phrase | field
//! ```

use super::field::field;
use super::lex::{Kind, Token, lex};
use super::{Expr, Problem, Query, QueryError};
use crate::model::fold_text;

pub(super) fn parse(text: &str) -> Result<Query, QueryError> {
    let tokens = lex(text)?;
    let terms: Vec<&Token> = tokens
        .iter()
        .filter(|t| matches!(t.kind, Kind::Word(_) | Kind::Phrase(_) | Kind::Field { .. }))
        .collect();
    if let Some(first_too_many) = terms.get(Query::MAX_TERMS) {
        return Err(QueryError { column: first_too_many.column, problem: Problem::TooManyTerms });
    }
    if tokens.is_empty() {
        return Err(QueryError { column: 1, problem: Problem::Empty });
    }
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
    let expr = parser.any()?;
    match parser.peek() {
        None => Ok(Query { expr }),
        // `any` stops at nothing else.
        Some(token) => Err(QueryError { column: token.column, problem: Problem::Unopened }),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn peek_kind(&self) -> Option<&'a Kind> {
        self.peek().map(|t| &t.kind)
    }

    fn any(&mut self) -> Result<Expr, QueryError> {
        let mut parts = vec![self.all()?];
        while self.peek_kind() == Some(&Kind::Or) {
            self.at += 1;
            parts.push(self.all()?);
        }
        Ok(flat(parts, Expr::Any))
    }

    fn all(&mut self) -> Result<Expr, QueryError> {
        let mut parts = vec![self.one()?];
        loop {
            match self.peek_kind() {
                None | Some(Kind::Or | Kind::Close) => break,
                Some(Kind::And) => self.at += 1,
                Some(_) => {}
            }
            parts.push(self.one()?);
        }
        Ok(flat(parts, Expr::All))
    }

    fn one(&mut self) -> Result<Expr, QueryError> {
        let Some(token) = self.peek() else { return Err(self.missing()) };
        let column = token.column;
        let problem = |problem| QueryError { column, problem };
        self.at += 1;
        match &token.kind {
            Kind::Not => self.deeper(column, |p| Ok(Expr::Not(Box::new(p.one()?)))),
            Kind::Open => self.deeper(column, |p| {
                let inside = p.any()?;
                if p.peek().is_none() {
                    return Err(QueryError { column, problem: Problem::Unclosed });
                }
                p.at += 1;
                Ok(inside)
            }),
            Kind::Word(text) => word(text).map_err(problem),
            Kind::Phrase(text) if text.contains(char::is_alphanumeric) => Ok(Expr::Phrase(fold_text(text))),
            Kind::Phrase(_) => Err(problem(Problem::EmptyPhrase)),
            Kind::Field { name, value, quoted } => field(name, value, *quoted).map_err(problem),
            Kind::Or | Kind::And | Kind::Close => {
                self.at -= 1;
                Err(self.missing())
            }
        }
    }

    fn deeper(
        &mut self,
        column: usize,
        inside: impl FnOnce(&mut Self) -> Result<Expr, QueryError>,
    ) -> Result<Expr, QueryError> {
        if self.depth == Query::MAX_DEPTH {
            return Err(QueryError { column, problem: Problem::TooDeep });
        }
        self.depth += 1;
        let expr = inside(self)?;
        self.depth -= 1;
        Ok(expr)
    }

    /// Something should stand here and does not: says what is to blame.
    fn missing(&self) -> QueryError {
        let here = self.peek();
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let (column, problem) = match (here, before) {
            (Some(Token { column, kind: Kind::Close }), None) => (*column, Problem::Unopened),
            (_, Some(Token { column, kind: Kind::Open })) if here.is_none() => (*column, Problem::Unclosed),
            (Some(Token { column, kind: kind @ (Kind::Or | Kind::And) }), before)
                if !matches!(before.map(|t| &t.kind), Some(Kind::Or | Kind::And | Kind::Not)) =>
            {
                let operator = if *kind == Kind::Or { "OR" } else { "AND" };
                (*column, Problem::NothingBefore { operator })
            }
            (_, Some(token)) => {
                let after = match token.kind {
                    Kind::Or => "OR",
                    Kind::And => "AND",
                    Kind::Not => "the negation",
                    _ => "(",
                };
                (token.column, Problem::Missing { after: after.to_owned() })
            }
            (_, None) => (1, Problem::Empty),
        };
        QueryError { column, problem }
    }
}

/// One for itself, several as `All` or `Any`; what stands in parentheses needlessly is taken out.
fn flat(mut parts: Vec<Expr>, of: fn(Vec<Expr>) -> Expr) -> Expr {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let is_any = matches!(of(Vec::new()), Expr::Any(_));
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Expr::Any(inner) if is_any => flat.extend(inner),
            Expr::All(inner) if !is_any => flat.extend(inner),
            other => flat.push(other),
        }
    }
    of(flat)
}

fn word(text: &str) -> Result<Expr, Problem> {
    let (stem, is_prefix) = text.strip_suffix('*').map_or((text, false), |stem| (stem, true));
    if stem.contains('*') {
        return Err(Problem::Star);
    }
    let folded = fold_text(stem);
    Ok(if is_prefix { Expr::Prefix(folded) } else { Expr::Word(folded) })
}

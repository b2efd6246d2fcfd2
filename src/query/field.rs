use super::{DateBound, Expr, Problem};
use crate::model::{DisclaimerKind, fold, fold_term, fold_text};

/// The names that are fields; every other one is a tag scheme.
pub(super) const FIELDS: [&str; 9] =
    ["outlet", "feed", "author", "lang", "tag", "disclaimer", "since", "until", "edited"];

/// What `name:value` asks for. `name` is as the lexer found it.
pub(super) fn field(name: &str, value: &str, quoted: bool) -> Result<Expr, Problem> {
    let name = name.to_lowercase();
    if !value.contains(char::is_alphanumeric) {
        return Err(Problem::EmptyField { field: name });
    }
    if !quoted && value.contains('*') {
        return Err(Problem::Star);
    }
    let bad = |expected: &str| Problem::Value {
        field: name.clone(),
        found: value.to_owned(),
        expected: expected.to_owned(),
    };
    Ok(match name.as_str() {
        "outlet" => Expr::Outlet(fold_text(value)),
        "feed" => Expr::Feed(fold_text(value)),
        "author" => Expr::Author(fold_text(value)),
        "lang" => {
            let lang = value.to_ascii_lowercase();
            let is_tag = lang
                .split('-')
                .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
            if !is_tag {
                return Err(bad("a language tag such as en or pt-BR"));
            }
            Expr::Lang(lang)
        }
        "tag" => match value.split_once('=') {
            Some((scheme, term)) => tag(scheme, term).ok_or_else(|| bad("term or scheme=term"))?,
            None => Expr::Tag(
                Some(fold_term(value)).filter(|t| !t.is_empty()).ok_or_else(|| bad("a tag's term"))?,
            ),
        },
        "disclaimer" => {
            let kind = fold(value);
            Expr::Disclaimer(kind.parse::<DisclaimerKind>().map_err(|_| Problem::kind(&kind))?)
        }
        "since" => Expr::Since(DateBound::parse(value).ok_or_else(|| bad(DateBound::EXPECTED))?),
        "until" => Expr::Until(DateBound::parse(value).ok_or_else(|| bad(DateBound::EXPECTED))?),
        "edited" => match value.to_ascii_lowercase().as_str() {
            "yes" => Expr::Edited(true),
            "no" => Expr::Edited(false),
            "stealth" => Expr::Stealth,
            _ => return Err(bad("yes, no or stealth")),
        },
        scheme => tag(scheme, value).ok_or_else(|| bad("a tag's term"))?,
    })
}

fn tag(scheme: &str, term: &str) -> Option<Expr> {
    let (scheme, term) = (fold_term(scheme), fold_term(term));
    (!scheme.is_empty() && !term.is_empty()).then_some(Expr::Scheme { scheme, term })
}

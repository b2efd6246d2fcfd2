use std::fmt;

use super::field::FIELDS;
use super::{Expr, Query};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.expr)
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::All(parts) => joined(f, parts, " "),
            Expr::Any(parts) => joined(f, parts, " OR "),
            Expr::Not(inner) => {
                f.write_str("-")?;
                grouped(f, inner)
            }
            Expr::Word(word) => f.write_str(word),
            Expr::Phrase(words) => write!(f, "\"{words}\""),
            Expr::Prefix(stem) => write!(f, "{stem}*"),
            Expr::Outlet(name) => write!(f, "outlet:\"{name}\""),
            Expr::Feed(name) => write!(f, "feed:\"{name}\""),
            Expr::Author(name) => write!(f, "author:\"{name}\""),
            Expr::Lang(tag) => write!(f, "lang:{tag}"),
            Expr::Tag(term) => write!(f, "tag:{term}"),
            Expr::Scheme { scheme, term } => {
                // A scheme called like a field, or beginning with a digit, is no field name.
                let is_name = !FIELDS.contains(&scheme.as_str()) && scheme.starts_with(char::is_alphabetic);
                if is_name { write!(f, "{scheme}:{term}") } else { write!(f, "tag:{scheme}={term}") }
            }
            Expr::Disclaimer(kind) => write!(f, "disclaimer:{kind}"),
            Expr::Since(bound) => write!(f, "since:{bound}"),
            Expr::Until(bound) => write!(f, "until:{bound}"),
            Expr::Stealth => f.write_str("edited:stealth"),
            Expr::Edited(yes) => f.write_str(if *yes { "edited:yes" } else { "edited:no" }),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Expr], between: &str) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(between)?;
        }
        grouped(f, part)?;
    }
    Ok(())
}

/// In parentheses where it would fall apart otherwise.
fn grouped(f: &mut fmt::Formatter<'_>, expr: &Expr) -> fmt::Result {
    match expr {
        Expr::All(_) | Expr::Any(_) => write!(f, "({expr})"),
        _ => write!(f, "{expr}"),
    }
}

//! Numbers as outlets set them: `1,200`, `12 000` and `1200` say the same.

use super::super::token::{Kind, Token, tokens};

/// Tokens of a text, with the thousands of its numbers set in one way.
pub(super) fn read(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut open = false;
    for token in tokens(text) {
        if open
            && token.kind == Kind::Number
            && is_group(&token.text)
            && let Some(last) = out.last_mut()
        {
            last.text.push_str(&token.text);
            continue;
        }
        let whole = ungrouped(&token.text);
        // `12 000`, but not `0 000` and not `1234 000`.
        open = token.kind == Kind::Number && is_leading(&token.text);
        out.push(Token { text: whole.unwrap_or(token.text), kind: token.kind });
    }
    out
}

fn is_group(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_leading(text: &str) -> bool {
    (1..=3).contains(&text.len()) && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
}

/// `1,200` → `1200`, `1.234.567` → `1234567`. A single point is a decimal one as often as not.
fn ungrouped(text: &str) -> Option<String> {
    let (whole, cents) = match text.split_once('.') {
        Some((whole, cents)) if text.contains(',') => (whole, Some(cents)),
        _ => (text, None),
    };
    let sign = if whole.contains(',') { ',' } else { '.' };
    let mut groups = whole.trim_start_matches('-').split(sign);
    let first = groups.next().filter(|first| is_leading(first))?;
    let rest: Vec<&str> = groups.collect();
    let enough = if sign == ',' { 1 } else { 2 };
    if rest.len() < enough || !rest.iter().all(|group| is_group(group)) {
        return None;
    }
    let minus = if whole.starts_with('-') { "-" } else { "" };
    let cents = cents.map(|cents| format!(".{cents}")).unwrap_or_default();
    Some(format!("{minus}{first}{}{cents}", rest.concat()))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn texts(text: &str) -> Vec<String> {
        read(text).into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn thousands_are_set_in_many_ways() {
        for same in ["1,200", "1200", "1 200", "1\u{a0}200", "1\u{202f}200", "１２００"] {
            assert_eq!(texts(same), ["1200"], "{same}");
        }
        assert_eq!(texts("1.234.567"), texts("1,234,567"));
        assert_eq!(texts("-12,000.50 and 12 000"), ["-12000.50", "and", "12000"]);
    }

    #[test]
    fn other_numbers_stay_apart() {
        for (a, b) in [("1.5", "15"), ("1.200", "1200"), ("12,00", "1200"), ("0,125", "125"), ("4,12", "412")]
        {
            assert_ne!(texts(a), texts(b), "{a} {b}");
        }
        assert_ne!(texts("rooms 101, 102"), texts("rooms 101, 103"));
    }
}

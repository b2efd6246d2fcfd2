//! Why two articles were linked, for a person to read.

use super::{Comparison, Declared, Document};

/// One sentence: who was first, words shared, whose the others are, numbers that differ.
pub fn evidence(
    a: &Document,
    b: &Document,
    c: &Comparison,
    declared: Option<Declared>,
    same_url: bool,
) -> String {
    let (short, long) = if c.first_is_shorter { (a, b) } else { (b, a) };
    let unit = if short.words.is_unspaced() { "characters" } else { "words" };
    let mut parts = Vec::new();
    let (copy, source) = if a.names(b) == declared { (a, b) } else { (b, a) };
    match declared {
        Some(Declared::Address) => parts.push(format!(
            "article {} names the address of article {} as its source",
            copy.article, source.article
        )),
        Some(Declared::Outlet) => parts.push(format!(
            "article {} names the outlet of article {} as its source",
            copy.article, source.article
        )),
        None if same_url => parts.push("both stand at one address".to_owned()),
        None => {}
    }
    if c.shorter > 0 {
        parts.push(format!(
            "{} of {} {unit} of article {} stand in article {}",
            c.shared, c.shorter, short.article, long.article
        ));
        let further = c.longer.saturating_sub(c.shared_back);
        if further > 0 {
            parts.push(format!("{further} further {unit} are article {}'s own", long.article));
        }
    }
    let left_out = (a.words.len() + b.words.len()).saturating_sub(c.shorter + c.longer);
    if left_out > 0 {
        parts.push(format!("{left_out} that many stories share were left out"));
    }
    if c.numbers_missing > 0 {
        parts.push(format!("{} of {} numbers differ", c.numbers_missing, c.numbers));
    }
    parts.push(first(a, b));
    parts.join("; ")
}

fn first(a: &Document, b: &Document) -> String {
    let (first, second) = if (a.at, a.article) <= (b.at, b.article) { (a, b) } else { (b, a) };
    match second.at - first.at {
        0 => "both bear the same time".to_owned(),
        s if s < 2 * 3600 => format!("article {} was first, by {} minutes", first.article, (s / 60).max(1)),
        s if s < 2 * 86_400 => format!("article {} was first, by {} hours", first.article, s / 3600),
        s => format!("article {} was first, by {} days", first.article, s / 86_400),
    }
}

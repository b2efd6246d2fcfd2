use super::sentence::Line;
use crate::page::block::Block;

/// A claim of copyright begins at most so far into its sentence ("All content copyright ©").
const LEAD: usize = 60;
/// A year stands at most so far from the sign.
const YEAR_WITHIN: usize = 60;
/// Signs of one sort that are looked at in a line: more are a pattern, not claims.
const MAX_SIGNS: usize = 200;
/// Inside the body only a line as short as this is one.
const MAX_IN_BODY: usize = 200;

/// The sentences of a line that claim a copyright: "© 2020 The Courier", "Copyright © A. Quay, The Courier,
/// 2017", "(c) 2020 dpa". In any language: the signs are of none.
pub(super) fn sentences(line: &Line<'_>, block: &Block, is_middle: bool) -> Vec<usize> {
    let folded = line.folded.as_str();
    if (block.is_paragraph() || is_middle) && line.printed.len() > MAX_IN_BODY {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (sign, needs_year) in [("©", false), ("(c)", true), ("copyright", true), ("copr.", true)] {
        let mut looked_at = 0;
        for (at, _) in folded.match_indices(sign) {
            let sentence = line.sentence_at(at);
            let range = line.folded_sentence(sentence);
            // So far into a sentence nothing more can begin: the rest of its signs need no look.
            if at > range.start + 4 * LEAD {
                continue;
            }
            looked_at += 1;
            if looked_at > MAX_SIGNS {
                break;
            }
            let lead = &folded[range.start.min(at)..at];
            let rest = &folded[at + sign.len()..];
            if lead.chars().count() <= LEAD
                && rest.chars().any(char::is_alphanumeric)
                && (!needs_year
                    || has_year(rest)
                    || names_holder(line, sign, rest)
                    || (sign == "copyright" && is_alone(lead, rest)))
                && (!is_middle || lead.is_empty())
                && !found.contains(&sentence)
            {
                found.push(sentence);
            }
        }
    }
    found
}

/// A year near the sign: 1900 to 2099.
fn has_year(rest: &str) -> bool {
    let near = &rest[..rest.floor_char_boundary(YEAR_WITHIN)];
    let digits = near.split(|c: char| !c.is_ascii_digit());
    digits.filter(|d| d.len() == 4).any(|d| d.starts_with("19") || d.starts_with("20"))
}

/// "Copyright: …", "Copyright by …", "Copyright (c) …". "(c): …" is an entry of a list.
fn names_holder(line: &Line<'_>, sign: &str, rest: &str) -> bool {
    line.printed.len() <= MAX_IN_BODY
        && !(sign == "(c)" && rest.starts_with(':'))
        && [":", " by ", " ©", " (c)", " -", " von ", " bei "].iter().any(|words| rest.starts_with(words))
}

/// "Copyright The Courier": a short line that begins so.
fn is_alone(lead: &str, rest: &str) -> bool {
    lead.is_empty()
        && rest.len() < 50
        && !rest.starts_with(" infringement")
        && rest.split_whitespace().count() > 1
}

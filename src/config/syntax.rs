use std::ops::Range;

use toml_edit::Document;

use super::report::{Fault, Report};

/// As many syntax errors are told at once; after that the file is hardly TOML.
const MOST_ERRORS: usize = 20;

/// The document that `text` spells.
///
/// A TOML parser stops at the first syntax error. So that a person is told of all of them, a broken
/// line `key = value` is reported, blanked (which keeps every other place) and the rest is read again.
/// Where an error has no such line of its own (an unclosed bracket, a broken header), reading stops:
/// what follows would be guesses.
pub(super) fn parse(text: &str, report: &Report) -> Option<Document<String>> {
    let mut text = text.to_owned();
    for _ in 0..MOST_ERRORS {
        let error = match Document::parse(text.clone()) {
            Ok(document) => return Some(document),
            Err(error) => error,
        };
        let at = error.span().unwrap_or(text.len()..text.len());
        let broken = broken_line(&text, at.start, error.message());
        let key = broken.as_ref().and_then(|line| text[line.clone()].split_once('='));
        let key = key.map_or("", |(key, _)| key.trim()).to_owned();
        let fault = explain(error.message());
        let Some(broken) = broken else {
            let help = fault.help.clone().unwrap_or_default();
            report.problem(&at, &key, fault.help(format!("{help}. The rest of the file was not checked")));
            return None;
        };
        report.problem(&at, &key, fault);
        blank(&mut text, broken);
        report.set_mended();
    }
    None
}

fn explain(message: &str) -> Fault {
    let help = if message.starts_with("duplicate key") {
        "the key or table stands in the file already: keep one of the two"
    } else if message.contains("must be quoted") {
        "write texts, durations and addresses in double quotes: key = \"…\""
    } else if message.contains("missing escaped") || message.contains("escape") {
        "a backslash in double quotes is an escape: write \\\\, or use single quotes: key = '…'"
    } else {
        "the file is TOML: https://toml.io/ shows how it is written"
    };
    // "expected literal string" is the parser's word for text in single quotes: no help to a person.
    let message = message.trim_end_matches(", expected literal string");
    Fault::new(format!("not TOML: {message}")).help(help)
}

/// The line around `offset`, if it is a `key = value` that is broken in itself.
fn broken_line(text: &str, offset: usize, message: &str) -> Option<Range<usize>> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = &text[start..end];
    let (key, value) = line.split_once('=')?;
    let is_key = |c: char| c.is_alphanumeric() || "_-.\"' ".contains(c);
    let one_line = !value.contains("\"\"\"") && !value.contains("'''");
    let count = |open: char| value.chars().filter(|c| *c == open).count();
    let closed = count('[') == count(']') && count('{') == count('}');
    if key.trim().is_empty() || !key.trim().chars().all(is_key) || !one_line || !closed {
        return None;
    }
    // A line that is right by itself suffers from something above it, but for a key given twice.
    let at_fault = message.starts_with("duplicate key") || Document::parse(line).is_err();
    at_fault.then_some(start..end)
}

fn blank(text: &mut String, line: Range<usize>) {
    let spaces = " ".repeat(line.len());
    text.replace_range(line, &spaces);
}

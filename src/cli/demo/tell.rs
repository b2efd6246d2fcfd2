//! How the demo speaks: headings, tables of polls, commands that can be copied.

use std::io::{self, Write};

use super::outlets::Paper;
use super::server::Answer;
use crate::model::Poll;
use crate::visit::Visited;

/// A numbered step.
pub fn heading(out: &mut impl Write, text: &str) -> io::Result<()> {
    writeln!(out, "\n{text}\n{}\n", "─".repeat(text.chars().count()))
}

/// One line a poll.
pub fn poll(out: &mut impl Write, paper: Paper, poll: &Poll) -> io::Result<()> {
    let status = poll.http_status.map_or_else(|| "—".to_owned(), |status| status.to_string());
    let what = match &poll.error {
        Some(error) => error.clone(),
        None if poll.http_status == Some(304) => "not changed".to_owned(),
        None => format!("{} entries: {} new, {} edited", poll.entries, poll.new, poll.revised),
    };
    writeln!(out, "  {:<17} {status}  {:>6} bytes  {what}", paper.name(), poll.bytes)
}

/// One line a visit.
pub fn visit(out: &mut impl Write, visited: &Visited) -> io::Result<()> {
    let visit = &visited.visit;
    let status = visit.http_status.map_or_else(|| "—".to_owned(), |status| status.to_string());
    let slug = visit.url.rsplit('/').next().unwrap_or_default();
    let what = if visited.revised { "the text, tags and notices" } else { "nothing new" };
    writeln!(out, "  {:<17} {status}  {:>6} bytes  {slug}: {what}", "  its page", visit.bytes)
}

/// What the server saw of a round, which is the other half of the truth.
pub fn answers(out: &mut impl Write, answers: &[Answer]) -> io::Result<()> {
    let conditional = answers.iter().filter(|a| a.conditional).count();
    let unchanged = answers.iter().filter(|a| a.status == 304).count();
    let bytes: usize = answers.iter().map(|a| a.bytes).sum();
    writeln!(
        out,
        "\n  The server was asked {} times, {conditional} times conditionally; it answered 304 (not modified) \
         {unchanged} times\n  and sent {bytes} bytes.",
        answers.len(),
    )
}

/// A command to copy.
pub fn command(out: &mut impl Write, why: &str, words: &[&str]) -> io::Result<()> {
    let line: Vec<String> = words.iter().map(|word| shell(word)).collect();
    writeln!(out, "  # {why}\n  $ {}\n", line.join(" "))
}

/// The word as a shell needs it.
fn shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,=+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_the_shell_where_they_must_be() {
        for (word, expected) in [
            ("clippings-demo/clippings.db", "clippings-demo/clippings.db"),
            ("2026-11-24T06:00:00Z", "2026-11-24T06:00:00Z"),
            ("slipway region:asia", "'slipway region:asia'"),
            ("it's", "'it'\\''s'"),
            ("", "''"),
            ("~", "'~'"),
        ] {
            assert_eq!(shell(word), expected);
        }
    }
}

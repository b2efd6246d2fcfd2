/// A stranger's words as one line: white space and control characters become single spaces, and the
/// invisible characters that turn the direction of what follows are left out.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let mut kept = word.chars().filter(|c| !is_bidi_control(*c)).peekable();
        if kept.peek().is_some() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(kept);
        }
    }
    out
}

/// A stranger's text as paragraphs of lines, cleaned as [`inline`] does; empty lines part paragraphs.
pub fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.lines().map(inline) {
        match (line.is_empty(), out.last_mut()) {
            (false, Some(paragraph)) => paragraph.push(line),
            (true, Some(paragraph)) if !paragraph.is_empty() => out.push(Vec::new()),
            _ => {}
        }
    }
    out.retain(|paragraph| !paragraph.is_empty());
    out
}

/// Embeddings, overrides and isolates (UAX #9): unbalanced ones turn the rest of a page around.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_lines_are_one_line() {
        assert_eq!(inline(" a\u{0}b\r\n\tc\u{85}d \u{202e}evil\u{202c} \u{2066} "), "a b c d evil");
        assert_eq!(inline("\n"), "");
        assert_eq!(paragraphs("a\nb\n \n\n\nc\n"), [vec!["a", "b"], vec!["c"]]);
        assert!(paragraphs(" \n ").is_empty());
    }
}

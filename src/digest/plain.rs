use crate::markup;

/// A stranger's text as paragraphs of lines, cleaned as [`markup::plain`] does; empty lines part paragraphs.
pub fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.lines().map(markup::plain) {
        match (line.is_empty(), out.last_mut()) {
            (false, Some(paragraph)) => paragraph.push(line),
            (true, Some(paragraph)) if !paragraph.is_empty() => out.push(Vec::new()),
            _ => {}
        }
    }
    out.retain(|paragraph| !paragraph.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_part_paragraphs() {
        assert_eq!(paragraphs("a\nb \u{202e}c\n \n\n\nd\n"), [vec!["a", "b c"], vec!["d"]]);
        assert!(paragraphs(" \n \u{200b}").is_empty());
    }
}

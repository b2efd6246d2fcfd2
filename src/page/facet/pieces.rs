//! A small part of a page as a row of pieces, as a reader's eye takes it.

use crate::markup::{Child, Element};

/// A part with more text than this is no list of tags.
pub(super) const MOST_CHARS: usize = 1_200;
/// Elements and texts of a part.
const MOST_NODES: usize = 400;

/// What stands in the row.
#[derive(Clone, PartialEq)]
pub(super) enum Piece<'a> {
    /// Text in one line.
    Text(String),
    /// A link with its words.
    Link(Element<'a>, String),
    /// An element of its own that bears a word or two: a label or an item, by what stands around it.
    Own(String),
    /// The end of a line, an item, a block.
    Break,
}

/// The pieces of an element; `None` where it is too large to be a list of tags.
pub(super) fn pieces(element: Element<'_>) -> Option<Vec<Piece<'_>>> {
    let mut out = Vec::new();
    let mut budget = Budget { chars: MOST_CHARS, nodes: MOST_NODES };
    walk(element, &mut out, &mut budget, 0).then_some(out)
}

struct Budget {
    chars: usize,
    nodes: usize,
}

/// Returns false once the budget is spent. The tree is at most 200 deep.
fn walk<'a>(element: Element<'a>, out: &mut Vec<Piece<'a>>, budget: &mut Budget, depth: usize) -> bool {
    if depth > 12 {
        return false;
    }
    for child in element.children() {
        if budget.nodes == 0 {
            return false;
        }
        budget.nodes -= 1;
        match child {
            Child::Text(text) => {
                let Some(left) = budget.chars.checked_sub(text.trim().len()) else { return false };
                budget.chars = left;
                push_text(out, text);
            }
            Child::Element(inner) => match inner.name() {
                "script" | "style" | "svg" | "noscript" | "template" | "button" | "select" => {}
                "br" | "hr" => out.push(Piece::Break),
                // A form, a picture, a table of data: no list of tags.
                "img" | "form" | "iframe" | "video" | "input" | "table" if inner.name() != "img" => {
                    return false;
                }
                "img" => {}
                "a" => {
                    let line = inner.line();
                    let Some(left) = budget.chars.checked_sub(line.len()) else { return false };
                    budget.chars = left;
                    if !line.is_empty() {
                        out.push(Piece::Link(inner, line));
                    }
                }
                "strong" | "b" | "em" | "i" | "span" | "label" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt"
                    if is_plain(inner) =>
                {
                    let mut line = inner.line();
                    // A term of a definition list is a label by itself.
                    if inner.name() == "dt" && !line.ends_with([':', '：']) {
                        line.push(':');
                    }
                    let Some(left) = budget.chars.checked_sub(line.len()) else { return false };
                    budget.chars = left;
                    if !line.is_empty() {
                        out.push(Piece::Own(line));
                    }
                }
                name => {
                    let is_block = matches!(
                        name,
                        "div"
                            | "p"
                            | "li"
                            | "ul"
                            | "ol"
                            | "dl"
                            | "dt"
                            | "dd"
                            | "section"
                            | "h2"
                            | "h3"
                            | "h4"
                            | "h5"
                            | "h6"
                    );
                    if is_block {
                        out.push(Piece::Break);
                    }
                    if !walk(inner, out, budget, depth + 1) {
                        return false;
                    }
                    if is_block {
                        out.push(Piece::Break);
                    }
                }
            },
        }
    }
    true
}

fn is_plain(element: Element<'_>) -> bool {
    element.children().all(|c| matches!(c, Child::Text(_)))
}

/// Text joins text; blanks alone are nothing.
fn push_text(out: &mut Vec<Piece<'_>>, text: &str) {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(Piece::Text(before)) => {
            before.push(' ');
            before.push_str(&line);
        }
        _ => out.push(Piece::Text(line)),
    }
}

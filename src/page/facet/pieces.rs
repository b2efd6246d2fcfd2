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
    /// The end of a line, a block.
    Break,
    /// Where an item of a list begins or ends: what follows does not go on a line before.
    Item,
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
                    if matches!(line.trim(), ":" | "：") {
                        push_colon(out, line.trim());
                    } else if !line.is_empty() {
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
                    let edge = if matches!(name, "li" | "dd") { Piece::Item } else { Piece::Break };
                    if is_block {
                        out.push(edge.clone());
                    }
                    if !walk(inner, out, budget, depth + 1) {
                        return false;
                    }
                    if is_block {
                        out.push(edge);
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

/// The rows of a table as lines: the first cell is the label, the other one holds what it labels. `None` where the table
/// is any other, or too large to be a list of tags.
pub(super) fn rows(table: Element<'_>) -> Option<Vec<Piece<'_>>> {
    let mut out = Vec::new();
    let mut budget = Budget { chars: MOST_CHARS, nodes: MOST_NODES };
    let mut open: Vec<Element<'_>> = vec![table];
    while let Some(element) = open.pop() {
        let inner: Vec<Element<'_>> = element
            .children()
            .filter_map(|c| match c {
                Child::Element(e) => Some(e),
                Child::Text(_) => None,
            })
            .take(MOST_NODES)
            .collect();
        match element.name() {
            "table" | "tbody" | "thead" => open.extend(inner.into_iter().rev()),
            "tr" => {
                let [label, items] = inner[..] else { return None };
                let words = label.line();
                budget.chars = budget.chars.checked_sub(words.len())?;
                budget.nodes = budget.nodes.checked_sub(1)?;
                let words = words.trim_end_matches([':', '：', ' ']);
                out.extend([Piece::Item, Piece::Own(format!("{words}:"))]);
                if !walk(items, &mut out, &mut budget, 0) {
                    return None;
                }
            }
            _ => return None,
        }
    }
    Some(out)
}

/// A colon in an element of its own belongs to the words before it.
fn push_colon(out: &mut Vec<Piece<'_>>, colon: &str) {
    match out.last_mut() {
        Some(Piece::Own(before)) => before.push_str(colon),
        _ => push_text(out, colon),
    }
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

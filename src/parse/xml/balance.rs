use std::collections::HashMap;

use super::build::lower;
use super::entities::Entities;
use super::scan::{Markup, Scanner};
use crate::parse::limits::MAX_ELEMENTS;

/// Which elements of a document have no end tag of their own. One that has its own is taken as it is written,
/// whatever stands inside it: recovery closes only what nobody closed.
#[derive(Debug)]
pub(super) struct Balance {
    /// Where the names of unclosed elements begin, in order.
    unclosed: Vec<usize>,
    /// Elements that begin here or later were not looked at.
    until: usize,
}

impl Balance {
    /// Pairs start and end tags. Linear: an end tag is paired by its name with the last element of that name that
    /// is open, and everything open inside it has none.
    pub(super) fn of(s: &str) -> Balance {
        let (mut scanner, mut entities) = (Scanner::default(), Entities::default());
        let mut open: Vec<(&str, usize)> = Vec::new();
        // By name in lower case, where it stands among the open ones.
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let mut unclosed = Vec::new();
        let (mut at, mut elements, mut until) = (0, 0, s.len());
        while let Some(found) = s[at..].find('<') {
            let start = at + found;
            let inside = open.last().map_or("", |(name, _)| *name);
            at = match scanner.read(s, start, inside, &mut entities) {
                Markup::Start { name, closed, end, .. } => {
                    elements += 1;
                    if elements > MAX_ELEMENTS {
                        until = start;
                        break;
                    }
                    if !closed {
                        by_name.entry(lower(name).into_owned()).or_default().push(open.len());
                        open.push((name, start + 1));
                    }
                    end
                }
                Markup::End { name, end } => {
                    if let Some(place) = by_name.get_mut(&*lower(name)).and_then(Vec::pop) {
                        for (name, start) in open.drain(place + 1..) {
                            by_name.get_mut(&*lower(name)).and_then(Vec::pop);
                            unclosed.push(start);
                        }
                        open.pop();
                    }
                    end
                }
                Markup::CData { end, .. } | Markup::Skip { end, .. } => end,
                Markup::Literal => start + 1,
            };
        }
        unclosed.extend(open.iter().map(|(_, start)| start));
        unclosed.sort_unstable();
        Balance { unclosed, until }
    }

    /// Has the element whose name begins at this byte an end tag of its own?
    pub(super) fn is_closed(&self, name_at: usize) -> bool {
        name_at < self.until && self.unclosed.binary_search(&name_at).is_err()
    }
}

#[cfg(test)]
mod tests {
    use super::Balance;

    #[test]
    fn an_end_tag_is_its_nearest_namesakes() {
        let s = "<a><b><c>x</c></B><b><d></x></a><e><e></e>";
        let balance = Balance::of(s);
        let closed: Vec<bool> = s
            .match_indices('<')
            .filter(|(i, _)| s.as_bytes()[i + 1] != b'/')
            .map(|(i, _)| balance.is_closed(i + 1))
            .collect();
        // a, b, c, b, d, e, e
        assert_eq!(closed, [true, true, true, false, false, false, true]);
    }

    #[test]
    fn hostile_repetition_costs_linear_time() {
        for part in ["<a>", "</a>", "<a></b>", "<a><b></a>", "<a></A><B>"] {
            let s = part.repeat(50_000);
            let _ = Balance::of(&s);
        }
    }
}

use super::tag::TagEnds;

/// A piece of HTML, as a tolerant reader sees it. Comments, declarations and processing
/// instructions are passed over.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// References not resolved.
    Text(&'a str),
    Open {
        name: &'a str,
        /// What stands between the name and `>`.
        inside: &'a str,
        /// The whole tag, brackets included.
        whole: &'a str,
    },
    Close(&'a str),
}

/// Cuts HTML into [`Token`]s: iterative, linear in its length, cannot fail.
pub(crate) struct Tokens<'a> {
    s: &'a str,
    at: usize,
    ends: TagEnds,
    no_comment_end: bool,
    /// Where the next closing tag of a name begins, if there is one: sought once.
    closings: Vec<(String, Option<usize>)>,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(s: &'a str) -> Self {
        Tokens { s, at: 0, ends: TagEnds::default(), no_comment_end: false, closings: Vec::new() }
    }

    /// How much has been read, in bytes.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Passes over the content of the element that has just begun, to its closing tag; `inside` is of its tag.
    ///
    /// An element without content (`<iframe src="…"/>`, which HTML does not know and feeds write) and one that
    /// is never closed have none, or the rest of the text would be lost: the answer is `false`. Only what
    /// follows an open `script` or `style` is certainly no text.
    pub(crate) fn skip_content(&mut self, name: &str, inside: &str) -> bool {
        if inside.ends_with('/') {
            return false;
        }
        let is_code = ["script", "style"].iter().any(|code| code.eq_ignore_ascii_case(name));
        match self.closing(name) {
            Some(at) => self.at = at,
            None if is_code => self.at = self.s.len(),
            None => return false,
        }
        true
    }

    /// Where the next closing tag of `name` begins.
    pub(crate) fn closing(&mut self, name: &str) -> Option<usize> {
        let known = self.closings.iter().position(|(known, _)| known.eq_ignore_ascii_case(name));
        if let Some(known) = known {
            match self.closings[known].1 {
                Some(at) if at < self.at => {}
                still => return still,
            }
        }
        let bytes = self.s.as_bytes();
        let mut at = self.at;
        let found = loop {
            let Some(next) = self.s[at..].find("</") else { break None };
            at += next + 2;
            if bytes.get(at..at + name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes())) {
                break Some(at - 2);
            }
        };
        match known {
            Some(known) => self.closings[known].1 = found,
            None => self.closings.push((name.to_owned(), found)),
        }
        found
    }

    fn markup(&mut self) -> Option<Option<Token<'a>>> {
        let rest = &self.s[self.at..];
        let bytes = rest.as_bytes();
        match bytes.get(1)? {
            b'!' | b'?' => {
                let end = if rest.starts_with("<!--") && !self.no_comment_end {
                    // `-->` may overlap the opening: `<!-->` is a whole comment (§13.2.5.43).
                    let end = rest[2..].find("-->").map(|i| i + 5);
                    self.no_comment_end = end.is_none();
                    end
                } else {
                    None
                };
                let end = end.or_else(|| rest.find('>').map(|i| i + 1)).unwrap_or(rest.len());
                self.at += end;
                Some(None)
            }
            b'/' if bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let end = rest[1..].find(['>', '<']).map_or(rest.len(), |i| i + 1);
                let name = name_of(&rest[2..end]);
                self.at += if rest.as_bytes().get(end) == Some(&b'>') { end + 1 } else { end };
                Some(Some(Token::Close(name)))
            }
            b if b.is_ascii_alphabetic() => {
                let end = self.ends.find(self.s, self.at + 1)?;
                let whole = &self.s[self.at..=end];
                let inner = &self.s[self.at + 1..end];
                let name = name_of(inner);
                self.at = end + 1;
                Some(Some(Token::Open { name, inside: &inner[name.len()..], whole }))
            }
            _ => None,
        }
    }
}

fn name_of(s: &str) -> &str {
    &s[..s.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(s.len())]
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.at >= self.s.len() {
                return None;
            }
            let start = self.at;
            let mut from = start;
            if self.s.as_bytes()[start] == b'<' {
                match self.markup() {
                    Some(Some(token)) => return Some(token),
                    Some(None) => continue,
                    // Not markup: a literal `<`.
                    None => from = start + 1,
                }
            }
            let end = self.s[from..].find('<').map_or(self.s.len(), |i| from + i);
            self.at = end;
            return Some(Token::Text(&self.s[start..end]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_html() {
        let tokens: Vec<_> = Tokens::new("a < b<p class=x>c<!-- <b> -->d</p ><br/>").collect();
        assert_eq!(
            tokens,
            [
                Token::Text("a "),
                Token::Text("< b"),
                Token::Open { name: "p", inside: " class=x", whole: "<p class=x>" },
                Token::Text("c"),
                Token::Text("d"),
                Token::Close("p"),
                Token::Open { name: "br", inside: "/", whole: "<br/>" },
            ]
        );
    }

    #[test]
    fn unclosed_comments_and_quotes_cost_linear_time() {
        for part in ["<!--", "<a b=\"", "<a b='<", "</a", "<", "<a ", "<?"] {
            let html = part.repeat(200_000);
            let _ = Tokens::new(&html).count();
        }
    }
}

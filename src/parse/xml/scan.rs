use super::entities::Entities;
use crate::markup::tag::TagEnds;

/// What stands at a `<`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Markup<'a> {
    Start {
        /// As written, prefix included.
        name: &'a str,
        inside: &'a str,
        closed: bool,
        end: usize,
    },
    End {
        name: &'a str,
        end: usize,
    },
    CData {
        text: &'a str,
        end: usize,
        closed: bool,
        /// Other sections were opened and closed inside it.
        nested: bool,
    },
    /// A comment, a declaration, a processing instruction.
    Skip {
        end: usize,
        unclosed_comment: bool,
    },
    /// It is only a `<`.
    Literal,
}

/// Reads single pieces of markup. It remembers what was sought in vain, so that no document makes it
/// search the same stretch again and again.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    ends: TagEnds,
    no_comment_end: bool,
    no_instruction_end: bool,
    no_subset_end: bool,
    /// The next `]]>`: where we looked from, and where it is.
    cdata_end: Option<(usize, Option<usize>)>,
    /// From here on there is no `]]>`.
    no_cdata_end: Option<usize>,
}

const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

/// Sections inside of a section that are looked through for its end.
const MAX_NESTED_CDATA: usize = 32;

impl Scanner {
    /// `at` is the position of a `<`; `open` is the name of the element it stands in.
    pub(super) fn read<'a>(
        &mut self,
        s: &'a str,
        at: usize,
        open: &str,
        entities: &mut Entities,
    ) -> Markup<'a> {
        let rest = &s[at..];
        match rest.as_bytes().get(1) {
            Some(b'/') => read_end_tag(s, at),
            Some(b'!') => {
                if starts_with_ignoring_case(rest, "<![CDATA[") {
                    self.cdata(s, at, open)
                } else if rest.starts_with("<!--") {
                    self.comment(s, at)
                } else {
                    self.doctype(rest, at, entities)
                }
            }
            Some(b'?') => {
                let close = if self.no_instruction_end { None } else { rest.find("?>").map(|i| i + 2) };
                self.no_instruction_end |= close.is_none();
                let end = close.or_else(|| rest.find('>').map(|i| i + 1)).unwrap_or(rest.len());
                Markup::Skip { end: at + end, unclosed_comment: false }
            }
            Some(b) if b.is_ascii_alphabetic() || *b == b'_' || *b >= 0x80 => self.start_tag(s, at),
            _ => Markup::Literal,
        }
    }

    fn start_tag<'a>(&mut self, s: &'a str, at: usize) -> Markup<'a> {
        let Some(end) = self.ends.find(s, at + 1) else { return Markup::Literal };
        let inner = &s[at + 1..end];
        let (inner, closed) = inner.strip_suffix('/').map_or((inner, false), |i| (i, true));
        let name = name_of(inner);
        if name.is_empty() {
            return Markup::Literal;
        }
        Markup::Start { name, inside: &inner[name.len()..], closed, end: end + 1 }
    }

    fn comment<'a>(&mut self, s: &'a str, at: usize) -> Markup<'a> {
        let rest = &s[at..];
        if !self.no_comment_end
            && let Some(len) = rest[4..].find("-->")
        {
            return Markup::Skip { end: at + 4 + len + 3, unclosed_comment: false };
        }
        self.no_comment_end = true;
        let end = rest.find('>').map_or(rest.len(), |i| i + 1);
        Markup::Skip { end: at + end, unclosed_comment: true }
    }

    /// A CDATA section ends at `]]>`. One that was cut off ends where the element it stands in ends:
    /// when `</open>` comes and then, before any `]]>`, another section begins, or when there
    /// is no `]]>` at all.
    fn cdata<'a>(&mut self, s: &'a str, at: usize, open: &str) -> Markup<'a> {
        let start = at + CDATA.len();
        let close = match self.cdata_end {
            Some((from, found)) if from <= start && found.is_none_or(|f| f >= start) => found,
            _ => {
                let found = s[start..].find(CDATA_END).map(|i| start + i);
                self.cdata_end = Some((start, found));
                found
            }
        };
        let body = &s[start..close.unwrap_or(s.len())];
        let holds_another = body.contains(CDATA);
        if (close.is_none() || holds_another)
            && !open.is_empty()
            && let Some(end) = find_end_tag(body, open)
            && (close.is_none() || body[end..].contains(CDATA))
        {
            // `]]</title>`: only the last sign was lost.
            let text = body[..end].strip_suffix("]]").unwrap_or(&body[..end]);
            return Markup::CData { text, end: start + end, closed: false, nested: false };
        }
        match close {
            Some(close) => {
                let outer = if holds_another { self.outer_cdata_end(s, start, close, open) } else { None };
                let end = outer.unwrap_or(close);
                Markup::CData {
                    text: &s[start..end],
                    end: end + CDATA_END.len(),
                    closed: true,
                    nested: outer.is_some(),
                }
            }
            None => Markup::CData { text: body, end: s.len(), closed: false, nested: false },
        }
    }

    /// A script in a text brings a section of its own: `<script>//<![CDATA[ … //]]></script>`. XML knows no
    /// section inside another, and ends the outer one there, in the middle of the text. So `close` is taken for
    /// the inner one's unless the end tag follows, or a new section at once (which is how `]]>` is written inside
    /// of one); the outer one's is the one that makes them even, or stands before the end tag. `None` where there
    /// is none before the element ends: then XML is right.
    fn outer_cdata_end(&mut self, s: &str, start: usize, close: usize, open: &str) -> Option<usize> {
        if open.is_empty() {
            return None;
        }
        let is_last = |at: usize| {
            let after = s[at + CDATA_END.len()..].trim_ascii_start();
            after.strip_prefix("</").is_some_and(|tag| starts_with_ignoring_case(tag, open))
        };
        let mut opened = s[start..close].matches(CDATA).count();
        let mut at = close;
        for closed in 1..=MAX_NESTED_CDATA {
            let after = at + CDATA_END.len();
            if closed > opened || is_last(at) {
                return (closed > 1).then_some(at);
            }
            if s[after..].starts_with(CDATA) || self.no_cdata_end.is_some_and(|from| after >= from) {
                return None;
            }
            let Some(found) = s[after..].find(CDATA_END) else {
                self.no_cdata_end = Some(after);
                return None;
            };
            let between = &s[after..after + found];
            if find_end_tag(between, open).is_some() {
                return None;
            }
            opened += between.matches(CDATA).count();
            at = after + found;
        }
        None
    }

    fn doctype<'a>(&mut self, rest: &'a str, at: usize, entities: &mut Entities) -> Markup<'a> {
        let close = rest.find('>').unwrap_or(rest.len());
        let mut end = (close + 1).min(rest.len());
        if !self.no_subset_end
            && starts_with_ignoring_case(rest, "<!DOCTYPE")
            && let Some(open) = rest[..close].find('[')
        {
            // Where its quotes do not pair, the first sign of an end will do.
            let subset = &rest[open..];
            let sign = || subset.find("]>").or_else(|| subset.find("] >")).map(|len| open + len);
            match subset_end(rest, open + 1).or_else(sign) {
                Some(len) => {
                    entities.declare(&rest[open + 1..len]);
                    let after = rest[len..].strip_prefix(']').map(str::trim_ascii_start);
                    let after = after.map(|after| after.strip_prefix('>').unwrap_or(after));
                    end = after.map_or(len, |after| rest.len() - after.len());
                }
                None => self.no_subset_end = true,
            }
        }
        Markup::Skip { end: at + end, unclosed_comment: false }
    }
}

/// Where the internal subset that begins at `at` ends: at its `]`, or where something begins that cannot stand in one,
/// such as the root of a document that forgot to close it. `None` if nothing ends it.
fn subset_end(s: &str, mut at: usize) -> Option<usize> {
    loop {
        at += s[at..].find(['<', ']'])?;
        let rest = &s[at..];
        at += if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if ["<!ENTITY", "<!ELEMENT", "<!ATTLIST", "<!NOTATION"].iter().any(|d| rest.starts_with(d)) {
            declaration_end(rest)?
        } else {
            return Some(at);
        };
    }
}

/// Where a declaration ends: a `>` inside its quotes is not its end.
fn declaration_end(declaration: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += declaration[at..].find(['>', '"', '\''])?;
        let sign = declaration[at..].chars().next()?;
        at += 1;
        if sign == '>' {
            return Some(at);
        }
        at += declaration[at..].find(sign)? + 1;
    }
}

pub(super) fn name_of(s: &str) -> &str {
    &s[..s.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<' | '=')).unwrap_or(s.len())]
}

fn read_end_tag(s: &str, at: usize) -> Markup<'_> {
    let rest = &s[at + 2..];
    let name = name_of(rest);
    if name.is_empty() || !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return Markup::Literal;
    }
    let after = rest[name.len()..].trim_ascii_start();
    let end = s.len() - after.len();
    if after.starts_with('>') {
        return Markup::End { name, end: end + 1 };
    }
    // `</title` cut off before the next tag, or with rubbish in it.
    match after.find(['<', '>']) {
        Some(i) if after.as_bytes()[i] == b'>' => Markup::End { name, end: end + i + 1 },
        Some(i) => Markup::End { name, end: end + i },
        None => Markup::End { name, end: s.len() },
    }
}

/// Where `</name` begins, in any case.
fn find_end_tag(s: &str, name: &str) -> Option<usize> {
    s.match_indices("</").map(|(i, _)| i).find(|i| {
        s.as_bytes().get(i + 2..i + 2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
    })
}

fn starts_with_ignoring_case(s: &str, start: &str) -> bool {
    s.as_bytes().get(..start.len()).is_some_and(|b| b.eq_ignore_ascii_case(start.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'a>(s: &'a str, open: &str) -> Markup<'a> {
        Scanner::default().read(s, 0, open, &mut Entities::default())
    }

    #[test]
    fn reads_what_is_well_formed() {
        assert_eq!(
            read("<a:b c='d'/>x", ""),
            Markup::Start { name: "a:b", inside: " c='d'", closed: true, end: 12 }
        );
        assert_eq!(read("</a >x", ""), Markup::End { name: "a", end: 5 });
        assert_eq!(
            read("<![CDATA[a<b]]>x", "t"),
            Markup::CData { text: "a<b", end: 15, closed: true, nested: false }
        );
        assert_eq!(read("<!-- a -- b -->x", ""), Markup::Skip { end: 15, unclosed_comment: false });
    }

    #[test]
    fn recovers_what_is_not() {
        assert_eq!(read("< b", ""), Markup::Literal);
        assert_eq!(read("<b and <c>", ""), Markup::Literal);
        assert_eq!(read("</title<link>", ""), Markup::End { name: "title", end: 7 });
        assert_eq!(
            read("<![CDATA[a</t><u><![CDATA[b]]></u>", "t"),
            Markup::CData { text: "a", end: 10, closed: false, nested: false }
        );
        assert_eq!(
            read("<![CDATA[a]]</t>", "t"),
            Markup::CData { text: "a", end: 12, closed: false, nested: false }
        );
        assert_eq!(
            read("<![CDATA[a</T></i>", "t"),
            Markup::CData { text: "a", end: 10, closed: false, nested: false }
        );
    }

    #[test]
    fn a_section_inside_another_closes_itself_only() {
        let of = |s: &'static str, open: &str| match read(s, open) {
            Markup::CData { text, nested, .. } => (text, nested),
            other => panic!("{other:?}"),
        };
        for (s, text, nested) in [
            (
                "<![CDATA[a<script>//<![CDATA[ x //]]></script>b]]></t>",
                "a<script>//<![CDATA[ x //]]></script>b",
                true,
            ),
            ("<![CDATA[a <![CDATA[b]]> c <![CDATA[d]]> e]]> </T>", "a <![CDATA[b]]> c <![CDATA[d]]> e", true),
            ("<![CDATA[a <![CDATA[b]]> c <![CDATA[d]]></t>", "a <![CDATA[b]]> c <![CDATA[d", true),
            // What XML says, where it can be right.
            (
                "<![CDATA[Sections begin with <![CDATA[.]]></t><u><![CDATA[x]]></u>",
                "Sections begin with <![CDATA[.",
                false,
            ),
            ("<![CDATA[a <![CDATA[b]]> c</t><t><![CDATA[d]]></t>", "a <![CDATA[b", false),
            (
                "<![CDATA[<script>//<![CDATA[ x //]]]]><![CDATA[></script>]]></t>",
                "<script>//<![CDATA[ x //]]",
                false,
            ),
            ("<![CDATA[a]]><b>c</b><![CDATA[d]]></t>", "a", false),
        ] {
            assert_eq!(of(s, "t"), (text, nested), "{s}");
        }
    }

    #[test]
    fn a_subset_ends_where_the_document_begins() {
        for (doctype, rest) in [
            ("<!DOCTYPE rss [ <!ENTITY nbsp '&#160;'> ]>", "<rss>]]></rss>"),
            ("<!DOCTYPE rss [ <!ENTITY nbsp '&#160;'>\n", "<rss><![CDATA[<p>]]></rss>"),
            ("<!DOCTYPE rss [ <!ENTITY nbsp '&#160;'> <!-- ]> ' --> %more; ] >", "<rss/>"),
            ("<!DOCTYPE rss [ <!ENTITY a ']>'><!ENTITY nbsp '&#160;'>]", "<rss/>"),
        ] {
            let (document, mut entities) = (format!("{doctype}{rest}"), Entities::default());
            let read = Scanner::default().read(&document, 0, "", &mut entities);
            assert_eq!(read, Markup::Skip { end: doctype.len(), unclosed_comment: false }, "{doctype}");
            assert_eq!(entities.resolve("&nbsp;"), "\u{a0}");
        }
    }

    #[test]
    fn hostile_repetition_costs_linear_time() {
        for part in [
            "<!DOCTYPE [>",
            "<!DOCTYPE x [<!ENTITY a 'b'>",
            "<!DOCTYPE x [<!ENTITY a '",
            "<!DOCTYPE x [<!ENTITY a '>' ",
            "<!DOCTYPE x [<!--",
            "<![CDATA[</t>",
            "<![CDATA[<![CDATA[]]>x",
            "<![CDATA[<![CDATA[]]>]]>]]>",
            "<!--",
            "<?x",
            "<a b=\"",
            "<!DOCTYPE [",
            "</",
            "<a b='\"'",
        ] {
            let s = part.repeat(100_000) + "]]>";
            let (mut scanner, mut entities, mut at) = (Scanner::default(), Entities::default(), 0);
            while let Some(i) = s[at..].find('<') {
                at += i;
                at = match scanner.read(&s, at, "t", &mut entities) {
                    Markup::Start { end, .. } | Markup::End { end, .. } => end,
                    Markup::CData { end, .. } | Markup::Skip { end, .. } => end,
                    Markup::Literal => at + 1,
                };
            }
        }
    }
}

use crate::model::Author;
use crate::parse::xml::{Id, Ns, Tree};

use super::address::Base;

/// An author as an element gives it: Atom's with `name`, `email` and `uri` inside, or a line of text.
pub(super) fn read(tree: &Tree<'_>, id: Id, base: &Base) -> Option<Author> {
    if !tree.has_elements(id) {
        return from_line(&tree.text(id)?);
    }
    let mut id = id;
    // `<dc:creator><foaf:Person><foaf:name>…`
    while let Some(person) = only_person(tree, id) {
        id = person;
    }
    let mut author = Author::default();
    let mut nested = false;
    for child in tree.children(id) {
        let Some((ns, name)) = tree.name(child) else { continue };
        let value = tree.text(child).map(|v| fold(&v));
        match name {
            "name" | "creator" if ns != Ns::Media => author.name = author.name.or(value),
            "email" => author.email = author.email.or(value),
            "uri" | "url" | "homepage" => author.uri = author.uri.or(value).and_then(|u| base.resolve(&u)),
            _ => nested = true,
        }
    }
    if author == Author::default() {
        // `<author><b>Ada</b></author>`, `<author><Person>…`: the words are what there is.
        return if nested { from_line(&tree.text(id)?) } else { None };
    }
    Some(author)
}

/// The person that is all an element holds.
fn only_person(tree: &Tree<'_>, id: Id) -> Option<Id> {
    let mut children = tree.children(id);
    let only = children.next().filter(|_| children.next().is_none())?;
    let is_person = tree.name(only).is_some_and(|(_, n)| matches!(n, "person" | "agent" | "organization"));
    (is_person && tree.has_elements(only)).then_some(only)
}

/// A `podcast:person`: a name, with the person's page beside it.
pub(super) fn podcaster(tree: &Tree<'_>, id: Id, base: &Base) -> Option<Author> {
    let mut person = from_line(&tree.text(id)?)?;
    person.uri = tree.attribute(id, "href").and_then(|u| base.resolve(&u));
    Some(person)
}

/// `ada@courier.example (Ada Lovelace)`, `Ada Lovelace <ada@…>`, `Ada Lovelace (ada@…)`, either alone; the wide
/// brackets of Chinese and Japanese keyboards too.
pub(super) fn from_line(line: &str) -> Option<Author> {
    let line = fold(line);
    if line.is_empty() {
        return None;
    }
    let Some((start, end)) = find_mail(&line) else {
        return Some(Author { name: Some(line), ..Author::default() });
    };
    let email = line[start..end].to_owned();
    let before = line[..start].strip_suffix("mailto:").unwrap_or(&line[..start]);
    let after = line[end..].trim_start();
    // `ada@courier.example?subject=…` of a mailto link.
    let after =
        if after.starts_with('?') { after.split_once(' ').map_or("", |(_, rest)| rest) } else { after };
    let rest = format!("{before}{after}");
    let mut name = rest.as_str();
    for empty in ["()", "<>", "[]", "（）", "&lt;&gt;"] {
        if let Some((a, b)) = name.split_once(empty) {
            let joined = format!("{} {}", a.trim(), b.trim());
            return Some(Author { name: filled(&joined), email: Some(email), uri: None });
        }
    }
    name = name.trim().trim_start_matches([',', ';', '-', ':', '|']).trim();
    let stripped = [('(', ')'), ('（', '）'), ('<', '>'), ('"', '"')]
        .iter()
        .find_map(|(open, close)| name.strip_prefix(*open).map(|n| n.strip_suffix(*close).unwrap_or(n)));
    Some(Author { name: filled(stripped.unwrap_or(name)), email: Some(email), uri: None })
}

fn filled(name: &str) -> Option<String> {
    let name = name.trim().trim_matches(['"', ',', ';']).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn fold(s: &str) -> String {
    crate::markup::line(s)
}

/// The first thing that looks like a mail address, as byte positions.
fn find_mail(s: &str) -> Option<(usize, usize)> {
    let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    for (at, _) in s.match_indices('@') {
        let start = s[..at].char_indices().rev().take_while(|(_, c)| local(*c)).last().map(|(i, _)| i);
        let len = s[at + 1..].find(|c| !domain(c)).unwrap_or(s.len() - at - 1);
        let host = s[at + 1..at + 1 + len].trim_end_matches(['.', '-']);
        let good = host.rsplit_once('.').is_some_and(|(first, last)| !first.is_empty() && last.len() >= 2);
        if let Some(start) = start.filter(|_| good) {
            return Some((start, at + 1 + host.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_people_write() {
        for (line, name, email) in [
            ("ada@courier.example (Ada Lovelace)", "Ada Lovelace", "ada@courier.example"),
            ("Ada Lovelace <ada@courier.example>", "Ada Lovelace", "ada@courier.example"),
            ("Ada Lovelace (ada@courier.example)", "Ada Lovelace", "ada@courier.example"),
            ("Ada（ada@courier.example）", "Ada", "ada@courier.example"),
            ("mailto:ada@courier.example", "", "ada@courier.example"),
            ("Ada Lovelace", "Ada Lovelace", ""),
            ("@ada", "@ada", ""),
            ("a@b", "a@b", ""),
        ] {
            let author = from_line(line).expect("an author");
            assert_eq!(author.name.as_deref().unwrap_or_default(), name, "{line}");
            assert_eq!(author.email.as_deref().unwrap_or_default(), email, "{line}");
        }
        assert_eq!(from_line("  "), None);
    }
}

use crate::model::{Author, Category, ContentKind};
use crate::parse::reading::{Item, Reading, Text};

/// Writes the canonical Atom 1.0 document of a reading: one element a statement, nothing empty,
/// texts in CDATA, no prefixes, no `xml:base`.
pub(super) fn write(reading: &Reading<'_>) -> String {
    let size: usize = reading.items.iter().map(|i| len(&i.content) + len(&i.summary) + 512).sum();
    let mut out = String::with_capacity(size + 1024);
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\">");
    element(&mut out, "id", reading.id.as_deref());
    text(&mut out, "title", reading.title.as_ref());
    text(&mut out, "subtitle", reading.description.as_ref());
    element(&mut out, "updated", reading.updated.as_deref());
    element(&mut out, "logo", reading.image.as_deref());
    persons(&mut out, &reading.authors);
    categories(&mut out, &reading.categories);
    for item in &reading.items {
        write_item(&mut out, item);
    }
    out.push_str("</feed>");
    out
}

fn write_item(out: &mut String, item: &Item<'_>) {
    out.push_str("<entry>");
    element(out, "id", item.id.as_deref());
    text(out, "title", item.title.as_ref());
    element(out, "published", item.published.as_deref());
    element(out, "updated", item.updated.as_deref());
    persons(out, &item.authors);
    categories(out, &item.categories);
    text(out, "summary", item.summary.as_ref());
    text(out, "content", item.content.as_ref());
    out.push_str("</entry>");
}

fn len(text: &Option<Text<'_>>) -> usize {
    text.as_ref().map_or(0, |t| t.body.len())
}

fn element(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|v| !v.is_empty()) {
        open(out, name);
        cdata(out, value);
        close(out, name);
    }
}

fn text(out: &mut String, name: &str, value: Option<&Text<'_>>) {
    let Some(value) = value.filter(|t| !t.body.is_empty()) else { return };
    out.push('<');
    out.push_str(name);
    out.push_str(if value.kind == ContentKind::Html { " type=\"html\">" } else { ">" });
    cdata(out, &value.body);
    close(out, name);
}

fn persons(out: &mut String, persons: &[Author]) {
    for person in persons {
        open(out, "author");
        // feed-rs drops a person without name and mail address: the address of a page is then the name.
        let name =
            person.name.as_deref().or_else(|| person.uri.as_deref().filter(|_| person.email.is_none()));
        element(out, "name", name);
        element(out, "uri", person.uri.as_deref());
        element(out, "email", person.email.as_deref());
        close(out, "author");
    }
}

fn categories(out: &mut String, categories: &[Category]) {
    for category in categories {
        out.push_str("<category");
        attribute(out, "term", Some(&category.term));
        attribute(out, "scheme", category.scheme.as_deref());
        attribute(out, "label", category.label.as_deref());
        out.push_str("/>");
    }
}

fn attribute(out: &mut String, name: &str, value: Option<&str>) {
    let Some(value) = value else { return };
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn cdata(out: &mut String, value: &str) {
    out.push_str("<![CDATA[");
    let mut rest = value;
    while let Some(at) = rest.find("]]>") {
        out.push_str(&rest[..at + 2]);
        out.push_str("]]><![CDATA[");
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
    out.push_str("]]>");
}

fn open(out: &mut String, name: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
}

fn close(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_can_leave_its_place() {
        let item = Item {
            id: Some("]]></id><entry>".into()),
            title: Some(Text { body: "a ]]> b ]]]]>".into(), kind: ContentKind::Html }),
            categories: vec![Category { term: "a\"<b>&\n".to_owned(), ..Category::default() }],
            ..Item::default()
        };
        let reading = Reading { items: vec![item], ..Reading::default() };
        let feed = super::super::door::read(&write(&reading)).expect("canonical");
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(feed.entries[0].id, "]]></id><entry>");
        assert_eq!(feed.entries[0].title.as_ref().map(|t| t.content.as_str()), Some("a ]]> b ]]]]>"));
        assert_eq!(feed.entries[0].categories[0].term, "a\"<b>&");
    }
}

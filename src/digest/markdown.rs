use super::escape::{line, link};
use super::sheet::{Body, Card, Copy, Entry, Section, Sheet, counted, sheet};
use super::{Digest, notice, plain};

/// The digest as CommonMark.
pub fn render(digest: &Digest) -> String {
    let sheet = sheet(digest);
    let mut out = Blocks(String::new());
    head(&sheet, &mut out);
    for section in &sheet.sections {
        write_section(section, &mut out);
    }
    out.0
}

/// Blocks with an empty line between them and none at the end.
struct Blocks(String);

impl Blocks {
    fn push(&mut self, block: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(block);
        self.0.push('\n');
    }

    fn list(&mut self, items: &[String]) {
        if !items.is_empty() {
            self.push(&items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"));
        }
    }
}

fn head(sheet: &Sheet<'_>, out: &mut Blocks) {
    out.push(&format!("# {}", line(sheet.title)));
    let mut about =
        format!("Digest **{}**: {}. Times in {}.", line(&sheet.name), line(&sheet.count), line(&sheet.zone));
    if let Some(filter) = &sheet.filter {
        about.push_str(&format!(" Only articles that match “{}”.", line(filter)));
    }
    out.push(&about);
    if sheet.sections.is_empty() {
        out.push("Nothing was archived in this window.");
    }
    if sheet.sections.len() > 1 {
        let items: Vec<String> =
            sheet.sections.iter().map(|s| format!("{} ({})", line(s.label), s.count)).collect();
        out.list(&items);
    }
}

fn write_section(section: &Section<'_>, out: &mut Blocks) {
    out.push(&format!("## {} ({})", line(section.label), counted(section.count, "article")));
    let mut copies = Vec::new();
    for entry in &section.entries {
        match entry {
            Entry::Full(card) => write_card(card, out),
            Entry::Again { title, outlet, under, .. } => {
                out.push(&format!("### {}", line(title)));
                out.push(&format!("{} · in full above, under “{}”", line(outlet), line(under)));
            }
            Entry::Copy(copy) => copies.push(write_copy(copy)),
        }
    }
    if !copies.is_empty() {
        out.push("**Copies**");
        out.list(&copies);
    }
    if !section.shared.is_empty() {
        out.push("**Notices** on articles of this group");
        let items: Vec<String> = section
            .shared
            .iter()
            .map(|s| {
                let reach = if s.everywhere { " (every article)" } else { "" };
                let text = words(&s.text, s.url.as_deref());
                format!("{}. {}{reach}: {text}", s.number, notice::label(s.kind))
            })
            .collect();
        out.push(&items.join("\n"));
    }
}

fn write_copy(copy: &Copy) -> String {
    let withdrawn = if copy.withdrawn { " · withdrawn" } else { "" };
    format!(
        "{} · {} · {}{withdrawn}",
        line(&copy.outlet),
        words(&copy.title, copy.url.as_deref()),
        line(&copy.dated)
    )
}

fn write_card(card: &Card<'_>, out: &mut Blocks) {
    out.push(&format!("### {}", words(&card.title, card.url.as_deref())));
    let mut about = vec![line(&card.outlet)];
    about.extend(card.byline.as_deref().map(line));
    about.push(match card.dated {
        "published" => line(&card.time),
        dated => format!("{dated} {}", line(&card.time)),
    });
    about.extend(card.edited.as_deref().map(|edited| format!("edited: {}", line(edited))));
    out.push(&about.join(" · "));

    for alert in &card.alerts {
        out.push(&format!("> **{}:** {}", alert.label, words(&alert.text, alert.url.as_deref())));
    }
    if let Some(summary) = &card.summary {
        out.push(&format!("*{}*", line(summary)));
    }
    let (Body::Html(_, text) | Body::Text(text)) = card.body;
    for paragraph in plain::paragraphs(text) {
        // A backslash before the line break keeps it (CommonMark §6.7).
        out.push(&paragraph.iter().map(|l| line(l)).collect::<Vec<_>>().join("\\\n"));
    }
    out.list(&tail(card));
}

/// What stands below the text.
fn tail(card: &Card<'_>) -> Vec<String> {
    let mut items = Vec::new();
    if card.cut {
        items.push(match &card.url {
            Some(url) => format!("Excerpt; the whole article: {}", link(&card.outlet, url)),
            None => "Excerpt".to_owned(),
        });
    }
    if let Some(original) = &card.original {
        let text = original.outlet.as_ref().or(original.url.as_ref()).map_or("", String::as_str);
        items.push(format!("Original source: {}", words(text, original.url.as_deref())));
    }
    for facet in &card.facets {
        let labels: Vec<String> = facet.labels.iter().map(|l| line(l)).collect();
        items.push(format!("{}: {}", line(&facet.scheme), labels.join(", ")));
    }
    if let Some((url, credit)) = &card.picture {
        let credit = credit.as_deref().map(|c| format!(" ({})", line(c))).unwrap_or_default();
        items.push(format!("{}{credit}", link("Picture", url)));
    }
    if !card.feeds.is_empty() {
        let feeds: Vec<String> = card.feeds.iter().map(|f| line(f)).collect();
        items.push(format!("Seen in: {}", feeds.join(", ")));
    }
    for notice in &card.notices {
        items.push(format!("{}: {}", notice.label, words(&notice.text, notice.url.as_deref())));
    }
    if !card.refers.is_empty() {
        let refers: Vec<String> = card.refers.iter().map(|(n, label)| format!("{label} {n}")).collect();
        items.push(format!("Notices of this group: {}", refers.join(", ")));
    }
    items
}

/// Words, linked where there is an address.
fn words(text: &str, url: Option<&str>) -> String {
    url.map_or_else(|| line(text), |url| link(text, url))
}

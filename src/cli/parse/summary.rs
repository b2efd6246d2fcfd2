use std::fmt::Write;

use super::Shown;
use crate::cli::context::counted;
use crate::cli::document::row;
use crate::markup::plain;
use crate::model::{Draft, Entry, When, byline};

/// Words of a text shown per entry.
const WORDS: usize = 30;

/// The feed for a person: its head, its entries in short, and what had to be repaired.
pub(super) fn feed(shown: &Shown) -> String {
    let feed = &shown.feed;
    let mut out = String::new();
    if shown.is_index() {
        let _ = writeln!(
            out,
            "a sitemap index of {}; a poll reads these, not the index",
            counted(feed.entries.len(), "sitemap")
        );
        for entry in &feed.entries {
            let changed = when(&entry.updated).map(|at| format!(", changed {at}")).unwrap_or_default();
            let _ = writeln!(out, "- {}{changed}", entry.link.as_deref().map(plain).unwrap_or_default());
        }
        return out;
    }
    let title = feed.title.as_deref().unwrap_or("(no title)");
    let _ = writeln!(out, "{title}\n  {}, {} entries", feed.format, feed.entries.len());
    row(&mut out, "page", feed.link.as_deref());
    row(&mut out, "language", feed.language.as_deref());
    row(&mut out, "updated", when(&feed.updated).as_deref());
    for right in &feed.rights {
        row(&mut out, right.kind.as_str(), Some(&right.text));
    }
    for (entry, draft, _) in shown.entries() {
        write_entry(&mut out, entry, draft);
    }
    if !feed.notes.is_empty() {
        let notes: Vec<String> = feed.notes.iter().map(|n| format!("{}×{}", n.kind, n.count)).collect();
        let _ = writeln!(out, "\nrepaired: {}", notes.join(", "));
    }
    out
}

fn write_entry(out: &mut String, entry: &Entry, draft: &Draft) {
    let _ = writeln!(out, "\n- {}", entry.title.as_deref().unwrap_or("(no title)"));
    row(out, "link", entry.link.as_deref());
    row(out, "id", entry.id.as_deref().filter(|id| Some(*id) != entry.link.as_deref()));
    row(out, "published", when(&entry.published).as_deref());
    row(out, "updated", when(&entry.updated).as_deref());
    let authors: Vec<&str> =
        entry.authors.iter().filter_map(|a| a.name.as_deref().or(a.email.as_deref())).collect();
    row(out, "by", Some(&authors.join(", ")));
    row(out, "with", byline(&draft.contributors).as_deref());
    let tags: Vec<&str> = entry.categories.iter().map(|c| c.label.as_deref().unwrap_or(&c.term)).collect();
    row(out, "tags", Some(&tags.join(", ")));
    for right in &entry.rights {
        row(out, right.kind.as_str(), Some(&right.text));
    }
    if let Some(source) = &entry.source {
        row(out, "source", source.title.as_deref().or(source.url.as_deref()));
    }
    for link in &draft.links {
        row(out, link.rel.as_deref().unwrap_or("alternate"), Some(&link.href));
    }
    for media in &draft.media {
        row(out, media.role, Some(&media.url));
    }
    row(out, "text", Some(&first_words(&draft.text)));
}

fn when(when: &Option<When>) -> Option<String> {
    let when = when.as_ref()?;
    Some(when.at.map_or_else(|| format!("{:?} (not readable)", when.raw), |at| at.to_string()))
}

fn first_words(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut short: String = words.by_ref().take(WORDS).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        short.push_str(" …");
    }
    short
}

#[cfg(test)]
mod tests {
    use crate::cli::parse::of_file;

    #[test]
    fn an_index_is_told_as_one() {
        let xml = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap>\
                   <loc>https://gazette.example/news.xml</loc><lastmod>2026-01-01T08:00:00Z</lastmod></sitemap>\
                   <sitemap><loc>https://gazette.example/b.xml</loc></sitemap></sitemapindex>";
        insta::assert_snapshot!(super::feed(&of_file(xml.as_bytes(), None, None).expect("an index")), @r"
        a sitemap index of 2 sitemaps; a poll reads these, not the index
        - https://gazette.example/news.xml, changed 2026-01-01T08:00:00Z
        - https://gazette.example/b.xml
        ");
    }

    #[test]
    fn a_person_sees_entries_and_repairs() {
        let xml = "<rss><channel><title>Gazette</title><item><title>Ferry & tram</title><pubDate>soon</pubDate>\
                   <category>Boats</category><description>&lt;p&gt;In.&lt;/p&gt;</description></item></channel></rss>";
        let shown = of_file(xml.as_bytes(), None, None).expect("a feed");
        insta::assert_snapshot!(super::feed(&shown), @r#"
        Gazette
          rss, 1 entries

        - Ferry & tram
          published: "soon" (not readable)
          tags: Boats
          text: In.

        repaired: bad-date×1, rss-version×1, unknown-entity×1
        "#);
    }
}

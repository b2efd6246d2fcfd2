//! Feeds of invented outlets, one oddity each, read and compared with what they were read as before; and the
//! fuzzer's corpus, read again.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clippings::markup;
use clippings::model::{Content, Entry, Media, ParsedFeed, When};
use clippings::parse::{Hints, NOTE_KINDS, parse};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries =
        std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("cannot list {}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|e| e.expect("a folder's entry").path()).collect();
    files.sort();
    files
}

fn hints() -> Hints {
    Hints { base: Some("https://gazette.example/feeds/all.xml".to_owned()), ..Hints::default() }
}

#[test]
fn every_fixture_reads_as_it_did() {
    for file in files("tests/fixtures/feeds") {
        let name = file.file_name().and_then(|n| n.to_str()).expect("a plain name").to_owned();
        let bytes = std::fs::read(&file).expect("a readable fixture");
        let shown = match parse(&bytes, &hints()) {
            Ok(feed) => show(&feed),
            Err(error) => format!("refused: {error}\n"),
        };
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../fixtures/snapshots" }, {
            insta::assert_snapshot!(name.replace('.', "-"), shown);
        });
    }
}

#[test]
fn the_fuzz_corpus_is_read_in_time() {
    for file in files("fuzz/corpus/parse") {
        let bytes = std::fs::read(&file).expect("a readable seed");
        let started = Instant::now();
        if let Ok(feed) = parse(&bytes, &hints()) {
            for note in &feed.notes {
                assert!(
                    NOTE_KINDS.iter().any(|(kind, _)| *kind == note.kind),
                    "{} in {}",
                    note.kind,
                    file.display()
                );
            }
        }
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "{} took {:?}",
            file.display(),
            started.elapsed()
        );
    }
    for file in files("fuzz/corpus/markup") {
        let html = std::fs::read_to_string(&file).expect("a readable seed");
        let started = Instant::now();
        let safe = markup::sanitise(&html, None);
        assert!(!safe.contains("<script") && !markup::text(&html).chars().any(markup::is_junk));
        assert!(
            started.elapsed() < Duration::from_secs(30),
            "{} took {:?}",
            file.display(),
            started.elapsed()
        );
    }
}

/// Every field that is not empty, a line each.
fn show(feed: &ParsedFeed) -> String {
    let mut out = format!("{}\n", feed.format);
    row(&mut out, "title", &feed.title);
    row(&mut out, "id", &feed.id);
    row(&mut out, "link", &feed.link);
    row(&mut out, "language", &feed.language);
    row(&mut out, "updated", &feed.updated.as_ref().map(moment));
    for link in feed.links.iter().filter(|l| Some(&l.href) != feed.link.as_ref()) {
        let _ = writeln!(out, "{}: {}", link.rel.as_deref().unwrap_or_default(), link.href);
    }
    for author in &feed.authors {
        let _ = writeln!(out, "author: {author:?}");
    }
    for category in &feed.categories {
        let _ = writeln!(out, "category: {category:?}");
    }
    for right in &feed.rights {
        let _ = writeln!(out, "{}: {}", right.kind, right.text);
    }
    for entry in &feed.entries {
        show_entry(&mut out, entry);
    }
    for note in &feed.notes {
        let _ = writeln!(out, "note: {} × {}", note.kind, note.count);
    }
    out
}

fn show_entry(out: &mut String, entry: &Entry) {
    out.push_str("- entry\n");
    row(out, "  title", &entry.title);
    row(out, "  id", &entry.id);
    row(out, "  link", &entry.link);
    row(out, "  published", &entry.published.as_ref().map(moment));
    row(out, "  updated", &entry.updated.as_ref().map(moment));
    row(out, "  summary", &entry.summary.as_ref().map(content));
    row(out, "  content", &entry.content.as_ref().map(content));
    row(out, "  language", &entry.language);
    for link in entry.links.iter().filter(|l| Some(&l.href) != entry.link.as_ref()) {
        let _ = writeln!(out, "  {}: {}", link.rel.as_deref().unwrap_or_default(), link.href);
    }
    for author in &entry.authors {
        let _ = writeln!(out, "  author: {author:?}");
    }
    for category in &entry.categories {
        let _ = writeln!(out, "  category: {category:?}");
    }
    for right in &entry.rights {
        let _ = writeln!(out, "  {}: {}", right.kind, right.text);
    }
    for Media { url, role, media_type, length, credit, .. } in &entry.media {
        let _ = writeln!(out, "  {role}: {url} {media_type:?} {length:?} {credit:?}");
    }
    if let Some(source) = &entry.source {
        let _ = writeln!(out, "  source: {source:?}");
    }
}

fn row(out: &mut String, name: &str, value: &Option<String>) {
    if let Some(value) = value {
        let _ = writeln!(out, "{name}: {value}");
    }
}

fn moment(when: &When) -> String {
    format!("{} ({})", when.at.map_or_else(|| "unread".to_owned(), |at| at.to_string()), when.raw)
}

fn content(content: &Content) -> String {
    format!("{:?} {}", content.kind, content.body)
}

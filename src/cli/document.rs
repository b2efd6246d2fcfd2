//! What `parse`, `extract` and `show` share: where a document comes from, and how its parts are shown.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::markup;
use crate::model::{Author, Link, Media, Tag};

/// The argument, where it is an address and no file.
pub(super) fn address(file: &Path) -> Option<&str> {
    file.to_str().filter(|f| f.starts_with("http://") || f.starts_with("https://"))
}

/// A file, or standard input for `-`.
pub(super) fn contents(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Writes to standard output.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    std::io::stdout().lock().write_all(text.as_bytes()).context("cannot write to standard output")
}

/// `  name: value` of a summary, where there is a value.
pub(super) fn row(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value.map(markup::plain).filter(|v| !v.is_empty()) {
        let _ = writeln!(out, "  {name}: {value}");
    }
}

pub(super) fn author(author: &Author) -> Value {
    json!({"name": author.name, "email": author.email, "uri": author.uri})
}

pub(super) fn tag(tag: &Tag) -> Value {
    json!({"scheme": tag.scheme, "term": tag.term, "label": tag.label, "origin": tag.origin.as_str()})
}

pub(super) fn link(link: &Link) -> Value {
    json!({"href": link.href, "rel": link.rel, "type": link.media_type, "hreflang": link.language, "title": link.title})
}

/// Playing time in seconds.
pub(super) fn media(media: &Media) -> Value {
    json!({
        "url": media.url, "type": media.media_type, "length": media.length, "duration": media.duration_s, "role": media.role,
        "title": media.title, "description": media.description, "credit": media.credit,
    })
}

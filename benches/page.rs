//! Reads article pages and prints the processor's time for each: `cargo bench --bench page`. Reads the
//! `*.html` of the folder that `CLIPPINGS_PAGES` names, else pages it makes up, plain and hostile.

use std::path::PathBuf;
use std::time::Instant;

use clippings::page::{Hints, read};
use clippings::parse::page_text;

const PROSE: &str = "The ferry, which feeds the islands, has not sailed since Monday, and nobody on the quay can say when it will. ";

fn main() {
    let pages = std::env::var_os("CLIPPINGS_PAGES").map_or_else(invented, |folder| on_disk(folder.into()));
    let mut times: Vec<(f64, String)> = pages
        .into_iter()
        .map(|(name, html)| {
            let began = Instant::now();
            let page = read(&html, &Hints { url: Some("https://outlet.example/a/b"), ..Hints::default() });
            let took = began.elapsed().as_secs_f64() * 1e3;
            (took, format!("{name}: {} bytes of HTML, {} of text", html.len(), page.text.len()))
        })
        .collect();
    if times.is_empty() {
        println!("no pages");
        return;
    }
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mean = times.iter().map(|(took, _)| took).sum::<f64>() / times.len() as f64;
    let (p99, _) = times[(times.len() * 99 / 100).min(times.len() - 1)];
    println!("{} pages, mean {mean:.1} ms, 99th percentile {p99:.1} ms; the slowest:", times.len());
    for (took, what) in times.iter().rev().take(10) {
        println!("{took:9.1} ms  {what}");
    }
}

fn on_disk(folder: PathBuf) -> Vec<(String, String)> {
    let entries =
        std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("cannot list {}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "html" || e == "htm"));
    files.sort();
    let page = |file: PathBuf| {
        let html = page_text(&std::fs::read(&file).ok()?, None).ok()?;
        Some((file.display().to_string(), html))
    };
    files.into_iter().filter_map(page).collect()
}

fn invented() -> Vec<(String, String)> {
    let page = |name: &str, body: String| {
        let html = format!(
            "<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1>{body}</article></body></html>"
        );
        (name.to_owned(), html)
    };
    let paragraph = format!("<p>{PROSE}</p>");
    vec![
        page("an article", paragraph.repeat(12)),
        page("a long read", paragraph.repeat(150)),
        page("many paragraphs", paragraph.repeat(6_000)),
        page("many links", "<a href=/x>link text</a> ".repeat(24_000)),
        page("deep", format!("{}{PROSE}{}", "<div>".repeat(100_000), "</div>".repeat(100_000))),
        page("unclosed formatting", format!("{}{PROSE}", "<b>".repeat(100)).repeat(2_000)),
        page("a table", format!("<table>{}</table>", "<tr><td>a<td>b<td>c".repeat(8_000))),
        page("figures", "<figure><img src=/a.jpg><figcaption>c</figcaption></figure>".repeat(8_000)),
        page("one line", PROSE.repeat(30_000)),
    ]
}

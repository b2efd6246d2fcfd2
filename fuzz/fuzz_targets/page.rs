//! `cargo +nightly fuzz run page -- -max_len=65536 -dict=fuzz/dictionary -rss_limit_mb=512 -timeout=2`

#![no_main]

use clippings::markup;
use clippings::model::Scope;
use clippings::page::{Hints, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let html = String::from_utf8_lossy(bytes);
    let reservations = ["Content-Usage: train-ai=n".to_owned(), "/rsl.xml".to_owned()];
    let recurring = ["write to us".to_owned()];
    let hints = Hints {
        url: Some("https://gazette.example/2026/ferry"),
        outlet: Some("Gazette"),
        reservations: &reservations,
        recurring: &recurring,
        ..Hints::default()
    };
    let page = read(&html, &hints);
    assert!(!page.text.chars().any(markup::is_junk));
    let safe = page.html.unwrap_or_default();
    assert!(!safe.contains("<script") && !safe.contains("<iframe"));
    for notice in &page.notices {
        assert!(!notice.text.is_empty() && !notice.text.chars().any(markup::is_junk));
    }
    // The terms of header and robots.txt stand whatever the page holds.
    assert!(page.notices.iter().any(|n| n.scope == Scope::Outlet && n.text == "Content-Usage: train-ai=n"));
    if let Some(original) = &page.original {
        assert!(original.outlet.is_some() || original.url.is_some());
    }
});

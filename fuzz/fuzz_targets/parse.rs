//! `cargo +nightly fuzz run parse -- -max_len=65536 -dict=fuzz/dictionary -rss_limit_mb=256 -timeout=1`

#![no_main]

use clippings::model::{Feed, Outlet};
use clippings::parse::{Hints, parse};
use clippings::poll;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let hints = Hints { base: Some("https://gazette.example/rss".to_owned()), ..Hints::default() };
    if let Ok(feed) = parse(bytes, &hints) {
        assert!(feed.entries.len() <= hints.max_entries);
        for title in feed.entries.iter().filter_map(|e| e.title.as_deref()) {
            assert!(!title.is_empty() && !title.contains('\n') && !title.chars().any(clippings::markup::is_junk));
        }
        // What a poll makes of it, sanitised HTML included.
        let base = hints.base.as_deref().unwrap_or_default();
        let drafts = poll::drafts(&feed, base, &Outlet::default(), &Feed::default());
        assert_eq!(drafts.len(), feed.entries.len());
        for draft in drafts {
            assert!(!draft.title.is_empty() && !draft.text.chars().any(clippings::markup::is_junk));
            let html = draft.html.unwrap_or_default();
            assert!(!html.contains("<script") && !html.contains("<iframe"));
        }
    }
});

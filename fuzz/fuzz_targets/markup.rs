//! `cargo +nightly fuzz run markup -- -max_len=65536 -dict=fuzz/dictionary -rss_limit_mb=256 -timeout=1`

#![no_main]

use clippings::markup;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    let text = markup::text(html);
    assert!(!text.chars().any(markup::is_junk));
    let line = markup::line(html);
    assert!(!line.contains('\n'));
    let safe = markup::sanitise(html, None);
    assert!(!safe.contains("<script"));
    let _ = (markup::outline(html), markup::h_feed(html, 100));
});

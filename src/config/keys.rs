//! Every key the reader knows, by the table it stands in. `config/clippings.toml` must show each (a
//! test holds it), and unknown keys are answered with the nearest of these.

/// The file itself.
pub(super) const ROOT: &[&str] =
    &["archive", "schedule", "http", "visits", "outlet", "digest", "stories", "metrics"];
/// `[archive]`
pub(super) const ARCHIVE: &[&str] = &["path"];
/// `[schedule]`
pub(super) const SCHEDULE: &[&str] = &["default", "timezone", "min", "max", "jitter"];
/// `[http]`
pub(super) const HTTP: &[&str] =
    &["contact", "concurrency", "per_host", "per_host_gap", "timeout", "max_body", "allow_networks", "proxy"];
/// `[visits]`
pub(super) const VISITS: &[&str] = &["enabled", "concurrency", "revisit", "attempts"];
/// `[[outlet]]`
pub(super) const OUTLET: &[&str] = &["name", "home", "tags", "disclaimers", "excerpt_words", "feed"];
/// `[[outlet.feed]]`
pub(super) const FEED: &[&str] =
    &["url", "name", "schedule", "full_text", "tags", "headers", "proxy", "enabled", "select"];
/// `[[outlet.feed]] select = { … }`
pub(super) const SELECT: &[&str] = &["item", "title", "link", "date", "summary", "author"];
/// `[[outlet.feed]] headers = { NAME = { … } }`
pub(super) const SECRET: &[&str] = &["file", "credential"];
/// `[[digest]]`
pub(super) const DIGEST: &[&str] = &["name", "schedule", "window", "formats", "output", "where", "group_by"];
/// `[stories]`
pub(super) const STORIES: &[&str] = &["window"];
/// `[metrics]`
pub(super) const METRICS: &[&str] = &["listen"];

/// The tables as a person writes them, with their keys.
pub(super) const TABLES: &[(&str, &[&str])] = &[
    ("[archive]", ARCHIVE),
    ("[schedule]", SCHEDULE),
    ("[http]", HTTP),
    ("[visits]", VISITS),
    ("[[outlet]]", OUTLET),
    ("[[outlet.feed]]", FEED),
    ("select", SELECT),
    ("[[digest]]", DIGEST),
    ("[stories]", STORIES),
    ("[metrics]", METRICS),
];

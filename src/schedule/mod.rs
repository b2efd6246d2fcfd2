//! When is a feed due? The one door to the cron crate.

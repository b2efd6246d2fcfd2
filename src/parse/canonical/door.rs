use chrono::DateTime;
use feed_rs::model::Feed;
use feed_rs::parser;

use crate::date;
use crate::parse::error::ParseError;

/// Reads the canonical document with feed-rs: dates by our own reader, ids never invented.
pub(super) fn read(canonical: &str) -> Result<Feed, ParseError> {
    let parser = parser::Builder::new()
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(|raw| {
            let moment = date::read(raw)?;
            DateTime::from_timestamp(moment.as_second(), moment.subsec_nanosecond().unsigned_abs())
        })
        .build();
    parser.parse(canonical.as_bytes()).map_err(|e| ParseError::Unreadable {
        why: format!("our canonical form of it was refused ({e}); please report this feed"),
    })
}

//! The demo's outlets: invented papers of an invented coast, so that a first run needs no network and
//! shows nobody's real words.
//!
//! Each has two stages: as we find it first, and as it stands an hour later.

mod courier;
mod ledger;
mod reprint;

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::{
    SignedDuration, Timestamp,
    fmt::rfc2822::{self, DateTimePrinter},
    tz::TimeZone,
};

/// How far the demo has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The first poll.
    First,
    /// An hour later: one article corrected, one new.
    HourLater,
}

/// One of the demo's papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// A coastal town's daily; JSON Feed 1.1.
    Courier,
    /// A northern weekly; Atom 1.0.
    Ledger,
    /// Republishes the others, with all the notices that go with it; RSS 2.0.
    Reprint,
}

/// What a paper's server sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The feed.
    pub body: String,
    /// `Content-Type`.
    pub media_type: &'static str,
    /// `ETag`, in the style of the paper's server.
    pub etag: Option<String>,
    /// `Last-Modified`, an HTTP date.
    pub last_modified: Option<String>,
}

impl Paper {
    /// All, in the order they are told of.
    pub const ALL: [Paper; 3] = [Paper::Courier, Paper::Ledger, Paper::Reprint];

    /// The outlet's name.
    pub fn name(self) -> &'static str {
        match self {
            Paper::Courier => "Harbour Courier",
            Paper::Ledger => "Northern Ledger",
            Paper::Reprint => reprint::NAME,
        }
    }

    /// The outlet's home page, which nobody will find.
    pub fn home(self) -> &'static str {
        match self {
            Paper::Courier => courier::HOME,
            Paper::Ledger => ledger::HOME,
            Paper::Reprint => reprint::HOME,
        }
    }

    /// The format it serves, for people.
    pub fn format(self) -> &'static str {
        match self {
            Paper::Courier => "JSON Feed 1.1",
            Paper::Ledger => "Atom 1.0",
            Paper::Reprint => "RSS 2.0",
        }
    }

    /// Its feed's path on the demo's server.
    pub fn path(self) -> &'static str {
        match self {
            Paper::Courier => "/courier/feed.json",
            Paper::Ledger => "/ledger/atom.xml",
            Paper::Reprint => "/reprint-desk/rss.xml",
        }
    }

    /// The feed as it stands at a stage of a demo that began at `now`, whose server is at `server`
    /// (`http://127.0.0.1:PORT`). The same arguments give the same bytes.
    pub fn document(self, stage: Stage, now: Timestamp, server: &str) -> Document {
        let clock = Clock { now };
        match self {
            // As a small web framework tags its answers: weak, and no date.
            Paper::Courier => {
                let body = courier::feed(stage, clock);
                let etag = format!("W/\"{:x}-{:016x}\"", body.len(), fingerprint(&body));
                Document { etag: Some(etag), last_modified: None, body, media_type: "application/feed+json" }
            }
            // As a file server does: size and time of the file, and the date.
            Paper::Ledger => {
                let body = ledger::feed(clock);
                let at = clock.ago(ledger::NEWEST_MINUTES);
                let etag = format!("\"{:x}-{:x}\"", body.len(), at.as_microsecond());
                Document {
                    etag: Some(etag),
                    last_modified: Some(http_date(at)),
                    body,
                    media_type: "application/atom+xml; charset=utf-8",
                }
            }
            // As many a publishing system does: only the date.
            Paper::Reprint => Document {
                body: reprint::feed(clock, server),
                media_type: "application/rss+xml; charset=UTF-8",
                etag: None,
                last_modified: Some(http_date(clock.ago(reprint::NEWEST_MINUTES))),
            },
        }
    }
    /// The article's page at this path of the demo's server, where the paper has one there.
    pub fn page(self, path: &str, now: Timestamp) -> Option<Document> {
        let clock = Clock { now };
        let body = (self == Paper::Reprint).then(|| reprint::page(path, clock)).flatten()?;
        let last_modified = Some(http_date(clock.ago(reprint::NEWEST_MINUTES)));
        Some(Document { body, media_type: "text/html; charset=UTF-8", etag: None, last_modified })
    }
}

/// Dates count back from the moment the demo began, so that the news is always fresh.
#[derive(Debug, Clone, Copy)]
struct Clock {
    now: Timestamp,
}

impl Clock {
    fn ago(self, minutes: i64) -> Timestamp {
        let at = self.now.checked_sub(SignedDuration::from_mins(minutes)).unwrap_or(self.now);
        Timestamp::from_second(at.as_second()).unwrap_or(at)
    }

    /// RFC 3339, for Atom and JSON Feed.
    fn rfc3339(self, minutes: i64) -> String {
        self.ago(minutes).to_string()
    }

    /// RFC 2822, for RSS.
    fn rfc2822(self, minutes: i64) -> String {
        let at = self.ago(minutes);
        // Through a zone: a bare timestamp prints "-0000", which no outlet writes.
        rfc2822::to_string(&at.to_zoned_datetime(TimeZone::UTC)).unwrap_or_else(|_| at.to_string())
    }

    fn year(self) -> i16 {
        self.now.to_zoned_datetime(TimeZone::UTC).year()
    }
}

/// RFC 9110 §5.6.7.
fn http_date(at: Timestamp) -> String {
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap_or_else(|_| at.to_string())
}

fn fingerprint(body: &str) -> u64 {
    let mut hash = DefaultHasher::new();
    body.hash(&mut hash);
    hash.finish()
}

/// Paragraphs as HTML, their text escaped.
fn paragraphs(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("<p>{}</p>\n", escape(text))).collect()
}

/// For XML and HTML, between tags and inside quotes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{self, Hints};

    const SERVER: &str = "http://127.0.0.1:8411";

    fn now() -> Timestamp {
        "2026-11-24T06:00:00Z".parse().unwrap()
    }

    #[test]
    fn an_hour_later_the_courier_alone_has_changed() {
        for paper in Paper::ALL {
            let first = paper.document(Stage::First, now(), SERVER);
            assert_eq!(first, paper.document(Stage::First, now(), SERVER), "{paper:?}");
            let later = paper.document(Stage::HourLater, now(), SERVER);
            assert_eq!(first != later, paper == Paper::Courier, "{paper:?}");
            assert_eq!(first.etag != later.etag, paper == Paper::Courier, "{paper:?}");
        }
    }

    #[test]
    fn each_document_is_read_without_a_repair() {
        for (paper, stage, entries) in [
            (Paper::Courier, Stage::First, 3),
            (Paper::Courier, Stage::HourLater, 4),
            (Paper::Ledger, Stage::First, 3),
            (Paper::Reprint, Stage::First, 3),
        ] {
            let document = paper.document(stage, now(), SERVER);
            let hints = Hints { content_type: Some(document.media_type.to_owned()), ..Hints::default() };
            let feed = parse::parse(document.body.as_bytes(), &hints).unwrap();
            assert_eq!(feed.title.as_deref(), Some(paper.name()));
            assert_eq!(feed.entries.len(), entries, "{paper:?}");
            assert_eq!(feed.notes, [], "{paper:?}");
            for entry in &feed.entries {
                assert!(entry.id.is_some() && entry.link.is_some(), "{entry:?}");
                // The republisher gives teasers: its texts stand on its pages.
                assert_eq!(entry.content.is_some(), paper != Paper::Reprint, "{entry:?}");
                // Fresh, and never from the future.
                let at = entry.published.as_ref().and_then(|when| when.at).unwrap();
                assert!(at < now() && now().duration_since(at) < SignedDuration::from_hours(12), "{at}");
            }
        }
    }

    #[test]
    fn the_reprint_repeats_the_courier_word_for_word() {
        let courier = Paper::Courier.document(Stage::First, now(), SERVER).body;
        let reprint = Paper::Reprint.page("/reprint-desk/ferry-gull-island-slipway", now()).unwrap().body;
        let sentence = courier::SLIPWAY_FIRST[1];
        assert!(courier.contains(sentence));
        assert!(reprint.contains(sentence));
    }

    #[test]
    fn dates_count_back_in_the_form_of_each_format() {
        let clock = Clock { now: now() };
        assert_eq!(clock.rfc3339(90), "2026-11-24T04:30:00Z");
        assert_eq!(clock.rfc2822(90), "Tue, 24 Nov 2026 04:30:00 +0000");
        assert_eq!(http_date(clock.ago(90)), "Tue, 24 Nov 2026 04:30:00 GMT");
        assert_eq!(clock.year(), 2026);
    }
}

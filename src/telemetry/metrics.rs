//! Numbers for monitoring, in the OpenMetrics text format 1.0: what this process has done since it began
//! (counters), and how the archive says the feeds are (gauges, made anew for each answer).

use std::sync::Arc;

use jiff::Timestamp;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::gauges;
use crate::model::{Outcome, Poll, Visit, VisitOutcome, Vitals};

/// What every name begins with.
pub(super) const PREFIX: &str = "clippings";
/// Upper bounds of the durations, in seconds: `http.timeout` is 30 s by default.
const DURATIONS: [f64; 10] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0];

/// Counts what the daemon does. Clones count together, across a reload of the configuration.
#[derive(Debug, Clone)]
pub struct Metrics {
    counters: Arc<Counters>,
    registry: Arc<Registry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByOutcome {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct By {
    by: &'static str,
}

const BY_POLL: By = By { by: "poll" };
const BY_VISIT: By = By { by: "visit" };

#[derive(Debug)]
struct Counters {
    polls: Family<ByOutcome, Counter>,
    polls_unkept: Counter,
    poll_duration: Histogram,
    visits: Family<ByOutcome, Counter>,
    visit_duration: Histogram,
    received: Family<By, Counter>,
    articles: Counter,
    revisions: Family<By, Counter>,
    gaps: Counter,
    withdrawn: Counter,
    digests: Family<ByOutcome, Counter>,
}

impl Metrics {
    /// Nothing counted yet, by a process that began at `started_at`.
    pub fn new(started_at: Timestamp) -> Metrics {
        let counters = Counters::new();
        let registry = Arc::new(registry(&counters, started_at));
        Metrics { counters: Arc::new(counters), registry }
    }

    /// A poll was kept, which found so many articles withdrawn and perhaps a gap.
    pub fn polled(&self, poll: &Poll, gap: bool, withdrawn: u32) {
        let counters = &self.counters;
        counters.polls.get_or_create(&ByOutcome { outcome: poll.outcome.as_str() }).inc();
        if poll.outcome != Outcome::Held {
            counters.poll_duration.observe(seconds(poll.duration_ms));
        }
        counters.received.get_or_create(&BY_POLL).inc_by(poll.bytes);
        counters.articles.inc_by(u64::from(poll.new));
        counters.revisions.get_or_create(&BY_POLL).inc_by(u64::from(poll.revised));
        counters.gaps.inc_by(u64::from(gap));
        counters.withdrawn.inc_by(u64::from(withdrawn));
    }

    /// A poll could not be kept: it is tried again, and nothing is lost.
    pub fn poll_unkept(&self) {
        self.counters.polls_unkept.inc();
    }

    /// A visit was kept; the article may have gained a wording.
    pub fn visited(&self, visit: &Visit, revised: bool) {
        let counters = &self.counters;
        counters.visits.get_or_create(&ByOutcome { outcome: visit.outcome.as_str() }).inc();
        if visit.outcome.asked() {
            counters.visit_duration.observe(seconds(visit.duration_ms));
        }
        counters.received.get_or_create(&BY_VISIT).inc_by(visit.bytes);
        counters.revisions.get_or_create(&BY_VISIT).inc_by(u64::from(revised));
    }

    /// A scheduled digest was made, or could not be.
    pub fn digest(&self, made: bool) {
        let outcome = if made { "made" } else { "failed" };
        self.counters.digests.get_or_create(&ByOutcome { outcome }).inc();
    }

    /// Everything, in the text format; `vitals` as of `now`.
    ///
    /// # Errors
    /// A value that cannot be written, which no value of ours is.
    pub fn text(&self, vitals: &Vitals, now: Timestamp) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        text::encode_registry(&mut out, &self.registry)?;
        text::encode_registry(&mut out, &gauges::of(vitals, now))?;
        text::encode_eof(&mut out)?;
        Ok(out)
    }
}

impl Counters {
    /// Every series is there from the beginning: one that is not cannot be seen to rise by its first event.
    fn new() -> Counters {
        let counters = Counters {
            polls: Family::default(),
            polls_unkept: Counter::default(),
            poll_duration: Histogram::new(DURATIONS),
            visits: Family::default(),
            visit_duration: Histogram::new(DURATIONS),
            received: Family::default(),
            articles: Counter::default(),
            revisions: Family::default(),
            gaps: Counter::default(),
            withdrawn: Counter::default(),
            digests: Family::default(),
        };
        let exchanges = Outcome::ALL.map(Outcome::as_str);
        for outcome in exchanges {
            drop(counters.polls.get_or_create(&ByOutcome { outcome }));
        }
        for outcome in exchanges.into_iter().chain(VisitOutcome::OWN.map(VisitOutcome::as_str)) {
            drop(counters.visits.get_or_create(&ByOutcome { outcome }));
        }
        for outcome in ["made", "failed"] {
            drop(counters.digests.get_or_create(&ByOutcome { outcome }));
        }
        for by in [BY_POLL, BY_VISIT] {
            drop(counters.received.get_or_create(&by));
            drop(counters.revisions.get_or_create(&by));
        }
        counters
    }
}

fn registry(counters: &Counters, started_at: Timestamp) -> Registry {
    let mut to = Registry::with_prefix(PREFIX);
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    to.register("build", "Which program answers", Info::new(version));
    let started_at = ConstGauge::new(started_at.as_second());
    to.register_with_unit("start_timestamp", "When this process began", Unit::Seconds, started_at);

    to.register("polls", "Polls of feeds, by their outcome", counters.polls.clone());
    let unkept = "Polls that the archive could not keep, a full disk for one, and that are done again";
    to.register("polls_unkept", unkept, counters.polls_unkept.clone());
    let took = "How long a feed's server took, from the permit to ask to the last byte";
    to.register_with_unit("poll_duration", took, Unit::Seconds, counters.poll_duration.clone());
    to.register("visits", "Visits of articles' pages, by their outcome", counters.visits.clone());
    let took = "How long a page's server took, from the permit to ask to the last byte";
    to.register_with_unit("visit_duration", took, Unit::Seconds, counters.visit_duration.clone());
    let received = "Bytes of body received, after decompression, by polls and by visits";
    to.register_with_unit("received", received, Unit::Bytes, counters.received.clone());

    to.register("articles", "Articles seen for the first time", counters.articles.clone());
    let revisions = "Further wordings of articles, found by polls and by visits";
    to.register("revisions", revisions, counters.revisions.clone());
    to.register("gaps", "Possible losses found", counters.gaps.clone());
    to.register("withdrawn", "Articles that their outlet pulled", counters.withdrawn.clone());
    to.register("digests", "Scheduled digests, by what came of them", counters.digests.clone());
    to
}

fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Metrics;
    use crate::model::{FeedVitals, Vitals};

    const DOCS: &str = include_str!("../../docs/metrics.md");

    fn at(text: &str) -> Option<jiff::Timestamp> {
        Some(text.parse().unwrap())
    }

    fn feed(name: &str) -> FeedVitals {
        FeedVitals {
            name: name.to_owned(),
            outlet: "The \"Evening\" \\ Post\nof Anytown".to_owned(),
            health: "ok".to_owned(),
            failures: 0,
            last_success_at: at("2026-11-24T10:00:00Z"),
            last_changed_at: at("2026-11-23T10:00:00Z"),
            next_due_at: at("2026-11-24T12:00:00Z"),
            gaps_open: 2,
            silent_since: None,
            silent_how: None,
        }
    }

    fn text(feeds: Vec<FeedVitals>) -> String {
        let now = at("2026-11-24T12:05:00Z").unwrap();
        let spent = vec![("commit", std::time::Duration::from_millis(1500))];
        let vitals = Vitals { feeds, pages_queued: 7, spent, ..Vitals::default() };
        Metrics::new(now).text(&vitals, now).unwrap()
    }

    /// `# TYPE name kind`, with what the kind adds to the name of its samples.
    fn names(text: &str) -> BTreeSet<String> {
        let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
        types
            .map(|(name, kind)| match kind {
                "counter" => format!("{name}_total"),
                "info" => format!("{name}_info"),
                _ => name.to_owned(),
            })
            .collect()
    }

    #[test]
    fn every_metric_stands_in_the_documentation_and_no_other() {
        let silent = FeedVitals {
            silent_since: at("2026-11-20T10:00:00Z"),
            silent_how: Some("quiet".to_owned()),
            ..feed("wire")
        };
        let shown = names(&text(vec![silent]));
        let cells = DOCS.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
        let documented: BTreeSet<String> = cells
            .flat_map(|cell| cell.split(", "))
            .filter_map(|name| name.strip_prefix('`')?.strip_suffix('`').map(str::to_owned))
            .collect();
        assert_eq!(shown, documented);
    }

    #[test]
    fn a_label_cannot_break_its_line() {
        let text = text(vec![feed("wire")]);
        let line = "clippings_feed_gaps_open{feed=\"wire\",outlet=\"The \\\"Evening\\\" \\\\ Post\\nof Anytown\"} 2\n";
        assert!(text.contains(line), "{text}");
        assert!(text.contains("clippings_poll_lag_seconds 300\n"), "{text}");
        assert!(text.ends_with("# EOF\n"));
    }

    #[test]
    fn what_is_switched_off_is_counted_and_has_no_series() {
        let off = FeedVitals { health: "disabled".to_owned(), next_due_at: None, ..feed("old") };
        let text = text(vec![off]);
        assert!(text.contains("clippings_feeds{health=\"disabled\"} 1\n"), "{text}");
        assert!(!text.contains("feed=\"old\""), "{text}");
        assert!(text.contains("clippings_poll_lag_seconds 0\n"), "{text}");
    }
}

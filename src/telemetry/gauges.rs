//! How the archive says the feeds are, as gauges.

use std::sync::atomic::AtomicU64;

use jiff::Timestamp;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::registry::{Registry, Unit};

use super::metrics::PREFIX;
use crate::model::{FeedVitals, Vitals};

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfFeed {
    feed: String,
    outlet: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Silent {
    feed: String,
    outlet: String,
    how: String,
}

type Word = [(&'static str, String); 1];

/// As of `now`. A feed that is switched off is counted, and has no series of its own.
pub(super) fn of(vitals: &Vitals, now: Timestamp) -> Registry {
    let mut to = Registry::with_prefix(PREFIX);
    count_feeds(&mut to, &vitals.feeds);
    feed_by_feed(&mut to, vitals.feeds.iter().filter(|feed| feed.health != "disabled"));
    let lag = vitals.feeds.iter().filter_map(|feed| feed.next_due_at).min();
    let lag = lag.map_or(0, |due| now.duration_since(due).as_secs().max(0));
    let text = "How long the feed that waits longest has been due; 0 = none is due";
    to.register_with_unit("poll_lag", text, Unit::Seconds, ConstGauge::new(lag));
    let whole = |n| ConstGauge::new(i64::try_from(n).unwrap_or(i64::MAX));
    let text = "Pages of articles that are to be visited, now or later";
    to.register("pages_queued", text, whole(vitals.pages_queued));
    let text = "Pages of articles whose time to be visited has come";
    to.register("pages_due", text, whole(vitals.pages_due));
    to.register_with_unit("archive", "The database", Unit::Bytes, whole(vitals.archive_bytes));
    let text = "The database's write-ahead log";
    to.register_with_unit("archive_wal", text, Unit::Bytes, whole(vitals.wal_bytes));
    let writer = Family::<[(&str, &str); 1], Counter<f64, AtomicU64>>::default();
    for (step, spent) in &vitals.spent {
        writer.get_or_create(&[("step", *step)]).inc_by(spent.as_secs_f64());
    }
    let text = "Time that the archive's one writer has spent, by what on";
    to.register_with_unit("archive_writer", text, Unit::Seconds, writer);
    to
}

fn count_feeds(to: &mut Registry, feeds: &[FeedVitals]) {
    let (health, silent) = (Family::<Word, Gauge>::default(), Family::<Word, Gauge>::default());
    for word in FeedVitals::HEALTH {
        drop(health.get_or_create(&[("health", word.to_owned())]));
    }
    for word in FeedVitals::SILENT {
        drop(silent.get_or_create(&[("how", word.to_owned())]));
    }
    for feed in feeds {
        health.get_or_create(&[("health", feed.health.clone())]).inc();
        if let Some(how) = feed.silent_how.as_ref().filter(|_| feed.health != "disabled") {
            silent.get_or_create(&[("how", how.clone())]).inc();
        }
    }
    to.register("feeds", "Feeds, by their health", health);
    to.register("feeds_silent", "Feeds that answer and say nothing, by how", silent);
}

fn feed_by_feed<'a>(to: &mut Registry, feeds: impl Iterator<Item = &'a FeedVitals>) {
    let (failures, gaps) = (Family::<OfFeed, Gauge>::default(), Family::<OfFeed, Gauge>::default());
    let (succeeded, changed) = (Family::<OfFeed, Gauge>::default(), Family::<OfFeed, Gauge>::default());
    let silent = Family::<Silent, Gauge>::default();
    for feed in feeds {
        let label = OfFeed { feed: feed.name.clone(), outlet: feed.outlet.clone() };
        failures.get_or_create(&label).set(i64::from(feed.failures));
        gaps.get_or_create(&label).set(i64::try_from(feed.gaps_open).unwrap_or(i64::MAX));
        if let Some(at) = feed.last_success_at {
            succeeded.get_or_create(&label).set(at.as_second());
        }
        if let Some(at) = feed.last_changed_at {
            changed.get_or_create(&label).set(at.as_second());
        }
        if let (Some(at), Some(how)) = (feed.silent_since, &feed.silent_how) {
            let label = Silent { feed: label.feed, outlet: label.outlet, how: how.clone() };
            silent.get_or_create(&label).set(at.as_second());
        }
    }
    to.register("feed_failures", "Failures of the feed in a row", failures);
    to.register("feed_gaps_open", "Possible losses of the feed that were not filled", gaps);
    let text = "Last poll of the feed that did its work";
    to.register_with_unit("feed_last_success_timestamp", text, Unit::Seconds, succeeded);
    let text = "Last poll of the feed that brought a new or revised article";
    to.register_with_unit("feed_last_change_timestamp", text, Unit::Seconds, changed);
    let text = "When the feed was last alive, where it has fallen silent; no series where it has not";
    to.register_with_unit("feed_silent_since_timestamp", text, Unit::Seconds, silent);
}

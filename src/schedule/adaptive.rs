use std::time::Duration;

use jiff::Timestamp;

use crate::model::Cadence;

/// A feed's own rhythm, as the archive remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Activity {
    /// Articles that were new at successful polls in the stretch that ends now. A first poll's
    /// harvest is a backlog and says nothing of the rhythm: leave it out.
    pub articles: u32,
    /// Length of that stretch: how long the feed is known, at most some days. Zero = not known.
    pub over: Duration,
    /// When the last new article came.
    pub newest: Option<Timestamp>,
}

/// For a feed of which nothing is known yet.
const FIRST: Duration = Duration::from_secs(30 * 60);
/// An hour of silence is worth so much of an hour's wait, 1 in: after three quiet hours a feed is
/// asked every half hour, after six quiet days once a day.
const SILENCE: u32 = 6;

/// How long to wait between two successful polls under `auto`.
///
/// Half the mean distance of the new articles, so that one poll rarely brings two; but at least a
/// sixth of the present silence, so that nights, weekends and dead feeds cost little, and the first
/// article after a silence brings the old pace back. The server's `ttl` slows it down; all of it
/// stays between `cadence.min` and `cadence.max`.
pub(super) fn interval(
    now: Timestamp,
    activity: &Activity,
    ttl: Option<Duration>,
    cadence: &Cadence,
) -> Duration {
    let mut wait = if activity.over.is_zero() {
        FIRST
    } else if activity.articles == 0 {
        activity.over / SILENCE
    } else {
        activity.over / activity.articles.saturating_mul(2)
    };
    if let Some(newest) = activity.newest {
        let silence = Duration::try_from(now.duration_since(newest)).unwrap_or_default();
        wait = wait.max(silence / SILENCE);
    }
    wait.max(ttl.unwrap_or_default()).min(cadence.max).max(cadence.min)
}

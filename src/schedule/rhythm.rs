use std::time::Duration;

use jiff::Timestamp;

use super::burst::{self, Burst};
use super::minutes::Minutes;
use super::week::{self, HOURS};

/// Of what an hour of the week has taught, so much is forgotten when it comes round again: half of it
/// is gone after three weeks.
const FORGET: f64 = 0.2;
/// A watch counts for at most so many seconds (four weeks): a clock that was set years ahead must not
/// teach years of silence.
const LONGEST_WATCH: i64 = 28 * 86_400;
/// A document that never dropped an item shows so many at least: few programs show fewer.
const USUAL_WINDOW: u32 = 10;
/// Seconds in which the longest quiet fades to half: twelve weeks.
const LONGEST_FADES: f64 = 84.0 * 86_400.0;
/// Seconds in which the present pace fades to half, looking ahead: an hour.
pub(super) const PACE_FADES: f64 = 3_600.0;
/// The same, looking back, once a poll has shown what came instead: half an hour.
const PACE_FORGOTTEN: f64 = 1_800.0;
/// The pace is taken from so many last hours, or from the whole watch; one that was shorter than the first
/// of these counts as if it had taken so long.
const LATELY: [f64; 3] = [0.25, 0.5, 1.0];

/// A feed's own rhythm: what its successful polls have taught. A value: the archive keeps it
/// ([`Rhythm::to_text`]), [`Rhythm::learn`] is told of every poll, and
/// [`next_due`](super::next_due) follows it under `auto`.
///
/// The hours are those of the week in UTC, so no change of clocks moves them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rhythm {
    /// Up to when the feed has been watched; `None` = nothing is known.
    pub(super) watched: Option<Timestamp>,
    /// What each hour of the week has shown.
    pub(super) hours: Hours,
    /// Items an hour above the foretold, at the last poll that brought some.
    pub(super) pace: f64,
    /// Those that surprised most, each apart from the others.
    pub(super) bursts: Vec<Burst>,
    /// When within their hours its items come.
    pub(super) minutes: Minutes,
    /// Hours in which bursts would have been seen; fades as they do.
    pub(super) watched_for: f64,
    /// Items the last document showed; 0 = none was seen.
    pub(super) window: u32,
    /// Items have left the document as others came: it shows no more than that.
    pub(super) full: bool,
    /// When the last new item came.
    pub(super) newest: Option<Timestamp>,
    /// The longest quiet between two items, in seconds; fades.
    pub(super) longest_quiet: f64,
    /// Items the hours have foretold since the last one came, while we watched.
    pub(super) awaited: f64,
}

/// Items seen and time watched, by hour of the week.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hours {
    pub items: [f64; HOURS],
    /// In hours.
    pub watched: [f64; HOURS],
}

impl Default for Hours {
    fn default() -> Self {
        Hours { items: [0.0; HOURS], watched: [0.0; HOURS] }
    }
}

/// What one successful poll showed of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch<'a> {
    /// When the poll began.
    pub now: Timestamp,
    /// Items in the document; `None` = it has not changed (a 304, the same body).
    pub shown: Option<u32>,
    /// Items the feed had not shown before.
    pub new: u32,
    /// When those were published, as far as the feed says so.
    pub dates: &'a [Timestamp],
    /// Items may have been missed since the poll before.
    pub gap: bool,
}

impl Rhythm {
    /// Up to when the feed has been watched, if it has been.
    pub fn watched(&self) -> Option<Timestamp> {
        self.watched
    }

    /// When its last new item came, if one did.
    pub fn newest(&self) -> Option<Timestamp> {
        self.newest
    }

    /// How many items the rhythm has foretold since the last one came.
    pub fn awaited(&self) -> f64 {
        self.awaited
    }

    /// The longest quiet between two items so far (it fades), in seconds.
    pub fn longest_quiet(&self) -> f64 {
        self.longest_quiet
    }

    /// Learns from a successful poll.
    ///
    /// The first document is a backlog: its dates say what the feed did before we came. Later ones are
    /// placed by their dates where these lie between the two polls, and evenly where they do not. After
    /// a gap nobody knows how many came: before the oldest of the window they are taken to have come as
    /// fast as within it, and to be as many at most.
    pub fn learn(&mut self, watch: &Watch<'_>) {
        let before = self.window;
        match self.watched {
            None => self.begin(watch),
            // The clock was set back: nothing passed that we could count.
            Some(since) if since >= watch.now => {
                self.awaited = if watch.new > 0 { 0.0 } else { self.awaited }
            }
            Some(since) => self.go_on(since, watch),
        }
        self.watched = Some(watch.now);
        if let Some(shown) = watch.shown.filter(|n| *n > 0) {
            self.full |= before > 0 && watch.new > 0 && shown < before.saturating_add(watch.new);
            self.window = shown;
        }
    }

    fn begin(&mut self, watch: &Watch<'_>) {
        let mut dates: Vec<Timestamp> = watch.dates.iter().copied().filter(|at| *at <= watch.now).collect();
        dates.sort_unstable();
        let Some((first, last)) = dates.first().zip(dates.last()) else { return };
        self.newest = Some(*last);
        let from = clamp_start(*first, watch.now);
        self.longest_quiet = dates.windows(2).map(|pair| seconds(pair[0], pair[1])).fold(0.0, f64::max);
        let inside: Vec<Timestamp> = dates.iter().copied().filter(|at| *at >= from).collect();
        self.count(from, watch.now, &inside, 0.0);
        self.watched_for = seconds(from, watch.now) / 3_600.0;
        // The first document's window is not known to `remember_bursts` yet.
        self.window = watch.shown.unwrap_or(0);
        self.remember_bursts(&inside);
    }

    fn go_on(&mut self, since: Timestamp, watch: &Watch<'_>) {
        let mut from = clamp_start(since, watch.now);
        let mut dates: Vec<Timestamp> =
            watch.dates.iter().copied().filter(|at| *at > from && *at <= watch.now).collect();
        dates.sort_unstable();
        if let Some(oldest) = dates.first().copied().filter(|_| watch.gap) {
            from = self.count_missed(from, oldest, watch.now, dates.len());
        }
        let span = seconds(from, watch.now).max(1.0);
        let passed = seconds(since, watch.now);
        let (end, begins) = (watch.now.as_second(), from.as_second());
        let foretold = self.foretold();
        let expected = foretold.items(begins, end);
        let lately =
            LATELY.map(|within| (within, foretold.items(end.saturating_sub((within * 3_600.0) as i64), end)));
        let mut undated = f64::from(watch.new) - dates.len().min(watch.new as usize) as f64;
        if watch.gap && dates.is_empty() {
            undated *= 2.0;
        }

        self.count(from, watch.now, &dates, undated);
        self.pace *= fade(passed, PACE_FORGOTTEN);
        let watched = seconds(clamp_start(since, watch.now), watch.now) / 3_600.0;
        self.watched_for = self.watched_for * fade(passed, burst::FADES) + watched;
        self.longest_quiet *= fade(passed, LONGEST_FADES);
        if watch.new == 0 {
            self.awaited += expected;
            return;
        }
        // The pace is what comes above the foretold: an edition is over when it is out.
        let hours = (span / 3_600.0).max(LATELY[0]);
        let mut pace = (f64::from(watch.new) - expected).max(0.0) / hours;
        for (within, foretold) in lately.into_iter().filter(|(within, _)| *within < hours) {
            let count = dates.iter().filter(|at| seconds(**at, watch.now) <= within * 3_600.0).count();
            pace = pace.max((count as f64 - foretold) / within);
        }
        if undated as usize >= self.many() {
            self.remember(Burst { rate: undated / hours, at: watch.now });
        }
        self.remember_bursts(&dates);
        if watch.gap {
            pace *= 2.0;
            self.remember(Burst { rate: pace, at: dates.first().copied().unwrap_or(watch.now) });
        }
        self.pace = self.pace.max(pace);
        let first = dates.first().copied().unwrap_or(watch.now);
        if let Some(before) = self.newest {
            self.longest_quiet = self.longest_quiet.max(seconds(before, first));
        }
        self.newest = Some(dates.last().copied().unwrap_or(watch.now));
        self.awaited = 0.0;
    }

    /// After a gap: counts what may have come before the oldest item of the window, and says from when on
    /// the window itself says what came.
    fn count_missed(
        &mut self,
        from: Timestamp,
        oldest: Timestamp,
        now: Timestamp,
        shown: usize,
    ) -> Timestamp {
        let (before, within) = (seconds(from, oldest), seconds(oldest, now).max(1.0));
        let missed = shown as f64 * (before / within).min(1.0);
        let begins = oldest.checked_sub(Duration::from_secs_f64(within)).unwrap_or(from).max(from);
        self.count(begins, oldest, &[], missed);
        oldest
    }

    /// Counts items into their hours.
    fn count(&mut self, from: Timestamp, to: Timestamp, dates: &[Timestamp], undated: f64) {
        let span = seconds(from, to).max(1.0);
        for part in week::parts(from, to) {
            let inside = dates.iter().filter(|at| part.holds(**at));
            let mut items = 0.0;
            for at in inside {
                self.minutes.add(at.as_second());
                items += 1.0;
            }
            if undated > 0.0 {
                let share = undated * part.hours * 3_600.0 / span;
                let (begins, ends) = part.seconds();
                self.minutes.spread(begins, ends, share);
                items += share;
            }
            let keep = 1.0 - FORGET * part.hours;
            let hours = &mut self.hours;
            hours.items[part.hour] = hours.items[part.hour] * keep + items;
            hours.watched[part.hour] = hours.watched[part.hour] * keep + part.hours;
        }
    }

    /// Items the document has room for: as many as it showed; a young feed's will show more.
    pub(super) fn room(&self) -> f64 {
        f64::from(if self.full { self.window } else { self.window.max(USUAL_WINDOW) }.max(1))
    }
}

fn clamp_start(from: Timestamp, to: Timestamp) -> Timestamp {
    let earliest = Timestamp::from_second(to.as_second() - LONGEST_WATCH).unwrap_or(Timestamp::MIN);
    from.max(earliest)
}

/// From one moment to a later one; 0 where it is not later.
pub(super) fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64().max(0.0)
}

/// What is left after so many seconds of something that halves in `half`.
pub(super) fn fade(seconds: f64, half: f64) -> f64 {
    (-seconds / half).exp2()
}

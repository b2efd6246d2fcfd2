use jiff::Timestamp;

use super::crowd::Crowd;
use super::week::{self, HOURS};

/// Of what an hour of the week has taught, so much is forgotten when it comes round again: half of it
/// is gone after three weeks.
const FORGET: f64 = 0.2;
/// A watch counts for at most so many seconds (four weeks): a clock that was set years ahead must not
/// teach years of silence.
const LONGEST_WATCH: i64 = 28 * 86_400;
/// So many hours' worth of the hour of the day are mixed into each hour of the week …
const FROM_DAY: f64 = 1.0;
/// … and so many of the mean into each hour of the day.
const FROM_MEAN: f64 = 1.0;
/// A feed of which nothing is known is taken for one that has shown so many items …
const AT_FIRST: f64 = 4.0;
/// … in so many hours.
const AT_FIRST_IN: f64 = 2.0;
/// Seconds in which a burst is forgotten by half: eight weeks.
const BURST_FADES: f64 = 56.0 * 86_400.0;
/// So many items an hour may at any time come on top in a feed that has one an hour in the busiest tenth of
/// its week; in others in proportion to the square root: a wire does not burst as many times over.
const ALWAYS_POSSIBLE: f64 = 8.0;
/// Seconds in which the longest quiet fades to half: twelve weeks.
const LONGEST_FADES: f64 = 84.0 * 86_400.0;
/// Seconds in which the present pace fades to half, looking ahead: an hour.
pub(super) const PACE_FADES: f64 = 3_600.0;
/// The same, looking back, once a poll has shown what came instead: a quarter of an hour.
const PACE_FORGOTTEN: f64 = 900.0;
/// So much of the window may fill up between two polls.
pub(super) const FILL: f64 = 0.7;
/// However often a gap halves the interval, no hour is foretold to need more polls than this.
const MOST_TURNS: f64 = 6.0;
/// A watch shorter than this counts as if it had taken so long, in hours, when it comes to the pace.
const SHORTEST_PACE: f64 = 0.25;

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
    /// Items an hour at the last poll that brought some.
    pub(super) pace: f64,
    /// The fullest hour that was not foretold, if there was one.
    pub(super) burst: Option<Burst>,
    /// How its items are spread within their hours.
    pub(super) crowd: Crowd,
    /// Items the last document showed; 0 = none was seen.
    pub(super) window: u32,
    /// When the last new item came.
    pub(super) newest: Option<Timestamp>,
    /// The longest quiet between two items, in seconds; fades.
    pub(super) longest_quiet: f64,
    /// Items the hours have foretold since the last one came, while we watched.
    pub(super) awaited: f64,
}

/// An hour that brought more than was foretold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Burst {
    /// Items an hour.
    pub rate: f64,
    /// Of the week.
    pub hour: usize,
    pub at: Timestamp,
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
    /// a gap nobody knows how many came: for the pace and the surprise it is taken for twice what the window
    /// shows, and for the hour of the week for as many as would have it asked twice as often.
    pub fn learn(&mut self, watch: &Watch<'_>) {
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
        self.burst = fullest(&inside);
    }

    fn go_on(&mut self, since: Timestamp, watch: &Watch<'_>) {
        let mut from = clamp_start(since, watch.now);
        let dates: Vec<Timestamp> =
            watch.dates.iter().copied().filter(|at| *at > from && *at <= watch.now).collect();
        // What stands in the window after a gap says nothing of the time before its oldest item.
        if let Some(oldest) = dates.iter().min().filter(|_| watch.gap) {
            from = *oldest;
        }
        let span = seconds(from, watch.now).max(1.0);
        let passed = seconds(since, watch.now);
        let expected = self.expected(from, watch.now);
        let undated = f64::from(watch.new) - dates.len().min(watch.new as usize) as f64;

        self.count(from, watch.now, &dates, undated);
        self.pace *= fade(passed, PACE_FORGOTTEN);
        self.longest_quiet *= fade(passed, LONGEST_FADES);
        if watch.new == 0 {
            self.awaited += expected;
            return;
        }
        let hours = (span / 3_600.0).max(SHORTEST_PACE);
        let lately = dates.iter().filter(|at| seconds(**at, watch.now) <= 3_600.0).count() as f64;
        let mut pace = (f64::from(watch.new) / hours).max(if hours > 1.0 { lately } else { 0.0 });
        if watch.gap {
            pace *= 2.0;
            let hour = week::hour_of(watch.now.as_second().saturating_sub(1));
            // All of the window may have come within an hour.
            let seen = Burst { rate: self.crowd.so_far().max(f64::from(watch.new)), hour, at: watch.now };
            let more = self.unexplained(&seen, watch.now);
            self.surprised(Burst { rate: seen.rate + more, ..seen });
            self.hasten(hour, passed);
        }
        self.pace = self.pace.max(pace);
        let first = dates.iter().min().copied().unwrap_or(watch.now);
        if let Some(before) = self.newest {
            self.longest_quiet = self.longest_quiet.max(seconds(before, first));
        }
        self.newest = Some(dates.iter().max().copied().unwrap_or(watch.now));
        self.awaited = 0.0;
    }

    /// Counts items into their hours.
    fn count(&mut self, from: Timestamp, to: Timestamp, dates: &[Timestamp], undated: f64) {
        let span = seconds(from, to).max(1.0);
        for part in week::parts(from, to) {
            let mut quarters = [0.0; 4];
            for at in dates.iter().filter(|at| part.holds(**at)) {
                quarters[week::quarter_of(*at)] += 1.0;
            }
            // Undated ones may have come all at once, for all we know.
            quarters[part.last_quarter] += undated * part.hours * 3_600.0 / span;
            let items: f64 = quarters.iter().sum();
            let keep = 1.0 - FORGET * part.hours;
            let hours = &mut self.hours;
            hours.items[part.hour] = hours.items[part.hour] * keep + items;
            hours.watched[part.hour] = hours.watched[part.hour] * keep + part.hours;
            // An hour may be watched by several polls.
            self.crowd.add(part.number, quarters);
            self.surprised(Burst { rate: self.crowd.so_far(), hour: part.hour, at: to });
        }
    }

    /// Has an hour of the week asked twice as often as now, when its polls are so many seconds apart; and
    /// with it the same hour of those days on which it is about as busy.
    fn hasten(&mut self, hour: usize, apart: f64) {
        let twice = (2.0 * 3_600.0 / apart.max(1.0)).min(MOST_TURNS);
        let wanted = twice * FILL * f64::from(self.window);
        let rates = self.foretold();
        for day in (hour % 24..HOURS).step_by(24) {
            if rates[day] * 2.0 >= rates[hour] && wanted > rates[day] {
                self.hours.items[day] += (wanted - rates[day]) * (self.hours.watched[day] + FROM_DAY);
            }
        }
    }

    /// Remembers a burst that surprises more than the one remembered does by now.
    fn surprised(&mut self, burst: Burst) {
        let before = self.burst.map_or(0.0, |before| self.unexplained(&before, burst.at));
        if self.unexplained(&burst, burst.at) > before {
            self.burst = Some(burst);
        }
    }

    /// What is left of a burst: it fades, and what other days have shown at the same hour is no surprise
    /// (the edition at six is one once).
    fn unexplained(&self, burst: &Burst, now: Timestamp) -> f64 {
        let others = (burst.hour % 24..HOURS).step_by(24).filter(|hour| *hour != burst.hour);
        let Hours { items, watched } = &self.hours;
        let (seen, time) = others.fold((0.0, 0.0), |(seen, time), h| (seen + items[h], time + watched[h]));
        (burst.rate - seen / (time + FROM_MEAN)).max(0.0) * fade(seconds(burst.at, now), BURST_FADES)
    }

    /// Items an hour that may come on top of what is foretold: as in the last burst, and at any rate
    /// [`ALWAYS_POSSIBLE`].
    pub(super) fn surprise(&self, now: Timestamp) -> f64 {
        let mut rates = self.foretold();
        rates.sort_unstable_by(f64::total_cmp);
        let possible = ALWAYS_POSSIBLE * rates[HOURS * 9 / 10].sqrt();
        possible.max(self.burst.map_or(0.0, |burst| self.unexplained(&burst, now)))
    }

    /// Items an hour foretold for each hour of the week: its own, the better watched the more, else those
    /// of the same hour of other days, else the mean.
    pub(super) fn foretold(&self) -> [f64; HOURS] {
        let Hours { items, watched } = &self.hours;
        let all: f64 = watched.iter().sum();
        let mean = (items.iter().sum::<f64>() + AT_FIRST) / (all + AT_FIRST_IN);
        let mut rates = [0.0; HOURS];
        for of_day in 0..24 {
            let days = || (of_day..HOURS).step_by(24);
            let (seen, time) =
                days().fold((0.0, 0.0), |(seen, time), h| (seen + items[h], time + watched[h]));
            let rate = (seen + FROM_MEAN * mean) / (time + FROM_MEAN);
            for hour in days() {
                rates[hour] = (items[hour] + FROM_DAY * rate) / (watched[hour] + FROM_DAY);
            }
        }
        rates
    }

    /// Items foretold between two moments.
    pub(super) fn expected(&self, from: Timestamp, to: Timestamp) -> f64 {
        let rates = self.foretold();
        week::parts(clamp_start(from, to), to).map(|part| rates[part.hour] * part.hours).sum()
    }
}

/// The fullest hour among some dates, oldest first.
fn fullest(dates: &[Timestamp]) -> Option<Burst> {
    let hour_from =
        |at: usize| dates[at..].iter().take_while(|date| seconds(dates[at], **date) <= 3_600.0).count();
    let (at, items) = (0..dates.len()).map(|at| (at, hour_from(at))).max_by_key(|(_, items)| *items)?;
    Some(Burst { rate: items as f64, hour: week::hour_of(dates[at].as_second()), at: dates[at] })
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

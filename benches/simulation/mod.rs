//! A simulation of invented feeds and of rules that decide when to poll them. Deterministic: the same
//! seed gives the same items, the same polls and the same table.

mod feeds;
mod rules;

use std::fmt::Write;

use feeds::Synthetic;
pub use rules::Rule;

/// What one rule did to all feeds.
#[derive(Debug, Clone, Default)]
pub struct Score {
    pub requests: u64,
    /// Items that rolled out of the window before any poll saw them.
    pub lost: u64,
    /// Feeds that lost any.
    pub losers: u64,
    /// Items seen.
    pub seen: u64,
    /// Of the items seen, from publication to the poll that showed them, in seconds; sorted.
    delays: Vec<u32>,
}

impl Score {
    /// The delay, in seconds, that `part` (0 to 1) of the items do not exceed.
    pub fn delay(&self, part: f64) -> u32 {
        let at = (self.delays.len() as f64 * part) as usize;
        self.delays.get(at.min(self.delays.len().saturating_sub(1))).copied().unwrap_or(0)
    }

    fn add(&mut self, other: Score) {
        self.requests += other.requests;
        self.lost += other.lost;
        self.losers += u64::from(other.lost > 0);
        self.seen += other.seen;
        self.delays.extend(other.delays);
    }
}

/// Invented feeds over some days, the same ones for every rule.
pub struct World {
    feeds: Vec<Synthetic>,
    days: i64,
}

impl World {
    /// So many feeds for each seed.
    pub fn new(feeds: usize, days: i64, seeds: &[u64]) -> World {
        World { feeds: seeds.iter().flat_map(|seed| feeds::invent(feeds, days, *seed)).collect(), days }
    }

    /// Feeds that are silent for weeks and then publish dozens of items within hours.
    pub fn surprising(feeds: usize, days: i64, seeds: &[u64]) -> World {
        World { feeds: seeds.iter().flat_map(|seed| feeds::surprising(feeds, days, *seed)).collect(), days }
    }

    pub fn feeds(&self) -> usize {
        self.feeds.len()
    }

    /// Items published while the rules polled.
    pub fn items(&self) -> usize {
        self.feeds.iter().map(|f| f.items.len() - f.before(0)).sum()
    }

    /// How many feeds there are of each kind.
    pub fn kinds(&self) -> Vec<(&'static str, usize)> {
        let mut kinds: Vec<(&'static str, usize)> = Vec::new();
        for feed in &self.feeds {
            match kinds.iter_mut().find(|(kind, _)| *kind == feed.kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((feed.kind, 1)),
            }
        }
        kinds
    }

    /// Plays every feed by the rule; only those of one kind where one is named.
    pub fn play(&self, rule: Rule, kind: Option<&str>) -> Score {
        let mut score = Score::default();
        for feed in self.feeds.iter().filter(|f| kind.is_none_or(|kind| f.kind == kind)) {
            score.add(play(feed, rule, self.days * 86_400));
        }
        score.delays.sort_unstable();
        score
    }

    /// The table of `docs/schedule.md`.
    pub fn table(&self, rules: &[Rule]) -> String {
        let mut out = String::from(
            "| rule | requests | a feed a day | lost | feeds that lost | median delay | 95 % within |\n\
             | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        );
        for rule in rules {
            let score = self.play(*rule, None);
            let a_day = score.requests as f64 / self.feeds.len() as f64 / self.days as f64;
            let (half, most) = (score.delay(0.5) / 60, score.delay(0.95) / 60);
            writeln!(
                out,
                "| {rule} | {} | {a_day:.1} | {} | {} | {half} min | {most} min |",
                score.requests, score.lost, score.losers
            )
            .expect("into memory");
        }
        out
    }

    /// The same, kind by kind, for one rule.
    pub fn table_of_kinds(&self, rule: Rule) -> String {
        let mut out = String::from(
            "| feeds | how many | items | polls a day | lost | median delay |\n\
             | --- | ---: | ---: | ---: | ---: | ---: |\n",
        );
        for (kind, count) in self.kinds() {
            let score = self.play(rule, Some(kind));
            let a_day = score.requests as f64 / count as f64 / self.days as f64;
            let (items, half) = (score.seen + score.lost, score.delay(0.5) / 60);
            writeln!(out, "| {kind} | {count} | {items} | {a_day:.1} | {} | {half} min |", score.lost)
                .expect("into memory");
        }
        out
    }
}

/// One feed from its first poll to the end.
fn play(feed: &Synthetic, rule: Rule, end: i64) -> Score {
    let mut score = Score::default();
    let mut rule = rule.of(feed);
    // The first poll finds a backlog that nobody could have seen sooner: it is neither lost nor late.
    let mut known: Option<usize> = None;
    let mut at = rule.first();
    while at < end {
        let published = feed.before(at + 1);
        let oldest = published.saturating_sub(feed.window);
        score.requests += 1;
        let new_from = match known {
            None => oldest,
            Some(known) => {
                score.lost += oldest.saturating_sub(known) as u64;
                let from = known.max(oldest);
                score.seen += (published - from) as u64;
                score.delays.extend(feed.items[from..published].iter().map(|item| (at - item) as u32));
                from
            }
        };
        let changed = known != Some(published);
        let gap = known.is_some_and(|known| oldest > known || (oldest == known && published > known));
        at = rule.next(&rules::Seen {
            at,
            shown: published - oldest,
            new: &feed.items[new_from..published],
            changed,
            gap,
        });
        known = Some(published);
    }
    // What was published after the last poll is not judged: the next poll would have been for it.
    score
}

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

    fn add(&mut self, other: &Score) {
        self.requests += other.requests;
        self.lost += other.lost;
        self.losers += u64::from(other.lost > 0);
        self.seen += other.seen;
        self.delays.extend(&other.delays);
    }
}

/// Invented feeds over some days, the same ones for every rule.
pub struct World {
    /// Each with the seed it grew from.
    feeds: Vec<(u64, Synthetic)>,
    days: i64,
}

/// What one rule did to each feed of a world.
pub struct Played {
    pub rule: Rule,
    scores: Vec<Score>,
}

impl World {
    /// So many feeds for each seed.
    pub fn new(feeds: usize, days: i64, seeds: &[u64]) -> World {
        let of = |seed: u64| feeds::invent(feeds, days, seed).into_iter().map(move |feed| (seed, feed));
        World { feeds: seeds.iter().flat_map(|seed| of(*seed)).collect(), days }
    }

    pub fn feeds(&self) -> usize {
        self.feeds.len()
    }

    /// Items published while the rules polled.
    pub fn items(&self) -> usize {
        self.feeds.iter().map(|(_, feed)| feed.items.len() - feed.before(0)).sum()
    }

    /// Plays every feed by the rule.
    pub fn play(&self, rule: Rule) -> Played {
        let end = self.days * 86_400;
        Played { rule, scores: self.feeds.iter().map(|(_, feed)| play(feed, rule, end)).collect() }
    }

    /// In sum, over the feeds that are asked for.
    pub fn sum(&self, played: &Played, of: impl Fn(u64, &Synthetic) -> bool) -> Score {
        let mut sum = Score::default();
        for ((seed, feed), score) in self.feeds.iter().zip(&played.scores) {
            if of(*seed, feed) {
                sum.add(score);
            }
        }
        sum.delays.sort_unstable();
        sum
    }

    /// Rule by rule.
    pub fn table(&self, played: &[Played]) -> String {
        let mut out = String::from(
            "| rule | requests | a feed a day | lost | feeds that lost | median delay | 95 % within |\n\
             | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        );
        for played in played {
            let score = self.sum(played, |_, _| true);
            let a_day = score.requests as f64 / self.feeds.len() as f64 / self.days as f64;
            let (half, most) = (score.delay(0.5) / 60, score.delay(0.95) / 60);
            let (rule, Score { requests, lost, losers, .. }) = (played.rule, score);
            writeln!(
                out,
                "| {rule} | {requests} | {a_day:.1} | {lost} | {losers} | {half} min | {most} min |"
            )
            .expect("into memory");
        }
        out
    }

    /// Two rules, kind by kind.
    pub fn table_of_kinds(&self, one: &Played, other: &Played) -> String {
        let mut kinds: Vec<&'static str> = Vec::new();
        for (_, feed) in &self.feeds {
            if !kinds.contains(&feed.kind) {
                kinds.push(feed.kind);
            }
        }
        let mut out = format!(
            "| feeds | how many | items | {one}: polls a day | lost | median delay | {other}: lost | median delay |\n\
             | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
            one = one.rule,
            other = other.rule
        );
        for kind in kinds {
            let count = self.feeds.iter().filter(|(_, feed)| feed.kind == kind).count();
            let (ours, theirs) =
                (self.sum(one, |_, feed| feed.kind == kind), self.sum(other, |_, feed| feed.kind == kind));
            let a_day = ours.requests as f64 / count as f64 / self.days as f64;
            let (half, their_half) = (ours.delay(0.5) / 60, theirs.delay(0.5) / 60);
            let items = ours.seen + ours.lost;
            let (lost, their_lost) = (ours.lost, theirs.lost);
            writeln!(
                out,
                "| {kind} | {count} | {items} | {a_day:.1} | {lost} | {half} min | {their_lost} | {their_half} min |"
            )
            .expect("into memory");
        }
        out
    }

    /// Two rules, seed by seed.
    pub fn table_of_seeds(&self, one: &Played, other: &Played, seeds: &[u64]) -> String {
        let mut out = format!(
            "| seed | {other}: lost | {one}: lost | {one}: share of the requests |\n\
             | ---: | ---: | ---: | ---: |\n",
            one = one.rule,
            other = other.rule
        );
        for seed in seeds {
            let (ours, theirs) = (self.sum(one, |of, _| of == *seed), self.sum(other, |of, _| of == *seed));
            let share = 100.0 * ours.requests as f64 / theirs.requests as f64;
            writeln!(out, "| {seed} | {} | {} | {share:.1} % |", theirs.lost, ours.lost)
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

//! Prints the tables of `docs/schedule.md`: `cargo bench --bench schedule_simulation`. With `tune`, only those
//! of the worlds that the constants of `auto` may be tuned on: `… -- tune`.
#![allow(missing_docs, reason = "a program of its own, and the tests' module")]

mod simulation;

use simulation::{Rule, World};

/// Of each world.
const FEEDS: usize = 240;
const DAYS: i64 = 30;
/// Worlds to tune on.
const TUNING: &[u64] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
/// Worlds to judge by. Whoever looks at these and then changes a constant must choose others.
const TEST: &[u64] = &[1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012];
const RULES: [Rule; 6] =
    [Rule::Fixed(15), Rule::Auto, Rule::Fixed(30), Rule::Fixed(60), Rule::SeenShare, Rule::WeeklyCount];

fn main() {
    tell("Tuned on", TUNING);
    if !std::env::args().any(|arg| arg == "tune") {
        tell("Not tuned on", TEST);
    }
}

fn tell(heading: &str, seeds: &[u64]) {
    let world = World::new(FEEDS, DAYS, seeds);
    let (feeds, items) = (world.feeds(), world.items());
    println!("### {heading}: seeds {seeds:?}, {feeds} feeds, {DAYS} days, {items} items\n");
    let played = RULES.map(|rule| world.play(rule));
    let [fixed, auto, ..] = &played;
    println!("{}", world.table(&played));
    println!("Kind by kind:\n\n{}", world.table_of_kinds(auto, fixed));
    println!("World by world:\n\n{}", world.table_of_seeds(auto, fixed, seeds));
}

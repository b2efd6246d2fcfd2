//! Prints the tables of `docs/schedule.md`: `cargo bench --bench schedule_simulation`.
#![allow(missing_docs, reason = "a program of its own, and the tests' module")]

mod simulation;

use simulation::{Rule, World};

const FEEDS: usize = 240;
const DAYS: i64 = 30;
const SEED: u64 = 20_261_124;

fn main() {
    let world = World::new(FEEDS, DAYS, SEED);
    println!("{} feeds, {DAYS} days, {} items, seed {SEED}\n", world.feeds(), world.items());
    let rules =
        [Rule::Fixed(15), Rule::Fixed(30), Rule::Fixed(60), Rule::SeenShare, Rule::WeeklyCount, Rule::Auto];
    println!("{}", world.table(&rules));
    println!("auto, kind by kind:\n\n{}", world.table_of_kinds(Rule::Auto));
    println!("every 15 min, kind by kind:\n\n{}", world.table_of_kinds(Rule::Fixed(15)));
}

//! Prints the tables of `docs/schedule.md`: `cargo bench --bench schedule_simulation`.
#![allow(missing_docs, reason = "a program of its own, and the tests' module")]

mod simulation;

use simulation::{Rule, World};

/// Of each world.
const FEEDS: usize = 240;
const DAYS: i64 = 30;
/// Six worlds: what holds in one by chance does not in all of them.
const SEEDS: &[u64] = &[1, 2, 3, 4, 5, 6];

fn main() {
    let rules =
        [Rule::Fixed(15), Rule::Fixed(30), Rule::Fixed(60), Rule::SeenShare, Rule::WeeklyCount, Rule::Auto];
    let world = World::new(FEEDS, DAYS, SEEDS);
    println!("{} feeds, {DAYS} days, {} items\n", world.feeds(), world.items());
    println!("{}", world.table(&rules));
    println!("auto, kind by kind:\n\n{}", world.table_of_kinds(Rule::Auto));
    println!("every 15 min, kind by kind:\n\n{}", world.table_of_kinds(Rule::Fixed(15)));
    println!("World by world:\n\n| seed | every 15 min: requests | lost | auto: requests | lost |");
    println!("| ---: | ---: | ---: | ---: | ---: |");
    for seed in SEEDS {
        let world = World::new(FEEDS, DAYS, &[*seed]);
        let (fixed, auto) = (world.play(Rule::Fixed(15), None), world.play(Rule::Auto, None));
        println!("| {seed} | {} | {} | {} | {} |", fixed.requests, fixed.lost, auto.requests, auto.lost);
    }
    let world = World::surprising(60, DAYS, &[1]);
    println!(
        "\nWhat nobody can foresee: {} feeds, {} items\n\n{}",
        world.feeds(),
        world.items(),
        world.table(&rules)
    );
}

//! The score a server's operator would give us: a table of behaviours, each with where it is demanded,
//! judged by what the outlet was asked and by when it will be asked next.

mod asking;
mod failing;
mod talking;
mod waiting;

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::outlet::{Outlet, Piece};
use crate::world::World;

/// What an operator looks at, who asks for it, and a test that panics where it is not so.
type Behaviour = (&'static str, &'static str, fn());

/// Worlds at once: they mostly wait for processes to start.
const WORKERS: usize = 4;

/// An outlet with one feed, and a world that polls it by this schedule.
fn scheduled(schedule: &str) -> (Outlet, World) {
    let outlet = Outlet::start();
    // Of this moment: where nothing comes for months, `auto` would wait longer than anybody asks.
    outlet.publishes("/rss", Piece::new("one").at(&jiff::Timestamp::now().to_string()));
    let mut world = World::with(&outlet, &["/rss"]);
    world.config(|c| {
        c.set("schedule", "default", &format!("{schedule:?}"));
    });
    (outlet, world)
}

/// Changes the archive behind the program's back, as time would.
fn alter(world: &World, sql: &str) {
    assert!(world.alter(sql) > 0, "{sql} changed nothing");
}

/// Which wish holds the feed back, and for how many seconds after its last poll.
fn held(world: &World, feed: &str) -> (String, i64) {
    let by = world.one(&format!("select coalesce(held_by, 'nobody') from feed where name = '{feed}'"));
    (by, wait(world, feed))
}

/// Seconds from a feed's last poll to its next.
fn wait(world: &World, feed: &str) -> i64 {
    let sql = "select unixepoch(next_due_at) - unixepoch(last_polled_at) from feed where name";
    world.one(&format!("{sql} = '{feed}'")).parse().unwrap()
}

#[track_caller]
fn assert_held(world: &World, by: &str, seconds: std::ops::RangeInclusive<i64>) {
    let (found, wait) = held(world, "rss");
    assert!(
        found == by && seconds.contains(&wait),
        "held by {found} for {wait} s, not by {by} for {seconds:?}"
    );
}

#[test]
fn an_operator_finds_nothing_to_complain_of() {
    let behaviours: Vec<Behaviour> =
        [asking::BEHAVIOURS, waiting::BEHAVIOURS, failing::BEHAVIOURS, talking::BEHAVIOURS].concat();
    assert!(behaviours.len() >= 25, "{}", behaviours.len());
    let next = AtomicUsize::new(0);
    let faults: Mutex<Vec<(usize, String)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some((n, (.., check))) = {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    behaviours.get(n).map(|behaviour| (n, behaviour))
                } {
                    if let Err(panic) = catch_unwind(AssertUnwindSafe(check)) {
                        let text = panic.downcast_ref::<String>().cloned();
                        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
                        faults.lock().unwrap().push((n, text.unwrap_or_default()));
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    let mut table = String::new();
    for (n, (what, source, _)) in behaviours.iter().enumerate() {
        let fault = faults.iter().find(|(of, _)| *of == n);
        let _ = writeln!(table, "{} {:2} {what}  [{source}]", if fault.is_some() { "✗" } else { "✓" }, n + 1);
        if let Some((_, text)) = fault {
            let _ = writeln!(table, "       {}", text.replace('\n', "\n       "));
        }
    }
    let score = format!("{} of {} behaviours", behaviours.len() - faults.len(), behaviours.len());
    assert!(faults.is_empty(), "{score}\n{table}");
    println!("{table}{score}");
}

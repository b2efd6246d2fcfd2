//! The disk gives out: what could not be kept is not acknowledged, and comes with the next poll.

use std::process::Command;

use crate::outlet::{Outlet, Piece};
use crate::world::{Output, World};

/// The binary with a limit to the size of every file it writes, which a full disk is like: from some byte
/// on, writing fails.
fn cramped(world: &World, blocks: usize, args: &str) -> Output {
    let mut command = Command::new("sh");
    let script =
        format!("trap '' XFSZ; ulimit -f {blocks}; exec '{}' {args}", env!("CARGO_BIN_EXE_clippings"));
    command.args(["-c", &script]).current_dir(world.path("."));
    Output::of(command)
}

#[test]
fn a_poll_that_does_not_fit_is_not_kept_and_comes_again() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("small"));
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    for n in 0..40 {
        // Words that do not compress to nothing.
        let text: String =
            (0..6000u32).map(|w| format!("{:x} ", w.wrapping_mul(2_654_435_761 + n))).collect();
        outlet.publishes("/rss", Piece::new(&format!("large-{n}")).says(&format!("<p>{text}</p>")));
    }
    let output = cramped(&world, 1500, "poll");
    assert_ne!(output.code, Some(0), "{}", output.told());
    assert!(output.code.is_some(), "ended by a signal: {}", output.told());
    assert!(!output.stderr.is_empty() && !output.stderr.contains("panicked"), "{}", output.told());
    assert!(output.stderr.contains("clippings.db"), "does not name the archive: {}", output.told());
    world.integrity();
    assert_eq!(world.count("select count(*) from articles"), 1);
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 41);
    world.integrity();
}

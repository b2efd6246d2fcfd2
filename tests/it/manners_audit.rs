//! `clippings manners`: our own behaviour, audited from what was kept.

use crate::outlet::{Keeps, Outlet, Piece};
use crate::world::World;

#[test]
fn manners_counts_what_an_operator_would() {
    let (outlet, other) = (Outlet::start(), Outlet::start());
    outlet.publishes("/rss", Piece::new("one"));
    other.publishes("/rss", Piece::new("two"));
    other.keeps("/rss", Keeps::Nothing);
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed("courier", &outlet.url("/rss")).feed("herald", &other.url("/rss"));
        });
    });
    for _ in 0..3 {
        world.run(&["poll"]).ok();
    }
    let lines = world.run(&["manners", "--json"]).ok().json_lines();
    assert_eq!(lines.len(), 3, "two hosts and all of them");
    let host = |outlet: &Outlet| {
        let name = outlet.url("");
        let name = name.trim_start_matches("http://");
        lines.iter().find(|line| line["host"] == name).unwrap_or_else(|| panic!("{name} in {lines:?}"))
    };
    let size: u64 = world.count("select bytes from polls where feed = 'courier' and outcome = 'ok'");
    let courier = host(&outlet);
    assert_eq!(
        (&courier["polls"], &courier["unconditional"], &courier["avoidable"]),
        (&3.into(), &1.into(), &0.into())
    );
    assert_eq!((&courier["not_modified"], &courier["bytes_saved"]), (&2.into(), &(2 * size).into()));
    let herald = host(&other);
    assert_eq!(
        (&herald["polls"], &herald["unconditional"], &herald["avoidable"]),
        (&3.into(), &3.into(), &0.into())
    );
    assert_eq!(lines[2]["host"], "all");
    assert_eq!((&lines[2]["polls"], &lines[2]["feeds"]), (&6.into(), &2.into()));
    world.run(&["manners"]).ok().says("UNCONDITIONAL").says("67 %");
    world.run(&["manners", "--days", "1"]).ok().says("UNCONDITIONAL");
}

/// What a server gives no more, or gave for another address, cannot be sent.
#[test]
fn only_what_could_have_been_conditional_is_avoidable() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    outlet.publishes("/elsewhere", Piece::new("two"));
    let world = World::with(&outlet, &["/rss"]);
    let poll = || world.run(&["poll"]).ok();
    poll();
    poll();
    outlet.keeps("/rss", Keeps::Nothing);
    poll();
    poll();
    outlet.keeps("/rss", Keeps::Both);
    poll();
    outlet.redirects("/rss", 302, "/elsewhere");
    poll();
    poll();
    let asked = world.rows("select conditional from polls order by id");
    assert_eq!(asked, ["0", "1", "1", "0", "0", "0", "1"]);
    let all = || world.run(&["manners", "--json"]).ok().json_lines().pop().unwrap();
    assert_eq!((&all()["unconditional"], &all()["avoidable"]), (&4.into(), &0.into()));
    // Had the last one forgotten what it was given, it would be told.
    assert_eq!(
        world.alter(
            "update poll set conditional = 0, answered_by = (select answered_by from poll where id = 6) \
         where id = 7"
        ),
        1
    );
    assert_eq!((&all()["unconditional"], &all()["avoidable"]), (&5.into(), &1.into()));
    // Of polls from before it was kept, a conditional one shows that there was something.
    assert_eq!(world.alter("update poll set gave_validators = null, answered_by = null"), 7);
    assert_eq!(all()["avoidable"], 4);
}

#[test]
fn manners_tells_whether_retry_after_was_kept() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["manners", "--json"]).exits(1);
    world.run(&["poll"]).ok();
    outlet.is_busy("/rss", 503, "3600");
    world.run(&["poll"]).exits(3);
    // By hand, against what the server asked.
    world.run(&["poll"]).exits(3);
    let all = |days: &[&str]| {
        world.run(&[&["manners", "--json"][..], days].concat()).ok().json_lines().pop().unwrap()
    };
    assert_eq!((&all(&[])["retry_after"], &all(&[])["retry_after_undercut"]), (&1.into(), &1.into()));
    // The archive as it would be had the second poll been two hours ago.
    let back = "update poll set started_at = strftime('%FT%TZ', started_at, '-2 hours'),
        not_before = strftime('%FT%TZ', not_before, '-2 hours') where id <= 2";
    assert_eq!(world.alter(back), 2);
    let kept = all(&[]);
    assert_eq!((&kept["retry_after"], &kept["retry_after_undercut"]), (&1.into(), &0.into()));
    let shortest = kept["shortest_interval_seconds"].as_u64().unwrap();
    assert!(shortest < 7_200, "the first two polls were {shortest} s apart");
}

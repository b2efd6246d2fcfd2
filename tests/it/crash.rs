//! Killed at any moment, or held up by whoever holds the database: nothing lost, nothing doubled.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::outlet::{Outlet, Piece};
use crate::world::{Daemon, World, rows};

const PATHS: [&str; 4] = ["/rss/a", "/atom/b", "/json/c", "/rss/d"];

/// An article of its own in each feed.
fn publishes_everywhere(outlet: &Outlet, id: &str) {
    for path in PATHS {
        outlet.publishes(path, Piece::new(&format!("{id}{}", path.replace('/', "-"))));
    }
}

fn busy(outlet: &Outlet) -> World {
    let mut world = World::with(outlet, &PATHS);
    world.config(|c| {
        c.every_second().set("http", "per_host", "8");
    });
    world
}

/// Waits until the feed at the first path has been polled and kept: the next poll is most of a second away.
fn just_after_a_poll(daemon: &mut Daemon, world: &World) {
    let polls = || world.count("select count(*) from polls where feed = 'rss-a'");
    let before = polls();
    daemon.until("one more poll", || polls() > before);
}

/// What must hold at every moment: each poll's row and its articles came together.
#[track_caller]
fn nothing_torn(world: &World) {
    world.integrity();
    assert_eq!(
        world.one("select coalesce(sum(new), 0) = (select count(*) from articles) from polls"),
        "1",
        "polls say {}, articles are {}",
        world.one("select sum(new) from polls"),
        world.one("select count(*) from articles"),
    );
    assert_eq!(
        world.one("select coalesce(sum(revised), 0) + (select count(*) from articles) = (select count(*) from revisions) from polls"),
        "1"
    );
    assert_eq!(
        world.rows("select guid from sightings group by guid having count(distinct article_id) > 1"),
        [""; 0]
    );
}

/// Every article that the outlet shows is there, once.
#[track_caller]
fn nothing_lost_nothing_doubled(world: &World, outlet: &Outlet) {
    let mut shown: Vec<String> = PATHS.iter().flat_map(|p| outlet.shows(p)).collect();
    shown.sort();
    assert_eq!(world.rows("select url from articles order by url"), shown);
}

#[test]
fn fifty_kills_lose_nothing_and_double_nothing() {
    const KILLS: usize = 50;
    let outlet = Outlet::start();
    let world = busy(&outlet);
    for (wait, path) in [0, 40, 80, 120].into_iter().zip(PATHS) {
        outlet.is_slow(path, Duration::from_millis(wait));
        for n in 0..10 {
            outlet.publishes(path, Piece::new(&format!("{}-{n}", path.replace('/', ""))));
        }
    }
    let (mut in_poll, mut moment) = (0, 7u64);
    for kill in 0..KILLS {
        // One feed has news, the others must answer 304 and hide nothing by it.
        let path = PATHS[kill % PATHS.len()];
        for n in 0..5 {
            outlet.publishes(path, Piece::new(&format!("kill-{kill}-{n}")));
        }
        if kill > 0 {
            outlet.edits(&format!("kill-{}-0", kill - 1), |p| p.title.push_str(", again"));
        }
        outlet.forget_requests();
        let mut daemon = world.daemon();
        // A small generator spreads the kills from before the first request to well after the commit.
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if kill % 8 != 7 {
            daemon.until("a request", || !outlet.all_requests().is_empty());
        }
        std::thread::sleep(Duration::from_micros((moment >> 33) % 250_000));
        in_poll += usize::from(outlet.all_requests().iter().any(|r| r.ended.is_none()));
        daemon.kill();
        if world.archive().exists() {
            nothing_torn(&world);
        }
    }
    assert!(in_poll > 2, "only {in_poll} of {KILLS} kills came while a request was open");
    // Whatever a 304 vouches for must be there, or it is hidden for ever.
    world.run(&["poll"]).ok();
    nothing_torn(&world);
    nothing_lost_nothing_doubled(&world, &outlet);
    outlet.forget_requests();
    world.run(&["poll"]).ok();
    assert!(outlet.all_requests().iter().all(|r| r.status == 304), "{:?}", outlet.all_requests());
    nothing_lost_nothing_doubled(&world, &outlet);
}

#[test]
fn a_kill_between_answer_and_commit_hides_nothing() {
    // The writer is held up while the answer is in: killed then, nothing of that poll may be kept, its
    // validators least of all.
    let outlet = Outlet::start();
    outlet.publishes("/rss/a", Piece::new("first"));
    let world = busy(&outlet);
    world.run(&["poll"]).exits(3);
    let mut daemon = world.daemon();
    just_after_a_poll(&mut daemon, &world);
    let mut holder = Connection::open(world.archive()).unwrap();
    holder.busy_timeout(Duration::from_secs(30)).unwrap();
    let lock = holder.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    outlet.forget_requests();
    outlet.publishes("/rss/a", Piece::new("second"));
    daemon.until("the answer", || {
        outlet.requests("/rss/a").iter().any(|r| r.status == 200 && r.ended.is_some())
    });
    std::thread::sleep(Duration::from_millis(200));
    daemon.kill();
    lock.rollback().unwrap();
    drop(holder);
    assert_eq!(world.count("select count(*) from articles"), 1);
    world.run(&["poll"]).exits(3);
    assert_eq!(world.count("select count(*) from articles"), 2);
    nothing_torn(&world);
}

#[test]
fn kills_while_the_archive_is_made_leave_nothing_in_the_way() {
    let outlet = Outlet::start();
    outlet.publishes("/rss/a", Piece::new("first"));
    for kill in 0..25 {
        let world = World::with(&outlet, &["/rss/a"]);
        let mut child = world.command(&["poll"]).stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(kill * 1500));
        child.kill().unwrap();
        child.wait().unwrap();
        world.run(&["poll"]).ok();
        nothing_torn(&world);
        assert_eq!(world.count("select count(*) from articles"), 1);
    }
}

/// Holds the write lock for 20 seconds, as a user does who walks away from an open transaction.
fn hold(world: &World, meanwhile: impl FnOnce()) {
    let mut holder = Connection::open(world.archive()).unwrap();
    holder.busy_timeout(Duration::from_secs(30)).unwrap();
    let lock = holder.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let began = Instant::now();
    meanwhile();
    std::thread::sleep(Duration::from_secs(20).saturating_sub(began.elapsed()));
    lock.rollback().unwrap();
}

#[test]
fn a_user_who_holds_the_database_delays_the_daemon_but_loses_nothing() {
    let outlet = Outlet::start();
    publishes_everywhere(&outlet, "first");
    let world = busy(&outlet);
    let mut daemon = world.daemon();
    daemon.until("the first articles", || {
        world.archive().exists() && world.count("select count(*) from articles") == 4
    });
    hold(&world, || {
        publishes_everywhere(&outlet, "meanwhile");
    });
    daemon.until("what came meanwhile", || world.count("select count(*) from articles") == 8);
    daemon.stop();
    nothing_lost_nothing_doubled(&world, &outlet);
    nothing_torn(&world);
    assert_eq!(world.rows("select * from polls where error is not null"), [""; 0]);
}

#[test]
fn told_to_stop_while_a_user_holds_the_database_it_stops_in_time_and_asks_again_later() {
    let outlet = Outlet::start();
    publishes_everywhere(&outlet, "first");
    let world = busy(&outlet);
    let mut daemon = world.daemon();
    daemon.until("the first articles", || {
        world.archive().exists() && world.count("select count(*) from articles") == 4
    });
    just_after_a_poll(&mut daemon, &world);
    let mut holder = Connection::open(world.archive()).unwrap();
    holder.busy_timeout(Duration::from_secs(30)).unwrap();
    let lock = holder.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    outlet.forget_requests();
    outlet.publishes(PATHS[0], Piece::new("meanwhile"));
    daemon.until("the answer", || outlet.requests(PATHS[0]).iter().any(|r| r.status == 200));
    daemon.stop();
    lock.rollback().unwrap();
    world.run(&["poll"]).ok();
    nothing_lost_nothing_doubled(&world, &outlet);
    nothing_torn(&world);
}

#[test]
fn a_user_who_holds_the_database_delays_a_poll_by_hand() {
    let outlet = Outlet::start();
    publishes_everywhere(&outlet, "first");
    let world = busy(&outlet);
    world.run(&["poll"]).ok();
    publishes_everywhere(&outlet, "second");
    std::thread::scope(|s| {
        let (held, holding) = std::sync::mpsc::channel();
        let world = &world;
        s.spawn(move || hold(world, || held.send(()).unwrap()));
        holding.recv().unwrap();
        let output = world.run(&["poll"]).ok();
        assert!(output.took > Duration::from_secs(15), "{}", output.told());
    });
    nothing_lost_nothing_doubled(&world, &outlet);
    nothing_torn(&world);
}

#[test]
fn readers_never_fail_and_never_block() {
    let outlet = Outlet::start();
    publishes_everywhere(&outlet, "first");
    let world = busy(&outlet);
    let mut daemon = world.daemon();
    daemon.until("the first articles", || {
        world.archive().exists() && world.count("select count(*) from articles") == 4
    });
    // One reader stays in a transaction all the while: it sees one moment, and holds nobody up.
    let patient = world.db();
    patient.execute_batch("begin").unwrap();
    assert_eq!(rows(&patient, "select count(*) from articles"), ["4"]);
    let done = AtomicBool::new(false);
    std::thread::scope(|s| {
        let (done, world) = (&done, &world);
        let reader = s.spawn(move || {
            let db = world.db();
            // Not one wait is allowed for.
            db.busy_timeout(Duration::ZERO).unwrap();
            let mut reads = 0;
            while !done.load(Ordering::Relaxed) {
                for view in ["articles", "article_tags", "sightings", "feeds", "polls", "revisions"] {
                    rows(&db, &format!("select * from {view}"));
                    reads += 1;
                }
            }
            reads
        });
        for round in 0..20 {
            publishes_everywhere(&outlet, &format!("round-{round}"));
            std::thread::sleep(Duration::from_millis(100));
        }
        daemon.until("all articles", || world.count("select count(*) from articles") == 84);
        done.store(true, Ordering::Relaxed);
        let reads = reader.join().unwrap();
        assert!(reads > 100, "only {reads} reads");
    });
    assert_eq!(rows(&patient, "select count(*) from articles"), ["4"]);
    patient.execute_batch("commit").unwrap();
    daemon.stop();
}

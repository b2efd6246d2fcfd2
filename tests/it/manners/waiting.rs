//! Wishes of servers and publishers, and how long we wait for them.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};

use super::{Behaviour, assert_held, held, scheduled, wait};
use crate::outlet::{Keeps, Outlet, Piece};
use crate::world::World;

pub const BEHAVIOURS: &[Behaviour] = &[
    ("max-age holds the next request back, cron or not", "RFC 9111 §5.2.2.1", max_age),
    ("Age is taken off, no-cache and no-store hold nothing", "RFC 9111 §4.2.3, §5.2.2.4", age),
    ("Expires holds it back where there is no max-age", "RFC 9111 §5.3", expires),
    ("a 304 renews the freshness", "RFC 9111 §4.3.4", fresh_304),
    ("no lifetime silences a feed for more than schedule.max", "max-age=31536000 by some template", capped),
    ("ttl is the least time between two requests of auto, also after a 304", "RSS 2.0, ttl", ttl),
    ("skipHours and skipDays are left out by auto", "RSS 2.0, skipHours, skipDays", skips),
    ("sy:updatePeriod is the pace of auto", "RSS 1.0, mod_syndication", update_period),
    ("a feed without validators costs auto one download an hour", "Kroll, feed reader score", unconditional),
    ("Retry-After in seconds is obeyed with 429", "RFC 6585 §4, RFC 9110 §10.2.3", seconds),
    ("Retry-After as a date is obeyed with 503", "RFC 9110 §10.2.3", date),
    ("Retry-After of a week is obeyed", "RFC 9110 §10.2.3", week),
    ("Retry-After with a redirect holds the next poll back", "RFC 9110 §10.2.3", redirected),
    (
        "a restart or an edited schedule does not undercut Retry-After",
        "Kroll: clients that come back at once",
        restart,
    ),
    (
        "a 429 to one feed is heard by all feeds of the host",
        "RFC 6585 §4: the user has sent too many",
        whole_host,
    ),
    ("… and by the next process, after a restart", "RFC 6585 §4", whole_host_restart),
    ("… and by a daemon, when the 429 was given to a poll by hand", "RFC 6585 §4", whole_host_by_hand),
    ("a 503 to one feed leaves the others alone", "one broken page behind a proxy", one_feed),
];

fn max_age() {
    for schedule in ["*/10 * * * *", "auto"] {
        let (outlet, world) = scheduled(schedule);
        outlet.says("/rss", "Cache-Control", "public, max-age=7200");
        world.run(&["poll"]).ok();
        assert_held(&world, "max-age", 7195..=7230);
        world.run(&["feeds"]).ok().says("Cache-Control");
    }
}

fn age() {
    let (outlet, world) = scheduled("*/10 * * * *");
    outlet.says("/rss", "Cache-Control", "max-age=7200");
    outlet.says("/rss", "Age", "3600");
    world.run(&["poll"]).ok();
    assert_held(&world, "max-age", 3595..=3630);
    for never in ["no-cache", "no-store, max-age=7200", "max-age=0", "s-maxage=7200"] {
        let (outlet, world) = scheduled("*/10 * * * *");
        outlet.says("/rss", "Cache-Control", never);
        world.run(&["poll"]).ok();
        assert_eq!(held(&world, "rss").0, "nobody", "{never}");
    }
}

fn http_date(after: i64) -> String {
    let at = Timestamp::now() + SignedDuration::from_secs(after);
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap()
}

fn expires() {
    let (outlet, world) = scheduled("*/10 * * * *");
    outlet.says("/rss", "Date", &http_date(0));
    outlet.says("/rss", "Expires", &http_date(5400));
    world.run(&["poll"]).ok();
    assert_held(&world, "max-age", 5380..=5430);
    let (outlet, world) = scheduled("*/10 * * * *");
    outlet.says("/rss", "Expires", "0");
    world.run(&["poll"]).ok();
    assert_eq!(held(&world, "rss").0, "nobody");
}

fn fresh_304() {
    let (outlet, world) = scheduled("*/10 * * * *");
    world.run(&["poll"]).ok();
    assert_eq!(held(&world, "rss").0, "nobody");
    outlet.says("/rss", "Cache-Control", "max-age=7200");
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select outcome from polls order by id desc limit 1"), "not-modified");
    assert_held(&world, "max-age", 7195..=7230);
    // One that says nothing takes nothing back.
    outlet.is_silent("/rss");
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select outcome from polls order by id desc limit 1"), "not-modified");
    assert_held(&world, "max-age", 7195..=7230);
    // A whole answer that says nothing does.
    outlet.publishes("/rss", Piece::new("two"));
    world.run(&["poll"]).ok();
    assert_eq!(held(&world, "rss").0, "nobody");
}

fn capped() {
    let (outlet, world) = scheduled("*/10 * * * *");
    outlet.says("/rss", "Cache-Control", "max-age=31536000, immutable");
    world.run(&["poll"]).ok();
    assert_held(&world, "max-age", 86_390..=86_410);
}

fn ttl() {
    let (outlet, world) = scheduled("auto");
    outlet.asks("/rss", "<ttl>180</ttl>");
    world.run(&["poll"]).ok();
    assert_held(&world, "ttl", 10_799..=10_830);
    world.run(&["poll"]).ok();
    assert_eq!(outlet.requests("/rss")[1].status, 304);
    assert_held(&world, "ttl", 10_799..=10_830);
    // Cron is the user's own wish.
    let (outlet, world) = scheduled("*/10 * * * *");
    outlet.asks("/rss", "<ttl>180</ttl>");
    world.run(&["poll"]).ok();
    assert_eq!(held(&world, "rss").0, "nobody");
}

fn skips() {
    let (outlet, world) = scheduled("auto");
    // The next hours, whenever this runs: of the next twelve hours none is open.
    let hour = Timestamp::now().as_second() / 3600;
    let hours: String = (0..12).map(|n| format!("<hour>{}</hour>", (hour + n) % 24)).collect();
    outlet.asks("/rss", &format!("<skipHours>{hours}</skipHours>"));
    world.run(&["poll"]).ok();
    assert_held(&world, "skip-hours", 10 * 3600..=12 * 3600 + 60);
    let (outlet, world) = scheduled("auto");
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    // 1970-01-01 was a Thursday. Today and tomorrow are closed, and Sunday is not.
    let today = (Timestamp::now().as_second() / 86_400 + 3) % 7;
    let elements: String = days.iter().map(|day| format!("<day>{day}</day>")).collect();
    outlet.asks("/rss", &format!("<skipDays>{elements}</skipDays>"));
    world.run(&["poll"]).ok();
    if today < 5 {
        assert_held(&world, "skip-days", 86_390..=86_410);
    }
}

fn update_period() {
    let (outlet, world) = scheduled("auto");
    outlet.asks("/rss", "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>");
    world.run(&["poll"]).ok();
    assert_held(&world, "update-period", 21_599..=21_630);
}

fn unconditional() {
    let (outlet, world) = scheduled("auto");
    outlet.keeps("/rss", Keeps::Nothing);
    world.run(&["poll"]).ok();
    assert_held(&world, "no-validators", 3_599..=3_630);
    let (outlet, world) = scheduled("*/10 * * * *");
    outlet.keeps("/rss", Keeps::Nothing);
    world.run(&["poll"]).ok();
    assert_eq!(held(&world, "rss").0, "nobody", "the user's schedule says otherwise");
}

fn seconds() {
    for schedule in ["*/10 * * * *", "auto"] {
        let (outlet, world) = scheduled(schedule);
        outlet.is_busy("/rss", 429, "7200");
        world.run(&["poll"]).exits(3);
        assert_held(&world, "retry-after", 7_200..=7_200 + 660);
        assert_eq!(
            world
                .one("select unixepoch(not_before) - unixepoch(started_at) between 7199 and 7260 from polls"),
            "1"
        );
    }
}

fn date() {
    let (outlet, world) = scheduled("*/10 * * * *");
    outlet.is_busy("/rss", 503, &http_date(7_200));
    world.run(&["poll"]).exits(3);
    assert_held(&world, "retry-after", 7_190..=7_200 + 660);
    world.run(&["feeds"]).ok().says("Retry-After");
}

fn week() {
    let (outlet, world) = scheduled("*/10 * * * *");
    outlet.is_busy("/rss", 503, "604000");
    world.run(&["poll"]).exits(3);
    assert_held(&world, "retry-after", 604_000..=604_000 + 660);
}

fn redirected() {
    let (outlet, mut world) = scheduled("*/10 * * * *");
    outlet.redirects_for_later("/old", 301, "/rss", "7200");
    world.config(|c| {
        c.outlet("Old", |o| {
            o.feed("old", &outlet.url("/old"));
        });
    });
    world.run(&["poll", "old"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 1, "it is followed all the same");
    let (by, wait) = held(&world, "old");
    assert!(by == "retry-after" && (7_200..7_900).contains(&wait), "{by} {wait}");
}

/// A world whose daemon would poll every second.
fn every_second(paths: &[&str]) -> (Outlet, World) {
    let outlet = Outlet::start();
    for path in paths {
        outlet.publishes(path, Piece::new(&path.replace('/', "-")));
    }
    let mut world = World::with(&outlet, paths);
    world.config(|c| {
        c.every_second();
    });
    (outlet, world)
}

fn restart() {
    let (outlet, mut world) = every_second(&["/rss"]);
    outlet.is_busy("/rss", 503, "3600");
    world.run(&["poll"]).exits(3);
    outlet.comes_back("/rss");
    outlet.forget_requests();
    for schedule in ["* * * * * *", "*/2 * * * * *"] {
        world.config(|c| {
            c.set("schedule", "default", &format!("{schedule:?}"));
        });
        let daemon = world.daemon();
        std::thread::sleep(Duration::from_millis(1500));
        daemon.stop();
    }
    assert_eq!(outlet.forget_requests(), 0);
    assert!(wait(&world, "rss") >= 3_600);
}

fn whole_host() {
    let (outlet, world) = every_second(&["/rss/1", "/rss/2", "/rss/3", "/rss/4"]);
    for path in ["/rss/1", "/rss/2", "/rss/3", "/rss/4"] {
        outlet.is_busy(path, 429, "3600");
    }
    let mut world = world;
    world.config(|c| {
        c.set("http", "per_host", "1");
    });
    let polled = world.run(&["poll"]).exits(3);
    let told =
        "1 feed polled, 1 failed, 3 not asked because their hosts want to be left alone (--anyway asks); ";
    polled.says(told);
    assert_eq!(outlet.all_requests().len(), 1, "one 429 is enough");
    assert_eq!(world.rows("select outcome from polls order by id"), ["busy", "held", "held", "held"]);
    assert_eq!(
        world.rows("select distinct coalesce(held_by, ''), unixepoch(next_due_at) - unixepoch() > 3500 from feed order by 1"),
        ["host|1", "retry-after|1"]
    );
    // Those that were not asked have not failed.
    assert_eq!(world.rows("select failures from feed order by 1"), ["0", "0", "0", "1"]);
}

fn whole_host_restart() {
    let (outlet, world) = every_second(&["/rss/1", "/rss/2"]);
    outlet.is_busy("/rss/1", 429, "3600");
    world.run(&["poll", "rss-1"]).exits(3);
    outlet.forget_requests();
    let mut daemon = world.daemon();
    daemon.until("the other feed to be held", || {
        world.rows("select held_by from feed where name = 'rss-2'") == ["host"]
    });
    std::thread::sleep(Duration::from_millis(1500));
    daemon.stop();
    assert_eq!(outlet.forget_requests(), 0);
    assert_eq!(world.count("select count(*) from polls where outcome = 'held'"), 1, "and said once");
    // By hand as well, or from somebody's crontab; and nobody has failed where nobody was asked.
    let both = world.run(&["poll"]).ok();
    both.says(
        "0 feeds polled, 0 failed, 2 not asked because their hosts want to be left alone (--anyway asks); ",
    );
    let one = world.run(&["poll", "rss-2"]).ok();
    one.says("1 not asked because its host wants to be left alone (--anyway asks); ");
    assert_eq!(outlet.forget_requests(), 0);
    world.run(&["poll", "rss-2", "--anyway"]).ok().says("1 feed polled, 0 failed; ");
    assert_eq!(outlet.requests("/rss/2").len(), 1);
}

fn whole_host_by_hand() {
    let (outlet, mut world) = every_second(&["/rss/2"]);
    // The daemon does not poll this one, and so does not hear the 429 itself.
    world.config(|c| {
        c.outlet("Off", |o| {
            o.feed_with("rss-1", &outlet.url("/rss/1"), &[("enabled", "false")]);
        });
    });
    let mut daemon = world.daemon();
    daemon.until("polls", || outlet.requests("/rss/2").len() > 1);
    outlet.is_busy("/rss/1", 429, "3600");
    world.run(&["poll", "rss-1"]).exits(3);
    daemon.until("the other feed to be held", || {
        world.rows("select held_by from feed where name = 'rss-2'") == ["host"]
    });
    outlet.forget_requests();
    std::thread::sleep(Duration::from_millis(1500));
    daemon.stop();
    assert_eq!(outlet.forget_requests(), 0);
}

fn one_feed() {
    let (outlet, world) = every_second(&["/rss/1", "/rss/2"]);
    outlet.is_busy("/rss/1", 503, "3600");
    let mut daemon = world.daemon();
    daemon.until("polls of the other", || outlet.requests("/rss/2").len() > 2);
    daemon.stop();
    assert_eq!(outlet.requests("/rss/1").len(), 1);
}

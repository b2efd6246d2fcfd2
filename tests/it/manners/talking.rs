//! How we talk: who we say we are, what we send along, and over how many connections.

use std::collections::HashSet;
use std::time::Duration;

use super::{Behaviour, scheduled};
use crate::outlet::{Outlet, Piece, most_at_once, shortest_gap};
use crate::world::World;

pub const BEHAVIOURS: &[Behaviour] = &[
    (
        "the User-Agent has name, version and whom to write to",
        "RFC 9110 §10.1.5; every robots' guide",
        user_agent,
    ),
    ("cookies are not kept, referers not sent", "RFC 6265 §7.2; RFC 9110 §10.1.3", no_cookies),
    ("caches on the way may answer: no no-cache, no Pragma, no Range", "Kroll: cache busters", no_busting),
    ("compression is asked for", "RFC 9110 §12.5.3", compression),
    ("feed formats are asked for, and nothing is refused", "RFC 9110 §12.5.1", accept),
    ("one poll is one GET: no HEAD, no favicon, no page", "doubled requests in the logs", one_get),
    ("fragments stay at home", "RFC 9110 §7.1", fragments),
    ("over 90 % of requests to a host reuse a connection", "RFC 9112 §9.3", reuse),
    ("… also where answers are refusals and redirects", "RFC 9112 §9.3", reuse_after_refusals),
    ("a host is asked no more at once than http.per_host", "RFC 9112 §9.4", at_once),
    ("between two requests to a host lies http.per_host_gap", "Crawl-delay, as operators know it", gap),
    ("feeds of one minute are spread over schedule.jitter", "peaks at :00 and :30", jitter),
    ("a restart asks nothing that is not due", "Kroll: clients that poll at every start", restart),
    ("robots.txt is asked for article pages, once, and for feeds never", "RFC 9309", robots),
    (
        "where robots.txt cannot be had because the server fails, pages are left alone",
        "RFC 9309 §2.3.1.4",
        no_robots,
    ),
    ("secrets go to the feed's own origin only", "RFC 9110 §15.4, §11.6.2", secrets),
];

fn user_agent() {
    let (outlet, world) = scheduled("auto");
    world.run(&["poll"]).ok();
    let wanted = format!("Clippings/{} (+https://archive.example/about)", env!("CARGO_PKG_VERSION"));
    assert_eq!(outlet.requests("/rss")[0].text("user-agent"), Some(wanted.as_str()));
}

fn no_cookies() {
    let (outlet, mut world) = scheduled("auto");
    outlet.says("/rss", "Set-Cookie", "reader=1; Path=/");
    outlet.redirects("/old", 302, "/rss");
    world.config(|c| {
        c.set("http", "per_host", "1").outlet("Old", |o| {
            o.feed("old", &outlet.url("/old"));
        });
    });
    world.run(&["poll"]).ok();
    world.run(&["poll"]).ok();
    for request in outlet.all_requests() {
        assert!(request.header("cookie").is_none() && request.header("referer").is_none(), "{request:?}");
    }
}

fn no_busting() {
    let (outlet, world) = scheduled("auto");
    world.run(&["poll"]).ok();
    world.run(&["poll"]).ok();
    for request in outlet.all_requests() {
        for name in ["cache-control", "pragma", "range", "x-requested-with", "content-length"] {
            assert!(request.header(name).is_none(), "{name}: {request:?}");
        }
        assert_eq!(request.path, "/rss", "no number behind it");
    }
}

fn compression() {
    let (outlet, world) = scheduled("auto");
    world.run(&["poll"]).ok();
    assert_eq!(outlet.requests("/rss")[0].text("accept-encoding"), Some("gzip, br, zstd"));
}

fn accept() {
    let (outlet, world) = scheduled("auto");
    world.run(&["poll"]).ok();
    let accept = outlet.requests("/rss")[0].text("accept").unwrap().to_owned();
    assert!(accept.starts_with("application/atom+xml") && accept.contains("*/*;q="), "{accept}");
}

fn one_get() {
    let (outlet, world) = scheduled("auto");
    world.run(&["poll"]).ok();
    let requests = outlet.all_requests();
    assert_eq!(requests.len(), 1);
    assert_eq!((requests[0].method.as_str(), requests[0].path.as_str()), ("GET", "/rss"));
}

fn fragments() {
    let (outlet, mut world) = scheduled("auto");
    world.config(|c| {
        c.outlet("Fragment", |o| {
            o.feed("fragment", &outlet.url("/rss#latest"));
        });
    });
    world.run(&["poll", "fragment"]).ok();
    assert_eq!(outlet.all_requests()[0].path, "/rss");
}

/// Many feeds of one host, and the share of requests that came over a connection that was there.
fn reused(prepare: impl Fn(&Outlet, &str, usize)) -> f64 {
    let outlet = Outlet::start();
    let paths: Vec<String> = (0..60).map(|n| format!("/rss/{n}")).collect();
    for (n, path) in paths.iter().enumerate() {
        outlet.publishes(path, Piece::new(&path.replace('/', "-")));
        prepare(&outlet, path, n);
    }
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let world = World::with(&outlet, &paths);
    world.run(&["poll"]);
    let requests = outlet.all_requests();
    assert!(requests.len() >= 60);
    let connections: HashSet<u64> = requests.iter().map(|r| r.connection).collect();
    1.0 - connections.len() as f64 / requests.len() as f64
}

fn reuse() {
    let share = reused(|_, _, _| {});
    assert!(share > 0.9, "{share}");
}

fn reuse_after_refusals() {
    let share = reused(|outlet, path, n| match n % 4 {
        0 => outlet.goes_down(path, 404),
        1 => outlet.goes_down(path, 500),
        2 => outlet.redirects(path, 302, "/rss/3"),
        _ => {}
    });
    assert!(share > 0.9, "{share}");
}

fn at_once() {
    let outlet = Outlet::start();
    let paths: Vec<String> = (0..8).map(|n| format!("/rss/{n}")).collect();
    for path in &paths {
        outlet.publishes(path, Piece::new(&path.replace('/', "-")));
        outlet.is_slow(path, Duration::from_millis(100));
    }
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let world = World::with(&outlet, &paths);
    world.run(&["poll"]).ok();
    // The default.
    assert!(most_at_once(&[&outlet]) <= 2);
}

fn gap() {
    let outlet = Outlet::start();
    for path in ["/rss/1", "/rss/2", "/rss/3"] {
        outlet.publishes(path, Piece::new(&path.replace('/', "-")));
    }
    let mut world = World::with(&outlet, &["/rss/1", "/rss/2", "/rss/3"]);
    world.config(|c| {
        c.unset("http", "per_host_gap");
    });
    world.run(&["poll"]).ok();
    // The default is a second; on the way here one may be late and the next not.
    assert!(shortest_gap(&outlet) > Duration::from_millis(600), "{:?}", shortest_gap(&outlet));
}

fn jitter() {
    let outlet = Outlet::start();
    let paths: Vec<String> = (0..20).map(|n| format!("/rss/{n}")).collect();
    for path in &paths {
        outlet.publishes(path, Piece::new(&path.replace('/', "-")));
    }
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let mut world = World::with(&outlet, &paths);
    world.config(|c| {
        c.unset("schedule", "jitter").set("schedule", "default", "\"0 4 1 1 *\"");
    });
    world.run(&["poll"]).ok();
    let moments = world.count("select count(distinct next_due_at) from feed");
    assert!(moments >= 12, "20 feeds at {moments} moments");
}

fn restart() {
    let (outlet, world) = scheduled("0 4 1 1 *");
    world.run(&["poll"]).ok();
    outlet.forget_requests();
    for _ in 0..2 {
        let daemon = world.daemon();
        std::thread::sleep(Duration::from_millis(600));
        daemon.stop();
    }
    assert_eq!(outlet.forget_requests(), 0);
}

fn secrets() {
    let (here, there) = (Outlet::start(), Outlet::start_on("127.0.0.2"));
    there.publishes("/rss", Piece::new("one"));
    here.redirects("/rss", 301, &there.url("/rss"));
    let mut world = World::new();
    // user:password
    world.write("basic", "Basic dXNlcjpwYXNzd29yZA==\n");
    world.config(|c| {
        c.outlet("Courier", |o| {
            let headers = "{ Authorization = { file = \"basic\" } }";
            o.feed_with("coast", &here.url("/rss"), &[("headers", headers)]);
        });
    });
    world.run(&["poll"]).ok().never_says("dXNlcjpw");
    assert_eq!(here.requests("/rss")[0].text("authorization"), Some("Basic dXNlcjpwYXNzd29yZA=="));
    assert!(there.requests("/rss")[0].header("authorization").is_none());
}

/// Two feeds whose articles stand on the outlet itself, and whose pages are wanted.
fn with_pages() -> (Outlet, World) {
    let outlet = Outlet::start();
    let mut world = World::new();
    for path in ["/rss/1", "/rss/2"] {
        let mut piece = Piece::new(&path.replace('/', "-"));
        piece.link = Some(outlet.url(&format!("/drafts{path}?print=1")));
        outlet.publishes(path, piece);
    }
    world.config(|c| {
        c.set("http", "per_host", "1").outlet("Courier", |o| {
            for path in ["/rss/1", "/rss/2"] {
                let name = path.trim_start_matches('/').replace('/', "-");
                o.feed_with(&name, &outlet.url(path), &[("full_text", "true")]);
            }
        });
    });
    (outlet, world)
}

fn robots() {
    let (outlet, mut world) = with_pages();
    outlet.shows_text(
        "/robots.txt",
        "User-agent: *\nAllow: /\n\nUser-agent: clippings\nDisallow: /drafts/*?print=\n",
    );
    world.run(&["check", "--fetch"]).ok().says("robots.txt forbids its pages").says("/drafts/rss/1");
    assert!(outlet.requests("/robots.txt").len() <= 2, "asked once, or by two at the same moment");
    outlet.shows_text("/robots.txt", "User-agent: *\nDisallow: /rss\n");
    world.run(&["check", "--fetch"]).ok().never_says("robots.txt");
    // Without full_text nobody asks, and a feed is a feed.
    world.config(|c| {
        c.outlet("Plain", |o| {
            o.feed("plain", &outlet.url("/rss/1"));
        });
    });
    outlet.forget_requests();
    world.run(&["poll", "plain"]).ok();
    assert!(outlet.requests("/robots.txt").is_empty());
}

fn no_robots() {
    let (outlet, world) = with_pages();
    outlet.goes_down("/robots.txt", 500);
    world.run(&["check", "--fetch"]).ok().says("robots.txt forbids");
    outlet.goes_down("/robots.txt", 404);
    world.run(&["check", "--fetch"]).ok().never_says("robots.txt");
}

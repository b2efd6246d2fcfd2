//! On the wire: what we ask, what we take, and what we refuse of what strangers send.

use std::time::{Duration, Instant};

use hyper::Version;

use crate::outlet::http2::Secure;
use crate::outlet::{Coding, Garbage, Outlet, Piece, Stall, most_at_once, shortest_gap, tls};
use crate::world::{Output, World};

fn one() -> (Outlet, World) {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let world = World::with(&outlet, &["/rss"]);
    (outlet, world)
}

/// Outcome and error of the last poll.
fn last(world: &World) -> (String, String) {
    let order = "order by id desc limit 1";
    (
        world.one(&format!("select outcome from polls {order}")),
        world.one(&format!("select coalesce(error, '') from polls {order}")),
    )
}

#[test]
fn it_says_who_it_is_and_what_it_takes() {
    let (outlet, world) = one();
    world.run(&["poll"]).ok();
    let request = &outlet.requests("/rss")[0];
    let agent = request.text("user-agent").unwrap();
    assert!(agent.starts_with("Clippings/") || agent.starts_with("clippings/"), "{agent}");
    assert!(agent.contains("https://archive.example/about"), "{agent}");
    let codings = request.text("accept-encoding").unwrap();
    assert!(["gzip", "br", "zstd"].iter().all(|c| codings.contains(c)), "{codings}");
    let accept = request.text("accept").unwrap();
    assert!(accept.contains("application/rss+xml") && accept.contains("*/*"), "{accept}");
    assert_eq!(request.method, "GET");
    assert!(!request.is_conditional());
}

#[test]
fn one_connection_serves_one_host() {
    let outlet = Outlet::start();
    let paths = ["/rss/1", "/rss/2", "/rss/3"];
    for path in paths {
        outlet.publishes(path, Piece::new(&path.replace('/', "-")));
    }
    let mut world = World::with(&outlet, &paths);
    world.config(|c| {
        c.set("http", "per_host", "1");
    });
    world.run(&["poll"]).ok();
    let connections: Vec<u64> = outlet.all_requests().iter().map(|r| r.connection).collect();
    assert_eq!(connections, [1, 1, 1]);
}

#[test]
fn compressed_answers_are_read() {
    let (outlet, world) = one();
    for coding in [Coding::Gzip, Coding::Zstd, Coding::GzipInside, Coding::Plain] {
        outlet.compresses("/rss", coding);
        outlet.publishes("/rss", Piece::new(&format!("{coding:?}")));
        world.run(&["poll"]).ok();
    }
    assert_eq!(world.count("select count(*) from articles"), 5);
    // Bytes are counted after decompression.
    assert!(world.rows("select bytes > 500 from polls").iter().all(|b| b == "1"));
    let grows = "select count(*) from polls as a join polls as b on b.id = a.id + 1 where b.bytes > a.bytes";
    assert_eq!(world.count(grows), 3);
}

#[test]
fn garbage_fails_the_poll_and_nothing_else() {
    let (outlet, mut world) = one();
    world.config(|c| {
        c.set("http", "max_body", "\"1MB\"");
    });
    for (garbage, outcome) in [
        (Garbage::Binary, "not-a-feed"),
        (Garbage::LoginPage, "login-page"),
        (Garbage::ParkedPage, "html-page"),
        (Garbage::Empty, "empty"),
        (Garbage::TruncatedGzip, "bad-body"),
        (Garbage::ShortOfLength, "wrong-length"),
        (Garbage::ShortOfChunks, "bad-body"),
        (Garbage::GzipBomb, "bomb"),
        (Garbage::PackedBomb, "bomb"),
        (Garbage::TwicePackedBomb, "bomb"),
        (Garbage::ZstdBomb, "bomb"),
        (Garbage::BrotliBomb, "bomb"),
        (Garbage::Endless, "too-large"),
        (Garbage::HeaderFlood, "header-flood"),
        (Garbage::LongHeader, "header-flood"),
    ] {
        outlet.sends_garbage("/rss", garbage);
        let output = world.run(&["poll"]).exits(3);
        let (got, error) = last(&world);
        assert_eq!(got, outcome, "{garbage:?}: {error}\n{}", output.told());
        assert!(!error.is_empty(), "{garbage:?} has no error text");
        assert_eq!(world.count("select count(*) from articles"), 0, "{garbage:?}");
    }
    outlet.comes_back("/rss");
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 1);
    // No validators were kept from answers that could not be read.
    assert!(outlet.requests("/rss").iter().all(|r| !r.is_conditional()));
}

#[test]
fn a_body_that_is_only_labelled_compressed_is_read() {
    let (outlet, world) = one();
    outlet.sends_garbage("/rss", Garbage::FalseGzip);
    world.run(&["poll"]).ok();
    assert_eq!(last(&world).0, "ok");
    assert_eq!(world.count("select count(*) from articles"), 1);
    assert_eq!(world.count("select count(*) from polls where notes like '%not-compressed%'"), 1);
}

#[test]
fn what_comes_out_of_a_broken_body_is_read_and_vouches_for_nothing() {
    let outlet = Outlet::start();
    for n in 0..60_u64 {
        // Words that do not compress to nothing.
        outlet.publishes("/rss", Piece::new(&format!("ferry-{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))));
    }
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 60);
    outlet.publishes("/rss", Piece::new("one-more"));
    outlet.sends_garbage("/rss", Garbage::TruncatedGzip);
    for _ in 0..2 {
        world.run(&["poll"]).ok();
        assert_eq!(last(&world).0, "ok", "and not unchanged");
    }
    let cut = "from polls where notes like '%damaged-compression%' and notes like '%truncated%'";
    assert_eq!(world.count(&format!("select count(*) {cut} and entries between 5 and 59")), 2);
    assert_eq!(world.count("select count(*) from withdrawals"), 0);
    outlet.comes_back("/rss");
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 61, "no half of an entry became an article");
    let asked: Vec<bool> = outlet.requests("/rss").iter().map(|r| r.is_conditional()).collect();
    assert_eq!(asked, [false, true, false, false], "the next poll asks for all of it");
}

#[test]
fn a_body_that_cannot_be_unpacked_is_kept() {
    let (outlet, world) = one();
    outlet.sends_garbage("/rss", Garbage::TruncatedGzip);
    world.run(&["poll"]).exits(3);
    assert_eq!(last(&world).0, "bad-body");
    world.run(&["feeds"]).ok().says("clippings feeds --bad-body");
    let feed = world.one("select name from feeds");
    world.run(&["feeds", "--bad-body", &feed]).ok();
}

#[test]
fn over_http_2_a_flood_of_header_fields_is_one_too() {
    let secure = Secure::start();
    let mut world = World::new();
    world.write("trusted.pem", &secure.certificate);
    world.config(|c| {
        c.outlet("Secure", |o| {
            for path in ["rss", "many-policies", "too-many-fields", "too-long-field", "endless-fields"] {
                o.feed(path, &format!("{}/{path}", secure.address));
            }
        });
    });
    // One by one: a flood ends the connection, and with it whatever else was under way there.
    for (feed, outcome) in [
        ("rss", "ok"),
        ("many-policies", "ok"),
        ("too-many-fields", "header-flood"),
        ("too-long-field", "header-flood"),
        ("endless-fields", "header-flood"),
    ] {
        let mut command = world.command(&["poll", feed]);
        command.env("SSL_CERT_FILE", world.path("trusted.pem"));
        let output = Output::of(command).exits(if outcome == "ok" { 0 } else { 3 });
        assert_eq!(last(&world).0, outcome, "{feed}: {}", output.told());
    }
    let asked = secure.asked();
    assert!(asked.len() >= 5 && asked.iter().all(|(_, version)| *version == Version::HTTP_2), "{asked:?}");
}

#[test]
fn what_is_too_much_ends_no_process() {
    let (outlet, world) = one();
    for garbage in [Garbage::DeepXml, Garbage::DeepHtml, Garbage::ManyItems, Garbage::Entities] {
        outlet.sends_garbage("/rss", garbage);
        let output = world.run(&["poll"]);
        assert!(matches!(output.code, Some(0 | 3)), "{garbage:?}: {}", output.told());
        assert!(output.took < Duration::from_secs(20), "{garbage:?}: {}", output.told());
        let (outcome, error) = last(&world);
        assert!(["ok", "bad-feed"].contains(&outcome.as_str()), "{garbage:?}: {outcome} {error}");
        assert_eq!(world.count("select count(*) from articles where length(title) > 5000"), 0);
    }
    world.integrity();
    outlet.comes_back("/rss");
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles where title = 'The harbour master on one'"), 1);
    let hostname = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    if !hostname.trim().is_empty() {
        let leaks = format!("select count(*) from articles where instr(title, '{}')", hostname.trim());
        assert_eq!(world.count(&leaks), 0);
    }
}

#[test]
fn a_feed_cut_off_is_read_as_far_as_it_goes_or_fails_whole() {
    let (outlet, world) = one();
    outlet.publishes("/rss", Piece::new("two"));
    outlet.publishes("/rss", Piece::new("three"));
    outlet.sends_garbage("/rss", Garbage::CutOff);
    world.run(&["poll"]);
    let kept = world.count("select count(*) from articles");
    assert_eq!(kept, world.count("select new from polls"));
    outlet.comes_back("/rss");
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 3);
}

#[test]
fn silence_is_waited_for_no_longer_than_asked() {
    let (outlet, mut world) = one();
    world.config(|c| {
        c.set("http", "timeout", "\"1s\"");
    });
    for (stall, outcome) in [(Stall::BeforeHead, "timeout"), (Stall::AfterBytes(50), "too-slow")] {
        outlet.stalls("/rss", stall);
        let output = world.run(&["poll"]).exits(3);
        assert_eq!(last(&world).0, outcome, "{stall:?}");
        assert!(output.took < Duration::from_secs(8), "{}", output.told());
    }
    // A byte now and then does not buy more time.
    outlet.sends_garbage("/rss", Garbage::Drip);
    let output = world.run(&["poll"]).exits(3);
    let (outcome, error) = last(&world);
    assert_eq!(outcome, "too-slow", "{error}");
    assert!(output.took < Duration::from_secs(8), "{}", output.told());
}

#[test]
fn statuses_have_their_outcomes() {
    let (outlet, world) = one();
    for (code, outcome) in [
        (401, "refused"),
        (403, "refused"),
        (451, "refused"),
        (404, "not-found"),
        (410, "gone"),
        (500, "http-error"),
        (418, "http-error"),
    ] {
        outlet.goes_down("/rss", code);
        // Named, it is asked whatever was said before.
        world.run(&["poll", "rss"]).exits(3);
        assert_eq!(last(&world).0, outcome, "{code}");
        assert_eq!(world.one("select http_status from polls order by id desc limit 1"), code.to_string());
    }
}

#[test]
fn a_304_that_nobody_asked_for_is_no_success() {
    let (outlet, world) = one();
    outlet.goes_down("/rss", 304);
    world.run(&["poll"]).exits(3);
    assert_eq!(last(&world).0, "http-error");
    outlet.comes_back("/rss");
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 1);
}

#[test]
fn an_answer_without_content_is_no_feed() {
    let (outlet, world) = one();
    for code in [204, 205] {
        outlet.goes_down("/rss", code);
        world.run(&["poll"]).exits(3);
        let (outcome, error) = last(&world);
        assert!(["http-error", "not-a-feed"].contains(&outcome.as_str()), "{code}: {outcome} {error}");
    }
}

#[test]
fn a_busy_server_is_left_alone_as_long_as_it_asks() {
    let (outlet, mut world) = one();
    world.config(|c| {
        c.every_second();
    });
    for code in [429, 503] {
        outlet.is_busy("/rss", code, "3600");
        world.run(&["poll", "--anyway"]).exits(3);
        assert_eq!(last(&world).0, "busy", "{code}");
    }
    let seconds = "select unixepoch(next_due_at) - unixepoch(last_polled_at) >= 3590 from feeds";
    assert_eq!(world.one(seconds), "1", "next due at {}", world.one("select next_due_at from feeds"));
    outlet.forget_requests();
    let daemon = world.daemon();
    std::thread::sleep(Duration::from_millis(2500));
    daemon.stop();
    assert_eq!(outlet.forget_requests(), 0, "the daemon did not wait");
}

#[test]
fn one_host_is_asked_as_much_at_once_as_configured() {
    for limit in [1, 2, 5] {
        let outlet = Outlet::start();
        let paths: Vec<String> = (0..8).map(|n| format!("/rss/{n}")).collect();
        for path in &paths {
            outlet.publishes(path, Piece::new(&path.replace('/', "-")));
            outlet.is_slow(path, Duration::from_millis(250));
        }
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let mut world = World::with(&outlet, &paths);
        world.config(|c| {
            c.set("http", "per_host", &limit.to_string());
        });
        world.run(&["poll"]).ok();
        assert_eq!(most_at_once(&[&outlet]), limit);
    }
}

#[test]
fn all_hosts_together_are_asked_as_much_at_once_as_configured() {
    let hosts: Vec<Outlet> = (1..=6).map(|n| Outlet::start_on(&format!("127.0.0.{n}"))).collect();
    let mut world = World::new();
    for (n, outlet) in hosts.iter().enumerate() {
        outlet.publishes("/rss", Piece::new(&format!("article-{n}")));
        outlet.is_slow("/rss", Duration::from_millis(300));
        world.config(|c| {
            c.outlet(&format!("Courier {n}"), |o| {
                o.feed(&format!("feed-{n}"), &outlet.url("/rss"));
            });
        });
    }
    let all: Vec<&Outlet> = hosts.iter().collect();
    for (limit, expected) in [("3", 3), ("64", 6)] {
        world.config(|c| {
            c.set("http", "concurrency", limit);
        });
        hosts.iter().for_each(|o| {
            o.forget_requests();
        });
        world.run(&["poll"]).ok();
        assert_eq!(most_at_once(&all), expected, "http.concurrency = {limit}");
    }
}

#[test]
fn between_two_requests_to_a_host_lies_the_gap() {
    let outlet = Outlet::start();
    let paths = ["/rss/1", "/rss/2", "/rss/3"];
    for path in paths {
        outlet.publishes(path, Piece::new(&path.replace('/', "-")));
    }
    let mut world = World::with(&outlet, &paths);
    world.config(|c| {
        c.set("http", "per_host_gap", "\"600ms\"");
    });
    let began = Instant::now();
    world.run(&["poll"]).ok();
    let gap = shortest_gap(&outlet);
    // The gap is kept where requests are sent; on the way here one may be late and the next not.
    assert!(gap > Duration::from_millis(450), "{gap:?}");
    assert!(began.elapsed() > Duration::from_millis(1200));
}

#[test]
fn an_expired_certificate_is_called_so() {
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed("old", &tls::expired());
        });
    });
    world.run(&["poll"]).exits(3).says("has expired");
    assert_eq!(last(&world).0, "expired-certificate");
}

#[test]
fn a_feed_may_have_a_proxy_of_its_own() {
    let (outlet, proxy) = (Outlet::start(), Outlet::start_on("127.0.0.3"));
    outlet.publishes("/rss", Piece::new("direct"));
    let world = {
        let mut world = World::new();
        world.config(|c| {
            c.outlet("Courier", |o| {
                o.feed("direct", &outlet.url("/rss"));
                let by = crate::world::quoted(&proxy.url("/"));
                o.feed_with("proxied", "http://203.0.113.9.courier.example/rss", &[("proxy", &by)]);
            });
        });
        world
    };
    // What it asks the proxy for is the whole address (RFC 9112 §3.2.2).
    proxy.publishes("http://203.0.113.9.courier.example/rss", Piece::new("proxied"));
    world.run(&["poll"]).ok();
    assert_eq!(proxy.requests("http://203.0.113.9.courier.example/rss").len(), 1);
    assert_eq!(outlet.requests("/rss").len(), 1);
    assert_eq!(proxy.all_requests().len(), 1, "only the feed that names it goes by the proxy");
    assert_eq!(world.count("select count(*) from articles"), 2);
}

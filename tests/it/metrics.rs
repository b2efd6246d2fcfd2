//! Metrics: what monitoring reads of a running daemon, over HTTP.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use crate::outlet::{Garbage, Outlet, Piece};
use crate::world::{Daemon, World};

/// An address that was free just now, as the configuration has it. Each test has a loopback host of its own: on a
/// shared one, another test's connection could take the port before the daemon does.
fn free(host: &str) -> String {
    format!("\"{}\"", TcpListener::bind((host, 0)).unwrap().local_addr().unwrap())
}

/// A world whose daemon polls every second and tells its metrics.
fn watched(outlet: &Outlet, host: &str, paths: &[&str]) -> World {
    let mut world = World::with(outlet, paths);
    world.config(|c| {
        c.every_second().set("metrics", "listen", &free(host));
    });
    world
}

/// The address it said last, once it has said so many.
fn address(daemon: &mut Daemon, times: usize) -> String {
    let log = daemon.until_it_says("metrics at http://", times);
    let last = log.rsplit("metrics at http://").next().unwrap();
    last.split('/').next().unwrap().to_owned()
}

fn ask(address: &str, request: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    write!(stream, "{request} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

fn metrics(address: &str) -> String {
    let (head, body) = ask(address, "GET /metrics");
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    body
}

/// A sample, by its name with labels.
#[track_caller]
fn value(text: &str, sample: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {sample} in\n{text}")).parse().unwrap()
}

#[test]
fn it_counts_what_it_does_and_names_the_feed_that_fell_silent() {
    let outlet = Outlet::start();
    (1..=6).for_each(|n| outlet.publishes("/rss", Piece::new(&format!("story-{n}"))));
    outlet.publishes("/atom", Piece::new("one"));
    let world = watched(&outlet, "127.0.0.11", &["/rss", "/atom"]);
    let mut daemon = world.daemon();
    let address = address(&mut daemon, 1);
    daemon.until("both feeds", || value(&metrics(&address), "clippings_articles_total") == 7.0);
    outlet.sends_garbage("/rss", Garbage::LoginPage);
    let silent = "clippings_feeds_silent{how=\"not-a-feed\"}";
    let refused = "clippings_polls_total{outcome=\"login-page\"}";
    // A poll is in the archive before it is counted.
    let mut text = String::new();
    daemon.until("the silence, and a poll that met it", || {
        text = metrics(&address);
        value(&text, silent) == 1.0 && value(&text, refused) >= 1.0
    });
    assert!(value(&text, "clippings_polls_total{outcome=\"ok\"}") >= 2.0);
    assert_eq!(value(&text, "clippings_polls_total{outcome=\"bomb\"}"), 0.0);
    assert!(value(&text, "clippings_received_bytes_total{by=\"poll\"}") > 500.0);
    assert!(value(&text, "clippings_poll_duration_seconds_count") >= 3.0);
    let polls = world.count("select count(*) from polls") as f64;
    assert!(value(&text, "clippings_poll_duration_seconds_count") <= polls);
    assert_eq!(value(&text, "clippings_feeds{health=\"failing\"}"), 1.0);
    assert!(value(&text, "clippings_archive_bytes") > 10_000.0);
    for step in ["keep", "stories", "words", "commit"] {
        assert!(value(&text, &format!("clippings_archive_writer_seconds_total{{step=\"{step}\"}}")) > 0.0);
    }
    let name = world.one("select name from feeds where silent_how is not null");
    let outlet_name = world.one("select outlet from feeds where silent_how is not null");
    let labels = format!("{{feed=\"{name}\",outlet=\"{outlet_name}\"");
    let since = format!("clippings_feed_silent_since_timestamp_seconds{labels},how=\"not-a-feed\"}}");
    let alive = world.one("select unixepoch(silent_since) from feeds where silent_how is not null");
    assert_eq!(value(&text, &since).to_string(), alive);
    assert!(value(&text, &format!("clippings_feed_failures{labels}}}")) >= 1.0);
    daemon.stop();
}

#[test]
fn it_answers_one_question_and_no_other() {
    let outlet = Outlet::start();
    let world = watched(&outlet, "127.0.0.12", &["/rss"]);
    let mut daemon = world.daemon();
    let address = address(&mut daemon, 1);
    let (head, body) = ask(&address, "GET /metrics");
    let kind = "content-type: application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert!(head.to_lowercase().contains(kind), "{head}");
    assert!(body.ends_with("# EOF\n"), "{body}");
    let (head, body) = ask(&address, "HEAD /metrics");
    assert!(head.starts_with("HTTP/1.1 200 ") && body.is_empty(), "{head}\n{body}");
    let (head, body) = ask(&address, "GET /");
    assert!(head.starts_with("HTTP/1.1 404 ") && body.contains("/metrics"), "{head}\n{body}");
    let (head, _) = ask(&address, "DELETE /metrics");
    assert!(head.starts_with("HTTP/1.1 405 ") && head.to_lowercase().contains("allow: get, head"), "{head}");
    // Those who only hold a place keep nobody from stopping it.
    let _idle: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(&address).unwrap()).collect();
    daemon.stop();
}

#[test]
fn a_reload_keeps_the_counts_and_moves_the_address() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let mut world = watched(&outlet, "127.0.0.13", &["/rss"]);
    let mut daemon = world.daemon();
    let first = address(&mut daemon, 1);
    daemon.until("the article", || value(&metrics(&first), "clippings_articles_total") == 1.0);
    let began = value(&metrics(&first), "clippings_start_timestamp_seconds");
    world.config(|c| {
        c.set("metrics", "listen", &free("127.0.0.14"));
    });
    daemon.signal("HUP");
    let second = address(&mut daemon, 2);
    assert!(second.starts_with("127.0.0.14:"), "{second}");
    let text = metrics(&second);
    assert_eq!(value(&text, "clippings_articles_total"), 1.0);
    assert_eq!(value(&text, "clippings_start_timestamp_seconds"), began);
    assert!(TcpStream::connect(&first).is_err(), "the old address is given up");
    daemon.stop();
}

#[test]
fn an_address_in_use_keeps_nobody_from_polling() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let mut world = World::with(&outlet, &["/rss"]);
    let listen = taken.local_addr().unwrap();
    world.config(|c| {
        c.every_second().set("metrics", "listen", &format!("\"{listen}\""));
    });
    let mut daemon = world.daemon();
    daemon.until("an article and an error", || {
        world.archive().exists() && world.count("select count(*) from articles") == 1
    });
    let log = daemon.log();
    assert!(log.contains(&format!("metrics.listen = \"{listen}\"")) && log.contains("ERROR"), "{log}");
    daemon.stop();
}

//! The outlet itself keeps its word: else the tests that lean on it say nothing.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::{Coding, Garbage, Keeps, Outlet, Piece, Stall, most_at_once};

fn ask(outlet: &Outlet, path: &str, more: &str) -> Result<String, ErrorKind> {
    let mut stream = TcpStream::connect(outlet.address).map_err(|e| e.kind())?;
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: it\r\n{more}\r\n").unwrap();
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(e) if e.kind() != ErrorKind::WouldBlock => Err(e.kind()),
        _ => Ok(String::from_utf8_lossy(&answer).into_owned()),
    }
}

#[test]
fn it_gives_304_for_its_own_bytes_only() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one").titled("Fish & <chips>"));
    outlet.keeps("/rss", Keeps::Fixed { etag: Some(b"W/\"a b\"".to_vec()), last_modified: None });
    let full = ask(&outlet, "/rss", "").unwrap();
    assert!(full.starts_with("HTTP/1.1 200") && full.contains("ETag: W/\"a b\"\r\n"), "{full}");
    assert!(full.contains("<title>Fish &amp; &lt;chips&gt;</title>"), "{full}");
    let same = ask(&outlet, "/rss", "If-None-Match: W/\"a b\"\r\n").unwrap();
    assert!(same.starts_with("HTTP/1.1 304"), "{same}");
    let other = ask(&outlet, "/rss", "If-None-Match: \"a b\"\r\n").unwrap();
    assert!(other.starts_with("HTTP/1.1 200"), "{other}");
    let requests = outlet.requests("/rss");
    assert_eq!(requests.len(), 3);
    assert!(!requests[0].is_conditional() && requests[1].is_conditional());
    assert_eq!(requests[1].status, 304);
}

#[test]
fn an_edit_changes_the_validators() {
    let outlet = Outlet::start();
    outlet.publishes("/atom", Piece::new("one"));
    let etag = |answer: &str| answer.lines().find(|l| l.starts_with("ETag")).unwrap().to_owned();
    let before = etag(&ask(&outlet, "/atom", "").unwrap());
    assert_eq!(before, etag(&ask(&outlet, "/atom", "").unwrap()));
    outlet.edits("one", |p| p.title.push('!'));
    assert_ne!(before, etag(&ask(&outlet, "/atom", "").unwrap()));
}

#[test]
fn it_fails_in_the_ways_it_is_asked_to() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    outlet.resets("/rss");
    assert_eq!(ask(&outlet, "/rss", ""), Err(ErrorKind::ConnectionReset));
    outlet.is_busy("/rss", 503, "120");
    assert!(ask(&outlet, "/rss", "").unwrap().contains("Retry-After: 120\r\n"));
    outlet.stalls("/rss", Stall::AfterBytes(20));
    let cut = ask(&outlet, "/rss", "").unwrap();
    assert!(cut.ends_with("<?xml version=\"1.0\" "), "{cut}");
    outlet.sends_garbage("/rss", Garbage::LoginPage);
    assert!(ask(&outlet, "/rss", "").unwrap().contains("sign in"));
    outlet.closes();
    assert_eq!(ask(&outlet, "/rss", ""), Err(ErrorKind::ConnectionRefused));
    outlet.opens();
    outlet.comes_back("/rss");
    outlet.compresses("/rss", Coding::Gzip);
    assert!(ask(&outlet, "/rss", "").unwrap().contains("Content-Encoding: gzip"));
}

#[test]
fn it_counts_what_runs_at_once() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    outlet.is_slow("/rss", Duration::from_millis(100));
    std::thread::scope(|s| {
        for _ in 0..3 {
            s.spawn(|| ask(&outlet, "/rss", "Connection: close\r\n"));
        }
    });
    assert_eq!(most_at_once(&[&outlet]), 3);
    outlet.forget_requests();
    ask(&outlet, "/rss", "").unwrap();
    assert_eq!(most_at_once(&[&outlet]), 1);
}

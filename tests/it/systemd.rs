//! What systemd is told, and what it tells: readiness, the watchdog, the stop, the state directory.

use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use crate::outlet::{Outlet, Piece};
use crate::world::{Daemon, Output, World};

fn world() -> (Outlet, World) {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let world = World::with(&outlet, &["/rss"]);
    (outlet, world)
}

#[test]
fn it_tells_of_readiness_life_and_the_stop() {
    let (_outlet, world) = world();
    let socket = UnixDatagram::bind(world.path("notify")).unwrap();
    socket.set_nonblocking(true).unwrap();
    let mut command = world.command(&["run"]);
    command.env("NOTIFY_SOCKET", world.path("notify")).env("WATCHDOG_USEC", "1000000");
    let mut daemon = Daemon::start(command, world.path("daemon.log"));
    let mut told: Vec<String> = Vec::new();
    let mut listen = || {
        let mut buffer = [0; 4096];
        while let Ok(n) = socket.recv(&mut buffer) {
            told.extend(String::from_utf8_lossy(&buffer[..n]).lines().map(str::to_owned));
        }
        told.clone()
    };
    let count = |told: &[String], line: &str| told.iter().filter(|l| *l == line).count();
    daemon.until("five signs of life", || count(&listen(), "WATCHDOG=1") >= 5);
    assert_eq!(count(&listen(), "READY=1"), 1);
    assert_eq!(count(&listen(), "STOPPING=1"), 0);
    daemon.stop();
    let told = listen();
    assert_eq!(count(&told, "STOPPING=1"), 1, "{told:?}");
    assert!(told.iter().any(|l| l.starts_with("STATUS=")), "{told:?}");
}

#[test]
fn it_is_not_ready_before_the_archive_is_open() {
    let (_outlet, world) = world();
    world.write("clippings.db", "not an archive");
    let socket = UnixDatagram::bind(world.path("notify")).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let mut command = world.command(&["run"]);
    command.env("NOTIFY_SOCKET", world.path("notify"));
    Output::of(command).exits(78);
    let mut buffer = [0; 4096];
    if let Ok(n) = socket.recv(&mut buffer) {
        let told = String::from_utf8_lossy(&buffer[..n]).into_owned();
        assert!(!told.contains("READY"), "{told}");
    }
}

#[test]
fn a_relative_archive_lies_in_the_state_directory() {
    let (_outlet, world) = world();
    let state = world.path("state");
    std::fs::create_dir(&state).unwrap();
    let mut command = world.command(&["poll"]);
    command.env("STATE_DIRECTORY", &state);
    Output::of(command).ok();
    assert!(state.join("clippings.db").exists());
    assert!(!world.archive().exists());
}

#[test]
fn a_secret_may_be_a_credential() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            let headers = "{ Authorization = { credential = \"courier\" } }";
            o.feed_with("coast", &outlet.url("/rss"), &[("headers", headers)]);
        });
    });
    // Without systemd there is none: that feed fails, and says why.
    let without = world.run(&["poll"]).exits(3);
    assert!(outlet.all_requests().is_empty(), "{}", without.told());
    assert_eq!(world.one("select outcome from polls"), "bad-request");
    std::fs::create_dir(world.path("credentials")).unwrap();
    world.write("credentials/courier", "Bearer s3cret\n");
    let mut command = world.command(&["poll"]);
    command.env("CREDENTIALS_DIRECTORY", world.path("credentials"));
    Output::of(command).ok().never_says("s3cret");
    assert_eq!(outlet.requests("/rss")[0].text("authorization"), Some("Bearer s3cret"));
}

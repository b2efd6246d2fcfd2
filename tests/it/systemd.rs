//! What systemd hears of the daemon (sd_notify(3)): readiness, signs of life, the stop. And what the daemon
//! has from it: a state directory, credentials.

use std::os::unix::net::UnixDatagram;
use std::time::{Duration, Instant};

use crate::outlet::{Outlet, Piece, Stall};
use crate::world::{Daemon, Output, World};

/// A world with a feed that nobody serves.
fn world() -> World {
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed("coast", "http://127.0.0.1:9/rss");
        });
    });
    world
}

/// A daemon told of a watchdog of two seconds, and what it says.
fn watched(world: &World) -> (Daemon, UnixDatagram) {
    let path = world.path("notify.socket");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let mut command = world.command(&["run"]);
    command.env("NOTIFY_SOCKET", &path).env("WATCHDOG_USEC", "2000000").env_remove("WATCHDOG_PID");
    (Daemon::start(command, world.path("daemon.log")), socket)
}

/// Listens until something is said, for as long as a slow machine may need.
fn hears(socket: &UnixDatagram, wanted: &str) -> Vec<String> {
    let patience = Instant::now() + Duration::from_secs(60);
    let mut heard = Vec::new();
    let mut buffer = [0; 4096];
    while Instant::now() < patience {
        if let Ok(length) = socket.recv(&mut buffer) {
            heard.push(String::from_utf8_lossy(&buffer[..length]).into_owned());
            if heard.last().is_some_and(|message| message.contains(wanted)) {
                return heard;
            }
        }
    }
    panic!("never heard {wanted:?}, but {heard:?}");
}

#[test]
fn it_hears_that_the_daemon_is_ready_lives_and_stops() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    let world = World::with(&outlet, &["/rss"]);
    let (daemon, socket) = watched(&world);
    let first = hears(&socket, "READY=1");
    assert!(first.last().unwrap().contains("STATUS=1 feed"), "{first:?}");
    hears(&socket, "WATCHDOG=1");
    hears(&socket, "WATCHDOG=1");
    daemon.signal("TERM");
    hears(&socket, "STOPPING=1");
    daemon.stop();
}

#[test]
fn a_user_who_holds_the_lock_and_a_server_that_stalls_are_no_reason_to_restart() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    outlet.publishes("/slow", Piece::new("two"));
    outlet.stalls("/slow", Stall::BeforeHead);
    let mut world = World::with(&outlet, &["/rss", "/slow"]);
    world.config(|c| {
        c.every_second();
    });
    let (daemon, socket) = watched(&world);
    hears(&socket, "READY=1");
    let user = rusqlite::Connection::open(world.archive()).unwrap();
    user.busy_timeout(Duration::from_secs(20)).unwrap();
    user.execute_batch("BEGIN IMMEDIATE").unwrap();
    for _ in 0..4 {
        hears(&socket, "WATCHDOG=1");
    }
    // Nor a reason not to stop in time.
    daemon.stop();
    user.execute_batch("ROLLBACK").unwrap();
    world.integrity();
}

#[test]
fn it_is_not_ready_before_the_archive_is_open() {
    let world = world();
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
    let world = world();
    let state = world.path("state");
    std::fs::create_dir(&state).unwrap();
    let mut command = world.command(&["poll"]);
    command.env("STATE_DIRECTORY", &state);
    Output::of(command).exits(3);
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

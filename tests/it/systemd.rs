//! What systemd hears of the daemon (sd_notify(3)): readiness, signs of life, the stop.

use std::os::unix::net::UnixDatagram;
use std::time::{Duration, Instant};

use crate::outlet::{Outlet, Piece, Stall};
use crate::world::{Daemon, World};

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

//! One connection, in a thread of its own: raw HTTP/1.1, so that a test can see and say every byte.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::behaviour::Step;
use super::{Request, Shared};

const MAX_HEAD: usize = 64 * 1024;

pub(super) fn serve(shared: &Arc<Shared>, mut stream: &TcpStream, connection: u64) {
    // A small answer must not wait for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    while let Some((length, request)) = read_head(stream, connection) {
        let (serial, steps) = shared.take(request);
        let resets = steps.iter().any(|s| matches!(s, Step::Reset));
        // The kernel answers RST where a socket is closed with bytes unread: leave one.
        let mut rest = vec![0; if resets { length - 1 } else { length }];
        if stream.read_exact(&mut rest).is_err() {
            shared.finish(serial);
            return;
        }
        let goes_on = steps.into_iter().all(|step| act(shared, stream, step));
        shared.finish(serial);
        if !goes_on {
            return;
        }
    }
}

/// False where the connection ends here.
fn act(shared: &Shared, mut stream: &TcpStream, step: Step) -> bool {
    match step {
        Step::Pause(time) => {
            thread::sleep(time);
            true
        }
        Step::Send(bytes) => stream.write_all(&bytes).is_ok(),
        Step::Forever(bytes) => {
            while !shared.is_stopped() && stream.write_all(&bytes).is_ok() {}
            false
        }
        Step::Drip(bytes, pause) => {
            let mut drops = bytes.iter().cycle();
            while let Some(drop) = drops.next()
                && !shared.is_stopped()
                && stream.write_all(&[*drop]).is_ok()
            {
                thread::sleep(pause);
            }
            false
        }
        Step::Hold => {
            hold(shared, stream);
            false
        }
        Step::Close | Step::Reset => false,
    }
}

/// Until the other side goes, something at the outlet changes, or the outlet closes.
fn hold(shared: &Shared, mut stream: &TcpStream) {
    let version = shared.version();
    let _ = stream.set_read_timeout(Some(Duration::from_millis(20)));
    let mut byte = [0];
    while !shared.is_stopped() && shared.version() == version {
        match stream.read(&mut byte) {
            Ok(0) => return,
            Ok(_) => {}
            Err(e) if matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(_) => return,
        }
    }
}

/// Waits for a whole request head and leaves it unread in the socket.
fn read_head(stream: &TcpStream, connection: u64) -> Option<(usize, Request)> {
    let mut buffer = vec![0; MAX_HEAD];
    loop {
        let n = match stream.peek(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(n) => n,
        };
        if let Some(end) = buffer[..n].windows(4).position(|w| w == b"\r\n\r\n") {
            return Some((end + 4, parse(&buffer[..end], connection)));
        }
        assert!(n < MAX_HEAD, "a request head of over {MAX_HEAD} bytes");
        thread::sleep(Duration::from_millis(1));
    }
}

fn parse(head: &[u8], connection: u64) -> Request {
    let mut lines = head.split(|b| *b == b'\n').map(|l| l.strip_suffix(b"\r").unwrap_or(l));
    let first = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let mut words = first.split(' ');
    let headers = lines
        .filter_map(|line| {
            let colon = line.iter().position(|b| *b == b':')?;
            let name = String::from_utf8_lossy(&line[..colon]).into_owned();
            Some((name, line[colon + 1..].trim_ascii().to_vec()))
        })
        .collect();
    Request {
        method: words.next().unwrap_or_default().to_owned(),
        path: words.next().unwrap_or_default().to_owned(),
        headers,
        connection,
        began: Instant::now(),
        ended: None,
        status: 0,
        serial: 0,
    }
}

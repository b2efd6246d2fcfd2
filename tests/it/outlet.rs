//! An outlet on loopback with verbs: it publishes, edits, goes down, redirects, sends garbage, stalls.
//!
//! It speaks HTTP/1.1 by hand, one thread a connection, so that tests decide every byte it says and
//! see every byte it is told.

mod answer;
mod behaviour;
mod connection;
pub mod http2;
mod log;
mod piece;
mod render;
#[cfg(test)]
mod tests;
pub mod tls;
mod verbs;

use std::collections::BTreeMap;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

pub use behaviour::{Coding, Garbage, Keeps, Stall};
pub use log::{Request, most_at_once, shortest_gap};
pub use piece::Piece;
pub use render::Format;

use behaviour::{Behaviour, Step};
use render::Masthead;

/// A path that serves articles.
struct Channel {
    format: Format,
    masthead: Masthead,
    /// Ids, newest first.
    pieces: Vec<String>,
    keeps: Keeps,
    /// Header fields beside the usual ones.
    says: Vec<(String, String)>,
    coding: Coding,
    behaviour: Behaviour,
    delay: Duration,
    /// Counts what was published and edited here.
    changed: u64,
}

#[derive(Default)]
struct State {
    channels: BTreeMap<String, Channel>,
    pieces: BTreeMap<String, Piece>,
    log: Vec<Request>,
    /// A second handle on every open connection, so that `closes` can end them.
    streams: BTreeMap<u64, TcpStream>,
    connections: u64,
    taken: u64,
    version: u64,
    listening: bool,
    stopped: bool,
}

struct Shared(Mutex<State>);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn version(&self) -> u64 {
        self.lock().version
    }

    fn is_stopped(&self) -> bool {
        let state = self.lock();
        state.stopped || !state.listening
    }

    /// Logs the request and decides on the answer.
    fn take(&self, mut request: Request) -> (u64, Vec<Step>) {
        let mut guard = self.lock();
        let state = &mut *guard;
        let (status, steps) = match state.channels.get_mut(&request.path) {
            Some(channel) => {
                let pieces: Vec<Piece> =
                    channel.pieces.iter().filter_map(|id| state.pieces.get(id)).cloned().collect();
                answer::answer(channel, &pieces, &request)
            }
            None => answer::not_found(),
        };
        state.taken += 1;
        request.serial = state.taken;
        request.status = status;
        state.log.push(request);
        (state.taken, steps)
    }

    fn finish(&self, serial: u64) {
        if let Some(request) = self.lock().log.iter_mut().find(|r| r.serial == serial) {
            request.ended = Some(Instant::now());
        }
    }
}

/// A web server with articles.
pub struct Outlet {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Outlet {
    /// On 127.0.0.1, on a port of its own.
    pub fn start() -> Outlet {
        Outlet::start_on("127.0.0.1")
    }

    /// On another address of 127.0.0.0/8, which counts as another host.
    pub fn start_on(host: &str) -> Outlet {
        let listener = TcpListener::bind((host, 0)).expect("a port on loopback");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared(Mutex::new(State { listening: true, ..State::default() })));
        accept(listener, Arc::clone(&shared));
        Outlet { address, shared }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Changes what a path does; a path that was never heard of begins as a plain feed.
    fn change(&self, path: &str, change: impl FnOnce(&mut Channel)) {
        let mut state = self.shared.lock();
        state.version += 1;
        change(state.channels.entry(path.to_owned()).or_insert_with(|| Channel {
            format: Format::of(path),
            masthead: Masthead {
                title: format!("Courier {path}"),
                rights: None,
                language: Some("en".to_owned()),
                links: Vec::new(),
                fidget: None,
                asks: String::new(),
            },
            pieces: Vec::new(),
            keeps: Keeps::Both,
            says: Vec::new(),
            coding: Coding::Plain,
            behaviour: Behaviour::Serves,
            delay: Duration::ZERO,
            changed: 0,
        }));
    }

    /// Nobody listens: connections are refused, open ones are closed.
    pub fn closes(&self) {
        {
            let mut state = self.shared.lock();
            state.listening = false;
            for stream in state.streams.values() {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
        // Wakes the accepting thread, which then drops the listener; done when nobody answers.
        while TcpStream::connect(self.address).is_ok() {
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Listens again on the same port.
    pub fn opens(&self) {
        let listener = TcpListener::bind(self.address).expect("the port is still ours");
        self.shared.lock().listening = true;
        accept(listener, Arc::clone(&self.shared));
    }

    /// Every request so far, in the order they came in.
    pub fn all_requests(&self) -> Vec<Request> {
        self.shared.lock().log.clone()
    }

    /// The requests for one path.
    pub fn requests(&self, path: &str) -> Vec<Request> {
        self.shared.lock().log.iter().filter(|r| r.path == path).cloned().collect()
    }

    /// Forgets the requests so far; returns how many there were.
    pub fn forget_requests(&self) -> usize {
        std::mem::take(&mut self.shared.lock().log).len()
    }

    /// Ids of the articles a feed shows now.
    pub fn shows(&self, path: &str) -> Vec<String> {
        self.shared.lock().channels.get(path).map(|c| c.pieces.clone()).unwrap_or_default()
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        self.shared.lock().stopped = true;
        let _ = TcpStream::connect(self.address);
    }
}

fn accept(listener: TcpListener, shared: Arc<Shared>) {
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { continue };
            let connection = {
                let mut state = shared.lock();
                if state.stopped || !state.listening {
                    return;
                }
                state.connections += 1;
                if let Ok(twin) = stream.try_clone() {
                    let number = state.connections;
                    state.streams.insert(number, twin);
                }
                state.connections
            };
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                connection::serve(&shared, &stream, connection);
                // The socket closes with its last handle, which must be this thread's.
                shared.lock().streams.remove(&connection);
                drop(stream);
            });
        }
    });
}

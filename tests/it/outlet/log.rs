use std::time::{Duration, Instant};

use super::Outlet;

/// One request as it came in, byte for byte.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// Path and query.
    pub path: String,
    /// In order, names as written.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Connections count from 1.
    pub connection: u64,
    /// When the last byte of its head was in.
    pub began: Instant,
    /// When the answer was out or given up; `None` while it runs.
    pub ended: Option<Instant>,
    /// The status we answered with; 0 where we answered with none.
    pub status: u16,
    /// Counts every request the outlet ever took, from 1.
    pub serial: u64,
}

impl Request {
    /// The value of the header, if it was sent once.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        let mut values = self.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        let first = values.next().map(|(_, v)| v.as_slice());
        assert!(values.next().is_none(), "{name} was sent twice: {self:?}");
        first
    }

    /// The same as text, for values that are.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.header(name).map(|v| std::str::from_utf8(v).expect("a header of text"))
    }

    pub fn is_conditional(&self) -> bool {
        self.header("if-none-match").is_some() || self.header("if-modified-since").is_some()
    }
}

/// How many requests ran at the same moment at most, over all these outlets.
pub fn most_at_once(outlets: &[&Outlet]) -> usize {
    let mut edges: Vec<(Instant, i64)> = Vec::new();
    for request in outlets.iter().flat_map(|o| o.all_requests()) {
        edges.push((request.began, 1));
        edges.push((request.ended.unwrap_or_else(Instant::now), -1));
    }
    // An end sorts before a beginning at the same instant.
    edges.sort();
    let (mut now, mut most) = (0, 0);
    for (_, step) in edges {
        now += step;
        most = most.max(now);
    }
    usize::try_from(most).expect("requests end after they begin")
}

/// The shortest time between the beginnings of two requests to the outlet.
pub fn shortest_gap(outlet: &Outlet) -> Duration {
    let mut begins: Vec<Instant> = outlet.all_requests().iter().map(|r| r.began).collect();
    begins.sort();
    begins.windows(2).map(|w| w[1] - w[0]).min().expect("at least two requests")
}

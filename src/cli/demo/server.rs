//! The demo's web server: three papers on loopback, one of them with pages of its articles, answered with real validators over real HTTP.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use super::outlets::{Document, Paper, Stage};

/// What the server was asked for and what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whose feed or page.
    pub paper: Paper,
    /// Did the client send a validator?
    pub conditional: bool,
    /// 200 or 304.
    pub status: u16,
    /// Bytes of body.
    pub bytes: usize,
}

#[derive(Debug)]
struct Desk {
    opened: Timestamp,
    /// `http://127.0.0.1:PORT`
    address: String,
    state: Mutex<(Stage, Vec<Answer>)>,
}

/// A running server. Dropped, it stops and its connections close.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    desk: Arc<Desk>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Listens on a free port of 127.0.0.1. The articles' dates count back from `now`.
    ///
    /// # Errors
    /// No port on loopback can be had.
    pub async fn start(now: Timestamp) -> std::io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let origin = format!("http://{address}");
        let desk =
            Arc::new(Desk { opened: now, address: origin, state: Mutex::new((Stage::First, Vec::new())) });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&desk)));
        Ok(Server { address, desk, accepting })
    }

    /// Where the paper's feed stands.
    pub fn url(&self, paper: Paper) -> String {
        format!("http://{}{}", self.address, paper.path())
    }

    /// Lets time pass.
    pub fn advance(&self, to: Stage) {
        self.desk.state.lock().unwrap_or_else(PoisonError::into_inner).0 = to;
    }

    /// What was answered since this was asked last, in order.
    pub fn take_answers(&self) -> Vec<Answer> {
        std::mem::take(&mut self.desk.state.lock().unwrap_or_else(PoisonError::into_inner).1)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Serves until it is aborted; the connections live in the set and end with it.
async fn accept(listener: TcpListener, desk: Arc<Desk>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                let desk = Arc::clone(&desk);
                connections.spawn(async move {
                    let service = service_fn(move |request| {
                        let response = desk.answer(&request);
                        async move { Ok::<_, Infallible>(response) }
                    });
                    // A client that goes away in the middle is its own affair.
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

impl Desk {
    /// The feed or the article's page at this path.
    fn document(&self, path: &str, stage: Stage) -> Option<(Paper, Document)> {
        let feed = Paper::ALL.into_iter().find(|paper| paper.path() == path);
        if let Some(paper) = feed {
            return Some((paper, paper.document(stage, self.opened, &self.address)));
        }
        Paper::ALL.into_iter().find_map(|paper| Some((paper, paper.page(path, self.opened)?)))
    }

    fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((paper, document)) = self.document(request.uri().path(), state.0) else {
            let mut missing = Response::new(Full::new(Bytes::from_static(b"no such page\n")));
            *missing.status_mut() = StatusCode::NOT_FOUND;
            return missing;
        };
        let unchanged = is_unchanged(request.headers(), &document);
        let headers = request.headers();
        let conditional = headers.contains_key(IF_NONE_MATCH) || headers.contains_key(IF_MODIFIED_SINCE);
        let (status, body) = if unchanged {
            (StatusCode::NOT_MODIFIED, String::new())
        } else {
            (StatusCode::OK, document.body)
        };
        state.1.push(Answer { paper, conditional, status: status.as_u16(), bytes: body.len() });
        let mut response = Response::new(Full::new(Bytes::from(body)));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        set(headers, ETAG, document.etag.as_deref());
        set(headers, LAST_MODIFIED, document.last_modified.as_deref());
        if status == StatusCode::OK {
            set(headers, CONTENT_TYPE, Some(document.media_type));
        }
        response
    }
}

/// RFC 9110 §13.2.2: `If-None-Match` decides where it is present.
fn is_unchanged(asked: &HeaderMap, document: &Document) -> bool {
    let (theirs, ours) = match asked.get(IF_NONE_MATCH) {
        Some(etag) => (Some(etag), document.etag.as_deref()),
        None => (asked.get(IF_MODIFIED_SINCE), document.last_modified.as_deref()),
    };
    theirs.is_some() && theirs.map(HeaderValue::as_bytes) == ours.map(str::as_bytes)
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<&str>) {
    if let Some(value) = value.and_then(|v| HeaderValue::from_str(v).ok()) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn get(server: &Server, paper: Paper, header: &str) -> String {
        let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
        let request =
            format!("GET {} HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n{header}\r\n", paper.path());
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    fn header<'a>(answer: &'a str, name: &str) -> &'a str {
        let line = answer.lines().find(|l| l.to_lowercase().starts_with(name)).unwrap();
        line.split_once(": ").unwrap().1
    }

    #[tokio::test]
    async fn whoever_brings_the_validator_back_gets_304_until_time_passes() {
        let server = Server::start("2026-11-24T06:00:00Z".parse().unwrap()).await.unwrap();
        for paper in Paper::ALL {
            let full = get(&server, paper, "").await;
            assert!(full.starts_with("HTTP/1.1 200"), "{full}");
            let condition = match paper {
                Paper::Courier => format!("If-None-Match: {}\r\n", header(&full, "etag")),
                _ => format!("If-Modified-Since: {}\r\n", header(&full, "last-modified")),
            };
            let short = get(&server, paper, &condition).await;
            assert!(short.starts_with("HTTP/1.1 304"), "{short}");
            server.advance(Stage::HourLater);
            let later = get(&server, paper, &condition).await;
            let expected = if paper == Paper::Courier { "HTTP/1.1 200" } else { "HTTP/1.1 304" };
            assert!(later.starts_with(expected), "{later}");
            server.advance(Stage::First);
        }
        let answers = server.take_answers();
        assert_eq!(answers.len(), 9);
        assert!(!answers[0].conditional && answers[1].conditional);
        assert!(server.take_answers().is_empty());
    }

    #[tokio::test]
    async fn a_page_it_does_not_have_is_404() {
        let server = Server::start(Timestamp::UNIX_EPOCH).await.unwrap();
        let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    }
}

//! Where monitoring asks: `GET /metrics` over HTTP/1.1, to whoever can reach the address.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Semaphore};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// OpenMetrics 1.0, "Protocol Negotiation".
const OPEN_METRICS: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
const PLAIN: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
/// Connections at a time. One that says nothing keeps its place no longer than [`SILENCE`].
const CONNECTIONS: usize = 32;
/// A connection is closed when no request came so long.
const SILENCE: Duration = Duration::from_secs(30);
/// A connection ends after this, whatever it does.
const LONGEST: Duration = Duration::from_secs(600);
/// An address that cannot be had is asked for again after this: it may be another's only for a while.
const AGAIN: Duration = Duration::from_secs(60);

/// Makes the answer: all metrics as text, or why not.
pub type Answer = dyn Fn() -> Result<String, String> + Send + Sync;

/// Answers at `address` until it is dropped. `answer` may block. An address that cannot be had is an error
/// in the log, and is tried again every minute: feeds go on being polled.
pub async fn serve(address: SocketAddr, answer: Arc<Answer>) {
    let mut told = false;
    let listener = loop {
        match TcpListener::bind(address).await {
            Ok(listener) => break listener,
            Err(e) if !told => {
                tracing::error!(
                    "metrics.listen = \"{address}\": cannot listen there, tried again every minute: {e}"
                );
                told = true;
            }
            Err(e) => tracing::debug!("metrics.listen = \"{address}\": still cannot listen there: {e}"),
        }
        sleep(AGAIN).await;
    };
    let at = listener.local_addr().unwrap_or(address);
    tracing::info!("metrics at http://{at}/metrics");
    accept(&listener, &Arc::new(Desk { answer, turn: Mutex::new(()) })).await;
}

/// One answer is made at a time: scrapers that crowd do not crowd the archive.
struct Desk {
    answer: Arc<Answer>,
    turn: Mutex<()>,
}

async fn accept(listener: &TcpListener, desk: &Arc<Desk>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                // With all places taken, the newcomer is turned away at once.
                Ok((stream, _)) => if let Ok(place) = Arc::clone(&places).try_acquire_owned() {
                    let desk = Arc::clone(desk);
                    connections.spawn(async move {
                        let _ = tokio::time::timeout(LONGEST, desk.attend(stream)).await;
                        drop(place);
                    });
                },
                // No file descriptor left, for one: not asked again without a pause.
                Err(e) => {
                    tracing::debug!("a question for metrics could not be heard: {e}");
                    sleep(Duration::from_secs(1)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

impl Desk {
    async fn attend(self: Arc<Self>, stream: TcpStream) {
        let service = service_fn(move |request| {
            let desk = Arc::clone(&self);
            async move { Ok::<_, Infallible>(desk.response(&request).await) }
        });
        // A client that goes away in the middle is its own affair.
        let _ = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(SILENCE)
            .max_headers(64)
            .serve_connection(TokioIo::new(stream), service)
            .await;
    }

    async fn response(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut refused = say(StatusCode::METHOD_NOT_ALLOWED, PLAIN, "GET only\n");
            refused.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return refused;
        }
        if request.uri().path() != "/metrics" {
            return say(StatusCode::NOT_FOUND, PLAIN, "metrics are at /metrics\n");
        }
        let turn = self.turn.lock().await;
        let answer = Arc::clone(&self.answer);
        let made = tokio::task::spawn_blocking(move || answer()).await;
        drop(turn);
        match made {
            Ok(Ok(text)) => say(StatusCode::OK, OPEN_METRICS, text),
            Ok(Err(why)) => {
                tracing::warn!("metrics cannot be told: {why}");
                say(StatusCode::INTERNAL_SERVER_ERROR, PLAIN, format!("{why}\n"))
            }
            Err(_) => say(StatusCode::INTERNAL_SERVER_ERROR, PLAIN, "a fault of ours, to be reported\n"),
        }
    }
}

fn say(status: StatusCode, kind: HeaderValue, text: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(text.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

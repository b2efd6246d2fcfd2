//! An outlet that speaks HTTP/2 over TLS, with a certificate that it made itself.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::tls;

/// It listens on loopback as long as the tests run.
pub struct Secure {
    /// `https://localhost:…`
    pub address: String,
    /// Its certificate (PEM), for whoever is to trust it.
    pub certificate: String,
    asked: Arc<Mutex<Vec<(String, Version)>>>,
}

impl Secure {
    pub fn start() -> Secure {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let mut config = tls::server(made.cert.der().clone(), key);
        config.alpn_protocols = vec![b"h2".to_vec()];
        let asked = Arc::default();
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port on loopback");
        let port = listener.local_addr().expect("an address").port();
        listener.set_nonblocking(true).expect("a socket");
        let (acceptor, log) = (TlsAcceptor::from(Arc::new(config)), Arc::clone(&asked));
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let listener = TcpListener::from_std(listener).expect("a listener");
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(attend(acceptor.clone(), stream, Arc::clone(&log)));
                }
            });
        });
        Secure { address: format!("https://localhost:{port}"), certificate: made.cert.pem(), asked }
    }

    /// Paths that were asked for, with the version of HTTP.
    pub fn asked(&self) -> Vec<(String, Version)> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn attend(acceptor: TlsAcceptor, stream: TcpStream, asked: Arc<Mutex<Vec<(String, Version)>>>) {
    let Ok(session) = acceptor.accept(stream).await else { return };
    let service = service_fn(move |request: Request<Incoming>| {
        let path = request.uri().path().to_owned();
        let response = answer(&path);
        asked.lock().unwrap_or_else(PoisonError::into_inner).push((path, request.version()));
        async move { Ok::<_, Infallible>(response) }
    });
    let _ = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
        .serve_connection(TokioIo::new(session), service)
        .await;
}

/// A feed, whose header fields are as its path says.
fn answer(path: &str) -> Response<Full<Bytes>> {
    let feed = "<rss version=\"2.0\"><channel><title>Secure Courier</title><item><guid>s-1</guid>\
                <title>Ferry back in service</title></item></channel></rss>";
    let mut response = Response::new(Full::new(Bytes::from(feed)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/rss+xml"));
    headers.insert(ETAG, HeaderValue::from_static("\"s\""));
    let (fields, length) = match path {
        "/many-policies" => (40, 1_000),
        "/too-many-fields" => (3_000, 10),
        "/too-long-field" => (1, 200_000),
        "/endless-fields" => (900, 4_000),
        _ => (0, 0),
    };
    for n in 0..fields {
        let name = HeaderName::try_from(format!("x-policy-{n}")).expect("a name");
        headers.insert(name, HeaderValue::try_from("p".repeat(length)).expect("a value"));
    }
    response
}

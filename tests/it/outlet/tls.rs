//! A server whose certificate expired years ago: it is enough of a server to be refused by.

use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};

/// Certificate and key of an invented outlet, valid in 2020 for 127.0.0.1 and localhost. It vouches for
/// nothing, and nobody trusts it.
const EXPIRED: &[u8] = include_bytes!("expired.pem");

/// A server that shows this certificate.
pub(super) fn server(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> ServerConfig {
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a server's configuration")
}

/// Listens on 127.0.0.1 as long as the tests run; returns its address.
pub fn expired() -> String {
    let certificate = CertificateDer::from_pem_slice(EXPIRED).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(EXPIRED).expect("a key");
    let config = Arc::new(server(certificate, key));
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port on loopback");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            thread::spawn(move || {
                let mut session = ServerConnection::new(config).expect("a session");
                // The other side breaks off once it has seen the certificate.
                let _ = session.complete_io(&mut stream);
            });
        }
    });
    format!("https://{address}/rss")
}

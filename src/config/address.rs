use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use url::Url;

use super::given::{Given, quoted};
use super::report::Fault;
use super::text::words;

/// An absolute http or https address with a host and without a password.
pub(super) fn web(given: &Given) -> Result<Url, Fault> {
    absolute(given, &["http", "https"], "put secrets into headers = { NAME = { file = \"…\" } } of the feed")
}

/// A proxy's address; empty = none.
pub(super) fn proxy(given: &Given) -> Result<Option<String>, Fault> {
    if given.text().is_some_and(|text| text.trim().is_empty()) {
        return Ok(None);
    }
    let help = "name a proxy that asks for none, such as one on this machine";
    absolute(given, &["http", "https", "socks5", "socks5h"], help).map(|url| Some(url.to_string()))
}

fn absolute(given: &Given, schemes: &[&str], instead_of_password: &str) -> Result<Url, Fault> {
    let text = words(given)?;
    let wanted = format!("expected an absolute {} address", schemes.join(" or "));
    let url = match Url::parse(&text) {
        Ok(url) => url,
        Err(error) => {
            let mended = format!("https://{}", text.trim_start_matches('/'));
            let help = Url::parse(&mended).is_ok_and(|url| url.host_str().is_some_and(|h| h.contains('.')));
            return Err(Fault::new(format!("{wanted}, found {} ({error})", without_password(&text)))
                .maybe_help(
                    (help && !text.contains(['@', ' ']) && !text.contains("://"))
                        .then(|| format!("did you mean {mended:?}?")),
                ));
        }
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Fault::new(
            "a user name or password does not belong into an address, which is printed and logged",
        )
        .help(instead_of_password));
    }
    if !schemes.contains(&url.scheme()) {
        let help = match url.scheme() {
            _ if text.contains('@') => None,
            "feed" => Some(format!("feed: addresses are https: {:?}", feed_scheme(&text))),
            // `courier.example:8080/rss` is a scheme called `courier.example`.
            scheme if scheme.contains('.') || scheme == "localhost" => {
                Some(format!("did you mean {:?}?", format!("https://{text}")))
            }
            _ => None,
        };
        return Err(Fault::new(format!("{wanted}, found {}", without_password(&text))).maybe_help(help));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(Fault::new(format!("{wanted}, found {} without a host", without_password(&text))));
    }
    Ok(url)
}

/// An address that cannot be used may hold a password all the same.
fn without_password(text: &str) -> String {
    if text.contains('@') {
        "one with an @ (not shown: it may hold a password)".to_owned()
    } else {
        quoted(text)
    }
}

/// `feed://host/…` and `feed:https://host/…` as an https address.
fn feed_scheme(text: &str) -> String {
    let rest = text.get("feed:".len()..).unwrap_or_default().trim_start_matches('/');
    if rest.starts_with("http") { rest.to_owned() } else { format!("https://{rest}") }
}

/// A network in CIDR form; a bare address is a network of one.
pub(super) fn network(given: &Given) -> Result<IpNet, Fault> {
    let text = words(given)?;
    let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    let network = network.map_err(|_| {
        Fault::new(format!("expected a network such as \"10.0.0.0/8\" or \"::1\", found {}", quoted(&text)))
            .help("names are not resolved here: write addresses")
    })?;
    if network != network.trunc() {
        given.warn(Fault::new(format!("{network} is read as {}", network.trunc())));
    }
    if network.prefix_len() == 0 {
        given.warn(
            Fault::new(format!(
                "{network} lets feeds reach every private address of this machine's networks"
            ))
            .help("name the networks that your feeds need"),
        );
    }
    Ok(network.trunc())
}

/// An address and port to listen on; empty = none.
pub(super) fn listen(given: &Given) -> Result<Option<SocketAddr>, Fault> {
    let text = super::text::text(given)?;
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let address = text.parse::<SocketAddr>().map_err(|_| {
        let port = text.rsplit(':').next().and_then(|port| port.parse::<u16>().ok()).unwrap_or(9464);
        Fault::new(format!("expected an IP address with a port, found {}", quoted(text)))
            .help(format!("write \"127.0.0.1:{port}\" for this machine only; names are not resolved here"))
    })?;
    if address.port() == 0 {
        return Err(
            Fault::new(format!("{text} names no port")).help("write, for example, \"127.0.0.1:9464\"")
        );
    }
    if !address.ip().is_loopback() {
        given.warn(Fault::new(format!("{address} can be read by other machines, without a password")));
    }
    Ok(Some(address))
}

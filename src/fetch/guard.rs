//! The guard against private addresses: a feed's address, a redirect or a name in the DNS must not
//! lead a request into the user's own network (server-side request forgery).
//!
//! Two doors, since reqwest asks no resolver for IP literals: the host of every hop's URL is checked
//! here, and names are checked in the resolver, at connect time, on the addresses that are then used,
//! so that a name that changes its mind (DNS rebinding) gains nothing.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Why a request was not made.
#[derive(Debug, Clone)]
pub(super) struct PrivateAddress {
    host: String,
    address: IpAddr,
}

impl fmt::Display for PrivateAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is at {}, which is not a public address; if it is meant, add it to http.allow_networks",
            self.host, self.address
        )
    }
}

impl std::error::Error for PrivateAddress {}

/// What may be connected to.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    allowed: Arc<[IpNet]>,
    /// The configured proxy is the user's own choice, wherever it stands.
    proxy_host: Option<String>,
}

impl Guard {
    pub(super) fn new(allowed: &[IpNet], proxy: Option<&Url>) -> Guard {
        Guard {
            allowed: allowed.into(),
            proxy_host: proxy.and_then(Url::host_str).map(str::to_ascii_lowercase),
        }
    }

    fn permits(&self, address: IpAddr) -> bool {
        !is_private(address)
            || self.allowed.iter().any(|net| net.contains(&address) || net.contains(&unmapped(address)))
    }

    /// Checks the URL's host, where it is an address. The URL parser has already folded decimal, hex,
    /// octal and short spellings of IPv4 into one.
    pub(super) fn check(&self, url: &Url) -> Result<(), PrivateAddress> {
        let address = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            Some(Host::Domain(_)) | None => return Ok(()),
        };
        if self.permits(address) {
            return Ok(());
        }
        Err(PrivateAddress { host: url.host_str().unwrap_or_default().to_owned(), address })
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            if guard.proxy_host.as_deref() == Some(host.to_ascii_lowercase().as_str()) {
                return Ok(Box::new(found.into_iter()) as Addrs);
            }
            let first = found.first().map(SocketAddr::ip);
            let public: Vec<SocketAddr> = found.into_iter().filter(|a| guard.permits(a.ip())).collect();
            match (public.is_empty(), first) {
                (true, Some(address)) => Err(Box::new(PrivateAddress { host, address }) as _),
                _ => Ok(Box::new(public.into_iter()) as Addrs),
            }
        })
    }
}

/// An IPv6 address that carries an IPv4 one means that one: mapped (RFC 4291 §2.5.5.2), NAT64
/// (RFC 6052), 6to4 (RFC 3056), ISATAP (RFC 5214 §6.1) below any prefix.
fn unmapped(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    let o = v6.octets();
    let s = v6.segments();
    let mapped = s[..6] == [0, 0, 0, 0, 0, 0xffff];
    let nat64 = s[..6] == [0x64, 0xff9b, 0, 0, 0, 0];
    let carried = if mapped || nat64 {
        Some([o[12], o[13], o[14], o[15]])
    } else if s[0] == 0x2002 {
        Some([o[2], o[3], o[4], o[5]])
    } else if s[4] & !0x0200 == 0 && s[5] == 0x5efe {
        Some([o[12], o[13], o[14], o[15]])
    } else {
        None
    };
    carried.map_or(address, |o| IpAddr::V4(Ipv4Addr::from(o)))
}

/// Is the address anything but a public unicast one? After the IANA special-purpose registries
/// (RFC 6890 and its updates).
pub fn is_private(address: IpAddr) -> bool {
    match unmapped(address) {
        IpAddr::V4(v4) => is_private_v4(v4),
        IpAddr::V6(v6) => is_private_v6(v6),
    }
}

fn is_private_v4(a: Ipv4Addr) -> bool {
    let o = a.octets();
    a.is_private()
        || a.is_loopback()
        || a.is_link_local()
        || a.is_multicast()
        || a.is_documentation()
        || o[0] == 0
        || o[0] >= 240
        || (o[0] == 100 && o[1] & 0xc0 == 64)
        || (o[0] == 192 && o[1] == 0 && o[2] == 0)
        || (o[0] == 192 && o[1] == 88 && o[2] == 99)
        || (o[0] == 198 && o[1] & 0xfe == 18)
}

fn is_private_v6(a: Ipv6Addr) -> bool {
    let s = a.segments();
    // Global unicast is 2000::/3; of that, documentation, benchmarking, ORCHID and Teredo are not.
    s[0] & 0xe000 != 0x2000
        || (s[0] == 0x2001 && s[1] < 0x200)
        || (s[0] == 0x2001 && s[1] == 0xdb8)
        || (s[0] == 0x3fff && s[1] < 0x1000)
}

#[cfg(test)]
mod tests {
    use reqwest::dns::{Name, Resolve};
    use url::Url;

    use super::{Guard, PrivateAddress};

    /// Private addresses, by the way they are written.
    const PRIVATE: &[(&str, &[&str])] = &[
        (
            "dotted",
            &["127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
        ),
        ("with a dot at the end", &["127.0.0.1.", "10.1."]),
        ("short", &["127.1", "127.0.1", "10.1", "0", "192.168.257"]),
        ("decimal", &["2130706433", "2852039166", "3232235777", "167772161"]),
        ("hex", &["0x7f000001", "0x7f.1", "0x7f.0x0.0x0.0x1", "0x7F000001", "0xa9fea9fe"]),
        ("octal", &["0177.0.0.1", "017700000001", "0177.1", "012.0.0.1"]),
        ("mixed", &["0x7f.0.0.01", "0300.0xa8.1.1"]),
        ("percent-encoded", &["%31%32%37.0.0.1", "127%2e0%2e0%2e1"]),
        ("full width", &["１２７.０.０.１", "127。0。0。1", "①②⑦.0.0.1"]),
        ("this host, unspecified", &["0.0.0.0", "0.1.2.3", "[::]"]),
        ("link-local and metadata", &["169.254.169.254", "169.254.0.1", "[fe80::1]", "[fe80::a9fe:a9fe]"]),
        ("carrier NAT, benchmarks, protocol", &["100.64.0.1", "100.127.255.255", "198.18.0.1", "198.19.0.1"]),
        ("reserved", &["192.0.0.1", "192.0.0.170", "192.88.99.1", "240.0.0.1", "255.255.255.255"]),
        ("documentation", &["192.0.2.1", "198.51.100.1", "203.0.113.1", "[2001:db8::1]", "[3fff::1]"]),
        ("multicast", &["224.0.0.1", "239.255.255.250", "[ff02::1]", "[ff0e::1]"]),
        ("IPv6 loopback", &["[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]"]),
        ("unique local, site-local", &["[fc00::1]", "[fd12:3456::1]", "[fec0::1]"]),
        (
            "IPv4-mapped",
            &["[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:a00:1]", "[::FFFF:10.0.0.1]"],
        ),
        ("IPv4-compatible", &["[::127.0.0.1]", "[::7f00:1]", "[::10.0.0.1]", "[::8.8.8.8]"]),
        ("IPv4-translated", &["[::ffff:0:127.0.0.1]"]),
        (
            "NAT64",
            &["[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b::169.254.169.254]", "[64:ff9b:1::1]"],
        ),
        ("6to4", &["[2002:7f00:1::]", "[2002:c0a8:101::1]", "[2002:a9fe:a9fe::1]"]),
        ("Teredo, ORCHID, benchmarks", &["[2001::1]", "[2001:0:7f00:1::]", "[2001:10::1]", "[2001:2::1]"]),
        ("ISATAP", &["[fe80::5efe:7f00:1]", "[2606:4700::5efe:7f00:1]", "[2606:4700::200:5efe:10.0.0.1]"]),
        ("discard, dummy", &["[100::1]", "[100:0:0:1::1]", "[5f00::1]"]),
        ("with name, port and path", &["courier@127.0.0.1", "127.0.0.1:80", "courier.example@10.0.0.1:8080"]),
    ];

    #[test]
    fn every_spelling_of_a_private_address_is_seen() {
        let guard = Guard::new(&[], None);
        let forms: Vec<&str> = PRIVATE.iter().flat_map(|(_, forms)| forms.iter().copied()).collect();
        assert!(forms.len() >= 60, "{}", forms.len());
        for host in forms {
            let url = Url::parse(&format!("http://{host}/")).expect(host);
            assert!(guard.check(&url).is_err(), "{host} passed as {url}");
        }
        for host in [
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "134744072",
            "0x8.0x8.0x8.0x8",
            "[2606:4700::1]",
            "[::ffff:8.8.8.8]",
            "[64:ff9b::8.8.8.8]",
            "[2002:808:808::1]",
            "[2606:4700::5efe:808:808]",
            "courier.example",
        ] {
            let url = Url::parse(&format!("http://{host}/")).expect(host);
            assert!(guard.check(&url).is_ok(), "{host} was refused as {url}");
        }
    }

    /// A name is judged by what it resolves to, where the connection is made, so that one that changes
    /// its mind (DNS rebinding) gains nothing.
    #[tokio::test]
    async fn a_name_is_judged_by_the_addresses_that_are_then_used() {
        let name = || "localhost".parse::<Name>().expect("a name");
        let refused = Guard::new(&[], None).resolve(name()).await.err().expect("a private address");
        assert!(refused.downcast_ref::<PrivateAddress>().is_some(), "{refused}");
        let nets = ["127.0.0.0/8".parse().expect("a network"), "::1/128".parse().expect("a network")];
        let found: Vec<_> = Guard::new(&nets, None).resolve(name()).await.expect("addresses").collect();
        assert!(!found.is_empty() && found.iter().all(|address| address.ip().is_loopback()), "{found:?}");
        // Only the allowed ones of a name's addresses are handed on.
        let four = Guard::new(&nets[..1], None).resolve(name()).await;
        assert!(four.is_err() || four.is_ok_and(|mut found| found.all(|address| address.is_ipv4())));
        // The proxy the user named may stand where it likes.
        let proxy = Url::parse("http://LocalHost:3128/").expect("an address");
        assert!(Guard::new(&[], Some(&proxy)).resolve(name()).await.is_ok());
    }

    #[test]
    fn allowed_networks_are_exempt() {
        let guard = Guard::new(&["127.0.0.0/8".parse().expect("a network")], None);
        for (host, passes) in [("127.0.0.1", true), ("[::ffff:127.0.0.1]", true), ("10.0.0.1", false)] {
            let url = Url::parse(&format!("http://{host}/")).expect(host);
            assert_eq!(guard.check(&url).is_ok(), passes, "{host}");
        }
    }
}

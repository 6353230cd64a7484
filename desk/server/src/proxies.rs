//! From where a request really comes, when a proxy stands before us.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;
use serde::Deserialize;

use crate::config::Config;

const FORWARDED: &str = "x-forwarded-for";

/// Proxies that tell the truth: one address, or a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Proxies(IpNet);

impl TryFrom<String> for Proxies {
    type Error = ipnet::AddrParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let one = text.parse::<IpAddr>().map(IpNet::from);
        one.or_else(|_| text.parse()).map(Self)
    }
}

/// The address of whoever asked: `peer`, unless that is a proxy we trust. Every proxy adds the address it was asked from at the
/// end; the last one that no trusted proxy has is the client's. What stands before it anybody may have made up.
fn asked_from(peer: IpAddr, headers: &HeaderMap, trusted: &[Proxies]) -> IpAddr {
    let trusts = |address: IpAddr| {
        let address = address.to_canonical();
        address.is_loopback() || trusted.iter().any(|proxies| proxies.0.contains(&address))
    };
    let named = headers.get_all(FORWARDED).into_iter().rev();
    let named = named.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    let mut from = peer;
    for name in named {
        let (true, Ok(before)) = (trusts(from), name.trim().parse()) else {
            break;
        };
        from = before;
    }
    from.to_canonical()
}

/// Whether a proxy says that it passes somebody's request on.
pub fn passed_on(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED)
}

/// The client's address where `peer` only passes its request on; none where nobody stands in between.
pub fn asked_through(peer: IpAddr, headers: &HeaderMap, config: &Config) -> Option<SocketAddr> {
    let from = asked_from(peer, headers, &config.trusted_proxies);
    (from != peer).then(|| SocketAddr::new(from, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(peer: &str, forwarded: &[&str], from: &str) {
        let trusted = ["10.0.0.0/8", "2001:db8::7"].map(|text| Proxies::try_from(text.to_owned()).unwrap());
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED, line.parse().unwrap());
        }
        let found = asked_from(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(found, from.parse::<IpAddr>().unwrap(), "{peer} {forwarded:?}");
    }

    #[test]
    fn a_trusted_proxy_is_believed_and_nobody_else() {
        check("203.0.113.9", &[], "203.0.113.9");
        check("203.0.113.9", &["198.51.100.1"], "203.0.113.9");
        check("127.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check("10.1.2.3", &["198.51.100.1"], "198.51.100.1");
        check("2001:db8::7", &["2001:db8:ffff::1"], "2001:db8:ffff::1");
        // What the client wrote itself stands before what the proxies added.
        check(
            "10.1.2.3",
            &["192.0.2.66, 198.51.100.1, 10.9.9.9"],
            "198.51.100.1",
        );
        check("10.1.2.3", &["192.0.2.66", "198.51.100.1"], "198.51.100.1");
        check("10.1.2.3", &["unknown"], "10.1.2.3");
        check("10.1.2.3", &["10.0.0.4"], "10.0.0.4");
        check("::ffff:10.1.2.3", &["198.51.100.1"], "198.51.100.1");
    }
}

//! Which addresses are on the public Internet. Everything else is ours or nobody's, and is refused unless the
//! administrator allowed it: a stranger who can make us ask an address must not reach what only we can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 networks that are not the public Internet (IANA's special-purpose registry, RFC 6890, and what clouds answer
/// their own machines on).
const V4: &[([u8; 4], u32, &str)] = &[
    ([0, 0, 0, 0], 8, "this network"),
    ([10, 0, 0, 0], 8, "private"),
    ([100, 64, 0, 0], 10, "carriers' NAT; Alibaba Cloud's metadata"),
    ([127, 0, 0, 0], 8, "loopback"),
    ([168, 63, 129, 16], 32, "Azure's host"),
    ([169, 254, 0, 0], 16, "link-local; most clouds' metadata"),
    ([172, 16, 0, 0], 12, "private"),
    (
        [192, 0, 0, 0],
        24,
        "protocol assignments; Oracle Cloud's metadata",
    ),
    ([192, 0, 2, 0], 24, "documentation"),
    ([192, 88, 99, 0], 24, "6to4 relays"),
    ([192, 168, 0, 0], 16, "private"),
    ([198, 18, 0, 0], 15, "benchmarks"),
    ([198, 51, 100, 0], 24, "documentation"),
    ([203, 0, 113, 0], 24, "documentation"),
    ([224, 0, 0, 0], 4, "multicast"),
    ([240, 0, 0, 0], 4, "reserved; broadcast"),
];

/// Networks inside `2000::/3` that are not the public Internet. Everything outside it is not anyway: loopback,
/// unspecified, unique local (with the clouds' IPv6 metadata), link-local, site-local, multicast.
const V6: &[(Ipv6Addr, u32, &str)] = &[
    (
        Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0),
        23,
        "protocol assignments",
    ),
    (
        Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0),
        32,
        "documentation",
    ),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "documentation"),
];

/// Whether an address is on the public Internet. An IPv6 address that carries an IPv4 one (mapped, 6to4, Teredo, NAT64,
/// ISATAP) is as public as what it carries.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    V4.iter()
        .all(|(network, length, _)| (bits ^ u32::from_be_bytes(*network)) >> (32 - length) != 0)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let carried = carried(address);
    if !carried.iter().all(|one| is_public_v4(*one)) {
        return false;
    }
    let [first, second, ..] = address.segments();
    if address.to_ipv4_mapped().is_some() || is_nat64(address) {
        return true;
    }
    let is_teredo = (first, second) == (0x2001, 0);
    let bits = address.to_bits();
    first & 0xe000 == 0x2000
        && (is_teredo
            || V6
                .iter()
                .all(|(network, length, _)| (bits ^ network.to_bits()) >> (128 - length) != 0))
}

/// The well-known prefix `64:ff9b::/96` (RFC 6052). The local one, `64:ff9b:1::/48`, is not public by definition.
fn is_nat64(address: Ipv6Addr) -> bool {
    matches!(address.segments(), [0x64, 0xff9b, 0, 0, 0, 0, _, _])
}

/// The IPv4 addresses that packets to this one end at.
fn carried(address: Ipv6Addr) -> Vec<Ipv4Addr> {
    let of = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match address.segments() {
        // The server, and the client behind its NAT, written inverted (RFC 4380).
        [0x2001, 0, a, b, _, _, c, d] => vec![of(a, b), of(!c, !d)],
        // Mapped, NAT64, 6to4, ISATAP.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..]
        | [_, _, _, _, 0 | 0x200, 0x5efe, high, low] => vec![of(high, low)],
        _ => Vec::new(),
    }
}

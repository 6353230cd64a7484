//! SECURITY.md T62, T63: every spelling of an address that is not outside is refused, before anything connects.

use std::{net::IpAddr, sync::atomic::Ordering};

use http::HeaderMap;
use yingke_egress::{
    Allowed, Body, Client, Credentials, Door, Failure, Limits, Mailbox, MailboxLimits, NotOpened, NotSent,
    Security, Server, Setup, Socket, SocketLimits, is_public,
    mail::{self, Mail, MailLimits, NotTaken},
};

use crate::stand::{Names, client, closed, counting, get, open};

#[rustfmt::skip]
const INSIDE: &[&str] = &[
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
    "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
    "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
    "64:ff9b:1::8.8.8.8", "100::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "fe80::1", "fec0::1",
    "ff02::1", "5f00::1", "4000::1", "2001:db8::1", "2001:2::1", "2001:10::1", "2001:20::1", "3fff::1",
    "2002:7f00:1::1", "2002:a00:1::", "2002:a9fe:a9fe::1",
    // Teredo: the server 10.0.0.1; the client 127.0.0.1 behind a public server.
    "2001:0:a00:1::f7f7:f7f7", "2001:0:808:808::80ff:fffe",
    // ISATAP in a public network.
    "2606:4700::5efe:a00:1", "2606:4700::200:5efe:7f00:1",
];

#[rustfmt::skip]
const OUTSIDE: &[&str] = &[
    "1.0.0.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
    "128.0.0.1", "168.63.129.15", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1",
    "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.255", "203.0.114.0",
    "223.255.255.255", "2606:4700::1111", "2400:3200::1", "2001:4860:4860::8888", "2a00::1", "3ffe::1",
    "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "2001:0:808:808::f7f7:f7f7",
    "2606:4700::5efe:808:808",
];

#[test]
fn what_is_inside_is_told_from_what_is_outside() {
    for address in INSIDE {
        assert!(!is_public(address.parse().unwrap()), "{address}");
    }
    for address in OUTSIDE {
        assert!(is_public(address.parse().unwrap()), "{address}");
    }
}

/// How a number can be written in a URL, and what it is.
const SPELLINGS: &[(&str, &str)] = &[
    ("127.0.0.1", "127.0.0.1"),
    ("127.0.0.1.", "127.0.0.1"),
    ("127.1", "127.0.0.1"),
    ("127.0.1", "127.0.0.1"),
    ("2130706433", "127.0.0.1"),
    ("0x7f000001", "127.0.0.1"),
    ("0X7F.1", "127.0.0.1"),
    ("0x7f.0x0.0x0.0x1", "127.0.0.1"),
    ("017700000001", "127.0.0.1"),
    ("0177.0.0.1", "127.0.0.1"),
    ("0177.0x0.0.1", "127.0.0.1"),
    ("%31%32%37.0.0.1", "127.0.0.1"),
    ("127%2e0%2e0%2e1", "127.0.0.1"),
    ("①②⑦.⓪.⓪.①", "127.0.0.1"),
    ("127。0。0。1", "127.0.0.1"),
    ("0", "0.0.0.0"),
    ("0.0.0.0", "0.0.0.0"),
    ("2852039166", "169.254.169.254"),
    ("0xa9fea9fe", "169.254.169.254"),
    ("0251.0376.0251.0376", "169.254.169.254"),
    ("[::]", "::"),
    ("[::1]", "::1"),
    ("[0:0:0:0:0:0:0:1]", "::1"),
    ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
    ("[::ffff:7f00:1]", "::ffff:127.0.0.1"),
    ("[::127.0.0.1]", "::127.0.0.1"),
    ("[64:ff9b::127.0.0.1]", "64:ff9b::7f00:1"),
    ("[2002:7f00:1::]", "2002:7f00:1::"),
    ("[fd00:ec2::254]", "fd00:ec2::254"),
];

/// Names, and where they are.
const NAMED: &[(&str, &str, &str)] = &[
    ("localhost", "localhost", "127.0.0.1"),
    ("LOCALHOST", "localhost", "127.0.0.1"),
    ("localhost.", "localhost.", "127.0.0.1"),
    ("127.0.0.1.nip.example", "127.0.0.1.nip.example", "127.0.0.1"),
    (
        "metadata.cloud.example",
        "metadata.cloud.example",
        "169.254.169.254",
    ),
    ("bücher.example", "xn--bcher-kva.example", "10.0.0.1"),
    ("xn--bcher-kva.example", "xn--bcher-kva.example", "10.0.0.1"),
    // Letters that are other letters once they are compared: `ｌocalhost`, and a soft hyphen that is nothing.
    ("ｌocalhost", "localhost", "127.0.0.1"),
    ("local\u{ad}host", "localhost", "127.0.0.1"),
];

fn blocked(error: &NotSent, address: &str, spelled: &str) {
    let address: IpAddr = address.parse().unwrap();
    assert!(
        matches!(error, NotSent::Blocked { address: found, .. } if *found == address),
        "{spelled}: {error}"
    );
}

#[tokio::test]
async fn no_spelling_leads_inside() {
    let (listener, came) = counting().await;
    let port = listener.port();
    let names = NAMED.iter().fold(Names::default(), |names, (_, name, address)| {
        names.with(name, &[&[address]])
    });
    let door = closed(&names);
    let client = Client::new(&door).unwrap();
    let named = NAMED.iter().map(|(spelled, _, address)| (*spelled, *address));
    for (spelled, address) in SPELLINGS.iter().copied().chain(named) {
        let url = format!("ws://{spelled}:{port}/");
        let socket = Socket::open(&door, &url, HeaderMap::new(), SocketLimits::default()).await;
        blocked(&socket.unwrap_err(), address, spelled);
        // `http::Uri` takes ASCII only: the rest cannot be asked at all.
        let Ok(head) = http::Request::get(format!("http://{spelled}:{port}/")).body(()) else {
            continue;
        };
        match client.send(head, Body::Empty, &Limits::default()).await {
            Err(Failure::NotSent(error)) => blocked(&error, address, spelled),
            other => panic!("{spelled}: {other:?}"),
        }
    }
    assert_eq!(came.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn mail_servers_are_checked_as_well() {
    let (listener, came) = counting().await;
    let names = Names::default().with("mail.example.com", &[&["192.168.1.1"]]);
    let door = closed(&names);
    let hosts = [
        ("mail.example.com", "192.168.1.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("::1", "::1"),
        ("[::1]", "::1"),
    ];
    for (host, address) in hosts {
        let server = Server {
            host: host.to_owned(),
            port: listener.port(),
            security: Security::Plain,
            credentials: Credentials::None,
        };
        match Mailbox::open(&door, &server, MailboxLimits::default()).await {
            Err(NotOpened::Way(error)) => blocked(&error, address, host),
            other => panic!("{host}: {other:?}"),
        }
        let mail = Mail {
            server,
            hello: "desk.example.com".to_owned(),
            from: "a@example.com".to_owned(),
            to: vec!["b@example.com".to_owned()],
            data: Vec::new(),
        };
        match mail::send(&door, &mail, &MailLimits::default()).await {
            Err(NotTaken::NotSent(error)) => blocked(&error, address, host),
            other => panic!("{host}: {other:?}"),
        }
    }
    assert_eq!(came.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn only_web_addresses_are_asked() {
    let client = client();
    for (url, why) in [
        ("ftp://example.com/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.com/", "scheme"),
        ("unix://example.com/", "scheme"),
        ("http://user:password@example.com/", "user"),
        ("/relative", "URL"),
    ] {
        let Ok(head) = http::Request::get(url).body(()) else {
            continue;
        };
        let failure = client
            .send(head, Body::Empty, &Limits::default())
            .await
            .unwrap_err();
        let Failure::NotSent(error) = failure else {
            panic!("{url}: {failure:?}")
        };
        assert!(error.to_string().contains(why), "{url}: {error}");
        assert!(!error.to_string().contains("password@"), "{error}");
    }
}

#[tokio::test]
async fn only_sockets_are_opened_as_sockets() {
    let door = open(&Names::default());
    for url in [
        "http://127.0.0.1/",
        "ftp://127.0.0.1/",
        "ws://user:password@127.0.0.1/",
        "ws:///",
        "127.0.0.1",
    ] {
        let opened = Socket::open(&door, url, HeaderMap::new(), SocketLimits::default()).await;
        assert!(
            matches!(opened, Err(NotSent::Scheme(_) | NotSent::Address(_))),
            "{url}: {opened:?}"
        );
    }
}

#[tokio::test]
async fn the_administrator_allows_networks_hosts_and_ports() {
    let (listener, _) = counting().await;
    let names = Names::default()
        .with("provider.lan", &[&["127.0.0.1"]])
        .with("other.lan", &[&["127.0.0.1"]]);
    let try_it = async |allowed: Allowed, host: &str| {
        let setup = Setup {
            allowed,
            resolver: std::sync::Arc::new(names.clone()),
            ..Setup::default()
        };
        let client = Client::new(&Door::new(setup).unwrap()).unwrap();
        let url = format!("http://{host}:{}/", listener.port());
        client
            .send(get(&url), Body::Empty, &Limits::default())
            .await
            .unwrap_err()
    };
    let by_host = || Allowed {
        hosts: vec!["Provider.LAN.".to_owned()],
        ..Allowed::default()
    };
    // Who is let through gets as far as a server that hangs up.
    assert!(matches!(
        try_it(by_host(), "provider.lan").await,
        Failure::Ambiguous(_)
    ));
    assert!(matches!(
        try_it(by_host(), "other.lan").await,
        Failure::NotSent(NotSent::Blocked { .. })
    ));
    let by_network = || Allowed {
        networks: vec!["127.0.0.0/8".parse().unwrap()],
        ..Allowed::default()
    };
    assert!(matches!(
        try_it(by_network(), "other.lan").await,
        Failure::Ambiguous(_)
    ));
    assert!(matches!(
        try_it(by_network(), "[::ffff:127.0.0.1]").await,
        Failure::Ambiguous(_)
    ));
    assert!(matches!(
        try_it(by_network(), "[::1]").await,
        Failure::NotSent(NotSent::Blocked { .. })
    ));
    let by_port = |ports: &[u16]| Allowed {
        ports: Some(ports.to_vec()),
        ..by_network()
    };
    assert!(matches!(
        try_it(by_port(&[443]), "other.lan").await,
        Failure::NotSent(NotSent::Port(_))
    ));
    assert!(matches!(
        try_it(by_port(&[listener.port()]), "other.lan").await,
        Failure::Ambiguous(_)
    ));
}

#[tokio::test]
async fn a_trusted_name_that_is_none_is_said_at_the_start() {
    let allowed = Allowed {
        hosts: vec!["not a name".to_owned()],
        ..Allowed::default()
    };
    assert!(
        Door::new(Setup {
            allowed,
            ..Setup::default()
        })
        .is_err()
    );
    let _ = open(&Names::default());
}

//! Encrypted ways to PostgreSQL and NATS, against the real servers, with certificates made here.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use crate::support::{Cluster, Node, psql, run, visitor_at};

/// An authority, and a server's certificate of it: files in a folder.
struct Papers {
    folder: tempfile::TempDir,
}

impl Papers {
    /// For a server that is reached as 127.0.0.1, and by no name.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority
            .distinguished_name
            .push(DnType::CommonName, "迎客 test authority");
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let server = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let server = server.signed_by(&key, &authority).unwrap();
        let papers = Self { folder };
        std::fs::write(papers.file("root.pem"), authority.pem()).unwrap();
        std::fs::write(papers.file("server.pem"), server.pem()).unwrap();
        std::fs::write(papers.file("server.key"), key.serialize_pem()).unwrap();
        papers
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Puts a certificate into the cluster's folder as its server wants to find it, and lets nobody in without TLS.
fn give(cluster: &Cluster, papers: &Papers) {
    cluster.crash();
    for name in ["server.pem", "server.key"] {
        let own = cluster.data.join(name);
        std::fs::copy(papers.file(name), &own).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&own, mode).unwrap();
        let like = format!("--reference={}", cluster.data.display());
        assert!(
            Command::new("chown")
                .arg(like)
                .arg(&own)
                .status()
                .unwrap()
                .success()
        );
    }
    cluster.configure("ssl = on\nssl_cert_file = 'server.pem'\nssl_key_file = 'server.key'");
    std::fs::write(
        cluster.data.join("pg_hba.conf"),
        "hostssl all all 127.0.0.1/32 trust\n",
    )
    .unwrap();
    cluster.again();
}

/// What `yingke migrate` says of an address.
fn migrate(url: &str) -> Result<(), String> {
    let ran = Command::new(env!("CARGO_BIN_EXE_yingke"))
        .arg("migrate")
        .env("YINGKE_DATABASE_URL", url)
        .output()
        .unwrap();
    if ran.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&ran.stderr).into_owned())
    }
}

#[test]
fn postgres_is_reached_over_tls_and_only_if_it_is_the_right_one() {
    run(async {
        let cluster = Cluster::start();
        let own = cluster.database("desk");
        let (papers, others) = (Papers::new(), Papers::new());
        give(&cluster, &papers);
        let with = |mode: &str, root: Option<&Papers>| {
            let root = root.map(|papers| format!("&sslrootcert={}", papers.file("root.pem").display()));
            format!("{own}?sslmode={mode}{}", root.unwrap_or_default())
        };
        let refused = |url: &str, why: &str| {
            let said = migrate(url).expect_err(url);
            assert!(said.contains(why), "{url}: {said}");
        };
        refused(&own, "no encryption");
        refused(&with("verify-full", Some(&others)), "certificate");
        refused(&with("verify-full", None), "certificate");
        refused(&with("require", Some(&others)), "certificate");
        let by_name = with("verify-full", Some(&papers)).replace("127.0.0.1", "localhost");
        refused(&by_name, "certificate");
        refused(&with("verify-ca", Some(&papers)), "verify-full");
        assert_eq!(migrate(&with("require", None)), Ok(()), "whoever answers");
        assert_eq!(migrate(&with("require", Some(&papers))), Ok(()));
        let folder = tempfile::tempdir().unwrap();
        let node = Node::start(
            Node::command()
                .env("YINGKE_DATA", folder.path())
                .env("YINGKE_DATABASE_URL", with("verify-full", Some(&papers))),
        );
        let (owner, key) = node.found().await;
        let visitor = visitor_at(&node.base, &key).await;
        assert_eq!(visitor.say("c1", "在吗").await.status, 201);
        assert_eq!(
            owner.get("/api/v1/conversations").await.good()["items"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        let encrypted = "DO $$ BEGIN ASSERT (SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
            WHERE application_name = 'yingke'); END $$";
        psql(&cluster.admin, encrypted);
    });
}

/// A NATS that speaks TLS only, and tells over plain HTTP who is connected.
struct Nats {
    child: Child,
    port: u16,
    monitor: u16,
}

impl Nats {
    fn start(papers: &Papers) -> Self {
        let free = || std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let (one, two) = (free(), free());
        let port_of = |socket: &std::net::TcpListener| socket.local_addr().unwrap().port();
        let (port, monitor) = (port_of(&one), port_of(&two));
        drop((one, two));
        let child = Command::new("nats-server")
            .args([
                "-a",
                "127.0.0.1",
                "-p",
                &port.to_string(),
                "-m",
                &monitor.to_string(),
            ])
            .args(["--tls", "--tlscert"])
            .arg(papers.file("server.pem"))
            .arg("--tlskey")
            .arg(papers.file("server.key"))
            .arg("--log")
            .arg(papers.file("nats.log"))
            .stderr(Stdio::null())
            .spawn()
            .expect("nats-server is installed");
        let nats = Self { child, port, monitor };
        nats.until(|_| true);
        nats
    }

    /// Waits until what it tells is as wished.
    fn until(&self, wished: impl Fn(&str) -> bool) {
        let url = format!("http://127.0.0.1:{}/connz", self.monitor);
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let asked = Command::new("curl")
                .args(["-s", &url])
                .output()
                .expect("curl is installed");
            let told = String::from_utf8_lossy(&asked.stdout).into_owned();
            if asked.status.success() && wished(&told) {
                return;
            }
            assert!(Instant::now() < end, "NATS says: {told}");
            std::thread::yield_now();
        }
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn node(database: &str, nats: &Nats, data: &Path, root: &Papers) -> Node {
    Node::start(
        Node::command()
            .env("YINGKE_DATA", data)
            .env("YINGKE_DATABASE_URL", database)
            .env("YINGKE_NATS_URL", format!("tls://127.0.0.1:{}", nats.port))
            .env("YINGKE_NATS_ROOT_CERTIFICATE", root.file("root.pem")),
    )
}

#[test]
fn nats_is_reached_over_tls_and_only_if_it_is_the_right_one() {
    run(async {
        let cluster = Cluster::start();
        let (papers, others) = (Papers::new(), Papers::new());
        let nats = Nats::start(&papers);
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let database = cluster.database("desk");
        let _trusts = node(&database, &nats, one.path(), &papers);
        nats.until(|told| {
            told.contains("\"num_connections\": 1") && told.contains("\"tls_version\": \"1.3\"")
        });
        let _does_not = node(&database, &nats, two.path(), &others);
        let log = papers.file("nats.log");
        nats.until(|_| std::fs::read_to_string(&log).is_ok_and(|said| said.contains("TLS handshake error")));
        nats.until(|told| told.contains("\"num_connections\": 1"));
        let third = tempfile::tempdir().unwrap();
        let _trusts_too = node(&database, &nats, third.path(), &papers);
        nats.until(|told| told.contains("\"num_connections\": 2"));
    });
}

/// What `yingke doctor` warns of; what else it says is not of the ways.
fn warned(database: Option<&str>, nats: Option<&str>) -> Vec<String> {
    let data = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_yingke"));
    command
        .arg("doctor")
        .env("YINGKE_DATA", data.path())
        .env("YINGKE_LOG", "error");
    if let Some(url) = database {
        command.env("YINGKE_DATABASE_URL", url);
    }
    if let Some(url) = nats {
        command.env("YINGKE_NATS_URL", url);
    }
    let ran = command.output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(said.contains("  ok    the database"), "{said}");
    let mut lines = said.lines();
    std::iter::from_fn(|| {
        let what = lines.find_map(|line| line.strip_prefix("  warn  "))?;
        let advice = lines.next().unwrap_or_default().trim();
        Some(format!("{what}: {advice}"))
    })
    .collect()
}

#[test]
fn the_doctor_warns_of_ways_that_others_can_read_and_says_what_to_do() {
    let check = |database: Option<&str>, nats: Option<&str>, expected: &[[&str; 2]]| {
        let warned = warned(database, nats);
        assert_eq!(warned.len(), expected.len(), "{database:?} {nats:?}: {warned:?}");
        for (warning, words) in warned.iter().zip(expected) {
            assert!(words.iter().all(|word| warning.contains(word)), "{warning}");
        }
    };
    let cluster = Cluster::start();
    let own = cluster.database("desk");
    // The same server by an address that is not the machine's own to whoever reads it.
    let beyond = |url: &str| url.replace("127.0.0.1", "0.0.0.0");
    let open = [
        "the way to the database is not encrypted",
        "sslmode=verify-full&sslrootcert=FILE",
    ];
    check(Some(&own), None, &[]);
    check(Some(&beyond(&own)), None, &[open]);
    let asked = format!("{}?sslmode=disable", beyond(&own));
    check(Some(&asked), None, &[open]);

    let papers = Papers::new();
    give(&cluster, &papers);
    let unchecked = ["nobody checks which database answers", "sslmode=verify-full"];
    check(Some(&format!("{own}?sslmode=require")), None, &[unchecked]);
    let root = papers.file("root.pem");
    for mode in ["require", "verify-full"] {
        let checked = format!("{own}?sslmode={mode}&sslrootcert={}", root.display());
        check(Some(&checked), None, &[]);
    }

    let readable = ["the way to NATS is not encrypted", "tls://"];
    check(None, Some("nats://10.0.0.7:4222"), &[readable]);
    check(None, Some("nats://nats.example:4222"), &[readable]);
    for safe in [
        "tls://nats.example:4222",
        "nats://127.0.0.1:4222",
        "nats://[::1]:4222",
        "nats://localhost:4222",
    ] {
        check(None, Some(safe), &[]);
    }
    let both = format!("{own}?sslmode=require");
    check(Some(&both), Some("nats://10.0.0.7:4222"), &[unchecked, readable]);
}

//! Several real processes on one database: nothing is lost when NATS, or a node, goes away or freezes.

use std::{
    collections::HashSet,
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::json;

use crate::support::{Node, Person, Visitor, person_at, psql, run, visitor_at};

fn start_node(database: &str, nats: &str, folder: &std::path::Path) -> Node {
    Node::start(
        Node::command()
            .env("YINGKE_DATA", folder)
            .env("YINGKE_DATABASE_URL", database)
            .env("YINGKE_NATS_URL", nats),
    )
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status()
        .expect("kill is installed");
    assert!(sent.success(), "{name}");
}

/// A NATS server of one's own, so that it can be killed.
struct Nats {
    child: Child,
    port: u16,
}

impl Nats {
    fn start(port: Option<u16>) -> Self {
        let free = || {
            TcpListener::bind("127.0.0.1:0")
                .and_then(|socket| socket.local_addr())
                .expect("a free port")
        };
        let port = port.unwrap_or_else(|| free().port());
        let child = Command::new("nats-server")
            .args(["-a", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nats-server is installed");
        let until = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "nats-server listens");
            std::thread::yield_now();
        }
        Self { child, port }
    }

    fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Two nodes on one database, an owner at the first, a visitor at the second.
struct Pair {
    first: Node,
    second: Node,
    nats: Option<Nats>,
    owner: Person,
    owner_at_second: Person,
    visitor: Visitor,
    inbox_key: String,
    database: (String, String),
    folder: std::path::PathBuf,
}

impl Pair {
    async fn start(name: &str) -> Self {
        let url = std::env::var("YINGKE_TEST_POSTGRES").expect("run the tests through `make test`");
        let name = format!("nodes_{name}_{}", std::process::id());
        psql(&url, &format!("CREATE DATABASE {name}"));
        let own = format!(
            "{}/{name}",
            url.rsplit_once('/').expect("a database in the URL").0
        );
        let folder = std::env::temp_dir().join(format!("yingke_{name}"));
        let nats = Nats::start(None);
        let first = start_node(&own, &nats.url(), &folder);
        let (owner, inbox_key) = first.found().await;
        let second = start_node(&own, &nats.url(), &folder);
        let mut owner_at_second = person_at(&second.base);
        owner_at_second.cookie.clone_from(&owner.cookie);
        let visitor = visitor_at(&second.base, &inbox_key).await;
        Self {
            first,
            second,
            nats: Some(nats),
            owner,
            owner_at_second,
            visitor,
            inbox_key,
            database: (url, name),
            folder,
        }
    }

    fn end(mut self) {
        self.first.kill();
        self.second.kill();
        psql(
            &self.database.0,
            &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.database.1),
        );
        let _ = std::fs::remove_dir_all(&self.folder);
    }

    /// So many other visitors, at the node that `base` names.
    async fn crowd(&self, base: &str, count: usize) -> Vec<Visitor> {
        let mut crowd = Vec::with_capacity(count);
        for _ in 0..count {
            crowd.push(visitor_at(base, &self.inbox_key).await);
        }
        crowd
    }

    /// Freezes the first node, which somebody talks to, while it has a transaction open: it holds the workspace's head
    /// then, and will not let go by itself.
    async fn freeze_in_a_batch(&self) {
        let (url, name) = &self.database;
        let open = format!(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}' AND state = 'idle in transaction'
                AND query NOT ILIKE 'begin%'"
        );
        for _ in 0..400 {
            tokio::time::sleep(Duration::from_millis(7)).await;
            signal(&self.first.child, "-STOP");
            // What it had asked for by then is answered soon; only an open transaction stays.
            tokio::time::sleep(Duration::from_millis(30)).await;
            if psql(url, &open).trim() != "0" {
                return;
            }
            signal(&self.first.child, "-CONT");
        }
        panic!("the node was never caught in a transaction");
    }

    fn at_second(&self, visitor: &Visitor) -> Visitor {
        Visitor {
            person: person_at(&self.second.base),
            ..visitor.clone()
        }
    }
}

/// How much each of a crowd says: as fast as it likes, no visitor may say more.
const EACH: usize = 50;

/// Every visitor says much, all at once: what was acknowledged to each.
fn all_talk(crowd: &[Visitor]) -> Vec<tokio::task::JoinHandle<Vec<String>>> {
    let talks = crowd.iter().cloned().enumerate().map(|(number, visitor)| {
        let prefix = format!("{number}-");
        tokio::spawn(async move { keep_talking(&visitor, &prefix, EACH).await })
    });
    talks.collect()
}

/// Every client id in a visitor's thread, in its order.
async fn thread(visitor: &Visitor) -> Vec<String> {
    let mut ids = Vec::new();
    let mut before = i64::MAX;
    loop {
        let path = format!("/api/v1/visitor/messages?limit=100&before={before}");
        let page = visitor.call(Method::GET, &path, None).await;
        let lines = page.body["messages"].as_array().expect("lines").clone();
        ids.splice(
            0..0,
            lines
                .iter()
                .map(|line| line["clientId"].as_str().unwrap_or_default().to_owned()),
        );
        before = lines
            .first()
            .map_or(0, |line| line["order"].as_i64().expect("an order"));
        if page.body["more"] != true {
            return ids;
        }
    }
}

#[test]
fn two_nodes_serve_one_conversation() {
    run(async {
        let pair = Pair::start("two").await;
        let mut agent = pair.owner.socket(None).await;
        agent.next_of("snapshot").await;
        let mut widget = pair.visitor.socket(None).await;
        widget.next_of("snapshot").await;
        let mut last = 0;
        for round in 0..10 {
            assert_eq!(pair.visitor.say(&format!("c{round}"), "hello").await.status, 201);
            let event = agent.next_of("event").await;
            let id = event["conversation"]["id"].as_str().expect("an id").to_owned();
            assert_eq!(event["message"]["clientId"], format!("c{round}"));
            let path = format!("/api/v1/conversations/{id}/messages");
            let answer = pair
                .owner
                .post(&path, json!({ "clientId": format!("r{round}"), "text": "hi" }))
                .await;
            assert_eq!(answer.status, 201);
            agent.next_of("event").await;
            for _ in 0..2 {
                let shown = widget.next_of("event").await;
                let cursor: i64 = shown["cursor"]
                    .as_str()
                    .expect("a cursor")
                    .parse()
                    .expect("a number");
                assert_eq!(cursor, last + 1, "in order, without a gap");
                last = cursor;
            }
        }
        pair.end();
    });
}

#[test]
fn a_customer_at_one_node_is_seen_at_the_other() {
    run(async {
        let pair = Pair::start("seen").await;
        let mut agent = pair.owner.socket(None).await;
        agent.next_of("snapshot").await;
        assert_eq!(pair.visitor.say("c0", "hello").await.status, 201);
        let id = agent.next_of("event").await["conversation"]["id"].clone();
        agent.say(json!({ "type": "open", "conversation": id })).await;
        agent.next_of("opened").await;
        let mut widget = pair.visitor.socket(None).await;
        widget.next_of("snapshot").await;
        assert_eq!(agent.next_of("presence").await["online"], true);
        let path = format!("/api/v1/conversations/{}/presence", id.as_str().expect("an id"));
        assert_eq!(
            pair.owner.get(&path).await.good()["online"],
            true,
            "the other node answers"
        );
        // They come to the agent's own node, and leave the first: still there.
        let moved = Visitor {
            person: person_at(&pair.first.base),
            ..pair.visitor.clone()
        };
        let mut here = moved.socket(None).await;
        here.next_of("snapshot").await;
        widget.stream.close(None).await.expect("it closes");
        let mut online = agent.next_of("presence").await;
        assert_eq!(online["online"], true, "here too: {online}");
        here.stream.close(None).await.expect("it closes");
        while online["online"] == true {
            online = agent.next_of("presence").await;
        }
        let after = pair.owner.get(&path).await.good();
        assert_eq!(
            (after["online"].as_bool(), &after["seenAt"]),
            (Some(false), &online["seenAt"])
        );
        pair.end();
    });
}

#[test]
fn nats_killed_and_restarted_loses_nothing() {
    run(async {
        let mut pair = Pair::start("nats").await;
        let mut agent = pair.owner.socket(None).await;
        agent.next_of("snapshot").await;
        let port = pair.nats.as_ref().expect("it runs").port;
        for (round, alive) in [true, false, false, true].into_iter().enumerate() {
            if alive && pair.nats.is_none() {
                pair.nats = Some(Nats::start(Some(port)));
            } else if !alive {
                pair.nats = None;
            }
            let client = format!("c{round}");
            assert_eq!(pair.visitor.say(&client, "hello").await.status, 201);
            let begun = Instant::now();
            assert_eq!(agent.next_of("event").await["message"]["clientId"], client);
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "pushed within seconds, NATS alive: {alive}"
            );
        }
        pair.end();
    });
}

#[test]
fn nats_killed_again_and_again_under_load_loses_nothing() {
    run(async {
        let mut pair = Pair::start("natsload").await;
        let mut agent = pair.owner.socket(None).await;
        agent.next_of("snapshot").await;
        let port = pair.nats.as_ref().expect("it runs").port;
        let mut crowd = pair.crowd(&pair.first.base, 6).await;
        crowd.extend(pair.crowd(&pair.second.base, 6).await);
        let talking = all_talk(&crowd);
        for _ in 0..4 {
            tokio::time::sleep(Duration::from_millis(150)).await;
            pair.nats = None;
            tokio::time::sleep(Duration::from_millis(150)).await;
            pair.nats = Some(Nats::start(Some(port)));
        }
        let mut kept = 0;
        for (visitor, talk) in crowd.iter().zip(talking) {
            let said = talk.await.expect("it talks");
            assert_eq!(said.len(), EACH, "NATS only wakes: nothing is refused without it");
            check_ledger(&pair.at_second(visitor), &said).await;
            kept += said.len();
        }
        let (mut seen, mut last) = (HashSet::new(), 0);
        while seen.len() < kept {
            let event = agent.next_of("event").await;
            let message = &event["message"];
            let (Some(seq), Some(client)) = (message["seq"].as_i64(), message["clientId"].as_str()) else {
                continue;
            };
            let line = (message["conversationId"].to_string(), client.to_owned());
            assert!(
                seq > last && seen.insert(line),
                "each once, in the log's order: {event}"
            );
            last = seq;
        }
        pair.end();
    });
}

/// Says `count` things at one node; answers the client ids that were acknowledged.
async fn keep_talking(visitor: &Visitor, prefix: &str, count: usize) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for round in 0..count {
        let client = format!("{prefix}{round}");
        if visitor.try_say(&client, "hello").await {
            acknowledged.push(client);
        }
    }
    acknowledged
}

#[test]
fn a_killed_node_is_taken_over() {
    run(async {
        let mut pair = Pair::start("killed").await;
        let at_first = Visitor {
            person: person_at(&pair.first.base),
            ..pair.visitor.clone()
        };
        let talking = tokio::spawn(async move { keep_talking(&at_first, "a", 200).await });
        let mut kept = keep_talking(&pair.visitor, "b", 20).await;
        pair.first.kill();
        let begun = Instant::now();
        kept.extend(keep_talking(&pair.visitor, "d", 20).await);
        assert!(
            begun.elapsed() < Duration::from_secs(8),
            "taken over within seconds"
        );
        assert!(kept.len() >= 40, "the node that lives took everything");
        kept.extend(talking.await.expect("the other stops"));
        check_ledger(&pair.visitor, &kept).await;
        let mut agent = pair.owner_at_second.socket(Some(1)).await;
        assert!(agent.next().await.is_ok(), "the agent goes on at the other node");
        pair.end();
    });
}

#[test]
fn a_node_frozen_in_the_middle_of_a_batch_is_taken_over() {
    run(async {
        let pair = Pair::start("frozen").await;
        let mut kept = Vec::new();
        for round in 0..3 {
            let crowd = pair.crowd(&pair.first.base, 8).await;
            let talking = all_talk(&crowd);
            pair.freeze_in_a_batch().await;
            let begun = Instant::now();
            // Over all rounds fewer than one visitor may say at once: what is refused here is refused by the freeze.
            let more = keep_talking(&pair.visitor, &format!("d{round}-"), 10).await;
            assert_eq!(more.len(), 10, "the node that lives takes everything");
            assert!(
                begun.elapsed() < Duration::from_secs(8),
                "taken over within seconds: {:?}",
                begun.elapsed()
            );
            kept.extend(more);
            signal(&pair.first.child, "-CONT");
            for (visitor, talk) in crowd.iter().zip(talking) {
                let said = talk.await.expect("the thawed node answers");
                check_ledger(&pair.at_second(visitor), &said).await;
            }
        }
        check_ledger(&pair.visitor, &kept).await;
        pair.end();
    });
}

/// Nothing acknowledged is lost, nothing is there twice.
async fn check_ledger(visitor: &Visitor, acknowledged: &[String]) {
    let thread = thread(visitor).await;
    let mut once = thread.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), thread.len(), "nothing twice");
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|id| once.binary_search(id).is_err())
        .collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}

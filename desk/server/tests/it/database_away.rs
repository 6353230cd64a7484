//! A PostgreSQL that goes away and comes back, seen through HTTP by a real process.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Cluster, Node, Person, Visitor, run, visitor_at};

struct AtWork {
    cluster: Cluster,
    _node: Node,
    _folder: tempfile::TempDir,
    owner: Person,
    visitor: Visitor,
    conversation: String,
    acknowledged: HashSet<String>,
}

impl AtWork {
    async fn start() -> Self {
        let cluster = Cluster::start();
        let folder = tempfile::tempdir().unwrap();
        let node = Node::start(
            Node::command()
                .env("YINGKE_DATA", folder.path())
                .env("YINGKE_DATABASE_URL", cluster.database("desk")),
        );
        let (owner, key) = node.found().await;
        let visitor = visitor_at(&node.base, &key).await;
        assert_eq!(visitor.say("first", "在吗").await.status, 201);
        let list = owner.get("/api/v1/conversations").await.good();
        let conversation = list["items"][0]["id"].as_str().unwrap().to_owned();
        Self {
            cluster,
            _node: node,
            _folder: folder,
            owner,
            visitor,
            conversation,
            acknowledged: HashSet::from(["first".to_owned()]),
        }
    }

    /// Talks in the background until told, so that something is always under way.
    fn talk(
        &self,
        prefix: &'static str,
    ) -> (
        tokio::task::JoinHandle<Vec<String>>,
        tokio::sync::watch::Sender<bool>,
    ) {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let visitor = self.visitor.clone();
        let talking = tokio::spawn(async move {
            let mut kept = Vec::new();
            for n in 0.. {
                let id = format!("{prefix}{n}");
                if *stopped.borrow() {
                    break;
                }
                if visitor.try_say(&id, "hello").await {
                    kept.push(id);
                }
            }
            kept
        });
        (talking, stop)
    }

    /// While it is away: each write and read says so and when to come back, in time.
    async fn away(&self, rounds: usize, within: Duration) {
        let reply = format!("/api/v1/conversations/{}/messages", self.conversation);
        let tries: [(Method, &str, Option<serde_json::Value>); 6] = [
            (
                Method::POST,
                &reply,
                Some(json!({ "clientId": "r", "text": "在的" })),
            ),
            (
                Method::PUT,
                "/api/v1/me/status",
                Some(json!({ "status": "busy" })),
            ),
            (
                Method::POST,
                "/api/v1/visitor/messages",
                Some(json!({ "clientId": "away", "text": "喂" })),
            ),
            (Method::GET, "/api/v1/conversations", None),
            (Method::GET, "/api/v1/visitor/messages", None),
            (Method::GET, "/readyz", None),
        ];
        for round in 0..rounds {
            let asked = tries.iter().map(|(method, path, body)| async move {
                let begun = Instant::now();
                let answer = if path.contains("/visitor/") {
                    self.visitor.call(method.clone(), path, body.clone()).await
                } else {
                    self.owner.call(method.clone(), path, body.clone()).await
                };
                check(&answer, &format!("{method} {path}, round {round}"));
                assert!(begun.elapsed() < within, "{path}: {:?}", begun.elapsed());
            });
            futures_util::future::join_all(asked).await;
        }
        assert_eq!(
            self.owner.get("/healthz").await.status,
            200,
            "the process itself is well"
        );
    }

    /// Many at once wait no longer than one.
    async fn crowd(&self, within: Duration) {
        let begun = Instant::now();
        let many = (0..300).map(|n| {
            let visitor = self.visitor.clone();
            async move { visitor.say(&format!("crowd{n}"), "喂").await }
        });
        for answer in futures_util::future::join_all(many).await {
            // More than one visitor may say at once is turned away before the database is asked.
            if answer.status != 429 {
                check(&answer, "one of many");
            }
        }
        assert!(begun.elapsed() < within, "{:?}", begun.elapsed());
    }

    async fn back(&mut self) {
        let until = Instant::now() + Duration::from_secs(30);
        while self.owner.get("/readyz").await.status != 200 {
            assert!(Instant::now() < until, "it does not find back by itself");
        }
        // What the visitor said too often is forgiven after a while.
        while !self.visitor.try_say("back", "回来了").await {
            assert!(Instant::now() < until, "writes do not find back");
        }
        let reply = format!("/api/v1/conversations/{}/messages", self.conversation);
        let said = json!({ "clientId": "r", "text": "在的" });
        assert!(self.owner.post(&reply, said).await.status.is_success());
        self.acknowledged.extend(["back".to_owned(), "r".to_owned()]);
        let mut said = Vec::new();
        let mut before = i64::MAX;
        while before > 1 {
            let path = format!("/api/v1/visitor/messages?limit=100&before={before}");
            let page = self.visitor.call(Method::GET, &path, None).await.good();
            let lines = page["messages"].as_array().unwrap();
            said.extend(
                lines
                    .iter()
                    .filter_map(|line| line["clientId"].as_str().map(str::to_owned)),
            );
            before = lines.first().map_or(0, |line| line["order"].as_i64().unwrap());
        }
        let once: HashSet<String> = said.iter().cloned().collect();
        assert_eq!(once.len(), said.len(), "nothing twice");
        // The agent's client id is not shown to the visitor.
        let lost: Vec<_> = self
            .acknowledged
            .iter()
            .filter(|id| *id != "r" && !once.contains(*id))
            .collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    }
}

fn check(answer: &Answer, what: &str) {
    let (status, code) = answer.refusal();
    let known = ["database_away", "outcome_unknown", "busy"].contains(&code);
    assert!(status == 503 && known, "{what}: {answer:?}");
    assert!(
        answer.headers.contains_key("retry-after"),
        "{what} does not say when to come back"
    );
}

#[test]
fn a_database_that_crashes_and_starts_again_is_said_and_survived() {
    run(async {
        let mut work = AtWork::start().await;
        let mut socket = work.owner.socket(None).await;
        socket.next_of("snapshot").await;
        let (talking, stop) = work.talk("a");
        // It has said a few things, and is in the middle of another.
        for _ in 0..5 {
            socket.next_of("event").await;
        }
        work.cluster.crash();
        stop.send(true).unwrap();
        work.acknowledged.extend(talking.await.unwrap());
        work.away(2, Duration::from_secs(6)).await;
        work.crowd(Duration::from_secs(6)).await;
        work.cluster.again();
        work.back().await;
        // The socket that was open all along goes on.
        loop {
            if socket.next_of("event").await["message"]["clientId"] == "r" {
                break;
            }
        }
    });
}

#[test]
fn a_database_that_freezes_is_said_and_survived() {
    run(async {
        let mut work = AtWork::start().await;
        let (talking, stop) = work.talk("b");
        work.cluster.signal("-STOP");
        work.away(1, Duration::from_secs(20)).await;
        work.crowd(Duration::from_secs(20)).await;
        work.cluster.signal("-CONT");
        stop.send(true).unwrap();
        work.acknowledged.extend(talking.await.unwrap());
        work.back().await;
    });
}

//! A full disk, seen through HTTP by a real process: every write says so, reads go on, and all is well when there is room.

mod disks;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use reqwest::Method;
use rustix::io::Errno;
use serde_json::{Value, json};

use yingke_server::machine::{SystemChance, SystemClock};
use yingke_store::{Db, Location, Ports, StoreError};

use disks::{Small, Way, preload};

use crate::{
    api::attachments::{body, picture},
    support::{Answer, Node, PASSWORD, Person, Visitor, person_at, run, signed_in, visitor_at},
};

/// How many objects lie in the folder of files.
fn objects(data: &Path) -> usize {
    fn below(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries
            .filter(|path| !path.ends_with("ballast"))
            .map(|path| if path.is_dir() { below(&path) } else { 1 })
            .sum()
    }
    below(&data.join("files"))
}

/// Somebody at work: an owner, a visitor and their conversation.
struct AtWork {
    owner: Person,
    visitor: Visitor,
    conversation: String,
    round: usize,
}

impl AtWork {
    async fn at(base: &str, owner: Person, key: &str) -> Self {
        let visitor = visitor_at(base, key).await;
        assert_eq!(visitor.say("first", "在吗").await.status, 201);
        let list = owner.get("/api/v1/conversations").await.good();
        let conversation = list["items"][0]["id"].as_str().unwrap().to_owned();
        Self {
            owner,
            visitor,
            conversation,
            round: 0,
        }
    }

    /// Tries one write of each kind; what each answered.
    async fn write(&mut self) -> Vec<(String, Answer)> {
        self.round += 1;
        let (id, round) = (&self.conversation, self.round);
        let said =
            |kind: &str| json!({ "clientId": format!("{kind}{round}"), "text": "没有地方了".repeat(60) });
        let theme = ["light", "dark"][round % 2];
        let status = ["online", "busy"][round % 2];
        let name = format!("标签{round}");
        let writes: [(Method, String, Value); 7] = [
            (
                Method::POST,
                format!("/api/v1/conversations/{id}/messages"),
                said("r"),
            ),
            (
                Method::POST,
                format!("/api/v1/conversations/{id}/notes"),
                said("n"),
            ),
            (
                Method::PUT,
                "/api/v1/me/status".into(),
                json!({ "status": status }),
            ),
            (Method::PATCH, "/api/v1/me".into(), json!({ "theme": theme })),
            (
                Method::POST,
                "/api/v1/tags".into(),
                json!({ "name": name, "color": "#C53030" }),
            ),
            (
                Method::POST,
                "/api/v1/teams".into(),
                json!({ "name": name, "memberIds": [] }),
            ),
            (
                Method::POST,
                format!("/api/v1/conversations/{id}/snooze"),
                json!({ "until": "2099-01-01T00:00:00.000Z" }),
            ),
        ];
        let mut answers = vec![(
            "a visitor says".to_owned(),
            self.visitor.say(&format!("v{round}"), "喂").await,
        )];
        for (method, path, body) in writes {
            let key = format!("{path}{round}");
            let headers = [("idempotency-key", key.as_str())];
            let answer = self.owner.call_with(method, &path, Some(body), &headers).await;
            answers.push((path, answer));
        }
        answers
    }

    /// Everything that can be read.
    async fn read(&self) {
        let id = &self.conversation;
        for path in [
            "/api/v1/me".to_owned(),
            "/api/v1/conversations".to_owned(),
            format!("/api/v1/conversations/{id}"),
            format!("/api/v1/conversations/{id}/messages"),
            "/api/v1/agents".to_owned(),
            "/api/v1/tags".to_owned(),
            "/readyz".to_owned(),
            "/healthz".to_owned(),
        ] {
            let answer = self.owner.get(&path).await;
            assert_eq!(answer.status, 200, "{path}: {answer:?}");
        }
        let thread = self
            .visitor
            .call(Method::GET, "/api/v1/visitor/messages", None)
            .await;
        assert_eq!(thread.status, 200, "{thread:?}");
        let mut socket = self.owner.socket(None).await;
        socket.next_of("snapshot").await;
    }

    /// Writes until each kind is refused; then once more, and now none may get through.
    async fn until_full(&mut self) {
        let wrong = |answers: &[(String, Answer)]| {
            let other = answers
                .iter()
                .filter(|(_, answer)| answer.refusal() != (507, "disk_full"));
            other
                .map(|(what, answer)| format!("{what}: {answer:?}"))
                .collect::<Vec<_>>()
        };
        for _ in 0..400 {
            let answers = self.write().await;
            let left = wrong(&answers);
            assert!(
                answers
                    .iter()
                    .all(|(_, answer)| answer.status.is_success() || answer.status == 507),
                "a full disk is not told as such: {left:#?}"
            );
            if left.is_empty() {
                let again = self.write().await;
                assert!(wrong(&again).is_empty(), "{:#?}", wrong(&again));
                return;
            }
        }
        panic!("the disk never gets full");
    }

    /// Every kind of write succeeds again, and nothing that was refused is there.
    async fn after(&mut self) {
        let refused = self.round;
        for (what, answer) in self.write().await {
            assert!(
                answer.status.is_success(),
                "{what} does not recover by itself: {answer:?}"
            );
        }
        let path = format!("/api/v1/conversations/{}/messages?limit=100", self.conversation);
        let thread = self.owner.get(&path).await.good().to_string();
        assert!(
            !thread.contains(&format!("\"r{refused}\"")),
            "refused and written"
        );
        assert!(
            thread.contains(&format!("\"r{}\"", self.round)),
            "acknowledged and lost"
        );
    }

    async fn upload(&self, bytes: &[u8]) -> Answer {
        let path = format!("/api/v1/attachments?conversationId={}", self.conversation);
        self.owner
            .upload(&path, &[], body("p.png", "image/png", bytes))
            .await
    }
}

#[test]
fn every_write_is_told_of_a_full_disk_and_recovers() {
    run(async {
        for way in Way::all() {
            whole(Small::start(way)).await;
        }
    });
}

async fn whole(small: Small) {
    let (owner, key) = small.node.found().await;
    let mut work = AtWork::at(&small.node.base, owner, &key).await;
    let picture = picture(image::ImageFormat::Png, 64, 64);
    assert_eq!(work.upload(&picture).await.status, 201);
    let kept = objects(&small.data);
    let ballast = [small.fill(&small.data), small.fill(&small.data.join("files"))];
    work.until_full().await;
    work.read().await;
    // On the way in: the disk of the files is full.
    assert_eq!(work.upload(&picture).await.refusal(), (507, "disk_full"));
    std::fs::remove_file(&ballast[1]).unwrap();
    // On the way to its row: the database's is, and no object stays behind.
    assert_eq!(work.upload(&picture).await.refusal(), (507, "disk_full"));
    assert_eq!(objects(&small.data), kept, "an object without a row");
    let sign_in = json!({ "email": "hejing@shop.example", "password": PASSWORD });
    let nobody = person_at(&small.node.base);
    assert_eq!(
        nobody.post("/api/v1/sign-in", sign_in).await.refusal(),
        (507, "disk_full")
    );
    work.read().await;
    std::fs::remove_file(&ballast[0]).unwrap();
    work.after().await;
    assert_eq!(work.upload(&picture).await.status, 201);
    signed_in(&small.node.base, "hejing@shop.example").await;
}

#[test]
fn a_full_disk_of_files_stops_nothing_but_files() {
    run(async {
        for way in Way::all() {
            files_only(Small::start(way)).await;
        }
    });
}

async fn files_only(small: Small) {
    let (owner, key) = small.node.found().await;
    let mut work = AtWork::at(&small.node.base, owner, &key).await;
    let picture = picture(image::ImageFormat::Png, 64, 64);
    let ballast = small.fill(&small.data.join("files"));
    assert_eq!(work.upload(&picture).await.refusal(), (507, "disk_full"));
    assert_eq!(objects(&small.data), 0, "a piece of a file stays behind");
    for (what, answer) in work.write().await {
        assert!(answer.status.is_success(), "{what}: {answer:?}");
    }
    std::fs::remove_file(&ballast).unwrap();
    assert_eq!(work.upload(&picture).await.status, 201);
}

/// Makes every sign-in in `file` one that was last used long ago.
fn long_ago(file: PathBuf) {
    let ports = Ports {
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        committed: yingke_server::live::Hub::new(tokio::runtime::Handle::current()),
        rules: Arc::new(yingke_conversation::ChannelRules::default()),
    };
    let aged = std::thread::spawn(move || {
        let db = Db::open(&Location::File(file), &ports).unwrap();
        let write = db.write_global(|tx| tx.run("UPDATE sign_in SET seen_at = 0", &[]));
        let aged: Result<(), StoreError> = futures_util::FutureExt::now_or_never(write).unwrap_or(Ok(()));
        db.close();
        aged
    });
    aged.join().unwrap().unwrap();
}

/// A quota that is used up is a full disk to whoever meets it.
#[test]
fn a_quota_that_is_used_up_is_a_full_disk() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let used_up = at("data/ballast");
        let start = || {
            let mut command = Node::command();
            preload(&mut command, folder.path(), &at("data"), Errno::DQUOT);
            Node::start(command.env("YINGKE_DATA", at("data")))
        };
        let node = start();
        let (owner, key) = node.found().await;
        drop(node);
        // Now and then a sign-in's last use is written down: that must not stop who only reads.
        long_ago(at("data/yingke.db"));
        let node = start();
        let cookie = owner.cookie;
        let mut owner = person_at(&node.base);
        owner.cookie = cookie;
        std::fs::write(&used_up, "").unwrap();
        owner.get("/api/v1/me").await.good();
        std::fs::remove_file(&used_up).unwrap();
        let mut work = AtWork::at(&node.base, owner, &key).await;
        std::fs::write(&used_up, "").unwrap();
        for (what, answer) in work.write().await {
            assert_eq!(answer.refusal(), (507, "disk_full"), "{what}: {answer:?}");
        }
        let picture = picture(image::ImageFormat::Png, 64, 64);
        assert_eq!(work.upload(&picture).await.refusal(), (507, "disk_full"));
        work.read().await;
        std::fs::remove_file(&used_up).unwrap();
        work.after().await;
        assert_eq!(work.upload(&picture).await.status, 201);
    });
}

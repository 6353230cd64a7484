//! A full disk, seen through HTTP by a real process: every write says so, reads go on, and all is well when there is room.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use reqwest::Method;
use serde_json::{Value, json};

use yingke_server::machine::{SystemChance, SystemClock};
use yingke_store::{Db, Location, Ports, StoreError};

use crate::{
    api::attachments::{body, picture},
    support::{Answer, Node, PASSWORD, Person, Visitor, person_at, run, signed_in, visitor_at},
};

/// A desk whose data folder and folder of files are two small disks in memory, in a mount namespace of its own. Root
/// may always do that, others wherever user namespaces are allowed.
struct Small {
    node: Node,
    /// The data folder, as we see it from outside.
    data: PathBuf,
    folder: PathBuf,
}

/// The command that gives the desk its two disks.
const MOUNT: &str = "mount -t tmpfs -o size=8m none \"$1\" && mkdir \"$1/files\" \
    && mount -t tmpfs -o size=4m none \"$1/files\" && shift && exec \"$@\"";

fn unshare() -> Command {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "--"]);
    command
}

/// Whether this machine lets us mount; where it does not, only the test with the quota runs.
fn allowed() -> bool {
    unshare()
        .arg("true")
        .output()
        .is_ok_and(|ran| ran.status.success())
}

impl Small {
    fn start(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("yingke_small_{name}_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let node = Node::start(
            unshare()
                .args(["sh", "-c", MOUNT, "sh"])
                .arg(&folder)
                .args([env!("CARGO_BIN_EXE_yingke"), "serve"])
                .env("YINGKE_DATA", &folder),
        );
        let root = PathBuf::from(format!("/proc/{}/root", node.child.id()));
        let data = root.join(folder.strip_prefix("/").unwrap());
        Self { node, data, folder }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        self.node.kill();
        let _ = std::fs::remove_dir(&self.folder);
    }
}

/// Fills the disk of `folder` to the last byte; answers what to remove to make room again.
fn fill(folder: &Path) -> PathBuf {
    let ballast = folder.join("ballast");
    let mut file = std::fs::File::create(&ballast).unwrap();
    for piece in [1 << 16, 1 << 12, 1] {
        while file.write_all(&vec![1; piece]).is_ok() {}
    }
    ballast
}

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
    if !allowed() {
        return;
    }
    run(async {
        let small = Small::start("whole");
        let (owner, key) = small.node.found().await;
        let mut work = AtWork::at(&small.node.base, owner, &key).await;
        let picture = picture(image::ImageFormat::Png, 64, 64);
        assert_eq!(work.upload(&picture).await.status, 201);
        let kept = objects(&small.data);
        let ballast = [fill(&small.data), fill(&small.data.join("files"))];
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
    });
}

#[test]
fn a_full_disk_of_files_stops_nothing_but_files() {
    if !allowed() {
        return;
    }
    run(async {
        let small = Small::start("files");
        let (owner, key) = small.node.found().await;
        let mut work = AtWork::at(&small.node.base, owner, &key).await;
        let picture = picture(image::ImageFormat::Png, 64, 64);
        let ballast = fill(&small.data.join("files"));
        assert_eq!(work.upload(&picture).await.refusal(), (507, "disk_full"));
        assert_eq!(objects(&small.data), 0, "a piece of a file stays behind");
        for (what, answer) in work.write().await {
            assert!(answer.status.is_success(), "{what}: {answer:?}");
        }
        std::fs::remove_file(&ballast).unwrap();
        assert_eq!(work.upload(&picture).await.status, 201);
    });
}

/// What stands between the process and the disk: once the file that `QUOTA` names is there, nothing more is taken.
const QUOTA: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
static int over(int fd) {
    struct stat of;
    const char *flag = getenv("QUOTA");
    return flag && access(flag, F_OK) == 0 && fstat(fd, &of) == 0 && S_ISREG(of.st_mode);
}
#define GUARD(name, type, parameters, arguments)                          \
    type name parameters {                                                \
        static type(*real) parameters;                                    \
        if (!real) real = (type(*) parameters)dlsym(RTLD_NEXT, #name);    \
        if (over(fd)) { errno = EDQUOT; return -1; }                      \
        return real arguments;                                            \
    }
GUARD(write, ssize_t, (int fd, const void *from, size_t size), (fd, from, size))
GUARD(pwrite, ssize_t, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at))
GUARD(pwrite64, ssize_t, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at))
"#;

/// Makes every sign-in in `file` one that was last used long ago.
fn long_ago(file: PathBuf) {
    let ports = Ports {
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        committed: yingke_server::live::Hub::new(tokio::runtime::Handle::current()),
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
        std::fs::write(at("quota.c"), QUOTA).unwrap();
        let made = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .arg(at("quota.so"))
            .arg(at("quota.c"))
            .status();
        assert!(made.expect("a C compiler, as the build has one").success());
        let start = || {
            Node::start(
                Node::command()
                    .env("YINGKE_DATA", at("data"))
                    .env("LD_PRELOAD", at("quota.so"))
                    .env("QUOTA", at("used-up")),
            )
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
        std::fs::write(at("used-up"), "").unwrap();
        owner.get("/api/v1/me").await.good();
        std::fs::remove_file(at("used-up")).unwrap();
        let mut work = AtWork::at(&node.base, owner, &key).await;
        std::fs::write(at("used-up"), "").unwrap();
        for (what, answer) in work.write().await {
            assert_eq!(answer.refusal(), (507, "disk_full"), "{what}: {answer:?}");
        }
        let picture = picture(image::ImageFormat::Png, 64, 64);
        assert_eq!(work.upload(&picture).await.refusal(), (507, "disk_full"));
        work.read().await;
        std::fs::remove_file(at("used-up")).unwrap();
        work.after().await;
        assert_eq!(work.upload(&picture).await.status, 201);
    });
}

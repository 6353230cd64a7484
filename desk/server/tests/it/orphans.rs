//! A process that is killed between an upload's bytes and its row leaves an object behind; it does not stay for ever.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant, SystemTime},
};

use crate::{
    api::attachments::{body, picture},
    support::{Node, Person, person_at, psql, run, visitor_at},
};

fn objects(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| if path.is_dir() { objects(&path) } else { vec![path] })
        .filter(|path| !path.to_string_lossy().contains('#'))
        .collect()
}

fn age(object: &Path) {
    let file = std::fs::File::options().write(true).open(object).unwrap();
    let then = SystemTime::now() - Duration::from_secs(25 * 3_600);
    file.set_modified(then).unwrap();
}

async fn until(what: &str, mut is: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !is() {
        assert!(Instant::now() < end, "{what}");
        tokio::task::yield_now().await;
    }
}

fn conversation_of(list: &serde_json::Value) -> String {
    list["items"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn what_a_killed_process_left_without_a_row_is_removed_after_a_day() {
    run(async {
        let (url, admin) = (
            std::env::var("YINGKE_TEST_POSTGRES").expect("run the tests through `make test`"),
            std::env::var("YINGKE_TEST_POSTGRES_ADMIN").expect("run the tests through `make test`"),
        );
        let name = format!("orphans_{}", std::process::id());
        psql(&url, &format!("CREATE DATABASE {name}"));
        let own = |url: &str| format!("{}/{name}", url.rsplit_once('/').unwrap().0);
        let folder = tempfile::tempdir().unwrap();
        let files = folder.path().join("files");
        let start = || {
            Node::start(
                Node::command()
                    .env("YINGKE_DATA", folder.path())
                    .env("YINGKE_DATABASE_URL", own(&url)),
            )
        };
        let mut node = start();
        let (owner, key) = node.found().await;
        let visitor = visitor_at(&node.base, &key).await;
        visitor.say("first", "在吗").await;
        let conversation = conversation_of(&owner.get("/api/v1/conversations").await.good());
        let path = format!("/api/v1/attachments?conversationId={conversation}");
        // Small pictures have an object of their own.
        let large = picture(image::ImageFormat::Png, 900, 700);
        let upload = |owner: Person| {
            let (path, body) = (path.clone(), body("p.png", "image/png", &large));
            async move { owner.upload(&path, &[], body).await }
        };
        let kept = upload(owner.clone()).await.good();
        let said = serde_json::json!({ "clientId": "r1", "attachmentIds": [kept["id"]] });
        owner
            .post(&format!("/api/v1/conversations/{conversation}/messages"), said)
            .await
            .good();
        let before = objects(&files);
        assert_eq!(before.len(), 2);
        // The row cannot be written while somebody holds the head; the objects are there by then.
        let mut holder = Command::new("psql")
            .args(["--no-psqlrc", "--quiet", "--dbname", &own(&admin), "--command"])
            .arg("BEGIN; SELECT seq FROM head FOR UPDATE; SELECT pg_sleep(60)")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let held = "DO $$ BEGIN PERFORM seq FROM head FOR UPDATE NOWAIT; \
            RAISE EXCEPTION 'free'; EXCEPTION WHEN lock_not_available THEN NULL; END $$";
        until("the head is held", || {
            let asked = Command::new("psql")
                .args([
                    "--no-psqlrc",
                    "--quiet",
                    "--dbname",
                    &own(&admin),
                    "--command",
                    held,
                ])
                .stderr(Stdio::null())
                .status();
            asked.unwrap().success()
        })
        .await;
        let cut = tokio::spawn(upload(owner.clone()));
        until("the objects are written", || objects(&files).len() == 4).await;
        node.kill();
        assert!(cut.await.is_err(), "the upload was not acknowledged");
        let _ = holder.kill();
        let _ = holder.wait();
        let orphans: Vec<PathBuf> = objects(&files)
            .into_iter()
            .filter(|object| !before.contains(object))
            .collect();
        assert_eq!(orphans.len(), 2);
        // One is old and goes; one is young and stays; the old ones with a row stay, too.
        age(&orphans[0]);
        for object in &before {
            age(object);
        }
        let node = start();
        until("the old one is removed", || !orphans[0].exists()).await;
        assert!(orphans[1].exists(), "it may still get its row");
        assert!(before.iter().all(|object| object.exists()), "files of messages");
        let cookie = owner.cookie;
        let mut owner = person_at(&node.base);
        owner.cookie = cookie;
        for part in ["", "/thumbnail"] {
            let file = format!("/api/v1/attachments/{}{part}", kept["id"].as_str().unwrap());
            assert_eq!(owner.status(&file).await, 200);
        }
        drop(node);
        psql(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    });
}

//! Files in an S3 that is not ours and checks every signature, and what becomes of them while it is away.

use std::{
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use image::ImageFormat;
use reqwest::Method;
use serde_json::json;
use yingke_server::{demo, machine::SystemClock};
use yingke_words::{Clock, Span, Time};

use crate::{
    api::attachments::{By, fetch, picture, say, talking, upload},
    api::demo::owners_seat,
    support::{Answer, Bucket, Desk, Engine, Node, Road, Visitor, run, visitor_at},
};

/// Larger than one piece of an upload.
fn large() -> Vec<u8> {
    let line = |n: usize| format!("{n:>15}\n").into_bytes();
    (0..(12 << 20) / 16).flat_map(line).collect()
}

fn id(file: &Answer) -> String {
    file.body["id"].as_str().unwrap().to_owned()
}

/// A picture and a large text, both said by the visitor.
async fn said(desk: &Desk, visitor: &Visitor) -> [(String, Vec<u8>); 2] {
    let (small, large) = (picture(ImageFormat::Png, 900, 700), large());
    let by = By::Visitor(visitor);
    let first = upload(desk, by, ("p.png", "image/png"), &small).await;
    let second = upload(desk, by, ("t.txt", "text/plain"), &large).await;
    for (n, file) in [&first, &second].into_iter().enumerate() {
        assert_eq!(file.status, 201, "{file:?}");
        assert_eq!(say(visitor, &format!("f{n}"), file).await.status, 201);
    }
    [(id(&first), small), (id(&second), large)]
}

#[test]
fn files_are_kept_in_an_s3_and_nowhere_else() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        run(async {
            let bucket = Bucket::new();
            let desk = Desk::on_s3(engine, &bucket, None).await;
            let (visitor, _) = talking(&desk).await;
            let [small, large] = said(&desk, &visitor).await;
            let cookie = desk.owner.cookie.as_str();
            let path = |id: &str| format!("/api/v1/attachments/{id}");
            let got = fetch(&desk, cookie, &path(&small.0), &[]).await;
            assert_eq!(
                (got.status.as_u16(), got.header("content-type")),
                (200, "image/png")
            );
            let got = fetch(&desk, cookie, &format!("{}/thumbnail", path(&small.0)), &[]).await;
            assert_eq!(got.status, 200);
            assert!(image::load_from_memory(&got.bytes).is_ok());
            let got = fetch(&desk, cookie, &path(&large.0), &[]).await;
            assert!(got.bytes == large.1, "{} bytes came back", got.bytes.len());
            let part = [("range", "bytes=6000000-6000099")];
            let got = fetch(&desk, cookie, &path(&large.0), &part).await;
            assert_eq!(got.status, 206);
            assert!(got.bytes == large.1[6_000_000..6_000_100]);
            assert_eq!(bucket.objects().await.len(), 3, "two files and a small picture");
            let left = std::fs::read_dir(desk.app.config.files()).unwrap().count();
            assert_eq!(left, 0, "no object in the local folder");
            desk.end().await;
        });
    }
}

/// What a person is told while the storage is away.
fn told(answer: &Answer) {
    assert_eq!(answer.refusal(), (503, "files_away"), "{answer:?}");
    assert!(answer.headers.contains_key("retry-after"), "{answer:?}");
}

#[test]
fn while_the_storage_is_away_texts_go_on_and_nothing_half_written_is_shown() {
    run(async {
        let bucket = Bucket::new();
        let road = Road::to(&bucket.endpoint).await;
        let desk = Desk::on_s3(Engine::Sqlite, &bucket, Some(&road)).await;
        let (visitor, conversation) = talking(&desk).await;
        let kept = said(&desk, &visitor).await;
        let before = bucket.objects().await;
        let by = By::Visitor(&visitor);
        let small = picture(ImageFormat::Png, 900, 700);
        let cookie = desk.owner.cookie.as_str();
        let file = format!("/api/v1/attachments/{}", kept[1].0);
        let messages = format!("/api/v1/conversations/{conversation}/messages");
        let texts = async |round: &str| {
            let begun = Instant::now();
            assert_eq!(visitor.say(round, "喂").await.status, 201);
            let reply = json!({ "clientId": format!("r{round}"), "text": "在的" });
            assert!(desk.owner.post(&messages, reply).await.status.is_success());
            assert_eq!(desk.owner.get(&messages).await.status, 200);
            assert!(begun.elapsed() < Duration::from_secs(3), "texts wait for files");
        };
        // Nobody there.
        road.close();
        told(&upload(&desk, by, ("p.png", "image/png"), &small).await);
        told(&desk.owner.get(&file).await);
        texts("closed").await;
        // Somebody who does not answer.
        road.freeze();
        let begun = Instant::now();
        let (up, down, ()) = tokio::join!(
            upload(&desk, by, ("p.png", "image/png"), &small),
            desk.owner.get(&file),
            texts("frozen")
        );
        told(&up);
        told(&down);
        assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
        // Cut in the middle of an upload: more than one piece of it has arrived.
        road.cut_up_after(7 << 20);
        told(&upload(&desk, by, ("t.txt", "text/plain"), &kept[1].1).await);
        // Cut in the middle of a download, each time it is taken up: it ends as a failure, not as a shorter file.
        road.cut_down_after(100 << 10);
        let url = format!("{}{file}", desk.base);
        let cut = reqwest::Client::new()
            .get(url)
            .header("cookie", cookie)
            .send()
            .await;
        let bytes = cut.unwrap().bytes().await;
        assert!(bytes.is_err(), "{} bytes and no error", bytes.unwrap().len());
        assert_eq!(bucket.objects().await, before, "nothing is there by half");
        // And back.
        road.open();
        let again = upload(&desk, by, ("t.txt", "text/plain"), &kept[1].1).await;
        assert_eq!(say(&visitor, "again", &again).await.status, 201);
        let got = fetch(&desk, cookie, &format!("/api/v1/attachments/{}", id(&again)), &[]).await;
        assert!(got.bytes == kept[1].1);
        let thread = desk.owner.get(&format!("{messages}?limit=100")).await.good();
        let files = |message: &serde_json::Value| message["attachments"].as_array().map_or(0, Vec::len);
        let shown: usize = thread["items"].as_array().unwrap().iter().map(files).sum();
        assert_eq!(shown, 3, "the two from before and the one from after");
        desk.end().await;
    });
}

/// A clock that is ahead.
struct Ahead;

impl Clock for Ahead {
    fn now(&self) -> Time {
        SystemClock.now() + Span::hours(25)
    }
}

#[test]
fn objects_without_rows_go_after_a_day_and_a_demo_takes_its_files_along() {
    run(async {
        let bucket = Bucket::new();
        let desk = Desk::on_s3(Engine::Postgres, &bucket, None).await;
        let (visitor, _) = talking(&desk).await;
        said(&desk, &visitor).await;
        let before = bucket.objects().await;
        let workspace = before[0].split_once('/').unwrap().0.to_owned();
        bucket.put(&format!("{workspace}/0123")).await;
        assert_eq!(bucket.objects().await.len(), before.len() + 1);
        let tomorrow = desk.beside(Arc::new(Ahead)).await;
        let until = Instant::now() + Duration::from_secs(20);
        while bucket.objects().await != before {
            assert!(Instant::now() < until, "{:?}", bucket.objects().await);
        }
        tomorrow.stop().await.unwrap();
        desk.end().await;

        let bucket = Bucket::new();
        let road = Road::to(&bucket.endpoint).await;
        let mut desk = Desk::demo_on_s3(&bucket, &road).await;
        let workspace = demo::workspace(&desk.app).await.unwrap().unwrap();
        owners_seat(&mut desk).await;
        bucket.put(&format!("{workspace}/0123")).await;
        road.close();
        told(&desk.owner.call(Method::DELETE, "/api/v1/demo", None).await);
        assert_eq!(bucket.objects().await.len(), 1);
        assert_eq!(
            desk.owner.get("/api/v1/demo").await.good()["demo"],
            true,
            "as it was"
        );
        road.open();
        desk.owner.call(Method::DELETE, "/api/v1/demo", None).await.good();
        assert_eq!(bucket.objects().await, Vec::<String>::new());
        desk.end().await;
    });
}

/// Runs a command of the desk with these settings; whether it succeeded, and all it said.
fn ran(command: &str, settings: &[(&str, String)]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_yingke"))
        .arg(command)
        .env("YINGKE_DATA", folder.path())
        .env("YINGKE_LISTEN", "127.0.0.1:0")
        .env("YINGKE_LOG", "trace")
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .output()
        .unwrap();
    let said = [ran.stdout, ran.stderr].concat();
    (ran.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn what_is_wrong_with_the_storage_is_said_and_no_secret_is() {
    let bucket = Bucket::new();
    let (reader, readers_secret) = Bucket::key("YINGKE_TEST_S3_READER");
    let with = |changes: &[(&'static str, &str)]| {
        let mut settings = bucket.settings(None);
        for (name, value) in changes {
            settings.retain(|(known, _)| known != name);
            settings.push((name, (*value).to_owned()));
        }
        settings
    };
    let reads = [
        ("YINGKE_S3_KEY_ID", reader.as_str()),
        ("YINGKE_S3_SECRET", &readers_secret),
    ];
    for (settings, expected) in [
        (with(&[]), "ok    files in s3://yingke/"),
        (
            with(&[("YINGKE_S3_SECRET", "hunter2hunter2")]),
            "SignatureDoesNotMatch",
        ),
        (
            with(&[("YINGKE_S3_KEY_ID", "AKIAIOSFODNN7EXAMPLE")]),
            "InvalidAccessKeyId",
        ),
        (with(&reads), "has the right s3:PutObject"),
        (
            with(&[("YINGKE_S3_ENDPOINT", "http://127.0.0.1:9")]),
            "does not answer (Connection refused",
        ),
        (with(&[("YINGKE_S3_PATH_STYLE", "false")]), "set s3_path_style"),
        (with(&[("YINGKE_S3_KEY_ID", "")]), "s3_key_id"),
        (
            with(&[("YINGKE_FILES_URL", "https://yingke")]),
            "s3://bucket/prefix",
        ),
    ] {
        let (_, said) = ran("doctor", &settings);
        assert!(said.contains(expected), "{expected}: {said}");
        for secret in [bucket.secret.as_str(), &readers_secret, "hunter2hunter2"] {
            assert!(!said.contains(secret), "a secret is in the log");
        }
    }
    let (started, said) = ran("serve", &with(&reads));
    assert!(!started && said.contains("refuses to write an object"), "{said}");
}

#[test]
fn a_desk_starts_while_its_storage_is_away() {
    run(async {
        let bucket = Bucket::new();
        let folder = tempfile::tempdir().unwrap();
        let road = Road::to(&bucket.endpoint).await;
        road.close();
        let settings = bucket.settings(Some(&road));
        let mut command = Node::command();
        let node = Node::start(command.env("YINGKE_DATA", folder.path()).envs(settings));
        let (_, key) = node.found().await;
        let visitor = visitor_at(&node.base, &key).await;
        assert_eq!(visitor.say("c1", "在吗").await.status, 201);
    });
}

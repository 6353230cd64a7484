//! What people write, their secrets and their names stand in no log and no figure, however much is logged (T31).

use std::{fs::File, path::Path};

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    api::attachments::{body as multipart, picture},
    support::{Answer, Node, PASSWORD, Person, Visitor, psql, run, visitor_at},
};

/// Stands in everything that anybody writes.
const CANARY: &str = "canary-5d1e";

/// Everything that was handed out or typed and nobody else may know.
#[derive(Default)]
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    fn keep(&mut self, what: &'static str, secret: &str) {
        assert!(secret.len() > 8, "{what}: {secret}");
        self.0.push((what, secret.to_owned()));
    }
}

fn word(what: &str) -> String {
    format!("{what} {CANARY}")
}

/// Sends a picture under a name that is nobody's business.
async fn upload(visitor: &Visitor, bearer: &str, picture: &[u8]) -> Answer {
    let file = multipart(&format!("{CANARY}.png"), "image/png", picture);
    let headers = [("authorization", bearer)];
    let path = "/api/v1/visitor/attachments";
    visitor.person.upload(path, &headers, file).await
}

/// A customer does everything that customers do.
async fn customer(visitor: &Visitor, secrets: &mut Secrets) {
    secrets.keep("a visitor's token", &visitor.token);
    secrets.keep("a visitor's ticket", &visitor.ticket);
    let mut socket = visitor.open(&visitor.ticket).await.unwrap();
    socket.say(json!({ "type": "hello" })).await;
    socket.next_of("snapshot").await;
    let page = json!({ "url": format!("https://shop.example/{CANARY}"), "title": word("page") });
    let said = json!({ "clientId": "c1", "text": word("help"), "page": page });
    let sent = visitor.call(Method::POST, "/api/v1/visitor/messages", Some(said));
    assert_eq!(sent.await.status, 201);
    let typing = json!({ "type": "typing", "on": true, "text": word("typed") });
    socket.say(typing.clone()).await;
    for (path, body) in [
        ("attributes", json!({ "attributes": { "plan": word("plan") } })),
        ("signals", typing),
        (
            "signals",
            json!({ "type": "page", "url": CANARY, "title": CANARY }),
        ),
    ] {
        let path = format!("/api/v1/visitor/{path}");
        assert_eq!(
            visitor.call(Method::POST, &path, Some(body)).await.status,
            204,
            "{path}"
        );
    }
    let bearer = format!("Bearer {}", visitor.token);
    let picture = picture(image::ImageFormat::Png, 8, 8);
    let kept = upload(visitor, &bearer, &picture).await;
    assert_eq!(kept.status, 201, "{kept:?}");
    assert_eq!(upload(visitor, &bearer, &picture[..40]).await.status, 422);
    // Everything malformed may be quoted by whoever logs what is wrong with it.
    for body in [json!({ "text": 7, CANARY: CANARY }), json!([CANARY])] {
        let refused = visitor.call(Method::POST, "/api/v1/visitor/messages", Some(body));
        assert_eq!(refused.await.status, 400);
    }
    let claim = json!({ "externalId": CANARY, "hmac": "00", "email": format!("{CANARY}@shop.example") });
    let entered = json!({ "key": "nope", "token": CANARY, "identity": claim });
    let refused = visitor.person.post("/api/v1/visitor/enter", entered).await;
    assert_eq!(refused.status, 404);
    let garbage = json!({ "type": "fly", "text": CANARY });
    socket.say(garbage).await;
}

/// An owner does everything that holds what people write.
async fn owner(owner: &Person, secrets: &mut Secrets) {
    let list = owner.get("/api/v1/conversations").await.good();
    let row = list["items"][0].clone();
    let id = |field: &str| row[field].as_str().unwrap().to_owned();
    let (conversation, customer) = (format!("conversations/{}", id("id")), id("customerId"));
    let mut socket = owner.socket(None).await;
    socket.next_of("snapshot").await;
    let said = |client: &str| json!({ "clientId": client, "text": word("said") });
    let named =
        json!({ "name": word("shen"), "notes": word("notes"), "email": format!("{CANARY}@a.example") });
    let tag = json!({ "name": CANARY, "color": "#C53030" });
    let switches = json!({ "tags": true });
    for (method, path, version, body) in [
        (Method::POST, format!("{conversation}/messages"), "", said("r1")),
        (Method::POST, format!("{conversation}/notes"), "", said("n1")),
        (Method::PATCH, format!("customers/{customer}"), "2", named),
        (Method::POST, "tags".into(), "", tag),
        (Method::PATCH, "switches".into(), "", switches),
        (Method::GET, format!("search?q={CANARY}"), "", Value::Null),
        (Method::GET, format!("audit?act={CANARY}"), "", Value::Null),
    ] {
        let path = format!("/api/v1/{path}");
        let headers = [("if-match", version), ("idempotency-key", CANARY)];
        let body = (!body.is_null()).then_some(body);
        let done = owner.call_with(method, &path, body, &headers).await;
        assert!(done.status.is_success(), "{path}: {done:?}");
    }
    let inboxes = owner.get("/api/v1/inboxes").await.good();
    let path = format!(
        "/api/v1/inboxes/{}/identity-secret",
        inboxes["items"][0]["id"].as_str().unwrap()
    );
    let made = owner.post(&path, json!({})).await.good();
    secrets.keep("an identity secret", made["secret"].as_str().unwrap());
    let roles = owner.get("/api/v1/roles").await.good();
    let invite = json!({ "email": format!("{CANARY}@b.example"), "roleId": roles["items"][0]["id"] });
    let invited = owner.create("/api/v1/invitations", invite).await.good();
    let token = invited["link"].as_str().unwrap().rsplit_once('#').unwrap().1;
    secrets.keep("an invitation", token);
    let mut nobody = owner.clone();
    nobody.cookie.clear();
    let refused = json!({ "token": token, "name": word("name"), "password": "short" });
    let accepted = nobody.post("/api/v1/invitations/accept", refused).await;
    assert_eq!(accepted.status, 422, "{accepted:?}");
    for path in [
        format!("/api/v1/{CANARY}?{CANARY}={CANARY}"),
        format!("/{CANARY}"),
        format!("/api/v1/customers/{CANARY}"),
    ] {
        owner.get(&path).await;
    }
    socket.say(json!({ "type": CANARY })).await;
}

/// Runs a server that logs everything, and reads its log and its figures.
async fn everything(data: &Path, more: &[(&str, &str)]) -> (String, Secrets) {
    std::fs::create_dir_all(data).unwrap();
    let log = data.join("log");
    let mut command = Node::command();
    command
        .env("YINGKE_DATA", data)
        .env("YINGKE_LOG", "trace")
        .stderr(File::create(&log).unwrap());
    for (name, value) in more {
        command.env(name, value);
    }
    let mut node = Node::start(&mut command);
    let mut secrets = Secrets::default();
    secrets.keep("the set-up link", node.token.as_ref().unwrap());
    let (person, key) = node.found().await;
    secrets.keep("a cookie", person.cookie.split_once('=').unwrap().1);
    let visitor = visitor_at(&node.base, &key).await;
    customer(&visitor, &mut secrets).await;
    owner(&person, &mut secrets).await;
    let nobody = crate::support::person_at(&node.base);
    for (email, password) in [
        ("hejing@shop.example", "wrong horse battery"),
        ("canary-5d1e@shop.example", PASSWORD),
    ] {
        let refused = json!({ "email": email, "password": password });
        assert_eq!(nobody.post("/api/v1/sign-in", refused).await.status, 401);
    }
    secrets.keep("a password", PASSWORD);
    secrets.keep("a wrong password", "wrong horse battery");
    secrets.keep("an address", "hejing@shop.example");
    let figures = nobody.get("/metrics").await.body.as_str().unwrap().to_owned();
    assert!(
        figures.contains("/api/v1/conversations/{id}/messages"),
        "{figures}"
    );
    // Something goes wrong on our side with what they send: that is logged.
    let files = data.join("files");
    std::fs::remove_dir_all(&files).unwrap();
    File::create(&files).unwrap();
    let bearer = format!("Bearer {}", visitor.token);
    let sent = upload(&visitor, &bearer, &picture(image::ImageFormat::Png, 8, 8)).await;
    assert_eq!(sent.status, 500, "{sent:?}");
    node.kill();
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("the file store failed"), "it logs: {log}");
    (log + &figures, secrets)
}

fn check(written: &str, secrets: &Secrets) {
    let own = [("what somebody wrote", CANARY.to_owned())];
    for (what, secret) in own.iter().chain(&secrets.0) {
        let found = written.lines().find(|line| line.contains(secret.as_str()));
        assert_eq!(found, None, "{what} is written down: {secret}");
    }
}

#[test]
fn nothing_that_people_write_and_no_secret_is_logged() {
    run(async {
        let name = format!("logs_{}", std::process::id());
        let folder = std::env::temp_dir().join(format!("yingke_{name}"));
        let (written, secrets) = everything(&folder.join("sqlite"), &[]).await;
        check(&written, &secrets);
        let url = std::env::var("YINGKE_TEST_POSTGRES").expect("run the tests through `make test`");
        let nats = std::env::var("YINGKE_TEST_NATS").expect("run the tests through `make test`");
        psql(&url, &format!("CREATE DATABASE {name}"));
        let own = format!("{}/{name}", url.rsplit_once('/').unwrap().0);
        let more = [("YINGKE_DATABASE_URL", own.as_str()), ("YINGKE_NATS_URL", &nats)];
        let (written, secrets) = everything(&folder.join("postgres"), &more).await;
        check(&written, &secrets);
        psql(&url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        std::fs::remove_dir_all(&folder).unwrap();
    });
}

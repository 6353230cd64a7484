//! The open channel against a licensed partner's bridge.

use reqwest::StatusCode;
use serde_json::json;
use yingke_providers::{Faults, open::Bridge};
use yingke_store::open_payloads;

use super::desk::{Connected, picture};
use crate::support::Engine;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async fn connected(engine: Engine) -> (Connected, Bridge, yingke_providers::Served) {
    let bridge = Bridge::new(SECRET, "");
    let served = bridge.start(&Faults::none()).await.unwrap();
    let url = format!("{}/yingke", served.base_url());
    let settings = [
        ("secret", SECRET),
        ("outgoing_url", &url),
        ("signing", "standard"),
    ];
    let desk = Connected::new(engine, "open", &settings, "").await;
    bridge.calls(&desk.callback());
    (desk, bridge, served)
}

async fn there_and_back(engine: Engine) {
    let (desk, bridge, _served) = connected(engine).await;
    let (asked, status) = bridge.customer_says("buyer-1", "这件还有货吗？").await.unwrap();
    assert_eq!(status, StatusCode::OK);
    let row = desk.conversation(|row| row["lastText"] == "这件还有货吗？").await;
    assert_eq!(row["status"], "queued");
    let line = desk.replied(&row, "有的，M 码还剩三件。").await;
    assert_eq!(line["delivery"], "sent", "{line}");
    // The bridge also hears who answers from now on.
    let sent = bridge.sent();
    let said = sent
        .iter()
        .find(|taken| taken.document["text"].is_string())
        .expect("what was said");
    assert_eq!(said.document["text"], "有的，M 码还剩三件。");
    assert_eq!(said.document["to"]["id"], "buyer-1", "{:?}", said.document);
    // Receipts move it on, whatever their order.
    let id = line["external"][0].as_str().expect("the bridge's id").to_owned();
    assert_eq!(bridge.receipt(&id, "read").await.unwrap(), StatusCode::OK);
    assert_eq!(bridge.receipt(&id, "delivered").await.unwrap(), StatusCode::OK);
    desk.line(&row, |line| line["delivery"] == "read").await;
    // The same push twice is one message.
    let event =
        json!({ "type": "message", "id": asked, "from": { "id": "buyer-1" }, "text": "这件还有货吗？" });
    assert_eq!(bridge.push(&event).await.unwrap().0, StatusCode::OK);
    assert_eq!(
        desk.thread(&row)
            .await
            .iter()
            .filter(|line| line["direction"] == "inbound")
            .count(),
        1
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_asks_and_an_agent_answers_on_sqlite() {
    there_and_back(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_asks_and_an_agent_answers_on_postgres() {
    there_and_back(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_customer_changes_and_takes_back_is_shown() {
    let (desk, bridge, _served) = connected(Engine::Sqlite).await;
    let (id, _) = bridge.customer_says("buyer-1", "地址写错了").await.unwrap();
    let row = desk.conversation(|_| true).await;
    // An edit of a message that is not there yet waits for it.
    let early = json!({ "type": "edit", "id": "e-1", "from": { "id": "buyer-1" }, "message": "late-1", "text": "改过的" });
    assert_eq!(bridge.push(&early).await.unwrap().0, StatusCode::OK);
    let late = json!({ "type": "message", "id": "late-1", "from": { "id": "buyer-1" }, "text": "原来的" });
    assert_eq!(bridge.push(&late).await.unwrap().0, StatusCode::OK);
    desk.line(&row, |line| {
        line["text"] == "改过的" && line["editedAt"].is_string()
    })
    .await;
    let gone = json!({ "type": "delete", "id": "d-1", "from": { "id": "buyer-1" }, "message": id });
    assert_eq!(bridge.push(&gone).await.unwrap().0, StatusCode::OK);
    desk.line(&row, |line| line["recalledAt"].is_string()).await;
    let liked = json!({ "type": "reaction", "id": "r-1", "from": { "id": "buyer-1" }, "message": "late-1", "emoji": ["👍"] });
    assert_eq!(bridge.push(&liked).await.unwrap().0, StatusCode::OK);
    desk.line(&row, |line| line["reactions"][0]["emoji"] == "👍")
        .await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_both_ways() {
    let (desk, bridge, served) = connected(Engine::Sqlite).await;
    let url = format!("{}/files/ok.png", served.base_url());
    let files = json!([{ "kind": "image", "url": url, "name": "photo.png" }]);
    let (_, status) = bridge.customer_sends("buyer-1", files).await.unwrap();
    assert_eq!(status, StatusCode::OK);
    let row = desk.conversation(|_| true).await;
    let line = desk
        .line(&row, |line| {
            line["attachments"]
                .as_array()
                .is_some_and(|list| !list.is_empty())
        })
        .await;
    assert!(line["coming"].is_null(), "it has come: {line}");
    let answer = desk.reply_with(&row, "swatch.png", &picture()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    desk.line(&row, |line| {
        line["direction"] == "outbound" && line["delivery"] == "sent"
    })
    .await;
    let sent = bridge.sent();
    let with_file = sent
        .iter()
        .find(|taken| !taken.files.is_empty())
        .expect("the file went out");
    assert_eq!(
        (with_file.files.len(), with_file.files[0].media_type.as_str()),
        (1, "image/png")
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_none_says_so_at_its_message() {
    let (desk, bridge, served) = connected(Engine::Sqlite).await;
    let files = json!([{ "kind": "image", "url": format!("{}/files/missing.png", served.base_url()), "name": "x.png" }]);
    bridge.customer_sends("buyer-1", files).await.unwrap();
    let row = desk.conversation(|_| true).await;
    let line = desk
        .line(&row, |line| line["coming"][0]["failed"].is_string())
        .await;
    assert_eq!(line["coming"][0]["failed"], "gone");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_gets_in_and_what_is_not_understood_is_kept() {
    let (desk, bridge, _served) = connected(Engine::Sqlite).await;
    let plain = reqwest::Client::new();
    let body = json!({ "type": "message", "id": "x", "from": { "id": "b" }, "text": "hi" }).to_string();
    let unsigned = plain
        .post(desk.callback())
        .body(body.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(unsigned.status(), StatusCode::FORBIDDEN);
    let unknown = plain
        .post(format!("{}/api/v1/hooks/none", desk.desk.base))
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    let large = plain
        .post(desk.callback())
        .body(vec![b'x'; 64 << 20])
        .send()
        .await;
    assert!(large.is_err() || large.is_ok_and(|answer| answer.status() == StatusCode::PAYLOAD_TOO_LARGE));
    assert!(desk.conversations().await.is_empty());
    let batch = json!({ "events": [
        { "type": "message", "id": "m-1", "from": { "id": "buyer-1" }, "text": "好的" },
        { "type": "message", "from": "nobody" },
        { "type": "message", "id": "m-2", "from": { "id": "buyer-2" }, "text": "也好" },
    ] });
    assert_eq!(bridge.push(&batch).await.unwrap().0, StatusCode::OK);
    desk.conversation(|row| row["lastText"] == "好的").await;
    desk.conversation(|row| row["lastText"] == "也好").await;
    let app = desk.app;
    let kept = desk
        .desk
        .app
        .db
        .read(desk.workspace, move |tx| open_payloads(tx, app, 10))
        .await
        .unwrap();
    assert_eq!(kept.len(), 1);
    assert!(
        kept[0].payload.problems[0].at.contains('1'),
        "{:?}",
        kept[0].payload.problems
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_it_carries_goes_out_and_the_rest_is_refused() {
    let (desk, bridge, _served) = connected(Engine::Sqlite).await;
    let writes = async || {
        bridge
            .customer_says("buyer-9", "在吗")
            .await
            .expect("the desk answers");
    };
    super::every::walk(&desk, writes, async || bridge.sent().len()).await;
    desk.end().await;
}

async fn outside_hours(engine: Engine) {
    let (desk, bridge, _served) = connected(engine).await;
    desk.closes("非工作时间，明早九点回复您").await;
    bridge.customer_says("buyer-1", "还有人吗？").await.unwrap();
    let row = desk.conversation(|row| row["lastDirection"] == "outbound").await;
    assert_eq!(row["status"], "queued", "they wait on: {row}");
    assert!(row["waitingSince"].is_string());
    let line = desk.line(&row, |line| line["delivery"] == "sent").await;
    assert_eq!(line["event"]["what"], "closedNotice");
    bridge.customer_says("buyer-1", "在吗？").await.unwrap();
    desk.conversation(|row| row["lastText"] == "在吗？").await;
    // What a timer would have said by now stands before the answer.
    let answered = desk.replied(&row, "在的").await;
    assert_eq!(answered["delivery"], "sent");
    let said: Vec<String> = bridge
        .sent()
        .iter()
        .filter_map(|taken| taken.document["text"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(said, ["非工作时间，明早九点回复您", "在的"]);
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_hours_a_customer_is_told_once_on_sqlite() {
    outside_hours(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_hours_a_customer_is_told_once_on_postgres() {
    outside_hours(Engine::Postgres).await;
}

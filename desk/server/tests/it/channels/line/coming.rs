//! What customers do.

use reqwest::StatusCode;
use serde_json::{Value, json};
use yingke_providers::line::{Act, FakeLine};

use super::{GROUP, PERSON, asked, connected};
use crate::{
    channels::desk::{Connected, picture},
    support::Engine,
};

fn id(act: &Act) -> &str {
    act.event["message"]["id"].as_str().expect("an id")
}

/// Waits until a line that names the provider's message `id` is as `wanted`.
async fn line_of(desk: &Connected, row: &Value, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    desk.line(row, |line| line["external"][0] == id && wanted(line))
        .await
}

/// An event of this kind is taken.
async fn taken(fake: &FakeLine, kind: &str, peer: &str, more: Value) -> Act {
    let act = fake.happens(kind, peer, more).await;
    assert_eq!(act.status, Some(StatusCode::OK), "{act:?}");
    act
}

/// Waits until the thread tells that this happened.
async fn tells(desk: &Connected, row: &Value, what: &str) -> Value {
    desk.line(row, |line| line["event"]["what"] == what).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_message_is_shown() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    let row = asked(&desk, &fake, "你好").await;
    let place = json!({ "type": "location", "title": "信義店", "address": "市府路 45 號",
        "latitude": 25.033_976, "longitude": 121.564_472 });
    let act = fake.customer_sends(PERSON, place).await;
    let line = line_of(&desk, &row, id(&act), |_| true).await;
    let content = &line["content"];
    assert_eq!(
        (
            content["type"].as_str(),
            content["name"].as_str(),
            content["latitude"].as_f64()
        ),
        (Some("location"), Some("信義店"), Some(25.033_976)),
        "{line}"
    );
    let sticker =
        json!({ "type": "sticker", "packageId": "446", "stickerId": "1988", "keywords": ["hello"] });
    let act = fake.customer_sends(PERSON, sticker).await;
    let line = line_of(&desk, &row, id(&act), |line| {
        line["attachments"][0].is_object() || line["coming"][0]["failed"].is_string()
    })
    .await;
    assert_eq!(
        (line["content"]["type"].as_str(), line["text"].as_str()),
        (Some("sticker"), Some("hello")),
        "{line}"
    );
    // A kind that came after this was written.
    let act = fake
        .customer_sends(PERSON, json!({ "type": "hologram", "depth": 3 }))
        .await;
    let line = line_of(&desk, &row, id(&act), |_| true).await;
    assert_eq!(
        line["content"],
        json!({ "type": "unsupported", "kind": "hologram" })
    );
    taken(&fake, "teleport", PERSON, json!({ "teleport": { "to": "moon" } })).await;
    desk.line(&row, |line| line["content"]["kind"] == "teleport")
        .await;
    // An answer to one of the customer's own.
    let act = fake
        .customer_sends(
            PERSON,
            json!({ "type": "text", "text": "就是這個", "quotedMessageId": id(&act) }),
        )
        .await;
    let answer = line_of(&desk, &row, id(&act), |_| true).await;
    assert_eq!(answer["repliesTo"], line["seq"], "{answer}");
    // Buttons: of somebody else's making, with a date that was picked.
    fake.customer_presses(PERSON, "action=buy&id=17").await;
    desk.line(&row, |line| {
        line["content"] == json!({ "type": "pressed", "id": "action=buy&id=17" })
    })
    .await;
    let picked = json!({ "postback": { "data": "pick", "params": { "datetime": "2026-12-25T01:00" } } });
    taken(&fake, "postback", PERSON, picked).await;
    desk.line(&row, |line| line["text"] == "2026-12-25T01:00").await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_fetched_and_those_that_are_gone_say_so() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    let row = asked(&desk, &fake, "看看這些").await;
    fake.makes_ready_after(1);
    let mp4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08free";
    let m4a = b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42\0\0\0\x08free";
    let png = picture();
    let files: [(&str, &str, &str, &[u8]); 4] = [
        ("image", "", "image/png", &png),
        ("video", "", "video/mp4", mp4),
        ("audio", "", "audio/m4a", m4a),
        (
            "file",
            "報價單.pdf",
            "application/pdf",
            b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
        ),
    ];
    for (kind, name, media_type, bytes) in files {
        let act = fake
            .customer_sends_file(PERSON, kind, name, (media_type, bytes))
            .await;
        let line = line_of(&desk, &row, id(&act), |line| {
            line["attachments"][0].is_object() || line["coming"][0]["failed"].is_string()
        })
        .await;
        let file = &line["attachments"][0];
        assert_eq!(file["mediaType"], media_type, "{kind}: {line}");
        assert!(name.is_empty() || file["name"] == name, "{line}");
        let path = format!("/api/v1/attachments/{}", file["id"].as_str().expect("an id"));
        let got = desk.desk.owner.get(&path).await;
        assert_eq!(got.status, StatusCode::OK, "{got:?}");
    }
    // LINE deleted it before we came.
    let gone = json!({ "type": "image", "contentProvider": { "type": "line" } });
    let act = fake.customer_sends(PERSON, gone).await;
    let line = line_of(&desk, &row, id(&act), |line| {
        line["coming"][0]["failed"].is_string()
    })
    .await;
    assert_eq!(line["coming"][0]["failed"], "gone");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_customer_changes_and_takes_back_is_shown() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    let row = asked(&desk, &fake, "你好").await;
    let act = fake.customer_says(PERSON, "我要紅色的").await;
    let edited = json!({ "message": { "id": id(&act), "type": "text", "text": "我要黑色的" } });
    taken(&fake, "messageEdited", PERSON, edited).await;
    line_of(&desk, &row, id(&act), |line| {
        line["text"] == "我要黑色的" && line["editedAt"].is_string()
    })
    .await;
    let unsent = fake.customer_unsends(PERSON, id(&act)).await;
    assert_eq!(unsent.status, Some(StatusCode::OK));
    line_of(&desk, &row, id(&act), |line| line["recalledAt"].is_string()).await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn followers_come_go_and_come_back() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    // Somebody who follows has said nothing: nobody is called to them.
    assert_eq!(
        fake.customer_follows(PERSON, false).await.status,
        Some(StatusCode::OK)
    );
    let row = asked(&desk, &fake, "你好").await;
    assert_eq!(desk.conversations().await.len(), 1);
    assert_eq!(desk.thread(&row).await.len(), 1, "{:?}", desk.thread(&row).await);
    fake.customer_blocks(PERSON).await;
    tells(&desk, &row, "blockedUs").await;
    // LINE swallows what is said to them without a word.
    let before = fake.sent().len();
    let line = desk.replied(&row, "您還在嗎？").await;
    assert_eq!(
        (line["delivery"].as_str(), fake.sent().len()),
        (Some("sent"), before)
    );
    let back = fake.customer_follows(PERSON, true).await;
    tells(&desk, &row, "unblockedUs").await;
    // LINE tells it again: it happened once.
    assert_eq!(fake.again(&back).await.status, Some(StatusCode::OK));
    assert_eq!(desk.replied(&row, "歡迎回來").await["delivery"], "sent");
    assert_eq!(fake.sent().len(), before + 1);
    let thread = desk.thread(&row).await;
    let told = thread
        .iter()
        .filter(|line| line["event"]["what"] == "unblockedUs");
    assert_eq!(told.count(), 1, "{thread:?}");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_one_thread_of_several_people() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    taken(&fake, "join", GROUP, json!({})).await;
    fake.customer_says(GROUP, "大家好，這裡問客服").await;
    let row = desk.conversation(|row| row["customerName"] == "裝修交流群").await;
    let joined = json!({ "joined": { "members": [{ "type": "user", "userId": PERSON }] } });
    taken(&fake, "memberJoined", GROUP, joined).await;
    let left = json!({ "left": { "members": [{ "type": "user", "userId": PERSON }] } });
    taken(&fake, "memberLeft", GROUP, left).await;
    assert_eq!(desk.replied(&row, "您好").await["delivery"], "sent");
    assert_eq!(fake.sent()[0].to, GROUP);
    taken(&fake, "leave", GROUP, json!({})).await;
    tells(&desk, &row, "blockedUs").await;
    assert_eq!(desk.conversations().await.len(), 1);
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_else_happens_around_a_customer_is_known() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    let row = asked(&desk, &fake, "你好").await;
    taken(
        &fake,
        "beacon",
        PERSON,
        json!({ "beacon": { "hwid": "d41d8cd98f", "type": "enter" } }),
    )
    .await;
    let line = tells(&desk, &row, "entered").await;
    assert_eq!(line["event"]["to"], "beacon:d41d8cd98f:enter");
    taken(
        &fake,
        "accountLink",
        PERSON,
        json!({ "link": { "result": "ok", "nonce": "mNVxN29vSg6rQ" } }),
    )
    .await;
    taken(
        &fake,
        "membership",
        PERSON,
        json!({ "membership": { "type": "joined", "membershipId": 3189 } }),
    )
    .await;
    let path = format!("/api/v1/customers/{}", row["customerId"].as_str().expect("an id"));
    desk.until("what is known of the customer", || async {
        let found = desk.desk.owner.get(&path).await.body["attributes"].clone();
        (found["link_nonce"] == "mNVxN29vSg6rQ" && found["membership"] == "3189:joined").then_some(())
    })
    .await;
    // Another of the account's modules has the floor.
    taken(&fake, "deactivated", PERSON, json!({})).await;
    tells(&desk, &row, "heldElsewhere").await;
    let refused = desk.reply(&row, "您好").await;
    assert_eq!(
        (refused.status, refused.body["code"].as_str()),
        (StatusCode::CONFLICT, Some("held_elsewhere"))
    );
    taken(&fake, "activated", PERSON, json!({})).await;
    tells(&desk, &row, "givenBack").await;
    assert_eq!(desk.replied(&row, "您好").await["delivery"], "sent");
    // Receipts of what other means sent name no message of ours.
    taken(
        &fake,
        "delivery",
        PERSON,
        json!({ "delivery": { "data": "0123" } }),
    )
    .await;
    taken(
        &fake,
        "videoPlayComplete",
        PERSON,
        json!({ "videoPlayComplete": { "trackingId": "t" } }),
    )
    .await;
    desk.end().await;
}

async fn health(desk: &Connected, state: &str, code: &str) {
    let path = format!("/api/v1/apps/{}", desk.app);
    desk.until(state, || async {
        let answer = desk.desk.owner.get(&path).await;
        let health = &answer.body["health"];
        (health["state"] == state && health["code"] == code).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_line_suspends_says_so() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    taken(&fake, "botSuspended", PERSON, json!({})).await;
    health(&desk, "broken", "bot_suspended").await;
    taken(&fake, "botResumed", PERSON, json!({})).await;
    health(&desk, "connected", "").await;
    taken(
        &fake,
        "module",
        PERSON,
        json!({ "module": { "type": "detached", "botId": "U", "reason": "bot_deleted" } }),
    )
    .await;
    health(&desk, "degraded", "module_detached").await;
    desk.end().await;
}

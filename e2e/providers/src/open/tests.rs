//! The bridge keeps to the docs page: what the page shows it takes, and what the page forbids it refuses.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Bridge, key, now, signature};
use crate::Faults;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Posts a document under this `webhook-id`; status and answer.
async fn post(base: &str, id: &str, timestamp: u64, document: &str) -> (StatusCode, Value) {
    let timestamp = timestamp.to_string();
    let signed = signature(&key(SECRET), id, &timestamp, document.as_bytes());
    let response = reqwest::Client::new()
        .post(format!("{base}/yingke"))
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", signed)
        .body(document.to_owned())
        .send()
        .await
        .unwrap();
    let status = response.status();
    (status, response.json().await.unwrap_or_default())
}

fn text(to: &str) -> String {
    json!({ "type": "send", "id": "1", "to": { "id": to }, "text": "您好", "automatic": false }).to_string()
}

#[test]
fn it_signs_as_the_published_vector() {
    let body = br#"{"test": 2432232314}"#;
    assert_eq!(
        signature(&key(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
}

#[tokio::test]
async fn it_takes_what_the_page_shows() {
    let bridge = Bridge::new(SECRET, "");
    bridge.0.lock().messages.insert("900001".to_owned());
    let served = bridge.start(&Faults::none()).await.unwrap();
    let shown = [
        include_str!("../../../../channel/src/open/fixtures/sent/send.json"),
        include_str!("../../../../channel/src/open/fixtures/sent/send_menu.json"),
        include_str!("../../../../channel/src/open/fixtures/sent/edit.json"),
        include_str!("../../../../channel/src/open/fixtures/sent/recall.json"),
        include_str!("../../../../channel/src/open/fixtures/sent/reaction.json"),
        include_str!("../../../../channel/src/open/fixtures/sent/typing.json"),
        include_str!("../../../../channel/src/open/fixtures/sent/read.json"),
        include_str!("../../../../channel/src/open/fixtures/sent/service.json"),
    ];
    for (index, document) in shown.iter().enumerate() {
        let taken = post(&served.base_url(), &format!("m{index}"), now(), document).await;
        assert_eq!(taken.0, StatusCode::OK, "{document}: {}", taken.1);
    }
    assert_eq!(bridge.sent().len(), shown.len());
}

#[tokio::test]
async fn it_refuses_what_is_not_rightly_signed_or_no_document() {
    let bridge = Bridge::new(SECRET, "");
    let served = bridge.start(&Faults::none()).await.unwrap();
    let base = served.base_url();
    let old = post(&base, "a", now() - 301, &text("u")).await;
    assert_eq!(old.0, StatusCode::UNAUTHORIZED);
    for (id, document) in [
        ("b", json!({ "type": "send" })),
        ("c", json!({ "type": "jump", "to": { "id": "u" } })),
        (
            "d",
            json!({ "type": "typing", "on": true, "to": { "id": "u" }, "more": 1 }),
        ),
        (
            "e",
            json!({ "type": "edit", "to": { "id": "u" }, "message": ["nowhere"], "text": "x" }),
        ),
        (
            "f",
            json!({ "type": "send", "id": "1", "to": { "id": "u" }, "text": "", "automatic": false }),
        ),
    ] {
        let refused = post(&base, id, now(), &document.to_string()).await;
        assert_eq!(refused.0, StatusCode::BAD_REQUEST, "{document}");
        assert_eq!(refused.1["error"]["kind"], "invalid");
    }
    bridge.knows(&["whsec_b3RoZXItc2VjcmV0LW9mLXRoZS1zaG9w"]);
    let unknown = post(&base, "g", now(), &text("u")).await;
    assert_eq!(unknown.0, StatusCode::UNAUTHORIZED);
    assert!(bridge.sent().is_empty());
}

#[tokio::test]
async fn a_repetition_is_taken_once_and_answered_the_same() {
    let bridge = Bridge::new(SECRET, "");
    let served = bridge.start(&Faults::none()).await.unwrap();
    let first = post(&served.base_url(), "m", now(), &text("u")).await;
    let second = post(&served.base_url(), "m", now(), &text("u")).await;
    assert_eq!(first, second);
    assert_eq!((bridge.sent().len(), bridge.repeated()), (1, 1));
}

#[tokio::test]
async fn it_has_limits_and_moods() {
    let bridge = Bridge::new(SECRET, "");
    let served = bridge.start(&Faults::none()).await.unwrap();
    let base = served.base_url();
    bridge.has_room_for(0);
    let too_fast = post(&base, "m", now(), &text("u")).await;
    assert_eq!(
        (too_fast.0, &too_fast.1["error"]["kind"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("throttled"))
    );
    assert_eq!(post(&base, "m", now(), &text("u")).await.0, StatusCode::OK);
    bridge.blocks("u");
    let blocked = post(&base, "n", now(), &text("u")).await;
    assert_eq!(
        (blocked.0, &blocked.1["error"]["kind"]),
        (StatusCode::OK, &json!("blocked"))
    );
    bridge.gives_no_ids();
    assert_eq!(
        post(&base, "o", now(), &text("v")).await,
        (StatusCode::OK, json!({}))
    );
    bridge.disable();
    assert_eq!(post(&base, "p", now(), &text("v")).await.0, StatusCode::GONE);
}

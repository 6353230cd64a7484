//! An agent types, and the customer's app shows it where it can.

use serde_json::json;
use yingke_providers::{Faults, open::Bridge, telegram::FakeTelegram};

use super::desk::Connected;
use crate::support::Engine;

const TOKEN: &str = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The agent begins (`true`) and stops to type, so often.
pub async fn types(desk: &Connected, row: &serde_json::Value, often: &[bool]) {
    let mut socket = desk.desk.owner.socket(None).await;
    socket.next_of("snapshot").await;
    socket
        .say(json!({ "type": "open", "conversation": row["id"] }))
        .await;
    socket.next_of("opened").await;
    for on in often {
        socket
            .say(json!({ "type": "typing", "conversation": row["id"], "on": on }))
            .await;
    }
    // The frame of the answer to this comes after all of them were read.
    socket
        .say(json!({ "type": "open", "conversation": row["id"] }))
        .await;
    socket.next_of("opened").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_goes_out_at_once_and_not_often() {
    let bot = FakeTelegram::start(TOKEN, &Faults::none()).await.unwrap();
    let base = bot.base_url();
    let settings = [
        ("token", TOKEN),
        ("mode", "poll"),
        ("secret_token", "s"),
        ("base_url", &base),
        ("poll_seconds", "1"),
    ];
    let desk = Connected::new(Engine::Sqlite, "telegram", &settings, "").await;
    bot.customer_says(42, "在吗").await;
    let row = desk.conversation(|_| true).await;
    let shown = || {
        let calls = bot.calls();
        calls
            .iter()
            .filter(|call| call.method == "sendChatAction")
            .count()
    };
    types(&desk, &row, &[true, true, false, true, true]).await;
    desk.until("typing", || async { (shown() > 0).then_some(()) })
        .await;
    // Nothing of it waits in the outbox, and nothing more comes of what was said meanwhile.
    assert_eq!(desk.replied(&row, "在的").await["delivery"], "sent");
    assert_eq!(shown(), 1);
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn that_nobody_types_any_more_is_told_where_it_is_known() {
    let bridge = Bridge::new(SECRET, "");
    let served = bridge.start(&Faults::none()).await.unwrap();
    let url = format!("{}/yingke", served.base_url());
    let settings = [
        ("secret", SECRET),
        ("outgoing_url", &url),
        ("signing", "standard"),
    ];
    let desk = Connected::new(Engine::Postgres, "open", &settings, "").await;
    bridge.calls(&desk.callback());
    bridge.customer_says("buyer-1", "在吗").await.unwrap();
    let row = desk.conversation(|_| true).await;
    types(&desk, &row, &[true, false, false]).await;
    desk.until("the end of typing", || async {
        let sent = bridge.sent();
        let mut told: Vec<_> = sent
            .iter()
            .filter(|one| one.document["type"] == "typing")
            .map(|one| one.document["on"].as_bool())
            .collect();
        told.sort_unstable();
        (told == [Some(false), Some(true)]).then_some(())
    })
    .await;
    desk.end().await;
}

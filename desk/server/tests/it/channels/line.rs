//! LINE: signed events, answers that cost nothing for a minute and pushes that count, no uploads, no receipts.

mod coming;
mod going;
mod refusing;

use reqwest::StatusCode;
use serde_json::{Value, json};
use yingke_providers::{Faults, line::FakeLine};

use super::desk::Connected;
use crate::support::{Desk, Engine};

const SECRET: &str = "8c570fa6dd201bb328f1c1eac23a96d8";
const TOKEN: &str = "TOKEN+of/the=channel";
const PERSON: &str = "U8622f62ffdf2df3d5e1d3a50b0f3a4c1";
const GROUP: &str = "C4af4980629c4af4980629c4af498062a";

async fn connected(engine: Engine) -> (Connected, FakeLine, Faults) {
    on(Desk::founded(engine).await).await
}

/// Connected as an administrator does it: the button tells the provider our address.
async fn on(desk: Desk) -> (Connected, FakeLine, Faults) {
    let faults = Faults::none();
    let fake = FakeLine::start(SECRET, TOKEN, &faults).await.unwrap();
    let base = fake.base_url();
    let settings = [
        ("channel_secret", SECRET),
        ("channel_access_token", TOKEN),
        ("base_url", &base),
        ("data_url", &base),
        ("sticker_url", &base),
    ];
    let desk = Connected::on(desk, "line", &settings, "").await;
    let path = format!("/api/v1/apps/{}/connect", desk.app);
    let answer = desk.desk.owner.post(&path, json!({})).await;
    assert_eq!(answer.body["ok"], true, "{answer:?}");
    assert_eq!(
        answer.body["accounts"][0]["inboxId"],
        desk.inbox.to_string().as_str(),
        "{answer:?}"
    );
    // The desk of a test does not know its own address.
    fake.calls(&desk.callback());
    assert_eq!(fake.checks_the_webhook().await, Some(StatusCode::OK));
    (desk, fake, faults)
}

/// Somebody wrote, and their name has been asked for: from here on requests are those of what is sent.
async fn asked(desk: &Connected, fake: &FakeLine, text: &str) -> Value {
    let act = fake.customer_says(PERSON, text).await;
    assert_eq!(act.status, Some(StatusCode::OK), "{act:?}");
    desk.conversation(|row| row["lastText"] == text && row["customerName"] == "小雨")
        .await
}

async fn there_and_back(engine: Engine) {
    let (desk, fake, _faults) = connected(engine).await;
    let row = asked(&desk, &fake, "你好，請問有貨嗎？").await;
    assert_eq!(row["status"], "queued", "{row}");
    let line = desk.replied(&row, "有的，黑色還剩三件。").await;
    assert_eq!(line["delivery"], "sent", "{line}");
    let sent = fake.sent();
    assert_eq!(
        (sent[0].to.as_str(), sent[0].message["text"].as_str()),
        (PERSON, Some("有的，黑色還剩三件。"))
    );
    assert_eq!(line["external"], json!([sent[0].id]));
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

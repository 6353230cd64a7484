//! 微信客服: called without a message, fetched by cursor, and held by us or by people in WeCom.

use reqwest::{Method, StatusCode};
use yingke_providers::{
    Faults, Served,
    wecom_kf::{Config, WecomKf},
};

use super::desk::Connected;
use crate::support::Engine;

const KF: &str = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q";

async fn connected(engine: Engine) -> (Connected, WecomKf, Served) {
    let fake = WecomKf::new(Config::default(), [(KF, "山野集客服")]);
    let served = Served::start(fake.router(), &Faults::none()).await.unwrap();
    let (config, base) = (fake.config(), served.base_url());
    let settings = [
        ("corp_id", config.corp_id.as_str()),
        ("secret", &config.secret),
        ("token", &config.token),
        ("aes_key", &config.aes_key),
        ("base_url", &base),
    ];
    let desk = Connected::new(engine, "wecom_kf", &settings, KF).await;
    fake.calls(&desk.callback());
    assert!(
        fake.accepts_callback().await,
        "the handshake is answered with what was encrypted"
    );
    (desk, fake, served)
}

async fn there_and_back(engine: Engine) {
    let (desk, fake, _served) = connected(engine).await;
    fake.customer_says(KF, "wmCUSTOMER1", "订单到哪里了").await;
    let row = desk.conversation(|row| row["lastText"] == "订单到哪里了").await;
    // From intake on we hold it: nobody in WeCom is rung.
    desk.until("state 1", || async {
        (fake.state_of(KF, "wmCUSTOMER1") == 1).then_some(())
    })
    .await;
    let line = desk.replied(&row, "正在派送。").await;
    assert_eq!(line["delivery"], "sent", "{line}");
    assert_eq!(fake.sent()[0].body["text"]["content"], "正在派送。");
    // Ended here is ended there; the next message begins anew.
    let ended = desk.act(Method::POST, &row, "/end", None).await;
    assert_eq!(ended.status, StatusCode::OK, "{ended:?}");
    desk.until("state 4", || async {
        (fake.state_of(KF, "wmCUSTOMER1") == 4).then_some(())
    })
    .await;
    fake.customer_says(KF, "wmCUSTOMER1", "还有一件事").await;
    let row = desk
        .conversation(|row| row["lastText"] == "还有一件事" && row["status"] == "queued")
        .await;
    desk.until("state 1 again", || async {
        (fake.state_of(KF, "wmCUSTOMER1") == 1).then_some(())
    })
    .await;
    assert_eq!(desk.replied(&row, "请说").await["delivery"], "sent");
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
async fn somebody_in_wecom_takes_it_and_our_composer_is_locked() {
    let (desk, fake, _served) = connected(Engine::Sqlite).await;
    fake.customer_says(KF, "wmCUSTOMER1", "转人工").await;
    desk.until("state 1", || async {
        (fake.state_of(KF, "wmCUSTOMER1") == 1).then_some(())
    })
    .await;
    fake.servicer_holds(KF, "wmCUSTOMER1", Some("zhaoyi")).await;
    let row = desk.conversation(|row| row["heldBy"] == "zhaoyi").await;
    let refused = desk.reply(&row, "您好").await;
    assert_eq!(
        (refused.status, refused.body["code"].as_str()),
        (StatusCode::CONFLICT, Some("held_elsewhere"))
    );
    fake.servicer_says(KF, "wmCUSTOMER1", "我是企业微信里的小赵")
        .await;
    let line = desk
        .line(&row, |line| line["text"] == "我是企业微信里的小赵")
        .await;
    assert_eq!(
        (line["direction"].as_str(), line["delivery"].as_str()),
        (Some("outbound"), Some("sent"))
    );
    fake.servicer_holds(KF, "wmCUSTOMER1", None).await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_taken_back_is_taken_back_here() {
    let (desk, fake, _served) = connected(Engine::Sqlite).await;
    let id = fake.customer_says(KF, "wmCUSTOMER1", "发错了").await;
    let row = desk.conversation(|_| true).await;
    fake.customer_recalls(KF, "wmCUSTOMER1", &id).await;
    desk.line(&row, |line| line["recalledAt"].is_string()).await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_opens_the_chat_is_welcomed_with_the_code_they_came_with() {
    let (desk, fake, _served) = connected(Engine::Sqlite).await;
    desk.greets("您好，请问需要什么帮助？", "欢迎").await;
    fake.customer_enters(KF, "wmCUSTOMER1", "qr").await;
    let row = desk.conversation(|row| row["lastDirection"] == "outbound").await;
    desk.line(&row, |line| line["delivery"] == "sent").await;
    let sent = fake.sent();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].on_event, "only the code lets it out: {:?}", sent[0]);
    assert_eq!(sent[0].body["text"]["content"], "您好，请问需要什么帮助？");
    // Nobody waits, nobody is rung, and coming again says nothing more.
    assert_eq!(
        (row["status"].as_str(), &row["consultationId"]),
        (Some("idle"), &serde_json::Value::Null)
    );
    fake.customer_enters(KF, "wmCUSTOMER1", "qr").await;
    fake.customer_says(KF, "wmCUSTOMER1", "在吗").await;
    let row = desk.conversation(|row| row["status"] == "queued").await;
    let said = desk.thread(&row).await;
    let greetings = said.iter().filter(|line| line["event"]["what"] == "greeted");
    assert_eq!(greetings.count(), 1, "{said:?}");
    assert_eq!(row["window"]["left"], 5);
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_it_carries_goes_out_and_the_rest_is_refused() {
    let (desk, fake, _served) = connected(Engine::Sqlite).await;
    let writes = async || {
        fake.customer_says(KF, "wmCUSTOMER9", "在吗").await;
    };
    let reached = async || fake.sent().len() + usize::from(fake.state_of(KF, "wmCUSTOMER9") == 4);
    super::every::walk(&desk, writes, reached).await;
    desk.end().await;
}

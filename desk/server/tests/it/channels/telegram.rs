//! Telegram, pushed and polled.

use reqwest::StatusCode;
use serde_json::json;
use yingke_providers::{Faults, telegram::FakeTelegram};

use super::desk::{Connected, picture};
use crate::support::Engine;

const TOKEN: &str = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";

async fn connected(mode: &str) -> (Connected, FakeTelegram) {
    let bot = FakeTelegram::start(TOKEN, &Faults::none()).await.unwrap();
    let base = bot.base_url();
    let settings = [
        ("token", TOKEN),
        ("mode", mode),
        ("secret_token", "s3cr3t_tok"),
        ("base_url", &base),
        ("poll_seconds", "1"),
    ];
    let desk = Connected::new(Engine::Sqlite, "telegram", &settings, "").await;
    if mode == "webhook" {
        let url = format!("{base}/bot{TOKEN}/setWebhook");
        let body = json!({ "url": desk.callback(), "secret_token": "s3cr3t_tok",
            "allowed_updates": ["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"] });
        let set = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
        assert_eq!(set.status(), StatusCode::OK, "{:?}", set.text().await);
    }
    (desk, bot)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_asks_and_an_agent_answers() {
    let (desk, bot) = connected("webhook").await;
    let act = bot.customer_says(42, "你们几点关门？").await;
    assert!(act.status.is_some_and(|status| status.is_success()), "{act:?}");
    let row = desk.conversation(|row| row["lastText"] == "你们几点关门？").await;
    let line = desk.replied(&row, "晚上九点。").await;
    assert_eq!(line["delivery"], "sent", "{line}");
    assert_eq!(bot.sent()[0]["text"], "晚上九点。");
    // Said in two messages, because it is too long for one.
    let long = "好".repeat(5_000);
    let line = desk.replied(&row, &long).await;
    assert_eq!(line["external"].as_array().map(Vec::len), Some(2), "{line}");
    // A picture of the customer's comes over.
    bot.customer_sends_file(42, "photo", "photo.png", &picture())
        .await;
    desk.line(&row, |line| {
        line["direction"] == "inbound" && !line["attachments"][0].is_null()
    })
    .await;
    // And one of ours goes out.
    let answer = desk.reply_with(&row, "swatch.png", &picture()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    desk.line(&row, |line| {
        line["attachments"][0]["name"] == "swatch.png" && line["delivery"] == "sent"
    })
    .await;
    assert_eq!(
        bot.calls().last().map(|call| call.method.clone()),
        Some("sendPhoto".to_owned())
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_blocks_the_bot_is_not_written_to_and_the_reason_stands_there() {
    let (desk, bot) = connected("webhook").await;
    bot.customer_says(43, "喂").await;
    let row = desk.conversation(|_| true).await;
    bot.customer_blocks(43).await;
    let line = desk.replied(&row, "您好").await;
    assert_eq!(
        (line["delivery"].as_str(), line["failure"]["kind"].as_str()),
        (Some("failed"), Some("blocked")),
        "{line}"
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_of_ours_it_is_polled() {
    let (desk, bot) = connected("poll").await;
    bot.customer_says(44, "第一句").await;
    bot.customer_says(44, "第二句").await;
    let row = desk.conversation(|row| row["lastText"] == "第二句").await;
    assert_eq!(desk.thread(&row).await.len(), 2);
    let line = desk.replied(&row, "在的").await;
    assert_eq!(line["delivery"], "sent");
    bot.customer_says(44, "第三句").await;
    desk.line(&row, |line| line["text"] == "第三句").await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_starts_the_bot_is_greeted_in_their_language_once() {
    let (desk, bot) = connected("webhook").await;
    desk.greets("Welcome", "您好").await;
    bot.customer_says(44, "/start").await;
    let row = desk.conversation(|row| row["lastDirection"] == "outbound").await;
    let line = desk.line(&row, |line| line["delivery"] == "sent").await;
    assert_eq!(
        (line["text"].as_str(), line["event"]["what"].as_str()),
        (Some("您好"), Some("greeted"))
    );
    bot.customer_says(44, "/start").await;
    bot.customer_says(44, "hi").await;
    desk.conversation(|row| row["lastText"] == "hi").await;
    assert_eq!(bot.sent().len(), 1, "{:?}", bot.sent());
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_it_carries_goes_out_and_the_rest_is_refused() {
    let (desk, bot) = connected("webhook").await;
    let writes = async || {
        bot.customer_says(45, "在吗").await;
    };
    super::every::walk(&desk, writes, async || bot.calls().len()).await;
    desk.end().await;
}

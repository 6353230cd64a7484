//! What goes wrong between us and a platform: nothing is lost, nothing is out of order, and what was given up is seen.

use reqwest::StatusCode;
use serde_json::json;
use yingke_providers::{Fault, Faults, open::Bridge, telegram::FakeTelegram};
use yingke_store::{StoreError, dead_letters, lease_deliveries};
use yingke_words::Span;

use super::desk::Connected;
use crate::support::Engine;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async fn bridged(faults: &Faults) -> (Connected, Bridge, yingke_providers::Served) {
    let bridge = Bridge::new(SECRET, "");
    let served = bridge.start(faults).await.unwrap();
    let url = format!("{}/yingke", served.base_url());
    let settings = [
        ("secret", SECRET),
        ("outgoing_url", &url),
        ("signing", "standard"),
    ];
    let desk = Connected::new(Engine::Sqlite, "open", &settings, "").await;
    bridge.calls(&desk.callback());
    (desk, bridge, served)
}

fn texts(bridge: &Bridge) -> Vec<String> {
    bridge
        .sent()
        .iter()
        .filter_map(|taken| taken.document["text"].as_str().map(str::to_owned))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_keeps_its_order_through_faults() {
    let faults = Faults::none();
    let (desk, bridge, _served) = bridged(&faults).await;
    bridge.customer_says("buyer-1", "在吗").await.unwrap();
    let row = desk.conversation(|_| true).await;
    // The bridge has heard who answers: what goes wrong from here on goes wrong with what is said.
    desk.until("the first document", || async { bridge.sent().first().map(drop) })
        .await;
    for fault in [Fault::TooMany, Fault::Broken, Fault::Cut] {
        faults.next(fault);
    }
    let wanted: Vec<String> = (0..8).map(|n| format!("第 {n} 句")).collect();
    for text in &wanted {
        assert_eq!(desk.reply(&row, text).await.status, StatusCode::CREATED);
    }
    desk.line(&row, |line| {
        line["text"] == "第 7 句" && line["delivery"] == "sent"
    })
    .await;
    assert_eq!(texts(&bridge), wanted, "each once, in order");
    assert!(
        bridge.repeated() >= 1,
        "what was cut after it arrived came again under its id"
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_conversation_that_cannot_be_delivered_holds_up_no_other() {
    let (desk, bridge, _served) = bridged(&Faults::none()).await;
    bridge.customer_says("buyer-1", "一").await.unwrap();
    bridge.customer_says("buyer-2", "二").await.unwrap();
    let first = desk.conversation(|row| row["lastText"] == "一").await;
    let second = desk.conversation(|row| row["lastText"] == "二").await;
    bridge.blocks("buyer-1");
    let failed = desk.replied(&first, "您好").await;
    assert_eq!(failed["failure"]["kind"], "blocked");
    assert_eq!(desk.replied(&second, "您好").await["delivery"], "sent");
    let dead = desk
        .desk
        .app
        .db
        .read(desk.workspace, |tx| dead_letters(tx, 10))
        .await;
    assert_eq!(
        dead.unwrap_or_else(|error: StoreError| panic!("{error}")).len(),
        1
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_never_came_is_not_sent_twice_where_ids_do_not_help() {
    const TOKEN: &str = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";
    let faults = Faults::none();
    let bot = FakeTelegram::start(TOKEN, &faults).await.unwrap();
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
    // Polling draws from the same faults: only the send is to meet one.
    let before = bot.sent().len();
    desk.until("the fault at the send", || async {
        faults.next(Fault::Cut);
        let answer = desk.reply(&row, "在").await;
        assert_eq!(answer.status, StatusCode::CREATED);
        let id = answer.body["id"].clone();
        let line = desk
            .line(&row, |line| line["id"] == id && line["delivery"] != "pending")
            .await;
        (line["delivery"] == "failed").then_some(line)
    })
    .await;
    let lines = desk.thread(&row).await;
    let ours = lines
        .iter()
        .filter(|line| line["direction"] == "outbound")
        .count();
    let unknown = lines
        .iter()
        .find(|line| line["delivery"] == "failed")
        .expect("one failed");
    assert_eq!(unknown["failure"]["kind"], "unknown");
    assert_eq!(bot.sent().len() - before, ours, "none twice");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_that_are_no_good_any_more_break_the_account_visibly() {
    let (desk, bridge, _served) = bridged(&Faults::none()).await;
    bridge.customer_says("buyer-1", "在吗").await.unwrap();
    let row = desk.conversation(|_| true).await;
    bridge.disable();
    let line = desk.replied(&row, "在").await;
    assert_eq!(line["failure"]["kind"], "unauthorised", "{line}");
    let (app, workspace) = (desk.app, desk.workspace);
    desk.until("a broken account", || async {
        let found = desk
            .desk
            .app
            .db
            .read(workspace, move |tx| yingke_store::app(tx, app))
            .await;
        let found = found.unwrap_or_else(|error: StoreError| panic!("{error}"))?;
        (found.health.state == "broken").then_some(())
    })
    .await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_together_goes_in_the_order_it_was_said() {
    let (desk, bridge, _served) = bridged(&Faults::none()).await;
    bridge.customer_says("buyer-1", "在吗").await.unwrap();
    let row = desk.conversation(|_| true).await;
    bridge.blocks("buyer-1");
    let wanted = ["第一句", "第二句", "第三句"];
    for text in wanted {
        assert_eq!(desk.replied(&row, text).await["failure"]["kind"], "blocked");
    }
    bridge.unblocks("buyer-1");
    let listed = desk.desk.owner.get("/api/v1/deliveries").await;
    let letters = listed.body.as_array().expect("dead letters").iter();
    let letters: Vec<_> = letters.filter(|one| one["order"] == "say").collect();
    assert!(
        letters.iter().all(|one| one["customerId"] == row["customerId"]),
        "{letters:?}"
    );
    // As they are listed: the newest first. And one of them twice.
    let mut ids: Vec<_> = letters.iter().map(|one| one["id"].clone()).collect();
    ids.push(ids[0].clone());
    let retry = json!({ "ids": ids });
    let answer = desk.desk.owner.post("/api/v1/deliveries/retry", retry).await;
    assert_eq!(
        (answer.body["retried"].as_i64(), answer.status),
        (Some(3), StatusCode::OK),
        "{answer:?}"
    );
    desk.line(&row, |line| {
        line["text"] == "第三句" && line["delivery"] == "sent"
    })
    .await;
    assert_eq!(texts(&bridge), wanted, "each once, in order");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_server_had_in_hand_goes_out_when_it_starts_again() {
    let faults = Faults::none();
    let (mut desk, bridge, _served) = bridged(&faults).await;
    bridge.customer_says("buyer-1", "在吗").await.unwrap();
    let row = desk.conversation(|_| true).await;
    desk.until("the first document", || async { bridge.sent().first().map(drop) })
        .await;
    // It comes again in a second; before that, another start takes it and is killed.
    faults.next(Fault::TooMany);
    assert_eq!(desk.reply(&row, "在").await.status, StatusCode::CREATED);
    let app = desk.desk.app.clone();
    let later = app.now() + Span::minutes(1);
    desk.until("a delivery to be taken", || async {
        let taken = app
            .db
            .write_global(move |tx| lease_deliveries(tx, later, "killed", Span::hours(1), 10))
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        taken.first().map(drop)
    })
    .await;
    desk.desk.restart().await;
    desk.line(&row, |line| line["text"] == "在" && line["delivery"] == "sent")
        .await;
    assert_eq!(texts(&bridge), ["在"]);
    desk.end().await;
}

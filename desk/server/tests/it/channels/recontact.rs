//! A window closes, and the customer is reached all the same: the ladder says how, and a mail goes on where the thread ended,
//! through a real Postfix.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use yingke_providers::wechat_oa::{Mode, WechatOa};
use yingke_words::Span;

use super::{
    desk::Connected,
    email::{addresses, header, is_read, reads, settings, write},
    wechat_oa::connected_on,
};
use crate::support::{Answer, Desk, Engine, signed_in};

/// Why each way does not bear: approved message, SMS, mail, call.
fn barred(ways: &Value) -> Vec<&str> {
    let all = ways["ways"].as_array().expect("four ways");
    all.iter()
        .map(|way| way["barred"].as_str().unwrap_or(""))
        .collect()
}

async fn ways(desk: &Connected, row: &Value) -> Value {
    desk.act(Method::GET, row, "/ways", None).await.good()
}

async fn known(desk: &Connected, row: &Value, change: Value) {
    let path = format!("/api/v1/customers/{}", row["customerId"].as_str().unwrap());
    let held = desk.desk.owner.get(&path).await.good();
    desk.desk.owner.edit(&path, &held["version"], change).await.good();
}

async fn start(desk: &Connected, row: &Value, body: Value) -> Answer {
    let customer = row["customerId"].as_str().unwrap();
    let path = format!("/api/v1/customers/{customer}/conversations");
    desk.desk.owner.post(&path, body).await
}

/// A customer of the account wrote more than 48 hours ago.
async fn closed() -> (Connected, WechatOa, Value) {
    let (founded, clock) = Desk::clocked(Engine::Sqlite, |_| {}).await;
    let (mut desk, fake) = connected_on(founded, Mode::Safe).await;
    fake.customer_says("oOPENID1", "裙子什么时候到货？").await;
    let row = desk.conversation(|row| row["window"]["left"] == 5).await;
    clock.by(Span::hours(49));
    fake.advance(Duration::from_hours(49));
    // Whoever was signed in no longer is.
    desk.desk.owner = signed_in(&desk.desk.base, "hejing@shop.example").await;
    (desk, fake, row)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_window_has_a_ladder_and_each_rung_says_what_it_lacks() {
    let (desk, fake, row) = closed().await;
    fake.add_template("arrived", "到货通知", "商品：{{thing1.DATA}}");
    let refused = desk.reply(&row, "到货了").await;
    assert_eq!(refused.refusal(), (409, "window_closed"));
    let found = ways(&desk, &row).await;
    assert_eq!(
        (&found["shut"], &found["templatesReopen"]),
        (&json!("windowClosed"), &json!(false))
    );
    assert_eq!(barred(&found), ["", "noInbox", "noInbox", "noNumber"]);
    assert_eq!(found["first"], "notice");
    let notice = json!({
        "clientId": "t1", "text": "商品：裙子", "content": { "type": "template", "name": "arrived", "parameters": ["裙子"] },
    });
    let sent = desk.act(Method::POST, &row, "/messages", Some(notice)).await;
    assert_eq!(sent.status, 201, "{sent:?}");
    desk.line(&row, |line| {
        line["id"] == sent.body["id"] && line["delivery"] == "sent"
    })
    .await;
    let after = ways(&desk, &row).await;
    assert_eq!(after["shut"], "windowClosed", "a template opens nothing");
    // Who stops following gets no notice either; whoever writes again does.
    fake.customer_does("oOPENID1", "unsubscribe", &[]).await;
    let left = desk.conversation(|row| !row["blockedUsAt"].is_null()).await;
    let found = ways(&desk, &left).await;
    assert_eq!(
        (&found["shut"], barred(&found)[0]),
        (&json!("blockedUs"), "blockedUs")
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_goes_on_by_mail_and_the_answer_comes_back_there() {
    let (desk, _fake, row) = closed().await;
    let (shop, customer) = addresses();
    let filled = settings(&shop);
    let filled: Vec<_> = filled.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let (app, inbox) = desk.beside("email", &filled).await;
    is_read(&desk, app).await;
    let found = ways(&desk, &row).await;
    assert_eq!(
        barred(&found),
        ["noneApproved", "noInbox", "noAddress", "noNumber"]
    );
    known(&desk, &row, json!({ "email": customer })).await;
    let found = ways(&desk, &row).await;
    let mail = &found["ways"][2];
    assert_eq!(
        (&mail["inboxes"], &mail["to"]),
        (&json!([inbox.to_string()]), &json!(customer))
    );

    let body = json!({
        "inboxId": inbox, "from": row["id"], "clientId": "m1", "text": "您问的裙子到货了，要留一件吗？",
        "content": { "type": "mail", "subject": "裙子到货了" },
    });
    let begun = start(&desk, &row, body.clone()).await;
    assert_eq!(begun.status, 201, "{begun:?}");
    let to = begun.body["conversation"].clone();
    assert_eq!(
        (&to["customerId"], &to["status"]),
        (&row["customerId"], &json!("open"))
    );
    let again = start(&desk, &row, body).await;
    assert_eq!(
        (again.status.as_u16(), &again.body["message"]["id"]),
        (200, &begun.body["message"]["id"])
    );
    let left = desk.thread(&row).await;
    let event = &left.last().unwrap()["event"];
    assert_eq!(
        (&event["what"], &event["to"], &event["leadsTo"]),
        (&json!("wentOn"), &json!("mail"), &to["id"])
    );

    let first = reads(&desk, &customer, 1).await;
    assert_eq!(header(&first, "To"), customer, "{first}");
    assert!(
        header(&first, "In-Reply-To").is_empty(),
        "it begins a thread: {first}"
    );
    let ours = header(&first, "Message-ID");
    desk.replied(&to, "今天下单还送运费险。").await;
    let second = reads(&desk, &customer, 2).await;
    assert_eq!(header(&second, "In-Reply-To"), ours, "{second}");

    let answer =
        format!("Subject: Re: x\nMessage-ID: <yes@buyer.example>\nIn-Reply-To: {ours}\n\nYes please.\n");
    write(&desk, &customer, &shop, &answer).await;
    desk.line(&to, |line| line["text"] == "Yes please.").await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_written_to_where_no_thread_can_be_begun() {
    let (desk, _fake, row) = closed().await;
    let body = |inbox: Value| json!({ "inboxId": inbox, "clientId": "m1", "text": "到货了" });
    let website = json!(desk.desk.inbox_id);
    let refused = start(&desk, &row, body(website)).await;
    assert_eq!(refused.refusal(), (409, "cannot_begin"));
    let refused = start(&desk, &row, body(row["inboxId"].clone())).await;
    assert_eq!(refused.refusal(), (409, "cannot_begin"));
    desk.end().await;
}

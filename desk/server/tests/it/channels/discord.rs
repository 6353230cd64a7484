//! Discord over its gateway: a connection that is kept, cut and taken up again.

use reqwest::Method;
use serde_json::{Value, json};
use yingke_providers::{Faults, discord::FakeDiscord};

use super::desk::{Connected, picture};
use crate::support::Engine;

const TOKEN: &str = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs";
const PERSON: &str = "80351110224678912";

async fn connected() -> (Connected, FakeDiscord) {
    let fake = FakeDiscord::start(TOKEN, &Faults::none()).await.unwrap();
    fake.meet(PERSON, "小鹿");
    let (base, gateway, cdn, key) = (
        fake.base_url(),
        fake.gateway_url(),
        fake.cdn_url(),
        fake.public_key(),
    );
    let settings = [
        ("token", TOKEN),
        ("public_key", key.as_str()),
        ("base_url", &base),
        ("gateway_url", &gateway),
        ("cdn_url", &cdn),
        ("media_url", &cdn),
    ];
    let desk = Connected::new(Engine::Sqlite, "discord", &settings, "").await;
    desk.until("a connection", || async {
        (fake.connections() > 0).then_some(())
    })
    .await;
    desk.until("a session", || async { (fake.started().0 > 0).then_some(()) })
        .await;
    (desk, fake)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_asks_and_an_agent_answers() {
    let (desk, fake) = connected().await;
    let id = fake.customer_says(PERSON, "皮肤礼包怎么领？");
    let row = desk
        .conversation(|row| row["lastText"] == "皮肤礼包怎么领？")
        .await;
    assert_eq!(row["customerName"], "小鹿");
    let line = desk.replied(&row, "在活动页点领取。").await;
    assert_eq!(line["delivery"], "sent", "{line}");
    assert_eq!(fake.sent()[0]["content"], "在活动页点领取。");
    // What the customer changes, takes back and likes.
    assert!(fake.customer_edits(PERSON, &id, "皮肤礼包在哪领？"));
    desk.line(&row, |line| line["text"] == "皮肤礼包在哪领？").await;
    assert!(fake.customer_reacts(PERSON, &id, "👍"));
    desk.line(&row, |line| line["reactions"][0]["emoji"] == "👍")
        .await;
    assert!(fake.customer_deletes(PERSON, &id));
    desk.line(&row, |line| line["recalledAt"].is_string()).await;
    // A picture each way.
    fake.customer_sends_file(PERSON, "bug.png", "image/png", &picture());
    desk.line(&row, |line| line["attachments"][0]["name"] == "bug.png")
        .await;
    let answer = desk.reply_with(&row, "fix.png", &picture()).await;
    assert_eq!(answer.status, reqwest::StatusCode::CREATED, "{answer:?}");
    let line = desk
        .line(&row, |line| {
            line["attachments"][0]["name"] == "fix.png" && line["delivery"] != "pending"
        })
        .await;
    assert_eq!(line["delivery"], "sent", "{line}");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_cut_is_taken_up_and_nothing_is_missed_or_doubled() {
    let (desk, fake) = connected().await;
    fake.customer_says(PERSON, "第一句");
    let row = desk.conversation(|row| row["lastText"] == "第一句").await;
    fake.close_all(4000);
    fake.customer_says(PERSON, "第二句");
    desk.line(&row, |line| line["text"] == "第二句").await;
    fake.ask_to_reconnect();
    fake.customer_says(PERSON, "第三句");
    desk.line(&row, |line| line["text"] == "第三句").await;
    let texts: Vec<Value> = desk
        .thread(&row)
        .await
        .iter()
        .map(|line| line["text"].clone())
        .collect();
    assert_eq!(texts, ["第一句", "第二句", "第三句"], "each once, in order");
    let (_, resumed) = fake.started();
    assert!(resumed >= 1, "the session goes on instead of beginning anew");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_servers_restart_goes_on_where_it_was() {
    let (mut desk, fake) = connected().await;
    fake.customer_says(PERSON, "重启之前");
    desk.conversation(|row| row["lastText"] == "重启之前").await;
    desk.desk.restart().await;
    fake.customer_says(PERSON, "重启之后");
    let row = desk.conversation(|row| row["lastText"] == "重启之后").await;
    let texts: Vec<Value> = desk
        .thread(&row)
        .await
        .iter()
        .map(|line| line["text"].clone())
        .collect();
    assert_eq!(texts, ["重启之前", "重启之后"]);
    assert_eq!(desk.replied(&row, "在").await["delivery"], "sent");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_revoked_breaks_the_account_and_stops_the_knocking() {
    let (desk, fake) = connected().await;
    fake.revoke();
    let (app, workspace) = (desk.app, desk.workspace);
    desk.until("a broken account", || async {
        let found = desk
            .desk
            .app
            .db
            .read(workspace, move |tx| yingke_store::app(tx, app))
            .await;
        let found = found.unwrap_or_else(|error: yingke_store::StoreError| panic!("{error}"))?;
        (found.health.state == "broken").then_some(())
    })
    .await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_it_carries_goes_out_and_the_rest_is_refused() {
    let (desk, fake) = connected().await;
    let writes = async || {
        fake.customer_says(PERSON, "在吗");
    };
    super::every::walk(&desk, writes, async || fake.calls().len()).await;
    desk.end().await;
}

fn texts(thread: &[Value]) -> Vec<&str> {
    thread.iter().filter_map(|line| line["text"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_between_two_sessions_is_fetched_once_and_in_order() {
    let (mut desk, fake) = connected().await;
    fake.customer_says(PERSON, "第一句");
    let row = desk.conversation(|row| row["lastText"] == "第一句").await;
    desk.replied(&row, "在的").await;
    // The session is gone for good: nobody is told of what is said until the next one begins.
    fake.refuse_list(429, 0, "You are being rate limited.");
    fake.invalidate_sessions();
    for n in 0..120 {
        fake.customer_says(PERSON, &format!("断线时说的 {n}"));
    }
    desk.until("the next session", || async {
        (fake.started().0 > 1).then_some(())
    })
    .await;
    fake.customer_says(PERSON, "连上后说的");
    let thread = desk
        .until("all of it", || async {
            let thread = all_of(&desk, &row).await;
            thread
                .iter()
                .any(|line| line["text"] == "连上后说的")
                .then_some(thread)
        })
        .await;
    let mut wanted = vec!["第一句".to_owned(), "在的".to_owned()];
    wanted.extend((0..120).map(|n| format!("断线时说的 {n}")));
    wanted.push("连上后说的".to_owned());
    assert_eq!(texts(&thread), wanted, "each once, in order");
    let row = desk.conversation(|_| true).await;
    assert_eq!(row["inboundCount"], 122, "somebody waits for an answer: {row}");
    // The server was away, and so was the session.
    fake.close_all(4009);
    fake.customer_says(PERSON, "停机时说的");
    desk.desk.restart().await;
    desk.line(&row, |line| line["text"] == "停机时说的").await;
    assert_eq!(desk.replied(&row, "都看到了").await["delivery"], "sent");
    let thread = all_of(&desk, &row).await;
    assert_eq!(thread.len(), 125, "what we said comes back and is not said again");
    desk.end().await;
}

/// The whole thread, from its first line on.
async fn all_of(desk: &Connected, row: &Value) -> Vec<Value> {
    let id = row["id"].as_str().expect("an id");
    let mut lines: Vec<Value> = Vec::new();
    let mut before = String::new();
    loop {
        let path = format!("/api/v1/conversations/{id}/messages?limit=100{before}");
        let answer = desk.desk.owner.get(&path).await;
        lines.splice(0..0, answer.body["items"].as_array().expect("lines").clone());
        if answer.body["more"] != true {
            return lines;
        }
        before = format!("&before={}", lines[0]["seq"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_over_the_gateway_is_heard_and_told_that_it_was() {
    let (desk, fake) = connected().await;
    fake.customer_says(PERSON, "怎么退款？");
    let row = desk.conversation(|row| row["lastText"] == "怎么退款？").await;
    let menu = json!({ "type": "menu", "choices": [{ "id": "back", "label": "原路退回" }] });
    let body = json!({ "clientId": "menu", "text": "选一个：", "content": menu });
    desk.act(Method::POST, &row, "/messages", Some(body)).await.good();
    let message = desk
        .until("the menu", || async { fake.sent().first().cloned() })
        .await;
    let id = message["id"].as_str().unwrap();
    let button = message["components"][0]["components"][0]["custom_id"]
        .as_str()
        .unwrap();
    assert!(
        fake.customer_presses(PERSON, id, button).await.is_none(),
        "it went over the gateway"
    );
    // Within the three seconds that Discord waits.
    let begun = std::time::Instant::now();
    let call = desk
        .until("a word about it", || async {
            fake.calls()
                .into_iter()
                .find(|call| call.path.ends_with("/callback"))
        })
        .await;
    assert!(begun.elapsed() < std::time::Duration::from_secs(3));
    assert_eq!(call.body, json!({ "type": 6 }));
    desk.line(&row, |line| line["text"] == "原路退回").await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_servers_channel_is_imported_from_a_day_on_without_alarms() {
    let fake = FakeDiscord::start(TOKEN, &Faults::none()).await.unwrap();
    fake.meet(PERSON, "小鹿");
    let hours = |hours: u64| std::time::Duration::from_secs(hours * 3_600);
    fake.member_said(PERSON, "上个月问的", hours(24 * 31));
    fake.member_said(PERSON, "早上问的", hours(3));
    fake.member_said(PERSON, "中午问的", hours(1));
    let (base, gateway, cdn, key) = (
        fake.base_url(),
        fake.gateway_url(),
        fake.cdn_url(),
        fake.public_key(),
    );
    // The day before yesterday.
    let now = yingke_server::machine::SystemClock;
    let since = (yingke_words::Clock::now(&now) - yingke_words::Span::days(2)).to_string();
    let settings = [
        ("token", TOKEN),
        ("public_key", key.as_str()),
        ("guild_channels", yingke_providers::discord::CHANNEL),
        ("import_since", &since[..10]),
        ("base_url", &base),
        ("gateway_url", &gateway),
        ("cdn_url", &cdn),
        ("media_url", &cdn),
    ];
    let desk = Connected::new(Engine::Sqlite, "discord", &settings, "").await;
    let row = desk.conversation(|row| row["lastText"] == "中午问的").await;
    assert_eq!(
        (row["status"].as_str(), row["inboundCount"].as_i64()),
        (Some("idle"), Some(0)),
        "{row}"
    );
    assert_eq!(texts(&desk.thread(&row).await), ["早上问的", "中午问的"]);
    // What is said from now on rings.
    fake.member_says(PERSON, "现在问的");
    let row = desk.conversation(|row| row["lastText"] == "现在问的").await;
    assert_eq!(
        (row["status"].as_str(), row["inboundCount"].as_i64()),
        (Some("queued"), Some(1)),
        "{row}"
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_fetched_or_read_is_kept_for_the_administrator() {
    let (desk, fake) = connected().await;
    fake.customer_says(PERSON, "第一句");
    let row = desk.conversation(|row| row["lastText"] == "第一句").await;
    fake.refuse_list(403, 50_001, "Missing Access");
    fake.invalidate_sessions();
    desk.until("the next session", || async {
        (fake.started().0 > 1).then_some(())
    })
    .await;
    // It loses only itself.
    fake.customer_says(PERSON, "第二句");
    desk.line(&row, |line| line["text"] == "第二句").await;
    let path = format!("/api/v1/apps/{}/payloads", desk.app);
    let kept = desk
        .until("the problem", || async {
            desk.desk.owner.get(&path).await.body.get(0).cloned()
        })
        .await;
    let problem = &kept["problems"][0];
    assert!(
        problem["what"]
            .as_str()
            .is_some_and(|what| what.ends_with("Missing Access")),
        "{kept}"
    );
    assert_eq!(problem["code"], "notFetched", "{kept}");
    assert!(
        kept["body"].as_str().is_some_and(|body| body.contains("50001")),
        "as it came: {kept}"
    );
    assert_eq!(kept["canReplay"], false);
    desk.end().await;
}

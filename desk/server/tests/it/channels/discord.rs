//! Discord over its gateway: a connection that is kept, cut and taken up again.

use serde_json::Value;
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

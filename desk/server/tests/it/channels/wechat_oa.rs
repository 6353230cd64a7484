//! 微信公众号: encrypted pushes, five messages within 48 hours, tokens that are taken away.

use reqwest::StatusCode;
use yingke_providers::{
    Faults,
    wechat_oa::{Account, Mode, WechatOa},
};

use super::desk::Connected;
use crate::support::{Desk, Engine};

async fn connected(mode: Mode) -> (Connected, WechatOa) {
    connected_on(Desk::founded(Engine::Sqlite).await, mode).await
}

/// The same on a desk that is there.
pub async fn connected_on(desk: Desk, mode: Mode) -> (Connected, WechatOa) {
    let account = Account::made_up(mode);
    let fake = WechatOa::start(account.clone(), &Faults::none()).await.unwrap();
    let base = fake.base_url();
    let mode = match mode {
        Mode::Plain => "plain",
        Mode::Compatible => "compatible",
        Mode::Safe => "safe",
    };
    let key = if mode == "plain" {
        ""
    } else {
        account.aes_key.as_str()
    };
    let settings = [
        ("appid", account.appid.as_str()),
        ("secret", &account.secret),
        ("token", &account.token),
        ("aes_key", key),
        ("mode", mode),
        ("base_url", &base),
    ];
    let desk = Connected::on(desk, "wechat_oa", &settings, "").await;
    fake.set_callback(&desk.callback())
        .await
        .expect("the address is taken: the handshake is answered");
    (desk, fake)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mode_is_understood_and_answered() {
    for mode in [Mode::Safe, Mode::Compatible, Mode::Plain] {
        let (desk, fake) = connected(mode).await;
        let pushed = fake.customer_says("oOPENID1", "请问怎么退货").await;
        assert_eq!((pushed.status, pushed.tries), (200, 1), "{pushed:?}");
        let row = desk.conversation(|row| row["lastText"] == "请问怎么退货").await;
        assert_eq!(row["window"]["left"], 5, "{row}");
        let line = desk.replied(&row, "七天内可以退。").await;
        assert_eq!(line["delivery"], "sent", "{line}");
        let sent = fake.sent();
        assert_eq!(
            (sent[0].to.as_str(), sent[0].content["content"].as_str()),
            ("oOPENID1", Some("七天内可以退。"))
        );
        desk.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sixth_message_is_refused_before_it_is_sent() {
    let (desk, fake) = connected(Mode::Safe).await;
    fake.customer_says("oOPENID1", "在吗").await;
    let row = desk.conversation(|_| true).await;
    for n in 0..5 {
        assert_eq!(
            desk.replied(&row, &format!("第 {n} 条")).await["delivery"],
            "sent"
        );
    }
    let sixth = desk.reply(&row, "第六条").await;
    assert_eq!(
        (sixth.status, sixth.body["code"].as_str()),
        (StatusCode::CONFLICT, Some("window_quota"))
    );
    fake.customer_says("oOPENID1", "好").await;
    desk.conversation(|row| row["window"]["left"] == 5).await;
    assert_eq!(desk.replied(&row, "第六条").await["delivery"], "sent");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_taken_away_is_got_again() {
    let (desk, fake) = connected(Mode::Safe).await;
    fake.customer_says("oOPENID1", "在吗").await;
    let row = desk.conversation(|_| true).await;
    assert_eq!(desk.replied(&row, "在").await["delivery"], "sent");
    fake.revoke_tokens();
    let line = desk.replied(&row, "还在").await;
    assert_eq!(line["delivery"], "sent", "{line}");
    // The provider is the judge, whatever our ledger says.
    fake.refuses("oOPENID1");
    let line = desk.replied(&row, "您好").await;
    assert_eq!(line["failure"]["kind"], "blocked", "{line}");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_it_carries_goes_out_and_the_rest_is_refused() {
    let (desk, fake) = connected(Mode::Safe).await;
    fake.add_template(
        "tmpl-1",
        "发货通知",
        "{{thing1.DATA}} 已发货，{{time2.DATA}} 送达",
    );
    let writes = async || {
        fake.customer_says("oOPENID9", "在吗").await;
    };
    let reached = async || fake.sent().len() + usize::from(fake.types("oOPENID9"));
    super::every::walk(&desk, writes, reached).await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_begins_to_follow_is_greeted_once() {
    let (desk, fake) = connected(Mode::Safe).await;
    desk.greets("感谢关注", "欢迎").await;
    fake.customer_does("oOPENID8", "subscribe", &[]).await;
    let row = desk.conversation(|row| row["lastDirection"] == "outbound").await;
    let line = desk.line(&row, |line| line["delivery"] == "sent").await;
    assert_eq!(line["event"]["what"], "greeted");
    assert_eq!(fake.sent().len(), 1);
    assert_eq!(fake.sent()[0].content["content"], "感谢关注");
    desk.end().await;
}

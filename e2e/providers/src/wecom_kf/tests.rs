//! The fake against the published answers, and its own rules.

use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use super::{Config, WecomKf, crypt};
use crate::{Faults, Served};

fn config(corp_id: &str, token: &str, aes_key: &str) -> Config {
    Config {
        corp_id: corp_id.to_owned(),
        secret: String::new(),
        token: token.to_owned(),
        aes_key: aes_key.to_owned(),
    }
}

/// The platform's own sample (`wecom-official-echo` of the vectors).
#[test]
fn its_cipher_reads_the_official_sample() {
    let official = config(
        "wx5823bf96d3bd56c7",
        "QDG6eK",
        "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    );
    let sealed = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";
    assert_eq!(
        crypt::signature(&official, "1409659589", "263014780", sealed),
        "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    );
    let wanted = ("1616140317555161061".to_owned(), official.corp_id.clone());
    assert_eq!(crypt::open(&official, sealed), Some(wanted));
}

/// `wecom-encrypt-reply` of the vectors.
#[test]
fn its_cipher_writes_what_wechatpy_writes() {
    let theirs = config(
        "wx49f0ab532d5d035a",
        "123456",
        "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
    );
    let plain = "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n<ToUserName><![CDATA[messense]]></ToUserName>\n<AgentID>1</AgentID>\n<CreateTime>1411525903</CreateTime>\n</xml>";
    let sealed = crypt::seal(&theirs, plain, b"1234567890123456");
    assert_eq!(
        sealed,
        "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8GqxlhZgURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qvSUCUld+/WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3"
    );
    assert_eq!(
        crypt::signature(&theirs, "1411525903", "461056294", &sealed),
        "407518b7649e86ef23978113f92d27afa9296533"
    );
}

/// A client that has a token.
struct Desk {
    fake: WecomKf,
    served: Served,
    client: Client,
    token: String,
}

impl Desk {
    async fn open() -> Self {
        let fake = WecomKf::new(Config::default(), [("wk1", "客服")]);
        let served = Served::start(fake.router(), &Faults::none()).await.unwrap();
        let mut desk = Self {
            fake,
            served,
            client: Client::builder().no_proxy().build().unwrap(),
            token: String::new(),
        };
        desk.token = desk.token().await;
        desk
    }

    async fn token(&self) -> String {
        let Config { corp_id, secret, .. } = self.fake.config();
        let path = format!("/cgi-bin/gettoken?corpid={corp_id}&corpsecret={secret}");
        let said: Value = self
            .client
            .get(self.served.base_url() + &path)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        said["access_token"].as_str().unwrap().to_owned()
    }

    async fn ask(&self, path: &str, body: Value) -> Value {
        let address = format!(
            "{}/cgi-bin/kf/{path}?access_token={}",
            self.served.base_url(),
            self.token
        );
        self.client
            .post(address)
            .json(&body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    async fn says(&self, id: &str) -> i64 {
        let body = json!({ "touser": "wm1", "open_kfid": "wk1", "msgid": id, "msgtype": "text", "text": { "content": "好" } });
        self.ask("send_msg", body).await["errcode"].as_i64().unwrap()
    }
}

#[tokio::test]
async fn a_window_takes_five_and_an_id_once() {
    let desk = Desk::open().await;
    desk.fake.customer_says("wk1", "wm1", "在吗").await;
    for id in ["a", "a", "b", "c", "d", "e"] {
        assert_eq!(desk.says(id).await, 0);
    }
    assert_eq!(desk.says("f").await, 95_001);
    assert_eq!(desk.fake.sent().len(), 5, "the same id twice is one message");
    desk.fake.customer_says("wk1", "wm1", "还在吗").await;
    desk.fake.ahead(Duration::from_secs(48 * 3_600));
    assert_eq!(desk.says("g").await, 42_001, "the token is older than two hours");
    let desk = Desk {
        token: desk.token().await,
        ..desk
    };
    assert_eq!(desk.says("g").await, 95_002);
}

#[tokio::test]
async fn a_cursor_goes_through_the_queue_once() {
    let desk = Desk::open().await;
    desk.fake.page_of(2);
    for text in ["一", "二", "三"] {
        desk.fake.customer_says("wk1", "wm1", text).await;
    }
    let first = desk.ask("sync_msg", json!({ "open_kfid": "wk1" })).await;
    assert_eq!(
        (
            first["has_more"].as_i64(),
            first["msg_list"].as_array().unwrap().len()
        ),
        (Some(1), 2)
    );
    desk.fake.hollow_page();
    let next = json!({ "open_kfid": "wk1", "cursor": first["next_cursor"] });
    let hollow = desk.ask("sync_msg", next).await;
    assert_eq!(
        (
            hollow["has_more"].as_i64(),
            hollow["msg_list"].as_array().unwrap().len()
        ),
        (Some(1), 0)
    );
    assert_ne!(hollow["next_cursor"], first["next_cursor"]);
    let last = desk
        .ask(
            "sync_msg",
            json!({ "open_kfid": "wk1", "cursor": hollow["next_cursor"] }),
        )
        .await;
    assert_eq!(
        (
            last["has_more"].as_i64(),
            last["msg_list"][0]["text"]["content"].as_str()
        ),
        (Some(0), Some("三"))
    );
    let wrong = desk
        .ask("sync_msg", json!({ "open_kfid": "wk1", "token": "ENCold" }))
        .await;
    assert_eq!(wrong["errcode"], 95_007);
}

#[tokio::test]
async fn states_go_one_way_and_the_customer_begins_anew() {
    let desk = Desk::open().await;
    desk.fake.customer_says("wk1", "wm1", "在吗").await;
    let to = |state: i64| json!({ "open_kfid": "wk1", "external_userid": "wm1", "service_state": state });
    assert_eq!(desk.ask("service_state/trans", to(1)).await["errcode"], 0);
    assert_eq!(
        desk.ask("service_state/trans", to(3)).await["errcode"],
        95_014,
        "nobody named"
    );
    desk.fake.servicer_holds("wk1", "wm1", Some("zhouqi")).await;
    assert_eq!(desk.says("a").await, 95_018);
    assert_eq!(desk.ask("service_state/trans", to(1)).await["errcode"], 95_016);
    assert_eq!(desk.ask("service_state/trans", to(4)).await["errcode"], 0);
    assert_eq!(desk.says("a").await, 95_013);
    desk.fake.customer_says("wk1", "wm1", "又来了").await;
    assert_eq!(desk.fake.state_of("wk1", "wm1"), 0);
}

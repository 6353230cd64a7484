//! Names that a message does not say and the provider knows.

use serde_json::{Value, json};
use yingke_providers::{
    Faults, Served,
    open::Bridge,
    wecom_kf::{Config, WecomKf},
};

use super::desk::Connected;
use crate::support::Engine;

const KF: &str = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q";
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async fn wecom(engine: Engine) -> (Connected, WecomKf, Served) {
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
    (desk, fake, served)
}

async fn customer(desk: &Connected, row: &Value) -> (Value, String) {
    let path = format!("/api/v1/customers/{}", row["customerId"].as_str().expect("an id"));
    let answer = desk.desk.owner.get(&path).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    (answer.body, path)
}

async fn rename(desk: &Connected, path: &str, version: &Value, name: &str) {
    let answer = desk.desk.owner.edit(path, version, json!({ "name": name })).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

async fn asked(engine: Engine) {
    let (desk, fake, _served) = wecom(engine).await;
    fake.customer_says(KF, "wmCUSTOMER1", "在吗").await;
    let row = desk.conversation(|row| row["customerName"] != "").await;
    let (found, path) = customer(&desk, &row).await;
    assert_eq!(found["name"], row["customerName"]);
    assert!(
        found["attributes"]["avatar"]
            .as_str()
            .is_some_and(|url| url.starts_with("https://")),
        "{found}"
    );
    // A person takes the name away: it is not asked for a second time on the same day.
    rename(&desk, &path, &found["version"], "").await;
    fake.customer_says(KF, "wmCUSTOMER1", "还在吗").await;
    desk.conversation(|row| row["lastText"] == "还在吗").await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(customer(&desk, &row).await.0["name"], "");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_asked_for_once_a_day_on_sqlite() {
    asked(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_asked_for_once_a_day_on_postgres() {
    asked(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_a_person_typed_stays() {
    let bridge = Bridge::new(SECRET, "");
    let served = bridge.start(&Faults::none()).await.unwrap();
    let url = format!("{}/yingke", served.base_url());
    let settings = [
        ("secret", SECRET),
        ("outgoing_url", &url),
        ("signing", "standard"),
    ];
    let desk = Connected::new(Engine::Sqlite, "open", &settings, "").await;
    bridge.calls(&desk.callback());
    bridge.customer_says("buyer-1", "在吗").await.unwrap();
    let told = |id: &str, name: &str| json!({ "type": "contact", "id": id, "from": { "id": "buyer-1", "name": name, "attributes": { "level": name } } });
    let mut socket = desk.desk.owner.socket(None).await;
    socket.next_of("snapshot").await;
    for (number, name) in ["小满", "小满满"].into_iter().enumerate() {
        bridge.push(&told(&number.to_string(), name)).await.unwrap();
        // What the provider said it may say otherwise.
        desk.conversation(|row| row["customerName"] == name).await;
    }
    loop {
        let frame = socket.next().await.expect("the socket stays open");
        if frame["kind"] == "customer.changed" {
            break;
        }
    }
    let row = desk.conversation(|_| true).await;
    let (found, path) = customer(&desk, &row).await;
    rename(&desk, &path, &found["version"], "周小满（老客户）").await;
    bridge.push(&told("c", "满满")).await.unwrap();
    let (found, _) = customer(&desk, &row).await;
    assert_eq!(
        (found["name"].as_str(), found["attributes"]["level"].as_str()),
        (Some("周小满（老客户）"), Some("满满"))
    );
    let row = desk.conversation(|_| true).await;
    assert_eq!(row["customerName"], "周小满（老客户）");
    desk.end().await;
}

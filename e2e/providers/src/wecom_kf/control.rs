//! The people's acts over HTTP, for scripts in other languages. Not part of the platform.

use std::collections::HashMap;

use axum::{
    Json, Router,
    extract::{Query, State as Held},
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{Called, WecomKf};

/// `/fake/…`.
pub fn router(fake: WecomKf) -> Router {
    Router::new()
        .route("/fake/says", post(says))
        .route("/fake/announcement", get(announcement))
        .route("/fake/handshake", get(handshake))
        .route("/fake/opens", post(opens))
        .route("/fake/sent", get(sent))
        .route("/fake/revoke", post(revoke))
        .route("/fake/callback", post(callback))
        .route("/fake/holds", post(holds))
        .route("/fake/servicer", post(servicer))
        .route("/fake/state", post(state))
        .with_state(fake)
}

fn text<'a>(asked: &'a Value, name: &str) -> &'a str {
    asked[name].as_str().unwrap_or_default()
}

fn shown(called: &Called) -> Value {
    json!({ "query": called.query, "body": called.body })
}

async fn says(Held(fake): Held<WecomKf>, Json(asked): Json<Value>) -> Json<Value> {
    let [account, customer, words] = ["account", "customer", "text"].map(|name| text(&asked, name));
    Json(json!({ "msgid": fake.customer_says(account, customer, words).await }))
}

async fn announcement(Held(fake): Held<WecomKf>, query: Query<HashMap<String, String>>) -> Json<Value> {
    let account = query.get("account").map_or("", String::as_str);
    Json(shown(&fake.announcement(account)))
}

async fn handshake(Held(fake): Held<WecomKf>) -> Json<Value> {
    let (called, wanted) = fake.handshake();
    Json(json!({ "query": called.query, "wanted": wanted }))
}

async fn opens(Held(fake): Held<WecomKf>, Json(asked): Json<Value>) -> Json<Value> {
    let names = ["signature", "timestamp", "nonce", "encrypt"];
    Json(json!({ "message": fake.opens(names.map(|name| text(&asked, name))) }))
}

async fn sent(Held(fake): Held<WecomKf>) -> Json<Value> {
    let list = fake.sent();
    let list = list
        .iter()
        .map(|sent| json!({ "id": sent.id, "customer": sent.customer, "body": sent.body }));
    Json(list.collect())
}

async fn revoke(Held(fake): Held<WecomKf>) -> Json<Value> {
    fake.revoke_tokens();
    Json(json!({}))
}

/// The callback is filled in and saved: whether it passes the handshake.
async fn callback(Held(fake): Held<WecomKf>, Json(asked): Json<Value>) -> Json<Value> {
    fake.set_keys(text(&asked, "token"), text(&asked, "aes_key"));
    fake.calls(text(&asked, "url"));
    Json(json!({ "accepted": fake.accepts_callback().await }))
}

/// Somebody in WeCom takes a thread; without a `servicer` it is ended there.
async fn holds(Held(fake): Held<WecomKf>, Json(asked): Json<Value>) -> Json<Value> {
    let [account, customer] = ["account", "customer"].map(|name| text(&asked, name));
    fake.servicer_holds(account, customer, asked["servicer"].as_str())
        .await;
    Json(json!({}))
}

async fn servicer(Held(fake): Held<WecomKf>, Json(asked): Json<Value>) -> Json<Value> {
    let [account, customer, words] = ["account", "customer", "text"].map(|name| text(&asked, name));
    Json(json!({ "msgid": fake.servicer_says(account, customer, words).await }))
}

async fn state(Held(fake): Held<WecomKf>, Json(asked): Json<Value>) -> Json<Value> {
    let [account, customer] = ["account", "customer"].map(|name| text(&asked, name));
    Json(json!({ "state": fake.state_of(account, customer) }))
}

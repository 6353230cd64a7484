//! The account's console and its customers by HTTP, for tests that are not written in Rust.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Inner, push::Field};

type Shared = State<Arc<Inner>>;

pub fn router() -> Router<Arc<Inner>> {
    Router::new()
        .route("/fake/callback", post(callback))
        .route("/fake/push", post(push))
        .route("/fake/media", post(media))
        .route("/fake/template", post(template))
        .route("/fake/advance", post(advance))
        .route("/fake/revoke", post(revoke))
        .route("/fake/sent", get(sent))
}

#[derive(Deserialize)]
struct Callback {
    url: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    aes_key: String,
}

async fn callback(State(inner): Shared, Json(asked): Json<Callback>) -> Json<Value> {
    if !asked.token.is_empty() {
        inner.fill_in(&asked.token, &asked.aes_key);
    }
    let checked = inner.check_address(&asked.url).await;
    Json(json!({ "error": checked.err() }))
}

/// Texts are wrapped, numbers are not; a text that begins with `<` is elements.
#[derive(Deserialize)]
struct Act {
    openid: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    event: String,
    #[serde(default)]
    fields: BTreeMap<String, Value>,
}

async fn push(State(inner): Shared, Json(act): Json<Act>) -> Json<Value> {
    let fields: Vec<(&str, Field)> = act
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), field(value)))
        .collect();
    let xml = if act.event.is_empty() {
        inner.message(&act.openid, &act.kind, &fields)
    } else {
        inner.event(&act.openid, &act.event, &fields)
    };
    let pushed = inner.push(&act.openid, xml).await;
    Json(json!({
        "xml": pushed.xml, "status": pushed.status, "answer": pushed.answer, "tries": pushed.tries,
    }))
}

fn field(value: &Value) -> Field {
    match value {
        Value::String(text) if text.starts_with('<') => Field::Raw(text.clone()),
        Value::String(text) => Field::Text(text.clone()),
        other => Field::Raw(other.to_string()),
    }
}

#[derive(Deserialize)]
struct Given {
    kind: String,
    media_type: String,
    content: String,
}

async fn media(State(inner): Shared, Json(given): Json<Given>) -> Json<Value> {
    let mut state = inner.state.lock();
    let id = state.keep_media(&given.kind, &given.media_type, given.content.into(), true);
    Json(json!({ "media_id": id }))
}

#[derive(Deserialize)]
struct Template {
    id: String,
    title: String,
    content: String,
}

async fn template(State(inner): Shared, Json(new): Json<Template>) -> Json<Value> {
    inner
        .state
        .lock()
        .templates
        .push((new.id, new.title, new.content));
    Json(json!({}))
}

#[derive(Deserialize)]
struct Advance {
    seconds: u64,
}

async fn advance(State(inner): Shared, Json(by): Json<Advance>) -> Json<Value> {
    inner.state.lock().later += Duration::from_secs(by.seconds);
    Json(json!({}))
}

async fn revoke(State(inner): Shared) -> Json<Value> {
    inner.state.lock().revoke();
    Json(json!({}))
}

async fn sent(State(inner): Shared) -> Json<Value> {
    let state = inner.state.lock();
    let all = state
        .sent
        .iter()
        .map(|one| json!({ "to": one.to, "kind": one.kind, "content": one.content }));
    Json(all.collect())
}

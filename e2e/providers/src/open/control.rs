//! The bridge driven from outside, for programs in other languages. Not part of the page.

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

use super::Bridge;

/// `/control/…`.
pub(super) fn router() -> Router<Bridge> {
    Router::new()
        .route("/control/push", post(push))
        .route("/control/taken", get(taken))
        .route("/control/set", post(set))
}

async fn push(State(bridge): State<Bridge>, Json(order): Json<Value>) -> Response {
    if let Some(callback) = order["callback"].as_str() {
        bridge.calls(callback);
    }
    match bridge.push(&order["event"]).await {
        Ok((status, body)) => Json(json!({ "status": status.as_u16(), "body": body })).into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

async fn taken(State(bridge): State<Bridge>) -> Json<Value> {
    let taken = bridge.sent();
    let shown = taken.into_iter().map(|one| {
        let files: Vec<Value> = one
            .files
            .iter()
            .map(|file| json!({ "part": file.part, "name": file.name, "size": file.bytes.len() }))
            .collect();
        json!({ "id": one.id, "document": one.document, "files": files })
    });
    Json(shown.collect())
}

/// What changes at the bridge: its `callback`, its `secret`, whom it `blocks` and `unblocks`, whether it takes anything
/// (`takes`).
async fn set(State(bridge): State<Bridge>, Json(asked): Json<Value>) -> Json<Value> {
    if let Some(callback) = asked["callback"].as_str() {
        bridge.calls(callback);
    }
    if let Some(secret) = asked["secret"].as_str() {
        bridge.knows(&[secret]);
    }
    if let Some(customer) = asked["blocks"].as_str() {
        bridge.blocks(customer);
    }
    if let Some(customer) = asked["unblocks"].as_str() {
        bridge.unblocks(customer);
    }
    match asked["takes"].as_bool() {
        Some(true) => bridge.enable(),
        Some(false) => bridge.disable(),
        None => {}
    }
    Json(json!({}))
}

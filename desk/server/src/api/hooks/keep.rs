//! A call as it is kept: byte for byte, its head sealed, for it may carry what proves who called.

use axum::body::Bytes;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::Request;
use serde::{Deserialize, Serialize};
use yingke_channel_contract::Incoming;
use yingke_store::Payload;

use crate::{app::App, channels::account::Account};

/// The head of a call.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head {
    /// Its method.
    pub method: String,
    /// Its address.
    pub uri: String,
    /// Its headers.
    pub headers: Vec<(String, String)>,
}

/// What is kept of a call.
pub fn payload(app: &App, account: &Account, incoming: &Incoming) -> Payload {
    let request = &incoming.0;
    let headers = request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())));
    let head = Head {
        method: request.method().to_string(),
        uri: request.uri().to_string(),
        headers: headers.collect(),
    };
    let plain = serde_json::to_vec(&head).expect("texts are plain data");
    let sealed = app
        .seal
        .close(&plain, account.app.id.uuid().as_bytes(), app.chance.as_ref());
    Payload {
        id: app.id(),
        app: account.app.id,
        head: serde_json::json!({ "sealed": STANDARD.encode(sealed) }).to_string(),
        body: request.body().to_vec(),
        problems: Vec::new(),
    }
}

/// The call that was kept, to be read again. None when it was kept under another key, or came another way.
pub fn kept_request(app: &App, account: &Account, payload: &Payload) -> Option<Incoming> {
    let head: serde_json::Value = serde_json::from_str(&payload.head).ok()?;
    let sealed = STANDARD.decode(head["sealed"].as_str()?).ok()?;
    let plain = app.seal.reveal(&sealed, account.app.id.uuid().as_bytes()).ok()?;
    let head: Head = serde_json::from_slice(&plain).ok()?;
    let mut request = Request::builder().method(head.method.as_str()).uri(head.uri);
    for (name, value) in &head.headers {
        request = request.header(name, value);
    }
    request.body(Bytes::from(payload.body.clone())).ok().map(Incoming)
}

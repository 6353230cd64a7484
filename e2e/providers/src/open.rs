//! A licensed partner's bridge, as a partner would build one from `docs/channels/open.md`: it takes our documents, checks
//! their signature with its own code, knows each message it has taken, and pushes what its customers do.

mod check;
mod control;
mod files;
mod sign;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
    time::Instant,
};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::Bytes;
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::{Faults, Served};

pub use sign::{key, now, signature};

/// A file that came with a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received {
    /// The name of its part.
    pub part: String,
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// One document the bridge took.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The call's `webhook-id`.
    pub id: String,
    /// When it came.
    pub at: Instant,
    /// What it said.
    pub document: Value,
    /// The files that came with it.
    pub files: Vec<Received>,
}

/// What the bridge knows and how it behaves.
#[derive(Default)]
struct Held {
    keys: Vec<Vec<u8>>,
    callback: String,
    taken: Vec<Taken>,
    /// What was answered to each `webhook-id` that was taken: a repetition gets the same.
    answered: BTreeMap<String, (StatusCode, Value)>,
    repeated: u32,
    /// When a call came again the last time, by its `webhook-id`.
    came_again: HashMap<String, Instant>,
    /// Every message of either side, by the bridge's id.
    messages: BTreeSet<String>,
    blocked_by: BTreeSet<String>,
    /// So many more are taken, then 429 once.
    room: Option<u32>,
    disabled: bool,
    gives_no_ids: bool,
    pushed: u64,
}

/// The bridge. Cheap to clone; shared with what listens.
#[derive(Clone, Default)]
pub struct Bridge(Arc<Mutex<Held>>);

impl Bridge {
    /// A bridge with this secret (`whsec_…`), pushing to `callback`.
    pub fn new(secret: &str, callback: &str) -> Self {
        let bridge = Self::default();
        bridge.calls(callback);
        bridge.knows(&[secret]);
        bridge
    }

    /// Listens on a free port.
    pub async fn start(&self, faults: &Faults) -> std::io::Result<Served> {
        Served::start(self.router(), faults).await
    }

    /// Its routes: `/yingke` takes documents, `/files/…` serves what customers sent, `/control/…` is for programs that
    /// drive it from outside.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/yingke", post(take))
            .route("/files/{name}", get(files::serve))
            .merge(control::router())
            .layer(DefaultBodyLimit::max(64 << 20))
            .with_state(self.clone())
    }

    /// From now on it takes signatures by any of these secrets and signs with the first.
    pub fn knows(&self, secrets: &[&str]) {
        self.0.lock().keys = secrets.iter().map(|secret| key(secret)).collect();
    }

    /// Pushes there from now on.
    pub fn calls(&self, callback: &str) {
        callback.clone_into(&mut self.0.lock().callback);
    }

    /// All that it took, in order, repetitions left out.
    pub fn sent(&self) -> Vec<Taken> {
        self.0.lock().taken.clone()
    }

    /// How often a call came again under its `webhook-id`.
    pub fn repeated(&self) -> u32 {
        self.0.lock().repeated
    }

    /// When each call that came again did so the last time, by its `webhook-id`.
    pub fn came_again(&self) -> HashMap<String, Instant> {
        self.0.lock().came_again.clone()
    }

    /// This customer does not want to hear from us.
    pub fn blocks(&self, customer: &str) {
        self.0.lock().blocked_by.insert(customer.to_owned());
    }

    /// This customer hears from us again.
    pub fn unblocks(&self, customer: &str) {
        self.0.lock().blocked_by.remove(customer);
    }

    /// Takes so many more, then says once that it is too fast.
    pub fn has_room_for(&self, count: u32) {
        self.0.lock().room = Some(count);
    }

    /// Answers 410 from now on.
    pub fn disable(&self) {
        self.0.lock().disabled = true;
    }

    /// Takes documents again.
    pub fn enable(&self) {
        self.0.lock().disabled = false;
    }

    /// Answers 2xx without an id from now on: ours is the message's.
    pub fn gives_no_ids(&self) {
        self.0.lock().gives_no_ids = true;
    }

    /// A customer writes. The message's id, and what we answered.
    pub async fn customer_says(&self, customer: &str, text: &str) -> reqwest::Result<(String, StatusCode)> {
        let id = self.next("c");
        let event = json!({
            "type": "message", "id": id, "at": now() * 1_000, "from": { "id": customer }, "text": text,
        });
        let (status, _) = self.push(&event).await?;
        Ok((id, status))
    }

    /// A customer sends files: addresses under `/files/` of the bridge, or base64.
    pub async fn customer_sends(
        &self,
        customer: &str,
        files: Value,
    ) -> reqwest::Result<(String, StatusCode)> {
        let id = self.next("c");
        let event = json!({ "type": "message", "id": id, "from": { "id": customer }, "files": files });
        let (status, _) = self.push(&event).await?;
        Ok((id, status))
    }

    /// The customer has seen a message of ours; `state` is `delivered` or `read`.
    pub async fn receipt(&self, message: &str, state: &str) -> reqwest::Result<StatusCode> {
        let event = json!({ "type": "receipt", "id": self.next("r"), "message": message, "state": state });
        Ok(self.push(&event).await?.0)
    }

    /// Pushes an event or a batch, signed; the status and body of our answer.
    pub async fn push(&self, event: &Value) -> reqwest::Result<(StatusCode, String)> {
        let id = self.next("msg");
        self.push_as(&id, event.to_string()).await
    }

    /// Pushes a body under this `webhook-id`: again, or out of order.
    pub async fn push_as(&self, id: &str, body: String) -> reqwest::Result<(StatusCode, String)> {
        let timestamp = now().to_string();
        let (callback, signed) = {
            let held = self.0.lock();
            let key = held.keys.first().cloned().unwrap_or_default();
            (
                held.callback.clone(),
                signature(&key, id, &timestamp, body.as_bytes()),
            )
        };
        let response = reqwest::Client::new()
            .post(callback)
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signed)
            .body(body)
            .send()
            .await?;
        Ok((response.status(), response.text().await?))
    }

    fn next(&self, kind: &str) -> String {
        let mut held = self.0.lock();
        held.pushed += 1;
        let id = format!("{kind}_{}", held.pushed);
        if kind == "c" {
            held.messages.insert(id.clone());
        }
        id
    }
}

/// Takes one document, alone or with files.
async fn take(State(bridge): State<Bridge>, request: Request) -> Response {
    let headers = request.headers().clone();
    let (payload, files) = match unpack(request).await {
        Ok(parts) => parts,
        Err(refused) => return refused,
    };
    let mut held = bridge.0.lock();
    if held.disabled {
        return StatusCode::GONE.into_response();
    }
    if let Err(why) = check::signed(&held.keys, &headers, &payload) {
        return (StatusCode::UNAUTHORIZED, why).into_response();
    }
    let id = headers["webhook-id"].to_str().unwrap_or_default().to_owned();
    if let Some((status, answer)) = held.answered.get(&id).cloned() {
        held.repeated += 1;
        held.came_again.insert(id, Instant::now());
        return (status, Json(answer)).into_response();
    }
    if held.room == Some(0) {
        held.room = None;
        let error = json!({ "error": { "kind": "throttled", "retryAfter": 1 } });
        return (StatusCode::TOO_MANY_REQUESTS, Json(error)).into_response();
    }
    held.room = held.room.map(|room| room - 1);
    let (status, answer) = held.judge(&id, &payload, files);
    // What was refused may come again: it is judged anew.
    if answer["error"].is_null() {
        held.answered.insert(id, (status, answer.clone()));
    }
    (status, Json(answer)).into_response()
}

/// The signed bytes, and the files beside them.
async fn unpack(request: Request) -> Result<(Bytes, Vec<Received>), Response> {
    let is_form = |headers: &HeaderMap| {
        let value = headers.get(header::CONTENT_TYPE).map(http::HeaderValue::as_bytes);
        value.is_some_and(|value| value.starts_with(b"multipart/form-data"))
    };
    if !is_form(request.headers()) {
        let payload = Bytes::from_request(request, &()).await;
        return Ok((payload.map_err(IntoResponse::into_response)?, Vec::new()));
    }
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(IntoResponse::into_response)?;
    let (mut payload, mut files) = (Bytes::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(IntoResponse::into_response)? {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let (part, name) = (text(field.name()), text(field.file_name()));
        let media_type = text(field.content_type());
        let bytes = field.bytes().await.map_err(IntoResponse::into_response)?;
        if part == "payload" {
            payload = bytes;
        } else {
            files.push(Received {
                part,
                name,
                media_type,
                bytes,
            });
        }
    }
    Ok((payload, files))
}

impl Held {
    /// What it answers to a document that is rightly signed.
    fn judge(&mut self, id: &str, payload: &[u8], files: Vec<Received>) -> (StatusCode, Value) {
        let refuse = |status, kind: &str, detail: String| {
            let error = json!({ "error": { "kind": kind, "code": "bridge", "detail": detail } });
            (status, error)
        };
        let document = match check::document(payload, &files) {
            Ok(document) => document,
            Err(why) => return refuse(StatusCode::BAD_REQUEST, "invalid", why),
        };
        let to = document["to"]["id"].as_str().unwrap_or_default();
        if self.blocked_by.contains(to) {
            // Some say it with a 200.
            return refuse(
                StatusCode::OK,
                "blocked",
                "the customer has blocked the shop".to_owned(),
            );
        }
        for named in check::named(&document) {
            if !self.messages.contains(named) {
                return refuse(StatusCode::BAD_REQUEST, "invalid", format!("no message {named}"));
            }
        }
        let answer = if document["type"] == "send" {
            let ours = if self.gives_no_ids {
                id.to_owned()
            } else {
                format!("s_{}", self.taken.len() + 1)
            };
            self.messages.insert(ours.clone());
            if self.gives_no_ids {
                json!({})
            } else {
                json!({ "id": ours })
            }
        } else {
            json!({})
        };
        self.taken.push(Taken {
            at: Instant::now(),
            id: id.to_owned(),
            document,
            files,
        });
        (StatusCode::OK, answer)
    }
}

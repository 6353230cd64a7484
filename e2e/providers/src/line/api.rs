//! The methods.

use axum::{
    Json,
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use super::{check, state::State};

/// A refusal.
pub(crate) fn refused(status: u16, message: &str) -> Response {
    with_details(status, message, &[])
}

fn with_details(status: u16, message: &str, details: &[Value]) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut body = json!({ "message": message });
    if !details.is_empty() {
        body["details"] = details.into();
    }
    (status, Json(body)).into_response()
}

fn fine(body: Value) -> Response {
    (
        [("x-line-request-id", "5b59509c-c57b-11e9-aa8c-2a2ae2dbcce4")],
        Json(body),
    )
        .into_response()
}

/// Carries out one request.
pub(crate) fn answer(state: &mut State, head: &Parts, body: &Value) -> Response {
    let path = head.uri.path().to_owned();
    // The pictures of stickers are everybody's.
    if path.starts_with("/stickershop/v1/sticker/") {
        return ([("content-type", "image/png")], &b"\x89PNG\r\n\x1a\nsticker"[..]).into_response();
    }
    let bearer = head
        .headers
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    if state.revoked || bearer != Some(&format!("Bearer {}", state.token)) {
        return refused(
            401,
            "Authentication failed. Confirm that the access token in the authorization header is valid.",
        );
    }
    if let Some((status, message)) = state.refusals.pop_front() {
        return refused(status, &message);
    }
    let Some(method) = path.strip_prefix("/v2/bot/") else {
        return refused(404, "Not found");
    };
    let parts: Vec<&str> = method.split('/').collect();
    match (head.method.as_str(), &parts[..]) {
        ("POST", ["message", "reply"]) => reply(state, head, body),
        ("POST", ["message", "push"]) => push(state, head, body),
        ("POST", ["chat", "loading", "start"]) => dots(state, body),
        ("POST", ["chat", "markAsRead"]) => mark(state, body),
        ("GET", ["message", id, "content"]) => content(state, id),
        ("GET", ["message", id, "content", "transcoding"]) => transcoding(state, id),
        ("GET", ["message", "quota"]) => match state.quota {
            usize::MAX => fine(json!({ "type": "none" })),
            most => fine(json!({ "type": "limited", "value": most })),
        },
        ("GET", ["message", "quota", "consumption"]) => fine(json!({ "totalUsage": state.pushed })),
        ("GET", ["info"]) => fine(json!({
            "userId": BOT, "basicId": "@216ruzlf", "displayName": "山野集", "chatMode": "bot", "markAsReadMode": "auto",
        })),
        ("GET", ["profile", id]) => profile(state, id),
        ("GET", ["group", id, "summary"]) if state.peers.get(*id) == Some(&true) => {
            fine(json!({ "groupId": id, "groupName": "裝修交流群" }))
        }
        ("PUT", ["channel", "webhook", "endpoint"]) => endpoint(state, body),
        ("GET", ["channel", "webhook", "endpoint"]) => {
            fine(json!({ "endpoint": state.callback, "active": !state.callback.is_empty() }))
        }
        _ => refused(404, "Not found"),
    }
}

/// The account's own user id.
pub(crate) const BOT: &str = "Ud5d11f2bd7b4c61fe31c9f05c5a4dd2b";

fn reply(state: &mut State, head: &Parts, body: &Value) -> Response {
    if head.headers.contains_key("x-line-retry-key") {
        return refused(400, "Retry key is not supported in this endpoint");
    }
    let messages = match taken(state, body) {
        Ok(messages) => messages,
        Err(refusal) => return *refusal,
    };
    match state.redeem(body["replyToken"].as_str().unwrap_or_default()) {
        Some(peer) => fine(state.send(&peer, &messages, true)),
        None => refused(400, "Invalid reply token"),
    }
}

/// The messages of a request, once they are checked.
fn taken(state: &State, body: &Value) -> Result<Vec<Value>, Box<Response>> {
    let wrong = check::messages(&body["messages"], &state.quotes);
    if !wrong.is_empty() {
        let message = format!("The request body has {} error(s)", wrong.len());
        return Err(Box::new(with_details(400, &message, &wrong)));
    }
    Ok(body["messages"].as_array().cloned().unwrap_or_default())
}

fn push(state: &mut State, head: &Parts, body: &Value) -> Response {
    let key = head
        .headers
        .get("x-line-retry-key")
        .and_then(|value| value.to_str().ok());
    if key.is_some_and(|key| !is_uuid(key)) {
        return refused(400, "The value for the 'x-line-retry-key' header is invalid");
    }
    if let Some((request, said, sent)) = key.and_then(|key| state.keys.get(key)) {
        if said != body {
            return refused(400, "The retry key was used for another request");
        }
        let mut known = json!({ "message": "The retry key is already accepted" });
        known["sentMessages"] = sent["sentMessages"].clone();
        let header = [("x-line-accepted-request-id", request.clone())];
        return (StatusCode::CONFLICT, header, Json(known)).into_response();
    }
    let messages = match taken(state, body) {
        Ok(messages) => messages,
        Err(refusal) => return *refusal,
    };
    let to = body["to"].as_str().unwrap_or_default().to_owned();
    if !state.peers.contains_key(&to) {
        return refused(
            400,
            "The property, 'to', in the request body is invalid (line: -, column: -)",
        );
    }
    if state.pushed + messages.len() > state.quota {
        return refused(429, "You have reached your monthly limit.");
    }
    let sent = state.send(&to, &messages, false);
    if let Some(key) = key {
        let request = format!("123e4567-e89b-12d3-a456-{:012}", state.count());
        state
            .keys
            .insert(key.to_owned(), (request, body.clone(), sent.clone()));
    }
    fine(sent)
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn dots(state: &mut State, body: &Value) -> Response {
    let seconds = body["loadingSeconds"].as_u64().unwrap_or(20);
    if !(5..=60).contains(&seconds) || !seconds.is_multiple_of(5) {
        return refused(400, "loadingSeconds must be a multiple of 5 between 5 and 60");
    }
    if !body["chatId"].as_str().is_some_and(|id| id.starts_with('U')) {
        return refused(
            400,
            "The property, 'chatId', in the request body is invalid (line: -, column: -)",
        );
    }
    state.dots += 1;
    (StatusCode::ACCEPTED, Json(json!({}))).into_response()
}

fn mark(state: &mut State, body: &Value) -> Response {
    let token = body["markAsReadToken"].as_str().unwrap_or_default().to_owned();
    if !state.reads.contains(&token) {
        return refused(400, "Invalid token");
    }
    state.read.push(token);
    fine(json!({}))
}

fn content(state: &State, id: &str) -> Response {
    match state.files.get(id) {
        None => refused(404, "Not found"),
        Some(file) if file.waits > 0 => (StatusCode::ACCEPTED, Json(json!({}))).into_response(),
        Some(file) => ([("content-type", file.media_type.clone())], file.bytes.clone()).into_response(),
    }
}

fn transcoding(state: &mut State, id: &str) -> Response {
    let Some(file) = state.files.get_mut(id) else {
        return refused(404, "Not found");
    };
    if file.waits > 0 {
        file.waits -= 1;
        return fine(json!({ "status": "processing" }));
    }
    fine(json!({ "status": "succeeded" }))
}

fn profile(state: &State, id: &str) -> Response {
    if state.peers.get(id) != Some(&true) || !id.starts_with('U') {
        return refused(404, "Not found");
    }
    fine(json!({
        "userId": id, "displayName": "小雨", "language": "zh-TW", "pictureUrl": "https://pictures.example/xiaoyu",
    }))
}

fn endpoint(state: &mut State, body: &Value) -> Response {
    let url = body["endpoint"].as_str().unwrap_or_default();
    if url.len() > 500 || !(url.starts_with("https://") || url.starts_with("http://127.0.0.1")) {
        return refused(400, "Invalid webhook endpoint URL");
    }
    url.clone_into(&mut state.callback);
    fine(json!({}))
}

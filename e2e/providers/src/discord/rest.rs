//! The API, version 10.

use std::collections::BTreeMap;

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Path, Query, Request, State},
    http::{HeaderMap, Method, StatusCode},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use serde_json::{Value, json};

use super::{
    Api, BOT, files, gateway,
    messages::Reacts,
    refused::Refused,
    world::{Call, Upload},
};

/// The largest request: more than Discord takes of files, so that it can say so.
const LARGEST: usize = 32 * 1024 * 1024;

type Answered = Result<Json<Value>, Refused>;
type Quiet = Result<StatusCode, Refused>;

pub fn router(api: Api) -> Router {
    let routes = Router::new()
        .route("/users/@me", get(me))
        .route("/oauth2/applications/@me", get(application))
        .route("/gateway", get(gateway_address))
        .route("/gateway/bot", get(gateway_address))
        .route("/users/@me/channels", post(open))
        .route("/channels/{channel}", get(channel))
        .route("/channels/{channel}/messages", get(history).post(create))
        .route(
            "/channels/{channel}/messages/{id}",
            get(message).patch(edit).delete(delete),
        )
        .route("/channels/{channel}/typing", post(typing))
        .route(
            "/channels/{channel}/messages/{id}/reactions/{emoji}/@me",
            put(react).delete(react),
        )
        .route("/interactions/{id}/{token}/callback", post(interaction))
        .layer(from_fn_with_state(api.clone(), admit))
        .layer(DefaultBodyLimit::max(LARGEST));
    Router::new()
        .nest("/api/v10", routes)
        .route("/cdn/{*path}", get(files::fetch))
        .route("/gateway", get(gateway::open))
        .route("/gateway/", get(gateway::open))
        .with_state(api)
}

async fn admit(State(api): State<Api>, request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    let good = {
        let world = api.world.lock();
        !world.revoked && given == Some(&format!("Bot {}", world.token))
    };
    // An interaction's answer is permitted by the token in its address.
    if !good && !request.uri().path().starts_with("/interactions/") {
        return Refused::unauthorised().into_response();
    }
    next.run(request).await
}

async fn me(State(api): State<Api>) -> Json<Value> {
    let mut me = api.world.lock().user(BOT);
    me["verified"] = true.into();
    me["mfa_enabled"] = true.into();
    Json(me)
}

async fn application(State(api): State<Api>) -> Json<Value> {
    let world = api.world.lock();
    Json(json!({
        "id": BOT, "name": "山野集", "icon": null, "description": "", "bot_public": true,
        "bot_require_code_grant": false, "verify_key": super::interactions::public_key(),
        "owner": world.user(BOT), "team": null, "flags": 0, "summary": "", "rpc_origins": [],
    }))
}

async fn gateway_address(State(api): State<Api>) -> Json<Value> {
    let url = format!("ws://{}/gateway", api.world.lock().address);
    Json(json!({
        "url": url, "shards": 1,
        "session_start_limit": { "total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1 },
    }))
}

async fn open(State(api): State<Api>, Json(body): Json<Value>) -> Answered {
    let mut world = api.world.lock();
    let person = body["recipient_id"].as_str().unwrap_or_default();
    let known = world.people.get(person).is_some_and(|person| !person.bot);
    if !known {
        return Err(Refused::new(400, 50_033, "Invalid Recipient(s)"));
    }
    let channel = world.direct(person);
    Ok(Json(world.shown_channel(&channel).unwrap_or_default()))
}

async fn channel(State(api): State<Api>, Path(channel): Path<String>) -> Answered {
    let world = api.world.lock();
    world
        .shown_channel(&channel)
        .map(Json)
        .ok_or_else(Refused::unknown_channel)
}

/// Which messages of a channel.
#[derive(serde::Deserialize)]
struct Wanted {
    after: Option<u64>,
    limit: Option<usize>,
}

/// The newest messages, or those that follow one most closely: the newest first in either case.
async fn history(
    State(api): State<Api>,
    Path(channel): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answered {
    let mut world = api.world.lock();
    world.listed += 1;
    if let Some((status, code, message)) = world.unlisted.pop_front() {
        return Err(Refused::new(status, code, &message));
    }
    let held = world
        .channels
        .get(&channel)
        .ok_or_else(Refused::unknown_channel)?;
    let limit = wanted.limit.unwrap_or(50);
    if !(1..=100).contains(&limit) {
        let wrong = "int value should be between 1 and 100.";
        return Err(Refused::form("limit", "NUMBER_TYPE_MAX", wrong));
    }
    let mut all: Vec<_> = held.messages.iter().collect();
    match wanted.after {
        Some(after) => {
            all.retain(|one| one.id.parse::<u64>().is_ok_and(|id| id > after));
            all.truncate(limit);
        }
        None => drop(all.drain(..all.len().saturating_sub(limit))),
    }
    let newest_first = all.iter().rev();
    Ok(Json(newest_first.map(|one| world.shown(&channel, one)).collect()))
}

async fn create(State(api): State<Api>, Path(channel): Path<String>, request: Request) -> Response {
    let path = format!("/channels/{channel}/messages");
    let call = match read(Method::POST, path, request).await {
        Ok(call) => call,
        Err(refused) => return refused.into_response(),
    };
    let mut world = api.world.lock();
    let done = world.create(&channel, call).map(Json);
    let left = world.limit.map(|(most, within)| {
        let written = world.channels.get(&channel).map_or(0, |one| one.written.len());
        (most, most.saturating_sub(written), within.as_secs_f64())
    });
    let mut response = done.into_response();
    if let (Some((most, left, within)), StatusCode::OK) = (left, response.status()) {
        limits(response.headers_mut(), most, left, within);
    }
    response
}

/// What Discord says of its buckets, so that clients slow down before they are told to.
fn limits(headers: &mut HeaderMap, most: usize, left: usize, within: f64) {
    let all = [
        ("x-ratelimit-limit", most.to_string()),
        ("x-ratelimit-remaining", left.to_string()),
        ("x-ratelimit-reset-after", within.to_string()),
        ("x-ratelimit-bucket", "messages".to_owned()),
    ];
    for (name, value) in all {
        if let Ok(value) = http::HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

async fn message(State(api): State<Api>, Path((channel, id)): Path<(String, String)>) -> Answered {
    let world = api.world.lock();
    let held = world
        .message(&channel, &id)
        .ok_or_else(Refused::unknown_message)?;
    Ok(Json(world.shown(&channel, held)))
}

async fn edit(
    State(api): State<Api>,
    Path((channel, id)): Path<(String, String)>,
    request: Request,
) -> Answered {
    let path = format!("/channels/{channel}/messages/{id}");
    let call = read(Method::PATCH, path, request).await?;
    let mut world = api.world.lock();
    let done = world.edit(&channel, &id, BOT, &call.body)?;
    world.calls.push(call);
    Ok(Json(done))
}

async fn delete(State(api): State<Api>, Path((channel, id)): Path<(String, String)>) -> Quiet {
    let mut world = api.world.lock();
    world.delete(&channel, &id)?;
    world
        .calls
        .push(bare("DELETE", format!("/channels/{channel}/messages/{id}")));
    Ok(StatusCode::NO_CONTENT)
}

async fn typing(State(api): State<Api>, Path(channel): Path<String>) -> Quiet {
    let mut world = api.world.lock();
    if !world.channels.contains_key(&channel) {
        return Err(Refused::unknown_channel());
    }
    world
        .calls
        .push(bare("POST", format!("/channels/{channel}/typing")));
    Ok(StatusCode::NO_CONTENT)
}

async fn react(
    State(api): State<Api>,
    Path((channel, id, emoji)): Path<(String, String, String)>,
    method: Method,
) -> Quiet {
    let reacts = if method == Method::PUT {
        Reacts::Adds
    } else {
        Reacts::Removes
    };
    let mut world = api.world.lock();
    world.react(&channel, &id, BOT, (&emoji, reacts))?;
    let path = format!("/channels/{channel}/messages/{id}/reactions/{emoji}/@me");
    world.calls.push(bare(method.as_str(), path));
    Ok(StatusCode::NO_CONTENT)
}

/// Discord's own word is `with_response`: who asks for it is told what came of it.
async fn interaction(
    State(api): State<Api>,
    Path((id, _)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
    Json(body): Json<Value>,
) -> Response {
    let call = Call {
        body,
        ..bare("POST", format!("/interactions/{id}/callback"))
    };
    api.world.lock().calls.push(call);
    if query.get("with_response").is_none_or(|asked| asked == "false") {
        return StatusCode::NO_CONTENT.into_response();
    }
    Json(json!({ "interaction": { "id": id, "type": 3 } })).into_response()
}

fn bare(method: &str, path: String) -> Call {
    Call {
        method: method.to_owned(),
        path,
        body: Value::Null,
        files: Vec::new(),
    }
}

/// A body of JSON, or a form with `payload_json` and files.
async fn read(method: Method, path: String, request: Request<Body>) -> Result<Call, Refused> {
    let wrong = || Refused::new(400, 50_109, "The request body contains invalid JSON.");
    let mut call = bare(method.as_str(), path);
    let kind = request
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok());
    if !kind.unwrap_or_default().starts_with("multipart/form-data") {
        let bytes = Bytes::from_request(request, &()).await.map_err(|_| too_large())?;
        call.body = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
        return Ok(call);
    }
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| wrong())?;
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let media_type = field
            .content_type()
            .unwrap_or("application/octet-stream")
            .to_owned();
        let bytes = field.bytes().await.map_err(|_| too_large())?;
        match file_name {
            Some(file) if name.starts_with("files[") && name.ends_with(']') => {
                call.files.push(Upload {
                    name: file,
                    media_type,
                    bytes,
                });
            }
            None if name == "payload_json" => {
                call.body = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
            }
            _ => return Err(wrong()),
        }
    }
    Ok(call)
}

fn too_large() -> Refused {
    Refused::new(413, 40_005, "Request entity too large")
}

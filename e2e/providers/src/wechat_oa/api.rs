//! The platform's API: 200 to everything, and what it thinks in the body.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Multipart, Query, State},
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{Inner, Sent};

type Shared = State<Arc<Inner>>;
type Pairs = Query<BTreeMap<String, String>>;
type Answer = Result<Json<Value>, Json<Value>>;

pub fn router() -> Router<Arc<Inner>> {
    Router::new()
        .route("/cgi-bin/token", get(token))
        .route("/cgi-bin/stable_token", post(stable_token))
        .route("/cgi-bin/message/custom/send", post(custom_send))
        .route("/cgi-bin/message/custom/typing", post(custom_typing))
        .route("/cgi-bin/message/template/send", post(template_send))
        .route("/cgi-bin/template/get_all_private_template", get(templates))
        .route("/cgi-bin/media/upload", post(media_upload))
        .route("/cgi-bin/media/get", get(media_get))
        .route("/video", get(video))
        .route("/cgi-bin/user/info", get(user_info))
        .route("/cgi-bin/get_api_domain_ip", get(addresses))
        .route("/cgi-bin/getcallbackip", get(addresses))
        .layer(DefaultBodyLimit::max(32 * 1024 * 1024))
}

/// A refusal. The words of real ones vary, and end in a request id.
fn refused(code: i64) -> Json<Value> {
    let words = match code {
        -1 => "system error",
        40001 => "invalid credential, access_token is invalid or not latest",
        40003 => "invalid openid",
        40004 => "invalid media type",
        40007 => "invalid media_id",
        40008 => "invalid message type",
        40013 => "invalid appid",
        40037 => "invalid template_id",
        40125 => "invalid appsecret",
        40164 => "invalid ip 127.0.0.1, not in whitelist",
        41001 => "access_token missing",
        42001 => "access_token expired",
        43004 => "require subscribe",
        45009 => "reach max api daily quota limit",
        45011 => "api minute-quota reach limit, must slower, retry next minute",
        45015 => "response out of time limit or subscription is canceled",
        45047 => "out of response count limit",
        45080 => "no interaction in the last 30 seconds",
        45081 => "command count reach limit: typing already",
        47001 => "data format error",
        48002 => "api forbidden for irrelevant: the user blocks messages",
        _ => "error",
    };
    Json(json!({ "errcode": code, "errmsg": format!("{words} rid: 00000000-made-up") }))
}

fn fine() -> Json<Value> {
    Json(json!({ "errcode": 0, "errmsg": "ok" }))
}

/// Counts the call and looks at its token.
fn admitted(inner: &Inner, pairs: &BTreeMap<String, String>) -> Result<(), Json<Value>> {
    let mut state = inner.state.lock();
    state.count_call().map_err(refused)?;
    state
        .check_token(pairs.get("access_token").map(String::as_str))
        .map_err(refused)
}

/// JSON as the platform reads it: `\u` is not an escape to it, and the customer sees it as it stands.
fn body(bytes: &Bytes) -> Result<Value, Json<Value>> {
    let text = std::str::from_utf8(bytes).map_err(|_| refused(47001))?;
    serde_json::from_str(&text.replace("\\u", "\\\\u")).map_err(|_| refused(47001))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

async fn token(State(inner): Shared, Query(pairs): Pairs) -> Answer {
    let mut state = inner.state.lock();
    state.count_call().map_err(refused)?;
    let field = |name: &str| pairs.get(name).map(String::as_str).unwrap_or_default();
    known(&inner, field("appid"), field("secret"))?;
    let (token, lasts) = state.give_token(Some(5 * 60_000));
    Ok(Json(json!({ "access_token": token, "expires_in": lasts })))
}

async fn stable_token(State(inner): Shared, bytes: Bytes) -> Answer {
    let mut state = inner.state.lock();
    state.count_call().map_err(refused)?;
    let asked = body(&bytes)?;
    if text(&asked, "grant_type") != "client_credential" {
        return Err(refused(40002));
    }
    known(&inner, text(&asked, "appid"), text(&asked, "secret"))?;
    let (token, lasts) = state.stable_token(asked["force_refresh"] == true);
    Ok(Json(json!({ "access_token": token, "expires_in": lasts })))
}

fn known(inner: &Inner, appid: &str, secret: &str) -> Result<(), Json<Value>> {
    if appid != inner.account().appid {
        return Err(refused(40013));
    }
    if secret != inner.account().secret {
        return Err(refused(40125));
    }
    Ok(())
}

async fn custom_send(State(inner): Shared, Query(pairs): Pairs, bytes: Bytes) -> Answer {
    admitted(&inner, &pairs)?;
    let asked = body(&bytes)?;
    let (to, kind) = (text(&asked, "touser"), text(&asked, "msgtype"));
    let content = asked.get(kind).cloned().unwrap_or_default();
    checked(&inner, kind, &content).map_err(refused)?;
    let mut state = inner.state.lock();
    state.spend(to).map_err(refused)?;
    state.typing.remove(to);
    state.sent.push(Sent {
        to: to.to_owned(),
        kind: kind.to_owned(),
        content,
    });
    Ok(fine())
}

/// The code that a message is refused with for what it holds.
fn checked(inner: &Inner, kind: &str, content: &Value) -> Result<(), i64> {
    let media = |name: &str, kind: &str| {
        let state = inner.state.lock();
        let found = state.media(text(content, name));
        found.filter(|media| media.kind == kind).map(|_| ()).ok_or(40007)
    };
    let within = |words: &str, most: usize| match words.len() {
        0 => Err(44004),
        length if length > most => Err(45002),
        _ => Ok(()),
    };
    match kind {
        "text" => within(text(content, "content"), 2_048),
        "image" | "voice" => media("media_id", kind),
        "video" => media("media_id", "video"),
        "news" => {
            let articles = content["articles"].as_array().ok_or(44003)?;
            match articles.as_slice() {
                [one] if text(one, "title").is_empty() => Err(44004),
                [one] if text(one, "url").starts_with("http") => Ok(()),
                [_] => Err(40066),
                _ => Err(45008),
            }
        }
        "msgmenu" => {
            let list = content["list"]
                .as_array()
                .filter(|list| !list.is_empty())
                .ok_or(44004)?;
            let whole = |one: &Value| !text(one, "id").is_empty() && !text(one, "content").is_empty();
            list.iter().all(whole).then_some(()).ok_or(44004)
        }
        _ => Err(40008),
    }
}

async fn custom_typing(State(inner): Shared, Query(pairs): Pairs, bytes: Bytes) -> Answer {
    admitted(&inner, &pairs)?;
    let asked = body(&bytes)?;
    let to = text(&asked, "touser").to_owned();
    let mut state = inner.state.lock();
    let now = state.now();
    match text(&asked, "command") {
        "Typing" if state.customer(&to).acted_at + 30_000 < now => Err(refused(45080)),
        "Typing" if !state.typing.insert(to.clone()) => Err(refused(45081)),
        "Typing" => Ok(fine()),
        "CancelTyping" => {
            state.typing.remove(&to);
            Ok(fine())
        }
        _ => Err(refused(45072)),
    }
}

async fn template_send(State(inner): Shared, Query(pairs): Pairs, bytes: Bytes) -> Answer {
    admitted(&inner, &pairs)?;
    let asked = body(&bytes)?;
    let to = text(&asked, "touser").to_owned();
    let mut state = inner.state.lock();
    let id = text(&asked, "template_id");
    let template = state.templates.iter().find(|one| one.0 == id);
    let Some((_, _, content)) = template.cloned() else {
        return Err(refused(40037));
    };
    let data = asked["data"].as_object().ok_or_else(|| refused(47003))?;
    let filled = data
        .iter()
        .all(|(name, one)| content.contains(&format!("{{{{{name}.DATA}}}}")) && one["value"].is_string());
    if !filled || data.len() != content.matches(".DATA}}").count() {
        return Err(refused(47003));
    }
    let customer = state.customer(&to).clone();
    if !customer.known {
        return Err(refused(40003));
    }
    if !customer.follows {
        return Err(refused(43004));
    }
    let key = (to.clone(), text(&asked, "client_msg_id").to_owned());
    if let Some(id) = state.once.get(&key).filter(|_| !key.1.is_empty()) {
        return Ok(Json(json!({ "errcode": 0, "errmsg": "ok", "msgid": id })));
    }
    let msgid = state.number();
    state.once.insert(key, msgid);
    let words = data.iter().fold(content, |words, (name, one)| {
        words.replace(&format!("{{{{{name}.DATA}}}}"), text(one, "value"))
    });
    state.sent.push(Sent {
        to,
        kind: "template".to_owned(),
        content: words.into(),
    });
    Ok(Json(json!({ "errcode": 0, "errmsg": "ok", "msgid": msgid })))
}

async fn templates(State(inner): Shared, Query(pairs): Pairs) -> Answer {
    admitted(&inner, &pairs)?;
    let state = inner.state.lock();
    let all = state.templates.iter().map(|(id, title, content)| {
        json!({
            "template_id": id, "title": title, "primary_industry": "", "deputy_industry": "",
            "content": content, "example": "",
        })
    });
    Ok(Json(json!({ "template_list": all.collect::<Vec<_>>() })))
}

async fn media_upload(State(inner): Shared, Query(pairs): Pairs, mut form: Multipart) -> Answer {
    admitted(&inner, &pairs)?;
    let kind = pairs.get("type").map(String::as_str).unwrap_or_default();
    let (most, endings): (usize, &[&str]) = match kind {
        "image" => (10 << 20, &["jpg", "jpeg", "png", "gif"]),
        "voice" => (2 << 20, &["amr", "mp3"]),
        "video" => (10 << 20, &["mp4"]),
        "thumb" => (64 << 10, &["jpg"]),
        _ => return Err(refused(40004)),
    };
    while let Ok(Some(part)) = form.next_field().await {
        if part.name() != Some("media") {
            continue;
        }
        let name = part.file_name().unwrap_or_default().to_ascii_lowercase();
        let media_type = part.content_type().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|_| refused(40006))?;
        let (_, ending) = name.rsplit_once('.').unwrap_or_default();
        if !endings.contains(&ending) {
            return Err(refused(40113));
        }
        if bytes.is_empty() || bytes.len() > most {
            return Err(refused(if bytes.is_empty() { 44001 } else { 45001 }));
        }
        let mut state = inner.state.lock();
        let id = state.keep_media(kind, &media_type, bytes, false);
        let at = state.now() / 1_000;
        return Ok(Json(
            json!({ "type": kind, "media_id": id, "created_at": at, "item": [] }),
        ));
    }
    Err(refused(41005))
}

/// A file; of a customer's video only its address.
async fn media_get(State(inner): Shared, Query(pairs): Pairs) -> Response {
    if let Err(refused) = admitted(&inner, &pairs) {
        return refused.into_response();
    }
    let state = inner.state.lock();
    let id = pairs.get("media_id").map(String::as_str).unwrap_or_default();
    match state.media(id) {
        // As text, as the platform does.
        None => ([(CONTENT_TYPE, "text/plain")], refused(40007).0.to_string()).into_response(),
        Some(media) if media.kind == "video" && media.from_customer => {
            let url = format!("{}/video?media_id={id}", state.base);
            (
                [(CONTENT_TYPE, "text/plain")],
                json!({ "video_url": url }).to_string(),
            )
                .into_response()
        }
        Some(media) => ([(CONTENT_TYPE, media.mime.clone())], media.bytes.clone()).into_response(),
    }
}

async fn video(State(inner): Shared, Query(pairs): Pairs) -> Response {
    let state = inner.state.lock();
    let id = pairs.get("media_id").map(String::as_str).unwrap_or_default();
    match state.media(id) {
        Some(media) => ([(CONTENT_TYPE, media.mime.clone())], media.bytes.clone()).into_response(),
        None => http::StatusCode::NOT_FOUND.into_response(),
    }
}

async fn user_info(State(inner): Shared, Query(pairs): Pairs) -> Answer {
    admitted(&inner, &pairs)?;
    let openid = pairs.get("openid").map(String::as_str).unwrap_or_default();
    let customer = inner.state.lock().customer(openid).clone();
    if !customer.known {
        return Err(refused(40003));
    }
    if !customer.follows {
        return Ok(Json(
            json!({ "subscribe": 0, "openid": openid, "tagid_list": [] }),
        ));
    }
    Ok(Json(json!({
        "subscribe": 1, "openid": openid, "nickname": "", "sex": 0, "language": "zh_CN", "city": "", "province": "",
        "country": "", "headimgurl": "", "subscribe_time": 1_434_093_047, "unionid": format!("u-{openid}"),
        "remark": "", "groupid": 0, "tagid_list": [], "subscribe_scene": "ADD_SCENE_QR_CODE", "qr_scene": 0,
        "qr_scene_str": "shop-12",
    })))
}

async fn addresses(State(inner): Shared, Query(pairs): Pairs) -> Answer {
    admitted(&inner, &pairs)?;
    Ok(Json(json!({ "ip_list": ["192.0.2.1", "192.0.2.2"] })))
}

//! The interfaces. Every answer is a 200: what went wrong stands in `errcode`.

use std::collections::HashMap;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Query, State as Held},
    routing::{get, post},
};
use bytes::Bytes;
use serde_json::{Value, json};

use super::{
    WecomKf, media, send,
    state::{SECOND, State},
    sync, thread,
};

/// An answer, or `errcode` and `errmsg`.
pub(super) type Said = Result<Value, (i64, &'static str)>;

pub(super) type Parameters = Query<HashMap<String, String>>;

const LASTS: i64 = 7_200;

pub(super) fn router(fake: WecomKf) -> Router {
    Router::new()
        .route("/cgi-bin/gettoken", get(gettoken))
        .route("/cgi-bin/kf/sync_msg", with(sync::page))
        .route("/cgi-bin/kf/send_msg", with(send::message))
        .route("/cgi-bin/kf/send_msg_on_event", with(send::on_event))
        .route("/cgi-bin/kf/service_state/get", with(thread::get))
        .route("/cgi-bin/kf/service_state/trans", with(thread::trans))
        .route("/cgi-bin/kf/account/list", with(accounts))
        .route("/cgi-bin/kf/customer/batchget", with(customers))
        .route("/cgi-bin/media/upload", post(media::upload))
        .route("/cgi-bin/media/get", get(media::get))
        .layer(DefaultBodyLimit::max(32 * 1_024 * 1_024))
        .with_state(fake)
}

/// An interface that takes JSON and an access token.
fn with(run: fn(&mut State, &Value) -> Said) -> axum::routing::MethodRouter<WecomKf> {
    post(
        async move |Held(fake): Held<WecomKf>, query: Parameters, body: Bytes| {
            let mut state = fake.0.state.lock();
            let asked = serde_json::from_slice::<Value>(&body)
                .ok()
                .filter(Value::is_object);
            let said = allowed(&mut state, &query)
                .and_then(|()| asked.ok_or((47_001, "data format error")))
                .and_then(|asked| run(&mut state, &asked));
            Json(whole(said))
        },
    )
}

/// Whether the access token is good, and whether there were not too many requests.
pub(super) fn allowed(state: &mut State, query: &Parameters) -> Result<(), (i64, &'static str)> {
    let now = state.now();
    match query.get("access_token") {
        None => return Err((41_001, "access_token missing")),
        Some(token) => match state.tokens.get(token) {
            None => return Err((40_014, "invalid access_token")),
            Some(until) if *until <= now => return Err((42_001, "access_token expired")),
            Some(_) => {}
        },
    }
    if state.throttled > 0 {
        state.throttled -= 1;
        return Err((45_009, "api freq out of limit"));
    }
    Ok(())
}

/// With `errcode` and `errmsg`.
pub(super) fn whole(said: Said) -> Value {
    let (mut body, code, text) = match said {
        Ok(body) => (body, 0, "ok"),
        Err((code, text)) => (json!({}), code, text),
    };
    body["errcode"] = code.into();
    body["errmsg"] = text.into();
    body
}

/// The same token for every asking until shortly before its end.
async fn gettoken(Held(fake): Held<WecomKf>, query: Parameters) -> Json<Value> {
    let given = |name: &str| query.get(name).map_or("", String::as_str);
    let config = fake.config();
    let mut state = fake.0.state.lock();
    let said = if given("corpid") != config.corp_id {
        Err((40_013, "invalid corpid"))
    } else if given("corpsecret") != config.secret {
        Err((40_001, "invalid credential"))
    } else {
        let now = state.now();
        let good = state.tokens.iter().find(|(_, until)| **until > now);
        let (token, until) = match good {
            Some((token, until)) => (token.clone(), *until),
            None => (state.id("fake-access-token-"), now + LASTS * SECOND),
        };
        state.tokens.insert(token.clone(), until);
        Ok(json!({ "access_token": token, "expires_in": (until - now) / SECOND }))
    };
    Json(whole(said))
}

fn accounts(state: &mut State, asked: &Value) -> Said {
    let number = |name: &str, usual: u64| asked.get(name).map_or(Some(usual), Value::as_u64);
    let (Some(offset), Some(limit @ 1..=100)) = (number("offset", 0), number("limit", 100)) else {
        return Err((40_058, "invalid Request Parameter"));
    };
    let list: Vec<_> = state
        .accounts
        .iter()
        .filter(|(_, account)| !account.removed)
        .skip(usize::try_from(offset).unwrap_or(usize::MAX))
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .map(|(id, account)| json!({ "open_kfid": id, "name": account.name, "avatar": "", "manage_privilege": true }))
        .collect();
    Ok(json!({ "account_list": list }))
}

fn customers(state: &mut State, asked: &Value) -> Said {
    let ids = asked["external_userid_list"]
        .as_array()
        .filter(|ids| (1..=100).contains(&ids.len()));
    let ids = ids.ok_or((40_058, "invalid Request Parameter"))?;
    let (mut found, mut invalid) = (Vec::new(), Vec::new());
    for id in ids {
        let id = id.as_str().ok_or((40_058, "invalid Request Parameter"))?;
        let thread = state
            .accounts
            .values()
            .find_map(|account| account.threads.get(id));
        match thread {
            Some(thread) => found.push(json!({
                "external_userid": id, "nickname": thread.nickname,
                "avatar": "https://wx.example/avatar/0", "gender": 1, "unionid": format!("un-{id}"),
            })),
            None => invalid.push(id),
        }
    }
    Ok(json!({ "customer_list": found, "invalid_external_userid": invalid }))
}

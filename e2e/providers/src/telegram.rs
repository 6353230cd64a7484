//! Telegram's Bot API, for one bot: chats, messages, files, business connections, updates by call or by `getUpdates`.
//!
//! It refuses what the Bot API refuses, in its words. Unlike the real one it takes an `http://127.0.0.1` webhook.

mod customer;
mod errors;
mod messages;
mod methods;
mod parameters;
mod state;
mod updates;

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Request, State as Held},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::{Faults, Served};
pub use customer::Act;
use errors::Refused;
pub use parameters::{Call, Sent};
use state::State;

/// The largest request: fifty megabytes of a file, and what stands around it.
const LARGEST: usize = 51 * 1024 * 1024;

/// A Bot API that listens until it is dropped.
pub struct FakeTelegram {
    api: Api,
    served: Served,
}

/// What every request shares.
#[derive(Clone)]
pub(crate) struct Api {
    state: Arc<Mutex<State>>,
    /// Something new waits for `getUpdates`.
    news: Arc<Notify>,
    client: reqwest::Client,
}

impl FakeTelegram {
    /// Serves the bot of this token: `123456:ABC`.
    pub async fn start(token: &str, faults: &Faults) -> std::io::Result<Self> {
        let api = Api {
            state: Arc::new(Mutex::new(State::new(token))),
            news: Arc::new(Notify::new()),
            client: reqwest::Client::new(),
        };
        let router = Router::new()
            .fallback(answer)
            .layer(DefaultBodyLimit::max(LARGEST))
            .with_state(api.clone());
        let served = Served::start(router, faults).await?;
        Ok(Self { api, served })
    }

    /// The API's address, for the setting `base_url`.
    pub fn base_url(&self) -> String {
        self.served.base_url()
    }

    /// Every call that was carried out, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.api.state.lock().calls.clone()
    }

    /// The messages the bot has said and not taken back, in order, as they stand now.
    pub fn sent(&self) -> Vec<Value> {
        let state = self.api.state.lock();
        let said = state.messages.iter().filter(|message| message.by_bot);
        said.map(|message| message.value.clone()).collect()
    }

    /// The emoji with which the bot reacts to a message now.
    pub fn reaction(&self, chat: i64, message: i64) -> Vec<String> {
        let state = self.api.state.lock();
        let found = state.messages.iter().find(|one| one.is(chat, message));
        found.map(|message| message.reactions.clone()).unwrap_or_default()
    }

    /// Buttons that were pressed and not acknowledged yet.
    pub fn spinning(&self) -> usize {
        self.api.state.lock().queries.len()
    }

    /// The token is good no more.
    pub fn revoke(&self) {
        self.api.state.lock().revoked = true;
    }

    /// The bot gets a new token: the old one is good no more.
    pub fn reissue(&self, token: &str) {
        let mut state = self.api.state.lock();
        token.clone_into(&mut state.token);
        state.revoked = false;
    }

    /// Time passes: windows close, messages become too old to be deleted.
    pub fn pass(&self, seconds: i64) {
        self.api.state.lock().passed += seconds;
    }

    /// Flood control is on: one message a second to each chat, twenty a minute to a group.
    pub fn floods(&self) {
        self.api.state.lock().floods = true;
    }

    /// The next message is refused like this.
    pub fn refuse_next(&self, code: u16, description: &str) {
        self.api
            .state
            .lock()
            .refusals
            .push_back((code, description.to_owned()));
    }

    /// A group becomes a supergroup: its new id.
    pub async fn upgrade(&self, group: i64) -> i64 {
        let (to, old, new) = self.api.state.lock().upgrade(group);
        self.api.deliver(old).await;
        self.api.deliver(new).await;
        to
    }
}

/// A path without `%3A` and the like: some clients write the token's colon so.
fn decoded(path: &str) -> String {
    let pair = format!("http://x/?p={}", path.replace('+', "%2B").replace('&', "%26"));
    let read = reqwest::Url::parse(&pair).ok();
    let text = read.and_then(|read| read.query_pairs().next().map(|(_, text)| text.into_owned()));
    text.unwrap_or_else(|| path.to_owned())
}

async fn answer(Held(api): Held<Api>, request: Request) -> Response {
    let path = decoded(request.uri().path());
    if let Some(rest) = path.strip_prefix("/file/bot") {
        return api.file(rest);
    }
    let called = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/'));
    let Some((token, method)) = called else {
        return Refused::new(404, "Not Found").into_response();
    };
    if let Err(refused) = api.state.lock().admits(token) {
        return refused.into_response();
    }
    let call = match parameters::read(method, request).await {
        Ok(call) => call,
        Err(refused) => return refused.into_response(),
    };
    match api.carry_out(call).await {
        Ok(result) => axum::Json(json!({ "ok": true, "result": result })).into_response(),
        Err(refused) => refused.into_response(),
    }
}

impl Api {
    /// Carries out a call, of a request or of a webhook's answer.
    pub(crate) async fn carry_out(&self, call: Call) -> Result<Value, Refused> {
        if call.method.eq_ignore_ascii_case("getUpdates") {
            return self.get_updates(&call).await;
        }
        let result = methods::carry_out(&mut self.state.lock(), &call)?;
        self.state.lock().calls.push(call);
        Ok(result)
    }

    fn file(&self, rest: &str) -> Response {
        let state = self.state.lock();
        let found = rest.split_once('/').and_then(|(token, path)| {
            let file = state.files.iter().find(|file| file.path == path)?;
            state.admits(token).is_ok().then(|| file.bytes.clone())
        });
        match found {
            Some(bytes) => {
                ([("content-type", "application/octet-stream")], Bytes::from(bytes)).into_response()
            }
            None => (StatusCode::NOT_FOUND, Refused::new(404, "Not Found")).into_response(),
        }
    }
}

//! LINE's Messaging API, for one account: friends, groups, reply tokens that run out, retry keys, a monthly quota, files
//! that have to be made ready, events pushed and signed.
//!
//! It refuses what LINE refuses, in its words. Unlike the real one it takes an `http://127.0.0.1` webhook.

mod api;
mod check;
mod customer;
mod state;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State as Held},
    response::{IntoResponse as _, Response},
};
use parking_lot::Mutex;
use serde_json::Value;

use crate::{Faults, Served};
pub use customer::Act;
pub use state::Sent;
use state::State;

/// The largest request.
const LARGEST: usize = 2 << 20;

/// A Messaging API that listens until it is dropped.
pub struct FakeLine {
    world: World,
    served: Served,
}

/// What every request shares.
#[derive(Clone)]
pub(crate) struct World {
    state: Arc<Mutex<State>>,
    client: reqwest::Client,
}

impl FakeLine {
    /// Serves the account with this channel secret and access token.
    pub async fn start(secret: &str, token: &str, faults: &Faults) -> std::io::Result<Self> {
        let world = World {
            state: Arc::new(Mutex::new(State::new(secret, token))),
            client: reqwest::Client::new(),
        };
        let router = Router::new()
            .fallback(answer)
            .layer(DefaultBodyLimit::max(LARGEST))
            .with_state(world.clone());
        let served = Served::start(router, faults).await?;
        Ok(Self { world, served })
    }

    /// The address, for the settings `base_url`, `data_url` and `sticker_url`.
    pub fn base_url(&self) -> String {
        self.served.base_url()
    }

    /// Where events go, as the console or the API sets it.
    pub fn calls(&self, callback: &str) {
        callback.clone_into(&mut self.world.state.lock().callback);
    }

    /// From now on events are another account's, which has the same address and secret; none: our own again.
    pub fn speaks_for(&self, account: Option<&str>) {
        let destination = account.unwrap_or(api::BOT);
        destination.clone_into(&mut self.world.state.lock().destination);
    }

    /// Every message that reached the account's friends and groups, in order.
    pub fn sent(&self) -> Vec<Sent> {
        self.world.state.lock().sent.clone()
    }

    /// How often the dots were shown, and which messages were marked as read, by their tokens.
    pub fn shown(&self) -> (usize, Vec<String>) {
        let state = self.world.state.lock();
        (state.dots, state.read.clone())
    }

    /// The access token is good no more.
    pub fn revoke(&self) {
        self.world.state.lock().revoked = true;
    }

    /// So many messages may be pushed this month; replies cost nothing.
    pub fn quota(&self, most: usize) {
        self.world.state.lock().quota = most;
    }

    /// Time passes: reply tokens run out.
    pub fn pass(&self, seconds: i64) {
        self.world.state.lock().passed += seconds * 1_000;
    }

    /// The next request is refused like this.
    pub fn refuse_next(&self, status: u16, message: &str) {
        let refusal = (status, message.to_owned());
        self.world.state.lock().refusals.push_back(refusal);
    }

    /// Sound and moving pictures are ready after so many questions.
    pub fn makes_ready_after(&self, questions: usize) {
        self.world.state.lock().questions = questions;
    }
}

async fn answer(Held(world): Held<World>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST).await else {
        return api::refused(413, "The request body is too large").into_response();
    };
    let value: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    api::answer(&mut world.state.lock(), &head, &value)
}

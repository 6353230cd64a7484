//! Discord, for one bot: its people, direct channels and a server, the API (version 10), the gateway, interactions, and
//! the network its files come from.
//!
//! It refuses what Discord refuses, with Discord's codes. Unlike the real one it speaks without TLS.

mod customer;
mod files;
mod gateway;
mod interactions;
mod messages;
mod refused;
mod rest;
mod world;

use std::{sync::Arc, time::Duration};

use parking_lot::Mutex;
use serde_json::Value;

use crate::{Faults, Served};
pub use interactions::Answered;
use world::World;
pub use world::{Call, Upload};

/// The bot's own id.
pub const BOT: &str = "1100000000000000001";

/// The server, and the channel of it in which the bot may write.
pub const GUILD: &str = "290926798626357250";
/// See [`GUILD`].
pub const CHANNEL: &str = "290926798626357999";

/// A Discord that listens until it is dropped.
pub struct FakeDiscord {
    pub(crate) api: Api,
    served: Served,
}

/// What every request shares.
#[derive(Clone)]
pub(crate) struct Api {
    pub world: Arc<Mutex<World>>,
    pub client: reqwest::Client,
}

impl FakeDiscord {
    /// Serves the bot of this token.
    pub async fn start(token: &str, faults: &Faults) -> std::io::Result<Self> {
        let api = Api {
            world: Arc::new(Mutex::new(World::new(token))),
            client: reqwest::Client::new(),
        };
        let served = Served::start(rest::router(api.clone()), faults).await?;
        api.world.lock().address = served.address.to_string();
        Ok(Self { api, served })
    }

    /// The API's address, for the setting `base_url`.
    pub fn base_url(&self) -> String {
        format!("{}/api/v10", self.served.base_url())
    }

    /// The gateway's address, for the setting `gateway_url`.
    pub fn gateway_url(&self) -> String {
        format!("ws://{}/gateway", self.served.address)
    }

    /// The files' address, for the settings `cdn_url` and `media_url`.
    pub fn cdn_url(&self) -> String {
        format!("{}/cdn", self.served.base_url())
    }

    /// The application's public key, for the setting `public_key`.
    pub fn public_key(&self) -> String {
        interactions::public_key()
    }

    /// Every call that was carried out, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.api.world.lock().calls.clone()
    }

    /// The messages the bot has said and not taken back, in order, as they stand now.
    pub fn sent(&self) -> Vec<Value> {
        let world = self.api.world.lock();
        world.said_by(BOT)
    }

    /// How many connections stand whose sessions live.
    pub fn connections(&self) -> usize {
        let world = self.api.world.lock();
        world
            .sessions
            .iter()
            .filter(|session| session.line.is_some())
            .count()
    }

    /// How many sessions have begun, and how often one went on.
    pub fn started(&self) -> (usize, usize) {
        let world = self.api.world.lock();
        (world.identified, world.resumed)
    }

    /// The token is good no more: calls are refused, connections closed.
    pub fn revoke(&self) {
        let mut world = self.api.world.lock();
        world.revoked = true;
        world.close_all(4004, "Authentication failed.");
    }

    /// Connections that stand are dead from now on and do not close: nothing is answered, nothing comes.
    pub fn go_silent(&self) {
        self.api.world.lock().go_silent();
    }

    /// Connections that stand are closed with this code.
    pub fn close_all(&self, code: u16) {
        self.api.world.lock().close_all(code, "");
    }

    /// Connections that stand are asked to come back (op 7).
    pub fn ask_to_reconnect(&self) {
        self.api
            .world
            .lock()
            .say_all(r#"{"op":7,"d":null,"s":null,"t":null}"#);
    }

    /// Every session ends: who wants to go on with one is told to begin anew (op 9).
    pub fn invalidate_sessions(&self) {
        let mut world = self.api.world.lock();
        world.say_all(r#"{"op":9,"d":false,"s":null,"t":null}"#);
        world.sessions.clear();
    }

    /// The time between heartbeats that new connections are told.
    pub fn heartbeat_every(&self, interval: Duration) {
        self.api.world.lock().interval = interval;
    }

    /// At most so many messages to a channel within the span; 429 above.
    pub fn limit(&self, messages: usize, within: Duration) {
        self.api.world.lock().limit = Some((messages, within));
    }

    /// The Message Content Intent is switched on in the portal, or off: who asks for it then is closed with 4014.
    pub fn allow_message_content(&self, allowed: Allowed) {
        self.api.world.lock().content_allowed = allowed == Allowed::Yes;
    }

    /// The next message is refused like this.
    pub fn refuse_next(&self, status: u16, code: u64, message: &str) {
        let mut world = self.api.world.lock();
        world.refusals.push_back((status, code, message.to_owned()));
    }

    /// The next list of a channel's messages is refused like this.
    pub fn refuse_list(&self, status: u16, code: u64, message: &str) {
        let mut world = self.api.world.lock();
        world.unlisted.push_back((status, code, message.to_owned()));
    }

    /// How often a list of a channel's messages was asked for.
    pub fn listed(&self) -> usize {
        self.api.world.lock().listed
    }

    /// Addresses of files that are given out from now on are good for so many seconds.
    pub fn links_last(&self, seconds: i64) {
        self.api.world.lock().links_last = seconds;
    }

    /// Minutes have passed: a nonce that was used may be used again.
    pub fn forget_nonces(&self) {
        self.api.world.lock().nonces.clear();
    }
}

/// Whether something is switched on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Allowed {
    /// It is.
    Yes,
    /// It is not.
    No,
}

//! A fake of WeCom's 微信客服, written from the protocol's sheet: it keeps accounts, threads with their states and windows,
//! a queue with cursors, tokens, codes and files, calls back signed and encrypted, and refuses what the real one refuses.
//!
//! Its clock runs with the machine's and can be put ahead. What it does on behalf of people (customers in WeChat, staff in
//! the WeCom app) stands in `acts`.

mod acts;
mod api;
pub mod control;
mod crypt;
mod media;
mod send;
mod state;
mod sync;
mod thread;

#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use axum::Router;
use parking_lot::Mutex;
use serde_json::Value;

pub use acts::Called;
pub use state::{Account, Sent};

use state::State;

/// What an administrator copies to the other side.
#[derive(Clone, Debug)]
pub struct Config {
    /// 企业 ID.
    pub corp_id: String,
    /// The app's secret.
    pub secret: String,
    /// The callback's Token.
    pub token: String,
    /// The callback's `EncodingAESKey`, 43 characters.
    pub aes_key: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            corp_id: "ww1234567890abcdef".to_owned(),
            secret: "fake-secret-of-the-app".to_owned(),
            token: "Qm7vR2xKc9TfLw4ZbN8sYh3Dj6Gp1AeU".to_owned(),
            aes_key: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C".to_owned(),
        }
    }
}

/// The fake. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct WecomKf(Arc<Inner>);

struct Inner {
    config: Mutex<Config>,
    state: Mutex<State>,
    client: reqwest::Client,
}

impl WecomKf {
    /// One enterprise with these accounts: id and name.
    pub fn new<'a>(config: Config, accounts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut state = State::default();
        for (id, name) in accounts {
            state.accounts.insert(id.to_owned(), Account::named(name));
        }
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(5));
        Self(Arc::new(Inner {
            config: Mutex::new(config),
            state: Mutex::new(state),
            client: client.build().expect("a client without files"),
        }))
    }

    /// What it answers to.
    pub fn router(&self) -> Router {
        api::router(self.clone())
    }

    /// What an administrator copies.
    pub fn config(&self) -> Config {
        self.0.config.lock().clone()
    }

    /// The callback's token and key are filled in, as the other side made them.
    pub fn set_keys(&self, token: &str, aes_key: &str) {
        let mut config = self.0.config.lock();
        token.clone_into(&mut config.token);
        aes_key.clone_into(&mut config.aes_key);
    }

    /// Where events are announced from now on.
    pub fn calls(&self, callback: &str) {
        self.0.state.lock().callback = Some(callback.to_owned());
    }

    /// Puts the clock ahead.
    pub fn ahead(&self, span: Duration) {
        self.0.state.lock().ahead += i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    }

    /// Every access token is void from now on, as after a change of the secret.
    pub fn revoke_tokens(&self) {
        self.0.state.lock().tokens.clear();
    }

    /// The next so many requests are answered that there were too many (45009).
    pub fn throttle(&self, requests: u32) {
        self.0.state.lock().throttled = requests;
    }

    /// Pages of `sync_msg` hold at most so many from now on.
    pub fn page_of(&self, items: usize) {
        self.0.state.lock().page = items;
    }

    /// The next page of `sync_msg` is empty and says that there is more.
    pub fn hollow_page(&self) {
        self.0.state.lock().hollow = true;
    }

    /// What was sent to a customer, in its order.
    pub fn sent(&self) -> Vec<Sent> {
        self.0.state.lock().sent.clone()
    }

    /// The state of a thread: 0 new, 1 by assistant, 2 in the pool, 3 by somebody, 4 ended.
    pub fn state_of(&self, account: &str, customer: &str) -> i64 {
        self.0.state.lock().thread(account, customer).state
    }

    /// How many more messages a customer's window takes.
    pub fn left(&self, account: &str, customer: &str) -> i64 {
        let mut state = self.0.state.lock();
        let now = state.now();
        let thread = state.thread(account, customer);
        if thread.until > now { thread.left } else { 0 }
    }

    /// What lies in an account's queue.
    pub fn queue(&self, account: &str) -> Vec<Value> {
        let state = self.0.state.lock();
        let found = state.accounts.get(account);
        found.map_or_else(Vec::new, |account| {
            account.queue.iter().map(|(_, item)| item.clone()).collect()
        })
    }
}

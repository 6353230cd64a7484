//! A WeChat Official Account, as its platform behaves towards a server that answers for it: it pushes signed XML, gives
//! tokens, keeps media for three days, and lets the server speak within the windows that customers open.

mod api;
mod control;
mod push;
mod sealed;
mod state;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use parking_lot::Mutex;
use serde_json::Value;

pub use push::{Field, Pushed};
use state::State;

use crate::{Faults, Served};

/// How pushes are encrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Not at all.
    Plain,
    /// Both in the clear and encrypted.
    Compatible,
    /// Encrypted only.
    Safe,
}

/// What the account's console shows.
#[derive(Clone, Debug)]
pub struct Account {
    /// The app id.
    pub appid: String,
    /// The app's secret.
    pub secret: String,
    /// The token that pushes are signed with.
    pub token: String,
    /// The key that pushes are encrypted with: 43 characters.
    pub aes_key: String,
    /// How pushes are encrypted.
    pub mode: Mode,
}

impl Account {
    /// A made-up account.
    pub fn made_up(mode: Mode) -> Self {
        Self {
            appid: "wx0000000000000000".to_owned(),
            secret: "0123456789abcdef0123456789abcdef".to_owned(),
            token: "f3hK8sLq0ZrT".to_owned(),
            aes_key: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG".to_owned(),
            mode,
        }
    }
}

/// Something that reached a customer.
#[derive(Clone, PartialEq, Debug)]
pub struct Sent {
    /// Whom.
    pub to: String,
    /// `msgtype`, `template`, or `passive` for an answer to a push.
    pub kind: String,
    /// What stood under its name: what the customer saw.
    pub content: Value,
}

/// The account, listening.
pub struct WechatOa {
    served: Served,
    inner: Arc<Inner>,
}

/// What the API and the pushes share.
struct Inner {
    account: Mutex<Account>,
    state: Mutex<State>,
    client: reqwest::Client,
}

impl Inner {
    fn account(&self) -> Account {
        self.account.lock().clone()
    }

    fn fill_in(&self, token: &str, aes_key: &str) {
        let mut account = self.account.lock();
        token.clone_into(&mut account.token);
        aes_key.clone_into(&mut account.aes_key);
    }
}

impl WechatOa {
    /// An account whose API meets `faults`.
    pub async fn start(account: Account, faults: &Faults) -> std::io::Result<Self> {
        let inner = Arc::new(Inner {
            account: Mutex::new(account),
            state: Mutex::new(State::new()),
            client: reqwest::Client::new(),
        });
        let router = api::router().merge(control::router());
        let served = Served::start(router.with_state(inner.clone()), faults).await?;
        inner.state.lock().base = served.base_url();
        Ok(Self { served, inner })
    }

    /// Where its API is.
    pub fn base_url(&self) -> String {
        self.served.base_url()
    }

    /// The server's token and key are filled in, as its owner made them.
    pub fn set_keys(&self, token: &str, aes_key: &str) {
        self.inner.fill_in(token, aes_key);
    }

    /// The server address is filled in and submitted: whether the platform takes it.
    pub async fn set_callback(&self, url: &str) -> Result<(), String> {
        self.inner.check_address(url).await
    }

    /// A customer writes.
    pub async fn customer_says(&self, openid: &str, text: &str) -> Pushed {
        self.customer_sends(openid, "text", &[("Content", Field::text(text))])
            .await
    }

    /// A customer sends something of `kind`.
    pub async fn customer_sends(&self, openid: &str, kind: &str, fields: &[(&str, Field)]) -> Pushed {
        let xml = self.inner.message(openid, kind, fields);
        self.inner.push(openid, xml).await
    }

    /// A customer does something: `subscribe`, `CLICK`, `SCAN` …
    pub async fn customer_does(&self, openid: &str, event: &str, fields: &[(&str, Field)]) -> Pushed {
        let xml = self.inner.event(openid, event, fields);
        self.inner.push(openid, xml).await
    }

    /// The platform tells what became of a template message.
    pub async fn template_ends(&self, openid: &str, msgid: i64, status: &str) -> Pushed {
        let fields = [
            ("MsgID", Field::Raw(msgid.to_string())),
            ("Status", Field::text(status)),
        ];
        self.customer_does(openid, "TEMPLATESENDJOBFINISH", &fields).await
    }

    /// The platform pushes the same once more, as it does when it heard no answer.
    pub async fn push_again(&self, pushed: &Pushed) -> Pushed {
        self.inner.push(&pushed.openid, pushed.xml.clone()).await
    }

    /// A file that a customer can send: its `MediaId`. `kind`: `image`, `voice` or `video`.
    pub fn give_media(&self, kind: &str, media_type: &str, bytes: impl Into<Bytes>) -> String {
        self.inner
            .state
            .lock()
            .keep_media(kind, media_type, bytes.into(), true)
    }

    /// The account gets a template.
    pub fn add_template(&self, id: &str, title: &str, content: &str) {
        let template = (id.to_owned(), title.to_owned(), content.to_owned());
        self.inner.state.lock().templates.push(template);
    }

    /// What reached customers, in its order.
    pub fn sent(&self) -> Vec<Sent> {
        self.inner.state.lock().sent.clone()
    }

    /// Whether the account is shown typing to somebody.
    pub fn types(&self, openid: &str) -> bool {
        self.inner.state.lock().typing.contains(openid)
    }

    /// Time passes.
    pub fn advance(&self, span: Duration) {
        self.inner.state.lock().later += span;
    }

    /// Every token there is is void: somebody reset the secret.
    pub fn revoke_tokens(&self) {
        self.inner.state.lock().revoke();
    }

    /// The customer takes no messages any more, and still follows.
    pub fn refuses(&self, openid: &str) {
        self.inner.state.lock().customer(openid).refuses = true;
    }

    /// The platform lets our address in, or not.
    pub fn lets_us_in(&self, yes: bool) {
        self.inner.state.lock().closed = !yes;
    }

    /// So many calls are left today.
    pub fn calls_left_today(&self, calls: u64) {
        self.inner.state.lock().calls_today = calls;
    }

    /// So many calls are left in each minute.
    pub fn calls_a_minute(&self, calls: u64) {
        self.inner.state.lock().calls_a_minute = calls;
    }
}

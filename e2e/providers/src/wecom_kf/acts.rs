//! What people do: customers in WeChat, staff in the WeCom app. Each act puts its item into the queue and announces it.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{
    WecomKf, crypt, send,
    state::{HOUR, SECOND, State},
};

/// A request of the provider's: query and body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Called {
    /// `msg_signature=…&timestamp=…&nonce=…`, encoded.
    pub query: String,
    /// The body; empty for the handshake.
    pub body: String,
}

impl State {
    /// Puts an item into an account's queue; its id.
    pub(super) fn item(&mut self, account: &str, mut item: Value) -> String {
        let (id, now) = (self.id("fake-item-"), self.now());
        item["msgid"] = id.as_str().into();
        item["send_time"] = (now / SECOND).into();
        let account = self.accounts.entry(account.to_owned()).or_default();
        account.queue.push((now, item));
        id
    }

    pub(super) fn event(&mut self, account: &str, event: Value) -> String {
        self.item(
            account,
            json!({ "origin": 4, "msgtype": "event", "event": event }),
        )
    }

    /// A customer wrote: the window is whole again, and what was ended begins anew.
    fn wrote(&mut self, account: &str, customer: &str) {
        let now = self.now();
        let thread = self.thread(account, customer);
        thread.until = now + 48 * HOUR;
        thread.left = 5;
        if thread.state == 4 {
            thread.state = 0;
        }
    }
}

impl WecomKf {
    /// A customer sends something: `held` is what stands under `kind`. The message's id.
    pub async fn customer_sends(&self, account: &str, customer: &str, kind: &str, held: Value) -> String {
        let id = self.queued(account, customer, true, (kind, held));
        self.announce(account).await;
        id
    }

    /// A customer writes.
    pub async fn customer_says(&self, account: &str, customer: &str, text: &str) -> String {
        self.customer_sends(account, customer, "text", json!({ "content": text }))
            .await
    }

    /// A customer presses something in a menu.
    pub async fn customer_presses(&self, account: &str, customer: &str, id: &str, label: &str) -> String {
        let held = json!({ "content": label, "menu_id": id });
        self.customer_sends(account, customer, "text", held).await
    }

    /// A customer sends a file (`image`, `voice`, `video`, `file`).
    pub async fn customer_sends_file(
        &self,
        account: &str,
        customer: &str,
        kind: &str,
        bytes: Bytes,
    ) -> String {
        let media_type = match kind {
            "image" => "image/jpeg",
            "voice" => "audio/amr",
            "video" => "video/mp4",
            _ => "application/octet-stream",
        };
        let media = self.0.state.lock().store(kind, kind, media_type, bytes);
        self.customer_sends(account, customer, kind, json!({ "media_id": media }))
            .await
    }

    /// A customer opens the chat. They come with a code for a welcome unless they got one within 48 hours.
    pub async fn customer_enters(&self, account: &str, customer: &str, scene: &str) -> String {
        let id = {
            let mut state = self.0.state.lock();
            let now = state.now();
            let mut event = json!({
                "event_type": "enter_session", "open_kfid": account, "external_userid": customer, "scene": scene,
            });
            let thread = state.thread(account, customer);
            if thread.welcomed.is_none_or(|at| at <= now - 48 * HOUR) && thread.until <= now {
                thread.welcomed = Some(now);
                event["welcome_code"] =
                    send::code(&mut state, (account, customer), now + 20 * SECOND, false).into();
            }
            state.event(account, event)
        };
        self.announce(account).await;
        id
    }

    /// A customer takes a message back.
    pub async fn customer_recalls(&self, account: &str, customer: &str, message: &str) {
        let event = json!({ "event_type": "user_recall_msg", "recall_msgid": message });
        self.happens(account, customer, event).await;
    }

    /// A customer shuts the account out: what is sent fails later.
    pub fn customer_rejects(&self, account: &str, customer: &str, rejects: bool) {
        self.0.state.lock().thread(account, customer).rejects = rejects;
    }

    /// Somebody in WeCom takes the thread, or ends it (`None`).
    pub async fn servicer_holds(&self, account: &str, customer: &str, servicer: Option<&str>) {
        let event = {
            let mut state = self.0.state.lock();
            let thread = state.thread(account, customer);
            let old = std::mem::replace(&mut thread.servicer, servicer.unwrap_or_default().to_owned());
            let change = match (servicer, old.as_str()) {
                (None, _) => 3,
                (Some(_), "") => 1,
                (Some(_), _) => 2,
            };
            thread.state = if servicer.is_some() { 3 } else { 4 };
            json!({
                "event_type": "session_status_change", "change_type": change,
                "old_servicer_userid": old, "new_servicer_userid": servicer.unwrap_or_default(),
            })
        };
        self.happens(account, customer, event).await;
    }

    /// Whoever holds the thread in WeCom writes. The message's id.
    pub async fn servicer_says(&self, account: &str, customer: &str, text: &str) -> String {
        let id = self.queued(account, customer, false, ("text", json!({ "content": text })));
        self.announce(account).await;
        id
    }

    /// An account is taken from the app.
    pub async fn remove(&self, account: &str) {
        self.0
            .state
            .lock()
            .accounts
            .entry(account.to_owned())
            .or_default()
            .removed = true;
        let plain = format!(
            "<Event><![CDATA[kf_account_auth_change]]></Event><AuthDelOpenKfId><![CDATA[{account}]]></AuthDelOpenKfId>"
        );
        let called = self.call(&plain);
        self.post(&called).await;
    }

    /// Puts what somebody said into the queue: a customer, or whoever holds the thread in WeCom.
    fn queued(
        &self,
        account: &str,
        customer: &str,
        by_customer: bool,
        (kind, held): (&str, Value),
    ) -> String {
        let mut state = self.0.state.lock();
        let mut item = json!({ "open_kfid": account, "external_userid": customer, "msgtype": kind });
        item[kind] = held;
        if by_customer {
            item["origin"] = 3.into();
            state.wrote(account, customer);
        } else {
            item["origin"] = 5.into();
            item["servicer_userid"] = state.thread(account, customer).servicer.as_str().into();
        }
        state.item(account, item)
    }

    async fn happens(&self, account: &str, customer: &str, mut event: Value) {
        event["open_kfid"] = account.into();
        event["external_userid"] = customer.into();
        self.0.state.lock().event(account, event);
        self.announce(account).await;
    }

    /// Says that there is something to fetch; a second time it is a duplicate.
    pub async fn announce(&self, account: &str) {
        let called = self.announcement(account);
        self.post(&called).await;
    }

    /// The call that says that there is something to fetch.
    pub fn announcement(&self, account: &str) -> Called {
        let token = {
            let mut state = self.0.state.lock();
            let token = state.id("ENCfake");
            let until = state.now() + 600 * SECOND;
            state.calls.insert(token.clone(), (account.to_owned(), until));
            token
        };
        self.call(&format!(
            "<Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[{token}]]></Token><OpenKfId><![CDATA[{account}]]></OpenKfId>"
        ))
    }

    /// A signed and encrypted call.
    fn call(&self, inner: &str) -> Called {
        let config = self.config();
        let (number, now) = {
            let mut state = self.0.state.lock();
            (state.number(), state.now() / SECOND)
        };
        let plain = format!(
            "<xml><ToUserName><![CDATA[{}]]></ToUserName><CreateTime>{now}</CreateTime><MsgType><![CDATA[event]]></MsgType>{inner}</xml>",
            config.corp_id
        );
        let (sealed, query) = self.signed(&plain, now, number);
        let body = format!(
            "<xml><ToUserName><![CDATA[{}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt><AgentID><![CDATA[]]></AgentID></xml>",
            config.corp_id
        );
        Called { query, body }
    }

    fn signed(&self, plain: &str, now: i64, number: u64) -> (String, String) {
        let (config, timestamp, nonce) = (
            self.config(),
            now.to_string(),
            (1_000_000_007 + number).to_string(),
        );
        let sealed = crypt::seal(&config, plain, &crypt::scrambled(number));
        let signature = crypt::signature(&config, &timestamp, &nonce, &sealed);
        (
            sealed,
            format!("msg_signature={signature}&timestamp={timestamp}&nonce={nonce}"),
        )
    }

    /// The handshake that the console makes when a callback is saved, and what has to be answered.
    pub fn handshake(&self) -> (Called, String) {
        let (number, now) = {
            let mut state = self.0.state.lock();
            (state.number(), state.now() / SECOND)
        };
        let plain = format!("{}", 1_616_140_317_555_161_061_u64 + number);
        let (sealed, query) = self.signed(&plain, now, number);
        let escaped = sealed.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        let body = String::new();
        let query = format!("{query}&echostr={escaped}");
        (Called { query, body }, plain)
    }

    /// Whether the callback passes the handshake.
    pub async fn accepts_callback(&self) -> bool {
        let Some(callback) = self.0.state.lock().callback.clone() else {
            return false;
        };
        let (called, wanted) = self.handshake();
        let answer = self
            .0
            .client
            .get(format!("{callback}?{}", called.query))
            .send()
            .await;
        match answer {
            Ok(answer) if answer.status() == 200 => answer.text().await.is_ok_and(|said| said == wanted),
            _ => false,
        }
    }

    /// Reads a call that somebody else signed: the message, if signature, key and enterprise fit.
    pub fn opens(&self, [signature, timestamp, nonce, sealed]: [&str; 4]) -> Option<String> {
        let config = self.config();
        if crypt::signature(&config, timestamp, nonce, sealed) != signature {
            return None;
        }
        let (message, receiver) = crypt::open(&config, sealed)?;
        (receiver == config.corp_id).then_some(message)
    }

    /// How many of its calls nobody answered with a 200 so far.
    pub fn unanswered(&self) -> u64 {
        self.0.state.lock().unanswered
    }

    /// Up to three times, until somebody answers with a 200.
    async fn post(&self, called: &Called) {
        let Some(callback) = self.0.state.lock().callback.clone() else {
            return;
        };
        for _ in 0..3 {
            let request = self.0.client.post(format!("{callback}?{}", called.query));
            let request = request
                .header("content-type", "text/xml")
                .body(called.body.clone());
            if request.send().await.is_ok_and(|answer| answer.status() == 200) {
                return;
            }
            self.0.state.lock().unanswered += 1;
        }
    }
}

//! What LINE knows.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};

/// A message that went out.
#[derive(Clone, PartialEq, Debug)]
pub struct Sent {
    /// LINE's id of it.
    pub id: String,
    /// To whom: a person, group or room.
    pub to: String,
    /// By a reply token, which costs nothing.
    pub reply: bool,
    /// The message as it came.
    pub message: Value,
}

/// A customer's file.
pub(crate) struct File {
    pub bytes: Vec<u8>,
    pub media_type: String,
    /// So many questions more until it is ready.
    pub waits: usize,
}

/// Everything.
pub(crate) struct State {
    pub secret: String,
    pub token: String,
    pub revoked: bool,
    pub callback: String,
    pub destination: String,
    pub passed: i64,
    pub quota: usize,
    pub pushed: usize,
    pub questions: usize,
    pub dots: usize,
    pub read: Vec<String>,
    pub sent: Vec<Sent>,
    pub refusals: VecDeque<(u16, String)>,
    /// Friends and groups; whether they still listen.
    pub peers: BTreeMap<String, bool>,
    /// Reply tokens that are good once: for whom, until when.
    pub replies: BTreeMap<String, (String, i64)>,
    pub quotes: BTreeSet<String>,
    pub reads: BTreeSet<String>,
    /// Retry keys: the request's id of then, what it said, and what was sent.
    pub keys: BTreeMap<String, (String, Value, Value)>,
    pub files: BTreeMap<String, File>,
    counter: u64,
}

/// A reply token is good for a minute.
const REPLY: i64 = 60_000;

impl State {
    pub(crate) fn new(secret: &str, token: &str) -> Self {
        Self {
            secret: secret.to_owned(),
            token: token.to_owned(),
            revoked: false,
            callback: String::new(),
            destination: super::api::BOT.to_owned(),
            passed: 0,
            quota: usize::MAX,
            pushed: 0,
            questions: 1,
            dots: 0,
            read: Vec::new(),
            sent: Vec::new(),
            refusals: VecDeque::new(),
            peers: BTreeMap::new(),
            replies: BTreeMap::new(),
            quotes: BTreeSet::new(),
            reads: BTreeSet::new(),
            keys: BTreeMap::new(),
            files: BTreeMap::new(),
            counter: 0,
        }
    }

    /// Unix time in milliseconds, with what has passed.
    pub(crate) fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX) + self.passed
    }

    pub(crate) fn count(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// A message's id: more than a number of 53 bits holds.
    pub(crate) fn message_id(&mut self) -> String {
        format!("4687895{:011}", self.count())
    }

    /// A reply token for whoever is at `peer`.
    pub(crate) fn reply_token(&mut self, peer: &str) -> String {
        let token = format!("nHuyWiB7yP5Zw52FIkcQobQuGDXCTA{:08}", self.count());
        let until = self.now() + REPLY;
        self.replies.insert(token.clone(), (peer.to_owned(), until));
        token
    }

    /// To whom a reply token leads: once, and not for long.
    pub(crate) fn redeem(&mut self, token: &str) -> Option<String> {
        let now = self.now();
        let (peer, until) = self.replies.remove(token)?;
        (now < until).then_some(peer)
    }

    /// Sends; what is sent to somebody who blocked the account is swallowed without a word.
    pub(crate) fn send(&mut self, to: &str, messages: &[Value], reply: bool) -> Value {
        let listens = self.peers.get(to).copied().unwrap_or(false);
        let mut ids = Vec::new();
        for message in messages {
            let id = self.message_id();
            let quote = format!("quote-{id}");
            self.quotes.insert(quote.clone());
            ids.push(json!({ "id": id, "quoteToken": quote }));
            if listens {
                self.sent.push(Sent {
                    id,
                    to: to.to_owned(),
                    reply,
                    message: message.clone(),
                });
            }
        }
        if listens && !reply {
            self.pushed += messages.len();
        }
        json!({ "sentMessages": ids })
    }
}

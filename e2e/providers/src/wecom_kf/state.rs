//! What the fake remembers.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::{SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use serde_json::Value;

/// Something that reached a customer.
#[derive(Clone, PartialEq, Debug)]
pub struct Sent {
    /// From which account.
    pub account: String,
    /// To whom.
    pub customer: String,
    /// Its id.
    pub id: String,
    /// The request as it came.
    pub body: Value,
    /// It answered an event by its code.
    pub on_event: bool,
}

/// An account.
#[derive(Default)]
pub struct Account {
    pub(super) name: String,
    /// Time and item.
    pub(super) queue: Vec<(i64, Value)>,
    pub(super) threads: BTreeMap<String, Thread>,
    /// When it was pulled without a call's token.
    pub(super) bare: Vec<i64>,
    pub(super) removed: bool,
}

impl Account {
    pub(super) fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }
}

/// A customer at an account.
pub(super) struct Thread {
    pub state: i64,
    pub servicer: String,
    /// Until when the window is open, and how many it still takes.
    pub until: i64,
    pub left: i64,
    /// When they were last welcomed.
    pub welcomed: Option<i64>,
    /// They shut the account out in WeChat.
    pub rejects: bool,
    /// What was sent under which id.
    pub ids: HashMap<String, Value>,
    pub nickname: String,
}

impl Default for Thread {
    fn default() -> Self {
        Self {
            // 已结束或未开始.
            state: 4,
            servicer: String::new(),
            until: 0,
            left: 0,
            welcomed: None,
            rejects: false,
            ids: HashMap::new(),
            nickname: "微信用户".to_owned(),
        }
    }
}

/// Lets one message out, once.
pub(super) struct Code {
    pub account: String,
    pub customer: String,
    pub until: i64,
    /// Texts only.
    pub text_only: bool,
}

pub(super) struct Stored {
    pub kind: String,
    pub name: String,
    pub media_type: String,
    pub bytes: Bytes,
    pub until: i64,
}

pub(super) struct State {
    pub callback: Option<String>,
    pub ahead: i64,
    counter: u64,
    /// Access tokens and until when they are good.
    pub tokens: BTreeMap<String, i64>,
    pub accounts: BTreeMap<String, Account>,
    /// Tokens of calls: for which account, until when.
    pub calls: HashMap<String, (String, i64)>,
    pub codes: HashMap<String, Code>,
    pub media: HashMap<String, Stored>,
    pub sent: Vec<Sent>,
    pub servicers: BTreeSet<String>,
    pub throttled: u32,
    /// How many calls were not answered with a 200.
    pub unanswered: u64,
    pub page: usize,
    pub hollow: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            callback: None,
            ahead: 0,
            counter: 0,
            tokens: BTreeMap::new(),
            accounts: BTreeMap::new(),
            calls: HashMap::new(),
            codes: HashMap::new(),
            media: HashMap::new(),
            sent: Vec::new(),
            servicers: ["zhouqi".to_owned(), "wanglan".to_owned()].into(),
            throttled: 0,
            unanswered: 0,
            page: 1_000,
            hollow: false,
        }
    }
}

pub(super) const SECOND: i64 = 1_000;
pub(super) const HOUR: i64 = 3_600 * SECOND;

impl State {
    /// Milliseconds since 1970.
    pub(super) fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX) + self.ahead
    }

    pub(super) fn number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// An id that was not there before.
    pub(super) fn id(&mut self, prefix: &str) -> String {
        format!("{prefix}{:06}", self.number())
    }

    /// A customer's thread; a new one if there is none yet.
    pub(super) fn thread(&mut self, account: &str, customer: &str) -> &mut Thread {
        let account = self.accounts.entry(account.to_owned()).or_default();
        account.threads.entry(customer.to_owned()).or_default()
    }
}

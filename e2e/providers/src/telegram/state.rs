//! What the Bot API remembers of a bot.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};

use super::{errors::Refused, parameters::Call};

/// Everything.
pub(crate) struct State {
    pub(crate) token: String,
    pub(crate) revoked: bool,
    /// Seconds that passed at our word.
    pub(crate) passed: i64,
    pub(crate) floods: bool,
    pub(crate) refusals: VecDeque<(u16, String)>,
    pub(crate) chats: BTreeMap<i64, Chat>,
    pub(crate) connections: BTreeMap<String, Connection>,
    pub(crate) messages: Vec<Said>,
    pub(crate) files: Vec<Kept>,
    pub(crate) queries: BTreeSet<String>,
    pub(crate) webhook: Option<Webhook>,
    pub(crate) allowed: Option<Vec<String>>,
    pub(crate) updates: VecDeque<Value>,
    /// Which `getUpdates` waits: an older one gives way.
    pub(crate) poll: u64,
    pub(crate) calls: Vec<Call>,
    next: BTreeMap<&'static str, i64>,
}

/// A chat the bot knows.
#[derive(Clone)]
pub(crate) struct Chat {
    /// As it stands in messages.
    pub(crate) value: Value,
    /// Why nothing can be sent there.
    pub(crate) closed: Option<&'static str>,
    /// Its id since it became a supergroup.
    pub(crate) moved: Option<i64>,
    /// When something was sent there, in seconds.
    pub(crate) sent_at: Vec<i64>,
}

/// A business account the bot is connected to.
pub(crate) struct Connection {
    pub(crate) owner: Value,
    pub(crate) enabled: bool,
    pub(crate) can_reply: bool,
    /// When each customer last wrote.
    pub(crate) heard: BTreeMap<i64, i64>,
}

/// A message.
pub(crate) struct Said {
    pub(crate) value: Value,
    pub(crate) by_bot: bool,
    pub(crate) reactions: Vec<String>,
}

/// A file.
pub(crate) struct Kept {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) size: u64,
    pub(crate) bytes: Vec<u8>,
}

/// Where updates are pushed.
#[derive(Clone)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: String,
    pub(crate) max_connections: i64,
}

impl State {
    pub(crate) fn new(token: &str) -> Self {
        Self {
            token: token.to_owned(),
            revoked: false,
            passed: 0,
            floods: false,
            refusals: VecDeque::new(),
            chats: BTreeMap::new(),
            connections: BTreeMap::new(),
            messages: Vec::new(),
            files: Vec::new(),
            queries: BTreeSet::new(),
            webhook: None,
            allowed: None,
            updates: VecDeque::new(),
            poll: 0,
            calls: Vec::new(),
            next: BTreeMap::new(),
        }
    }

    /// Whether a token is this bot's.
    pub(crate) fn admits(&self, token: &str) -> Result<(), Refused> {
        let shaped = token.split_once(':').is_some_and(|(id, secret)| {
            !secret.is_empty() && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
        });
        match (shaped, token == self.token && !self.revoked) {
            (false, _) => Err(Refused::new(404, "Not Found")),
            (true, false) => Err(Refused::new(401, "Unauthorized")),
            (true, true) => Ok(()),
        }
    }

    /// Now, in seconds.
    pub(crate) fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(0) + self.passed
    }

    /// The next number of a kind.
    pub(crate) fn next(&mut self, kind: &'static str) -> i64 {
        let next = self.next.entry(kind).or_insert(match kind {
            "update" => 300_000_000,
            "supergroup" => -1_000_000_000_000,
            _ => 0,
        });
        *next += if kind == "supergroup" { -1 } else { 1 };
        *next
    }

    /// The bot, as `getMe` shows it.
    pub(crate) fn me(&self) -> Value {
        let id = self
            .token
            .split_once(':')
            .and_then(|(id, _)| id.parse::<i64>().ok());
        json!({
            "id": id.unwrap_or_default(),
            "is_bot": true,
            "first_name": "客服",
            "username": "shop_care_bot",
            "can_join_groups": true,
            "can_read_all_group_messages": false,
            "supports_inline_queries": false,
            "can_connect_to_business": true,
            "has_main_web_app": false,
            "has_topics_enabled": false,
            "allows_users_to_create_topics": false,
            "can_manage_bots": false,
            "supports_guest_queries": false,
        })
    }

    /// A chat, made on first sight.
    pub(crate) fn chat(&mut self, id: i64, value: impl FnOnce() -> Value) -> &mut Chat {
        self.chats.entry(id).or_insert_with(|| Chat {
            value: value(),
            closed: None,
            moved: None,
            sent_at: Vec::new(),
        })
    }

    /// A file with an id of its own.
    pub(crate) fn keep(&mut self, folder: &str, name: &str, bytes: Vec<u8>) -> (String, u64) {
        let number = self.next("file");
        let ending = name.rsplit_once('.').map_or("bin", |(_, ending)| ending);
        let size = bytes.len() as u64;
        let id = format!("AgAC{number:08}");
        self.files.push(Kept {
            id: id.clone(),
            path: format!("{folder}/file_{number}.{ending}"),
            size,
            bytes,
        });
        (id, size)
    }

    /// A group goes on as a supergroup: its new id, and what is told in the old one and the new one.
    pub(crate) fn upgrade(&mut self, group: i64) -> (i64, Value, Value) {
        let to = self.next("supergroup");
        let mut value = json!({ "id": group, "type": "group", "title": "群" });
        if let Some(chat) = self.chats.get_mut(&group) {
            chat.moved = Some(to);
            value = chat.value.clone();
        }
        let mut new = value.clone();
        new["id"] = to.into();
        new["type"] = "supergroup".into();
        self.chat(to, || new.clone());
        let from = json!({ "id": 1_087_968_824, "is_bot": true, "first_name": "Group" });
        let now = self.now();
        let told = |number: i64, chat: Value, key: &str, other: i64| json!({ "message_id": number, "date": now, "from": from, "chat": chat, key: other });
        let old = told(self.next("message"), value, "migrate_to_chat_id", to);
        let old = self.update("message", old);
        let new = told(1, new, "migrate_from_chat_id", group);
        let new = self.update("message", new);
        (to, old, new)
    }

    /// An update with its number.
    pub(crate) fn update(&mut self, kind: &str, value: Value) -> Value {
        let number = self.next("update");
        json!({ "update_id": number, kind: value })
    }
}

impl Said {
    /// Whether it is the message of this number in this chat.
    pub(crate) fn is(&self, chat: i64, number: i64) -> bool {
        self.value["chat"]["id"] == chat && self.value["message_id"] == number
    }
}

//! Discord's wire types under Discord's names: <https://discord.com/developers/docs>, API and gateway version 10.
//!
//! Ids are snowflakes, which pass 2^53: texts here, also where a number was sent. What may be missing or null is empty.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

/// One frame of the gateway.
#[derive(Deserialize)]
pub struct Payload {
    pub op: u64,
    #[serde(default)]
    pub d: Value,
    #[serde(default)]
    pub s: Option<u64>,
    #[serde(default)]
    pub t: Option<String>,
}

/// Opcodes of the gateway.
pub mod op {
    pub const DISPATCH: u64 = 0;
    pub const HEARTBEAT: u64 = 1;
    pub const IDENTIFY: u64 = 2;
    pub const RESUME: u64 = 6;
    pub const RECONNECT: u64 = 7;
    pub const INVALID_SESSION: u64 = 9;
    pub const HELLO: u64 = 10;
    pub const HEARTBEAT_ACK: u64 = 11;
}

/// What the gateway tells us of.
pub mod intent {
    pub const GUILD_MESSAGES: u64 = 1 << 9;
    pub const GUILD_MESSAGE_REACTIONS: u64 = 1 << 10;
    pub const GUILD_MESSAGE_TYPING: u64 = 1 << 11;
    pub const DIRECT_MESSAGES: u64 = 1 << 12;
    pub const DIRECT_MESSAGE_REACTIONS: u64 = 1 << 13;
    pub const DIRECT_MESSAGE_TYPING: u64 = 1 << 14;
    /// Privileged: has to be switched on in the developer portal. Direct messages carry their words without it.
    pub const MESSAGE_CONTENT: u64 = 1 << 15;
}

/// Kinds of messages.
pub mod kind {
    pub const DEFAULT: u64 = 0;
    pub const CALL: u64 = 3;
    pub const PIN: u64 = 6;
    pub const REPLY: u64 = 19;
    pub const COMMAND: u64 = 20;
    pub const CONTEXT_MENU: u64 = 23;
}

/// Kinds of interactions.
pub mod interaction {
    pub const PING: u64 = 1;
    pub const COMMAND: u64 = 2;
    pub const COMPONENT: u64 = 3;
    pub const AUTOCOMPLETE: u64 = 4;
    pub const MODAL: u64 = 5;
}

/// The component that is a button.
pub const BUTTON: u64 = 2;

/// The flag of a voice message.
pub const IS_VOICE_MESSAGE: u64 = 1 << 13;

/// A reference that forwards, not replies.
pub const FORWARD: u64 = 1;

/// The greeting after which a session lives.
#[derive(Deserialize)]
pub struct Ready {
    #[serde(deserialize_with = "id")]
    pub session_id: String,
    pub resume_gateway_url: String,
    pub user: User,
}

#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub struct User {
    #[serde(deserialize_with = "id")]
    pub id: String,
    #[serde(deserialize_with = "text")]
    pub username: String,
    #[serde(deserialize_with = "text")]
    pub global_name: String,
    #[serde(deserialize_with = "or_default")]
    pub bot: bool,
    #[serde(deserialize_with = "or_default")]
    pub system: bool,
}

#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub struct Member {
    #[serde(deserialize_with = "text")]
    pub nick: String,
    pub user: Option<User>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Message {
    #[serde(deserialize_with = "id")]
    pub id: String,
    #[serde(deserialize_with = "id")]
    pub channel_id: String,
    #[serde(deserialize_with = "id")]
    pub guild_id: String,
    pub author: Option<User>,
    pub member: Option<Member>,
    #[serde(deserialize_with = "id")]
    pub webhook_id: String,
    #[serde(rename = "type", deserialize_with = "or_default")]
    pub kind: u64,
    #[serde(deserialize_with = "text")]
    pub content: String,
    #[serde(deserialize_with = "text")]
    pub edited_timestamp: String,
    #[serde(deserialize_with = "text")]
    pub nonce: String,
    #[serde(deserialize_with = "or_default")]
    pub flags: u64,
    #[serde(deserialize_with = "or_default")]
    pub attachments: Vec<Value>,
    #[serde(deserialize_with = "or_default")]
    pub sticker_items: Vec<Value>,
    #[serde(deserialize_with = "or_default")]
    pub mentions: Vec<Value>,
    #[serde(deserialize_with = "or_default")]
    pub embeds: Vec<Value>,
    #[serde(deserialize_with = "or_default")]
    pub components: Vec<Value>,
    #[serde(rename = "message_reference")]
    pub reference: Option<Reference>,
    #[serde(rename = "message_snapshots", deserialize_with = "or_default")]
    pub snapshots: Vec<Value>,
    #[serde(deserialize_with = "or_default")]
    pub poll: Value,
    #[serde(deserialize_with = "or_default")]
    pub activity: Value,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Reference {
    #[serde(rename = "type", deserialize_with = "or_default")]
    pub kind: u64,
    #[serde(deserialize_with = "id")]
    pub message_id: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Attachment {
    #[serde(deserialize_with = "id")]
    pub id: String,
    #[serde(deserialize_with = "text")]
    pub filename: String,
    #[serde(deserialize_with = "text")]
    pub url: String,
    #[serde(deserialize_with = "text")]
    pub content_type: String,
}

#[derive(Deserialize)]
pub struct Sticker {
    #[serde(deserialize_with = "id")]
    pub id: String,
    #[serde(default, deserialize_with = "text")]
    pub name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub format_type: u64,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct MessageDelete {
    #[serde(deserialize_with = "id")]
    pub id: String,
    #[serde(deserialize_with = "or_default")]
    pub ids: Vec<Value>,
    #[serde(deserialize_with = "id")]
    pub channel_id: String,
    #[serde(deserialize_with = "id")]
    pub guild_id: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Reaction {
    #[serde(deserialize_with = "id")]
    pub user_id: String,
    #[serde(deserialize_with = "id")]
    pub channel_id: String,
    #[serde(deserialize_with = "id")]
    pub message_id: String,
    #[serde(deserialize_with = "id")]
    pub guild_id: String,
    pub member: Option<Member>,
    pub emoji: Emoji,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Emoji {
    #[serde(deserialize_with = "id")]
    pub id: String,
    #[serde(deserialize_with = "text")]
    pub name: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Typing {
    #[serde(deserialize_with = "id")]
    pub user_id: String,
    #[serde(deserialize_with = "id")]
    pub channel_id: String,
    #[serde(deserialize_with = "id")]
    pub guild_id: String,
    #[serde(deserialize_with = "or_default")]
    pub timestamp: i64,
    pub member: Option<Member>,
}

/// Something pressed, chosen, typed after a slash. Comes over the gateway or to our address.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Interaction {
    #[serde(deserialize_with = "id")]
    pub id: String,
    #[serde(rename = "type", deserialize_with = "or_default")]
    pub kind: u64,
    #[serde(deserialize_with = "id")]
    pub channel_id: String,
    #[serde(deserialize_with = "id")]
    pub guild_id: String,
    pub user: Option<User>,
    pub member: Option<Member>,
    #[serde(deserialize_with = "or_default")]
    pub data: Value,
    pub message: Option<Message>,
    /// Its secret: who knows it may answer.
    #[serde(deserialize_with = "id")]
    pub token: String,
}

/// An id: a text, also where a number was sent; empty for null.
pub fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    text(from)
}

/// A text, also where a number was sent; empty for null.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(serde::de::Error::custom(format!(
            "{} where a text belongs",
            sort(&other)
        ))),
    }
}

/// What there is, or nothing for null.
fn or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(from: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

fn sort(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "a truth value",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
        _ => "something",
    }
}

impl User {
    /// What people call them.
    pub fn name(&self) -> &str {
        if self.global_name.is_empty() {
            &self.username
        } else {
            &self.global_name
        }
    }
}

impl Emoji {
    /// An emoji as it is; the server's own as `name:id`, which is also how the API takes it.
    pub fn word(&self) -> String {
        if self.id.is_empty() {
            self.name.clone()
        } else {
            format!("{}:{}", self.name, self.id)
        }
    }
}

//! The Bot API's objects, under its own names (core.telegram.org/bots/api). A field of another type than promised reads
//! as if it were absent: only what a message cannot be placed without is required.

#![expect(clippy::struct_field_names, reason = "the names are the provider's")]

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

/// The kinds of updates we ask for, by their keys. `message_reaction` comes to nobody who does not ask.
pub const ALLOWED_UPDATES: &[&str] = &[
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "callback_query",
    "message_reaction",
    "my_chat_member",
];

/// A number or a text that names something. Never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Id(pub String);

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct User {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<Id>,
    #[serde(deserialize_with = "lenient")]
    pub is_bot: bool,
    #[serde(deserialize_with = "words")]
    pub first_name: String,
    #[serde(deserialize_with = "words")]
    pub last_name: String,
    #[serde(deserialize_with = "words")]
    pub username: String,
    #[serde(deserialize_with = "words")]
    pub language_code: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Chat {
    pub id: Id,
    #[serde(rename = "type", default, deserialize_with = "words")]
    pub kind: String,
    #[serde(default, deserialize_with = "words")]
    pub title: String,
    #[serde(default, deserialize_with = "words")]
    pub first_name: String,
    #[serde(default, deserialize_with = "words")]
    pub last_name: String,
    #[serde(default, deserialize_with = "words")]
    pub username: String,
    #[serde(default, deserialize_with = "lenient")]
    pub is_direct_messages: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    pub message_id: Id,
    pub chat: Chat,
    #[serde(default, deserialize_with = "lenient")]
    pub from: Option<User>,
    #[serde(default, deserialize_with = "lenient")]
    pub sender_chat: Option<Chat>,
    #[serde(default, deserialize_with = "lenient")]
    pub sender_business_bot: Option<User>,
    #[serde(default, deserialize_with = "words")]
    pub author_signature: String,
    #[serde(default, deserialize_with = "seconds")]
    pub date: i64,
    #[serde(default, deserialize_with = "seconds")]
    pub edit_date: i64,
    #[serde(default, deserialize_with = "words")]
    pub business_connection_id: String,
    #[serde(default, deserialize_with = "lenient")]
    pub message_thread_id: Option<Id>,
    #[serde(default, deserialize_with = "lenient")]
    pub is_topic_message: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub direct_messages_topic: Option<DirectMessagesTopic>,
    #[serde(default, deserialize_with = "lenient")]
    pub is_automatic_forward: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub is_from_offline: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub reply_to_message: Option<Replied>,
    #[serde(default, deserialize_with = "lenient")]
    pub external_reply: Option<Value>,
    #[serde(default, deserialize_with = "lenient")]
    pub quote: Option<TextQuote>,
    #[serde(default, deserialize_with = "words")]
    pub text: String,
    #[serde(default, deserialize_with = "words")]
    pub caption: String,
    #[serde(default, deserialize_with = "lenient")]
    pub entities: Vec<MessageEntity>,
    #[serde(default, deserialize_with = "lenient")]
    pub caption_entities: Vec<MessageEntity>,
    #[serde(default, deserialize_with = "lenient")]
    pub reply_markup: Option<InlineKeyboardMarkup>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct DirectMessagesTopic {
    pub topic_id: Id,
    /// Whose messages they are.
    #[serde(default, deserialize_with = "lenient")]
    pub user: Option<User>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Replied {
    pub message_id: Id,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TextQuote {
    #[serde(deserialize_with = "words")]
    pub text: String,
    #[serde(deserialize_with = "lenient")]
    pub is_manual: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MessageEntity {
    #[serde(rename = "type", deserialize_with = "words")]
    pub kind: String,
    /// In UTF-16 units.
    #[serde(deserialize_with = "lenient")]
    pub offset: usize,
    /// In UTF-16 units.
    #[serde(deserialize_with = "lenient")]
    pub length: usize,
    #[serde(deserialize_with = "words")]
    pub url: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InlineKeyboardMarkup {
    #[serde(deserialize_with = "lenient")]
    pub inline_keyboard: Vec<Vec<InlineKeyboardButton>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InlineKeyboardButton {
    #[serde(deserialize_with = "words")]
    pub text: String,
    #[serde(deserialize_with = "words")]
    pub callback_data: String,
}

/// Any of the objects that name a file: `PhotoSize`, `Video`, `Voice`, `Document`, `Sticker` …
#[derive(Clone, Debug, Deserialize)]
pub struct File {
    pub file_id: String,
    #[serde(default, deserialize_with = "words")]
    pub file_name: String,
    #[serde(default, deserialize_with = "words")]
    pub mime_type: String,
    #[serde(default, deserialize_with = "words")]
    pub emoji: String,
    #[serde(default, deserialize_with = "lenient")]
    pub is_animated: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub is_video: bool,
    /// `thumb` until Bot API 6.6.
    #[serde(default, alias = "thumb", deserialize_with = "lenient")]
    pub thumbnail: Option<Box<File>>,
    /// A live photo's still picture, in several sizes.
    #[serde(default, deserialize_with = "lenient")]
    pub photo: Vec<File>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Location {
    pub latitude: f64,
    pub longitude: f64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Venue {
    pub location: Location,
    #[serde(default, deserialize_with = "words")]
    pub title: String,
    #[serde(default, deserialize_with = "words")]
    pub address: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Contact {
    #[serde(deserialize_with = "words")]
    pub phone_number: String,
    #[serde(deserialize_with = "words")]
    pub first_name: String,
    #[serde(deserialize_with = "words")]
    pub last_name: String,
    #[serde(deserialize_with = "lenient")]
    pub user_id: Option<Id>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct CallbackQuery {
    pub id: Id,
    pub from: User,
    /// Only `chat` and `message_id` where the message is too old to be read (its `date` is 0).
    #[serde(default, deserialize_with = "lenient")]
    pub message: Option<Message>,
    #[serde(default, deserialize_with = "words")]
    pub data: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct MessageReactionUpdated {
    pub chat: Chat,
    pub message_id: Id,
    #[serde(default, deserialize_with = "lenient")]
    pub user: Option<User>,
    #[serde(default, deserialize_with = "seconds")]
    pub date: i64,
    pub new_reaction: Vec<ReactionType>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReactionType {
    #[serde(rename = "type", deserialize_with = "words")]
    pub kind: String,
    #[serde(deserialize_with = "words")]
    pub emoji: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ChatMemberUpdated {
    pub chat: Chat,
    #[serde(default, deserialize_with = "lenient")]
    pub from: Option<User>,
    #[serde(default, deserialize_with = "seconds")]
    pub date: i64,
    pub old_chat_member: ChatMember,
    pub new_chat_member: ChatMember,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ChatMember {
    pub status: String,
    #[serde(default, deserialize_with = "lenient")]
    pub is_member: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub can_send_messages: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct BusinessConnection {
    pub id: Id,
    #[serde(default, deserialize_with = "lenient")]
    pub user: Option<User>,
    #[serde(default, deserialize_with = "seconds")]
    pub date: i64,
    pub is_enabled: bool,
    /// Since Bot API 9.0.
    #[serde(default, deserialize_with = "lenient")]
    pub rights: Option<BusinessBotRights>,
    /// Until Bot API 9.0.
    #[serde(default, deserialize_with = "lenient")]
    pub can_reply: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BusinessBotRights {
    #[serde(deserialize_with = "lenient")]
    pub can_reply: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct BusinessMessagesDeleted {
    #[serde(default, deserialize_with = "words")]
    pub business_connection_id: String,
    pub chat: Chat,
    pub message_ids: Vec<Value>,
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        id(&value).ok_or_else(|| serde::de::Error::custom("no id"))
    }
}

/// The id a value is: a whole number, or a text without white space.
pub fn id(value: &Value) -> Option<Id> {
    match value {
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(Id(number.to_string())),
        Value::String(text) if !text.is_empty() && !text.contains(char::is_whitespace) => {
            Some(Id(text.clone()))
        }
        _ => None,
    }
}

/// What a value is, or nothing.
pub fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(T::deserialize(value).unwrap_or_default())
}

/// A text, or a number as one.
fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    })
}

/// Unix seconds as a number or a text; 0 for none.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text.parse().unwrap_or_default(),
        value => value.as_i64().unwrap_or_default(),
    })
}

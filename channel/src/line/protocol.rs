//! What LINE sends, under its own names (line-openapi, `webhook.yml`). Every field may be missing, and an id may come as a
//! number.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// One event of a call.
#[derive(Deserialize, Default, Debug)]
#[serde(rename_all = "camelCase", default)]
pub struct Event {
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: String,
    #[serde(deserialize_with = "number")]
    pub timestamp: i64,
    pub source: Option<Source>,
    #[serde(deserialize_with = "text")]
    pub webhook_event_id: String,
    #[serde(deserialize_with = "text")]
    pub reply_token: String,
    #[serde(deserialize_with = "or_none")]
    pub delivery_context: DeliveryContext,
    /// What each kind of event has besides.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// How an event came.
#[derive(Deserialize, Default, Debug)]
#[serde(rename_all = "camelCase", default)]
pub struct DeliveryContext {
    pub is_redelivery: bool,
}

/// Where something happened: `userId` is there in a group only if the person has agreed.
#[derive(Deserialize, Default, Debug)]
#[serde(rename_all = "camelCase", default)]
pub struct Source {
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: String,
    #[serde(deserialize_with = "text")]
    pub user_id: String,
    #[serde(deserialize_with = "text")]
    pub group_id: String,
    #[serde(deserialize_with = "text")]
    pub room_id: String,
}

/// `message`
#[derive(Deserialize, Default, Debug)]
#[serde(rename_all = "camelCase", default)]
pub struct Message {
    #[serde(deserialize_with = "text")]
    pub id: String,
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: String,
    #[serde(deserialize_with = "text")]
    pub text: String,
    #[serde(deserialize_with = "text")]
    pub quote_token: String,
    #[serde(deserialize_with = "text")]
    pub quoted_message_id: String,
    #[serde(deserialize_with = "text")]
    pub mark_as_read_token: String,
    pub content_provider: ContentProvider,
    #[serde(deserialize_with = "text")]
    pub file_name: String,
    #[serde(deserialize_with = "text")]
    pub title: String,
    #[serde(deserialize_with = "text")]
    pub address: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    #[serde(deserialize_with = "text")]
    pub sticker_id: String,
    pub keywords: Vec<String>,
}

/// Whose server has the bytes: `line`, or `external` with an address.
#[derive(Deserialize, Default, Debug)]
#[serde(rename_all = "camelCase", default)]
pub struct ContentProvider {
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: String,
    #[serde(deserialize_with = "text")]
    pub original_content_url: String,
}

/// `postback`
#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub struct Postback {
    #[serde(deserialize_with = "text")]
    pub data: String,
    /// What was picked: a date, or the rich menu now shown.
    pub params: Value,
}

/// What the smaller events hold, each one of these.
#[derive(Deserialize, Default, Debug)]
#[serde(rename_all = "camelCase", default)]
pub struct Detail {
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: String,
    #[serde(deserialize_with = "text")]
    pub message_id: String,
    pub is_unblocked: bool,
    #[serde(deserialize_with = "text")]
    pub tracking_id: String,
    #[serde(deserialize_with = "text")]
    pub hwid: String,
    #[serde(deserialize_with = "text")]
    pub result: String,
    #[serde(deserialize_with = "text")]
    pub nonce: String,
    #[serde(deserialize_with = "text")]
    pub membership_id: String,
    #[serde(deserialize_with = "text")]
    pub reason: String,
    #[serde(deserialize_with = "text")]
    pub data: String,
}

/// A text, or a number as one; empty for anything else.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(plain(&Value::deserialize(deserializer)?))
}

/// The same of a value.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// An object, or what stands for none where there is something else.
fn or_none<'de, D: Deserializer<'de>, T: Default + serde::de::DeserializeOwned>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(T::deserialize(Value::deserialize(deserializer)?).unwrap_or_default())
}

/// A whole number, or a text of one; 0 for anything else.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(plain(&Value::deserialize(deserializer)?).parse().unwrap_or(0))
}

impl Event {
    /// What stands under `key`: an object of its kind.
    pub fn part<T: serde::de::DeserializeOwned>(&self, key: &str) -> Result<T, String> {
        let value = self.more.get(key).ok_or_else(|| format!("no {key}"))?;
        T::deserialize(value).map_err(|error| format!("{key}: {error}"))
    }
}

//! What `sync_msg` answers, under the provider's names. Lenient where gateways and versions differ: a number where a text
//! belongs, a text where a number belongs, an object written as text. What is left out is empty.

use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error as _};
use serde_json::{Map, Value};

/// One of `msg_list`. What its `msgtype` names is in `rest` under that name.
#[derive(Debug, Deserialize)]
pub(super) struct Item {
    #[serde(default, deserialize_with = "text")]
    pub msgid: String,
    #[serde(default, deserialize_with = "text")]
    pub open_kfid: String,
    #[serde(default, deserialize_with = "text")]
    pub external_userid: String,
    #[serde(default, deserialize_with = "number")]
    pub send_time: i64,
    #[serde(default, deserialize_with = "number")]
    pub origin: i64,
    #[serde(default, deserialize_with = "text")]
    pub servicer_userid: String,
    #[serde(default, deserialize_with = "text")]
    pub msgtype: String,
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Item {
    /// What the item holds under its own `msgtype`.
    pub(super) fn held<T: DeserializeOwned>(&self) -> Result<T, String> {
        let found = match self.rest.get(&self.msgtype) {
            Some(Value::String(written)) => serde_json::from_str(written),
            Some(value) => serde_json::from_value(value.clone()),
            None => return Err(format!("“{}” is missing", self.msgtype)),
        };
        found.map_err(|error| error.to_string())
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Text {
    #[serde(default, deserialize_with = "text")]
    pub content: String,
    /// Set when the customer pressed something in a menu.
    #[serde(default, deserialize_with = "text")]
    pub menu_id: String,
}

/// image, voice, video, file.
#[derive(Debug, Deserialize)]
pub(super) struct MediaId {
    #[serde(deserialize_with = "text")]
    pub media_id: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Location {
    #[serde(deserialize_with = "float")]
    pub latitude: f64,
    #[serde(deserialize_with = "float")]
    pub longitude: f64,
    #[serde(default, deserialize_with = "text")]
    pub name: String,
    #[serde(default, deserialize_with = "text")]
    pub address: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Link {
    #[serde(default, deserialize_with = "text")]
    pub title: String,
    #[serde(default, deserialize_with = "text")]
    pub desc: String,
    #[serde(default, deserialize_with = "text")]
    pub url: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct BusinessCard {
    #[serde(default, deserialize_with = "text")]
    pub userid: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct MiniProgram {
    #[serde(default, deserialize_with = "text")]
    pub title: String,
    #[serde(default, deserialize_with = "text")]
    pub pagepath: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct MsgMenu {
    #[serde(default, deserialize_with = "text")]
    pub head_content: String,
    #[serde(default)]
    pub list: Vec<Value>,
    #[serde(default, deserialize_with = "text")]
    pub tail_content: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ShopProduct {
    #[serde(default, deserialize_with = "text")]
    pub title: String,
    #[serde(default, deserialize_with = "text")]
    pub shop_nickname: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ShopOrder {
    #[serde(default, deserialize_with = "text")]
    pub order_id: String,
    #[serde(default, deserialize_with = "text")]
    pub product_titles: String,
    #[serde(default, deserialize_with = "text")]
    pub price_wording: String,
    #[serde(default, deserialize_with = "text")]
    pub state: String,
    #[serde(default, deserialize_with = "text")]
    pub shop_nickname: String,
}

/// 视频号: a post or a live show.
#[derive(Debug, Deserialize)]
pub(super) struct Channels {
    #[serde(default, deserialize_with = "text")]
    pub nickname: String,
    #[serde(default, deserialize_with = "text")]
    pub title: String,
}

/// Forwarded messages.
#[derive(Debug, Deserialize)]
pub(super) struct MergedMsg {
    #[serde(default, deserialize_with = "text")]
    pub title: String,
    #[serde(default)]
    pub item: Vec<Value>,
}

/// msgtype `event`. Here stand the ids that an event's item leaves out.
#[derive(Debug, Deserialize)]
pub(super) struct Event {
    #[serde(rename = "event_type", default, deserialize_with = "text")]
    pub kind: String,
    #[serde(default, deserialize_with = "text")]
    pub open_kfid: String,
    #[serde(default, deserialize_with = "text")]
    pub external_userid: String,
    #[serde(default, deserialize_with = "text")]
    pub scene: String,
    #[serde(default, deserialize_with = "text")]
    pub scene_param: String,
    #[serde(default, deserialize_with = "text")]
    pub welcome_code: String,
    /// Set when the customer came from 视频号: the name of the channel or shop.
    #[serde(default)]
    pub wechat_channels: Value,
    #[serde(default, deserialize_with = "text")]
    pub fail_msgid: String,
    #[serde(default, deserialize_with = "number")]
    pub fail_type: i64,
    #[serde(default, deserialize_with = "number")]
    pub change_type: i64,
    #[serde(default, deserialize_with = "text")]
    pub new_servicer_userid: String,
    #[serde(default, deserialize_with = "text")]
    pub recall_msgid: String,
    #[serde(default, deserialize_with = "number")]
    pub reject_switch: i64,
}

/// A text, or a number or flag written as one. Ids stay texts whatever their size.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        Value::Null => Ok(String::new()),
        Value::Array(_) | Value::Object(_) => Err(D::Error::custom("a text is something else")),
        plain => Ok(plain.to_string()),
    }
}

/// A whole number, or one written as text.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let found = match &value {
        Value::Null => Some(0),
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_i64(),
    };
    found.ok_or_else(|| D::Error::custom(format_args!("{value} is no whole number")))
}

/// A number, or one written as text.
fn float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let found = match &value {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_f64(),
    };
    found.ok_or_else(|| D::Error::custom(format_args!("{value} is no number")))
}

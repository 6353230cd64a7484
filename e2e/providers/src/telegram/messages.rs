//! Messages of the bot: what may go where, and what they become.

use serde_json::{Map, Value, json};

use super::{errors::Refused, parameters::Call, state::State};

/// A method that says something.
pub(crate) struct Form {
    /// Its name in lower case.
    pub(crate) method: &'static str,
    /// The field of its file or words; empty for none.
    field: &'static str,
    /// The largest file.
    most: u64,
    /// What has to be there besides.
    needs: &'static [&'static str],
}

const MB: u64 = 1024 * 1024;

const fn form(method: &'static str, field: &'static str, most: u64, needs: &'static [&'static str]) -> Form {
    Form {
        method,
        field,
        most,
        needs,
    }
}

pub(crate) const FORMS: &[Form] = &[
    form("sendmessage", "", 0, &["text"]),
    form("sendphoto", "photo", 10 * MB, &[]),
    form("sendvideo", "video", 50 * MB, &[]),
    form("sendanimation", "animation", 50 * MB, &[]),
    form("sendaudio", "audio", 50 * MB, &[]),
    form("sendvoice", "voice", 50 * MB, &[]),
    form("senddocument", "document", 50 * MB, &[]),
    form("sendsticker", "sticker", 50 * MB, &[]),
    form("sendlocation", "", 0, &["latitude", "longitude"]),
    form("sendvenue", "", 0, &["latitude", "longitude", "title", "address"]),
    form("sendcontact", "", 0, &["phone_number", "first_name"]),
];

/// How long after a customer's last message a business account's bot may write, in seconds.
const BUSINESS_WINDOW: i64 = 24 * 60 * 60;

/// The chat a call is about, where the bot may write there.
pub(crate) fn chat(state: &mut State, call: &Call) -> Result<i64, Refused> {
    let id = call.needs("chat_id")?;
    let connection = call.text("business_connection_id");
    if !connection.is_empty() {
        let now = state.now();
        let found = state.connections.get(connection);
        let found = found.ok_or_else(|| Refused::bad("business connection not found"))?;
        if !found.enabled || !found.can_reply {
            return Err(Refused::bad("BUSINESS_CONNECTION_NOT_ALLOWED"));
        }
        return match found.heard.get(&id) {
            None => Err(Refused::bad("BUSINESS_PEER_INVALID")),
            Some(heard) if now - heard > BUSINESS_WINDOW => Err(Refused::bad("BUSINESS_PEER_USAGE_MISSING")),
            Some(_) => Ok(id),
        };
    }
    let chat = state
        .chats
        .get(&id)
        .ok_or_else(|| Refused::bad("chat not found"))?;
    match (chat.moved, chat.closed) {
        (Some(to), _) => Err(Refused::moved(to)),
        (None, Some(why)) => Err(Refused::forbidden(why)),
        (None, None) => Ok(id),
    }
}

/// Flood control, and what was told to be refused.
fn admitted(state: &mut State, chat: i64) -> Result<(), Refused> {
    if let Some((code, words)) = state.refusals.pop_front() {
        return Err(Refused::new(code, words));
    }
    let (now, floods) = (state.now(), state.floods);
    let Some(known) = state.chats.get_mut(&chat) else {
        return Ok(());
    };
    known.sent_at.retain(|at| now - at < 60);
    let this_second = known.sent_at.iter().filter(|at| **at == now).count();
    if floods && this_second > 0 {
        return Err(Refused::flood(1));
    }
    if floods && chat < 0 && known.sent_at.len() >= 20 {
        return Err(Refused::flood(60 - (now - known.sent_at[0])));
    }
    known.sent_at.push(now);
    Ok(())
}

/// The inline keyboard of a call; null for none.
pub(crate) fn keyboard(call: &Call) -> Result<Value, Refused> {
    let Some(markup) = call.get("reply_markup") else {
        return Ok(Value::Null);
    };
    let lines = markup["inline_keyboard"].as_array();
    let lines = lines.ok_or_else(|| Refused::bad("object expected as reply markup"))?;
    for button in lines.iter().filter_map(Value::as_array).flatten() {
        if button["text"].as_str().is_none_or(str::is_empty) {
            return Err(Refused::bad("inline keyboard button text is empty"));
        }
        let data = button["callback_data"].as_str().map(str::len);
        match (data, button["url"].as_str()) {
            (Some(1..=64), None) => {}
            (None, Some(url)) if url.starts_with("http://") || url.starts_with("https://") => {}
            (None, Some(_)) => return Err(Refused::bad("BUTTON_URL_INVALID")),
            _ => return Err(Refused::bad("BUTTON_DATA_INVALID")),
        }
    }
    Ok(markup.clone())
}

pub(crate) fn send(state: &mut State, call: &Call, form: &Form) -> Result<Value, Refused> {
    let chat = chat(state, call)?;
    for name in form.needs {
        if call.get(name).is_none_or(|value| *value == "") {
            let what = if *name == "text" {
                "message text is empty"
            } else {
                "wrong parameter in request"
            };
            return Err(Refused::bad(what));
        }
    }
    if call.text("text").encode_utf16().count() > 4096 {
        return Err(Refused::bad("message is too long"));
    }
    if call.text("caption").encode_utf16().count() > 1024 {
        return Err(Refused::bad("message caption is too long"));
    }
    let keyboard = keyboard(call)?;
    let reply = replied(state, call, chat)?;
    admitted(state, chat)?;
    let mut message = begun(state, call, chat);
    held(state, call, form, &mut message)?;
    if !keyboard.is_null() {
        message.insert("reply_markup".to_owned(), keyboard);
    }
    if let Some(reply) = reply {
        message.insert("reply_to_message".to_owned(), reply);
    }
    Ok(said(state, message))
}

/// Several files in one call: a message each.
pub(crate) fn group(state: &mut State, call: &Call) -> Result<Value, Refused> {
    let chat = chat(state, call)?;
    let media = call
        .get("media")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    if !(2..=10).contains(&media.len()) {
        return Err(Refused::bad("wrong number of elements in media group"));
    }
    let kinds = |wanted: &[&str]| {
        media
            .iter()
            .all(|one| wanted.iter().any(|kind| one["type"] == *kind))
    };
    if !(kinds(&["photo", "video"]) || kinds(&["audio"]) || kinds(&["document"])) {
        return Err(Refused::bad("can't mix these kinds in a media group"));
    }
    let reply = replied(state, call, chat)?;
    admitted(state, chat)?;
    let album = format!("{}", 13_000_000 + state.next("album"));
    let mut messages = Vec::new();
    for one in &media {
        let name = one["media"]
            .as_str()
            .and_then(|name| name.strip_prefix("attach://"));
        let file = name.and_then(|name| call.files.get(name));
        let file = file.ok_or_else(|| Refused::bad("wrong file identifier/HTTP URL specified"))?;
        let kind = one["type"].as_str().unwrap_or_default();
        let mut message = begun(state, call, chat);
        let (id, size) = state.keep("sent", &file.name, file.bytes.clone());
        message.insert(kind.to_owned(), shown(kind, &id, size, &file.name));
        message.insert("media_group_id".to_owned(), album.as_str().into());
        if let Some(caption) = one["caption"].as_str() {
            message.insert("caption".to_owned(), caption.into());
        }
        if let Some(reply) = &reply {
            message.insert("reply_to_message".to_owned(), reply.clone());
        }
        messages.push(said(state, message));
    }
    Ok(messages.into())
}

/// The message that is answered.
fn replied(state: &State, call: &Call, chat: i64) -> Result<Option<Value>, Refused> {
    let Some(reply) = call.get("reply_parameters") else {
        return Ok(None);
    };
    let number = reply["message_id"]
        .as_i64()
        .ok_or_else(|| Refused::bad("can't parse reply parameters"))?;
    let found = state.messages.iter().find(|message| message.is(chat, number));
    match found {
        Some(found) => Ok(Some(found.value.clone())),
        None if reply["allow_sending_without_reply"] == true => Ok(None),
        None => Err(Refused::bad("message to be replied not found")),
    }
}

/// A message of the bot without what it says.
fn begun(state: &mut State, call: &Call, chat: i64) -> Map<String, Value> {
    let connection = call.text("business_connection_id");
    let value = match state.chats.get(&chat) {
        Some(chat) => chat.value.clone(),
        None => json!({ "id": chat, "type": "private", "first_name": "顾客" }),
    };
    let mut message = Map::new();
    message.insert("message_id".to_owned(), state.next("message").into());
    message.insert("date".to_owned(), state.now().into());
    message.insert("chat".to_owned(), value);
    let owner = state
        .connections
        .get(connection)
        .map(|connection| connection.owner.clone());
    if let Some(owner) = owner {
        message.insert("from".to_owned(), owner);
        message.insert("sender_business_bot".to_owned(), state.me());
        message.insert("business_connection_id".to_owned(), connection.into());
    } else {
        message.insert("from".to_owned(), state.me());
    }
    if let Some(topic) = call.number("message_thread_id") {
        message.insert("message_thread_id".to_owned(), topic.into());
        message.insert("is_topic_message".to_owned(), true.into());
    }
    message
}

/// What it says.
fn held(
    state: &mut State,
    call: &Call,
    form: &Form,
    message: &mut Map<String, Value>,
) -> Result<(), Refused> {
    match form.method {
        "sendmessage" => {
            message.insert("text".to_owned(), call.text("text").trim().into());
        }
        "sendcontact" => {
            let contact =
                json!({ "phone_number": call.text("phone_number"), "first_name": call.text("first_name") });
            message.insert("contact".to_owned(), contact);
        }
        "sendlocation" | "sendvenue" => {
            let at = json!({ "latitude": call.get("latitude"), "longitude": call.get("longitude") });
            if !at["latitude"].is_number() || !at["longitude"].is_number() {
                return Err(Refused::bad("wrong parameter in request"));
            }
            message.insert("location".to_owned(), at.clone());
            if form.method == "sendvenue" {
                let venue =
                    json!({ "location": at, "title": call.text("title"), "address": call.text("address") });
                message.insert("venue".to_owned(), venue);
            }
        }
        _ => {
            let file = call.files.get(form.field);
            let file =
                file.ok_or_else(|| Refused::bad(&format!("there is no {} in the request", form.field)))?;
            if file.bytes.len() as u64 > form.most {
                return Err(Refused::new(413, "Request Entity Too Large"));
            }
            if file.bytes.is_empty() {
                return Err(Refused::bad("file must be non-empty"));
            }
            let (id, size) = state.keep("sent", &file.name, file.bytes.clone());
            message.insert(form.field.to_owned(), shown(form.field, &id, size, &file.name));
            if !call.text("caption").is_empty() {
                message.insert("caption".to_owned(), call.text("caption").into());
            }
        }
    }
    Ok(())
}

/// A file as it stands in a message.
pub(crate) fn shown(kind: &str, id: &str, size: u64, name: &str) -> Value {
    let mut file = json!({ "file_id": id, "file_unique_id": format!("u{id}"), "file_size": size });
    let more = match kind {
        "photo" => json!({ "width": 640, "height": 480 }),
        "sticker" => {
            json!({ "type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false })
        }
        "document" => json!({ "file_name": name }),
        "voice" | "audio" => json!({ "duration": 4 }),
        "video_note" => json!({ "duration": 4, "length": 240 }),
        _ => json!({ "duration": 4, "width": 640, "height": 480 }),
    };
    if let (Some(file), Value::Object(more)) = (file.as_object_mut(), more) {
        file.extend(more);
    }
    if kind == "photo" { json!([file]) } else { file }
}

fn said(state: &mut State, message: Map<String, Value>) -> Value {
    let value = Value::Object(message);
    state.messages.push(super::state::Said {
        value: value.clone(),
        by_bot: true,
        reactions: Vec::new(),
    });
    value
}

//! The methods.

use serde_json::{Value, json};

use super::{errors::Refused, messages, parameters::Call, state::State};

/// The reactions a bot may leave: a part of Telegram's list.
const REACTIONS: &[&str] = &[
    "👍",
    "👎",
    "❤",
    "🔥",
    "🥰",
    "👏",
    "😁",
    "🤔",
    "🤯",
    "😱",
    "🤬",
    "😢",
    "🎉",
    "🤩",
    "🤮",
    "💩",
    "🙏",
    "👌",
    "🕊",
    "🤡",
    "😍",
    "❤‍🔥",
    "💯",
    "🤣",
    "⚡",
    "🏆",
    "💔",
    "🤝",
    "🤗",
    "😎",
];

const ACTIONS: &[&str] = &[
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// How old a message may be to be taken back, in seconds.
const DELETABLE: i64 = 48 * 60 * 60;
/// The largest file a bot can fetch.
const FETCHABLE: u64 = 20 * 1024 * 1024;

pub(crate) fn carry_out(state: &mut State, call: &Call) -> Result<Value, Refused> {
    // Names of methods are not case-sensitive.
    match call.method.to_ascii_lowercase().as_str() {
        "getme" => Ok(state.me()),
        "setwebhook" => state.set_webhook(call),
        "deletewebhook" => Ok(state.delete_webhook(call)),
        "getwebhookinfo" => Ok(state.webhook_info()),
        "getfile" => get_file(state, call),
        "answercallbackquery" => answer_query(state, call),
        "sendchataction" => chat_action(state, call),
        "setmessagereaction" => react(state, call),
        "editmessagetext" => edit(state, call, "text"),
        "editmessagecaption" => edit(state, call, "caption"),
        "deletemessage" => {
            let message = call.needs("message_id")?;
            let chat = messages::chat(state, call)?;
            delete(state, chat, message)
        }
        "deletebusinessmessages" => delete_business(state, call),
        "sendmediagroup" => messages::group(state, call),
        method => match messages::FORMS.iter().find(|form| form.method == method) {
            Some(form) => messages::send(state, call, form),
            None => Err(Refused::new(404, "Not Found: method not found")),
        },
    }
}

fn get_file(state: &State, call: &Call) -> Result<Value, Refused> {
    let id = call.text("file_id");
    let file = state.files.iter().find(|file| file.id == id);
    let file = file.ok_or_else(|| Refused::bad("wrong file_id or the file is temporarily unavailable"))?;
    if file.size > FETCHABLE {
        return Err(Refused::bad("file is too big"));
    }
    Ok(
        json!({ "file_id": id, "file_unique_id": format!("u{id}"), "file_size": file.size, "file_path": file.path }),
    )
}

fn answer_query(state: &mut State, call: &Call) -> Result<Value, Refused> {
    if state.queries.remove(call.text("callback_query_id")) {
        return Ok(true.into());
    }
    Err(Refused::bad(
        "query is too old and response timeout expired or query ID is invalid",
    ))
}

fn chat_action(state: &mut State, call: &Call) -> Result<Value, Refused> {
    messages::chat(state, call)?;
    if ACTIONS.contains(&call.text("action")) {
        return Ok(true.into());
    }
    Err(Refused::bad("wrong parameter action in request"))
}

fn react(state: &mut State, call: &Call) -> Result<Value, Refused> {
    let (chat, number) = (messages::chat(state, call)?, call.needs("message_id")?);
    let empty = Vec::new();
    let list = call.get("reaction").and_then(Value::as_array).unwrap_or(&empty);
    let emoji: Vec<_> = list.iter().filter_map(|one| one["emoji"].as_str()).collect();
    if emoji.len() > 1 {
        return Err(Refused::bad("REACTIONS_TOO_MANY"));
    }
    if emoji.len() != list.len() || !emoji.iter().all(|one| REACTIONS.contains(one)) {
        return Err(Refused::bad("REACTION_INVALID"));
    }
    let found = state.messages.iter_mut().find(|message| message.is(chat, number));
    let found = found.ok_or_else(|| Refused::bad("message to react not found"))?;
    found.reactions = emoji.into_iter().map(str::to_owned).collect();
    Ok(true.into())
}

/// Changes the words of a message (`text`), or those under a file (`caption`).
fn edit(state: &mut State, call: &Call, key: &str) -> Result<Value, Refused> {
    let (chat, number) = (messages::chat(state, call)?, call.needs("message_id")?);
    let words = call.text(key).trim();
    let most = if key == "text" { 4096 } else { 1024 };
    if words.encode_utf16().count() > most {
        return Err(Refused::bad(if key == "text" {
            "MESSAGE_TOO_LONG"
        } else {
            "MEDIA_CAPTION_TOO_LONG"
        }));
    }
    if key == "text" && words.is_empty() {
        return Err(Refused::bad("message text is empty"));
    }
    let keyboard = messages::keyboard(call)?;
    let now = state.now();
    let found = state.messages.iter_mut().find(|message| message.is(chat, number));
    let found = found.ok_or_else(|| Refused::bad("message to edit not found"))?;
    if !found.by_bot {
        return Err(Refused::bad("message can't be edited"));
    }
    if key == "text" && found.value["text"].is_null() {
        return Err(Refused::bad("there is no text in the message to edit"));
    }
    if found.value[key] == words && found.value["reply_markup"] == keyboard {
        let words = "message is not modified: specified new message content and reply markup are exactly the same as \
                     a current content and reply markup of the message";
        return Err(Refused::bad(words));
    }
    found.value[key] = words.into();
    found.value["edit_date"] = now.into();
    match keyboard {
        Value::Null => {
            if let Some(map) = found.value.as_object_mut() {
                map.remove("reply_markup");
            }
        }
        keyboard => found.value["reply_markup"] = keyboard,
    }
    Ok(found.value.clone())
}

fn delete(state: &mut State, chat: i64, number: i64) -> Result<Value, Refused> {
    let now = state.now();
    let at = state.messages.iter().position(|message| message.is(chat, number));
    let at = at.ok_or_else(|| Refused::bad("message to delete not found"))?;
    if now - state.messages[at].value["date"].as_i64().unwrap_or(now) > DELETABLE {
        return Err(Refused::bad("message can't be deleted for everyone"));
    }
    state.messages.remove(at);
    Ok(true.into())
}

fn delete_business(state: &mut State, call: &Call) -> Result<Value, Refused> {
    let id = call.text("business_connection_id");
    if !state.connections.contains_key(id) {
        return Err(Refused::bad("business connection not found"));
    }
    let list = call.get("message_ids").and_then(Value::as_array).cloned();
    let list = list.filter(|list| (1..=100).contains(&list.len()));
    let list = list.ok_or_else(|| Refused::bad("can't parse message identifiers"))?;
    let gone =
        |message: &Value| message["business_connection_id"] == id && list.contains(&message["message_id"]);
    state.messages.retain(|message| !gone(&message.value));
    Ok(true.into())
}

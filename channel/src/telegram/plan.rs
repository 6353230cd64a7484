//! Which calls something takes.

use serde_json::{Value, json};
use yingke_channel_contract::{Content, DeliveryError, Draft, ErrorKind, Outbound, Recipient};

use super::{
    address::{Address, Numbered, Part},
    call::{Call, Effect, number},
    files,
    manifest::TEXT,
    menu,
};

/// What stands in place of a part that an edit left no words for.
pub const REST: &str = "…";

/// The longest text under a file, in UTF-16 units.
const CAPTION: usize = 1024;

/// The calls, in their order.
pub fn of(outbound: &Outbound) -> Result<Vec<Call>, DeliveryError> {
    match outbound {
        Outbound::Draft(draft) => said(draft),
        Outbound::Edit { to, message, text } => edit(to, message, text),
        Outbound::Recall { to, message } => recall(to, message),
        Outbound::Reaction { to, message, emoji } => reaction(to, message, emoji.as_deref()),
        Outbound::Typing { to, on } => typing(to, *on),
        Outbound::ReadMark { .. } => Err(unsendable("read mark")),
        Outbound::Service { .. } => Err(unsendable("service state")),
    }
}

/// This channel cannot carry `what`.
pub fn unsendable(what: &str) -> DeliveryError {
    DeliveryError::of(ErrorKind::Unsendable).said(what, "")
}

/// Where calls go: the chat, and what names the part of it.
struct Place {
    chat: String,
    parameters: Vec<(&'static str, Value)>,
    connection: String,
}

impl Place {
    fn of(to: &Recipient) -> Result<Self, DeliveryError> {
        let address = Address::read(&to.id);
        let mut parameters = Vec::new();
        let mut connection = String::new();
        match &address.part {
            Part::Whole => {}
            Part::Topic(topic) => parameters.push(("message_thread_id", number(topic))),
            Part::Direct(topic) => parameters.push(("direct_messages_topic_id", number(topic))),
            Part::Business => {
                to.context("business_connection_id").clone_into(&mut connection);
                if connection.is_empty() {
                    let error = DeliveryError::of(ErrorKind::Forbidden);
                    return Err(error.said("business_connection_id", "no connection of this chat is known"));
                }
                parameters.push(("business_connection_id", connection.clone().into()));
            }
        }
        let moved = to.context("migrate_to_chat_id");
        Ok(Self {
            chat: if moved.is_empty() {
                address.chat
            } else {
                moved.to_owned()
            },
            parameters,
            connection,
        })
    }

    fn call(&self, method: &'static str, effect: Effect, parameters: Value) -> Call {
        let mut call = Call::new(method, &self.chat, effect, parameters);
        for (name, value) in &self.parameters {
            call.set(name, value.clone());
        }
        call
    }

    /// A call about a message of this place; the message's own chat and connection where its id tells them.
    fn about(&self, method: &'static str, effect: Effect, message: &str) -> Call {
        let message = Numbered::read(message);
        let mut call = Call::new(method, &self.chat, effect, json!({}));
        if !message.chat.is_empty() {
            call.chat = message.chat;
        }
        call.set("message_id", number(&message.number));
        let connection = Some(message.connection).filter(|connection| !connection.is_empty());
        let connection = connection.unwrap_or_else(|| self.connection.clone());
        if !connection.is_empty() {
            call.set("business_connection_id", connection);
        }
        call
    }

    fn text(&self, text: &str) -> Call {
        self.call("sendMessage", Effect::Says, json!({ "text": text }))
    }
}

fn said(draft: &Draft) -> Result<Vec<Call>, DeliveryError> {
    let place = Place::of(&draft.to)?;
    let words = words(draft)?;
    let keyboard = match &draft.content {
        Some(Content::Menu(menu)) => Some(menu::keyboard(menu)?),
        _ => None,
    };
    let mut shown = files::calls(draft)?;
    for call in &mut shown {
        let empty = place.call(call.method, Effect::Says, Value::Null);
        call.chat = empty.chat;
        call.parameters.extend(empty.parameters);
    }
    let one = shown.len() == 1 && shown[0].method != files::SEVERAL;
    let fits = words.encode_utf16().count() <= CAPTION && (keyboard.is_none() || one);
    let captioned = fits
        && shown
            .first_mut()
            .is_some_and(|first| files::caption(first, &words));
    let texts = if captioned { Vec::new() } else { TEXT.split(&words) };
    let texts = texts.into_iter().map(|piece| place.text(piece));
    // Buttons come last, and stand under words where there are any.
    let mut calls: Vec<Call> = if keyboard.is_some() {
        shown.into_iter().chain(texts).collect()
    } else {
        texts.chain(shown).collect()
    };
    calls.extend(draft.content.as_ref().and_then(|content| held(&place, content)));
    let Some(last) = calls.last_mut() else {
        return Err(unsendable("empty"));
    };
    if let Some(keyboard) = keyboard {
        last.set("reply_markup", keyboard);
    }
    if let Some(quoted) = quoted(&place, &draft.replies_to) {
        calls[0].set("reply_parameters", quoted);
    }
    Ok(calls)
}

/// Everything that is said in words.
fn words(draft: &Draft) -> Result<String, DeliveryError> {
    let text = draft.text.as_str();
    let lines: Vec<&str> = match &draft.content {
        Some(Content::Template(_)) => return Err(unsendable("template")),
        Some(Content::Mail(_)) => return Err(unsendable("mail")),
        // The sticker's own emoji stands for it only where its picture is not sent.
        Some(Content::Sticker) if !draft.files.is_empty() => vec![],
        Some(Content::Link(link)) => vec![text, &link.title, &link.description, &link.url],
        Some(Content::Menu(menu)) => vec![&menu.title, text, &menu.tail],
        Some(Content::Contact { name, phone }) if phone.is_empty() => vec![text, name],
        _ => vec![text],
    };
    let lines: Vec<_> = lines.into_iter().filter(|line| !line.trim().is_empty()).collect();
    match &draft.content {
        // Buttons stand under words, and there are none.
        Some(Content::Menu(_)) if lines.is_empty() && draft.files.is_empty() => Ok(REST.to_owned()),
        _ => Ok(lines.join("\n")),
    }
}

/// What has a method of its own.
fn held(place: &Place, content: &Content) -> Option<Call> {
    match content {
        Content::Location(at) => {
            let mut parameters = json!({
                "latitude": at.latitude.degrees(),
                "longitude": at.longitude.degrees(),
            });
            let [title, address] = match (at.name.as_str(), at.address.as_str()) {
                ("", "") => return Some(place.call("sendLocation", Effect::Says, parameters)),
                // A venue has both.
                ("", address) => [address, address],
                (name, "") => [name, name],
                (name, address) => [name, address],
            };
            parameters["title"] = title.into();
            parameters["address"] = address.into();
            Some(place.call("sendVenue", Effect::Says, parameters))
        }
        Content::Contact { name, phone } if !phone.is_empty() => {
            let name = if name.is_empty() { phone } else { name };
            let parameters = json!({ "phone_number": phone, "first_name": name });
            Some(place.call("sendContact", Effect::Says, parameters))
        }
        _ => None,
    }
}

/// The message that is answered, where it is one of this chat. It may be gone: the answer is sent all the same.
fn quoted(place: &Place, replies_to: &str) -> Option<Value> {
    let message = Numbered::read(replies_to);
    let here = message.chat.is_empty() || message.chat == place.chat;
    let same = message.chat.is_empty() || message.connection == place.connection;
    (!message.number.is_empty() && here && same).then(|| {
        json!({
            "message_id": number(&message.number),
            "allow_sending_without_reply": true,
        })
    })
}

/// New words over the old: one part after the other, what is too long for them after the last, and where there are fewer
/// than parts the rest is emptied.
fn edit(to: &Recipient, message: &[String], text: &str) -> Result<Vec<Call>, DeliveryError> {
    let place = Place::of(to)?;
    let pieces = TEXT.split(text);
    if pieces.is_empty() || message.is_empty() {
        return Err(unsendable("empty"));
    }
    let changed = message.iter().enumerate().map(|(index, part)| {
        let mut call = place.about("editMessageText", Effect::Changes(part.clone()), part);
        call.set("text", *pieces.get(index).unwrap_or(&REST));
        call
    });
    let more = pieces.iter().skip(message.len()).map(|piece| place.text(piece));
    Ok(changed.chain(more).collect())
}

fn recall(to: &Recipient, message: &[String]) -> Result<Vec<Call>, DeliveryError> {
    let place = Place::of(to)?;
    let gone = message.iter().map(|part| {
        let mut call = place.about("deleteMessage", Effect::Shows, part);
        if call.parameters.contains_key("business_connection_id") {
            call.method = "deleteBusinessMessages";
            call.chat = String::new();
            let number = call.parameters.remove("message_id");
            call.set("message_ids", json!([number]));
        }
        call
    });
    Ok(gone.collect())
}

fn reaction(to: &Recipient, message: &str, emoji: Option<&str>) -> Result<Vec<Call>, DeliveryError> {
    let place = Place::of(to)?;
    if !place.connection.is_empty() {
        return Err(unsendable("reaction"));
    }
    let mut call = place.about("setMessageReaction", Effect::Shows, message);
    // Telegram's list has the emoji without the mark that asks for the coloured form.
    let one = emoji.map(|emoji| json!({ "type": "emoji", "emoji": emoji.replace('\u{FE0F}', "") }));
    call.set("reaction", Value::from_iter(one));
    Ok(vec![call])
}

/// It shows for five seconds, or until something is said; there is no way to end it.
fn typing(to: &Recipient, on: bool) -> Result<Vec<Call>, DeliveryError> {
    let place = Place::of(to)?;
    let direct = matches!(Address::read(&to.id).part, Part::Direct(_));
    if !on || direct {
        return Ok(Vec::new());
    }
    Ok(vec![place.call(
        "sendChatAction",
        Effect::Shows,
        json!({ "action": "typing" }),
    )])
}

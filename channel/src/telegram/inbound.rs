//! Updates into events.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use yingke_channel_contract::{
    Ctx, Fault, Health, Inbound, Incoming, Parsed, Peer, Problem, Refusal, Verified, What, Wrong, scheme::secret,
};
use yingke_words::Time;

use super::{
    address::{Address, Numbered, Part},
    held,
    protocol::{
        BusinessConnection, BusinessMessagesDeleted, CallbackQuery, ChatMember, ChatMemberUpdated, Message,
        MessageReactionUpdated, id,
    },
    who,
};

/// The header that carries the secret we gave to `setWebhook`.
pub const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// The events of an update, or why it has none.
type Read = Result<Vec<Inbound>, String>;

/// The secret comes along as it is.
pub fn verify(ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal> {
    secret::header(incoming, SECRET_HEADER, ctx.text("secret_token"))
}

/// A call holds one update. What is pressed has to be acknowledged, or the button goes on spinning: the call's answer may
/// be one method call, so no request is needed for it.
pub fn parse(body: &[u8]) -> Parsed {
    let mut parsed = Parsed::empty();
    let update = match serde_json::from_slice::<Value>(body) {
        Ok(update) => update,
        Err(error) => {
            parsed.problem("", error);
            return parsed;
        }
    };
    if let Some(query) = pressed(&update) {
        let call = json!({ "method": "answerCallbackQuery", "callback_query_id": query });
        *parsed.answer.body_mut() = call.to_string().into();
        let json = http::HeaderValue::from_static("application/json");
        parsed
            .answer
            .headers_mut()
            .insert(http::header::CONTENT_TYPE, json);
    }
    let (events, problems) = read(&update, "");
    parsed.events = events;
    parsed.problems = problems;
    parsed
}

/// The query in an update that waits for `answerCallbackQuery`.
pub fn pressed(update: &Value) -> Option<String> {
    Some(id(update.get("callback_query")?.get("id")?)?.0)
}

/// The events of one update, and what of it could not be read. `at` says where it stands.
pub fn read(update: &Value, at: &str) -> (Vec<Inbound>, Vec<Problem>) {
    let problem = |wrong: Wrong| (Vec::new(), vec![Problem::at(at, wrong)]);
    let Some(number) = update.get("update_id").and_then(id) else {
        return problem(Fault::missing("update_id").said("an update without update_id"));
    };
    let Some((kind, held)) = update
        .as_object()
        .and_then(|update| update.iter().find(|(key, _)| *key != "update_id"))
    else {
        return problem("an update of nothing".into());
    };
    if kind == "deleted_business_messages" {
        return deleted(held, at);
    }
    match one(kind, held, &number.0) {
        Some(Ok(events)) => (events, Vec::new()),
        Some(Err(what)) => problem(format!("{kind}: {what}").into()),
        None => {
            let what = format_args!("{kind}: a kind of update that we do not ask for");
            let kind = kind.clone();
            problem(Fault::UnknownKind { kind }.said(what))
        }
    }
}

/// None for a kind that nobody knows.
fn one(kind: &str, held: &Value, number: &str) -> Option<Read> {
    Some(match kind {
        "message" | "business_message" | "channel_post" => message(held),
        "edited_message" | "edited_business_message" | "edited_channel_post" => edited(held, number),
        "callback_query" => callback(held),
        "message_reaction" => reaction(held, number),
        "my_chat_member" => member(held, number),
        "business_connection" => connection(held, number),
        _ => return None,
    })
}

fn object<T: DeserializeOwned>(held: &Value) -> Result<T, String> {
    T::deserialize(held).map_err(|error| error.to_string())
}

/// The message with its keys.
fn keyed(held: &Value) -> Result<(Message, &Map<String, Value>), String> {
    let message = object(held)?;
    let raw = held.as_object().ok_or("no object")?;
    Ok((message, raw))
}

fn message(held: &Value) -> Read {
    let (message, raw) = keyed(held)?;
    let address = Address::of(&message);
    let number = numbered(&message);
    let mut from = who::of(&message);
    from.phone = held::own_phone(&message, raw).unwrap_or_default();
    let mut event = Inbound::new(number.to_string(), from, held::what(&message, raw));
    event.at = time(message.date);
    if address.part == Part::Business {
        let connection = message.business_connection_id.clone();
        event
            .context
            .insert("business_connection_id".to_owned(), connection.into());
    }
    moved(&mut event, raw);
    let ours = who::is_ours(&message);
    if let What::Message(said) = &mut event.what {
        said.author = who::author(&message);
        said.automatic = who::is_automatic(&message);
        // What is said in a topic answers the topic's first message, as long as it answers no other.
        let topic = message
            .message_thread_id
            .as_ref()
            .filter(|_| message.is_topic_message);
        let answered = message.reply_to_message.as_ref();
        if let Some(answered) = answered.filter(|answered| Some(&answered.message_id) != topic) {
            let answered = Numbered::new(&number.chat, &answered.message_id, &number.connection);
            said.replies_to = answered.to_string();
        }
    }
    if ours {
        event.what = match event.what {
            What::Message(said) => What::Echo(said),
            other => other,
        };
    }
    Ok(vec![event])
}

fn numbered(message: &Message) -> Numbered {
    let connection = &message.business_connection_id;
    Numbered::new(&message.chat.id.0, &message.message_id, connection)
}

/// A group that became a supergroup goes on under another id. What is said to the old one goes to the new one; what is
/// said in the new one is a new thread.
fn moved(event: &mut Inbound, raw: &Map<String, Value>) {
    for key in ["migrate_to_chat_id", "migrate_from_chat_id"] {
        if let Some(other) = raw.get(key).and_then(id) {
            event.what = What::ContactUpdate;
            event.from.attributes.insert(key.to_owned(), other.0.clone());
            if key == "migrate_to_chat_id" {
                event.context.insert(key.to_owned(), other.0.into());
            }
        }
    }
}

fn edited(held: &Value, number: &str) -> Read {
    let (message, raw) = keyed(held)?;
    let which = numbered(&message).to_string();
    let what = What::Edit {
        text: held::edited(&message, raw),
        message: which.clone(),
    };
    let from = who::of(&message);
    let mut event = Inbound::new(format!("edit:{which}:{number}"), from, what);
    event.at = time(message.edit_date);
    Ok(vec![event])
}

fn callback(held: &Value) -> Read {
    let query: CallbackQuery = object(held)?;
    let (from, which, label) = if let Some(message) = &query.message {
        let keyboard = message
            .reply_markup
            .iter()
            .flat_map(|markup| &markup.inline_keyboard);
        let button = keyboard
            .flatten()
            .find(|button| button.callback_data == query.data);
        let peer = who::peer(&Address::of(message), &message.chat, Some(&query.from));
        let label = button.map(|button| button.text.clone());
        (peer, numbered(message).to_string(), label)
    } else {
        let id = query.from.id.as_ref().ok_or("from nobody")?;
        let mut peer = Peer::of(id.0.clone());
        peer.name = who::full_name(&query.from.first_name, &query.from.last_name);
        (peer, String::new(), None)
    };
    let what = What::Pressed {
        id: query.data,
        label: label.unwrap_or_default(),
        message: which,
    };
    Ok(vec![Inbound::new(format!("callback:{}", query.id.0), from, what)])
}

fn reaction(held: &Value, number: &str) -> Read {
    let update: MessageReactionUpdated = object(held)?;
    let which = Numbered::new(&update.chat.id.0, &update.message_id, "").to_string();
    // A custom emoji is known by a number only, a paid one is a star.
    let emoji = update.new_reaction.iter().map(|one| match one.kind.as_str() {
        "emoji" => one.emoji.clone(),
        kind => kind.to_owned(),
    });
    let what = What::Reaction {
        emoji: emoji.collect(),
        message: which.clone(),
    };
    let from = who::peer(&Address::whole(&update.chat), &update.chat, update.user.as_ref());
    let mut event = Inbound::new(format!("reaction:{which}:{number}"), from, what);
    event.at = time(update.date);
    Ok(vec![event])
}

/// The bot's own place in a chat: a person who blocks it and lets it again, a group that adds it, silences it and throws
/// it out. Another rank alone changes nothing for us.
fn member(held: &Value, number: &str) -> Read {
    let update: ChatMemberUpdated = object(held)?;
    let out = |member: &ChatMember| match member.status.as_str() {
        "kicked" | "left" => true,
        "restricted" => !member.is_member || !member.can_send_messages,
        _ => false,
    };
    let blocked = out(&update.new_chat_member);
    if blocked == out(&update.old_chat_member) {
        return Ok(Vec::new());
    }
    let from = who::peer(&Address::whole(&update.chat), &update.chat, update.from.as_ref());
    let id = format!("member:{}:{}:{number}", update.chat.id.0, update.date);
    let mut event = Inbound::new(id, from, What::Block { blocked });
    event.at = time(update.date);
    Ok(vec![event])
}

fn connection(held: &Value, number: &str) -> Read {
    let update: BusinessConnection = object(held)?;
    let owner = update.user.unwrap_or_default();
    let detail = format!(
        "{} {}",
        who::full_name(&owner.first_name, &owner.last_name),
        update.id.0
    );
    let replies = update.rights.map_or(update.can_reply, |rights| rights.can_reply);
    let health = match (update.is_enabled, replies) {
        (false, _) => Health::Degraded {
            code: "business_disconnected",
            detail,
        },
        (true, false) => Health::Degraded {
            code: "business_cannot_reply",
            detail,
        },
        (true, true) => Health::Connected,
    };
    let id = format!("business_connection:{}:{number}", update.id.0);
    let mut event = Inbound::new(id, Peer::default(), What::Health(health));
    event.at = time(update.date);
    Ok(vec![event])
}

/// Deletions, which only business accounts tell: one event each, and a bad number loses only itself.
fn deleted(held: &Value, at: &str) -> (Vec<Inbound>, Vec<Problem>) {
    let (mut events, mut problems) = (Vec::new(), Vec::new());
    let update: BusinessMessagesDeleted = match object(held) {
        Ok(update) => update,
        Err(what) => {
            return (
                events,
                vec![Problem::at(at, format!("deleted_business_messages: {what}"))],
            );
        }
    };
    let address = Address {
        chat: update.chat.id.0.clone(),
        part: Part::Business,
    };
    let mut seen = std::collections::BTreeSet::new();
    for (index, one) in update.message_ids.iter().enumerate() {
        let Some(one) = id(one).filter(|one| one.0.bytes().all(|byte| byte.is_ascii_digit())) else {
            let at = format!("{at}deleted_business_messages.message_ids[{index}]");
            problems.push(Problem::at(at, "no message's number"));
            continue;
        };
        let message = Numbered::new(&address.chat, &one, &update.business_connection_id).to_string();
        if seen.insert(message.clone()) {
            let id = format!("deleted:{message}");
            let from = who::peer(&address, &update.chat, None);
            events.push(Inbound::new(id, from, What::Delete { message }));
        }
    }
    (events, problems)
}

/// Unix seconds; 0 stands for none.
fn time(seconds: i64) -> Option<Time> {
    let millis = seconds.checked_mul(1_000)?;
    (seconds > 0).then(|| Time::from_millis(millis))
}

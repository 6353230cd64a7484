//! Messages: what Discord takes, and what becomes of them.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use yingke_words::Time;

use super::{
    BOT,
    refused::Refused,
    world::{Call, Held, Upload, World},
};

const MESSAGES: (u64, u64) = (1 << 12, 1 << 9);
const REACTIONS: (u64, u64) = (1 << 13, 1 << 10);
const MIB: usize = 1024 * 1024;

type Done = Result<Value, Refused>;

impl World {
    /// Whether the bot may write there now.
    fn admit(&mut self, channel: &str) -> Result<(), Refused> {
        if let Some((status, code, message)) = self.refusals.pop_front() {
            return Err(Refused::new(status, code, &message));
        }
        let with = self
            .channels
            .get(channel)
            .ok_or_else(Refused::unknown_channel)?
            .with
            .clone();
        let person = with.and_then(|with| self.people.get(&with));
        if person.is_some_and(|person| person.blocks) {
            return Err(Refused::new(403, 50_007, "Cannot send messages to this user"));
        }
        if person.is_some_and(|person| person.apart) {
            return Err(Refused::new(
                403,
                50_278,
                "Cannot send messages to this user due to having no mutual guilds",
            ));
        }
        let Some((most, within)) = self.limit else {
            return Ok(());
        };
        let channel = self
            .channels
            .get_mut(channel)
            .ok_or_else(Refused::unknown_channel)?;
        while channel.written.front().is_some_and(|at| at.elapsed() >= within) {
            channel.written.pop_front();
        }
        match channel.written.front() {
            Some(first) if channel.written.len() >= most => Err(Refused::slow_down(
                within.saturating_sub(first.elapsed()).as_secs_f64(),
            )),
            _ => {
                channel.written.push_back(std::time::Instant::now());
                Ok(())
            }
        }
    }

    /// The bot says something.
    pub fn create(&mut self, channel: &str, call: Call) -> Done {
        self.admit(channel)?;
        check(&call.body, &call.files)?;
        self.check_reference(channel, &call.body)?;
        let nonce = call.body["nonce"].as_str().map(str::to_owned);
        if let (Some(nonce), true) = (&nonce, call.body["enforce_nonce"] == true) {
            let before = self
                .nonces
                .iter()
                .find(|(one, _)| one == nonce)
                .map(|(_, id)| id.clone());
            if let Some(held) = before.and_then(|id| self.message(channel, &id)) {
                return Ok(self.shown(channel, held));
            }
        }
        let files = call.files.clone();
        let body = call.body.clone();
        self.calls.push(call);
        let mut shown = self.say(channel, BOT, &body, files);
        if let Some(nonce) = nonce {
            // Told to who is there, and not kept with the message.
            shown["nonce"] = nonce.clone().into();
            self.nonces
                .push((nonce, shown["id"].as_str().unwrap_or_default().to_owned()));
        }
        let mut told = shown.clone();
        told["channel_type"] = if self.is_direct(channel) {
            1.into()
        } else {
            0.into()
        };
        self.dispatch(channel, MESSAGES, "MESSAGE_CREATE", told);
        Ok(shown)
    }

    fn is_direct(&self, channel: &str) -> bool {
        self.channels.get(channel).is_some_and(|one| one.with.is_some())
    }

    fn check_reference(&self, channel: &str, body: &Value) -> Result<(), Refused> {
        let quoted = &body["message_reference"];
        if quoted.is_null() || quoted["fail_if_not_exists"] == false {
            return Ok(());
        }
        match self.message(channel, &id_of(&quoted["message_id"])) {
            Some(_) => Ok(()),
            None => Err(Refused::form(
                "message_reference",
                "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
                "Unknown message",
            )),
        }
    }

    /// Somebody says something: it is held, and nobody told yet.
    pub fn say(&mut self, channel: &str, by: &str, body: &Value, files: Vec<Upload>) -> Value {
        let id = self.id();
        let quoted = id_of(&body["message_reference"]["message_id"]);
        let quoted = self.message(channel, &quoted).map(|held| held.value.clone());
        let mut value = json!({
            "id": id, "channel_id": channel, "type": 0, "author": self.user(by), "timestamp": now_text(),
            "content": body["content"].as_str().unwrap_or_default(), "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "pinned": false, "flags": 0, "components": body.get("components").cloned().unwrap_or(json!([])),
        });
        if let Some(extra) = body["extra"].as_object() {
            for (key, field) in extra {
                value[key] = field.clone();
            }
        }
        if let Some(quoted) = quoted {
            value["type"] = 19.into();
            value["message_reference"] =
                json!({ "type": 0, "channel_id": channel, "message_id": quoted["id"] });
            value["referenced_message"] = quoted;
        }
        let files = files.into_iter().map(|file| self.store(channel, file)).collect();
        let held = Held {
            id,
            by: by.to_owned(),
            value,
            files,
            reactions: Vec::new(),
        };
        let shown = self.shown(channel, &held);
        if let Some(channel) = self.channels.get_mut(channel) {
            channel.messages.push(held);
        }
        shown
    }

    /// A person says something: everybody is told.
    pub fn hear(&mut self, channel: &str, by: &str, body: &Value, files: Vec<Upload>) -> String {
        let mut told = self.say(channel, by, body, files);
        told["channel_type"] = if self.is_direct(channel) {
            1.into()
        } else {
            0.into()
        };
        if !self.is_direct(channel) {
            told["member"] =
                json!({ "nick": null, "roles": [], "joined_at": now_text(), "deaf": false, "mute": false });
        }
        let id = told["id"].as_str().unwrap_or_default().to_owned();
        self.dispatch(channel, MESSAGES, "MESSAGE_CREATE", told);
        id
    }

    /// `by` changes what they had said.
    pub fn edit(&mut self, channel: &str, id: &str, by: &str, body: &Value) -> Done {
        let held = self
            .message_mut(channel, id)
            .ok_or_else(Refused::unknown_message)?;
        if held.by != by {
            return Err(Refused::new(
                403,
                50_005,
                "Cannot edit a message authored by another user",
            ));
        }
        if let Some(content) = body.get("content") {
            let text = content.as_str().unwrap_or_default();
            if text.is_empty() && held.files.is_empty() {
                return Err(Refused::new(400, 50_006, "Cannot send an empty message"));
            }
            check_text(text)?;
            held.value["content"] = text.into();
        }
        if let Some(components) = body.get("components") {
            held.value["components"] = components.clone();
        }
        held.value["edited_timestamp"] = now_text().into();
        let shown = self
            .message(channel, id)
            .map(|held| self.shown(channel, held))
            .unwrap_or_default();
        self.dispatch(channel, MESSAGES, "MESSAGE_UPDATE", shown.clone());
        Ok(shown)
    }

    /// A message is gone.
    pub fn delete(&mut self, channel: &str, id: &str) -> Result<(), Refused> {
        self.message(channel, id).ok_or_else(Refused::unknown_message)?;
        if let Some(channel) = self.channels.get_mut(channel) {
            channel.messages.retain(|one| one.id != id);
        }
        self.dispatch(
            channel,
            MESSAGES,
            "MESSAGE_DELETE",
            json!({ "id": id, "channel_id": channel }),
        );
        Ok(())
    }

    /// `by` adds a reaction, or takes it away.
    pub fn react(&mut self, channel: &str, id: &str, by: &str, emoji: (&str, Reacts)) -> Result<(), Refused> {
        let (emoji, reacts) = emoji;
        let real = !emoji.is_ascii()
            || emoji
                .split_once(':')
                .is_some_and(|(_, id)| id.parse::<u64>().is_ok());
        if !real {
            return Err(Refused::new(400, 10_014, "Unknown Emoji"));
        }
        let held = self
            .message_mut(channel, id)
            .ok_or_else(Refused::unknown_message)?;
        let one = (by.to_owned(), emoji.to_owned());
        let there = held.reactions.contains(&one);
        let name = match reacts {
            Reacts::Adds if there => return Ok(()),
            Reacts::Adds => {
                held.reactions.push(one);
                "MESSAGE_REACTION_ADD"
            }
            Reacts::Removes => {
                held.reactions.retain(|other| *other != one);
                "MESSAGE_REACTION_REMOVE"
            }
        };
        let d = json!({
            "user_id": by, "channel_id": channel, "message_id": id, "emoji": super::world::emoji_shown(emoji),
            "burst": false, "type": 0,
        });
        self.dispatch(channel, REACTIONS, name, d);
        Ok(())
    }
}

/// An id, as a text or as a number: Discord takes both.
fn id_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What somebody does to a reaction.
#[derive(Clone, Copy)]
pub enum Reacts {
    Adds,
    Removes,
}

fn check_text(text: &str) -> Result<(), Refused> {
    if text.chars().count() > 2_000 {
        return Err(Refused::form(
            "content",
            "BASE_TYPE_MAX_LENGTH",
            "Must be 2000 or fewer in length.",
        ));
    }
    Ok(())
}

/// Types, lengths, and that there is something at all.
fn check(body: &Value, files: &[Upload]) -> Result<(), Refused> {
    let wrong = |field, message| Err(Refused::form(field, "BASE_TYPE_BAD", message));
    match body.get("content") {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => check_text(text)?,
        Some(_) => return wrong("content", "Could not interpret as string."),
    }
    match body.get("nonce") {
        None | Some(Value::Null | Value::Number(_)) => {}
        Some(Value::String(nonce)) if nonce.chars().count() <= 25 => {}
        Some(_) => return wrong("nonce", "Must be 25 or fewer in length."),
    }
    check_components(&body["components"])?;
    let size: usize = files.iter().map(|file| file.bytes.len()).sum();
    if files.len() > 10 {
        return wrong("files", "Must be 10 or fewer in length.");
    }
    if size > 10 * MIB {
        return Err(Refused::new(413, 40_005, "Request entity too large"));
    }
    let empty = |key: &str| body[key].as_array().is_none_or(Vec::is_empty);
    let says = body["content"]
        .as_str()
        .is_some_and(|text| !text.trim().is_empty());
    if !says && files.is_empty() && empty("components") && empty("embeds") {
        return Err(Refused::new(400, 50_006, "Cannot send an empty message"));
    }
    Ok(())
}

fn check_components(components: &Value) -> Result<(), Refused> {
    let wrong = |message| Err(Refused::form("components", "BASE_TYPE_BAD_LENGTH", message));
    let Some(rows) = components.as_array() else {
        return if components.is_null() {
            Ok(())
        } else {
            wrong("Only a list.")
        };
    };
    if rows.len() > 5 {
        return wrong("Must be between 1 and 5 in length.");
    }
    let mut ids: Vec<&str> = Vec::new();
    for row in rows {
        let buttons = row["components"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        if row["type"] != 1 || buttons.is_empty() || buttons.len() > 5 {
            return wrong("A row holds between 1 and 5.");
        }
        for button in buttons {
            let label = button["label"].as_str().unwrap_or_default();
            let id = button["custom_id"].as_str().unwrap_or_default();
            let link =
                button["style"] == 5 && button["url"].as_str().is_some_and(|url| url.starts_with("http"));
            let named = !id.is_empty() && id.chars().count() <= 100 && !ids.contains(&id);
            if label.is_empty() || label.chars().count() > 80 || !(link || named) {
                return wrong(
                    "A button has a label of 80 and an id of 100 that no other has, or an address.",
                );
            }
            ids.extend(Some(id).filter(|_| !link));
        }
    }
    Ok(())
}

/// Now, as Discord writes it.
pub fn now_text() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = Time::from_millis(i64::try_from(since.as_millis()).unwrap_or_default());
    now.to_string().replace('Z', "000+00:00")
}

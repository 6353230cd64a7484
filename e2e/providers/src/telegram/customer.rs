//! What people do: each act is an update, pushed or waiting.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    FakeTelegram, messages,
    state::{Connection, Said, State},
};

/// What became of an act.
#[derive(Clone, Debug)]
pub struct Act {
    /// The update.
    pub update: Value,
    /// What the webhook answered at last; none where the update waits to be fetched, or is not wanted.
    pub status: Option<StatusCode>,
}

fn user(id: i64) -> Value {
    json!({ "id": id, "is_bot": false, "first_name": "顾客", "last_name": id.to_string(), "language_code": "zh-hans" })
}

fn private(id: i64) -> Value {
    json!({ "id": id, "type": "private", "first_name": "顾客", "last_name": id.to_string() })
}

impl State {
    /// A message of somebody's, which holds `content`'s keys.
    fn heard(&mut self, from: i64, chat: Value, content: &Value) -> Value {
        let mut message = json!({
            "message_id": self.next("message"),
            "date": self.now(),
            "from": user(from),
            "chat": chat,
        });
        if let (Some(message), Some(content)) = (message.as_object_mut(), content.as_object()) {
            message.extend(content.clone());
        }
        self.messages.push(Said {
            value: message.clone(),
            by_bot: false,
            reactions: Vec::new(),
        });
        message
    }
}

impl FakeTelegram {
    /// Brings an update of this kind to the bot, whatever it holds.
    pub async fn happens(&self, kind: &str, value: Value) -> Act {
        let update = self.api.state.lock().update(kind, value);
        let status = self.api.deliver(update.clone()).await;
        Act { update, status }
    }

    /// Brings the same update once more, as Telegram does when an answer got lost.
    pub async fn again(&self, act: &Act) -> Option<StatusCode> {
        self.api.deliver(act.update.clone()).await
    }

    /// A customer writes to the bot.
    pub async fn customer_says(&self, customer: i64, text: &str) -> Act {
        self.customer_sends(customer, json!({ "text": text })).await
    }

    /// A customer sends a message that holds these keys.
    pub async fn customer_sends(&self, customer: i64, content: Value) -> Act {
        let message = {
            let mut state = self.api.state.lock();
            state.chat(customer, || private(customer)).closed = None;
            state.heard(customer, private(customer), &content)
        };
        self.happens("message", message).await
    }

    /// A customer sends a file: `kind` is `photo`, `voice`, `video`, `document` …
    pub async fn customer_sends_file(&self, customer: i64, kind: &str, name: &str, bytes: &[u8]) -> Act {
        let (id, size) = self.api.state.lock().keep(kind, name, bytes.to_vec());
        self.customer_sends(customer, json!({ kind: messages::shown(kind, &id, size, name) }))
            .await
    }

    /// Somebody writes in a group.
    pub async fn member_says(&self, group: i64, member: i64, text: &str) -> Act {
        let message = {
            let mut state = self.api.state.lock();
            let value = json!({ "id": group, "type": "group", "title": "群" });
            let chat = state.chat(group, || value).value.clone();
            state.heard(member, chat, &json!({ "text": text }))
        };
        self.happens("message", message).await
    }

    /// A customer changes what they wrote.
    pub async fn customer_edits(&self, customer: i64, message: i64, text: &str) -> Act {
        let edited = {
            let mut state = self.api.state.lock();
            let now = state.now();
            let found = state.messages.iter_mut().find(|one| one.is(customer, message));
            let mut value = json!({ "message_id": message, "date": now, "from": user(customer), "chat": private(customer) });
            if let Some(found) = found {
                found.value["text"] = text.into();
                value = found.value.clone();
            }
            value["text"] = text.into();
            value["edit_date"] = now.into();
            value
        };
        self.happens("edited_message", edited).await
    }

    /// A customer presses the button with this data under a message of the bot's.
    pub async fn customer_presses(&self, customer: i64, message: i64, data: &str) -> Act {
        let query = {
            let mut state = self.api.state.lock();
            let id = format!("{}", 180_000_000_000_i64 + state.next("query"));
            state.queries.insert(id.clone());
            let found = state.messages.iter().find(|one| one.is(customer, message));
            // One too old to be read says only where it was.
            let gone = json!({ "message_id": message, "chat": private(customer), "date": 0 });
            let value = found.map_or(gone, |found| found.value.clone());
            json!({ "id": id, "from": user(customer), "message": value, "chat_instance": "-1", "data": data })
        };
        self.happens("callback_query", query).await
    }

    /// A customer reacts to a message; no emoji takes the reaction away.
    pub async fn customer_reacts(&self, customer: i64, message: i64, emoji: Option<&str>) -> Act {
        let new: Vec<_> = emoji
            .iter()
            .map(|emoji| json!({ "type": "emoji", "emoji": emoji }))
            .collect();
        let value = json!({
            "chat": private(customer),
            "message_id": message,
            "user": user(customer),
            "date": self.api.state.lock().now(),
            "old_reaction": [],
            "new_reaction": new,
        });
        self.happens("message_reaction", value).await
    }

    /// A customer blocks the bot.
    pub async fn customer_blocks(&self, customer: i64) -> Act {
        self.turns(customer, Some("bot was blocked by the user")).await
    }

    /// A customer lets the bot write again.
    pub async fn customer_unblocks(&self, customer: i64) -> Act {
        self.turns(customer, None).await
    }

    async fn turns(&self, customer: i64, closed: Option<&'static str>) -> Act {
        let value = {
            let mut state = self.api.state.lock();
            state.chat(customer, || private(customer)).closed = closed;
            let member = |status: &str| {
                let mut member = json!({ "user": state.me(), "status": status });
                if status == "kicked" {
                    member["until_date"] = 0.into();
                }
                member
            };
            let (old, new) = if closed.is_some() {
                ("member", "kicked")
            } else {
                ("kicked", "member")
            };
            json!({
                "chat": private(customer),
                "from": user(customer),
                "date": state.now(),
                "old_chat_member": member(old),
                "new_chat_member": member(new),
            })
        };
        self.happens("my_chat_member", value).await
    }

    /// A customer deletes their account: nobody is told.
    pub fn customer_leaves(&self, customer: i64) {
        let mut state = self.api.state.lock();
        state.chat(customer, || private(customer)).closed = Some("user is deactivated");
    }

    /// Somebody who never started the bot.
    pub fn stranger(&self, customer: i64) {
        let mut state = self.api.state.lock();
        state.chat(customer, || private(customer)).closed =
            Some("bot can't initiate conversation with a user");
    }

    /// A business account connects the bot, or changes what it may do.
    pub async fn business_connects(&self, connection: &str, owner: i64, may: (bool, bool)) -> Act {
        let (enabled, can_reply) = may;
        let value = {
            let mut state = self.api.state.lock();
            let now = state.now();
            let known = state
                .connections
                .entry(connection.to_owned())
                .or_insert_with(|| Connection {
                    owner: user(owner),
                    enabled,
                    can_reply,
                    heard: std::collections::BTreeMap::new(),
                });
            known.enabled = enabled;
            known.can_reply = can_reply;
            json!({
                "id": connection,
                "user": user(owner),
                "user_chat_id": owner,
                "date": now,
                "rights": { "can_reply": can_reply },
                "is_enabled": enabled,
            })
        };
        self.happens("business_connection", value).await
    }

    /// Somebody (`from`: the customer, or the account's owner) writes in a business account's chat with a customer.
    pub async fn business_says(&self, connection: &str, customer: i64, from: i64, text: &str) -> Act {
        let message = {
            let mut state = self.api.state.lock();
            let now = state.now();
            let known = state.connections.get_mut(connection);
            if let Some(known) = known.filter(|_| from == customer) {
                known.heard.insert(customer, now);
            }
            let content = json!({ "text": text, "business_connection_id": connection });
            state.heard(from, private(customer), &content)
        };
        self.happens("business_message", message).await
    }
}

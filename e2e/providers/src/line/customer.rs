//! What people do: each act is an event, signed and pushed.

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{
    FakeLine, World,
    api::BOT,
    state::{File, State},
};

/// What became of an act.
#[derive(Clone, Debug)]
pub struct Act {
    /// The event.
    pub event: Value,
    /// What was posted, and how it was signed.
    pub body: String,
    /// `x-line-signature`.
    pub signature: String,
    /// What the webhook answered; none where nobody answers, or there is no webhook.
    pub status: Option<StatusCode>,
}

/// base64 of HMAC-SHA256, by our own hand.
fn signature(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

impl State {
    /// An event of somebody's, in the thread `peer`.
    fn event(&mut self, kind: &str, peer: &str, token: bool, more: &Value) -> Value {
        let source = match peer.chars().next() {
            Some('C') => json!({ "type": "group", "groupId": peer, "userId": MEMBER }),
            Some('R') => json!({ "type": "room", "roomId": peer, "userId": MEMBER }),
            _ => json!({ "type": "user", "userId": peer }),
        };
        let mut event = json!({
            "type": kind,
            "mode": "active",
            "timestamp": self.now(),
            "source": source,
            "webhookEventId": format!("01K5{:022}", self.count()),
            "deliveryContext": { "isRedelivery": false },
        });
        if token {
            event["replyToken"] = self.reply_token(peer).into();
        }
        if let (Some(event), Some(more)) = (event.as_object_mut(), more.as_object()) {
            event.extend(more.clone());
        }
        event
    }
}

/// Who writes in groups.
const MEMBER: &str = "U4af4980629c4af4980629c4af498062b";

impl World {
    async fn deliver(&self, event: Value) -> Act {
        let (callback, secret, destination) = {
            let state = self.state.lock();
            (
                state.callback.clone(),
                state.secret.clone(),
                state.destination.clone(),
            )
        };
        let body = json!({ "destination": destination, "events": [event] }).to_string();
        let signature = signature(&secret, &body);
        let mut status = None;
        if !callback.is_empty() {
            let request = self
                .client
                .post(&callback)
                .header("content-type", "application/json; charset=utf-8");
            let request = request.header("x-line-signature", &signature).body(body.clone());
            status = request.send().await.ok().map(|answer| answer.status());
        }
        Act {
            event,
            body,
            signature,
            status,
        }
    }
}

impl FakeLine {
    /// Brings an event of this kind, with these keys, from the thread `peer`.
    pub async fn happens(&self, kind: &str, peer: &str, more: Value) -> Act {
        let silent = matches!(kind, "unsend" | "unfollow" | "leave" | "memberLeft");
        let event = {
            let mut state = self.world.state.lock();
            state
                .peers
                .insert(peer.to_owned(), !matches!(kind, "unfollow" | "leave"));
            state.event(kind, peer, !silent, &more)
        };
        self.world.deliver(event).await
    }

    /// Brings the same event once more, as LINE does when it was not answered.
    pub async fn again(&self, act: &Act) -> Act {
        let mut event = act.event.clone();
        event["deliveryContext"]["isRedelivery"] = true.into();
        self.world.deliver(event).await
    }

    /// A customer (`U…`), or a member of a group (`C…`), writes.
    pub async fn customer_says(&self, peer: &str, text: &str) -> Act {
        self.customer_sends(peer, json!({ "type": "text", "text": text }))
            .await
    }

    /// A customer sends a message that holds these keys.
    pub async fn customer_sends(&self, peer: &str, content: Value) -> Act {
        let mut message = content;
        {
            let mut state = self.world.state.lock();
            if message["id"].is_null() {
                message["id"] = state.message_id().into();
            }
            let id = message["id"].as_str().unwrap_or_default().to_owned();
            if matches!(
                message["type"].as_str(),
                Some("text" | "sticker" | "image" | "video")
            ) {
                message["quoteToken"] = format!("quote-{id}").into();
                state.quotes.insert(format!("quote-{id}"));
            }
            message["markAsReadToken"] = format!("read-{id}").into();
            state.reads.insert(format!("read-{id}"));
        }
        self.happens("message", peer, json!({ "message": message })).await
    }

    /// A customer sends a file: `kind` is `image`, `video`, `audio` or `file`.
    pub async fn customer_sends_file(&self, peer: &str, kind: &str, name: &str, file: (&str, &[u8])) -> Act {
        let (media_type, bytes) = file;
        let id = {
            let mut state = self.world.state.lock();
            let id = state.message_id();
            let waits = if matches!(kind, "video" | "audio") {
                state.questions
            } else {
                0
            };
            let file = File {
                bytes: bytes.to_vec(),
                media_type: media_type.to_owned(),
                waits,
            };
            state.files.insert(id.clone(), file);
            id
        };
        let mut message = json!({ "id": id, "type": kind });
        match kind {
            "file" => {
                message["fileName"] = name.into();
                message["fileSize"] = bytes.len().into();
            }
            _ => message["contentProvider"] = json!({ "type": "line" }),
        }
        if matches!(kind, "video" | "audio") {
            message["duration"] = 4_000.into();
        }
        self.customer_sends(peer, message).await
    }

    /// A customer takes a message back.
    pub async fn customer_unsends(&self, peer: &str, message: &str) -> Act {
        self.happens("unsend", peer, json!({ "unsend": { "messageId": message } }))
            .await
    }

    /// A customer presses a button that brings back `data`.
    pub async fn customer_presses(&self, peer: &str, data: &str) -> Act {
        self.happens("postback", peer, json!({ "postback": { "data": data } }))
            .await
    }

    /// A customer begins to follow, or does again after they had blocked the account.
    pub async fn customer_follows(&self, peer: &str, again: bool) -> Act {
        self.happens("follow", peer, json!({ "follow": { "isUnblocked": again } }))
            .await
    }

    /// A customer blocks the account.
    pub async fn customer_blocks(&self, peer: &str) -> Act {
        self.happens("unfollow", peer, json!({})).await
    }

    /// The console's "Verify": no events at all.
    pub async fn checks_the_webhook(&self) -> Option<StatusCode> {
        let (callback, secret) = {
            let state = self.world.state.lock();
            (state.callback.clone(), state.secret.clone())
        };
        let body = json!({ "destination": BOT, "events": [] }).to_string();
        let request = self
            .world
            .client
            .post(callback)
            .header("x-line-signature", signature(&secret, &body));
        request.body(body).send().await.ok().map(|answer| answer.status())
    }
}

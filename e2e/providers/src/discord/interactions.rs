//! Buttons, to the application's address or over the gateway; and the test an address has to pass first.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};

use super::{Api, BOT, CHANNEL};

/// The application's secret key: RFC 8032 §7.1, TEST 1. Discord keeps another for each application.
const SEED: [u8; 32] = [
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44,
    0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
];

/// Discord waits so long for an answer.
const PATIENCE: Duration = Duration::from_secs(3);

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

pub fn public_key() -> String {
    hex(SigningKey::from_bytes(&SEED).verifying_key().as_bytes())
}

/// The signature of a text at a time.
pub fn sign(timestamp: &str, body: &str) -> String {
    let text = format!("{timestamp}{body}");
    hex(&SigningKey::from_bytes(&SEED).sign(text.as_bytes()).to_bytes())
}

/// What an address answered; a status of 0 when nothing came in time.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The body as JSON; null when it is none.
    pub body: Value,
}

impl Api {
    /// Posts to an address, signed; `forged` puts another signature in its place.
    async fn post(&self, url: &str, body: &Value, forged: Option<&str>) -> Answered {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let (timestamp, text) = (since.as_secs().to_string(), body.to_string());
        let signature = forged.map_or_else(|| sign(&timestamp, &text), str::to_owned);
        let request = self
            .client
            .post(url)
            .header("x-signature-ed25519", signature)
            .header("x-signature-timestamp", timestamp)
            .header("content-type", "application/json")
            .header("user-agent", "Discord-Interactions/1.0 (+https://discord.com)")
            .timeout(PATIENCE)
            .body(text);
        match request.send().await {
            Ok(response) => Answered {
                status: response.status().as_u16(),
                body: response.json().await.unwrap_or_default(),
            },
            Err(_) => Answered {
                status: 0,
                body: Value::Null,
            },
        }
    }

    /// Takes an address for interactions, if it answers a ping and refuses a forged one. An empty one: over the gateway.
    pub async fn take_endpoint(&self, url: &str) -> Result<(), String> {
        if url.is_empty() {
            self.world.lock().endpoint = None;
            return Ok(());
        }
        let ping =
            |id: String| json!({ "id": id, "application_id": BOT, "type": 1, "token": "t", "version": 1 });
        let id = self.world.lock().id();
        let good = self.post(url, &ping(id.clone()), None).await;
        if good.status != 200 || good.body["type"] != 1 {
            return Err(format!("a ping was answered {} {}", good.status, good.body));
        }
        let bad = self.post(url, &ping(id), Some(&"0".repeat(128))).await;
        if bad.status != 401 {
            return Err(format!("a forged ping was answered {}", bad.status));
        }
        self.world.lock().endpoint = Some(url.to_owned());
        Ok(())
    }

    /// Somebody presses a button: the address's answer, or none when it went over the gateway.
    pub async fn press(&self, person: &str, message: &str, button: &str) -> Option<Answered> {
        let (interaction, endpoint) = {
            let mut world = self.world.lock();
            let id = world.id();
            let places = world.channels.iter();
            let channel = places
                .filter(|(_, channel)| channel.messages.iter().any(|one| one.id == message))
                .map(|(id, _)| id.clone())
                .next()?;
            let held = world.message(&channel, message)?;
            let mut interaction = json!({
                "id": id, "application_id": BOT, "type": 3, "token": format!("token-of-{id}"), "version": 1,
                "channel_id": channel, "channel": world.shown_channel(&channel), "locale": "zh-CN",
                "data": { "component_type": 2, "custom_id": button, "id": 1 },
                "message": world.shown(&channel, held), "entitlements": [], "attachment_size_limit": 10_485_760,
                "authorizing_integration_owners": {},
            });
            let user = world.user(person);
            if channel == CHANNEL {
                interaction["context"] = 0.into();
                interaction["guild_id"] = super::GUILD.into();
                interaction["member"] = json!({ "user": user, "nick": null, "roles": [], "permissions": "0",
                    "joined_at": super::messages::now_text(), "deaf": false, "mute": false, "flags": 0 });
            } else {
                interaction["context"] = 1.into();
                interaction["user"] = user;
            }
            (interaction, world.endpoint.clone())
        };
        if let Some(url) = endpoint {
            return Some(self.post(&url, &interaction, None).await);
        }
        for session in &mut self.world.lock().sessions {
            session.dispatch("INTERACTION_CREATE", &interaction);
        }
        None
    }
}

//! Updates on their way to the bot: pushed to its webhook, or fetched.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    Api,
    errors::Refused,
    parameters::Call,
    state::{State, Webhook},
};

/// A push that is not answered with 2xx is tried so often.
const TRIES: u32 = 5;
/// What comes to nobody who did not ask for it by name.
const ON_DEMAND: &[&str] = &["message_reaction", "message_reaction_count", "chat_member"];

impl State {
    /// Whether the bot wants an update.
    fn wants(&self, update: &Value) -> bool {
        let kind = update
            .as_object()
            .and_then(|map| map.keys().find(|key| *key != "update_id"));
        let Some(kind) = kind else { return false };
        match &self.allowed {
            Some(allowed) if !allowed.is_empty() => allowed.contains(kind),
            _ => !ON_DEMAND.contains(&kind.as_str()),
        }
    }

    /// Keeps `allowed_updates` where a call names it.
    pub(crate) fn allow(&mut self, call: &Call) -> Result<(), Refused> {
        if let Some(value) = call.get("allowed_updates") {
            let list = serde_json::from_value(value.clone());
            self.allowed = Some(list.map_err(|_| Refused::bad("can't parse allowed updates"))?);
        }
        Ok(())
    }

    pub(crate) fn set_webhook(&mut self, call: &Call) -> Result<Value, Refused> {
        let url = call.text("url");
        if url.is_empty() {
            return Ok(self.delete_webhook(call));
        }
        let secret = call.text("secret_token");
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if secret.len() > 256 || !secret.chars().all(plain) {
            return Err(Refused::bad("secret token contains unallowed characters"));
        }
        if !url.starts_with("https://") && !url.starts_with("http://127.0.0.1:") {
            return Err(Refused::bad(
                "bad webhook: An HTTPS URL must be provided for webhook",
            ));
        }
        let max_connections = call.number("max_connections").unwrap_or(40);
        if !(1..=100).contains(&max_connections) {
            return Err(Refused::bad("max_connections is invalid"));
        }
        self.allow(call)?;
        self.webhook = Some(Webhook {
            url: url.to_owned(),
            secret: secret.to_owned(),
            max_connections,
        });
        Ok(true.into())
    }

    pub(crate) fn delete_webhook(&mut self, call: &Call) -> Value {
        self.webhook = None;
        if call.get("drop_pending_updates") == Some(&Value::Bool(true)) {
            self.updates.clear();
        }
        true.into()
    }

    pub(crate) fn webhook_info(&self) -> Value {
        let mut info = json!({
            "url": "",
            "has_custom_certificate": false,
            "pending_update_count": self.updates.len(),
        });
        if let Some(webhook) = &self.webhook {
            info["url"] = webhook.url.as_str().into();
            info["max_connections"] = webhook.max_connections.into();
        }
        if let Some(allowed) = &self.allowed {
            info["allowed_updates"] = allowed.clone().into();
        }
        info
    }

    /// What waits from `offset` on; what is below is forgotten.
    fn waiting(&mut self, offset: Option<i64>, limit: usize) -> Vec<Value> {
        if let Some(offset) = offset {
            self.updates
                .retain(|update| update["update_id"].as_i64() >= Some(offset));
        }
        self.updates.iter().take(limit).cloned().collect()
    }
}

impl Api {
    /// Brings an update to the bot: the status of the last push, or none where it waits to be fetched or is not wanted.
    pub(crate) async fn deliver(&self, update: Value) -> Option<StatusCode> {
        let webhook = {
            let mut state = self.state.lock();
            if !state.wants(&update) {
                return None;
            }
            let Some(webhook) = state.webhook.clone() else {
                state.updates.push_back(update);
                self.news.notify_waiters();
                return None;
            };
            webhook
        };
        let mut status = None;
        for _ in 0..TRIES {
            status = self.push(&webhook, &update).await;
            if status.is_some_and(|status| status.is_success()) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        status
    }

    async fn push(&self, webhook: &Webhook, update: &Value) -> Option<StatusCode> {
        let mut request = self.client.post(&webhook.url).json(update);
        if !webhook.secret.is_empty() {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", &webhook.secret);
        }
        let response = request.timeout(Duration::from_secs(60)).send().await.ok()?;
        let status = response.status();
        let text = response.text().await.unwrap_or_default();
        if let Ok(Value::Object(mut parameters)) = serde_json::from_str(&text)
            && let Some(Value::String(method)) = parameters.remove("method")
        {
            let call = Call {
                method,
                parameters,
                files: std::collections::BTreeMap::new(),
            };
            // How it ends nobody learns.
            let _ = Box::pin(self.carry_out(call)).await;
        }
        Some(status)
    }

    pub(crate) async fn get_updates(&self, call: &Call) -> Result<Value, Refused> {
        let offset = call.number("offset");
        let limit = usize::try_from(call.number("limit").unwrap_or(100).clamp(1, 100)).unwrap_or(100);
        let wait =
            Duration::from_secs(u64::try_from(call.number("timeout").unwrap_or(0).clamp(0, 50)).unwrap_or(0));
        let until = tokio::time::Instant::now() + wait;
        let mine = {
            let mut state = self.state.lock();
            if state.webhook.is_some() {
                let words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to \
                             delete the webhook first";
                return Err(Refused::new(409, words));
            }
            state.allow(call)?;
            state.poll += 1;
            state.poll
        };
        self.news.notify_waiters();
        loop {
            let news = self.news.notified();
            {
                let mut state = self.state.lock();
                if state.poll != mine {
                    let words = "Conflict: terminated by other getUpdates request; make sure that only one bot \
                                 instance is running";
                    return Err(Refused::new(409, words));
                }
                let waiting = state.waiting(offset, limit);
                if !waiting.is_empty() || tokio::time::Instant::now() >= until {
                    state.calls.push(call.clone());
                    return Ok(waiting.into());
                }
            }
            let _ = tokio::time::timeout_at(until, news).await;
        }
    }
}

//! Zalo: a plain SHA-256 with the secret at its end, which two public adapters take for an HMAC (developers.zalo.me,
//! "Webhook").

use serde_json::Value;

use super::{believe, digest, hex, needed};
use crate::{Incoming, Refusal, Verified};

/// The header `X-ZEvent-Signature`, over app id, raw body and time. The secret is the Official Account's, not the app's.
pub fn signature(app_id: &str, body: &[u8], timestamp: &str, oa_secret_key: &str) -> String {
    let parts = [
        app_id.as_bytes(),
        body,
        timestamp.as_bytes(),
        oa_secret_key.as_bytes(),
    ];
    format!("mac={}", hex(&digest::sha256(&parts)))
}

/// Checks a push. `timestamp` stands in its body (milliseconds, text or number), or else in a header; Zalo repeats for
/// twelve hours, so that its age says nothing.
pub fn verify(incoming: Incoming, app_id: &str, oa_secret_key: &str) -> Result<Verified, Refusal> {
    needed(oa_secret_key)?;
    let body: Value = serde_json::from_slice(incoming.body()).map_err(|_| Refusal::Unreadable)?;
    let timestamp = match &body["timestamp"] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => incoming
            .header("x-zevent-timestamp")
            .ok_or(Refusal::Unsigned)?
            .to_owned(),
    };
    let ours = signature(app_id, incoming.body(), &timestamp, oa_secret_key);
    believe(incoming, "x-zevent-signature", &ours)
}

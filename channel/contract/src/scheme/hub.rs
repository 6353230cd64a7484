//! Meta's webhooks (WhatsApp, Messenger, Instagram) and what goes with an app's secret (developers.facebook.com,
//! "Webhooks: Validating payloads", "Secure Graph API calls", "Data deletion request callback").

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::{digest, fits, hex, needed, said, same};
use crate::{Incoming, Refusal, Verified};

/// The header `X-Hub-Signature-256`: over the raw body. Meta writes `\u00e9` and `\/` where others write the character:
/// JSON that was read and written again does not fit.
pub fn signature(app_secret: &str, body: &[u8]) -> String {
    format!(
        "sha256={}",
        hex(&digest::hmac_sha256(app_secret.as_bytes(), &[body]))
    )
}

/// Checks a push under any of the secrets: Instagram has one of its own beside its app's.
pub fn verify(incoming: Incoming, app_secrets: &[&str]) -> Result<Verified, Refusal> {
    let mut secrets = app_secrets.iter().filter(|secret| !secret.is_empty()).peekable();
    if secrets.peek().is_none() {
        return Err(Refusal::NotSetUp);
    }
    let given = said(&incoming, "x-hub-signature-256")?.as_bytes();
    if secrets.any(|secret| same(given, signature(secret, incoming.body()).as_bytes())) {
        Ok(Verified::new(incoming, None))
    } else {
        Err(Refusal::WrongSignature)
    }
}

/// Checks the request that tries the address: the answer is its `hub.challenge`.
pub fn subscribe(incoming: Incoming, verify_token: &str) -> Result<Verified, Refusal> {
    needed(verify_token)?;
    if incoming.query("hub.mode").as_deref() != Some("subscribe") {
        return Err(Refusal::Unreadable);
    }
    let given = incoming.query("hub.verify_token").ok_or(Refusal::Unsigned)?;
    fits(&given, verify_token)?;
    Ok(Verified::new(incoming, None))
}

/// The parameter `appsecret_proof` beside an access token.
pub fn proof(app_secret: &str, access_token: &str) -> String {
    hex(&digest::hmac_sha256(
        app_secret.as_bytes(),
        &[access_token.as_bytes()],
    ))
}

/// A `signed_request`, with which Meta says that somebody left or wants to be forgotten.
pub fn sign_request(app_secret: &str, payload: &str) -> String {
    let payload = URL_SAFE_NO_PAD.encode(payload);
    let mac = digest::hmac_sha256(app_secret.as_bytes(), &[payload.as_bytes()]);
    format!("{}.{payload}", URL_SAFE_NO_PAD.encode(mac))
}

/// What a `signed_request` says, if it fits.
pub fn open_request(app_secret: &str, signed_request: &str) -> Result<Value, Refusal> {
    needed(app_secret)?;
    let (given, payload) = signed_request.split_once('.').ok_or(Refusal::Unsigned)?;
    let given = URL_SAFE_NO_PAD
        .decode(given)
        .map_err(|_| Refusal::WrongSignature)?;
    let mac = digest::hmac_sha256(app_secret.as_bytes(), &[payload.as_bytes()]);
    if !same(&given, &mac) {
        return Err(Refusal::WrongSignature);
    }
    let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| Refusal::Unreadable)?;
    let said: Value = serde_json::from_slice(&payload).map_err(|_| Refusal::Unreadable)?;
    if said["algorithm"] == "HMAC-SHA256" {
        Ok(said)
    } else {
        Err(Refusal::Unreadable)
    }
}

//! Feishu 飞书: events, cards, custom bots (open.feishu.cn, "配置 Encrypt Key", "自定义机器人使用指南").

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::Value;

use super::{aes_cbc, digest, fits, hex, needed, said};
use crate::{Incoming, Refusal, Verified};

/// What an app has of the two; the console lets either be empty.
pub struct Keys<'a> {
    /// Encrypts events, and signs them.
    pub encrypt_key: &'a str,
    /// Stands inside each event.
    pub verification_token: &'a str,
}

/// The header `X-Lark-Signature` of an event: hex SHA-256 of time, nonce, the encrypt key and the raw body.
pub fn signature(encrypt_key: &str, timestamp: &str, nonce: &str, body: &[u8]) -> String {
    let parts = [
        timestamp.as_bytes(),
        nonce.as_bytes(),
        encrypt_key.as_bytes(),
        body,
    ];
    hex(&digest::sha256(&parts))
}

/// The same header of a card's callback in its old form: SHA-1, and the verification token in the key's place.
pub fn card_signature(verification_token: &str, timestamp: &str, nonce: &str, body: &[u8]) -> String {
    let parts = [
        timestamp.as_bytes(),
        nonce.as_bytes(),
        verification_token.as_bytes(),
        body,
    ];
    hex(&digest::sha1(&parts))
}

/// What the field `encrypt` holds: AES-256-CBC, the key is the SHA-256 of the encrypt key, the vector goes first.
pub fn decrypt(encrypt_key: &str, encrypt: &str) -> Option<Vec<u8>> {
    let data = STANDARD.decode(encrypt).ok()?;
    let (iv, data) = data.split_at_checked(16)?;
    aes_cbc::open(&digest::sha256(&[encrypt_key.as_bytes()]), iv, data)
}

/// `plain` as the field `encrypt` holds it.
pub fn encrypt(encrypt_key: &str, iv: [u8; 16], plain: &[u8]) -> String {
    let key = digest::sha256(&[encrypt_key.as_bytes()]);
    let sealed = aes_cbc::seal(&key, &iv, plain).expect("key and vector have their lengths");
    STANDARD.encode([&iv[..], &sealed].concat())
}

/// Checks an event, and opens it where it is encrypted.
///
/// With an encrypt key every event is signed, but for the `url_verification` that tries the address: that one is known
/// by its token. Without one, the token is all there is.
pub fn verify(incoming: Incoming, keys: &Keys<'_>) -> Result<Verified, Refusal> {
    needed(keys.encrypt_key).or(needed(keys.verification_token))?;
    let body: Value = serde_json::from_slice(incoming.body()).map_err(|_| Refusal::Unreadable)?;
    let signed = incoming.header("x-lark-signature").is_some();
    if signed && !keys.encrypt_key.is_empty() {
        let part = |name| said(&incoming, name);
        let (timestamp, nonce) = (part("x-lark-request-timestamp")?, part("x-lark-request-nonce")?);
        let ours = signature(keys.encrypt_key, timestamp, nonce, incoming.body());
        fits(part("x-lark-signature")?, &ours)?;
    }
    let plain = match body["encrypt"].as_str() {
        Some(encrypted) => Some(decrypt(needed(keys.encrypt_key)?, encrypted).ok_or(Refusal::Unreadable)?),
        None => None,
    };
    if keys.encrypt_key.is_empty() || !signed {
        known_by_token(plain.as_deref().unwrap_or(incoming.body()), keys)?;
    }
    Ok(Verified::new(incoming, plain.map(Bytes::from)))
}

fn known_by_token(plain: &[u8], keys: &Keys<'_>) -> Result<(), Refusal> {
    let event: Value = serde_json::from_slice(plain).map_err(|_| Refusal::Unreadable)?;
    if !keys.encrypt_key.is_empty() && event["type"] != "url_verification" {
        return Err(Refusal::Unsigned);
    }
    // Events of the second form have it in their header.
    let token = event["token"]
        .as_str()
        .or_else(|| event["header"]["token"].as_str());
    fits(token.ok_or(Refusal::Unsigned)?, needed(keys.verification_token)?)
}

/// Checks a card's callback in its old form.
pub fn verify_card(incoming: Incoming, verification_token: &str) -> Result<Verified, Refusal> {
    needed(verification_token)?;
    let part = |name| said(&incoming, name);
    let (timestamp, nonce) = (part("x-lark-request-timestamp")?, part("x-lark-request-nonce")?);
    let ours = card_signature(verification_token, timestamp, nonce, incoming.body());
    fits(part("x-lark-signature")?, &ours)?;
    Ok(Verified::new(incoming, None))
}

/// The field `sign` of a custom bot's message: the key holds time and secret, and the message is empty.
pub fn custom_bot_sign(timestamp: &str, secret: &str) -> String {
    let key = format!("{timestamp}\n{secret}");
    STANDARD.encode(digest::hmac_sha256(key.as_bytes(), &[]))
}

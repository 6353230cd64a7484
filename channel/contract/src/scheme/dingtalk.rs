//! DingTalk 钉钉: robots, and event callbacks (open.dingtalk.com, "机器人接收消息", "回调事件消息体加解密").

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use yingke_words::{Span, Time};

use super::{
    digest, fits, near, needed, said, sorted_sha1,
    wxcrypt::{Crypt, Signed},
};
use crate::{Incoming, Refusal, Verified};

/// The header `sign` of what a robot hears, and the parameter `sign` of what a group's robot says: the app's secret is
/// the key and part of the text, too.
pub fn robot_sign(timestamp: &str, secret: &str) -> String {
    let parts = [timestamp.as_bytes(), b"\n", secret.as_bytes()];
    STANDARD.encode(digest::hmac_sha256(secret.as_bytes(), &parts))
}

/// Checks what a robot hears: `timestamp` is in milliseconds and good for an hour. The body is not signed: whoever
/// reads one request could send another in its place within the hour, which is why robots are better heard by their
/// stream.
pub fn robot(incoming: Incoming, app_secret: &str, now: Time) -> Result<Verified, Refusal> {
    needed(app_secret)?;
    let timestamp = said(&incoming, "timestamp")?;
    fits(said(&incoming, "sign")?, &robot_sign(timestamp, app_secret))?;
    let signed = timestamp
        .parse()
        .map(Time::from_millis)
        .map_err(|_| Refusal::Stale)?;
    if near(signed, now, Span::hours(1)) {
        Ok(Verified::new(incoming, None))
    } else {
        Err(Refusal::Stale)
    }
}

/// Checks and opens an event callback: [`super::wxcrypt`] in JSON, under two spellings of the query.
pub fn callback(incoming: Incoming, crypt: &Crypt, token: &str) -> Result<Verified, Refusal> {
    let either = |one, other| {
        let given = incoming.query(one).or_else(|| incoming.query(other));
        given.ok_or(Refusal::Unsigned)
    };
    let signature = either("msg_signature", "signature")?;
    let (timestamp, nonce) = (either("timestamp", "timeStamp")?, either("nonce", "nonce")?);
    let body: Value = serde_json::from_slice(incoming.body()).map_err(|_| Refusal::Unreadable)?;
    let encrypted = body["encrypt"].as_str().ok_or(Refusal::Unreadable)?;
    let signed = Signed {
        signature: &signature,
        timestamp: &timestamp,
        nonce: &nonce,
        encrypted,
    };
    crypt.verify_signed(incoming, token, &signed)
}

/// The answer to a callback: `success`, encrypted and signed. `now` in milliseconds; `nonce` and `random` are chance's.
pub fn success(crypt: &Crypt, token: &str, now: Time, nonce: &str, random: [u8; 16]) -> Value {
    let timestamp = now.millis().to_string();
    let encrypt = crypt.encrypt(b"success", &random);
    let signature = sorted_sha1::signature(&[token, &timestamp, nonce, &encrypt]);
    json!({ "msg_signature": signature, "timeStamp": timestamp, "nonce": nonce, "encrypt": encrypt })
}

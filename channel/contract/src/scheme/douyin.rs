//! Douyin 抖音: signed pushes of the open platform, encrypted pushes of mini programs, encrypted phone numbers
//! (open.douyin.com, "Webhooks 概述", "消息推送", "手机号解密").

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;

use super::{
    aes_cbc, believe, digest, hex, needed,
    wxcrypt::{Crypt, Signed},
};
use crate::{Incoming, Refusal, Verified};

/// The header `X-Douyin-Signature`: hex SHA-1 of the client's secret and the raw body. A plain hash, no MAC.
pub fn signature(client_secret: &str, body: &[u8]) -> String {
    hex(&digest::sha1(&[client_secret.as_bytes(), body]))
}

/// Checks a push of the open platform. Nothing in it says when it was signed: repetitions end at `Msg-Id`.
pub fn verify(incoming: Incoming, client_secret: &str) -> Result<Verified, Refusal> {
    needed(client_secret)?;
    let ours = signature(client_secret, incoming.body());
    believe(incoming, "x-douyin-signature", &ours)
}

/// How many random bytes an encrypted push of a mini program begins with: twice WeChat's.
pub const BEGINNING: usize = 32;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Push {
    nonce: String,
    time_stamp: String,
    encrypt: String,
    msg_signature: String,
}

/// Checks and opens an encrypted push of a mini program, which carries everything in its body.
pub fn push(incoming: Incoming, crypt: &Crypt, token: &str) -> Result<Verified, Refusal> {
    let push: Push = serde_json::from_slice(incoming.body()).map_err(|_| Refusal::Unreadable)?;
    let signed = Signed {
        signature: &push.msg_signature,
        timestamp: &push.time_stamp,
        nonce: &push.nonce,
        encrypted: &push.encrypt,
    };
    crypt.verify_signed(incoming, token, &signed)
}

/// A phone number as the open platform gives it: AES-256-CBC, the client's secret is the key, and its beginning the
/// vector.
pub fn mobile(client_secret: &str, encrypted: &str) -> Option<String> {
    let key = client_secret.as_bytes();
    let plain = aes_cbc::open(key, key.get(..16)?, &STANDARD.decode(encrypted).ok()?)?;
    String::from_utf8(plain).ok()
}

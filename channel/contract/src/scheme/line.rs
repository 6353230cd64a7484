//! LINE: HMAC-SHA256 over the raw body (developers.line.biz, "Verify webhook signature").

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{believe, digest, needed};
use crate::{Incoming, Refusal, Verified};

/// The header `x-line-signature`.
pub fn signature(channel_secret: &str, body: &[u8]) -> String {
    STANDARD.encode(digest::hmac_sha256(channel_secret.as_bytes(), &[body]))
}

/// Checks a push. Nothing in it says when it was signed: repetitions end at `webhookEventId`.
pub fn verify(incoming: Incoming, channel_secret: &str) -> Result<Verified, Refusal> {
    let ours = signature(needed(channel_secret)?, incoming.body());
    believe(incoming, "x-line-signature", &ours)
}

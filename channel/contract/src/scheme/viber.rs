//! Viber: HMAC-SHA256 over the raw body (developers.viber.com, "Callback signature").

use super::{believe, digest, hex, needed};
use crate::{Incoming, Refusal, Verified};

/// The header `X-Viber-Content-Signature`.
pub fn signature(auth_token: &str, body: &[u8]) -> String {
    hex(&digest::hmac_sha256(auth_token.as_bytes(), &[body]))
}

/// Checks a push. Nothing in it says when it was signed: repetitions end at `message_token`.
pub fn verify(incoming: Incoming, auth_token: &str) -> Result<Verified, Refusal> {
    let ours = signature(needed(auth_token)?, incoming.body());
    believe(incoming, "x-viber-content-signature", &ours)
}

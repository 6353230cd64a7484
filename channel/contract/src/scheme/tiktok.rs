//! TikTok: HMAC-SHA256 over time and raw body (developers.tiktok.com, "Verify the webhook signature").

use yingke_words::Time;

use super::{digest, fits, fresh, hex, needed, said};
use crate::{Incoming, Refusal, Verified};

/// The header `Tiktok-Signature`.
pub fn signature(client_secret: &str, timestamp: &str, body: &[u8]) -> String {
    let parts = [timestamp.as_bytes(), b".", body];
    let mac = hex(&digest::hmac_sha256(client_secret.as_bytes(), &parts));
    format!("t={timestamp},s={mac}")
}

/// Checks a push of the last five minutes.
pub fn verify(incoming: Incoming, client_secret: &str, now: Time) -> Result<Verified, Refusal> {
    needed(client_secret)?;
    let given = said(&incoming, "tiktok-signature")?;
    let timestamp = given
        .strip_prefix("t=")
        .and_then(|rest| rest.split_once(','))
        .ok_or(Refusal::WrongSignature)?
        .0;
    fits(given, &signature(client_secret, timestamp, incoming.body()))?;
    if fresh(timestamp, now) {
        Ok(Verified::new(incoming, None))
    } else {
        Err(Refusal::Stale)
    }
}

//! Slack: HMAC-SHA256 over version, time and raw body (docs.slack.dev, "Verifying requests from Slack").

use yingke_words::Time;

use super::{digest, fits, fresh, hex, needed, said};
use crate::{Incoming, Refusal, Verified};

/// The header `X-Slack-Signature`.
pub fn signature(signing_secret: &str, timestamp: &str, body: &[u8]) -> String {
    let parts = [b"v0:", timestamp.as_bytes(), b":", body];
    format!(
        "v0={}",
        hex(&digest::hmac_sha256(signing_secret.as_bytes(), &parts))
    )
}

/// Checks a request of the last five minutes.
pub fn verify(incoming: Incoming, signing_secret: &str, now: Time) -> Result<Verified, Refusal> {
    needed(signing_secret)?;
    let timestamp = said(&incoming, "x-slack-request-timestamp")?;
    let given = said(&incoming, "x-slack-signature")?;
    fits(given, &signature(signing_secret, timestamp, incoming.body()))?;
    if fresh(timestamp, now) {
        Ok(Verified::new(incoming, None))
    } else {
        Err(Refusal::Stale)
    }
}

//! Standard Webhooks (<https://www.standardwebhooks.com>): HMAC-SHA256 over `id.timestamp.body`.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{digest, fresh, same};
use crate::{Incoming, Refusal, Verified};

/// The key of a secret, `whsec_` and base64. None when it is no base64.
pub fn key(secret: &str) -> Option<Vec<u8>> {
    STANDARD
        .decode(secret.strip_prefix("whsec_").unwrap_or(secret))
        .ok()
}

/// What stands in `webhook-signature`: `v1,` and the MAC in base64.
pub fn signature(key: &[u8], id: &str, timestamp: &str, body: &[u8]) -> String {
    let parts = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body];
    format!("v1,{}", STANDARD.encode(digest::hmac_sha256(key, &parts)))
}

/// Headers `webhook-id`, `webhook-timestamp`, `webhook-signature`; several secrets while one is being replaced, several
/// signatures with spaces between.
pub fn verify(incoming: Incoming, secrets: &[&str], now: yingke_words::Time) -> Result<Verified, Refusal> {
    let keys: Vec<Vec<u8>> = secrets
        .iter()
        .filter(|one| !one.is_empty())
        .filter_map(|one| key(one))
        .collect();
    if keys.is_empty() {
        return Err(Refusal::NotSetUp);
    }
    let header = |name| incoming.header(name).ok_or(Refusal::Unsigned);
    let (id, timestamp, given) = (
        header("webhook-id")?,
        header("webhook-timestamp")?,
        header("webhook-signature")?,
    );
    let fits = keys.iter().any(|key| {
        let ours = signature(key, id, timestamp, incoming.body());
        given.split(' ').any(|one| same(one.as_bytes(), ours.as_bytes()))
    });
    if !fits {
        return Err(Refusal::WrongSignature);
    }
    if !fresh(timestamp, now) {
        return Err(Refusal::Stale);
    }
    Ok(Verified::new(incoming, None))
}

//! Teams' outgoing webhooks: HMAC-SHA256 over the raw body (learn.microsoft.com, "Create Outgoing Webhooks").

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{believe, digest};
use crate::{Incoming, Refusal, Verified};

/// The header `Authorization`; the security token is base64 of the key. None when it is not.
pub fn authorization(security_token: &str, body: &[u8]) -> Option<String> {
    let key = STANDARD.decode(security_token).ok()?;
    let mac = STANDARD.encode(digest::hmac_sha256(&key, &[body]));
    (!key.is_empty()).then(|| format!("HMAC {mac}"))
}

/// Checks a call. Nothing in it says when it was signed: repetitions end at the activity's id.
pub fn verify(incoming: Incoming, security_token: &str) -> Result<Verified, Refusal> {
    let ours = authorization(security_token, incoming.body()).ok_or(Refusal::NotSetUp)?;
    believe(incoming, "authorization", &ours)
}

//! What a site's own server says of its visitor: `identifier_hash` (chatwoot's form, which sites already send).

use super::{digest, fits, hex, needed};
use crate::Refusal;

/// The hex HMAC-SHA256 of the visitor's id under the inbox's token.
pub fn hash(hmac_token: &str, identifier: &str) -> String {
    hex(&digest::hmac_sha256(
        hmac_token.as_bytes(),
        &[identifier.as_bytes()],
    ))
}

/// Checks one. An inbox without a token believes nobody.
pub fn check(hmac_token: &str, identifier: &str, identifier_hash: &str) -> Result<(), Refusal> {
    fits(identifier_hash, &hash(needed(hmac_token)?, identifier))
}

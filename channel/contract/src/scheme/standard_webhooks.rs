//! Standard Webhooks (<https://www.standardwebhooks.com>): HMAC-SHA256 over `id.timestamp.body`.

use base64::{
    Engine as _,
    alphabet::STANDARD as ALPHABET,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};

use super::{digest, fresh, same};
use crate::{Incoming, Refusal, Verified};

/// Base64 with or without `=` at its end: secrets are handed round both ways, and the vendors' libraries take both.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The key of a secret, `whsec_` and base64. None when it is no base64, or of nothing: whoever knows that could sign.
pub fn key(secret: &str) -> Option<Vec<u8>> {
    let encoded = secret.strip_prefix("whsec_").unwrap_or(secret);
    FORGIVING.decode(encoded).ok().filter(|key| !key.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_of_nothing_is_none_and_padding_does_not_matter() {
        assert_eq!(key("whsec_"), None);
        assert_eq!(key("whsec_not base64"), None);
        assert_eq!(key("whsec_aGVsbG8="), Some(b"hello".to_vec()));
        assert_eq!(key("aGVsbG8"), Some(b"hello".to_vec()));
    }
}

//! X: the challenge that tries an address, and the signature of its pushes (docs.x.com, "Securing webhooks").

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{believe, digest, needed};
use crate::{Incoming, Refusal, Verified};

/// The header `x-twitter-webhooks-signature`, over the raw body.
pub fn signature(consumer_secret: &str, body: &[u8]) -> String {
    let mac = digest::hmac_sha256(consumer_secret.as_bytes(), &[body]);
    format!("sha256={}", STANDARD.encode(mac))
}

/// Checks a push. Nothing in it says when it was signed: repetitions end at the events' ids.
pub fn verify(incoming: Incoming, consumer_secret: &str) -> Result<Verified, Refusal> {
    let ours = signature(needed(consumer_secret)?, incoming.body());
    believe(incoming, "x-twitter-webhooks-signature", &ours)
}

/// The `response_token` for a `crc_token`.
///
/// It is the very signature of a push whose body is the token, and anybody may ask: a token that could be a body is not
/// answered.
pub fn response_token(consumer_secret: &str, crc_token: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(&byte);
    let asked = (1..=512).contains(&crc_token.len()) && crc_token.bytes().all(plain);
    (asked && !consumer_secret.is_empty()).then(|| signature(consumer_secret, crc_token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_a_push_signed_by_asking_for_a_challenge() {
        assert!(response_token("s", "9b4507b3-9040-4669-9ca3-6b94edb50553").is_some());
        for token in [
            "",
            r#"{"for_user_id":"1"}"#,
            "[]",
            "\"x\"",
            " 1",
            &"1".repeat(513),
        ] {
            assert_eq!(response_token("s", token), None, "{token}");
        }
        assert_eq!(response_token("", "abc"), None);
    }
}

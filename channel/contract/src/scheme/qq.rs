//! QQ bots: Ed25519 under a key pair that grows out of the bot's secret (bot.q.qq.com, "签名校验").

use ed25519_dalek::{Signature, Signer, SigningKey};

use super::{hex, needed, said, unhex};
use crate::{Incoming, Refusal, Verified};

/// The seed of the key pair: the secret, repeated to 32 bytes.
pub fn seed(secret: &str) -> Option<[u8; 32]> {
    let repeated: Vec<u8> = secret.bytes().cycle().take(32).collect();
    repeated.try_into().ok()
}

/// The hex signature of `parts`, one after the other.
pub fn sign(secret: &str, parts: &[&[u8]]) -> Option<String> {
    let key = SigningKey::from_bytes(&seed(secret)?);
    Some(hex(&key.sign(&parts.concat()).to_bytes()))
}

/// Checks a push: `X-Signature-Ed25519` over `X-Signature-Timestamp` and the raw body.
///
/// The official page prints its example's body on one line; what was signed has line ends.
pub fn verify(incoming: Incoming, secret: &str) -> Result<Verified, Refusal> {
    let key = SigningKey::from_bytes(&seed(needed(secret)?).ok_or(Refusal::NotSetUp)?);
    let timestamp = said(&incoming, "x-signature-timestamp")?;
    let given = unhex(said(&incoming, "x-signature-ed25519")?).ok_or(Refusal::WrongSignature)?;
    let given = Signature::from_slice(&given).map_err(|_| Refusal::WrongSignature)?;
    let message = [timestamp.as_bytes(), incoming.body()].concat();
    key.verifying_key()
        .verify_strict(&message, &given)
        .map_err(|_| Refusal::WrongSignature)?;
    Ok(Verified::new(incoming, None))
}

/// The `signature` of the answer to `op` 13, over `event_ts` and `plain_token`.
///
/// It is made with the very key that pushes are checked with, over a text that the asker names: whoever could choose it
/// freely would have any push signed. So the time has to be digits and the token letters and digits, which no body is;
/// and only a request that [`verify`] took is answered.
pub fn validation(secret: &str, event_ts: &str, plain_token: &str) -> Option<String> {
    let plain = !event_ts.is_empty()
        && event_ts.bytes().all(|byte| byte.is_ascii_digit())
        && !plain_token.is_empty()
        && plain_token.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain {
        sign(secret, &[event_ts.as_bytes(), plain_token.as_bytes()])
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_a_push_signed_by_asking_for_a_validation() {
        assert!(validation("secret", "1725442341", "Arq0D5A61EgUu4OxUvOp").is_some());
        for (time, token) in [
            ("1725442341", r#"{"op":0}"#),
            (r#"1725442341{"op":0,"d":"#, "0"),
            ("1725442341", ""),
            ("", "abc"),
        ] {
            assert_eq!(validation("secret", time, token), None, "{time} {token}");
        }
    }

    #[test]
    fn without_a_secret_there_is_no_key() {
        assert_eq!(seed(""), None);
        assert_eq!(
            seed("0123456789012345678901234567890123456789").unwrap()[31],
            b'1'
        );
    }
}

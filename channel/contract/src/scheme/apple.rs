//! Apple Messages for Business: a token of the provider's API secret both ways [unchecked: Apple's pages are behind a
//! login; the rule is from public implementations].

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, encode};
use serde_json::json;
use yingke_words::Time;

use super::jwt::{Rules, bearer, claims};
use crate::{Incoming, Refusal, Verified};

/// The API secret as a key; none when it is no base64.
fn key(api_secret: &str) -> Option<Vec<u8>> {
    STANDARD.decode(api_secret).ok().filter(|key| !key.is_empty())
}

/// Checks a message: its token is for `msp_id`, our provider's id.
pub fn verify(incoming: Incoming, msp_id: &str, api_secret: &str, now: Time) -> Result<Verified, Refusal> {
    let key = DecodingKey::from_secret(&key(api_secret).ok_or(Refusal::NotSetUp)?);
    let rules = Rules {
        algorithms: &[Algorithm::HS256],
        audience: msp_id,
        issuer: None,
    };
    claims(bearer(&incoming)?, &key, &rules, now)?;
    Ok(Verified::new(incoming, None))
}

/// The token of what we send.
pub fn token(msp_id: &str, api_secret: &str, now: Time) -> Option<String> {
    let said = json!({ "iss": msp_id, "iat": now.millis() / 1_000 });
    encode(
        &Header::default(),
        &said,
        &EncodingKey::from_secret(&key(api_secret)?),
    )
    .ok()
}

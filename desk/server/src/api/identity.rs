//! Who a site says its visitor is: believed only when signed with the inbox's secret (T13, T14).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_store::Inbox;
use yingke_words::{Secret, Time};

use super::problem::{Code, Problem};

/// What a site claims of its visitor.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Claim {
    /// The visitor's id at the site.
    pub external_id: String,
    /// Their name.
    pub name: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// HMAC-SHA256 of `externalId` with the inbox's secret, hexadecimal.
    #[schema(value_type = Option<String>)]
    pub hmac: Option<Secret<String>>,
    /// Or a JWT (HS256) with `sub` = `externalId` and `exp`, signed with the inbox's secret.
    #[schema(value_type = Option<String>)]
    pub jwt: Option<Secret<String>>,
}

#[derive(Deserialize)]
struct Proof {
    sub: String,
    exp: i64,
}

/// The external id of a claim that is proven; a claim that is not is refused, never half believed.
pub fn prove(claim: &Claim, inbox: &Inbox, now: Time) -> Result<String, Problem> {
    let fits =
        (1..=200).contains(&claim.external_id.len()) && !claim.external_id.chars().any(char::is_control);
    if !fits {
        return Err(Problem::field("identity.externalId", "1 to 200 characters"));
    }
    let secret = inbox.identity_secret.as_ref().ok_or(Code::IdentityRefused)?;
    let proven = match (&claim.jwt, &claim.hmac) {
        (Some(jwt), _) => {
            proven_by_jwt(jwt.expose(), secret, now).as_deref() == Some(claim.external_id.as_str())
        }
        (None, Some(hmac)) => proven_by_hmac(&claim.external_id, hmac.expose(), secret),
        (None, None) => false,
    };
    if proven {
        Ok(format!("id-{}", claim.external_id))
    } else {
        Err(Code::IdentityRefused.into())
    }
}

fn proven_by_jwt(jwt: &str, secret: &str, now: Time) -> Option<String> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.validate_exp = false;
    rules.validate_aud = false;
    let proof = decode::<Proof>(jwt, &DecodingKey::from_secret(secret.as_bytes()), &rules)
        .ok()?
        .claims;
    (proof.exp.saturating_mul(1_000) > now.millis()).then_some(proof.sub)
}

fn proven_by_hmac(external_id: &str, hmac: &str, secret: &str) -> bool {
    let signature: Option<Vec<u8>> = (hmac.len() == 64 && hmac.is_ascii())
        .then(|| {
            (0..32)
                .map(|at| u8::from_str_radix(&hmac[at * 2..at * 2 + 2], 16).ok())
                .collect()
        })
        .flatten();
    let Some(signature) = signature else { return false };
    // The library's own constant-time check, over the raw message.
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(signature);
    let key = DecodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::crypto::verify(&text, external_id.as_bytes(), &key, Algorithm::HS256).unwrap_or(false)
}

/// A fresh secret for an inbox, as its site's developer copies it.
pub fn fresh_secret(random: [u8; 32]) -> String {
    STANDARD.encode(random)
}

#[cfg(test)]
mod tests {
    use yingke_store::InboxSettings;

    use super::*;

    const NOW: Time = Time::from_millis(1_795_338_000_000);

    fn inbox(secret: Option<&str>) -> Inbox {
        Inbox {
            id: uuid::Uuid::from_u128(1).into(),
            channel: "web".into(),
            name: "官网".into(),
            key: "k".into(),
            settings: InboxSettings::default(),
            identity_secret: secret.map(str::to_owned),
            created_at: NOW,
            version: 1,
            teams: Vec::new(),
        }
    }

    fn claim(id: &str, hmac: Option<&str>) -> Claim {
        let hmac = hmac.map(|hmac| Secret::new(hmac.to_owned()));
        Claim {
            external_id: id.into(),
            name: None,
            email: None,
            hmac,
            jwt: None,
        }
    }

    // Made with: printf user-42 | openssl dgst -sha256 -hmac s3cret
    const SIGNED: &str = "1136c48073bd2ba64f2a18895ff27ecfa11e24ccd2d86972ace148983668a992";

    #[test]
    fn only_a_right_signature_is_believed() {
        let own = inbox(Some("s3cret"));
        assert_eq!(
            prove(&claim("user-42", Some(SIGNED)), &own, NOW).ok().as_deref(),
            Some("id-user-42")
        );
        for wrong in [
            None,
            Some(""),
            Some("00"),
            Some(&SIGNED[..62]),
            Some(&SIGNED.replace('a', "b")),
        ] {
            assert!(prove(&claim("user-42", wrong), &own, NOW).is_err(), "{wrong:?}");
        }
        assert!(
            prove(&claim("user-43", Some(SIGNED)), &own, NOW).is_err(),
            "another's signature"
        );
        assert!(
            prove(&claim("user-42", Some(SIGNED)), &inbox(None), NOW).is_err(),
            "no secret, no identity"
        );
    }

    #[test]
    fn a_signed_token_may_be_good_for_ever_and_not_before_our_time() {
        let signed = |exp: i64| {
            let said = serde_json::json!({ "sub": "user-42", "exp": exp });
            let key = jsonwebtoken::EncodingKey::from_secret(b"s3cret");
            let jwt = jsonwebtoken::encode(&jsonwebtoken::Header::default(), &said, &key).unwrap();
            Claim {
                jwt: Some(Secret::new(jwt)),
                ..claim("user-42", None)
            }
        };
        let own = inbox(Some("s3cret"));
        for (exp, good) in [(i64::MAX, true), (i64::MIN, false), (0, false)] {
            assert_eq!(prove(&signed(exp), &own, NOW).is_ok(), good, "{exp}");
        }
    }
}

//! Who a site says its visitor is: believed only when signed with the inbox's secret (T13, T14).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_store::{Customer, Inbox, conversation_of_identity, customer, update_customer};
use yingke_words::{Email, Secret, Time};

use super::{
    customers::tell,
    problem::{Code, Problem},
    visitor_token::Visitor,
};
use crate::app::App;

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

/// What a site says of a visitor whose id it has proven. It fills what the desk does not know yet, and overwrites nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    /// Their name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Their mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
}

impl Introduction {
    /// What of a claim can be taken: an address that is none is left out, for nobody is locked out by it.
    pub fn of(claim: &Claim) -> Self {
        let name = claim.name.as_deref().unwrap_or_default();
        let name: String = name
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let email = claim.email.clone().and_then(|email| Email::try_from(email).ok());
        Self {
            name: name.trim().chars().take(80).collect(),
            email: email.map(|email| email.to_string()).unwrap_or_default(),
        }
    }

    /// Fills what is empty.
    pub fn fill(&self, name: &mut String, email: &mut String) {
        for (known, said) in [(name, &self.name), (email, &self.email)] {
            if known.is_empty() {
                known.clone_from(said);
            }
        }
    }

    fn filled(&self, mut one: Customer) -> Option<Customer> {
        let before = (one.name.clone(), one.email.clone());
        self.fill(&mut one.name, &mut one.email);
        (before != (one.name.clone(), one.email.clone())).then_some(one)
    }
}

/// Makes a customer who has written before known to the desk by what the site says of them.
pub async fn introduce(app: &App, visitor: &Visitor) -> Result<(), Problem> {
    if visitor.introduction == Introduction::default() {
        return Ok(());
    }
    let (identity, said) = (visitor.identity_key(), visitor.introduction.clone());
    let known = app
        .db
        .read(visitor.workspace, move |tx| {
            let Some(found) = conversation_of_identity(tx, identity)? else {
                return Ok(None);
            };
            let one = customer(tx, found.row.customer_id)?;
            Ok::<_, Problem>(one.and_then(|one| said.filled(one)).map(|one| (one, found)))
        })
        .await?;
    let Some((one, found)) = known else {
        return Ok(());
    };
    app.db
        .write(visitor.workspace, move |tx| {
            // Whoever changed the customer meanwhile knew them better.
            if update_customer(tx, &one)? {
                tell(tx, one.id, &found.customer())?;
            }
            Ok::<_, Problem>(())
        })
        .await
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
            app: None,
            account: String::new(),
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

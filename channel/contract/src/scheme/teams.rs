//! Teams (Bot Framework): a token of Microsoft's over who calls, under keys that it publishes (learn.microsoft.com,
//! "Authenticate requests from the Bot Connector service"; botframework-connector 4.17).

use jsonwebtoken::{Algorithm, DecodingKey, decode_header};
use serde::Deserialize;
use serde_json::Value;
use yingke_words::Time;

use super::jwt::{self, bearer, claims};
use crate::{Incoming, Refusal, Verified};

/// Who issues tokens of the public cloud. The others have their own.
pub const ISSUER: &str = "https://api.botframework.com";

/// The published keys: the document of `jwks_uri`.
#[derive(Deserialize)]
pub struct Keys {
    keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    kid: String,
    n: String,
    e: String,
    /// The channels for which it may speak.
    #[serde(default)]
    endorsements: Vec<String>,
}

impl Keys {
    /// The keys of a document. None when it is none.
    pub fn parse(document: &str) -> Option<Self> {
        serde_json::from_str(document).ok()
    }

    /// Whether the key that `incoming` names is among them: if not, they are to be fetched again, once an hour at most.
    pub fn know(&self, incoming: &Incoming) -> bool {
        bearer(incoming).is_ok_and(|token| self.of(token).is_some())
    }

    fn of(&self, token: &str) -> Option<&Key> {
        let kid = decode_header(token).ok()?.kid?;
        self.keys.iter().find(|key| key.kid == kid)
    }
}

/// Who may call, and whom.
pub struct Rules<'a> {
    /// Our app's id: for whom the token is.
    pub app_id: &'a str,
    /// [`ISSUER`].
    pub issuer: &'a str,
    /// The published keys.
    pub keys: &'a Keys,
}

/// Checks a call: signature, receiver, issuer and time of its token; and that the activity's channel and the address
/// that answers will go to are those of the token. The body's other words are believed for the connection's sake only.
pub fn verify(incoming: Incoming, rules: &Rules<'_>, now: Time) -> Result<Verified, Refusal> {
    if rules.app_id.is_empty() {
        return Err(Refusal::NotSetUp);
    }
    let token = bearer(&incoming)?;
    let key = rules.keys.of(token).ok_or(Refusal::WrongSignature)?;
    let public = DecodingKey::from_rsa_components(&key.n, &key.e).map_err(|_| Refusal::WrongSignature)?;
    let wanted = jwt::Rules {
        algorithms: &[Algorithm::RS256, Algorithm::RS384, Algorithm::RS512],
        audience: rules.app_id,
        issuer: Some(rules.issuer),
    };
    let claims = claims(token, &public, &wanted, now)?;
    let activity: Value = serde_json::from_slice(incoming.body()).map_err(|_| Refusal::Unreadable)?;
    let text = |name: &str| activity[name].as_str().unwrap_or_default();
    let endorsed = key.endorsements.iter().any(|one| one == text("channelId"));
    let for_us = claims.serviceurl.as_deref() == Some(text("serviceUrl"));
    if endorsed && for_us {
        Ok(Verified::new(incoming, None))
    } else {
        Err(Refusal::WrongReceiver)
    }
}

//! Tokens of visitors: signed by the installation, so that reading one asks no database.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yingke_store::{identity_key, spend};
use yingke_words::{InboxId, Span, Time, WorkspaceId};

use super::{
    identity::Introduction,
    problem::{Code, Problem},
};
use crate::app::App;

/// A visitor, as their token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The tenant.
    #[serde(rename = "ws")]
    pub workspace: WorkspaceId,
    /// The inbox they came to.
    #[serde(rename = "in")]
    pub inbox: InboxId,
    /// Their id on it: random, or proven by the site.
    #[serde(rename = "sub")]
    pub external_id: String,
    /// What the site said of them besides.
    #[serde(flatten)]
    pub introduction: Introduction,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    #[serde(flatten)]
    visitor: Visitor,
    aud: String,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    jti: Option<Uuid>,
}

/// How long a visitor is remembered.
pub const REMEMBERED: Span = Span::days(180);
/// How long a ticket is good.
pub const TICKET: Span = Span::seconds(60);

/// The keys.
pub struct VisitorTokens {
    sign: EncodingKey,
    check: DecodingKey,
}

impl VisitorTokens {
    /// The tokens signed with the installation's `secret`.
    pub fn new(secret: &[u8]) -> Self {
        Self {
            sign: EncodingKey::from_secret(secret),
            check: DecodingKey::from_secret(secret),
        }
    }

    /// A token that remembers `visitor`.
    pub fn token(&self, visitor: &Visitor, now: Time) -> Result<String, Problem> {
        self.seal(visitor, "visitor", now + REMEMBERED, None)
    }

    /// A single-use ticket to a socket.
    pub fn ticket(&self, visitor: &Visitor, now: Time, id: Uuid) -> Result<String, Problem> {
        self.seal(visitor, "ticket", now + TICKET, Some(id))
    }

    fn seal(&self, visitor: &Visitor, aud: &str, until: Time, jti: Option<Uuid>) -> Result<String, Problem> {
        let claims = Claims {
            visitor: visitor.clone(),
            aud: aud.to_owned(),
            exp: until.millis() / 1_000,
            jti,
        };
        encode(&Header::new(Algorithm::HS256), &claims, &self.sign).map_err(|error| {
            tracing::error!(%error, "a token could not be signed");
            Problem::new(Code::Internal)
        })
    }

    fn open(&self, token: &str, aud: &str, now: Time) -> Option<Claims> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_audience(&[aud]);
        rules.leeway = 0;
        // Our own clock decides, so that tests can move it.
        rules.validate_exp = false;
        let claims = decode::<Claims>(token, &self.check, &rules).ok()?.claims;
        (claims.exp * 1_000 > now.millis()).then_some(claims)
    }

    /// The visitor of a token, if it is ours and has not expired.
    pub fn visitor(&self, token: &str, now: Time) -> Option<Visitor> {
        self.open(token, "visitor", now).map(|claims| claims.visitor)
    }

    /// The visitor of a ticket, which is spent by this.
    pub async fn redeem(&self, app: &App, ticket: &str) -> Result<Visitor, Problem> {
        let claims = self
            .open(ticket, "ticket", app.now())
            .ok_or(Code::TicketRefused)?;
        let id = claims.jti.ok_or(Code::TicketRefused)?;
        let until = Time::from_millis(claims.exp * 1_000);
        let first = app
            .db
            .write(claims.visitor.workspace, move |tx| {
                spend(tx, id, until).map_err(Problem::from)
            })
            .await?;
        if first {
            Ok(claims.visitor)
        } else {
            Err(Code::TicketRefused.into())
        }
    }
}

impl Visitor {
    /// The key under which the store finds their conversation.
    pub fn identity_key(&self) -> Uuid {
        identity_key(self.inbox, &self.external_id)
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = header
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or(Code::TokenRefused)?;
        app.visitors
            .visitor(token, app.now())
            .ok_or_else(|| Code::TokenRefused.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor() -> Visitor {
        Visitor {
            workspace: Uuid::from_u128(1).into(),
            inbox: Uuid::from_u128(2).into(),
            external_id: "v-3".into(),
            introduction: Introduction::default(),
        }
    }

    #[test]
    fn a_token_is_ours_unexpired_and_of_its_kind() {
        let (tokens, now) = (VisitorTokens::new(&[7; 32]), Time::from_millis(1_795_338_000_000));
        let token = tokens.token(&visitor(), now).unwrap();
        assert_eq!(tokens.visitor(&token, now), Some(visitor()));
        assert_eq!(tokens.visitor(&token, now + REMEMBERED), None, "expired");
        assert_eq!(
            VisitorTokens::new(&[8; 32]).visitor(&token, now),
            None,
            "signed by somebody else"
        );
        let ticket = tokens.ticket(&visitor(), now, Uuid::from_u128(4)).unwrap();
        assert_eq!(tokens.visitor(&ticket, now), None, "a ticket is no token");
        let mut parts: Vec<&str> = token.split('.').collect();
        let unsigned = URL_SAFE.encode(r#"{"alg":"none"}"#);
        parts[0] = &unsigned;
        assert_eq!(
            tokens.visitor(&parts.join("."), now),
            None,
            "the header cannot choose the algorithm"
        );
    }

    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as URL_SAFE};
}

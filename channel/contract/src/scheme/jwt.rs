//! JSON web tokens: what is the same for all who send them. The library checks signature, receiver and issuer; the time
//! is ours, since the library would read the machine's clock.

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, errors::ErrorKind};
use serde::Deserialize;
use yingke_words::Time;

use super::{TOLERANCE, said};
use crate::{Incoming, Refusal};

/// What a token has to say.
pub(super) struct Rules<'a> {
    /// Never from the token itself: it would choose how it is checked.
    pub algorithms: &'a [Algorithm],
    /// For whom it has to be.
    pub audience: &'a str,
    /// From whom it has to be, if that is known.
    pub issuer: Option<&'a str>,
}

/// The claims read here.
#[derive(Deserialize)]
pub(super) struct Claims {
    exp: Option<i64>,
    iat: Option<i64>,
    nbf: Option<i64>,
    /// Of Teams: where answers go.
    #[serde(alias = "serviceUrl")]
    pub serviceurl: Option<String>,
}

/// The token in `Authorization: Bearer`.
pub(super) fn bearer(incoming: &Incoming) -> Result<&str, Refusal> {
    let header = said(incoming, "authorization")?;
    header.strip_prefix("Bearer ").ok_or(Refusal::Unsigned)
}

/// The claims of a token that fits, is meant for us, and is good now.
pub(super) fn claims(
    token: &str,
    key: &DecodingKey,
    rules: &Rules<'_>,
    now: Time,
) -> Result<Claims, Refusal> {
    let first = rules.algorithms.first().expect("an algorithm");
    let mut checks = Validation::new(*first);
    checks.algorithms = rules.algorithms.to_vec();
    checks.validate_exp = false;
    checks.set_audience(&[rules.audience]);
    // A claim that is wanted and missing is a wrong one.
    checks.required_spec_claims = ["aud".to_owned()].into();
    if let Some(issuer) = rules.issuer {
        checks.set_issuer(&[issuer]);
        checks.required_spec_claims.insert("iss".to_owned());
    }
    let claims = decode::<Claims>(token, key, &checks).map_err(|error| match error.kind() {
        ErrorKind::InvalidAudience | ErrorKind::InvalidIssuer | ErrorKind::MissingRequiredClaim(_) => {
            Refusal::WrongReceiver
        }
        _ => Refusal::WrongSignature,
    })?;
    if good_at(&claims.claims, now) {
        Ok(claims.claims)
    } else {
        Err(Refusal::Stale)
    }
}

fn good_at(claims: &Claims, now: Time) -> bool {
    let (now, skew) = (now.millis() / 1_000, TOLERANCE.as_millis() / 1_000);
    let begun = |at: Option<i64>| at.is_none_or(|at| at <= now + skew);
    begun(claims.nbf) && begun(claims.iat) && claims.exp.is_none_or(|at| at >= now - skew)
}

//! A secret that comes along as it is: in a header, or as the callback's address alone.

use super::{fits, needed, said, same};
use crate::{Incoming, Refusal, Verified};

/// The header `name` holds `secret`.
pub fn header(incoming: Incoming, name: &str, secret: &str) -> Result<Verified, Refusal> {
    if secret.is_empty() {
        return Err(Refusal::NotSetUp);
    }
    let given = incoming.header(name).ok_or(Refusal::Unsigned)?;
    if same(given.as_bytes(), secret.as_bytes()) {
        Ok(Verified::new(incoming, None))
    } else {
        Err(Refusal::WrongSignature)
    }
}

/// `Authorization: Bearer` and `secret`: a Matrix homeserver's `hs_token` (application service API, "Authorization").
pub fn bearer(incoming: Incoming, secret: &str) -> Result<Verified, Refusal> {
    needed(secret)?;
    let given = said(&incoming, "authorization")?;
    let given = given.strip_prefix("Bearer ").ok_or(Refusal::Unsigned)?;
    fits(given, secret)?;
    Ok(Verified::new(incoming, None))
}

/// Nothing but the address says who calls: it holds 128 random bits, and whoever knows them may call. For providers that
/// sign nothing; the page of the channel says so.
pub fn path(incoming: Incoming) -> Verified {
    Verified::new(incoming, None)
}

//! A secret that comes along as it is: in a header, or as the callback's address alone.

use super::same;
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

/// Nothing but the address says who calls: it holds 128 random bits, and whoever knows them may call. For providers that
/// sign nothing; the page of the channel says so.
pub fn path(incoming: Incoming) -> Verified {
    Verified::new(incoming, None)
}

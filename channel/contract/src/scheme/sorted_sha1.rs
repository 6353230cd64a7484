//! SHA-1 over sorted texts: the Chinese platforms' plain signature (family B of the protocol sheet).

use super::{digest, hex, same};
use crate::{Incoming, Refusal, Verified};

/// The hex SHA-1 of the parts, sorted by their bytes and joined.
pub fn signature(parts: &[&str]) -> String {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    hex(&digest::sha1(&[sorted.concat().as_bytes()]))
}

/// `signature`, `timestamp` and `nonce` in the query; `token` is the secret.
pub fn verify(incoming: Incoming, token: &str) -> Result<Verified, Refusal> {
    if token.is_empty() {
        return Err(Refusal::NotSetUp);
    }
    let query = |name| incoming.query(name).ok_or(Refusal::Unsigned);
    let (given, timestamp, nonce) = (query("signature")?, query("timestamp")?, query("nonce")?);
    if same(
        given.as_bytes(),
        signature(&[token, &timestamp, &nonce]).as_bytes(),
    ) {
        Ok(Verified::new(incoming, None))
    } else {
        Err(Refusal::WrongSignature)
    }
}

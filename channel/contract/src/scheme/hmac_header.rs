//! An HMAC-SHA256 of the body in a header, as many systems sign: `X-Hub-Signature-256: sha256=…`. Nothing tells when it was
//! signed, so a copy is good for ever: the events' ids alone keep it from counting twice.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{digest, hex, same};
use crate::{Incoming, Refusal, Verified};

/// The MAC of a body in lower-case hex.
pub fn signature(secret: &str, body: &[u8]) -> String {
    hex(&digest::hmac_sha256(secret.as_bytes(), &[body]))
}

/// The header `name` holds `prefix` and the MAC in hex or base64. Several secrets while one is being replaced.
pub fn verify(incoming: Incoming, name: &str, prefix: &str, secrets: &[&str]) -> Result<Verified, Refusal> {
    let mut keys = secrets.iter().filter(|one| !one.is_empty()).peekable();
    if name.is_empty() || keys.peek().is_none() {
        return Err(Refusal::NotSetUp);
    }
    let given = incoming.header(name).ok_or(Refusal::Unsigned)?.trim();
    let given = given.strip_prefix(prefix).ok_or(Refusal::WrongSignature)?;
    let fits = keys.any(|secret| {
        let mac = digest::hmac_sha256(secret.as_bytes(), &[incoming.body()]);
        let in_hex = same(given.to_ascii_lowercase().as_bytes(), hex(&mac).as_bytes());
        in_hex | same(given.as_bytes(), STANDARD.encode(mac).as_bytes())
    });
    if fits {
        Ok(Verified::new(incoming, None))
    } else {
        Err(Refusal::WrongSignature)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Request;

    use super::*;

    /// The example of GitHub's page "Validating webhook deliveries".
    const SECRET: &str = "It's a Secret to Everybody";
    const MAC: &str = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    fn check(value: &str, prefix: &str, secrets: &[&str]) -> Result<(), Refusal> {
        let request = Request::post("/hooks/k")
            .header("x-hub-signature-256", value)
            .body(Bytes::from_static(b"Hello, World!"))
            .unwrap();
        verify(Incoming(request), "X-Hub-Signature-256", prefix, secrets).map(|_| ())
    }

    #[test]
    fn the_published_example_of_github() {
        assert_eq!(signature(SECRET, b"Hello, World!"), MAC);
        assert_eq!(check(&format!("sha256={MAC}"), "sha256=", &[SECRET]), Ok(()));
        assert_eq!(check(&MAC.to_uppercase(), "", &["another", SECRET]), Ok(()));
        let base64 = "dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc=";
        assert_eq!(check(base64, "", &[SECRET]), Ok(()));
    }

    #[test]
    fn another_secret_prefix_or_none_is_refused() {
        assert_eq!(check(MAC, "", &["another"]), Err(Refusal::WrongSignature));
        assert_eq!(check(MAC, "sha256=", &[SECRET]), Err(Refusal::WrongSignature));
        assert_eq!(check("", "", &[SECRET]), Err(Refusal::WrongSignature));
        assert_eq!(check(MAC, "", &["", ""]), Err(Refusal::NotSetUp));
    }
}

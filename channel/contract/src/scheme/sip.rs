//! SIP's digest (RFC 2617, RFC 7616, RFC 8760), and credentials of TURN servers (coturn, `use-auth-secret`).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use yingke_words::Time;

use super::{digest, hex};

/// Which hash a challenge asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Algorithm {
    /// `MD5`, also where none is named.
    Md5,
    /// `SHA-256`.
    Sha256,
}

impl Algorithm {
    fn of(self, text: &str) -> String {
        match self {
            Self::Md5 => hex(&digest::md5(&[text.as_bytes()])),
            Self::Sha256 => hex(&digest::sha256(&[text.as_bytes()])),
        }
    }
}

/// A challenge with `qop=auth`, and what answers it.
pub struct Digest<'a> {
    /// Which hash.
    pub algorithm: Algorithm,
    /// Of the account.
    pub username: &'a str,
    /// The challenge's.
    pub realm: &'a str,
    /// Of the account.
    pub password: &'a str,
    /// The challenge's.
    pub nonce: &'a str,
    /// How often the nonce was used, eight hex digits.
    pub nc: &'a str,
    /// Ours: chance.
    pub cnonce: &'a str,
}

impl Digest<'_> {
    /// The field `response` for a request.
    pub fn response(&self, method: &str, uri: &str) -> String {
        let hash = |text: String| self.algorithm.of(&text);
        let account = hash(format!("{}:{}:{}", self.username, self.realm, self.password));
        let asked = hash(format!("{method}:{uri}"));
        hash(format!(
            "{account}:{}:{}:{}:auth:{asked}",
            self.nonce, self.nc, self.cnonce
        ))
    }
}

/// The user name of a TURN server, good until then.
pub fn turn_username(until: Time, id: &str) -> String {
    format!("{}:{id}", until.millis() / 1_000)
}

/// The password of a TURN server's user name.
pub fn turn_password(static_auth_secret: &str, username: &str) -> String {
    STANDARD.encode(digest::hmac_sha1(
        static_auth_secret.as_bytes(),
        &[username.as_bytes()],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_is_rfc_7616s() {
        // RFC 7616 §3.9.1.
        let digest = Digest {
            algorithm: Algorithm::Sha256,
            username: "Mufasa",
            realm: "http-auth@example.org",
            password: "Circle of Life",
            nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            nc: "00000001",
            cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        };
        assert_eq!(
            digest.response("GET", "/dir/index.html"),
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
        );
    }
}

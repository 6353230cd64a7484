//! How we sign in to mail servers.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use yingke_words::Secret;

/// How we sign in to a server.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// Not at all.
    None,
    /// By name and password.
    Password {
        /// The name.
        user: String,
        /// The password.
        password: Secret<String>,
    },
    /// By name and access token (`XOAUTH2`).
    Bearer {
        /// The name.
        user: String,
        /// The token.
        token: Secret<String>,
    },
}

/// `PLAIN` (RFC 4616).
pub(crate) fn plain(user: &str, password: &Secret<String>) -> String {
    format!("\0{user}\0{}", password.expose())
}

/// `XOAUTH2`, as Google and Microsoft take it.
pub(crate) fn xoauth2(user: &str, token: &Secret<String>) -> String {
    format!("user={user}\x01auth=Bearer {}\x01\x01", token.expose())
}

/// As it goes over the wire.
pub(crate) fn encoded(text: &str) -> String {
    BASE64_STANDARD.encode(text)
}

/// A server's words, for people: base64 is read when it is some (the JSON of a refused token).
pub(crate) fn challenge(text: &str) -> String {
    let decoded = BASE64_STANDARD.decode(text.trim()).ok();
    decoded
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vector email-1, from Google's page about XOAUTH2.
    #[test]
    fn xoauth2_is_written_as_google_writes_it() {
        let token = Secret::new("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg".to_owned());
        assert_eq!(
            encoded(&xoauth2("someuser@example.com", &token)),
            "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRX\
             VZMjl0Q2cBAQ=="
        );
    }

    /// RFC 4616, section 4.
    #[test]
    fn plain_is_written_as_the_rfc_writes_it() {
        assert_eq!(
            plain("tim", &Secret::new("tanstaaftanstaaf".to_owned())),
            "\0tim\0tanstaaftanstaaf"
        );
    }
}

//! What mail clients say to sign in: XOAUTH2 (developers.google.com, "XOAUTH2 protocol"), OAUTHBEARER (RFC 7628),
//! CRAM-MD5 (RFC 2195).

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{digest, hex};

/// The initial response of XOAUTH2, in base64. A server that refuses the token says why first, and wants an empty line.
pub fn xoauth2(user: &str, token: &str) -> String {
    STANDARD.encode(format!("user={user}\x01auth=Bearer {token}\x01\x01"))
}

/// The initial response of OAUTHBEARER, in base64.
pub fn oauthbearer(user: &str, host: &str, port: u16, token: &str) -> String {
    let user = user.replace('=', "=3D").replace(',', "=2C");
    STANDARD.encode(format!(
        "n,a={user},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01"
    ))
}

/// What OAUTHBEARER's client says to a refusal before the server ends it: `\x01` in base64.
pub const OAUTHBEARER_GIVES_UP: &str = "AQ==";

/// The answer to CRAM-MD5's challenge, both not in base64.
pub fn cram_md5(user: &str, password: &str, challenge: &str) -> String {
    let mac = digest::hmac_md5(password.as_bytes(), &[challenge.as_bytes()]);
    format!("{user} {}", hex(&mac))
}

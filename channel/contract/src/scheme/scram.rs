//! SCRAM-SHA-256 (RFC 5802, RFC 7677), the client's side, without channel binding: XMPP and mail.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{digest, same};

/// A server that asks for more than this makes us work for nothing.
const MOST_ROUNDS: u32 = 1_000_000;
/// RFC 7677 allows no fewer.
const FEWEST_ROUNDS: u32 = 4_096;

/// The answer to the server's first message.
pub struct Proof {
    /// The client's last message.
    pub message: String,
    server_signature: [u8; 32],
}

/// The client's first message but its beginning `n,,`. The nonce is chance's, printable and without commas.
pub fn first(user: &str, nonce: &str) -> String {
    let user = user.replace('=', "=3D").replace(',', "=2C");
    format!("n={user},r={nonce}")
}

/// The answer to `server_first`, which has to go on with our nonce. None when it does not, or asks for too few rounds or
/// too many.
pub fn prove(password: &str, client_first: &str, server_first: &str) -> Option<Proof> {
    let (_, ours) = client_first.split_once(",r=")?;
    let mut parts = server_first.split(',');
    let nonce = parts.next()?.strip_prefix("r=")?;
    let salt = STANDARD.decode(parts.next()?.strip_prefix("s=")?).ok()?;
    let rounds: u32 = parts.next()?.strip_prefix("i=")?.parse().ok()?;
    let asked = (FEWEST_ROUNDS..=MOST_ROUNDS).contains(&rounds);
    if !asked || nonce.len() <= ours.len() || !nonce.starts_with(ours) {
        return None;
    }
    let mut salted = [0; 32];
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password.as_bytes(), &salt, rounds, &mut salted);
    let bare = format!("c=biws,r={nonce}");
    let auth = format!("{client_first},{server_first},{bare}");
    let client_key = digest::hmac_sha256(&salted, &[b"Client Key"]);
    let stored = digest::sha256(&[&client_key]);
    let mask = digest::hmac_sha256(&stored, &[auth.as_bytes()]);
    let proof: Vec<u8> = client_key
        .iter()
        .zip(mask)
        .map(|(one, other)| one ^ other)
        .collect();
    let server_key = digest::hmac_sha256(&salted, &[b"Server Key"]);
    Some(Proof {
        message: format!("{bare},p={}", STANDARD.encode(proof)),
        server_signature: digest::hmac_sha256(&server_key, &[auth.as_bytes()]),
    })
}

impl Proof {
    /// Whether the server's last message shows that it knows the password, too.
    pub fn answered(&self, server_last: &str) -> bool {
        let given = server_last
            .split(',')
            .next()
            .and_then(|part| part.strip_prefix("v="));
        given
            .and_then(|given| STANDARD.decode(given).ok())
            .is_some_and(|given| same(&given, &self.server_signature))
    }
}

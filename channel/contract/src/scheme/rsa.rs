//! RSASSA-PKCS1-v1_5 with SHA-256 over texts. Keys of 2048 bits and more.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The bytes of a key as consoles show it: PEM, or its base64 alone.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let lines = text.lines().filter(|line| !line.starts_with("-----"));
    let base64: String = lines.flat_map(str::split_whitespace).collect();
    STANDARD.decode(base64).ok()
}

/// Whether `signature` (base64) is `public_key`'s over `text`.
pub fn fits(public_key: &str, text: &[u8], signature: &str) -> bool {
    let (Some(key), Ok(signature)) = (bytes(public_key), STANDARD.decode(signature)) else {
        return false;
    };
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key)
        .verify(text, &signature)
        .is_ok()
}

/// The signature in base64. None when the key is none; both forms of a private key are taken (PKCS#8 and PKCS#1).
pub fn sign(private_key: &str, text: &[u8]) -> Option<String> {
    let key = bytes(private_key)?;
    let key = RsaKeyPair::from_pkcs8(&key)
        .or_else(|_| RsaKeyPair::from_der(&key))
        .ok()?;
    let mut signature = vec![0; key.public_modulus_len()];
    // The library blinds its arithmetic with chance of its own; what comes out is always the same.
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature)
        .ok()?;
    Some(STANDARD.encode(signature))
}

//! Files of WeChat's iLink bots: AES-128 in ECB mode, a fresh key each file (`AstrBot`, `weixin_oc_client.py`).

use aes::Aes128;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ecb::{
    Decryptor, Encryptor,
    cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyInit, block_padding::Pkcs7},
};

use super::{hex, unhex};

/// A file, opened. None when it was cut or belongs to another key.
pub fn open(key: [u8; 16], sealed: &[u8]) -> Option<Vec<u8>> {
    Decryptor::<Aes128>::new(&key.into())
        .decrypt_padded_vec::<Pkcs7>(sealed)
        .ok()
}

/// A file, encrypted.
pub fn seal(key: [u8; 16], plain: &[u8]) -> Vec<u8> {
    Encryptor::<Aes128>::new(&key.into()).encrypt_padded_vec::<Pkcs7>(plain)
}

/// The field `aes_key` of a message: base64 of the key's hex text, not of the key.
pub fn key_field(key: [u8; 16]) -> String {
    STANDARD.encode(hex(&key))
}

/// The key of a field `aes_key`.
pub fn key(field: &str) -> Option<[u8; 16]> {
    let text = String::from_utf8(STANDARD.decode(field).ok()?).ok()?;
    unhex(&text)?.try_into().ok()
}

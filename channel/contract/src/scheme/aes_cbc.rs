//! AES in CBC mode with PKCS#7 padding to the cipher's block: what platforms encrypt with when it is not
//! [`super::wxcrypt`]. It hides and proves nothing: what it opens is believed for another reason.

use aes::{Aes128, Aes256};
use cbc::{
    Decryptor, Encryptor,
    cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7},
};

/// What `data` held. None when key or vector have a wrong length, or the padding is wrong.
pub fn open(key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    match key.len() {
        16 => Decryptor::<Aes128>::new_from_slices(key, iv)
            .ok()?
            .decrypt_padded_vec::<Pkcs7>(data)
            .ok(),
        32 => Decryptor::<Aes256>::new_from_slices(key, iv)
            .ok()?
            .decrypt_padded_vec::<Pkcs7>(data)
            .ok(),
        _ => None,
    }
}

/// `plain`, encrypted. None when key or vector have a wrong length.
pub fn seal(key: &[u8], iv: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    match key.len() {
        16 => Some(
            Encryptor::<Aes128>::new_from_slices(key, iv)
                .ok()?
                .encrypt_padded_vec::<Pkcs7>(plain),
        ),
        32 => Some(
            Encryptor::<Aes256>::new_from_slices(key, iv)
                .ok()?
                .encrypt_padded_vec::<Pkcs7>(plain),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_what_it_sealed_and_nothing_cut() {
        for length in [16, 32] {
            let (key, iv) = (vec![7; length], [9; 16]);
            let sealed = seal(&key, &iv, "晚上好".as_bytes()).unwrap();
            assert_eq!(open(&key, &iv, &sealed).unwrap(), "晚上好".as_bytes());
            assert_eq!(open(&key, &iv, &sealed[1..]), None);
            assert_eq!(open(&key, &iv, &[]), None);
            assert_eq!(open(&key, &iv[1..], &sealed), None);
            assert_eq!(open(&key[1..], &iv, &sealed), None);
        }
    }
}

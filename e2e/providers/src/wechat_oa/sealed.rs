//! Signing and sealing as the platform does, with code of our own.

use aes::Aes256;
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use cbc::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _, block_padding::NoPadding};
use sha1::{Digest as _, Sha1};

use super::Account;

/// The platform's keys end in bits that belong to nothing.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The hex SHA-1 over the texts, sorted and joined.
pub fn signature(texts: &[&str]) -> String {
    let mut texts = texts.to_vec();
    texts.sort_unstable();
    let digest = Sha1::digest(texts.concat());
    digest
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn key(account: &Account) -> Vec<u8> {
    let key = BASE64.decode(&account.aes_key).expect("a key in base64");
    assert_eq!(key.len(), 32, "a key of 43 characters");
    key
}

/// `xml`, encrypted for the account's server; `random` is new for each push.
pub fn seal(account: &Account, xml: &str, random: [u8; 16]) -> String {
    let length = u32::try_from(xml.len()).expect("a push is short");
    let mut data = [
        &random[..],
        &length.to_be_bytes(),
        xml.as_bytes(),
        account.appid.as_bytes(),
    ]
    .concat();
    let padding = 32 - data.len() % 32;
    data.resize(data.len() + padding, u8::try_from(padding).expect("at most 32"));
    let (key, size) = (key(account), data.len());
    let cipher = cbc::Encryptor::<Aes256>::new_from_slices(&key, &key[..16]).expect("their lengths");
    let sealed = cipher
        .encrypt_padded::<NoPadding>(&mut data, size)
        .expect("whole blocks");
    BASE64.encode(sealed)
}

/// What the account's server encrypted for us.
pub fn open(account: &Account, sealed: &str) -> Option<String> {
    let mut data = BASE64.decode(sealed).ok()?;
    let key = key(account);
    let cipher = cbc::Decryptor::<Aes256>::new_from_slices(&key, &key[..16]).expect("their lengths");
    let plain = cipher.decrypt_padded::<NoPadding>(&mut data).ok()?;
    let padding = usize::from(*plain.last()?);
    let plain = plain.get(..plain.len().checked_sub(padding)?)?;
    let length = u32::from_be_bytes(plain.get(16..20)?.try_into().ok()?);
    let end = 20 + usize::try_from(length).ok()?;
    let appid = plain.get(end..)?;
    (appid == account.appid.as_bytes()).then(|| String::from_utf8_lossy(&plain[20..end]).into_owned())
}

//! The enterprise's message cipher, from the sheet: AES-256-CBC over random(16), length (big-endian), message, corp id,
//! padded to blocks of 32; SHA-1 over the four sorted texts.

use std::fmt::Write as _;

use aes::Aes256;
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::NoPadding};
use sha1::{Digest, Sha1};

use super::Config;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

fn key(config: &Config) -> [u8; 32] {
    let bytes = BASE64
        .decode(&config.aes_key)
        .expect("an EncodingAESKey is base64");
    bytes.try_into().expect("an EncodingAESKey holds 32 bytes")
}

pub(super) fn seal(config: &Config, message: &str, random: &[u8; 16]) -> String {
    let key = key(config);
    let mut plain = random.to_vec();
    plain.extend_from_slice(
        &u32::try_from(message.len())
            .expect("a short message")
            .to_be_bytes(),
    );
    plain.extend_from_slice(message.as_bytes());
    plain.extend_from_slice(config.corp_id.as_bytes());
    let fill = 32 - plain.len() % 32;
    plain.extend(std::iter::repeat_n(u8::try_from(fill).expect("at most 32"), fill));
    let length = plain.len();
    let cipher = cbc::Encryptor::<Aes256>::new_from_slices(&key, &key[..16]).expect("the lengths fit");
    let sealed = cipher
        .encrypt_padded::<NoPadding>(&mut plain, length)
        .expect("whole blocks");
    BASE64.encode(sealed)
}

/// The message and for whom it is; none when it is not of this key.
pub(super) fn open(config: &Config, sealed: &str) -> Option<(String, String)> {
    let key = key(config);
    let mut bytes = BASE64.decode(sealed).ok()?;
    let cipher = cbc::Decryptor::<Aes256>::new_from_slices(&key, &key[..16]).ok()?;
    let plain = cipher.decrypt_padded::<NoPadding>(&mut bytes).ok()?;
    let fill = usize::from(*plain.last()?);
    let plain = plain.get(
        ..plain
            .len()
            .checked_sub(fill)
            .filter(|_| (1..=32).contains(&fill))?,
    )?;
    let length = u32::from_be_bytes(plain.get(16..20)?.try_into().ok()?) as usize;
    let end = 20_usize.checked_add(length)?;
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
    Some((text(plain.get(20..end)?)?, text(plain.get(end..)?)?))
}

pub(super) fn signature(config: &Config, timestamp: &str, nonce: &str, sealed: &str) -> String {
    let mut parts = [config.token.as_str(), timestamp, nonce, sealed];
    parts.sort_unstable();
    let digest = Sha1::digest(parts.concat().as_bytes());
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Sixteen bytes that differ from time to time: a fake needs no chance.
pub(super) fn scrambled(number: u64) -> [u8; 16] {
    let digest = Sha1::digest(number.to_le_bytes());
    digest[..16].try_into().expect("a SHA-1 has twenty bytes")
}

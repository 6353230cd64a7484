//! `WXBizMsgCrypt`: AES-256-CBC with a length, a random beginning and a receiver, and a SHA-1 over sorted texts. WeChat,
//! WeCom, DingTalk and their kin (family A of the protocol sheet); ByteDance's cousin begins with 32 random bytes.

use aes::Aes256;
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use bytes::Bytes;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::NoPadding};

use super::{fits, needed, same, sorted_sha1};
use crate::{Incoming, Refusal, Verified};

/// Real keys end in bits that a strict decoder refuses.
pub(super) const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// PKCS#7 pads to blocks of 32 here, not to the cipher's 16.
const BLOCK: usize = 32;

/// The key, who receives, and how long the random beginning is.
#[derive(Clone)]
pub struct Crypt {
    key: [u8; 32],
    receiver: String,
    beginning: usize,
}

impl Crypt {
    /// A key of 43 characters, for messages to `receiver` (app id, corp id, or empty).
    pub fn new(encoding_aes_key: &str, receiver: &str) -> Option<Self> {
        let key = LENIENT.decode(encoding_aes_key).ok()?.try_into().ok()?;
        Some(Self {
            key,
            receiver: receiver.to_owned(),
            beginning: 16,
        })
    }

    /// With a beginning of another length.
    #[must_use]
    pub fn beginning(self, length: usize) -> Self {
        Self {
            beginning: length,
            ..self
        }
    }

    /// What `encrypted` holds, if it is for us.
    pub fn decrypt(&self, encrypted: &str) -> Result<Bytes, Refusal> {
        let mut data = LENIENT.decode(encrypted).map_err(|_| Refusal::Unreadable)?;
        if data.is_empty() || !data.len().is_multiple_of(16) {
            return Err(Refusal::Unreadable);
        }
        let cipher = cbc::Decryptor::<Aes256>::new_from_slices(&self.key, &self.key[..16])
            .expect("key and vector have their lengths");
        let plain = cipher
            .decrypt_padded::<NoPadding>(&mut data)
            .map_err(|_| Refusal::Unreadable)?;
        let padding = usize::from(*plain.last().ok_or(Refusal::Unreadable)?);
        if !(1..=BLOCK).contains(&padding) || padding > plain.len() {
            return Err(Refusal::Unreadable);
        }
        let plain = &plain[..plain.len() - padding];
        let head = self.beginning + 4;
        let length = plain.get(self.beginning..head).ok_or(Refusal::Unreadable)?;
        let length = u32::from_be_bytes(length.try_into().expect("four bytes")) as usize;
        let end = head.checked_add(length).ok_or(Refusal::Unreadable)?;
        let message = plain.get(head..end).ok_or(Refusal::Unreadable)?;
        if !same(&plain[end..], self.receiver.as_bytes()) {
            return Err(Refusal::WrongReceiver);
        }
        Ok(Bytes::copy_from_slice(message))
    }

    /// `message`, encrypted; `random` is as long as the beginning.
    pub fn encrypt(&self, message: &[u8], random: &[u8]) -> String {
        let length = u32::try_from(message.len()).expect("messages are shorter than 4 GiB");
        let mut plain = random.to_vec();
        plain.extend(length.to_be_bytes());
        plain.extend(message);
        plain.extend(self.receiver.as_bytes());
        let padding = BLOCK - plain.len() % BLOCK;
        let byte = u8::try_from(padding).expect("at most 32");
        plain.resize(plain.len() + padding, byte);
        let size = plain.len();
        let cipher = cbc::Encryptor::<Aes256>::new_from_slices(&self.key, &self.key[..16])
            .expect("key and vector have their lengths");
        let encrypted = cipher
            .encrypt_padded::<NoPadding>(&mut plain, size)
            .expect("it is a multiple of the block");
        LENIENT.encode(encrypted)
    }

    /// Checks `msg_signature` (over `token`, `timestamp`, `nonce` of the query and `encrypted`) and decrypts.
    pub fn verify(&self, incoming: Incoming, token: &str, encrypted: &str) -> Result<Verified, Refusal> {
        needed(token)?;
        let query = |name| incoming.query(name).ok_or(Refusal::Unsigned);
        let (signature, timestamp, nonce) = (query("msg_signature")?, query("timestamp")?, query("nonce")?);
        let signed = Signed {
            signature: &signature,
            timestamp: &timestamp,
            nonce: &nonce,
            encrypted,
        };
        self.verify_signed(incoming, token, &signed)
    }

    /// The same where the four travel elsewhere than in the query.
    pub fn verify_signed(
        &self,
        incoming: Incoming,
        token: &str,
        signed: &Signed<'_>,
    ) -> Result<Verified, Refusal> {
        needed(token)?;
        let ours = sorted_sha1::signature(&[token, signed.timestamp, signed.nonce, signed.encrypted]);
        fits(signed.signature, &ours)?;
        let plain = self.decrypt(signed.encrypted)?;
        Ok(Verified::new(incoming, Some(plain)))
    }
}

/// What a platform signed, and its signature.
pub struct Signed<'a> {
    /// `msg_signature`.
    pub signature: &'a str,
    /// As it stands there, seconds or milliseconds.
    pub timestamp: &'a str,
    /// Chance.
    pub nonce: &'a str,
    /// The encrypted message, in base64.
    pub encrypted: &'a str,
}

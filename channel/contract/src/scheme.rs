//! How providers sign. Each scheme checks a request over its raw bytes, in constant time, and alone can make a
//! [`Verified`]. What a provider signs with is an argument; who reads it is the channel's business.
//!
//! The pure parts (a MAC, a cipher, a canonical text) are public: fakes sign with them, answers are wrapped with them, and
//! the known answers of the protocols' sheets are their tests.

pub mod digest;
pub mod ed25519;
pub mod hmac_header;
pub mod secret;
pub mod sorted_sha1;
pub mod standard_webhooks;
pub mod wxcrypt;

use subtle::ConstantTimeEq;

/// Whether two texts are equal, in a time that tells nothing of where they differ.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// How old a signature may be, and how far in the future: clocks differ.
pub const TOLERANCE: yingke_words::Span = yingke_words::Span::minutes(5);

/// Whether something signed at `seconds` (Unix time, as text) is of now.
pub fn fresh(seconds: &str, now: yingke_words::Time) -> bool {
    let Ok(seconds) = seconds.parse::<i64>() else {
        return false;
    };
    let Some(millis) = seconds.checked_mul(1_000) else {
        return false;
    };
    let signed = yingke_words::Time::from_millis(millis);
    signed.since(now) <= TOLERANCE && now.since(signed) <= TOLERANCE
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The bytes of a hex text.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |pair: &[u8]| u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok();
    digits.chunks(2).map(byte).collect()
}

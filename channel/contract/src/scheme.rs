//! How providers sign. Each scheme checks a request over its raw bytes, in constant time, and alone can make a
//! [`Verified`]. What a provider signs with is an argument; who reads it is the channel's business.
//!
//! The pure parts (a MAC, a cipher, a canonical text) are public: fakes sign with them, answers are wrapped with them, and
//! the known answers of the protocols' sheets are their tests.

pub mod aes_cbc;
#[cfg(feature = "rsa")]
pub mod alipay;
pub mod aliyun;
#[cfg(feature = "jwt")]
pub mod apple;
pub mod digest;
pub mod dingtalk;
pub mod dkim;
pub mod doudian;
pub mod douyin;
pub mod ed25519;
pub mod feishu;
pub mod form;
pub mod hmac_header;
pub mod hub;
pub mod identifier;
pub mod ilink;
#[cfg(feature = "jwt")]
mod jwt;
pub mod kuaishou;
pub mod line;
pub mod matrix;
pub mod mini_program;
pub mod qq;
#[cfg(feature = "rsa")]
pub mod rsa;
pub mod sasl;
pub mod scram;
pub mod secret;
pub mod sip;
pub mod slack;
pub mod smpp;
pub mod sms;
pub mod sorted_sha1;
pub mod standard_webhooks;
#[cfg(feature = "jwt")]
pub mod teams;
pub mod teams_outgoing;
pub mod telegram;
pub mod tencent;
pub mod tiktok;
pub mod top;
pub mod twilio;
pub mod viber;
pub mod wxcrypt;
pub mod x;
pub mod xiaohongshu;
pub mod xmpp;
pub mod zalo;

use subtle::ConstantTimeEq;
use yingke_words::{Span, Time};

use crate::{Incoming, Refusal, Verified};

/// Whether two texts are equal, in a time that tells nothing of where they differ.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// How old a signature may be, and how far in the future: clocks differ.
pub const TOLERANCE: Span = Span::minutes(5);

/// Whether something signed at `seconds` (Unix time, as text) is of now.
pub fn fresh(seconds: &str, now: Time) -> bool {
    let millis = seconds
        .parse::<i64>()
        .ok()
        .and_then(|seconds| seconds.checked_mul(1_000));
    millis.is_some_and(|millis| near(Time::from_millis(millis), now, TOLERANCE))
}

/// Whether `signed` and `now` are at most `tolerance` apart. A stranger names `signed`: it may be any number.
pub fn near(signed: Time, now: Time, tolerance: Span) -> bool {
    signed.millis().abs_diff(now.millis()) <= tolerance.as_millis().unsigned_abs()
}

/// A secret that is filled in: an empty one would let everybody sign.
fn needed(secret: &str) -> Result<&str, Refusal> {
    if secret.is_empty() {
        Err(Refusal::NotSetUp)
    } else {
        Ok(secret)
    }
}

/// A header that has to be there.
fn said<'a>(incoming: &'a Incoming, header: &str) -> Result<&'a str, Refusal> {
    incoming.header(header).ok_or(Refusal::Unsigned)
}

/// Whether a signature is the one we come to.
fn fits(given: &str, ours: &str) -> Result<(), Refusal> {
    if same(given.as_bytes(), ours.as_bytes()) {
        Ok(())
    } else {
        Err(Refusal::WrongSignature)
    }
}

/// Believes a request whose `header` is the signature we come to.
fn believe(incoming: Incoming, header: &str, ours: &str) -> Result<Verified, Refusal> {
    fits(said(&incoming, header)?, ours)?;
    Ok(Verified::new(incoming, None))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_at_the_end_of_all_numbers_is_not_of_now() {
        let now = Time::from_millis(1_700_000_000_000);
        for seconds in [
            "-9223372036854775",
            "9223372036854775",
            "9223372036854775807",
            "",
            "x",
        ] {
            assert!(!fresh(seconds, now), "{seconds}");
        }
        assert!(fresh("1700000300", now) && fresh("1699999700", now));
        assert!(!fresh("1700000301", now) && !fresh("1699999699", now));
    }

    #[test]
    fn hex_is_read_in_either_case_and_whole_bytes_only() {
        assert_eq!(unhex("00fFa1"), Some(vec![0, 255, 161]));
        for wrong in ["0", "0g", "你好", "é"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}

//! Ed25519 (RFC 8032) over a timestamp and the body: the provider keeps the key that signs, we hold the one that checks.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use super::{fresh, hex, unhex};
use crate::{Incoming, Refusal, Verified};

/// How bytes are written in a header or a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Written {
    /// Hex, either case.
    Hex,
    /// Base64 with padding.
    Base64,
}

/// How a provider signs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// The header with the signature.
    pub signature: &'static str,
    /// The header with the time, in seconds since the epoch.
    pub timestamp: &'static str,
    /// What stands between the time and the body.
    pub between: &'static str,
    /// How the signature and the key are written.
    pub written: Written,
}

/// Discord's interactions and webhook events.
pub const DISCORD: Style = Style {
    signature: "x-signature-ed25519",
    timestamp: "x-signature-timestamp",
    between: "",
    written: Written::Hex,
};

/// Telnyx' webhooks.
pub const TELNYX: Style = Style {
    signature: "telnyx-signature-ed25519",
    timestamp: "telnyx-timestamp",
    between: "|",
    written: Written::Base64,
};

impl Written {
    fn read<const N: usize>(self, text: &str) -> Option<[u8; N]> {
        let bytes = match self {
            Self::Hex => unhex(text),
            Self::Base64 => STANDARD.decode(text).ok(),
        };
        bytes?.try_into().ok()
    }

    fn write(self, bytes: &[u8]) -> String {
        match self {
            Self::Hex => hex(bytes),
            Self::Base64 => STANDARD.encode(bytes),
        }
    }
}

impl Style {
    fn signed(self, timestamp: &str, body: &[u8]) -> Vec<u8> {
        [timestamp.as_bytes(), self.between.as_bytes(), body].concat()
    }

    /// What stands in the signature's header, for the holder of the secret key `seed`.
    pub fn sign(self, seed: &[u8; 32], timestamp: &str, body: &[u8]) -> String {
        let signature = SigningKey::from_bytes(seed).sign(&self.signed(timestamp, body));
        self.written.write(&signature.to_bytes())
    }

    /// The public key of the secret key `seed`, as the provider's page shows it.
    pub fn public_key(self, seed: &[u8; 32]) -> String {
        self.written
            .write(SigningKey::from_bytes(seed).verifying_key().as_bytes())
    }
}

/// Signed as `style` says, by the holder of `public_key`, not long ago. A key that is none is [`Refusal::NotSetUp`].
pub fn verify(
    incoming: Incoming,
    style: Style,
    public_key: &str,
    now: yingke_words::Time,
) -> Result<Verified, Refusal> {
    let key = style.written.read(public_key.trim()).ok_or(Refusal::NotSetUp)?;
    let key = VerifyingKey::from_bytes(&key).map_err(|_| Refusal::NotSetUp)?;
    let header = |name| incoming.header(name).ok_or(Refusal::Unsigned);
    let (given, timestamp) = (header(style.signature)?, header(style.timestamp)?);
    let signature = style.written.read(given).ok_or(Refusal::WrongSignature)?;
    // Strict: keys of small order, under which many signatures fit many texts, are refused.
    key.verify_strict(
        &style.signed(timestamp, incoming.body()),
        &Signature::from_bytes(&signature),
    )
    .map_err(|_| Refusal::WrongSignature)?;
    if !fresh(timestamp, now) {
        return Err(Refusal::Stale);
    }
    Ok(Verified::new(incoming, None))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use yingke_words::Time;

    use super::*;

    /// RFC 8032 §7.1, TEST 1.
    const SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    const PUBLIC: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    const AT: &str = "1625603592";

    fn seed() -> [u8; 32] {
        Written::Hex.read(SEED).unwrap()
    }

    fn now() -> Time {
        Time::from_millis(1_625_603_592_000)
    }

    fn sent(style: Style, timestamp: &str, signature: &str, body: &'static str) -> Incoming {
        let request = http::Request::post("/hooks/KEY")
            .header(style.timestamp, timestamp)
            .header(style.signature, signature);
        Incoming(request.body(Bytes::from_static(body.as_bytes())).unwrap())
    }

    #[test]
    fn discord_1() {
        let signature = "758106eedb123290a1e2646da7265dbca341b58135944ea46a5642068d6a3711\
                         c20d8bbae8ca4fed03e9d5a8b080304e31422693404fb6c3241feb454e392e06";
        assert_eq!(DISCORD.sign(&seed(), AT, br#"{"type":1}"#), signature);
        assert_eq!(DISCORD.public_key(&seed()), PUBLIC);
        let taken = |body| verify(sent(DISCORD, AT, signature, body), DISCORD, PUBLIC, now()).map(drop);
        assert_eq!(taken(r#"{"type":1}"#), Ok(()));
        assert_eq!(taken(r#"{"type":2}"#), Err(Refusal::WrongSignature));
    }

    #[test]
    fn discord_2_is_the_primitive() {
        let bare = Style {
            between: "",
            ..DISCORD
        };
        let expected = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555\
                        fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
        assert_eq!(bare.sign(&seed(), "", b""), expected);
    }

    #[test]
    fn sms_telnyx_1() {
        let signature =
            "EEfh1H5OW3e9BaaCBhciP5TsVmcgde8HRQ73/FGEk1IJVAgECTOtzQBs6/BjvyWn/5TroM7a8uiovj2CiszqAQ==";
        let public = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        assert_eq!(TELNYX.sign(&seed(), AT, br#"{"data":{}}"#), signature);
        assert_eq!(TELNYX.public_key(&seed()), public);
        let request = || sent(TELNYX, AT, signature, r#"{"data":{}}"#);
        assert!(verify(request(), TELNYX, public, now()).is_ok());
        // The same bytes without the bar between them are another text.
        let without = Style {
            between: "",
            ..TELNYX
        };
        assert_eq!(
            verify(request(), without, public, now()).map(drop),
            Err(Refusal::WrongSignature)
        );
    }

    #[test]
    fn each_way_of_being_wrong_has_its_refusal() {
        let body = r#"{"type":1}"#;
        let good = DISCORD.sign(&seed(), AT, body.as_bytes());
        let refusal = |incoming, key: &str, now| verify(incoming, DISCORD, key, now).map(drop).err();
        let request = || sent(DISCORD, AT, &good, body);
        assert_eq!(refusal(request(), PUBLIC, now()), None);
        for key in ["", "ff", "zz", &PUBLIC[2..], &format!("02{}", "00".repeat(31))] {
            assert_eq!(refusal(request(), key, now()), Some(Refusal::NotSetUp), "{key}");
        }
        // Under the key of order one this signature fits every text, unless such keys are refused.
        let one = format!("01{}", "00".repeat(31));
        let forged = format!("{one}{}", "00".repeat(32));
        let everything = sent(DISCORD, AT, &forged, body);
        assert_eq!(refusal(everything, &one, now()), Some(Refusal::WrongSignature));
        for given in ["", "00", &good[2..], "é"] {
            assert!(refusal(sent(DISCORD, AT, given, body), PUBLIC, now()).is_some());
        }
        let mut bare = request();
        bare.0.headers_mut().remove(DISCORD.timestamp);
        assert_eq!(refusal(bare, PUBLIC, now()), Some(Refusal::Unsigned));
        let later = Time::from_millis(now().millis() + 300_001);
        assert_eq!(refusal(request(), PUBLIC, later), Some(Refusal::Stale));
    }
}

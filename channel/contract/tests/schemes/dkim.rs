//! Mails that are rightly signed and still prove nothing. Signed here, by RFC 8463's key.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer, SigningKey};
use yingke_channel_contract::scheme::{
    digest,
    dkim::{self, Verdict},
    unhex,
};
use yingke_words::Time;

const NOW: Time = Time::from_millis(1_795_329_615_000);
const SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const RECORD: &str = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

/// A mail whose signature covers `from` or not, and says `more` besides.
fn judged(names: &str, more: &str, body: &[u8]) -> Verdict {
    let seed = unhex(SEED)
        .and_then(|seed| seed.try_into().ok())
        .expect("32 bytes");
    let hash = STANDARD.encode(dkim::body_hash(body));
    let tags = format!(
        "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=football.example.com; s=brisbane; h={names}; {more}bh={hash}; b="
    );
    let from = "from:joe@football.example.com\r\n";
    let covered = if names.contains("from") { from } else { "" };
    let text = format!("{covered}dkim-signature:{tags}");
    let signature = SigningKey::from_bytes(&seed).sign(&digest::sha256(&[text.as_bytes()]));
    let signature = STANDARD.encode(signature.to_bytes());
    let head = format!("DKIM-Signature: {tags}{signature}\r\nFrom: joe@football.example.com\r\n\r\n");
    let mail = [head.as_bytes(), body].concat();
    dkim::judge(&mail, |_| Some(RECORD.to_owned()), NOW)
}

#[test]
fn a_signature_over_too_little_or_past_its_time_proves_nothing() {
    let pass = Verdict::Pass("football.example.com".to_owned());
    let body = "晚上好\r\n".as_bytes();
    assert_eq!(judged("from", "", body), pass);
    assert_eq!(judged("from", "x=1795329615; ", body), pass);
    assert_eq!(
        judged("from", "x=1795329614; ", body),
        Verdict::Fail,
        "past its time"
    );
    assert_eq!(judged("from", "x=soon; ", body), Verdict::Fail);
    assert_eq!(
        judged("from", "l=3; ", body),
        Verdict::Fail,
        "over a part of the body"
    );
    assert_eq!(judged("subject", "", body), Verdict::Fail, "whoever sends it");
}

#[test]
fn a_header_named_once_more_than_it_stands_there_is_empty() {
    let pass = Verdict::Pass("football.example.com".to_owned());
    assert_eq!(judged("from:from:subject", "", b"Hi\r\n"), pass);
}

#[test]
fn bodies_of_other_charsets_and_empty_ones_are_judged_too() {
    let pass = Verdict::Pass("football.example.com".to_owned());
    for body in [&b"\xcd\xed\xc9\xcf\xba\xc3\r\n"[..], b"", b"\r\n\r\n", b" \t\r\n"] {
        assert_eq!(judged("from", "", body), pass, "{body:?}");
    }
    // RFC 6376 §3.4.4: a body of nothing.
    let nothing = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    assert_eq!(STANDARD.encode(dkim::body_hash(b"\r\n")), nothing);
}

//! What openssl and a vendor's kit gave us: an Alipay key of today, Twilio's shared keys.

use yingke_channel_contract::{
    Refusal,
    scheme::{
        alipay, rsa,
        twilio::{self, Keys},
    },
};

use crate::{
    Check,
    china_apis::as_bytes,
    vector::{Vector, form, post},
};

pub const CHECKS: &[Check] = &[("alipay-gateway-2048", gateway), ("twilio-sha256", shared_key)];

fn gateway(v: &Vector) {
    let (pairs, sign) = (v.pairs("params"), v.answer("sign"));
    let text = alipay::gateway_text(&as_bytes(&pairs));
    assert_eq!(text, v.answer("string_to_sign").as_bytes());
    for key in ["private_key_pkcs8", "private_key_pkcs1"] {
        assert_eq!(rsa::sign(v.given(key), &text).as_deref(), Some(sign));
    }
    let private = v.given("private_key_pkcs8");
    assert_eq!(alipay::sign(private, &as_bytes(&pairs)).as_deref(), Some(sign));
    // As the console shows it: base64 and nothing else.
    let bare: String = v
        .given("public_key_pem")
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    for public in [v.given("public_key_pem"), &bare] {
        let body = form(&[&pairs[..], &[("sign", sign)]].concat());
        assert!(alipay::verify(post("/k", &[], &body), public).is_ok());
        for (from, to) in [
            ("verifygw", "verifygx"),
            ("RSA2", "RSA"),
            ("charset=GBK", "charset=UTF-8"),
        ] {
            let refused = alipay::verify(post("/k", &[], &body.replace(from, to)), public).err();
            assert_eq!(refused, Some(Refusal::WrongSignature), "{to}");
        }
    }
    let inner = v.given("answer");
    let answer = alipay::answer(private, "GBK", inner).expect("a key");
    let signed = format!(
        "<response>{inner}</response><sign>{}</sign>",
        v.answer("answer_sign")
    );
    assert!(answer.contains(&signed), "{answer}");
}

fn shared_key(v: &Vector) {
    let url = v.given("url");
    let (callback, query) = url.split_once('?').expect("a query");
    let headers = [
        ("X-Twilio-Signature", v.answer("X-Twilio-Signature")),
        ("X-Twilio-Webhooks-Signature-Settings", v.given("settings")),
        ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
    ];
    let body = form(&v.pairs("form"));
    let target = format!("/k?{query}");
    let keys = Keys {
        auth_token: "12345",
        shared_key: v.given("shared_key"),
    };
    assert!(twilio::verify(post(&target, &headers, &body), &keys, callback).is_ok());
    // Without the header it is the account's token that would have had to sign.
    let bare = [headers[0], headers[2]];
    let refused = twilio::verify(post(&target, &bare, &body), &keys, callback).err();
    assert_eq!(refused, Some(Refusal::WrongSignature));
    let unknown = [headers[0], (headers[1].0, "key=k,algorithm=HMAC_MD5"), headers[2]];
    let refused = twilio::verify(post(&target, &unknown, &body), &keys, callback).err();
    assert_eq!(refused, Some(Refusal::WrongSignature));
}

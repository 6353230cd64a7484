//! LINE, Slack, Viber, Discord, Telnyx, Zalo, TikTok, X, Teams, Matrix, webhooks, the widget.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, VerifyingKey};
use yingke_channel_contract::{
    Refusal,
    scheme::{
        digest, hex, identifier, line, matrix, secret, slack, standard_webhooks, teams_outgoing, tiktok,
        unhex, viber, x, zalo,
    },
};
use yingke_words::{Span, Time};

use crate::{
    Check,
    vector::{Vector, post},
};

pub const CHECKS: &[Check] = &[
    ("line-1", line_body),
    ("slack-1", slack_command),
    ("viber-1", viber_body),
    ("discord-1", discord_ping),
    ("discord-2", ed25519),
    ("sms-telnyx-1", telnyx),
    ("zalo-1", zalo_text),
    ("tiktok-1", tiktok_event),
    ("x-1", x_challenge),
    ("x-2", x_push),
    ("teams-2", teams_call),
    ("webhook-api-1", webhook),
    ("widget-1", widget),
    ("matrix-1", matrix_json),
    ("matrix-2", matrix_push),
];

fn at(seconds: i64) -> Time {
    Time::from_millis(seconds * 1_000)
}

fn line_body(v: &Vector) {
    let (secret, body) = (v.given("channel_secret"), v.given("body"));
    assert_eq!(
        line::signature(secret, body.as_bytes()),
        v.answer("x-line-signature")
    );
    let headers = |signature| [("x-line-signature", signature)];
    let right = post("/k", &headers(v.answer("x-line-signature")), body);
    assert!(line::verify(right, secret).is_ok());
    let wrong = post("/k", &headers(v.answer("reject")), body);
    assert_eq!(line::verify(wrong, secret).err(), Some(Refusal::WrongSignature));
}

fn slack_command(v: &Vector) {
    let (secret, body) = (v.given("signing_secret"), v.given("body"));
    let stamp = v.given("X-Slack-Request-Timestamp");
    let signature = v.answer("X-Slack-Signature");
    assert_eq!(slack::signature(secret, stamp, body.as_bytes()), signature);
    let incoming = || {
        let headers = [
            ("X-Slack-Request-Timestamp", stamp),
            ("X-Slack-Signature", signature),
        ];
        post("/k", &headers, body)
    };
    let signed = at(stamp.parse().expect("a number"));
    for now in [signed - Span::seconds(300), signed + Span::seconds(300)] {
        assert!(slack::verify(incoming(), secret, now).is_ok());
    }
    for now in [signed - Span::seconds(301), signed + Span::seconds(301)] {
        assert_eq!(slack::verify(incoming(), secret, now).err(), Some(Refusal::Stale));
    }
}

fn viber_body(v: &Vector) {
    let (secret, body) = (v.given("auth_token"), v.given("body"));
    let signature = v.answer("X-Viber-Content-Signature");
    assert_eq!(viber::signature(secret, body.as_bytes()), signature);
    let incoming = post("/k", &[("X-Viber-Content-Signature", signature)], body);
    assert!(viber::verify(incoming, secret).is_ok());
}

/// Whether an Ed25519 signature fits.
fn fits(public_key: &[u8], message: &str, signature: &[u8]) -> bool {
    let key = VerifyingKey::from_bytes(public_key.try_into().expect("32 bytes")).expect("a key");
    let signature = Signature::from_slice(signature).expect("64 bytes");
    key.verify_strict(message.as_bytes(), &signature).is_ok()
}

fn discord_ping(v: &Vector) {
    let key = unhex(v.given("public_key")).expect("hex");
    let signature = unhex(v.answer("X-Signature-Ed25519")).expect("hex");
    let stamp = v.given("X-Signature-Timestamp");
    assert!(fits(&key, &format!("{stamp}{}", v.given("body")), &signature));
    assert!(!fits(&key, &format!("{stamp}{{\"type\":2}}"), &signature));
    assert_eq!(v.answer_json("tampered_body_status"), 401);
    v.elsewhere(
        "expected",
        "http_response",
        "Discord's channel: what a ping is answered with",
    );
}

fn ed25519(v: &Vector) {
    let key = unhex(v.given("public_key")).expect("hex");
    let signature = unhex(v.answer("signature")).expect("hex");
    assert_eq!(v.given("message_hex"), "");
    assert!(fits(&key, "", &signature));
    assert!(!fits(&key, " ", &signature));
}

fn telnyx(v: &Vector) {
    let key = STANDARD.decode(v.given("public_key_b64")).expect("base64");
    let signature = STANDARD
        .decode(v.answer("telnyx-signature-ed25519"))
        .expect("base64");
    let (stamp, body) = (v.given("timestamp"), v.given("body"));
    assert!(fits(&key, &format!("{stamp}|{body}"), &signature));
    assert!(!fits(&key, &format!("{stamp}{body}"), &signature));
}

fn zalo_text(v: &Vector) {
    let (app, secret) = (v.given("app_id"), v.given("oa_secret_key"));
    let (stamp, body) = (v.given("timestamp"), v.given("body"));
    let signature = v.answer("X-ZEvent-Signature");
    assert_eq!(zalo::signature(app, body.as_bytes(), stamp, secret), signature);
    let mac = hex(&digest::hmac_sha256(secret.as_bytes(), &[body.as_bytes()]));
    assert_ne!(format!("mac={mac}"), signature);
    let incoming = post("/k", &[("X-ZEvent-Signature", signature)], body);
    assert!(zalo::verify(incoming, app, secret).is_ok());
}

fn tiktok_event(v: &Vector) {
    let (secret, stamp, body) = (v.given("client_secret"), v.given("t"), v.given("body"));
    let signature = v.answer("Tiktok-Signature");
    assert_eq!(tiktok::signature(secret, stamp, body.as_bytes()), signature);
    let incoming = || post("/k", &[("Tiktok-Signature", signature)], body);
    let now = at(stamp.parse().expect("a number"));
    assert!(tiktok::verify(incoming(), secret, now).is_ok());
    let late = tiktok::verify(incoming(), secret, now + Span::seconds(301)).err();
    assert_eq!(late, Some(Refusal::Stale));
}

fn x_challenge(v: &Vector) {
    let answer = x::response_token(v.given("consumer_secret"), v.given("crc_token"));
    assert_eq!(answer.as_deref(), Some(v.answer("response_token")));
}

fn x_push(v: &Vector) {
    let (secret, body) = (v.given("consumer_secret"), v.given("body"));
    let signature = v.answer("x-twitter-webhooks-signature");
    assert_eq!(x::signature(secret, body.as_bytes()), signature);
    let incoming = post("/k", &[("x-twitter-webhooks-signature", signature)], body);
    assert!(x::verify(incoming, secret).is_ok());
}

fn teams_call(v: &Vector) {
    let (token, body) = (v.given("security_token"), v.given("body"));
    let ours = teams_outgoing::authorization(token, body.as_bytes());
    assert_eq!(ours.as_deref(), Some(v.answer("Authorization")));
    let incoming = post("/k", &[("Authorization", v.answer("Authorization"))], body);
    assert!(teams_outgoing::verify(incoming, token).is_ok());
}

fn webhook(v: &Vector) {
    let (secret, body) = (v.given("secret"), v.given("body"));
    let (id, stamp) = (v.given("webhook-id"), v.given("webhook-timestamp"));
    let signature = v.answer("webhook-signature");
    let key = standard_webhooks::key(secret).expect("a key");
    assert_eq!(
        standard_webhooks::signature(&key, id, stamp, body.as_bytes()),
        signature
    );
    let now = at(stamp.parse().expect("a number"));
    let several = format!("v1,AAAA v2,{} {signature}", &signature[3..]);
    for given in [signature, &several] {
        let headers = [
            ("webhook-id", id),
            ("webhook-timestamp", stamp),
            ("webhook-signature", given),
        ];
        let incoming = || post("/k", &headers, body);
        assert!(standard_webhooks::verify(incoming(), &[secret], now).is_ok());
        let late = standard_webhooks::verify(incoming(), &[secret], now + Span::seconds(301)).err();
        assert_eq!(late, Some(Refusal::Stale));
    }
}

fn widget(v: &Vector) {
    let (token, id, hash) = (
        v.given("hmac_token"),
        v.given("identifier"),
        v.answer("identifier_hash"),
    );
    assert_eq!(identifier::hash(token, id), hash);
    assert_eq!(identifier::check(token, id, hash), Ok(()));
    for wrong in ["", &hash[1..], &hash.to_uppercase(), &format!("{hash}0")] {
        assert_eq!(identifier::check(token, id, wrong), Err(Refusal::WrongSignature));
    }
    assert_eq!(
        identifier::check(token, "user-43", hash),
        Err(Refusal::WrongSignature)
    );
    assert_eq!(identifier::check("", id, hash), Err(Refusal::NotSetUp));
}

fn matrix_json(v: &Vector) {
    let (seed, object) = (v.given("seed"), v.given_json("object"));
    let signature = v.answer("signature");
    assert_eq!(matrix::sign(seed, object).as_deref(), Some(signature));
    // The public key of the specification's seed.
    let public = "XGX0JRS2Af3be3knz2fBiRbApjm2Dh61gXDJA8kcJNI";
    let mut signed = serde_json::json!({
        "unsigned": { "age": 1 },
        "signatures": { "desk.example": { "ed25519:1": signature } },
    });
    assert!(matrix::fits(&signed, "desk.example", "ed25519:1", public));
    assert!(!matrix::fits(&signed, "desk.example", "ed25519:2", public));
    signed["one"] = 1.into();
    assert!(!matrix::fits(&signed, "desk.example", "ed25519:1", public));
}

fn matrix_push(v: &Vector) {
    let (method, path) = v.given("request").split_once(' ').expect("a request line");
    let token = v.given("hs_token");
    let request = |authorization| {
        let mut incoming = post(path, &[("Authorization", authorization)], "{}");
        *incoming.0.method_mut() = method.parse().expect("a method");
        incoming
    };
    assert!(secret::bearer(request(v.given("Authorization")), token).is_ok());
    let wrong = secret::bearer(request("Bearer other"), token).expect_err("another token");
    assert_eq!(v.answer_json("wrong_token"), wrong.status().as_u16());
    assert_eq!(
        secret::bearer(request(token), token).err(),
        Some(Refusal::Unsigned)
    );
    assert_eq!(
        secret::bearer(request("Bearer "), "").err(),
        Some(Refusal::NotSetUp)
    );
    v.elsewhere(
        "expected",
        "status",
        "Matrix's channel: what a transaction is answered with",
    );
    v.elsewhere("expected", "body", "Matrix's channel");
    v.elsewhere(
        "expected",
        "repeat_of_txnId",
        "ids that are known end at the store",
    );
}

//! Douyin, Kuaishou, QQ, Feishu, DingTalk, Doudian, Xiaohongshu, iLink.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use yingke_channel_contract::{
    Refusal,
    scheme::{dingtalk, doudian, douyin, feishu, hex, ilink, kuaishou, qq, unhex, xiaohongshu},
};
use yingke_words::{Span, Time};

use crate::{
    Check,
    vector::{Vector, post},
};

pub const CHECKS: &[Check] = &[
    ("douyin-mobile", douyin_mobile),
    ("douyin-webhook-sig", douyin_webhook),
    ("kuaishou-webhook-sig", kuaishou_webhook),
    ("qq-keygen", qq_key),
    ("qq-event-sig", qq_event),
    ("qq-validation", qq_validation),
    ("feishu-decrypt-hello", feishu_decrypt),
    ("feishu-sig", feishu_event),
    ("feishu-card-sig", feishu_card),
    ("feishu-custombot-sign", feishu_bot),
    ("dingtalk-robot-sign", dingtalk_robot),
    ("doudian-event-sign", doudian_event),
    ("xhs-thirdim-aes", xiaohongshu_content),
    ("ilink-media-aes", ilink_media),
];

fn douyin_mobile(v: &Vector) {
    let number = douyin::mobile(v.given("client_secret"), v.given("ciphertext"));
    assert_eq!(number.as_deref(), Some(v.answer("plaintext")));
    assert_eq!(douyin::mobile("short", v.given("ciphertext")), None);
}

fn douyin_webhook(v: &Vector) {
    let (secret, body) = (v.given("client_secret"), v.given("body"));
    assert_eq!(douyin::signature(secret, body.as_bytes()), v.answer("signature"));
    let incoming = post("/k", &[("X-Douyin-Signature", v.answer("signature"))], body);
    let verified = douyin::verify(incoming, secret).expect("it fits");
    let event: Value = serde_json::from_slice(verified.body()).expect("JSON");
    let answer = json!({ "challenge": event["content"]["challenge"] });
    assert_eq!(answer.to_string(), v.answer("response"));
}

fn kuaishou_webhook(v: &Vector) {
    let (secret, body) = (v.given("app_secret"), v.given("body"));
    assert_eq!(kuaishou::signature(secret, body.as_bytes()), v.answer("kwaisign"));
    let incoming = post("/k", &[("kwaisign", v.answer("kwaisign"))], body);
    let verified = kuaishou::verify(incoming, secret).expect("it fits");
    let event: Value = serde_json::from_slice(verified.body()).expect("JSON");
    let answer: Value = serde_json::from_str(v.answer("response")).expect("JSON");
    assert_eq!(answer, json!({ "result": 1, "message_id": event["message_id"] }));
}

fn qq_key(v: &Vector) {
    let seed = qq::seed(v.given("secret")).expect("a secret");
    assert_eq!(seed, v.answer("seed").as_bytes());
    let public = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key();
    assert_eq!(hex(public.as_bytes()), v.answer("public_key_hex"));
}

fn qq_event(v: &Vector) {
    assert_eq!(v.answer_json("valid"), true);
    let (secret, timestamp, body) = (v.given("secret"), v.given("timestamp"), v.given("body"));
    let headers = [
        ("X-Signature-Ed25519", v.answer("signature")),
        ("X-Signature-Timestamp", timestamp),
    ];
    assert!(qq::verify(post("/k", &headers, body), secret).is_ok());
    let parts = [timestamp.as_bytes(), body.as_bytes()];
    assert_eq!(qq::sign(secret, &parts).as_deref(), Some(v.answer("signature")));
    // As the page prints it, on one line, it does not fit.
    let flat = r#"{ "op": 0,"d": {}, "t": "GATEWAY_EVENT_NAME"}"#;
    let refused = qq::verify(post("/k", &headers, flat), secret).err();
    assert_eq!(refused, Some(Refusal::WrongSignature));
}

fn qq_validation(v: &Vector) {
    let asked: Value = serde_json::from_str(v.given("body")).expect("JSON");
    assert_eq!(asked["op"], 13);
    let token = asked["d"]["plain_token"].as_str().expect("a token");
    let time = asked["d"]["event_ts"].as_str().expect("a time");
    assert_eq!(token, v.answer("plain_token"));
    let signature = qq::validation(v.given("secret"), time, token);
    assert_eq!(signature.as_deref(), Some(v.answer("signature")));
}

fn feishu_decrypt(v: &Vector) {
    let (key, sealed) = (v.given("encrypt_key"), v.given("encrypt"));
    let plain = feishu::decrypt(key, sealed).expect("it opens");
    assert_eq!(plain, v.answer("plaintext").as_bytes());
    let iv = STANDARD.decode(sealed).expect("base64")[..16]
        .try_into()
        .expect("16 bytes");
    assert_eq!(feishu::encrypt(key, iv, &plain), sealed);
}

fn feishu_event(v: &Vector) {
    let (timestamp, nonce, key) = (v.given("timestamp"), v.given("nonce"), v.given("encrypt_key"));
    let (body, signature) = (v.given("body"), v.answer("signature"));
    assert_eq!(
        feishu::signature(key, timestamp, nonce, body.as_bytes()),
        signature
    );
    let keys = feishu::Keys {
        encrypt_key: key,
        verification_token: "",
    };
    let headers = lark(timestamp, nonce, signature);
    assert!(feishu::verify(post("/k", &headers, body), &keys).is_ok());
    let other = body.replace("张三", "李四");
    let refused = feishu::verify(post("/k", &headers, &other), &keys).err();
    assert_eq!(refused, Some(Refusal::WrongSignature));
}

fn lark<'a>(timestamp: &'a str, nonce: &'a str, signature: &'a str) -> [(&'a str, &'a str); 3] {
    [
        ("X-Lark-Request-Timestamp", timestamp),
        ("X-Lark-Request-Nonce", nonce),
        ("X-Lark-Signature", signature),
    ]
}

fn feishu_card(v: &Vector) {
    let (timestamp, nonce, token) = (
        v.given("timestamp"),
        v.given("nonce"),
        v.given("verification_token"),
    );
    let (body, signature) = (v.given("body"), v.answer("signature"));
    let ours = feishu::card_signature(token, timestamp, nonce, body.as_bytes());
    assert_eq!(ours, signature);
    let incoming = post("/k", &lark(timestamp, nonce, signature), body);
    assert!(feishu::verify_card(incoming, token).is_ok());
}

fn feishu_bot(v: &Vector) {
    let sign = feishu::custom_bot_sign(v.given("timestamp"), v.given("secret"));
    assert_eq!(sign, v.answer("sign"));
}

fn dingtalk_robot(v: &Vector) {
    let (timestamp, secret) = (v.given("timestamp"), v.given("app_secret"));
    assert_eq!(dingtalk::robot_sign(timestamp, secret), v.answer("sign"));
    let incoming = || {
        let headers = [("timestamp", timestamp), ("sign", v.answer("sign"))];
        post("/k", &headers, "{}")
    };
    let signed = Time::from_millis(timestamp.parse().expect("a number"));
    assert!(dingtalk::robot(incoming(), secret, signed + Span::minutes(59)).is_ok());
    let late = dingtalk::robot(incoming(), secret, signed + Span::minutes(61)).err();
    assert_eq!(late, Some(Refusal::Stale));
}

fn doudian_event(v: &Vector) {
    let (key, secret, body) = (v.given("app_key"), v.given("app_secret"), v.given("body"));
    let sign = v.answer("event_sign");
    assert_eq!(doudian::event_sign(key, secret, body.as_bytes()), sign);
    assert!(doudian::verify(post("/k", &[("event-sign", sign)], body), key, secret).is_ok());
}

fn xiaohongshu_content(v: &Vector) {
    let (key, plain) = (v.given("key_hex"), v.given("plaintext").as_bytes());
    let iv = unhex(v.given("iv_hex"))
        .and_then(|iv| iv.try_into().ok())
        .expect("16 bytes");
    let content = xiaohongshu::seal(key, iv, plain).expect("a key");
    assert_eq!(content, v.answer("content"));
    assert_eq!(xiaohongshu::open(key, &content).expect("it opens"), plain);
    for wrong in ["", "~split~", "AAAA", "AAAA~split~AAAA", &content[1..]] {
        assert_eq!(xiaohongshu::open(key, wrong), None, "{wrong}");
    }
    assert_eq!(xiaohongshu::open(&key[2..], &content), None);
}

fn ilink_media(v: &Vector) {
    let key: [u8; 16] = unhex(v.given("aeskey_hex"))
        .and_then(|key| key.try_into().ok())
        .expect("16 bytes");
    let sealed = ilink::seal(key, v.given("plaintext").as_bytes());
    assert_eq!(STANDARD.encode(&sealed), v.answer("cipher_b64"));
    assert_eq!(
        ilink::open(key, &sealed).expect("it opens"),
        v.given("plaintext").as_bytes()
    );
    assert_eq!(ilink::open(key, &sealed[1..]), None);
    assert_eq!(ilink::key_field(key), v.answer("media_aes_key_field"));
    assert_eq!(ilink::key(v.answer("media_aes_key_field")), Some(key));
}

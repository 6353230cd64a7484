#![no_main]
//! Signatures, ciphers and tokens that strangers send: nobody guesses one, and nothing panics.

use bytes::Bytes;
use http::Request;
use libfuzzer_sys::fuzz_target;
use yingke_channel_contract::{
    Incoming,
    scheme::{
        alipay, apple, dingtalk, dkim, douyin, feishu, form, hub, ilink, matrix, mini_program, qq, scram,
        smpp, sms, telegram, tiktok, twilio, wxcrypt::Crypt, x, xiaohongshu, zalo,
    },
};
use yingke_words::{Span, Time};

const NOW: Time = Time::from_millis(1_795_338_000_000);
const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

fuzz_target!(|given: (&str, &[u8])| {
    let (text, bytes) = given;
    opened(text, bytes);
    guessed(text, bytes);
    let _ = (
        smpp::Pdu::read(bytes),
        dkim::judge(bytes, |_| Some(text.to_owned()), NOW),
    );
    let (_, parts) = sms::parts(text);
    assert_eq!(parts.concat(), text, "nothing is lost between parts");
    let _ = scram::prove("pencil", "n=user,r=abc", text).map(|proof| proof.answered(text));
    if let Ok(value) = serde_json::from_slice(bytes)
        && let Some(canonical) = matrix::canonical(&value)
    {
        let again = serde_json::from_str(&canonical).expect("canonical JSON is JSON");
        assert_eq!(
            matrix::canonical(&again),
            Some(canonical),
            "it is canonical already"
        );
    }
});

/// Ciphertexts of strangers. What is opened is anything; what was sealed is opened.
fn opened(text: &str, bytes: &[u8]) {
    let crypt = Crypt::new(KEY, "").expect("a key");
    let _ = (crypt.decrypt(text), Crypt::new(text, text), form::pairs(bytes));
    let sealed = crypt.encrypt(bytes, &[7; 16]);
    assert_eq!(crypt.decrypt(&sealed).expect("ours"), bytes);
    let _ = (
        feishu::decrypt(SECRET, text),
        douyin::mobile(SECRET, text),
        ilink::key(text),
    );
    let _ = (
        mini_program::open(text, text, text, ""),
        ilink::open([7; 16], bytes),
    );
    let content = xiaohongshu::seal(SECRET, [7; 16], bytes).expect("a key");
    assert_eq!(xiaohongshu::open(SECRET, &content).as_deref(), Some(bytes));
    let _ = xiaohongshu::open(SECRET, text);
}

/// Nobody who does not know a secret is believed.
fn guessed(text: &str, bytes: &[u8]) {
    let incoming = |header: &str| {
        let request = Request::post("/k?signature=a&timestamp=1&nonce=n").header(header, text);
        let request = request
            .header("x-signature-timestamp", "1")
            .header("x-lark-request-nonce", "1");
        request.body(Bytes::copy_from_slice(bytes)).map(Incoming).ok()
    };
    let with = |header| incoming(header).into_iter();
    let crypt = Crypt::new(KEY, "").expect("a key");
    let keys = feishu::Keys {
        encrypt_key: SECRET,
        verification_token: "",
    };
    let account = twilio::Keys {
        auth_token: SECRET,
        shared_key: SECRET,
    };
    let believed = [
        with("authorization").any(|one| apple::verify(one, "id", "c2VjcmV0", NOW).is_ok()),
        with("x-signature-ed25519").any(|one| qq::verify(one, SECRET).is_ok()),
        with("x-lark-signature").any(|one| feishu::verify(one, &keys).is_ok()),
        with("tiktok-signature").any(|one| tiktok::verify(one, SECRET, NOW).is_ok()),
        with("x-zevent-signature").any(|one| zalo::verify(one, "1", SECRET).is_ok()),
        with("x-hub-signature-256").any(|one| hub::verify(one, &[SECRET]).is_ok()),
        with("x-twilio-signature").any(|one| twilio::verify(one, &account, text).is_ok()),
        with("x-twitter-webhooks-signature").any(|one| x::verify(one, SECRET).is_ok()),
        with("x-any").any(|one| dingtalk::callback(one, &crypt, SECRET).is_ok()),
        with("x-any").any(|one| douyin::push(one, &crypt, SECRET).is_ok()),
        with("x-any").any(|one| alipay::verify(one, KEY).is_ok()),
        hub::open_request(SECRET, text).is_ok(),
        telegram::init_data(SECRET, text, NOW, Span::hours(1)).is_ok(),
    ];
    assert!(
        !believed.contains(&true),
        "somebody guessed a signature: {believed:?}"
    );
}

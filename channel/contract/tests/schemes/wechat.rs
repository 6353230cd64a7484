//! WeChat, WeCom, and whoever signs as they do.

use serde_json::Value;
use yingke_channel_contract::{
    Refusal,
    scheme::{dingtalk, douyin, mini_program, sorted_sha1, wxcrypt::Crypt},
};

use crate::{
    Check,
    vector::{Vector, form, get, post},
};

pub const CHECKS: &[Check] = &[
    ("wx-plain-1", plain),
    ("wx-sha1sort-abc", sorted),
    ("wx-aes-wxjava1", sealed),
    ("wecom-echo-wechatpy-neg", refused_echo),
    ("wecom-encrypt-reply", reply),
    ("wxa-userdata", user_data),
    ("wxa-rawdata-1", raw_data),
    ("wecom-official-msg", message),
    ("wecom-official-echo", echo),
    ("wecom-aibot-json", bot),
    ("douyin-miniapp-push-1", push_of_32),
    ("dingtalk-callback-official", callback),
    ("weibo-official", weibo),
    ("xhs-miniapp-echo", xiaohongshu_echo),
    ("baidu-miniapp-echo", baidu_echo),
];

fn plain(v: &Vector) {
    let (token, timestamp, nonce) = (v.given("token"), v.given("timestamp"), v.given("nonce"));
    let signature = v.answer("signature");
    assert_eq!(sorted_sha1::signature(&[token, timestamp, nonce]), signature);
    let query = form(&[
        ("signature", signature),
        ("timestamp", timestamp),
        ("nonce", nonce),
    ]);
    let incoming = || post(&format!("/k?{query}"), &[], "<xml/>");
    assert!(sorted_sha1::verify(incoming(), token).is_ok());
    assert_eq!(
        sorted_sha1::verify(incoming(), "other").err(),
        Some(Refusal::WrongSignature)
    );
}

fn sorted(v: &Vector) {
    let parts = v.given_json("parts").as_array().expect("a list");
    let mut parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
    assert_eq!(sorted_sha1::signature(&parts), v.answer("signature"));
    parts.reverse();
    assert_eq!(sorted_sha1::signature(&parts), v.answer("signature"));
}

fn crypt(v: &Vector) -> Crypt {
    Crypt::new(v.given("encoding_aes_key"), v.given("receive_id")).expect("a key")
}

fn sealed(v: &Vector) {
    let sealed = crypt(v).encrypt(v.given("plaintext").as_bytes(), v.given("random16").as_bytes());
    assert_eq!(sealed, v.answer("encrypt"));
    let opened = crypt(v).decrypt(&sealed).expect("ours");
    assert_eq!(opened, v.given("plaintext").as_bytes());
}

/// The query of a call, with `rest` besides what is signed.
fn query(v: &Vector, rest: &[(&str, &str)]) -> String {
    let signed = [
        ("msg_signature", v.given("msg_signature")),
        ("timestamp", v.given("timestamp")),
        ("nonce", v.given("nonce")),
    ];
    format!("/k?{}", form(&[&signed, rest].concat()))
}

fn refused_echo(v: &Vector) {
    assert_eq!(v.answer_json("valid"), false);
    let echo = v.given("echostr");
    let incoming = get(&query(v, &[("echostr", echo)]));
    let refused = crypt(v).verify(incoming, v.given("token"), echo).err();
    assert_eq!(refused, Some(Refusal::WrongSignature));
}

fn reply(v: &Vector) {
    let (token, timestamp, nonce) = (v.given("token"), v.given("timestamp"), v.given("nonce"));
    let sealed = crypt(v).encrypt(v.given("plaintext").as_bytes(), v.given("random16").as_bytes());
    assert_eq!(sealed, v.answer("encrypt"));
    let signature = sorted_sha1::signature(&[token, timestamp, nonce, &sealed]);
    assert_eq!(signature, v.answer("msg_signature"));
    let xml = format!(
        "<xml>\n<Encrypt><![CDATA[{sealed}]]></Encrypt>\n<MsgSignature><![CDATA[{signature}]]></MsgSignature>\n\
         <TimeStamp>{timestamp}</TimeStamp>\n<Nonce><![CDATA[{nonce}]]></Nonce>\n</xml>"
    );
    assert_eq!(xml, v.answer("xml"));
}

fn message(v: &Vector) {
    v.elsewhere("inputs", "agent_id", "WeCom's channel: the app it is for");
    let sealed = v.given("encrypt");
    let body = format!("<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>");
    let verified = crypt(v)
        .verify(post(&query(v, &[]), &[], &body), v.given("token"), sealed)
        .expect("it fits");
    assert_eq!(verified.body(), v.answer("plaintext").as_bytes());
    let other = Crypt::new(v.given("encoding_aes_key"), "wx0000000000000000").expect("a key");
    let refused = other.verify(post(&query(v, &[]), &[], &body), v.given("token"), sealed);
    assert_eq!(refused.err(), Some(Refusal::WrongReceiver));
}

fn echo(v: &Vector) {
    let echo = v.given("echostr");
    let incoming = get(&query(v, &[("echostr", echo)]));
    assert_eq!(incoming.query("echostr").as_deref(), Some(echo));
    let verified = crypt(v)
        .verify(incoming, v.given("token"), echo)
        .expect("it fits");
    assert_eq!(verified.body(), v.answer("echo_plaintext").as_bytes());
}

fn bot(v: &Vector) {
    let (token, timestamp, nonce) = (v.given("token"), v.given("timestamp"), v.given("nonce"));
    let sealed = crypt(v).encrypt(v.given("plaintext").as_bytes(), v.given("random16").as_bytes());
    assert_eq!(format!("{{\"encrypt\": \"{sealed}\"}}"), v.answer("body"));
    let signature = sorted_sha1::signature(&[token, timestamp, nonce, &sealed]);
    assert_eq!(signature, v.answer("msg_signature"));
    let query = form(&[
        ("msg_signature", &signature),
        ("timestamp", timestamp),
        ("nonce", nonce),
    ]);
    let incoming = post(&format!("/k?{query}"), &[], v.answer("body"));
    let verified = crypt(v).verify(incoming, token, &sealed).expect("it fits");
    assert_eq!(verified.body(), v.given("plaintext").as_bytes());
}

fn push_of_32(v: &Vector) {
    assert_eq!(v.answer("receive_id"), v.given("app_id"));
    let crypt = || Crypt::new(v.given("encoding_aes_key"), v.given("app_id")).expect("a key");
    let body = v.given_json("body").to_string();
    let long = crypt().beginning(douyin::BEGINNING);
    let verified = douyin::push(post("/k", &[], &body), &long, v.given("token")).expect("it fits");
    assert_eq!(verified.body(), v.answer("plaintext").as_bytes());
    // With WeChat's beginning it cannot be read.
    assert!(douyin::push(post("/k", &[], &body), &crypt(), v.given("token")).is_err());
    let other = body.replace("1409659813", "1409659814");
    let refused = douyin::push(post("/k", &[], &other), &long, v.given("token")).err();
    assert_eq!(refused, Some(Refusal::WrongSignature));
}

fn callback(v: &Vector) {
    let crypt = Crypt::new(v.given("aes_key"), v.given("suite_key")).expect("a key");
    let body = format!("{{\"encrypt\":\"{}\"}}", v.given("encrypt"));
    let (signature, timestamp, nonce) = (v.given("signature"), v.given("timestamp"), v.given("nonce"));
    for (one, two) in [("signature", "timestamp"), ("msg_signature", "timeStamp")] {
        let query = form(&[(one, signature), (two, timestamp), ("nonce", nonce)]);
        let incoming = post(&format!("/k?{query}"), &[], &body);
        let verified = dingtalk::callback(incoming, &crypt, v.given("token")).expect("it fits");
        assert_eq!(verified.body(), v.answer("plaintext").as_bytes());
    }
}

fn user_data(v: &Vector) {
    let open = |app_id| {
        let (key, iv) = (v.given("session_key"), v.given("iv"));
        mini_program::open(key, iv, v.given("encrypted_data"), app_id)
    };
    let expected: Value = serde_json::from_str(v.answer("plaintext")).expect("JSON");
    assert_eq!(open(v.given("appid")), Ok(expected));
    assert_eq!(open("wx0"), Err(Refusal::WrongReceiver));
}

fn raw_data(v: &Vector) {
    let signature = mini_program::raw_data_signature(v.given("raw_data"), v.given("session_key"));
    assert_eq!(signature, v.answer("signature"));
}

/// A call that tries an address: the query is checked, and a parameter of it is the answer.
fn echoed(v: &Vector, secret: &str, parameter: &str) {
    let query = form(&[
        ("signature", v.answer("signature")),
        ("timestamp", v.given("timestamp")),
        ("nonce", v.given("nonce")),
        (parameter, v.given(parameter)),
    ]);
    let verified = sorted_sha1::verify(get(&format!("/k?{query}")), v.given(secret)).expect("it fits");
    assert_eq!(verified.query(parameter).as_deref(), Some(v.answer("response")));
}

fn weibo(v: &Vector) {
    let mut parts = [v.given("app_secret"), v.given("timestamp"), v.given("nonce")];
    parts.sort_unstable();
    assert_eq!(parts.concat(), v.answer("concatenated"));
    echoed(v, "app_secret", "echostr");
}

fn xiaohongshu_echo(v: &Vector) {
    echoed(v, "token", "echostr");
}

fn baidu_echo(v: &Vector) {
    echoed(v, "token", "echoStr");
}

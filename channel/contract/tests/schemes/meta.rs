//! WhatsApp, Messenger, Instagram.

use serde_json::Value;
use yingke_channel_contract::{Refusal, scheme::hub};

use crate::{
    Check,
    vector::{Vector, get, post},
};

pub const CHECKS: &[Check] = &[
    ("whatsapp-messenger-instagram-1", signature),
    ("whatsapp-messenger-instagram-2", raw_body),
    ("whatsapp-messenger-instagram-3", proof),
    ("whatsapp-messenger-instagram-4", signed_request),
    ("whatsapp-messenger-instagram-5", subscription),
];

const HEADER: &str = "X-Hub-Signature-256";

fn signature(v: &Vector) {
    let (secret, body) = (v.given("app_secret"), v.given("body"));
    assert_eq!(hub::signature(secret, body.as_bytes()), v.answer(HEADER));
    let incoming = || post("/k", &[(HEADER, v.answer(HEADER))], body);
    assert!(hub::verify(incoming(), &[secret]).is_ok());
    assert!(hub::verify(incoming(), &["another", "", secret]).is_ok());
    assert_eq!(
        hub::verify(incoming(), &["another"]).err(),
        Some(Refusal::WrongSignature)
    );
}

fn raw_body(v: &Vector) {
    let (secret, body) = (v.given("app_secret"), v.given("body_raw"));
    let headers = [(HEADER, v.answer(HEADER))];
    assert!(hub::verify(post("/k", &headers, body), &[secret]).is_ok());
    let read: Value = serde_json::from_str(body).expect("JSON");
    // The same JSON as most libraries write it.
    let again = body
        .replace(r"\u00e9", "é")
        .replace(r"\ud83d\ude00", "😀")
        .replace(r"\/", "/");
    assert_ne!(again, body);
    assert_eq!(read, serde_json::from_str::<Value>(&again).expect("JSON"));
    assert_eq!(
        hub::signature(secret, again.as_bytes()),
        v.answer("wrong_if_reserialised")
    );
    let refused = hub::verify(post("/k", &headers, &again), &[secret]).err();
    assert_eq!(refused, Some(Refusal::WrongSignature));
}

fn proof(v: &Vector) {
    let proof = hub::proof(v.given("app_secret"), v.given("access_token"));
    assert_eq!(proof, v.answer("appsecret_proof"));
}

fn signed_request(v: &Vector) {
    let (secret, payload) = (v.given("app_secret"), v.given("payload_json"));
    let signed = v.answer("signed_request");
    assert_eq!(hub::sign_request(secret, payload), signed);
    let said = hub::open_request(secret, signed).expect("it fits");
    assert_eq!(said, serde_json::from_str::<Value>(payload).expect("JSON"));
    let refusals = [
        ("", Refusal::Unsigned),
        (".", Refusal::WrongSignature),
        (&signed[1..], Refusal::WrongSignature),
        (&signed.to_lowercase(), Refusal::WrongSignature),
    ];
    for (wrong, refusal) in refusals {
        assert_eq!(hub::open_request(secret, wrong), Err(refusal), "{wrong}");
    }
    let other = hub::sign_request(secret, r#"{"algorithm":"none"}"#);
    assert_eq!(hub::open_request(secret, &other), Err(Refusal::Unreadable));
    assert_eq!(hub::open_request("", signed), Err(Refusal::NotSetUp));
}

fn subscription(v: &Vector) {
    assert_eq!(v.answer_json("status"), 200);
    let (query, token) = (v.given("query"), v.given("configured"));
    let verified = hub::subscribe(get(&format!("/k?{query}")), token).expect("it fits");
    assert_eq!(verified.query("hub.challenge").as_deref(), Some(v.answer("body")));
    let wrong = hub::subscribe(get(&format!("/k?{query}")), "other").expect_err("another token");
    assert_eq!(v.answer_json("wrong_token_status"), wrong.status().as_u16());
    for (query, refusal) in [
        ("hub.mode=subscribe&hub.challenge=1", Refusal::Unsigned),
        ("hub.mode=unsubscribe&hub.verify_token=tok", Refusal::Unreadable),
        ("hub.verify_token=tok", Refusal::Unreadable),
    ] {
        assert_eq!(
            hub::subscribe(get(&format!("/k?{query}")), token).err(),
            Some(refusal)
        );
    }
}

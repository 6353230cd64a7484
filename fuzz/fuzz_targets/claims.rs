#![no_main]
//! Who a site says its visitor is, and the addresses of files.

use std::sync::{Arc, LazyLock};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use libfuzzer_sys::fuzz_target;
use yingke_server::{
    api::identity::{Claim, prove},
    files::links::Links,
    machine::SystemClock,
};
use yingke_store::{Inbox, InboxSettings};
use yingke_words::{Secret, Time};

const NOW: Time = Time::from_millis(1_795_338_000_000);
const SECRET: &str = "s3cret";
// Base64 of {"alg":"HS256","typ":"JWT"}.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

static INBOX: LazyLock<Inbox> = LazyLock::new(|| Inbox {
    id: uuid::Uuid::from_u128(1).into(),
    channel: "web".into(),
    name: "web".into(),
    key: "k".into(),
    settings: InboxSettings::default(),
    identity_secret: Some(SECRET.into()),
    created_at: NOW,
    version: 1,
    teams: Vec::new(),
    app: None,
    account: String::new(),
});

fn claim(hmac: Option<String>, jwt: Option<String>) -> Claim {
    Claim {
        external_id: "user-42".into(),
        name: None,
        email: None,
        hmac: hmac.map(Secret::new),
        jwt: jwt.map(Secret::new),
    }
}

fuzz_target!(|text: &str| {
    assert!(prove(&claim(Some(text.into()), None), &INBOX, NOW).is_err(), "nobody guesses a signature");
    assert!(prove(&claim(None, Some(text.into())), &INBOX, NOW).is_err(), "nobody guesses a signature");
    let links = Links::new(&[7; 32], Arc::new(SystemClock));
    assert!(links.open(text, uuid::Uuid::from_u128(2).into()).is_none(), "nobody guesses a signature");
    // What the site itself signs may hold anything, too.
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let body = URL_SAFE_NO_PAD.encode(text);
    let said = format!("{HEADER}.{body}");
    let signature = crypto::sign(said.as_bytes(), &key, Algorithm::HS256).expect("HMAC takes any text");
    let proven = prove(&claim(None, Some(format!("{said}.{signature}"))), &INBOX, NOW);
    if proven.is_ok() {
        assert!(text.contains("user-42") || text.contains('\\'), "it names the visitor: {text}");
    }
    if let Ok(claim) = serde_json::from_str::<Claim>(text) {
        let _ = prove(&claim, &INBOX, NOW);
    }
});


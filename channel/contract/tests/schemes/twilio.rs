//! Twilio.

use serde_json::Value;
use yingke_channel_contract::{
    Refusal,
    scheme::{
        digest, form as pairs, hex,
        twilio::{self, Algorithm, Keys},
    },
};

use crate::{
    Check,
    vector::{Vector, form, post},
};

pub const CHECKS: &[Check] = &[("twilio-1", twice), ("twilio-2", port), ("twilio-3", json)];

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

fn token(v: &Vector) -> Keys<'_> {
    Keys {
        auth_token: v.given("auth_token"),
        shared_key: "",
    }
}

/// The form of a vector: a field may have several values.
fn fields(v: &Vector) -> String {
    let fields = v.given_json("form").as_object().expect("an object");
    let mut all: Vec<(&str, &str)> = Vec::new();
    for (name, value) in fields {
        match value {
            Value::Array(values) => {
                all.extend(
                    values
                        .iter()
                        .filter_map(Value::as_str)
                        .map(|value| (name.as_str(), value)),
                );
            }
            one => all.push((name, one.as_str().expect("a text"))),
        }
    }
    form(&all)
}

fn twice(v: &Vector) {
    let (url, signature) = (v.given("url"), v.answer("X-Twilio-Signature"));
    let (callback, query) = url.split_once('?').expect("a query");
    let body = fields(v);
    // Said twice is said once.
    for body in [body.clone(), format!("{body}&Digits=5678")] {
        let parsed = pairs::pairs(body.as_bytes());
        let ours = twilio::signature(v.given("auth_token"), Algorithm::Sha1, url, &parsed);
        assert_eq!(ours, signature);
        let headers = [("X-Twilio-Signature", signature), FORM];
        let incoming = post(&format!("/k?{query}"), &headers, &body);
        assert!(twilio::verify(incoming, &token(v), callback).is_ok());
    }
}

fn port(v: &Vector) {
    let (url, signature) = (v.given("signed_url"), v.answer("X-Twilio-Signature"));
    let (callback, query) = url.split_once('?').expect("a query");
    for callback in [callback, &callback.replace(":80", "")] {
        let headers = [("X-Twilio-Signature", signature), FORM];
        let incoming = post(&format!("/k?{query}"), &headers, &fields(v));
        assert!(
            twilio::verify(incoming, &token(v), callback).is_ok(),
            "{callback}"
        );
    }
}

fn json(v: &Vector) {
    let (url, body) = (v.given("url"), v.given("body"));
    let (callback, query) = url.split_once('?').expect("a query");
    let hash = v.answer("bodySHA256");
    assert_eq!(hex(&digest::sha256(&[body.as_bytes()])), hash);
    assert!(query.ends_with(hash));
    let headers = [
        ("X-Twilio-Signature", v.answer("X-Twilio-Signature")),
        ("Content-Type", "application/json"),
    ];
    let check = |target: &str, body: &str| {
        let incoming = post(target, &headers, body);
        twilio::verify(incoming, &token(v), callback).err()
    };
    let target = format!("/k?{query}");
    assert_eq!(check(&target, body), None);
    assert_eq!(check(&target, "{}"), Some(Refusal::WrongSignature));
    // A body that nothing signs.
    assert_eq!(check("/k?foo=1&bar=2", body), Some(Refusal::Unsigned));
}

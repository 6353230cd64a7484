//! JSON web tokens: Teams and Apple.

use serde_json::Value;
use yingke_channel_contract::{
    Incoming, Refusal,
    scheme::{
        apple,
        teams::{self, ISSUER, Keys, Rules},
    },
};
use yingke_words::{Span, Time};

use crate::{
    Check,
    vector::{Vector, post},
};

pub const CHECKS: &[Check] = &[("teams-1", teams_tokens), ("apple-messages-1", apple_token)];

/// Between the beginning of the vector's tokens and their end; the expired one ended long before.
const NOW: Time = Time::from_millis(1_795_338_000_000);

fn call(token: &str, activity: &str) -> Incoming {
    post("/k", &[("Authorization", &format!("Bearer {token}"))], activity)
}

fn teams_tokens(v: &Vector) {
    assert_eq!(v.answer_json("ok"), true);
    let keys = Keys::parse(&v.given_json("jwks").to_string()).expect("keys");
    let rules = Rules {
        app_id: v.given("app_id"),
        issuer: ISSUER,
        keys: &keys,
    };
    let activity = v.given_json("activity").to_string();
    let right = v.given("token_ok");
    assert!(teams::verify(call(right, &activity), &rules, NOW).is_ok());
    assert!(keys.know(&call(right, &activity)));

    let wrong = v.given_json("tokens_reject").as_object().expect("an object");
    assert_eq!(wrong.len(), 6);
    for (name, token) in wrong {
        let token = token.as_str().expect("a text");
        let expected = match name.as_str() {
            "wrong_aud" | "wrong_iss" | "wrong_serviceurl" => Refusal::WrongReceiver,
            "expired" => Refusal::Stale,
            "unknown_kid" | "hs256_confusion" => Refusal::WrongSignature,
            other => panic!("a token more: {other}"),
        };
        let refused = teams::verify(call(token, &activity), &rules, NOW).err();
        assert_eq!(refused, Some(expected), "{name}");
        assert_eq!(
            keys.know(&call(token, &activity)),
            name != "unknown_kid",
            "{name}"
        );
    }
    v.elsewhere(
        "expected",
        "each_of_tokens_reject",
        "Teams' channel: what a refusal is answered with",
    );

    let said = v.answer("endorsement_case");
    assert!(said.contains("slack"));
    let slack = activity.replace("msteams", "slack");
    let refused = teams::verify(call(right, &slack), &rules, NOW).err();
    assert_eq!(refused, Some(Refusal::WrongReceiver));
    at_the_edges(v, &rules, &activity);
}

/// Times give or take five minutes, and what is no token at all.
fn at_the_edges(v: &Vector, rules: &Rules<'_>, activity: &str) {
    let expired = v.given_json("tokens_reject")["expired"]
        .as_str()
        .expect("a token");
    let ends = Time::from_millis(1_700_000_600_000);
    for (now, good) in [
        (ends + Span::seconds(300), true),
        (ends + Span::seconds(301), false),
    ] {
        assert_eq!(teams::verify(call(expired, activity), rules, now).is_ok(), good);
    }
    let begins = Time::from_millis(1_700_000_000_000);
    for (now, good) in [
        (begins - Span::seconds(300), true),
        (begins - Span::seconds(301), false),
    ] {
        assert_eq!(teams::verify(call(expired, activity), rules, now).is_ok(), good);
    }
    let right = v.given("token_ok");
    let (signed, _) = right.rsplit_once('.').expect("three parts");
    // {"alg":"none"}
    let none = format!(
        "eyJhbGciOiJub25lIiwia2lkIjoiazEifQ.{}.",
        signed.split('.').nth(1).expect("claims")
    );
    for wrong in [
        "",
        ".",
        "..",
        &none,
        &format!("{signed}."),
        signed,
        &format!("{right}A"),
        &right[1..],
    ] {
        let refused = teams::verify(call(wrong, activity), rules, NOW).err();
        assert_eq!(refused, Some(Refusal::WrongSignature), "{wrong}");
    }
    let bare = teams::verify(post("/k", &[("Authorization", right)], activity), rules, NOW).err();
    assert_eq!(bare, Some(Refusal::Unsigned));
    let unread = teams::verify(call(right, "x"), rules, NOW).err();
    assert_eq!(unread, Some(Refusal::Unreadable));
}

fn apple_token(v: &Vector) {
    let (id, secret, token) = (v.given("msp_id"), v.given("api_secret_b64"), v.answer("jwt"));
    let claims: &Value = v.given_json("claims");
    let signed = Time::from_millis(claims["iat"].as_i64().expect("a number") * 1_000);
    let refused = |token: &str, id, secret, now| apple::verify(call(token, "{}"), id, secret, now).err();
    assert_eq!(refused(token, id, secret, signed), None);
    assert_eq!(
        refused(token, "another", secret, signed),
        Some(Refusal::WrongReceiver)
    );
    assert_eq!(
        refused(token, id, "b3RoZXI=", signed),
        Some(Refusal::WrongSignature)
    );
    assert_eq!(refused(token, id, "", signed), Some(Refusal::NotSetUp));
    let early = signed - Span::seconds(301);
    assert_eq!(refused(token, id, secret, early), Some(Refusal::Stale));
    // Ours says who sends, not to whom.
    let ours = apple::token(id, secret, signed).expect("a secret");
    assert_eq!(refused(&ours, id, secret, signed), Some(Refusal::WrongReceiver));
}

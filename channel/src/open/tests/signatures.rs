//! Who is believed.

use serde_json::Value;
use yingke_channel_contract::{Refusal, scheme::hmac_header, scheme::standard_webhooks};

use super::{NOW, SECRET, called, with};

const BODY: &str = r#"{"type":"message","id":"1","from":"u","text":"a"}"#;
const OTHER: &str = "whsec_b3RoZXItc2VjcmV0LW9mLXRoZS1zaG9w";

fn signed(secret: &str, seconds: i64, body: &str) -> [(&'static str, String); 3] {
    let key = standard_webhooks::key(secret).unwrap();
    let timestamp = seconds.to_string();
    let signature = standard_webhooks::signature(&key, "msg_2", &timestamp, body.as_bytes());
    [
        ("webhook-id", "msg_2".to_owned()),
        ("webhook-timestamp", timestamp),
        ("webhook-signature", signature),
    ]
}

fn check(settings: &[(&str, &str)], headers: &[(&'static str, String)]) -> Result<usize, Refusal> {
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    called(&with(settings), &headers, BODY).map(|parsed| parsed.events.len())
}

/// The vector that the libraries of Standard Webhooks and Svix publish.
#[test]
fn webhook_api_1() {
    let key = standard_webhooks::key(SECRET).unwrap();
    assert_eq!(
        standard_webhooks::signature(
            &key,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            br#"{"test": 2432232314}"#
        ),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
}

/// What the Python packages `standardwebhooks` and `svix` signed: `e2e/interop/open.py` makes them again and compares.
#[test]
fn what_the_sdk_signs_is_accepted() {
    let all: Vec<Value> = serde_json::from_str(include_str!("../fixtures/sdk_signatures.json")).unwrap();
    assert!(all.len() >= 5);
    for one in all {
        let text = |key: &str| one[key].as_str().unwrap();
        let settings = [("secret", text("secret"))];
        let kit = yingke_channel_contract::kit::Kit {
            now: text("timestamp").parse::<i64>().unwrap() * 1_000,
            ..with(&settings)
        };
        let headers = [
            ("webhook-id", text("id")),
            ("webhook-timestamp", text("timestamp")),
            ("webhook-signature", text("signature")),
        ];
        let taken = called(&kit, &headers, text("body"));
        assert!(taken.is_ok(), "{one}: {taken:?}");
        let changed = called(&kit, &headers, &format!("{} ", text("body")));
        assert_eq!(changed.err(), Some(Refusal::WrongSignature), "{one}");
        let key = standard_webhooks::key(text("secret")).unwrap();
        assert_eq!(
            standard_webhooks::signature(&key, text("id"), text("timestamp"), text("body").as_bytes()),
            text("signature")
        );
    }
}

#[test]
fn while_a_secret_is_replaced_both_are_believed() {
    let both = [("secret", SECRET), ("old_secret", OTHER)];
    for secret in [SECRET, OTHER] {
        assert_eq!(check(&both, &signed(secret, NOW / 1_000, BODY)), Ok(1));
    }
    let new = [("secret", SECRET)];
    assert_eq!(
        check(&new, &signed(OTHER, NOW / 1_000, BODY)),
        Err(Refusal::WrongSignature)
    );
}

#[test]
fn an_old_call_and_one_of_tomorrow_are_refused() {
    let settings = [("secret", SECRET)];
    for (off, taken) in [
        (-300, Ok(1)),
        (300, Ok(1)),
        (-301, Err(Refusal::Stale)),
        (301, Err(Refusal::Stale)),
    ] {
        assert_eq!(
            check(&settings, &signed(SECRET, NOW / 1_000 + off, BODY)),
            taken,
            "{off} s"
        );
    }
}

#[test]
fn settings_without_a_secret_believe_nobody() {
    for settings in [
        &[][..],
        &[("secret", "whsec_")],
        &[("secret", "not base64!")],
        &[("signing", "hmac")],
        &[("signing", "header")],
    ] {
        let headers = signed(SECRET, NOW / 1_000, BODY);
        let refused = check(settings, &headers);
        let wanted = [Err(Refusal::NotSetUp), Err(Refusal::Unsigned)];
        assert!(wanted.contains(&refused), "{settings:?}: {refused:?}");
    }
}

#[test]
fn a_foreign_hmac_in_the_header_of_the_settings() {
    let settings = [
        ("secret", SECRET),
        ("signing", "hmac"),
        ("foreign_secret", "theirs"),
        ("old_secret", "before"),
        ("signature_header", "X-Hub-Signature-256"),
        ("signature_prefix", "sha256="),
    ];
    let header = |secret: &str| {
        let mac = hmac_header::signature(secret, BODY.as_bytes());
        [("x-hub-signature-256", format!("sha256={mac}"))]
    };
    assert_eq!(check(&settings, &header("theirs")), Ok(1));
    assert_eq!(check(&settings, &header("before")), Ok(1));
    assert_eq!(check(&settings, &header(SECRET)), Err(Refusal::WrongSignature));
    let unsigned = [("x-other", String::new())];
    assert_eq!(check(&settings, &unsigned), Err(Refusal::Unsigned));
    // Standard Webhooks is no way in while another is chosen.
    let standard = signed(SECRET, NOW / 1_000, BODY);
    assert_eq!(check(&settings, &standard), Err(Refusal::Unsigned));
}

#[test]
fn a_secret_in_a_header() {
    let settings = [("secret", "new"), ("old_secret", "old"), ("signing", "header")];
    let header = |value: &str| [("x-signature", value.to_owned())];
    assert_eq!(check(&settings, &header("new")), Ok(1));
    assert_eq!(check(&settings, &header("old")), Ok(1));
    assert_eq!(check(&settings, &header("")), Err(Refusal::WrongSignature));
    assert_eq!(check(&settings, &header("ne")), Err(Refusal::WrongSignature));
    let none = [("x-other", String::new())];
    assert_eq!(check(&settings, &none), Err(Refusal::Unsigned));
}

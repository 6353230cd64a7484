//! The kit, a snapshot of each fixture, and one named test a quirk. The fixtures are the examples of the docs pages.

mod documents;
mod mapped;
mod quirks;
mod sent;
mod signatures;

use bytes::Bytes;
use http::{HeaderValue, Request as Http};
use yingke_channel_contract::{
    Answer, Channel as _, Ctx, Incoming, Parsed, Refusal, Request, Retry,
    kit::{self, Kit},
    scheme::standard_webhooks,
};

use super::Open;

/// 2026-11-22 09:00:00 UTC.
const NOW: i64 = 1_795_338_000_000;
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

macro_rules! fixture {
    ($name:literal) => {
        (
            $name,
            concat!(
                "POST /api/v1/hooks/KEY\ncontent-type: application/json\n\n",
                include_str!(concat!("fixtures/", $name, ".json"))
            ),
        )
    };
}

const REQUESTS: &[(&str, &str)] = &[
    fixture!("message"),
    fixture!("files"),
    fixture!("contents"),
    fixture!("group"),
    fixture!("edit"),
    fixture!("delete"),
    fixture!("reaction"),
    fixture!("receipt"),
    fixture!("typing"),
    fixture!("pressed"),
    fixture!("echo"),
    fixture!("contact"),
    fixture!("entered"),
    fixture!("block"),
    fixture!("service"),
    fixture!("health"),
    fixture!("call"),
];

const SETTINGS: &[(&str, &str)] = &[
    ("secret", SECRET),
    ("outgoing_url", "https://bridge.example/yingke"),
];

const KIT: Kit<'static> = Kit {
    channel: &Open,
    settings: SETTINGS,
    account: "shop-1",
    now: NOW,
    sign,
    covers_body: true,
    requests: REQUESTS,
    accept: |_: &Request| Answer::of(200, r#"{"id":"s-3001"}"#),
    errors: ERRORS,
};

const ERRORS: &[(u16, &str, Option<Retry>)] = &[
    (
        200,
        r#"{"error":{"kind":"content","code":"4011","detail":"含有站外联系方式"}}"#,
        Some(Retry::Never),
    ),
    (400, r#"{"error":{"kind":"blocked"}}"#, Some(Retry::Never)),
    (
        429,
        r#"{"error":{"kind":"throttled","retryAfter":2.5}}"#,
        Some(Retry::After(yingke_words::Span::millis(2_500))),
    ),
    (200, r#"{"error":{"kind":"away"}}"#, Some(Retry::BackOff)),
    (410, "", Some(Retry::Never)),
    (404, "", Some(Retry::BackOff)),
];

fn sign(ctx: &Ctx<'_>, request: &mut Http<Bytes>) {
    let key = standard_webhooks::key(ctx.text("secret")).expect("a key");
    let timestamp = (ctx.now.millis() / 1_000).to_string();
    let signature = standard_webhooks::signature(&key, "msg_1", &timestamp, request.body());
    for (name, value) in [
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", &timestamp),
        ("webhook-signature", &signature),
    ] {
        request
            .headers_mut()
            .insert(name, HeaderValue::from_str(value).unwrap());
    }
}

/// A kit whose settings have these besides.
fn with<'a>(settings: &'a [(&'a str, &'a str)]) -> Kit<'a> {
    Kit { settings, ..KIT }
}

/// What a call with these headers and this body comes to.
fn called(kit: &Kit<'_>, headers: &[(&'static str, &str)], body: &str) -> Result<Parsed, Refusal> {
    let mut request = Http::post("/api/v1/hooks/KEY")
        .body(Bytes::from(body.to_owned()))
        .unwrap();
    for (name, value) in headers {
        request
            .headers_mut()
            .insert(*name, HeaderValue::from_str(value).unwrap());
    }
    kit.within(|ctx| {
        if headers.is_empty() {
            sign(ctx, &mut request);
        }
        let verified = Open.verify(ctx, Incoming(request))?;
        Ok(Open.parse(ctx, &verified))
    })
}

/// What a rightly signed body comes to.
fn said(body: &str) -> Parsed {
    called(&KIT, &[], body).unwrap()
}

#[test]
fn it_conforms() {
    KIT.conform();
}

#[test]
fn each_fixture_is_read() {
    for (name, _) in REQUESTS {
        let parsed = KIT.parsed(name);
        assert!(parsed.problems.is_empty(), "{name}: {:?}", parsed.problems);
        insta::assert_snapshot!(*name, kit::shown(&parsed));
    }
}

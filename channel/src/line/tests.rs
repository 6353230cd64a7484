//! The kit, what each fixture comes to, and one test a quirk.

mod coming;
mod fetching;
mod going;
mod looking;
mod menus;
mod refusing;

use std::cell::RefCell;

use bytes::Bytes;
use http::{HeaderValue, Request as Http};
use serde_json::{Value, json};
use yingke_channel_contract::{
    Ability, Answer, Body, Channel as _, DeliveryError, Draft, ErrorKind, Failure, Inbound, Message,
    Outbound, Request, Retry, Sent, Step, What,
    kit::{self, Kit},
    scheme::line,
};
use yingke_words::{MessageId, Span};

use super::Line;

macro_rules! fixtures {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("fixtures/", $name, ".http")))),*]
    };
}

const REQUESTS: &[(&str, &str)] = fixtures![
    "account_link",
    "account_link_failed",
    "activated",
    "audio",
    "batch",
    "beacon",
    "bot_resumed",
    "bot_suspended",
    "console_check",
    "deactivated",
    "delivery",
    "edited",
    "file",
    "follow",
    "image",
    "image_external",
    "image_set",
    "join",
    "leave",
    "location",
    "member_joined",
    "member_left",
    "membership",
    "membership_left",
    "membership_renewed",
    "module_attached",
    "module_detached",
    "odd_types",
    "postback",
    "postback_date",
    "postback_ours",
    "postback_richmenu",
    "redelivered",
    "standby",
    "sticker",
    "sticker_words",
    "text",
    "text_emoji",
    "text_group",
    "text_room",
    "unblocked",
    "unfollow",
    "unknown_event",
    "unknown_message",
    "unsend",
    "video",
    "video_played",
];

/// When the drafts of these tests are written: their ids say so.
const NOW: i64 = 1_790_000_500_000;

const SETTINGS: &[(&str, &str)] = &[
    ("channel_secret", "8c570fa6dd201bb328f1c1eac23a96d8"),
    ("channel_access_token", "TOKEN+of/the=channel"),
];

const ERRORS: &[(u16, &str, Option<Retry>)] = &[
    (429, r#"{"message":"You have reached your monthly limit."}"#, Some(Retry::Never)),
    (429, r#"{"message":"The API rate limit has been exceeded. Try again later."}"#, Some(Retry::BackOff)),
    (401, r#"{"message":"Authentication failed. Confirm that the access token in the authorization header is valid."}"#, Some(Retry::Never)),
    (403, r#"{"message":"Access to this API is not available for your account"}"#, Some(Retry::Never)),
    (400, r#"{"message":"The property, 'to', in the request body is invalid (line: -, column: -)"}"#, Some(Retry::Never)),
    (400, r#"{"message":"Failed to send messages"}"#, Some(Retry::Never)),
    (400, r#"{"message":"A message (messages[0]) in the request body is invalid","details":[{"message":"May not be empty","property":"messages[0].text"}]}"#, Some(Retry::Never)),
    (409, r#"{"message":"The retry key is already accepted","sentMessages":[{"id":"1"}]}"#, None),
    (500, r#"{"message":"Internal Server Error"}"#, Some(Retry::BackOff)),
    (502, "<html>Bad Gateway</html>", Some(Retry::BackOff)),
];

fn at(now: i64) -> Kit<'static> {
    Kit {
        channel: &Line,
        settings: SETTINGS,
        account: "",
        now,
        sign: |ctx, request| {
            let signature = line::signature(ctx.text("channel_secret"), request.body());
            let signature = HeaderValue::from_str(&signature).unwrap();
            request.headers_mut().insert("x-line-signature", signature);
        },
        covers_body: true,
        requests: REQUESTS,
        accept,
        errors: ERRORS,
    }
}

/// As LINE answers when all is well.
fn accept(request: &Request) -> Answer {
    let (path, body) = asked(request);
    let body = match path.as_str() {
        "/v2/bot/message/push" | "/v2/bot/message/reply" => {
            let sent: Vec<_> = body["messages"]
                .as_array()
                .unwrap()
                .iter()
                .zip(501..)
                .map(|(_, number)| json!({ "id": number.to_string(), "quoteToken": "q" }))
                .collect();
            json!({ "sentMessages": sent })
        }
        "/v2/bot/chat/loading/start" => return Answer::of(202, "{}"),
        "/v2/bot/chat/markAsRead" => json!({}),
        other => panic!("nobody asks {other}"),
    };
    Answer::of(200, body.to_string())
}

/// The path and the JSON of a request.
fn asked(request: &Request) -> (String, Value) {
    let Request::Http { head, body, .. } = request else {
        panic!("a mail")
    };
    assert_eq!(head.headers()["authorization"], "Bearer TOKEN+of/the=channel");
    assert!(head.headers()["authorization"].is_sensitive());
    let body = match body {
        Body::Bytes(bytes) => serde_json::from_slice(bytes).unwrap(),
        Body::Empty => Value::Null,
        other => panic!("{other:?}"),
    };
    (head.uri().path().to_owned(), body)
}

fn retry_key(request: &Request) -> Option<String> {
    let Request::Http { head, .. } = request else {
        panic!("a mail")
    };
    let key = head.headers().get("x-line-retry-key")?;
    Some(key.to_str().unwrap().to_owned())
}

/// A draft written at [`NOW`].
fn draft(text: &str) -> Draft {
    let id = u128::from(NOW.unsigned_abs()) << 80 | 0x7000_8000_0000_0000_0017;
    Draft {
        id: MessageId::from(uuid::Uuid::from_u128(id)),
        ..kit::draft(text)
    }
}

/// The same as an answer to something said `millis` ago.
fn answering(text: &str, millis: i64) -> Outbound {
    let mut draft = draft(text);
    let token = json!({ "token": "REPLY", "at": NOW - millis });
    draft.to.context.insert("reply".to_owned(), token);
    said(draft)
}

fn said(draft: Draft) -> Outbound {
    Outbound::Draft(Box::new(draft))
}

/// Delivers, the provider answering by `answer`; what was asked, and how it ended.
fn deliver(
    outbound: &Outbound,
    answer: impl Fn(usize, &Request) -> Answer,
) -> (Vec<(String, Value)>, Step<Sent>) {
    let all = RefCell::new(Vec::new());
    let step = at(NOW).deliver(outbound, |at, request| {
        all.borrow_mut().push(asked(request));
        answer(at, request)
    });
    (all.into_inner(), step)
}

/// The messages a draft comes to.
fn messages(draft: Draft) -> Vec<Value> {
    let (asked, step) = deliver(&said(draft), |_, request| accept(request));
    assert!(matches!(step, Step::Done(_)), "{step:?}");
    asked
        .iter()
        .flat_map(|(_, body)| body["messages"].as_array().unwrap().clone())
        .collect()
}

fn stopped<T: std::fmt::Debug>(step: Step<T>) -> DeliveryError {
    match step {
        Step::Stop(error) => error,
        other => panic!("{other:?}"),
    }
}

fn parts(step: Step<Sent>) -> Vec<String> {
    match step {
        Step::Done(Sent::Sent(parts)) => parts.into_iter().map(|part| part.id).collect(),
        other => panic!("{other:?}"),
    }
}

fn only(name: &str) -> Inbound {
    let parsed = at(NOW).parsed(name);
    assert_eq!(parsed.problems, []);
    let [event] = <[_; 1]>::try_from(parsed.events).unwrap();
    event
}

fn message(name: &str) -> Message {
    match only(name).what {
        What::Message(message) => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_conforms() {
    at(NOW).conform();
}

#[test]
fn what_fixtures_parse_to() {
    let bench = at(NOW);
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        for (name, _) in REQUESTS {
            insta::assert_snapshot!(*name, kit::shown(&bench.parsed(name)));
        }
    });
}

/// `e2e/interop/line.py` hands each of these to the SDK's client, and compares.
#[test]
fn what_is_asked() {
    let mut drafts: Vec<_> = super::manifest::MANIFEST
        .sends
        .iter()
        .map(|ability| kit::canonical(*ability))
        .collect();
    drafts.extend(going::of_each_kind().into_iter().chain(menus::of_each_kind()));
    let mut lines = Vec::new();
    for outbound in drafts {
        let (asked, step) = deliver(&outbound, |_, request| accept(request));
        assert!(matches!(step, Step::Done(_)), "{step:?}");
        lines.extend(asked.iter().map(|(path, body)| json!({ "path": path, "body": body }).to_string()));
    }
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("asked", lines.join("\n"));
    });
}

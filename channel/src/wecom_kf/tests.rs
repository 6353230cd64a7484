//! The kit, what each fixture comes to, and one test a quirk.

mod abilities;
mod calls;
mod held;
mod pulling;
mod sending;

use std::cell::RefCell;

use bytes::Bytes;
use http::Request as Http;
use serde_json::Value;
use yingke_channel_contract::{
    Answer, Body, Ctx, Outbound, Request, Retry, Sent, Step,
    kit::{self, Kit},
    scheme::{sorted_sha1, wxcrypt::Crypt},
};

use super::WecomKf;

const TOKEN: &str = "Qm7vR2xKc9TfLw4ZbN8sYh3Dj6Gp1AeU";
const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
const CORP: &str = "ww1234567890abcdef";
const ACCOUNT: &str = "wkAJ2GCAAAZSfhHCt7IFSvLKtMPxyJTw";
/// 2026-11-22 09:00 UTC.
const NOW: i64 = 1_795_338_000_000;

const SETTINGS: &[(&str, &str)] = &[
    ("corp_id", CORP),
    ("secret", "SECRET"),
    ("token", TOKEN),
    ("aes_key", KEY),
];

const KIT: Kit<'static> = Kit {
    channel: &WecomKf,
    settings: SETTINGS,
    account: ACCOUNT,
    now: NOW,
    sign,
    covers_body: true,
    requests: &[
        ("handshake", include_str!("fixtures/handshake.http")),
        ("msg_or_event", include_str!("fixtures/msg_or_event.http")),
        ("auth_change", include_str!("fixtures/auth_change.http")),
        ("unknown_call", include_str!("fixtures/unknown_call.http")),
    ],
    accept,
    errors: &[
        (
            200,
            r#"{"errcode":-1,"errmsg":"system busy"}"#,
            Some(Retry::BackOff),
        ),
        (
            200,
            r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#,
            Some(Retry::BackOff),
        ),
        (200, r#"{"errcode":95001,"errmsg":"exceed"}"#, Some(Retry::Never)),
        (
            200,
            r#"{"errcode":48002,"errmsg":"no permission"}"#,
            Some(Retry::Never),
        ),
        (200, r#"{"errcode":"40058","errmsg":7}"#, Some(Retry::Never)),
        (200, r#"{"errcode":123456789}"#, Some(Retry::Never)),
        (200, r#"{"errcode":42001,"errmsg":"access_token expired"}"#, None),
    ],
};

const PAGES: &[(&str, &str)] = &[
    ("messages", include_str!("fixtures/messages.json")),
    ("echoes", include_str!("fixtures/echoes.json")),
    ("events", include_str!("fixtures/events.json")),
    ("odd", include_str!("fixtures/odd.json")),
    ("bad", include_str!("fixtures/bad.json")),
];

/// Encrypts and signs what a fixture says in the clear.
fn sign(ctx: &Ctx<'_>, request: &mut Http<Bytes>) {
    let crypt = Crypt::new(ctx.text("aes_key"), ctx.text("corp_id")).unwrap();
    let get = request.method() == http::Method::GET;
    let plain = if get {
        let plain = request
            .uri()
            .query()
            .and_then(|query| query.strip_prefix("plain="));
        Bytes::from(plain.unwrap_or_default().to_owned())
    } else {
        request.body().clone()
    };
    let encrypted = crypt.encrypt(&plain, b"0123456789abcdef");
    let (time, nonce) = ((ctx.now.millis() / 1_000).to_string(), "1372623149");
    let signature = sorted_sha1::signature(&[ctx.text("token"), &time, nonce, &encrypted]);
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs([
        ("msg_signature", signature.as_str()),
        ("timestamp", &time),
        ("nonce", nonce),
    ]);
    if get {
        query.append_pair("echostr", &encrypted);
    } else {
        let body = format!(
            "<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt>\
             <AgentID><![CDATA[]]></AgentID></xml>"
        );
        *request.body_mut() = body.into();
    }
    *request.uri_mut() = format!("/hooks/KEY?{}", query.finish()).parse().unwrap();
}

fn accept(request: &Request) -> Answer {
    let Request::Http { head, .. } = request else {
        panic!("no mail")
    };
    let body = match head.uri().path() {
        "/cgi-bin/media/upload" => {
            r#"{"errcode":0,"errmsg":"","type":"file","media_id":"1G6nrLmr5EC3MMb_-zK1dDdzmd0p7cNliYu9V5w7o8K0","created_at":"1795338000"}"#
        }
        "/cgi-bin/kf/service_state/get" => r#"{"errcode":0,"errmsg":"ok","service_state":0}"#,
        "/cgi-bin/kf/send_msg" | "/cgi-bin/kf/send_msg_on_event" => {
            r#"{"errcode":0,"errmsg":"ok","msgid":"MSG"}"#
        }
        "/cgi-bin/kf/service_state/trans" => r#"{"errcode":0,"errmsg":"ok","msg_code":"CODE"}"#,
        other => panic!("nobody asks {other}"),
    };
    Answer::of(200, body)
}

fn errcode(code: i64) -> Answer {
    Answer::of(200, format!(r#"{{"errcode":{code},"errmsg":"said so"}}"#))
}

/// A request as one line: path, query, body.
fn as_text(request: &Request) -> String {
    let Request::Http { head, body, keep } = request else {
        panic!("no mail")
    };
    let body = match body {
        Body::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        other => format!("{other:?}"),
    };
    let keep = keep.as_ref().map(|(name, span)| format!(" kept {name} {span:?}"));
    let at = head.uri().path_and_query().unwrap();
    format!("{} {at} {body}{}", head.method(), keep.unwrap_or_default())
}

/// Sends `outbound`; `answer` decides by the path. What was asked, and how it ended.
fn sent(outbound: &Outbound, answer: impl Fn(usize, &Request) -> Answer) -> (Vec<String>, Step<Sent>) {
    let asked = RefCell::new(Vec::new());
    let end = KIT.deliver(outbound, |at, request| {
        asked.borrow_mut().push(as_text(request));
        answer(at, request)
    });
    (asked.into_inner(), end)
}

/// The JSON body of a line.
fn json(line: &str) -> Value {
    let (_, body) = line.split_once(" {").unwrap();
    serde_json::from_str(&format!("{{{body}")).unwrap()
}

#[test]
fn holds_to_the_contract() {
    KIT.conform();
}

#[test]
fn calls_come_to() {
    for (name, _) in KIT.requests {
        insta::assert_snapshot!(*name, kit::shown(&KIT.parsed(name)));
    }
}

#[test]
fn pages_come_to() {
    for (name, body) in PAGES {
        insta::assert_snapshot!(*name, kit::shown_page(&KIT.page(Some("{}"), body)));
        KIT.pulls_alike(body);
    }
}

#[test]
fn no_cursor_is_too_odd() {
    let cursor = r#"{"cursor":"C","seen":1,"history":2,"size":10}"#;
    KIT.resumes_anywhere(cursor, PAGES[4].1);
}

#[test]
fn no_page_is_too_odd() {
    for (_, body) in PAGES {
        let mut page: Value = serde_json::from_str(body).unwrap();
        for item in page["msg_list"].take().as_array().unwrap() {
            page["msg_list"] = Value::from(vec![item.clone()]);
            KIT.pulls_anything(&page.to_string());
        }
    }
}

#[test]
fn every_ability_comes_to() {
    for ability in super::manifest::MANIFEST.sends {
        let (asked, end) = sent(&kit::canonical(*ability), |_, request| accept(request));
        let shown = format!("{}\n{end:#?}", asked.join("\n"));
        insta::assert_snapshot!(format!("sends_{ability:?}"), shown);
    }
}

//! The kit, and the platform's quirks by name.

mod account;
mod answers;
mod modes;
mod outbound;
mod reading;
mod vectors;

use bytes::Bytes;
use http::{Request as Http, Uri};
use yingke_channel_contract::{
    Answer, Ctx, Request, Retry,
    kit::Kit,
    scheme::{sorted_sha1, wxcrypt::Crypt},
};
use yingke_words::Span;

use super::WechatOa;

/// Everything below is made up.
const APPID: &str = "wx0000000000000000";
const TOKEN: &str = "f3hK8sLq0ZrT";
/// Ends in bits that a strict decoder refuses, as real ones do.
const AES_KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const NOW: i64 = 1_795_338_001_000;

const PLAIN: &[(&str, &str)] = &[("appid", APPID), ("secret", "SECRET"), ("token", TOKEN)];
const SAFE: &[(&str, &str)] = &[
    ("appid", APPID),
    ("secret", "SECRET"),
    ("token", TOKEN),
    ("aes_key", AES_KEY),
    ("mode", "safe"),
];

macro_rules! fixtures {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("fixtures/", $name, ".http")))),*]
    };
}

const REQUESTS: &[(&str, &str)] = fixtures! {
    "address_check" "text" "text_menu_reply" "text_not_shown" "text_escaped" "image" "image_without_media_id" "voice"
    "voice_recognised" "video" "shortvideo" "location" "link" "miniprogrampage" "file" "unknown_kind" "subscribe"
    "subscribe_by_code" "unsubscribe" "scan" "location_event" "click" "view" "view_miniprogram" "scancode_waitmsg"
    "pic_weixin" "location_select" "template_arrived" "template_blocked" "template_failed" "subscription_choice"
    "subscription_sent" "authorization_revoked" "kf_create_session" "kf_switch_session" "kf_close_session"
    "verify_expired" "broadcast_done" "unknown_event"
};

/// Adds to the query.
fn with_query(request: &mut Http<Bytes>, pairs: &[(&str, &str)]) {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    let uri = request.uri().to_string();
    let mark = if uri.contains('?') { '&' } else { '?' };
    let uri = format!("{uri}{mark}{}", query.finish());
    *request.uri_mut() = uri.parse::<Uri>().unwrap();
}

fn sign_plainly(ctx: &Ctx<'_>, request: &mut Http<Bytes>) {
    let timestamp = (ctx.now.millis() / 1_000).to_string();
    let signature = sorted_sha1::signature(&[TOKEN, &timestamp, "1320562132"]);
    with_query(
        request,
        &[
            ("signature", &signature),
            ("timestamp", &timestamp),
            ("nonce", "1320562132"),
        ],
    );
}

/// Safe mode: the address check is signed plainly all the same; of the body nothing but its encryption is sent.
fn sign_safely(ctx: &Ctx<'_>, request: &mut Http<Bytes>) {
    let plainly = request.method() == http::Method::GET;
    let timestamp = (ctx.now.millis() / 1_000).to_string();
    if plainly {
        return sign_plainly(ctx, request);
    }
    let crypt = Crypt::new(AES_KEY, APPID).unwrap();
    let encrypted = crypt.encrypt(request.body(), &ctx.random::<16>());
    let signature = sorted_sha1::signature(&[TOKEN, &timestamp, "1320562132", &encrypted]);
    with_query(
        request,
        &[
            ("timestamp", &timestamp),
            ("nonce", "1320562132"),
            ("encrypt_type", "aes"),
            ("msg_signature", &signature),
        ],
    );
    *request.body_mut() = Bytes::from(format!("<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"));
}

fn path(request: &Request) -> String {
    match request {
        Request::Http { head, .. } => head.uri().path().to_owned(),
        _ => panic!("no mail is sent here"),
    }
}

fn accept(request: &Request) -> Answer {
    Answer::of(
        200,
        match path(request).as_str() {
            "/cgi-bin/media/upload" => {
                r#"{"type":"image","media_id":"MEDIA_ID","created_at":1795338001,"item":[]}"#
            }
            "/cgi-bin/template/get_all_private_template" => {
                r#"{"template_list":[{"template_id":"order_sent","title":"发货通知","content":"单号：{{keyword1.DATA}}\n"}]}"#
            }
            "/cgi-bin/message/template/send" => r#"{"errcode":0,"errmsg":"ok","msgid":2384765920183746501}"#,
            _ => r#"{"errcode":0,"errmsg":"ok"}"#,
        },
    )
}

const ERRORS: &[(u16, &str, Option<Retry>)] = &[
    (
        200,
        r#"{"errcode":-1,"errmsg":"system error"}"#,
        Some(Retry::BackOff),
    ),
    (200, r#"{"errcode":40001,"errmsg":"invalid credential"}"#, None),
    (
        200,
        r#"{"errcode":45015,"errmsg":"response out of time limit"}"#,
        Some(Retry::Never),
    ),
    (
        200,
        r#"{"errcode":45047,"errmsg":"out of response count limit"}"#,
        Some(Retry::Never),
    ),
    (
        200,
        r#"{"errcode":45009,"errmsg":"reach max api daily quota limit"}"#,
        Some(Retry::Never),
    ),
    (
        200,
        r#"{"errcode":45011,"errmsg":"api minute-quota reach limit, must slower, retry next minute"}"#,
        Some(Retry::After(Span::minutes(1))),
    ),
    (
        200,
        r#"{"errcode":48002,"errmsg":"api forbidden for irrelevant"}"#,
        Some(Retry::Never),
    ),
    (
        200,
        r#"{"errcode":"40003","errmsg":"invalid openid"}"#,
        Some(Retry::Never),
    ),
];

const fn kit(
    settings: &'static [(&'static str, &'static str)],
    sign: fn(&Ctx<'_>, &mut Http<Bytes>),
) -> Kit<'static> {
    Kit {
        channel: &WechatOa,
        settings,
        account: "",
        now: NOW,
        sign,
        covers_body: false,
        requests: REQUESTS,
        accept,
        errors: ERRORS,
    }
}

fn plain() -> Kit<'static> {
    kit(PLAIN, sign_plainly)
}

fn safe() -> Kit<'static> {
    Kit {
        covers_body: true,
        ..kit(SAFE, sign_safely)
    }
}

#[test]
fn plain_mode_conforms() {
    plain().conform();
}

#[test]
fn safe_mode_conforms() {
    safe().conform();
}

#[test]
fn every_fixture_parses_to_its_snapshot() {
    for (name, _) in REQUESTS {
        let shown = yingke_channel_contract::kit::shown(&plain().parsed(name));
        insta::assert_snapshot!(*name, shown);
        let safely = yingke_channel_contract::kit::shown(&safe().parsed(name));
        assert_eq!(shown, safely, "{name}: another meaning in safe mode");
    }
}

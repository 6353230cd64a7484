//! Every scheme of a webhook, and a request that it believes.

use serde_json::Value;
use yingke_channel_contract::{
    Incoming, Refusal,
    scheme::{
        dingtalk, doudian, douyin, ed25519, feishu, hmac_header, hub, kuaishou, line, qq, secret, slack,
        sorted_sha1, standard_webhooks, teams_outgoing, tiktok,
        twilio::{self, Keys},
        unhex, viber,
        wxcrypt::Crypt,
        x, zalo,
    },
};

use super::case::{Answer, BODY, Case, Place, SECRET, STAMP, case, now};
use crate::vector::{form, post};

const AES_KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
const WHSEC: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SECURITY_TOKEN: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const CALLBACK: &str = "https://desk.example/api/v1/hooks/k";

pub fn all() -> Vec<Case> {
    let mut all = of_bodies();
    all.extend(of_times());
    all.extend(of_several_parts());
    all.extend(of_secrets());
    all.extend(of_queries());
    all
}

fn body() -> &'static [u8] {
    BODY.as_bytes()
}

/// One header, over the body and nothing else.
fn of_bodies() -> Vec<Case> {
    let line = line::signature(SECRET, body());
    let viber = viber::signature(SECRET, body());
    let any = hmac_header::signature(SECRET, body());
    let hub = hub::signature(SECRET, body());
    let x = x::signature(SECRET, body());
    let zalo = zalo::signature("1", body(), STAMP, SECRET);
    let douyin = douyin::signature(SECRET, body());
    let kuaishou = kuaishou::signature(SECRET, body());
    let doudian = doudian::event_sign("k", SECRET, body());
    let teams = teams_outgoing::authorization(SECURITY_TOKEN, body()).expect("a key");
    vec![
        case("line", "x-line-signature", &line, |i, s, _| line::verify(i, s)),
        case("viber", "x-viber-content-signature", &viber, |i, s, _| {
            viber::verify(i, s)
        }),
        case("a MAC in a header", "x-any", &any, |i, s, _| {
            hmac_header::verify(i, "x-any", "", &[s])
        }),
        case("hub", "x-hub-signature-256", &hub, |i, s, _| hub::verify(i, &[s])),
        case("x", "x-twitter-webhooks-signature", &x, |i, s, _| x::verify(i, s)),
        case("zalo", "x-zevent-signature", &zalo, |i, s, _| {
            zalo::verify(i, "1", s)
        }),
        case("douyin", "x-douyin-signature", &douyin, |i, s, _| {
            douyin::verify(i, s)
        }),
        case("kuaishou", "kwaisign", &kuaishou, |i, s, _| {
            kuaishou::verify(i, s)
        }),
        case("doudian", "event-sign", &doudian, |i, s, _| {
            doudian::verify(i, "k", s)
        }),
        case("teams, outgoing", "authorization", &teams, |i, s, _| {
            teams_outgoing::verify(i, s)
        })
        .secret(SECURITY_TOKEN),
    ]
}

/// Signed at a time, and good for a while.
fn of_times() -> Vec<Case> {
    let slack = slack::signature(SECRET, STAMP, body());
    let tiktok = tiktok::signature(SECRET, STAMP, body());
    let key = standard_webhooks::key(WHSEC).expect("a key");
    let webhook = standard_webhooks::signature(&key, "m1", STAMP, body());
    let millis = "1700000000000";
    let robot = dingtalk::robot_sign(millis, SECRET);
    vec![
        case("slack", "x-slack-signature", &slack, |i, s, late| {
            slack::verify(i, s, now(late))
        })
        .and("x-slack-request-timestamp", STAMP)
        .lasts(300),
        case("tiktok", "tiktok-signature", &tiktok, |i, s, late| {
            tiktok::verify(i, s, now(late))
        })
        .lasts(300),
        case(
            "standard webhooks",
            "webhook-signature",
            &webhook,
            |i, s, late| standard_webhooks::verify(i, &[s], now(late)),
        )
        .and("webhook-id", "m1")
        .and("webhook-timestamp", STAMP)
        .secret(WHSEC)
        .lasts(300),
        case("dingtalk, robots", "sign", &robot, |i, s, late| {
            dingtalk::robot(i, s, now(late))
        })
        .and("timestamp", millis)
        .lasts(3_600)
        .body_is_not_covered(),
    ]
}

/// A key that checks and cannot sign: RFC 8032's first, as the other party's secret.
const PUBLIC: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

/// Over other headers, too, or an address.
fn of_several_parts() -> Vec<Case> {
    let qq = qq::sign(SECRET, &[STAMP.as_bytes(), body()]).expect("a key");
    let event = feishu::signature(SECRET, STAMP, "n", body());
    let card = feishu::card_signature(SECRET, STAMP, "n", body());
    let fields = [(body().to_vec(), Vec::new())];
    let twilio = twilio::signature(SECRET, twilio::Algorithm::Sha1, CALLBACK, &fields);
    let seed = unhex(SEED)
        .and_then(|seed| seed.try_into().ok())
        .expect("32 bytes");
    let discord = ed25519::DISCORD.sign(&seed, STAMP, body());
    let lark = |case: Case| {
        case.and("x-lark-request-timestamp", STAMP)
            .and("x-lark-request-nonce", "n")
    };
    vec![
        case("qq", "x-signature-ed25519", &qq, |i, s, _| qq::verify(i, s))
            .and("x-signature-timestamp", STAMP),
        case("discord", "x-signature-ed25519", &discord, |i, s, late| {
            ed25519::verify(i, ed25519::DISCORD, s, now(late))
        })
        .and("x-signature-timestamp", STAMP)
        .secret(PUBLIC)
        .lasts(300),
        lark(case("feishu", "x-lark-signature", &event, |i, s, _| {
            let keys = feishu::Keys {
                encrypt_key: s,
                verification_token: "",
            };
            feishu::verify(i, &keys)
        })),
        lark(case("feishu, cards", "x-lark-signature", &card, |i, s, _| {
            feishu::verify_card(i, s)
        })),
        case("twilio", "x-twilio-signature", &twilio, |i, s, _| {
            let keys = Keys {
                auth_token: s,
                shared_key: "another",
            };
            twilio::verify(i, &keys, CALLBACK)
        })
        .and("content-type", "application/x-www-form-urlencoded"),
    ]
}

/// The secret itself.
fn of_secrets() -> Vec<Case> {
    let bearer = format!("Bearer {SECRET}");
    vec![
        case("a secret in a header", "x-secret", SECRET, |i, s, _| {
            secret::header(i, "x-secret", s)
        })
        .body_is_not_covered(),
        case("a bearer", "authorization", &bearer, |i, s, _| {
            secret::bearer(i, s)
        })
        .body_is_not_covered(),
    ]
}

fn of_queries() -> Vec<Case> {
    vec![
        in_the_query("sorted sha1", "signature", BODY, &[SECRET], |i, s, _| {
            sorted_sha1::verify(i, s)
        })
        .body_is_not_covered(),
        encrypted("dingtalk, callbacks", "signature", |i, s, _| {
            dingtalk::callback(i, &crypt(), s)
        }),
        encrypted("wxcrypt", "msg_signature", |i, s, _| {
            let body: Value = serde_json::from_slice(i.body()).map_err(|_| Refusal::Unreadable)?;
            let sealed = body["encrypt"].as_str().ok_or(Refusal::Unreadable)?.to_owned();
            crypt().verify(i, s, &sealed)
        }),
    ]
}

pub fn crypt_of(receiver: &str) -> Crypt {
    Crypt::new(AES_KEY, receiver).expect("a key")
}

fn crypt() -> Crypt {
    crypt_of("corp1")
}

pub fn encrypted(name: &'static str, place: &'static str, verify: fn(Incoming, &str, i64) -> Answer) -> Case {
    let sealed = crypt().encrypt(body(), &[7; 16]);
    let body = format!("{{\"encrypt\":\"{sealed}\"}}");
    in_the_query(name, place, &body, &[SECRET, &sealed], verify)
}

fn in_the_query(
    name: &'static str,
    place: &'static str,
    body: &str,
    signed: &[&str],
    verify: fn(Incoming, &str, i64) -> Answer,
) -> Case {
    let signature = sorted_sha1::signature(&[signed, &[STAMP, "n"]].concat());
    let query = form(&[(place, &signature), ("timestamp", STAMP), ("nonce", "n")]);
    Case {
        signed: post(&format!("/k?{query}"), &[], body),
        place: Place::Query(place),
        ..case(name, "unused", "", verify)
    }
}

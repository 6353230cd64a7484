use http::Request as Http;
use yingke_channel_contract::{
    Answer, Body, Channel as _, Ctx, Frame, Heard, Inbound, Request, Retry, Turned, What, kit::Kit,
    scheme::ed25519,
};
use yingke_words::Span;

use super::Discord;

mod acts;
mod closing;
mod errors;
mod gateway;
mod inbound;
mod looking;
mod missed;
mod sending;

/// RFC 8032 §7.1, TEST 1.
const SEED: [u8; 32] = [
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44,
    0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
];

macro_rules! requests {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("fixtures/", $name, ".http")))),*] };
}

macro_rules! frames {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("fixtures/", $name, ".json")))),*] };
}

const SETTINGS: &[(&str, &str)] = &[
    ("token", "Bot MTEw.TOKEN"),
    (
        "public_key",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    ),
];

/// Somebody who also answers a server's channel.
const WITH_A_CHANNEL: &[(&str, &str)] = &[
    SETTINGS[0],
    SETTINGS[1],
    ("guild_channels", "290926798626357999, 290926798626358000"),
];

const KIT: Kit<'static> = Kit {
    channel: &Discord,
    settings: SETTINGS,
    account: "",
    now: 1_795_338_000_007,
    sign,
    covers_body: true,
    requests: requests![
        "ping",
        "press",
        "press_in_a_channel",
        "chosen_from_a_list",
        "command",
        "autocomplete",
        "form",
        "future_interaction",
        "events_ping",
        "events",
    ],
    accept,
    errors: &[
        (
            429,
            r#"{"message":"You are being rate limited.","retry_after":1.337,"global":true,"code":0}"#,
            Some(Retry::After(Span::millis(1_337))),
        ),
        (
            429,
            r#"{"message":"The channel you are writing has hit the write rate limit","code":20028,"retry_after":3}"#,
            Some(Retry::After(Span::seconds(3))),
        ),
        (
            401,
            r#"{"message":"401: Unauthorized","code":0}"#,
            Some(Retry::Never),
        ),
        (
            403,
            r#"{"message":"Cannot send messages to this user","code":50007}"#,
            Some(Retry::Never),
        ),
        (400, r#"{"message":"x","code":50278}"#, Some(Retry::Never)),
        (
            404,
            r#"{"message":"Unknown Channel","code":10003}"#,
            Some(Retry::Never),
        ),
        (
            403,
            r#"{"message":"Missing Access","code":50001}"#,
            Some(Retry::Never),
        ),
        (
            413,
            r#"{"message":"Request entity too large","code":40005}"#,
            Some(Retry::Never),
        ),
        (
            503,
            r#"{"message":"API resource is currently overloaded.","code":130000}"#,
            Some(Retry::BackOff),
        ),
        (
            400,
            r#"{"message":"You are opening direct messages too fast","code":40003}"#,
            Some(Retry::BackOff),
        ),
    ],
};

const FRAMES: &[(&str, &str)] = frames![
    "ready",
    "resumed",
    "message",
    "message_with_markup",
    "attachments",
    "voice_message",
    "sticker",
    "sticker_png",
    "sticker_gif",
    "reply",
    "forward",
    "embed_only",
    "poll",
    "call",
    "future_kind",
    "nothing",
    "numbers_as_ids",
    "content_is_an_object",
    "edited",
    "embed_added",
    "deleted",
    "deleted_many",
    "reacted",
    "reacted_again",
    "unreacted",
    "typing",
    "own_from_here",
    "own_from_elsewhere",
    "other_bot",
    "web_hook",
    "in_a_channel",
    "in_another_channel",
    "join_notice",
    "press_on_the_gateway",
];

fn sign(_: &Ctx<'_>, request: &mut Http<bytes::Bytes>) {
    let signature = ed25519::DISCORD.sign(&SEED, "1795338000", request.body());
    let headers = request.headers_mut();
    headers.insert("x-signature-timestamp", "1795338000".parse().unwrap());
    headers.insert("x-signature-ed25519", signature.parse().unwrap());
}

/// What Discord answers when all is well.
fn accept(request: &Request) -> Answer {
    let Request::Http { head, .. } = request else {
        panic!("Discord takes no mail");
    };
    let path = head.uri().path();
    match (head.method().as_str(), path) {
        ("PUT" | "DELETE", _) => Answer::of(204, ""),
        ("POST", path) if path.ends_with("/typing") => Answer::of(204, ""),
        ("GET", _) => Answer::of(
            200,
            r#"{"id":"900001","reactions":[
                {"count":1,"me":true,"emoji":{"id":null,"name":"🎉"}},
                {"count":1,"me":false,"emoji":{"id":null,"name":"👍"}}]}"#,
        ),
        ("POST", "/api/v10/users/@me/channels") => Answer::of(200, r#"{"id":"319674150115610528","type":1}"#),
        _ => Answer::of(200, r#"{"id":"1573986395779760200"}"#),
    }
}

fn body(request: &Request) -> String {
    match request {
        Request::Http {
            body: Body::Bytes(bytes),
            ..
        } => String::from_utf8(bytes.to_vec()).unwrap(),
        other => panic!("no bytes: {other:?}"),
    }
}

fn frame(name: &str) -> Heard {
    let (_, text) = FRAMES.iter().find(|(key, _)| *key == name).expect("a frame");
    Heard::Frame(Frame::Text((*text).to_owned()))
}

/// What these frames come to, after READY; the last of them.
fn heard_by(kit: &Kit<'_>, names: &[&str]) -> Turned {
    let mut script = vec![Heard::Opened, frame("ready")];
    script.extend(names.iter().map(|name| frame(name)));
    kit.hear(&script).pop().unwrap()
}

fn heard(names: &[&str]) -> Turned {
    heard_by(&KIT, names)
}

fn heard_in_a_channel(names: &[&str]) -> Turned {
    let kit = Kit {
        settings: WITH_A_CHANNEL,
        ..KIT
    };
    heard_by(&kit, names)
}

fn only(turned: &Turned) -> &Inbound {
    assert_eq!(turned.problems, [], "{turned:#?}");
    match turned.events.as_slice() {
        [event] => event,
        other => panic!("not one event: {other:#?}"),
    }
}

fn silent(turned: &Turned) {
    assert!(
        turned.events.is_empty() && turned.problems.is_empty(),
        "{turned:#?}"
    );
}

/// Those of one shape are changed in every way once: each change is signed anew, which takes its time.
fn each_shape<'a>(all: &[(&'a str, &'a str)], names: &[&str]) -> Vec<(&'a str, &'a str)> {
    let of = |name: &&str| *all.iter().find(|(key, _)| key == name).expect("a fixture");
    names.iter().map(of).collect()
}

#[test]
fn conforms() {
    let requests = each_shape(
        KIT.requests,
        &["ping", "press", "chosen_from_a_list", "command", "events"],
    );
    let kit = Kit {
        requests: &requests,
        ..KIT
    };
    kit.conform();
}

#[test]
fn what_comes_to_our_address() {
    for (name, _) in KIT.requests {
        insta::assert_snapshot!(*name, yingke_channel_contract::kit::shown(&KIT.parsed(name)));
    }
}

#[test]
fn what_comes_over_the_gateway() {
    for (name, _) in FRAMES {
        let turned = if name.contains("channel") || matches!(*name, "join_notice" | "deleted_many") {
            heard_in_a_channel(&[name])
        } else {
            heard(&[name])
        };
        let shown = format!(
            "{:#?}\nproblems: {:#?}\nkeep: {}",
            turned.events, turned.problems, turned.keep
        );
        insta::assert_snapshot!(format!("frame_{name}"), shown);
    }
}

#[test]
fn frames_of_any_shape_do_not_panic() {
    let shapes = [
        "message_with_markup",
        "attachments",
        "sticker_png",
        "forward",
        "reply",
        "edited",
        "deleted_many",
        "reacted",
        "typing",
        "in_a_channel",
        "press_on_the_gateway",
    ];
    let kit = Kit {
        settings: WITH_A_CHANNEL,
        ..KIT
    };
    kit.hears_anything(&[frame("ready")]);
    for (name, _) in each_shape(FRAMES, &shapes) {
        // The session is there already: only the frame itself is changed.
        kit.hears_anything(&[frame(name)]);
    }
}

//! Plain, compatible and safe mode, and who is let in.

use bytes::Bytes;
use http::Request as Http;
use yingke_channel_contract::{Incoming, Parsed, Refusal, What, kit::Kit};

use super::*;

fn take(kit: &Kit<'_>, request: Http<Bytes>) -> Result<Parsed, Refusal> {
    kit.within(|ctx| {
        let verified = kit.channel.verify(ctx, Incoming(request))?;
        Ok(kit.channel.parse(ctx, &verified))
    })
}

fn within_mode(mode: &'static str) -> Kit<'static> {
    let settings: &'static [_] = match mode {
        "plain" => &[
            ("appid", APPID),
            ("token", TOKEN),
            ("aes_key", AES_KEY),
            ("mode", "plain"),
        ],
        "compatible" => &[
            ("appid", APPID),
            ("token", TOKEN),
            ("aes_key", AES_KEY),
            ("mode", "compatible"),
        ],
        "safe" => SAFE,
        _ => &[("appid", APPID), ("token", TOKEN), ("aes_key", AES_KEY)],
    };
    kit(settings, sign_plainly)
}

#[test]
fn the_address_check_gets_its_echostr_back_exactly() {
    for kit in [plain(), safe(), within_mode("compatible")] {
        let parsed = kit.parsed("address_check");
        assert_eq!(parsed.answer.body().as_ref(), b"5838479218127813673+/=");
        assert_eq!(
            parsed.answer.headers()["content-type"],
            "text/plain; charset=utf-8"
        );
        assert!(parsed.events.is_empty() && parsed.problems.is_empty());
    }
}

#[test]
fn a_push_is_answered_with_success_whatever_it_held() {
    for name in ["text", "unknown_event", "broadcast_done"] {
        assert_eq!(safe().parsed(name).answer.body().as_ref(), b"success");
    }
}

#[test]
fn with_a_key_a_message_in_the_clear_counts_in_plain_and_compatible_mode_only() {
    let request = plain().signed("text");
    for mode in ["plain", "compatible"] {
        assert_eq!(
            take(&within_mode(mode), request.clone()).unwrap().events.len(),
            1,
            "{mode}"
        );
    }
    for mode in ["safe", ""] {
        assert_eq!(
            take(&within_mode(mode), request.clone()).unwrap_err(),
            Refusal::Unsigned,
            "{mode}"
        );
    }
    let mut forged = request;
    *forged.uri_mut() = forged
        .uri()
        .to_string()
        .replace("signature=", "signature=0")
        .parse()
        .unwrap();
    let refused = take(&within_mode("plain"), forged).unwrap_err();
    assert_eq!(refused, Refusal::WrongSignature);
}

#[test]
fn compatible_mode_believes_the_encrypted_half() {
    let mut request = safe().signed("text");
    let body = std::str::from_utf8(request.body()).unwrap();
    let lie = "<FromUserName>somebody</FromUserName><MsgType>text</MsgType><Content>a lie</Content>";
    let body = body.replace("<xml>", &format!("<xml>{lie}"));
    *request.body_mut() = body.into();
    let parsed = take(&within_mode("compatible"), request).unwrap();
    let What::Message(message) = &parsed.events[0].what else {
        panic!("a message");
    };
    assert_eq!(message.text, "你好，请问这件外套有 M 码吗？");
}

#[test]
fn an_encrypted_message_without_a_key_says_what_is_missing() {
    let refused = take(&plain(), safe().signed("text")).unwrap_err();
    assert_eq!(refused, Refusal::NotSetUp);
}

#[test]
fn the_right_signature_for_another_app_is_refused() {
    let other = kit(
        &[
            ("appid", "wx1111111111111111"),
            ("token", TOKEN),
            ("aes_key", AES_KEY),
        ],
        sign_safely,
    );
    let refused = take(&other, safe().signed("text")).unwrap_err();
    assert_eq!(refused, Refusal::WrongReceiver);
}

#[test]
fn what_was_signed_long_ago_is_refused_in_both_modes() {
    for kit in [plain(), safe()] {
        let request = kit.signed("text");
        let soon = Kit {
            now: NOW + 299_000,
            ..kit
        };
        assert!(take(&soon, request.clone()).is_ok());
        for now in [NOW + 302_000, NOW - 302_000] {
            let late = Kit { now, ..plain() };
            let settings = soon.settings;
            let late = Kit { settings, ..late };
            assert_eq!(take(&late, request.clone()).unwrap_err(), Refusal::Stale);
        }
    }
}

#[test]
fn a_plain_signature_does_not_open_safe_mode() {
    // The same token, the same time: only the encrypted text's own signature counts.
    let mut request = safe().signed("text");
    let plainly = sorted_sha1::signature(&[TOKEN, "1795338001", "1320562132"]);
    let uri = request.uri().to_string();
    let (head, _) = uri.split_once("msg_signature=").unwrap();
    *request.uri_mut() = format!("{head}msg_signature={plainly}").parse().unwrap();
    assert_eq!(take(&safe(), request).unwrap_err(), Refusal::WrongSignature);
}

/// T67: external entities, and a thousand million laughs.
#[test]
fn a_document_type_is_refused_in_every_mode() {
    let bombs = [
        r#"<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Content>&x;</Content></xml>"#,
        r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><xml>&b;</xml>"#,
        "<!doctype xml><xml></xml>",
    ];
    for bomb in bombs {
        for kit in [plain(), safe()] {
            let mut request = Http::post("/api/v1/hooks/KEY").body(Bytes::from(bomb)).unwrap();
            kit.within(|ctx| (kit.sign)(ctx, &mut request));
            let refused = take(&kit, request).unwrap_err();
            assert_eq!(refused, Refusal::Unreadable, "{bomb}");
            assert_eq!(refused.status(), 400);
        }
        // Around the encrypted text, too.
        let mut request = safe().signed("text");
        let body = [bomb.as_bytes(), request.body()].concat();
        *request.body_mut() = body.into();
        assert_eq!(take(&safe(), request).unwrap_err(), Refusal::Unreadable);
    }
}

#[test]
fn an_unknown_entity_and_a_deep_nest_lose_only_their_message() {
    let deep = format!("{}{}", "<a>".repeat(50_000), "</a>".repeat(50_000));
    for body in [
        "<xml><Content>&lol;</Content></xml>",
        &deep,
        "",
        "hello",
        "<xml>",
        "\u{FEFF}{}",
    ] {
        let mut request = Http::post("/api/v1/hooks/KEY")
            .body(Bytes::from(body.to_owned()))
            .unwrap();
        plain().within(|ctx| sign_plainly(ctx, &mut request));
        let parsed = take(&plain(), request).unwrap();
        assert_eq!((parsed.events.len(), parsed.problems.len()), (0, 1), "{body:.40}");
        assert_eq!(parsed.answer.body().as_ref(), b"success");
    }
}

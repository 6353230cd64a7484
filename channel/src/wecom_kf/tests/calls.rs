//! Who may call, and the published answers.

use bytes::Bytes;
use http::Request as Http;
use yingke_channel_contract::{Channel as _, Incoming, Parsed, Refusal, kit::Kit, scheme::wxcrypt::Crypt};

use super::{KIT, NOW, WecomKf};

/// A call of `encrypted`, signed like this.
fn call(get: bool, encrypted: &str, [signature, time, nonce]: [&str; 3]) -> Http<Bytes> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs([
        ("msg_signature", signature),
        ("timestamp", time),
        ("nonce", nonce),
    ]);
    let (method, body) = if get {
        query.append_pair("echostr", encrypted);
        ("GET", String::new())
    } else {
        (
            "POST",
            format!("<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"),
        )
    };
    Http::builder()
        .method(method)
        .uri(format!("/hooks/KEY?{}", query.finish()))
        .body(body.into())
        .unwrap()
}

/// What the channel with these settings makes of a call at that time.
fn take(settings: &[(&str, &str)], seconds: i64, call: Http<Bytes>) -> Result<(Bytes, Parsed), Refusal> {
    let kit = Kit {
        settings,
        now: seconds * 1_000,
        ..KIT
    };
    kit.within(|ctx| {
        let verified = WecomKf.verify(ctx, Incoming(call))?;
        let plain = Bytes::copy_from_slice(verified.body());
        Ok((plain, WecomKf.parse(ctx, &verified)))
    })
}

const OFFICIAL: &[(&str, &str)] = &[
    ("corp_id", "wx5823bf96d3bd56c7"),
    ("token", "QDG6eK"),
    ("aes_key", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"),
];
const WECHATPY: &[(&str, &str)] = &[
    ("corp_id", "wx49f0ab532d5d035a"),
    ("token", "123456"),
    ("aes_key", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"),
];

#[test]
fn vector_wecom_official_msg() {
    let encrypted = "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";
    let signed = [
        "477715d11cdb4164915debcba66cb864d751f3e6",
        "1409659813",
        "1372623149",
    ];
    let (plain, parsed) = take(OFFICIAL, 1_409_659_813, call(false, encrypted, signed)).unwrap();
    assert_eq!(
        plain,
        "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName><![CDATA[mycreate]]></FromUserName>\n<CreateTime>1409659813</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[hello]]></Content>\n<MsgId>4561255354251345929</MsgId>\n<AgentID>218</AgentID>\n</xml>"
    );
    assert_eq!(
        parsed.problems.len(),
        1,
        "a message to an app is no call of 微信客服"
    );
}

const ECHO: &str = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";
const ECHO_SIGNED: [&str; 3] = [
    "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    "1409659589",
    "263014780",
];

#[test]
fn vector_wecom_official_echo() {
    let (_, parsed) = take(OFFICIAL, 1_409_659_589, call(true, ECHO, ECHO_SIGNED)).unwrap();
    assert_eq!(parsed.answer.body(), "1616140317555161061");
    assert!(parsed.events.is_empty() && parsed.problems.is_empty() && parsed.pulls.is_empty());
}

#[test]
fn vector_wecom_echo_wechatpy_neg() {
    let encrypted =
        "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==";
    let signed = [
        "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
        "1411443780",
        "437374424",
    ];
    let refused = take(WECHATPY, 1_411_443_780, call(true, encrypted, signed)).unwrap_err();
    assert_eq!(refused, Refusal::WrongSignature);
}

#[test]
fn vector_wecom_encrypt_reply() {
    let plain = "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n<ToUserName><![CDATA[messense]]></ToUserName>\n<AgentID>1</AgentID>\n<CreateTime>1411525903</CreateTime>\n</xml>";
    let encrypted = "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8GqxlhZgURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qvSUCUld+/WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3";
    let crypt = Crypt::new(WECHATPY[2].1, WECHATPY[0].1).unwrap();
    assert_eq!(crypt.encrypt(plain.as_bytes(), b"1234567890123456"), encrypted);
    let signed = [
        "407518b7649e86ef23978113f92d27afa9296533",
        "1411525903",
        "461056294",
    ];
    let (read, _) = take(WECHATPY, 1_411_525_903, call(false, encrypted, signed)).unwrap();
    assert_eq!(read, plain);
}

/// npm `@wecom/crypto` 1.0.1, `encrypt` with the random bytes `0123456789abcdef` and `getSignature`.
#[test]
fn what_the_vendors_own_sdk_signs_is_accepted() {
    let encrypted = "sKqRbbiSUnDhFHOvPjtUMdVi0ljTgnq2cE++gz4IMV6SqM7yms+uzPbeATHpap9YOB3m6NGG3x4rSyG3zH3I6+z3ipsZ5RomQLBb8WZURoAz8PwNmpn6AoDCAZ2j09HRZyoUTJDbYAne1bVgbXU/8X9u6skI9+BtLc4bQfjkfm07dsj3uWovUIOSjTBxhqLXBGeosqYw5rcjygffflndHqxl+pJx3iFTW1JTf3V94C/n5v/Fu7+MtZwe+6hwQLMQ1LJPjiAfnmztozlakgqHF+Dev3vYqmWUS6LX3o+9tVaCYqimxTiCSPGTmp/wMs54KrQh/fh+3DQ1H6qJr2mhIAM9u5/iFBHFsnmMOl40Qx8XKKiBZ32rvZcpyNap7CTu/jT100RWByGLEZftK44r12156g6GmCQApDiBTLJBrjQ=";
    let signed = [
        "73454be50c156407f5bc3ca590d3c33adc4088b4",
        "1795338000",
        "sdknonce",
    ];
    let (_, parsed) = take(KIT.settings, NOW / 1_000, call(false, encrypted, signed)).unwrap();
    assert_eq!(parsed.pulls[0].token, "ENCsdk");
    let echo = "P9TP8OO8ZpJE35Ha/87+5B/QiC32kbAWYn6FqdAWg+CweEeW/PhjkPgWYVfcjZBZ1g3v3H/DIctOwyb77F2X6w==";
    let signed = [
        "286b62622ea0c6ca819086fbe2860569e3feba0d",
        "1795338000",
        "sdknonce",
    ];
    let (_, parsed) = take(KIT.settings, NOW / 1_000, call(true, echo, signed)).unwrap();
    assert_eq!(parsed.answer.body(), "7234567890123456789");
}

/// The Python package `wechatpy` 1.8.18, `wechatpy.enterprise.crypto.WeChatCrypto.encrypt_message`.
#[test]
fn what_wechatpy_signs_is_accepted() {
    let encrypted = "u1S2Qq+7qzblYFmY9VkNG5Z94YNvgj2p2PYGvPVs7usl8GCgZSwQy68zXac67uzKZY8ovKuyjbtqvJ8XPMpt/6S4vU+w0Hd7QM8pNST8HElBpZVslC2jcLsDeVNUv029Mwz2VM6K63n1215DfwgY27NYWIpoyYP295ATFZJ1JIQ=";
    let signed = [
        "6349e86dfcae51a89fef93964af7da9918f21c9d",
        "1795338000",
        "pynonce",
    ];
    let (_, parsed) = take(KIT.settings, NOW / 1_000, call(false, encrypted, signed)).unwrap();
    assert_eq!(
        (parsed.pulls[0].account.as_str(), parsed.pulls[0].token.as_str()),
        ("wkPY", "ENCpy")
    );
}

#[test]
fn a_call_for_another_company_is_refused() {
    let settings = [("corp_id", "ww0000"), OFFICIAL[1], OFFICIAL[2]];
    let refused = take(&settings, 1_409_659_589, call(true, ECHO, ECHO_SIGNED)).unwrap_err();
    assert_eq!(refused, Refusal::WrongReceiver);
}

#[test]
fn an_old_call_is_refused_though_its_signature_fits() {
    for now in [1_409_659_589 + 301, 1_409_659_589 - 301] {
        let refused = take(OFFICIAL, now, call(true, ECHO, ECHO_SIGNED)).unwrap_err();
        assert_eq!(refused, Refusal::Stale);
    }
    assert!(take(OFFICIAL, 1_409_659_589 + 300, call(true, ECHO, ECHO_SIGNED)).is_ok());
}

#[test]
fn what_is_not_set_up_believes_nobody() {
    for without in ["token", "aes_key"] {
        let settings: Vec<_> = OFFICIAL
            .iter()
            .copied()
            .filter(|(key, _)| *key != without)
            .collect();
        let refused = take(&settings, 1_409_659_589, call(true, ECHO, ECHO_SIGNED)).unwrap_err();
        assert_eq!(refused, Refusal::NotSetUp);
    }
}

#[test]
fn a_body_with_a_document_type_is_refused_unread() {
    let mut doctype = call(false, "", ["x", "1795338000", "n"]);
    *doctype.body_mut() = Bytes::from_static(
        b"<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><Encrypt>&e;</Encrypt></xml>",
    );
    assert_eq!(
        take(KIT.settings, NOW / 1_000, doctype).unwrap_err(),
        Refusal::Unreadable
    );
}

#[test]
fn a_call_of_2021_without_an_account_is_a_problem() {
    let text = "POST /hooks/KEY\n\n<xml><Event>kf_msg_or_event</Event><Token>ENC</Token></xml>\n";
    let kit = Kit {
        requests: &[("old", text)],
        ..KIT
    };
    let parsed = kit.parsed("old");
    assert!(parsed.pulls.is_empty());
    assert_eq!(parsed.problems[0].at, "OpenKfId");
    assert_eq!(parsed.answer.body(), "success", "asking again would not help");
}

#[test]
fn a_changed_xml_is_a_problem_and_is_acknowledged() {
    for text in ["POST /hooks/KEY\n\n<xml><Event>\n", "POST /hooks/KEY\n\nhello\n"] {
        let requests = [("bad", text)];
        let kit = Kit {
            requests: &requests,
            ..KIT
        };
        let parsed = kit.parsed("bad");
        assert_eq!(parsed.problems.len(), 1, "{text}");
        assert_eq!(parsed.answer.status(), 200);
    }
}

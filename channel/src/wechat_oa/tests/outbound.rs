//! What goes out, and what comes of the platform's answers.

use serde_json::{Value, json};
use yingke_channel_contract::{
    Ability, Body, Channel as _, Choice, Content, DeliveryError, ErrorKind, Failure, FileKind, Link,
    Media as _, Menu, Outbound, RemoteFile, Sent, Step, Template,
    kit::{canonical, draft, of},
};

use super::*;
use crate::wechat_oa::{account, errors, media, token};

/// Everything that is asked while `outbound` is sent, and how it ends.
fn sent(outbound: &Outbound) -> (Vec<(String, String)>, Step<Sent>) {
    let mut asked = Vec::new();
    let end = plain().deliver(outbound, |_, request| {
        let Request::Http { head, body, .. } = request else {
            panic!("no mail")
        };
        let body = match body {
            Body::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            other => format!("{other:?}"),
        };
        asked.push((head.uri().to_string(), body));
        accept(request)
    });
    (asked, end)
}

fn bodies(outbound: &Outbound) -> Vec<Value> {
    let (asked, end) = sent(outbound);
    assert!(matches!(end, Step::Done(_)), "{end:?}");
    asked
        .iter()
        .map(|(_, body)| serde_json::from_str(body).unwrap_or(Value::Null))
        .collect()
}

fn said(draft: yingke_channel_contract::Draft) -> Outbound {
    Outbound::Draft(Box::new(draft))
}

/// How a text ends when the platform answers like this.
fn ends(code: i64) -> Step<Sent> {
    let body = json!({ "errcode": code, "errmsg": "what it says rid: 1" }).to_string();
    plain().deliver(&said(draft("hi")), |_, _| Answer::of(200, body.clone()))
}

#[test]
fn text_is_written_as_utf8_and_never_escaped() {
    let (asked, _) = sent(&said(draft("您好\u{1}，\u{7f}1 < 2\n“好”🙂")));
    let (uri, body) = &asked[0];
    assert_eq!(
        uri,
        "https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token=TOKEN"
    );
    assert!(body.contains(r#""content":"您好，1 < 2\n“好”🙂""#), "{body}");
    assert!(!body.contains("\\u"), "{body}");
}

#[test]
fn a_long_text_is_split_by_bytes_and_sent_in_order() {
    let text = "一二三四五六七八九。".repeat(150);
    let bodies = bodies(&said(draft(&text)));
    assert_eq!(bodies.len(), 3);
    let pieces: Vec<&str> = bodies
        .iter()
        .map(|body| body["text"]["content"].as_str().unwrap())
        .collect();
    assert!(pieces.iter().all(|piece| piece.len() <= 2048));
    assert_eq!(pieces.concat(), text);
}

#[test]
fn a_file_is_uploaded_then_sent_by_its_id_and_the_words_go_first() {
    let Outbound::Draft(mut picture) = canonical(Ability::Image) else {
        panic!("a draft")
    };
    picture.text = "这是实物图".to_owned();
    let (asked, end) = sent(&Outbound::Draft(picture));
    assert_eq!(asked.len(), 3);
    assert!(asked[0].1.contains("这是实物图"));
    assert!(
        asked[1]
            .0
            .ends_with("/cgi-bin/media/upload?access_token=TOKEN&type=image")
    );
    assert!(asked[1].1.contains("name: \"media\""));
    let body: Value = serde_json::from_str(&asked[2].1).unwrap();
    assert_eq!(body["image"], json!({ "media_id": "MEDIA_ID" }));
    assert!(matches!(end, Step::Done(Sent::Sent(parts)) if parts.len() == 2));
}

#[test]
fn an_upload_is_kept_for_less_than_the_platform_keeps_it() {
    let Step::Send(request) = plain().within(|ctx| WechatOa.render(ctx, &canonical(Ability::Video), &[]))
    else {
        panic!("a request")
    };
    let Request::Http { keep, .. } = *request else {
        panic!("no mail")
    };
    let (name, span) = keep.unwrap();
    assert!(
        name.starts_with(&format!("media:{APPID}:")) && name.ends_with(":video"),
        "{name}"
    );
    assert!(span < Span::days(3) && span > Span::days(2));
}

#[test]
fn a_menus_words_stand_in_its_head_and_links_below() {
    let menu = Menu {
        title: "尺码".to_owned(),
        choices: vec![
            Choice {
                id: "m".to_owned(),
                label: "中号".to_owned(),
                url: None,
            },
            Choice {
                id: "t".to_owned(),
                label: "尺码表".to_owned(),
                url: Some("https://shop.example/sizes".to_owned()),
            },
        ],
        tail: "点选即可".to_owned(),
    };
    let sent = bodies(&said(of("请选择", Content::Menu(menu.clone()))));
    assert_eq!(
        sent[0]["msgmenu"],
        json!({
            "head_content": "尺码\n请选择",
            "list": [{ "id": "m", "content": "中号" }],
            "tail_content": "尺码表 https://shop.example/sizes\n点选即可",
        })
    );
    let links = Menu {
        choices: menu.choices[1..].to_vec(),
        ..menu
    };
    let sent = bodies(&said(of("", Content::Menu(links))));
    assert_eq!(sent[0]["msgtype"], "text");
}

#[test]
fn a_link_is_a_card_alone_and_a_line_beside_words() {
    let link = Link {
        title: "退换货说明".to_owned(),
        description: "七天无理由".to_owned(),
        url: "https://shop.example/returns".to_owned(),
    };
    let alone = bodies(&said(of("", Content::Link(link.clone()))));
    assert_eq!(alone[0]["news"]["articles"].as_array().unwrap().len(), 1);
    let beside = bodies(&said(of("您看这里", Content::Link(link.clone()))));
    assert_eq!(beside.len(), 1, "one of the customer's five messages, not two");
    assert_eq!(
        beside[0]["text"]["content"],
        "您看这里\n退换货说明\nhttps://shop.example/returns"
    );
    let inside = Link {
        url: String::new(),
        ..link
    };
    let (asked, end) = sent(&said(of("", Content::Link(inside))));
    assert!(asked.is_empty());
    assert!(matches!(end, Step::Stop(error) if error.kind == ErrorKind::Unsendable));
}

#[test]
fn a_templates_gaps_are_named_by_the_platforms_list() {
    let bodies = bodies(&canonical(Ability::Template));
    assert_eq!(bodies[1]["data"], json!({ "keyword1": { "value": "A-17" } }));
    assert_eq!(bodies[1]["client_msg_id"].as_str().unwrap().len(), 32);
}

#[test]
fn a_templates_message_id_beyond_2_to_the_53_is_kept_exactly() {
    let (_, end) = sent(&canonical(Ability::Template));
    let Step::Done(Sent::Sent(parts)) = end else {
        panic!("sent")
    };
    assert_eq!(parts[0].id, "2384765920183746501");
    // The receipt that comes later names the same.
    let receipt = format!("{:?}", plain().parsed("template_arrived").events[0].what);
    assert!(receipt.contains(&parts[0].id), "{receipt}");
}

#[test]
fn a_template_with_other_gaps_or_none_of_that_id_is_not_sent() {
    for (name, parameters) in [("order_sent", vec![]), ("other", vec!["A-17".to_owned()])] {
        let template = Template {
            name: name.to_owned(),
            language: String::new(),
            parameters,
        };
        let (asked, end) = sent(&said(of("", Content::Template(template))));
        assert_eq!(asked.len(), 1, "the list is all that is asked for");
        assert!(matches!(end, Step::Stop(error) if error.kind == ErrorKind::Invalid));
    }
}

#[test]
fn half_a_draft_is_not_sent() {
    let Outbound::Draft(mut offer) = canonical(Ability::File) else {
        panic!("a draft")
    };
    offer.text = "报价单见附件".to_owned();
    assert_eq!(offer.files[0].kind, FileKind::File);
    let (asked, end) = sent(&Outbound::Draft(offer));
    assert!(asked.is_empty());
    assert!(matches!(end, Step::Stop(error) if error.kind == ErrorKind::Unsendable));
}

#[test]
fn a_token_that_is_no_good_any_more_is_renewed() {
    for code in [40001, 40014, 41001, 42001] {
        assert!(
            matches!(
                ends(code),
                Step::NeedToken {
                    kind: "access",
                    refresh: true
                }
            ),
            "{code}"
        );
    }
}

#[test]
fn each_code_has_its_kind_under_a_200() {
    for (code, kind) in [
        (-1, ErrorKind::Away),
        (40003, ErrorKind::Unreachable),
        (40007, ErrorKind::Invalid),
        (40164, ErrorKind::Forbidden),
        (43004, ErrorKind::Blocked),
        (45001, ErrorKind::TooLarge),
        (45002, ErrorKind::TooLarge),
        (45008, ErrorKind::TooLarge),
        (45009, ErrorKind::Quota),
        (45011, ErrorKind::Throttled),
        (45015, ErrorKind::WindowClosed),
        (45047, ErrorKind::Quota),
        (48001, ErrorKind::Forbidden),
        (48002, ErrorKind::Blocked),
        (50002, ErrorKind::Forbidden),
        (87014, ErrorKind::Content),
        (999_999, ErrorKind::Invalid),
    ] {
        let Step::Stop(error) = ends(code) else {
            panic!("{code}")
        };
        assert_eq!(error.kind, kind, "{code}");
        assert_eq!(
            (error.code.as_str(), error.detail.as_str()),
            (code.to_string().as_str(), "what it says rid: 1")
        );
        assert_eq!(errors::kind(code), kind);
    }
}

#[test]
fn an_answer_that_is_not_the_platforms_is_no_yes() {
    for body in ["", "{}", "[]", "<html>Sign in</html>", r#"{"errcode":{}}"#] {
        let end = plain().deliver(&said(draft("hi")), |_, _| Answer::of(200, body));
        assert!(
            matches!(end, Step::Stop(error) if error.kind == ErrorKind::Unknown),
            "{body}"
        );
    }
}

#[test]
fn what_may_have_arrived_is_unknown_and_an_upload_is_done_again() {
    let lost = |outbound: &Outbound| plain().deliver(outbound, |_, _| Answer::failed(Failure::Ambiguous));
    let kind = |step| match step {
        Step::Stop(DeliveryError { kind, .. }) => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(lost(&said(draft("hi")))), ErrorKind::Unknown);
    assert_eq!(kind(lost(&canonical(Ability::Image))), ErrorKind::Away);
    assert_eq!(kind(lost(&canonical(Ability::Template))), ErrorKind::Away);
    assert_eq!(kind(lost(&canonical(Ability::Typing))), ErrorKind::Away);
}

#[test]
fn typing_that_is_shown_already_is_shown() {
    let typing = canonical(Ability::Typing);
    let end = plain().deliver(&typing, |_, _| {
        Answer::of(200, r#"{"errcode":45081,"errmsg":"command count reach limit"}"#)
    });
    assert!(matches!(end, Step::Done(_)));
    let end = plain().deliver(&typing, |_, _| {
        Answer::of(200, r#"{"errcode":45080,"errmsg":"no interaction"}"#)
    });
    assert!(matches!(end, Step::Stop(error) if error.kind == ErrorKind::WindowClosed));
    assert_eq!(bodies(&typing)[0]["command"], "Typing");
}

#[test]
fn a_token_ends_early_and_is_forced_only_when_a_young_one_was_refused() {
    let given = |token: &str, lasts: Value| {
        let body = json!({ "access_token": token, "expires_in": lasts }).to_string();
        let mut answer = Answer::of(200, body);
        answer.at = yingke_words::Time::from_millis(NOW);
        answer
    };
    let refresh = |answers: &[Answer]| plain().within(|ctx| token::refresh(ctx, answers));
    for lasts in [json!(7200), json!("7200")] {
        let Step::Done(token) = refresh(&[given("NEW", lasts)]) else {
            panic!("a token")
        };
        assert_eq!(token.expires_at.millis(), NOW + 7_020_000);
    }
    // The context still holds TOKEN: it was refused, and the platform gives it once more.
    let Step::Send(request) = refresh(&[given("TOKEN", json!(7000))]) else {
        panic!("a request")
    };
    assert!(format!("{request:?}").contains(r#"\"force_refresh\":true"#));
    assert!(matches!(
        refresh(&[given("TOKEN", json!(7000)), given("NEW", json!(7200))]),
        Step::Done(_)
    ));
    // Near its end the same one is no sign of anything.
    assert!(matches!(refresh(&[given("TOKEN", json!(290))]), Step::Done(_)));
}

#[test]
fn a_wrong_secret_and_an_address_outside_the_list_say_so() {
    let refresh = |code: i64, words: &str| {
        let body = json!({ "errcode": code, "errmsg": words }).to_string();
        match plain().within(|ctx| token::refresh(ctx, &[Answer::of(200, body)])) {
            Step::Stop(error) => (error.kind, error.detail),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refresh(40001, "invalid credential").0, ErrorKind::Unauthorised);
    assert_eq!(refresh(40125, "invalid appsecret").0, ErrorKind::Unauthorised);
    assert_eq!(refresh(-1, "system error").0, ErrorKind::Away);
    let (kind, detail) = refresh(40164, "invalid ip 192.0.2.7, not in whitelist");
    assert_eq!(kind, ErrorKind::Forbidden);
    assert!(detail.contains("192.0.2.7"));
}

#[test]
fn a_videos_id_gives_an_address_and_other_files_come_at_once() {
    let fetch = |kind, reference: &str, answers: &[Answer]| {
        plain().within(|ctx| media::fetch(ctx, &RemoteFile::of(kind, reference), answers))
    };
    let address = |step| match step {
        Step::Done(Request::Http { head, .. }) => head.uri().to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        address(fetch(FileKind::Image, "A+B/C", &[])),
        "https://api.weixin.qq.com/cgi-bin/media/get?access_token=TOKEN&media_id=A%2BB%2FC"
    );
    assert_eq!(
        address(fetch(FileKind::Image, "http://mmbiz.qpic.cn/x", &[])),
        "http://mmbiz.qpic.cn/x"
    );
    assert!(matches!(fetch(FileKind::Video, "V", &[]), Step::Send(_)));
    let said = Answer::of(200, r#"{"video_url":"https://video.example/v.mp4"}"#);
    assert_eq!(
        address(fetch(FileKind::Video, "V", &[said])),
        "https://video.example/v.mp4"
    );
    let gone = Answer::of(200, r#"{"errcode":40007,"errmsg":"invalid media_id"}"#);
    assert!(
        matches!(fetch(FileKind::Video, "V", &[gone]), Step::Stop(error) if error.kind == ErrorKind::Invalid)
    );
    let stale = Answer::of(200, r#"{"errcode":42001,"errmsg":"access_token expired"}"#);
    assert!(matches!(
        fetch(FileKind::Video, "V", &[stale]),
        Step::NeedToken { refresh: true, .. }
    ));
}

#[test]
fn an_error_in_disguise_is_no_file() {
    let error = br#" {"errcode":40007,"errmsg":"invalid media_id"}"#;
    for kind in ["text/plain", "application/json; encoding=utf-8", "image/jpeg", ""] {
        assert!(WechatOa.disguised(kind, error), "{kind}");
    }
    assert!(
        WechatOa.disguised("image/jpeg", br#"{"errcode":40007,"errm"#),
        "cut"
    );
    assert!(WechatOa.disguised("audio/amr", b"\n<!DOCTYPE html><html>"));
    assert!(!WechatOa.disguised("image/jpeg", &[0xFF, 0xD8, 0xFF, 0xE0]));
    assert!(!WechatOa.disguised("audio/amr", b"#!AMR\n"));
}

#[test]
fn a_follower_has_facts_and_perhaps_a_remark() {
    let profile = |body: &str| {
        let answer = Answer::of(200, body);
        match plain().within(|ctx| account::profile(ctx, "o1", &[answer])) {
            Step::Done(peer) => peer,
            other => panic!("{other:?}"),
        }
    };
    let peer = profile(
        r#"{"subscribe":1,"openid":"o1","language":"zh_CN","subscribe_time":1434093047,"unionid":"u1","remark":"老客户","nickname":"","qr_scene":0,"tagid_list":[1]}"#,
    );
    assert_eq!(peer.name, "老客户");
    assert_eq!(peer.attributes["unionid"], "u1");
    assert_eq!(peer.attributes["subscribe_time"], "1434093047");
    assert_eq!(
        profile(r#"{"subscribe":0,"openid":"o1"}"#).attributes["subscribe"],
        "0"
    );
}

#[test]
fn connecting_tries_the_token_and_looks_at_the_key() {
    let connect = |kit: &Kit<'_>, answers: &[Answer]| kit.within(|ctx| account::connect(ctx, answers));
    let ips = Answer::of(200, r#"{"ip_list":["192.0.2.1"]}"#);
    assert!(matches!(connect(&safe(), &[ips]), Step::Done(_)));
    let closed = Answer::of(200, r#"{"errcode":40164,"errmsg":"invalid ip"}"#);
    assert!(matches!(connect(&safe(), &[closed]), Step::Stop(error) if error.kind == ErrorKind::Forbidden));
    let short = kit(&[("appid", APPID), ("aes_key", "short")], sign_plainly);
    assert!(matches!(connect(&short, &[]), Step::Stop(error) if error.code == "aes_key"));
}

#[test]
fn templates_tell_their_gaps() {
    let body = r#"{"template_list":[{"template_id":"t1","title":"领取奖金提醒","content":"{{first.DATA}}\n金额：{{keyword1.DATA}}\n{{first.DATA}}"},{"title":"no id"}]}"#;
    let Step::Done(list) = plain().within(|ctx| account::templates(ctx, &[Answer::of(200, body)])) else {
        panic!("a list")
    };
    assert_eq!(list.len(), 1);
    assert_eq!((list[0].name.as_str(), list[0].gaps), ("t1", 2));
}

//! Tokens, files of customers, and what can be asked of the account.

use serde_json::{Value, json};
use yingke_channel_contract::{ErrorKind, FileKind, Media as _, RemoteFile, Step};

use super::*;
use crate::wechat_oa::{account, media, token};

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
